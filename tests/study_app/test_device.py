"""Devices that fit and devices that do not; plates to read."""

from typing import Any

import pytest
from pydantic import ValidationError

from study_app.study.controls import Choose, Measure
from study_app.study.mind import Mind
from study_app.study.task import ANSWER
from study_app.tasks.device import TASK
from tests.study_app.alone import Alone

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"
LAPTOP = {
    "response": "continue",
    "window_width_px": "1280",
    "window_height_px": "720",
    "pointer": "fine",
    "hover": "yes",
    "touch_points": "0",
    "browser": FIREFOX,
    "color_gamut": "srgb",
}
PHONE = LAPTOP | {"window_width_px": "390", "pointer": "coarse", "hover": "no", "touch_points": "5"}


def device(**options: Any) -> Alone:
    return Alone(TASK, {"text": "d.md", **options}, {"d.md": "# Your device"})


def told(block: Alone, form: dict[str, str]) -> str:
    """What stands on the page after that try."""
    return str(block.page("try_2", {ANSWER: block.read(form)}).prompt.html)


def test_the_page_has_a_text_and_a_button_that_measures() -> None:
    page = device(button="Check").page()
    assert page.prompt.html == "<h1>Your device</h1>\n"
    assert page.control == Measure("Check")


def test_of_the_device_its_measures_are_kept_and_of_the_browser_no_more_than_family_and_version() -> None:
    assert device().read(LAPTOP) == {
        "fits": True,
        "window_width_px": 1280,
        "window_height_px": 720,
        "pointer": "fine",
        "hover": "yes",
        "touch_points": 0,
        "browser": "Firefox",
        "browser_version": 133,
        "color_gamut": "srgb",
    }


def test_what_cannot_be_meant_is_not_kept() -> None:
    forged = LAPTOP | {
        "window_width_px": "9" * 4000,
        "window_height_px": "-1",
        "pointer": "<b>",
        "color_gamut": "x" * 99,
    }
    values = device().read(forged | {"hover": "maybe", "touch_points": "٣"})
    assert [values[name] for name in ("window_width_px", "window_height_px", "pointer", "hover")] == [None] * 4
    assert [values[name] for name in ("touch_points", "color_gamut")] == [None] * 2


def test_without_the_button_nothing_is_read() -> None:
    assert device().refusal(LAPTOP | {"response": ""}) == "Please press the button to go on."


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        (
            {"minimum_width_px": 1000},
            "The window should be at least 1000 pixels wide; it is 390 wide now. Please enlarge it.",
        ),
        (
            {"minimum_height_px": 900},
            "The window should be at least 900 pixels high; it is 720 high now. Please enlarge it.",
        ),
        ({"pointer": "fine"}, "A mouse or a trackpad is needed."),
        ({"touch": "refused"}, "A computer without a touch screen is needed."),
        ({"browsers": ["Chrome", "Edge"]}, "One of these browsers is needed: Chrome, Edge."),
    ],
)
def test_a_device_that_does_not_fit_is_told_what_would(rules: dict[str, Any], sentence: str) -> None:
    block = device(**rules)
    assert block.read(PHONE)["fits"] is False
    page = block.page("try_2", {ANSWER: block.read(PHONE)})
    assert page.prompt.heading == "This device does not fit yet"
    assert page.prompt.html.startswith(f"<ul>\n<li>{sentence}</li>\n</ul>\n<p>If you can change that")
    assert page.control == Measure("Try again")


def test_all_that_does_not_fit_is_told_at_once() -> None:
    block = device(minimum_width_px=1000, pointer="fine", touch="refused", browsers=["Safari"])
    assert told(block, PHONE).count("<li>") == 4
    assert block.read(LAPTOP | {"browser": FIREFOX.replace("Firefox/133", "Version/18 Safari/6")})["fits"] is True


def test_a_browser_that_tells_nothing_is_told_so_once() -> None:
    block = device(minimum_width_px=1000, pointer="fine", touch="refused", browsers=["Safari"])
    html = told(block, {"response": "continue"})
    assert html.count("<li>") == 1
    assert "did not tell what was asked" in html


def test_the_words_are_the_researcher_s_and_no_markup() -> None:
    words = {"heading": "Zu klein", "width": "{found} < {wanted}", "again": "Noch einmal & weiter", "button": "Neu"}
    block = device(minimum_width_px=1000, words=words)
    page = block.page("try_2", {ANSWER: block.read(PHONE)})
    assert page.prompt.heading == "Zu klein"
    assert page.control == Measure("Neu")
    assert page.prompt.html == "<ul>\n<li>390 &lt; 1000</li>\n</ul>\n<p>Noch einmal &amp; weiter</p>\n"


def test_who_makes_it_fit_goes_on_and_who_cannot_leaves_after_the_last_try() -> None:
    block = device(minimum_width_px=1000)
    small, large = block.read(PHONE), block.read(LAPTOP, "try_2")
    assert (large["try_2"], "fits" in large) == (True, False)
    assert block.task.stages(block.trial) == ("answer", "try_2", "try_3")
    assert block.next({ANSWER: small}) == "try_2"
    assert block.ends({ANSWER: small}) is None
    assert block.next({ANSWER: small, "try_2": large}) is None
    assert block.ends({ANSWER: small, "try_2": large}) is None
    misfits = {ANSWER: small, "try_2": block.read(PHONE, "try_2"), "try_3": block.read(PHONE, "try_3")}
    assert block.next(misfits) is None
    assert block.ends(misfits) == "incompatible_device"


def test_without_rules_every_device_fits() -> None:
    block = device()
    values = block.read(PHONE)
    assert values["fits"] is True
    assert block.next({ANSWER: values}) is None
    assert block.passes({ANSWER: values}) is None


def test_silence_is_a_try() -> None:
    block = device(tries=2)
    assert block.next({ANSWER: {"timed_out": True}}) == "try_2"
    assert block.page("try_2", {ANSWER: {"timed_out": True}}).prompt.html.startswith("<p>If you can change that")


@pytest.mark.parametrize(
    "options",
    [{"browsers": ["Netscape"]}, {"pointer": "finger"}, {"touch": "no"}, {"tries": 0}, {"minimum_width_px": 0}],
)
def test_rules_that_are_none_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        device(**options)


# colour vision


def seeing(right: dict[str, bool], **options: Any) -> tuple[Alone, dict[str, Any]]:
    """The block, and what is given when those plates are read rightly (or as no digit)."""
    block = device(colour_vision={"plates": 2, "seed": 1, **options})
    given = {ANSWER: block.read(LAPTOP)}
    for stage, reads in right.items():
        form = block.simulated(Mind(), stage=stage, given=given) if reads else {"response": "none"}
        given[stage] = block.read(form, stage)
    return block, given


def all_but(*wrong: int) -> dict[str, bool]:
    return {f"plate_{number}": number not in wrong for number in range(1, 6)}


def test_plates_follow_the_device_that_fits() -> None:
    block, given = seeing({})
    assert block.task.stages(block.trial)[3:] == ("plate_1", "plate_2", "plate_3", "plate_4", "plate_5")
    assert block.next({}) == ANSWER
    assert block.next(given) == "plate_1"
    assert block.next(seeing(all_but())[1]) is None


def test_on_every_plate_all_digits_can_be_chosen_or_none() -> None:
    page = seeing({})[0].page("plate_2")
    assert isinstance(page.control, Choose)
    assert [choice.value for choice in page.control.choices] == [*"23456789", "none"]
    assert page.prompt.heading == "2 / 5"
    assert page.prompt.html.startswith('<svg role="img" aria-label="A disc of coloured dots"')


def test_rows_are_the_tries_and_the_plates() -> None:
    block, given = seeing(all_but(3))
    questions = block.task.questions(block.trial, block.material)
    assert questions == ("fits", "try_2", "try_3", "plate_1", "plate_2", "plate_3", "plate_4", "plate_5")
    assert [block.task.stage_of(block.trial, each) for each in questions] == [ANSWER, *questions[1:]]
    plates = [name for name in questions if name in given]
    verdicts = [block.task.correct(block.trial, name, given[name][name], block.material) for name in plates]
    assert verdicts == [True, True, False, True, True]
    assert block.task.correct(block.trial, "fits", False, block.material) is None
    assert block.task.n_options(block.trial, "plate_1", block.material) == 9


@pytest.mark.parametrize("form", [{}, {"response": "1"}, {"response": "continue"}, {"response": "x"}])
def test_a_digit_that_is_not_offered_is_refused(form: dict[str, str]) -> None:
    assert seeing({})[0].refusal(form, "plate_1") == "Please choose one of the answers."


@pytest.mark.parametrize(
    ("wrong", "passes"),
    [
        ((), True),
        ((2,), True),  # one lapse with plates of either kind is forgiven
        ((2, 3), True),
        ((2, 4), False),  # both of one kind
        ((3, 5), False),
        ((1,), False),  # everybody can read the first
        ((2, 3, 4, 5), False),
    ],
)
@pytest.mark.parametrize(("otherwise", "outcome"), [("flag", None), ("screened_out", "screened_out")])
def test_who_does_not_read_the_plates_of_one_kind_does_not_pass(
    wrong: tuple[int, ...], passes: bool, otherwise: str, outcome: str | None
) -> None:
    block, given = seeing(all_but(*wrong), otherwise=otherwise)
    assert block.passes(given) is passes
    assert block.ends(given) == (None if passes else outcome)


def test_nothing_is_judged_before_the_last_plate() -> None:
    block, given = seeing({"plate_1": False, "plate_2": False}, otherwise="screened_out")
    assert block.passes(given) is None
    assert block.ends(given) is None


def test_a_simulated_participant_brings_a_device_that_fits_and_reads_all_plates() -> None:
    options = {"minimum_width_px": 2000, "minimum_height_px": 1200, "pointer": "fine", "touch": "refused"}
    for family in ("Chrome", "Firefox", "Safari", "Edge"):
        block = device(**options, browsers=[family], colour_vision={"plates": 3, "otherwise": "screened_out"})
        given: dict[str, Any] = {}
        while (stage := block.next(given)) is not None:
            given[stage] = block.read(block.simulated(Mind(), stage=stage, given=given), stage)
        assert len(given) == 1 + 7
        assert block.passes(given) is True
        assert block.ends(given) is None
