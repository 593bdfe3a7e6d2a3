"""What a device must be like to take part, and what is said kindly where it is not."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field

from study_app.definition import Checked
from study_app.study.browsers import FAMILIES, browser_of
from study_app.study.words import said

WIDEST = 99999
POINTERS = ("fine", "coarse", "none")
GAMUTS = ("srgb", "p3", "rec2020")

Family = Literal["Chrome", "Firefox", "Safari", "Edge"]


class Words(Checked):
    """words = { … }: what is said of a device that does not fit; {wanted} and {found} stand for what they say."""

    heading: str = said("default.device.heading")
    width: str = said("default.device.width")
    height: str = said("default.device.height")
    pointer: str = said("default.device.pointer")
    touch: str = said("default.device.touch")
    browser: str = said("default.device.browser")
    unknown: str = said("default.device.unknown")
    again: str = said("default.device.again")
    button: str = said("default.device.button")


class Rules(Checked):
    """What a device must be like; what is absent, or `any`, may be as it is."""

    minimum_width_px: int | None = Field(default=None, gt=0, le=WIDEST, description="of the inside of the window")
    minimum_height_px: int | None = Field(default=None, gt=0, le=WIDEST)
    pointer: Literal["fine", "any"] = Field(default="any", description="fine: a mouse, a trackpad or a pen")
    touch: Literal["allowed", "refused"] = Field(default="allowed", description="refused: no touch screen at all")
    browsers: tuple[Family, ...] = Field(default=(), description="families; absent: any")


def measured(form: Mapping[str, str]) -> dict[str, Any]:
    """What the browser says of the device; None where it says nothing, or nothing that can be meant.

    Of the user agent only the browser's family and main version are kept.
    """
    agent = form.get("browser", "")
    family, version = browser_of(agent) if agent else (None, None)
    return {
        "window_width_px": _whole(form, "window_width_px"),
        "window_height_px": _whole(form, "window_height_px"),
        "pointer": _one_of(form, "pointer", POINTERS),
        "hover": _one_of(form, "hover", ("yes", "no")),
        "touch_points": _whole(form, "touch_points"),
        "browser": family,
        "browser_version": version,
        "color_gamut": _one_of(form, "color_gamut", GAMUTS),
    }


def misfits(rules: Rules, device: Mapping[str, Any], words: Words) -> Iterator[str]:
    """A sentence for every rule that the device breaks."""
    for side in ("width", "height"):
        wanted, found = getattr(rules, f"minimum_{side}_px"), device.get(f"window_{side}_px")
        if wanted is not None and (found is None or found < wanted):
            yield words.unknown if found is None else _filled(getattr(words, side), wanted, found)
    told = (
        (rules.pointer == "fine", "pointer", lambda found: found == "fine", words.pointer),
        (rules.touch == "refused", "touch_points", lambda found: found == 0, words.touch),
        (bool(rules.browsers), "browser", lambda found: found in rules.browsers, words.browser),
    )
    for holds, key, fits, sentence in told:
        found = device.get(key)
        if holds and (found is None or not fits(found)):
            yield words.unknown if found is None else _filled(sentence, ", ".join(rules.browsers), found)


def fitting(rules: Rules) -> Mapping[str, str]:
    """What the browser of a device that fits would post."""
    family = rules.browsers[0] if rules.browsers else FAMILIES[0]
    return {
        "window_width_px": str(max(1280, rules.minimum_width_px or 0)),
        "window_height_px": str(max(800, rules.minimum_height_px or 0)),
        "pointer": "fine",
        "hover": "yes",
        "touch_points": "0",
        "browser": AGENTS[family],
        "color_gamut": "srgb",
    }


AGENTS: Mapping[str, str] = {  # one of each family
    "Chrome": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
    "Firefox": "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
    "Safari": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Safari/605.1.15",
    "Edge": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
    "Safari/537.36 Edg/131.0.0.0",
}


def _filled(sentence: str, wanted: object, found: object) -> str:
    return sentence.replace("{wanted}", str(wanted)).replace("{found}", str(found))


def _whole(form: Mapping[str, str], name: str) -> int | None:
    text = form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(WIDEST)) else None


def _one_of(form: Mapping[str, str], name: str, known: tuple[str, ...]) -> str | None:
    return form[name] if form.get(name) in known else None
