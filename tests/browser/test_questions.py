"""A form of questions: what is posted of each, by pointer and by keys, and how a missing answer is asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, expect

from study_app.study.controls import MENU_FROM, AnyOf, Ask, Choice, Number, OneOf, Question, Scale, Slider, Written
from study_app.study.page import Page, Prompt
from study_app.study.timing import MEASUREMENTS
from tests.browser.control_pages import Sheets, at, drawn
from tests.browser.site import Site, Visitor

pytestmark = pytest.mark.browser

AUDIT = (Path(__file__).parent / "audit.mjs").read_text()
LABELS = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")
COUNTRIES = ("Austria", "Belgium", "Chile", "Denmark", "Estonia", "France", "Ghana", "Hungary", "Iceland")
EASE = Scale("ease", "It was easy.", 7, "not at all", "completely")
FUN = Scale("fun", "It was fun.", 7, "not at all", "completely")
TRUST = Scale("trust", "I trust it.", 5, LABELS[0], LABELS[-1], LABELS)
SURE = Slider("sure", "How sure are you?", "I guessed", "I am certain")
BIRD = OneOf("bird", "What did you see?", (Choice("gull", "A gull"), Choice("tern", "A tern")))
HOME = OneOf("home", "Where do you live?", tuple(Choice(name.lower(), name) for name in COUNTRIES))
MARKS = AnyOf("marks", "Which marks did you use?", (Choice("bill", "The bill"), Choice("legs", "The legs")), True)
AGE = Number("age", "How old are you?", 18, 99, unit="years", declined="I prefer not to say")
YEARS = Number("years", "For how long have you watched birds?", 0, 80, required=False)
WHY = Written("why", "What did you look at?", most=100)
MORE = Written("more", "Anything else?", rows=2, required=False)
EVERY = (EASE, TRUST, SURE, BIRD, HOME, MARKS, AGE, YEARS, WHY, MORE)
NOTHING = {"trial_token", "stage", "page_events", "n_shown_ahead", *MEASUREMENTS}


def asking(*questions: Question, matrix: bool = False) -> Page:
    return Page(Prompt(heading="How did it go?"), Ask(questions, matrix=matrix))


@pytest.fixture(scope="module")
def sheets() -> Sheets:
    pages = {one.name: asking(one) for one in EVERY}
    pages["every"] = asking(*EVERY)
    pages["matrix"] = asking(EASE, FUN, SURE, TRUST, matrix=True)
    return Sheets(pages)


@pytest.fixture(scope="module")
def server(sheets: Sheets, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with drawn(tmp_path_factory.mktemp("pictures"), sheets) as site:
        yield site


def sent(guest: Visitor, sheets: Sheets) -> dict[str, str]:
    """Presses the button; what is posted beside the measurements."""
    guest.press("Continue")
    return {name: value for name, value in sheets.posted[-1].items() if name not in NOTHING}


def keys(guest: Visitor, *pressed: str) -> None:
    for key in pressed:
        guest.page.keyboard.press(key)


def place(part: Locator) -> FloatRect:
    found = part.bounding_box()
    assert found is not None
    return found


def test_every_question_is_answered_with_the_pointer(chromium: Browser, server: Site, sheets: Sheets) -> None:
    with at(chromium, server, "/page/every") as guest:
        page = guest.page
        page.get_by_role("radio", name="1, not at all").check()
        page.get_by_role("radio", name="Agree", exact=True).check()
        line = place(page.get_by_role("slider"))
        page.mouse.click(line["x"] + 0.75 * line["width"], line["y"] + 0.5 * line["height"])
        page.get_by_role("radio", name="A tern").check()
        page.get_by_role("combobox").select_option("Denmark")
        page.get_by_role("checkbox", name="The legs").check()
        page.get_by_label("How old are you?").fill("34")
        page.get_by_label("What did you look at?").fill("The bill")
        posted = sent(guest, sheets)
    assert 72 <= int(posted.pop("sure")) <= 78
    assert posted == {
        "ease": "1",
        "trust": "4",
        "bird": "tern",
        "home": "denmark",
        "marks.legs": "on",
        "age": "34",
        "years": "",
        "why": "The bill",
        "more": "",
    }


def test_every_question_is_answered_with_the_keys(chromium: Browser, server: Site, sheets: Sheets) -> None:
    with at(chromium, server, "/page/every") as guest:
        keys(guest, "Tab", "ArrowRight", "Tab", "Space", "Tab", "End", "ArrowLeft", "Tab", "Space")
        keys(guest, "Tab", "C", "Tab", "Space", "Tab", "Space", "Tab", "4", "2", "Tab", "Tab", "Tab", "x", "Tab", "Tab")
        guest.next_page(lambda: guest.page.keyboard.press("Enter"))
    posted = {name: value for name, value in sheets.posted[-1].items() if name not in NOTHING}
    assert posted == {
        "ease": "2",
        "trust": "1",
        "sure": "99",
        "bird": "gull",
        "home": "chile",
        "marks.bill": "on",
        "marks.legs": "on",
        "age": "42",
        "years": "",
        "why": "x",
        "more": "",
    }


def test_a_line_that_nobody_touched_is_asked_for_and_shows_no_place(
    chromium: Browser, server: Site, sheets: Sheets
) -> None:
    thumb = "getComputedStyle(document.querySelector('input[type=range]'), '::-webkit-slider-thumb').opacity"
    with at(chromium, server, "/page/sure") as guest:
        line, n_before = guest.page.get_by_role("slider"), len(sheets.posted)
        assert guest.page.evaluate("document.querySelector('input[type=range]').name") == ""
        expect(line).to_have_attribute("aria-valuetext", "not set yet")
        guest.page.get_by_role("button", name="Continue").click()
        expect(guest.page.locator(".question__missing")).to_have_text("Please answer this question.")
        expect(line).to_be_focused()
        assert len(sheets.posted) == n_before
        line.click()  # in the very middle
        expect(guest.page.locator(".question__missing")).to_have_count(0)
        expect(line).not_to_have_attribute("aria-valuetext", "not set yet")
        assert guest.page.evaluate(thumb) == "1"
        assert sent(guest, sheets) == {"sure": "50"}


def test_the_first_question_without_an_answer_is_gone_to_and_says_so(
    chromium: Browser, server: Site, sheets: Sheets
) -> None:
    with at(chromium, server, "/page/every") as guest:
        page, n_before = guest.page, len(sheets.posted)
        page.get_by_role("radio", name="1, not at all").check()
        page.get_by_role("radio", name="Agree", exact=True).check()
        page.get_by_role("slider").press("ArrowRight")
        page.get_by_label("What did you look at?").fill("The bill")
        page.get_by_role("button", name="Continue").click()
        expect(page.locator(".question__missing")).to_have_count(4)
        expect(page.get_by_role("radio", name="A gull")).to_be_focused()
        expect(page.get_by_role("radio", name="A gull")).to_be_in_viewport()
        expect(page.get_by_role("group", name="What did you see? Please answer this question.")).to_be_visible()
        expect(page.get_by_label("How old are you?")).to_have_attribute("aria-invalid", "true")
        assert len(sheets.posted) == n_before
        assert page.evaluate(AUDIT) == []
        page.get_by_role("radio", name="A gull").check()
        expect(page.locator(".question__missing")).to_have_count(3)


@pytest.mark.parametrize("text", ["17", "100", "3.5", ""])
def test_a_number_that_cannot_be_meant_is_asked_for_again(
    chromium: Browser, server: Site, sheets: Sheets, text: str
) -> None:
    with at(chromium, server, "/page/age") as guest:
        n_before = len(sheets.posted)
        guest.page.get_by_label("How old are you?").fill(text)
        guest.page.get_by_role("button", name="Continue").click()
        expect(guest.page.locator(".question__missing")).to_have_text("Please enter a whole number from 18 to 99.")
        assert len(sheets.posted) == n_before


def test_who_declines_a_number_posts_that_and_may_think_again(chromium: Browser, server: Site, sheets: Sheets) -> None:
    with at(chromium, server, "/page/age") as guest:
        field, box = guest.page.get_by_label("How old are you?"), guest.page.get_by_role("checkbox")
        field.fill("34")
        box.check()
        expect(field).to_be_disabled()
        assert sent(guest, sheets) == {"age": "declined"}
        field.fill("34")
        box.check()
        box.uncheck()
        expect(field).to_have_value("34")
        assert sent(guest, sheets) == {"age": "34"}


def test_one_of_several_boxes_is_enough_and_none_is_not(chromium: Browser, server: Site, sheets: Sheets) -> None:
    with at(chromium, server, "/page/marks") as guest:
        guest.page.get_by_role("button", name="Continue").click()
        expect(guest.page.locator(".question__missing")).to_be_visible()
        expect(guest.page.get_by_role("checkbox", name="The bill")).to_be_focused()
        guest.page.get_by_role("checkbox", name="The legs").check()
        expect(guest.page.locator(".question__missing")).to_have_count(0)
        assert sent(guest, sheets) == {"marks.legs": "on"}


def test_what_is_not_required_can_be_left_out(chromium: Browser, server: Site, sheets: Sheets) -> None:
    for name in ("years", "more"):
        with at(chromium, server, f"/page/{name}") as guest:
            expect(guest.page.get_by_text("(optional)")).to_be_visible()
            assert sent(guest, sheets) == {name: ""}


def test_letters_are_counted_down_and_end(chromium: Browser, server: Site, sheets: Sheets) -> None:
    with at(chromium, server, "/page/why") as guest:
        field, told = guest.page.get_by_label("What did you look at?"), guest.page.locator("[data-letters-left]")
        expect(told).to_have_text("100 letters left")
        field.press_sequentially("12345678901234567890")
        expect(told).to_have_text("80 letters left")
        expect(guest.page.locator("[data-letters-few]")).to_have_text("")
        guest.page.evaluate("document.querySelector('textarea').value = 'x'.repeat(89)")
        field.press("End")
        field.press_sequentially("yyyyyyyyyyyyyyy")
        expect(told).to_have_text("0 letters left")
        expect(guest.page.locator("[data-letters-few]")).to_have_text("0 letters left")
        assert len(sent(guest, sheets)["why"]) == 100


def test_nine_options_are_a_menu_and_fewer_are_a_list(chromium: Browser, server: Site) -> None:
    assert len(COUNTRIES) == MENU_FROM
    with at(chromium, server, "/page/every") as guest:
        expect(guest.page.get_by_role("combobox").locator("option")).to_have_count(MENU_FROM + 1)
        expect(guest.page.locator("[name=bird]")).to_have_count(2)


def test_scales_that_are_alike_stand_in_one_matrix_under_the_same_columns(chromium: Browser, server: Site) -> None:
    with at(chromium, server, "/page/matrix") as guest:
        expect(guest.page.locator(".matrix")).to_have_count(1)
        expect(guest.page.locator(".matrix [data-question]")).to_have_count(2)
        numbers = [place(one) for one in guest.page.locator(".matrix__numbers span").all()]
        for name in ("ease", "fun"):
            points = [place(one) for one in guest.page.locator(f"[name={name}]").all()]
            apart = [n["x"] + n["width"] / 2 - p["x"] - p["width"] / 2 for n, p in zip(numbers, points, strict=True)]
            assert max(map(abs, apart)) < 1
            assert len({point["y"] for point in points}) == 1


def test_in_a_narrow_window_the_rows_of_a_matrix_are_scales_of_their_own(chromium: Browser, server: Site) -> None:
    with at(chromium, server, "/page/matrix", (390, 844)) as guest:
        expect(guest.page.locator(".matrix__head")).to_be_hidden()
        expect(guest.page.locator(".matrix .scale__ends").first).to_be_visible()
        assert guest.page.evaluate("document.scrollingElement.scrollWidth") == 390
        assert guest.page.evaluate(AUDIT) == []


@pytest.mark.parametrize("name", ["every", "matrix"])
def test_a_form_can_be_read_reached_and_made_out(chromium: Browser, server: Site, name: str) -> None:
    with at(chromium, server, f"/page/{name}") as guest:
        assert guest.page.evaluate(AUDIT) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["every", "matrix"])
def test_axe_finds_nothing_in_a_form(chromium: Browser, server: Site, axe: str, name: str) -> None:
    with at(chromium, server, f"/page/{name}") as guest:
        guest.page.get_by_role("button", name="Continue").click()
        guest.page.evaluate(axe)
        found = guest.page.evaluate("axe.run()")
        told = [(one["id"], [node["html"][:100] for node in one["nodes"]]) for one in found["violations"]]
        assert told == []
