"""Somebody takes a study in German, and one that is read from right to left."""

import json
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from study_app.study.catalogue import catalogue, leaves
from study_app.study.wording import PLACE
from tests.browser.auditing import faults_of, violations_on
from tests.browser.site import DESKTOP, LANDSCAPE, UPRIGHT, Site, Visitor, serving, short_study, visitor
from tests.browser.speaking import from_right_to_left, german, speaking_study, write_words
from tests.builders import write_stimulus_set
from tests.graph_pictures import attention_graph, give_graphs

pytestmark = pytest.mark.browser

MOST_PAGES = 60
SIZES = (DESKTOP, *(pytest.param(size, marks=pytest.mark.slow) for size in (LANDSCAPE, UPRIGHT)))
FILL = """() => {
  const fire = (at) => ["input", "change"].forEach((kind) => at.dispatchEvent(new Event(kind, { bubbles: true })));
  const check = (at) => { at.checked = true; fire(at); };
  const form = document.querySelector("[data-trial]");
  for (const group of form.querySelectorAll("fieldset.question")) {
    const boxes = [...group.querySelectorAll("input[type=checkbox]")];
    const points = [...group.querySelectorAll("input[type=radio]")];
    if (points.length) check(points[0]); else boxes.forEach(check);
  }
  form.querySelectorAll("textarea").forEach((field) => { field.value = "12345 67890"; fire(field); });
}"""
SHOWN = """() => {
  const attributes = ["aria-label", "title", "placeholder", "aria-valuetext"];
  const data = (at) => Object.entries(at.dataset).filter(([name]) => name.startsWith("words")).map(([, text]) => text);
  const said = (at) => [...attributes.map((name) => at.getAttribute(name)), ...data(at)];
  const told = [...document.querySelectorAll("body *")].flatMap(said);
  const body = document.body.cloneNode(true);
  body.querySelectorAll(".code__value").forEach((code) => code.remove());
  for (const other of body.querySelectorAll("noscript")) other.textContent = other.textContent.replace(/<[^>]*>/g, " ");
  const pictures = [...document.images].map((image) => image.alt).filter(Boolean);
  const all = [document.title, body.textContent, ...told.filter(Boolean)].join("\\n");
  return pictures.reduce((text, alt) => text.replaceAll(alt, ""), all);
}"""
MIRRORED = """() => [...document.querySelectorAll("img, picture, .figure__mat, .figure__mat *")].map(getComputedStyle)
  .filter(({ transform, scale }) => transform !== "none" || scale !== "none").length"""
OUTSIDE = """() => [...document.querySelectorAll(":is(main, header, footer) :not(svg *)")].filter((at) => {
  const { left, right, width } = at.getBoundingClientRect();
  return width > 1 && at.checkVisibility({ visibilityProperty: true }) && (left < -6 || right > innerWidth + 6);
}).map((at) => at.outerHTML.slice(0, 80))"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def speaking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with the study in both languages."""
    folder, stimuli = tmp_path_factory.mktemp("studies"), tmp_path_factory.mktemp("stimuli")
    ours = speaking_study(folder / "de", "de", german, stimuli)
    other = speaking_study(folder / "he", "he", from_right_to_left, stimuli)
    write_words(other, "he", from_right_to_left)
    graph = graph_study(folder, stimuli)
    with serving(tmp_path_factory.mktemp("instance"), (str(ours), str(other), str(graph)), stimuli) as site:
        yield site


def graph_study(folder: Path, stimuli: Path) -> Path:
    """A study that shows an attention graph before the answer, from right to left."""
    study = short_study(folder, "heatmap")
    definition = (study / "study.toml").read_text().replace('language = "en"', 'language = "he"')
    definition = definition.replace("\nfeedback = {", '\nexplanation = "by-arm"\nfeedback = {', 1)
    (study / "study.toml").write_text(definition)
    write_words(study, "he", from_right_to_left)
    made = stimuli / study.name
    give_graphs(made, write_stimulus_set(made), "heatmap", attention_graph(made))
    return study


def walk(guest: Visitor, study: str, look: Callable[[Page, str], None]) -> list[str]:
    """Takes the whole study and looks at every page; the blocks' pages by what they are."""
    page, seen = guest.page, list[str]()
    guest.open(study)
    look(page, "landing")
    guest.next_page(page.locator("main button").first.click)
    for number in range(MOST_PAGES):
        if page.locator("[data-trial]").count() == 0:
            look(page, "ended")
            return seen
        seen.append(kind_of(page))
        if page.locator("[data-reveal]").count():
            guest.wait_until_shown()
        look(page, f"{number:02d}-{seen[-1]}")
        answer(guest)
    raise AssertionError(f"the study does not end: {seen}")


def kind_of(page: Page) -> str:
    """What there is to answer."""
    for name, part in (("mark", "[data-mark]"), ("ask", ".questions"), ("choose", ".choices"), ("agree", ".pair")):
        if page.locator(part).count():
            return name
    return "proceed"


def answer(guest: Visitor) -> None:
    """Answers the page in the simplest way."""
    page = guest.page
    page.evaluate(FILL)
    if page.locator("[data-mark]").count():
        page.locator(".figure--stimulus .figure__mat").click(position={"x": 60, "y": 80})
    button = page.locator("[data-trial] button[type=submit]").first
    expect(button).not_to_have_attribute("aria-disabled", "true")
    guest.next_page(button.click)


def english_pieces() -> list[str]:
    """What cannot be said in any other language by chance: pieces of two words and more, and of long words."""
    texts = [
        text for _, leaf in leaves(catalogue("en")) for text in ([leaf] if isinstance(leaf, str) else leaf.values())
    ]
    pieces = {piece.strip(" .,:;()%") for text in texts for piece in PLACE.sub("\n", text).splitlines()}
    return sorted(piece for piece in pieces if " " in piece or len(piece) > 6)


def test_a_german_study_says_no_english_word_of_the_interface(chromium: Browser, speaking: Site, axe: str) -> None:
    pieces, faults = english_pieces(), list[str]()
    assert len(pieces) > 150

    def look(page: Page, name: str) -> None:
        shown = page.evaluate(SHOWN)
        faults.extend(f"{name}: {piece}" for piece in pieces if re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", shown))
        faults.extend(f"{name}: {one}" for one in faults_of(page))
        if name in ("landing", "ended") or name.endswith(("ask", "agree")):
            faults.extend(f"{name}: {one}" for one in violations_on(page, axe))
        assert page.locator("html").get_attribute("lang") == "de"
        assert page.locator("body [lang]").count() == 0

    with visitor(chromium, speaking) as guest:
        seen = walk(guest, "de", look)
    assert faults == []
    assert set(seen) == {"ask", "proceed", "choose", "mark", "agree"}


def test_leaving_a_german_study_is_asked_in_german(chromium: Browser, speaking: Site) -> None:
    with visitor(chromium, speaking) as guest:
        guest.open("de")
        guest.press("Beginnen")
        guest.page.get_by_role("link", name="Teilnahme abbrechen").click()
        shown = guest.page.evaluate(SHOWN)
        assert [piece for piece in english_pieces() if re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", shown)] == []
        guest.page.get_by_label("Meine Antworten löschen").check()
        guest.press("Abbrechen und die Studie verlassen")
        expect(guest.page.locator("h1")).to_have_text("Sie haben die Studie verlassen")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
def test_a_study_from_right_to_left_fits_and_no_picture_is_mirrored(
    chromium: Browser, speaking: Site, size: tuple[int, int]
) -> None:
    faults: list[str] = []

    def look(page: Page, name: str) -> None:
        if page.evaluate(TOO_WIDE) > 0:
            faults.append(f"{name}: too wide by {page.evaluate(TOO_WIDE)}")
        faults.extend(f"{name}: outside: {part}" for part in page.evaluate(OUTSIDE))
        if page.evaluate(MIRRORED):
            faults.append(f"{name}: a picture is changed")
        left = re.findall(r"[A-Za-z]{2,}", page.evaluate(SHOWN))
        faults.extend(f"{name}: {word}" for word in set(left) - {"one", "two", "other", "n", "all"})
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"

    with visitor(chromium, speaking, size) as guest:
        walk(guest, "he", look)
    assert faults == []


def middles(page: Page, *parts: str) -> list[float]:
    """How far from the left the first of each stands."""
    boxes = [page.locator(part).first.bounding_box() for part in parts]
    assert all(boxes)
    return [box["x"] + box["width"] / 2 for box in boxes if box]


def go_to(guest: Visitor, part: str) -> None:
    """Goes on to the first page that has that part."""
    for _ in range(MOST_PAGES):
        if guest.page.locator(part).count():
            return
        if guest.page.locator("[data-reveal]").count():
            guest.wait_until_shown()
        answer(guest)
    raise AssertionError(part)


def begun(guest: Visitor, study: str) -> None:
    guest.open(study)
    guest.next_page(guest.page.locator("main button").first.click)


def test_lines_begin_at_the_right(chromium: Browser, speaking: Site) -> None:
    with visitor(chromium, speaking) as guest:
        page = guest.page
        begun(guest, "he")
        title, progress = middles(page, ".masthead__title", ".progress")
        assert title > progress
        agree, decline = middles(page, ".option:has([value=agree])", ".option:has([value=decline])")
        assert abs(agree - decline) < 200
        numbers, things = middles(page, "td[align=right]", "td:first-child")
        assert numbers < things
        go_to(guest, ".trial .choices")
        guest.wait_until_shown()
        words, figures = middles(page, ".words", ".figures")
        assert words > figures
        key, text = middles(page, ".choice kbd", ".choice span")
        assert key > text
        go_to(guest, ".scale")
        points = [
            box["x"] for point in page.locator(".scale").first.locator("input").all() if (box := point.bounding_box())
        ]
        assert all(left > right for left, right in pairwise(points))


def test_left_and_right_of_a_comparison_stay_where_they_are_called(chromium: Browser, speaking: Site) -> None:
    for study in ("de", "he"):
        with visitor(chromium, speaking) as guest:
            begun(guest, study)
            go_to(guest, ".figure--left")
            guest.wait_until_shown()
            pictures = middles(guest.page, ".figure--left", ".figure--right")
            buttons = middles(guest.page, ".choice[value=left]", ".choice[value=right]")
            assert pictures[0] < pictures[1]
            assert buttons[0] < buttons[1]
            assert abs(buttons[0] - pictures[0]) < 10


def marked(page: Page) -> float:
    """How far from the left of the picture the mark is."""
    mark: dict[str, float] = json.loads(page.locator("[name=mark]").input_value())
    return mark["x"]


def test_marks_are_counted_from_the_pictures_left_and_the_arrow_moves_the_cross_to_the_right(
    chromium: Browser, speaking: Site
) -> None:
    with visitor(chromium, speaking) as guest:
        begun(guest, "he")
        go_to(guest, "[data-mark=point]")
        guest.wait_until_shown()
        mat = guest.page.locator(".figure--stimulus .figure__mat")
        box = mat.bounding_box()
        assert box is not None
        mat.click(position={"x": box["width"] / 4, "y": box["height"] / 2})
        assert abs(marked(guest.page) - 0.25) < 0.01
        mat.focus()
        guest.page.keyboard.press("ArrowRight")
        guest.page.keyboard.press("Enter")
        assert marked(guest.page) > 0.26


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
def test_a_graph_is_walked_as_it_is_drawn(chromium: Browser, speaking: Site, size: tuple[int, int]) -> None:
    with visitor(chromium, speaking, size) as guest:
        begun(guest, "gulls-heatmap")
        go_to(guest, "[data-node]")
        guest.wait_until_shown()
        page = guest.page
        assert page.evaluate(OUTSIDE) == []
        assert page.evaluate(TOO_WIDE) <= 0
        page.locator("[data-node][tabindex='0']").focus()
        page.keyboard.press("ArrowDown")
        first = middles(page, "[data-node]:focus")[0]
        page.keyboard.press("ArrowRight")
        second = middles(page, "[data-node]:focus")[0]
        assert second > first
        page.keyboard.press("ArrowLeft")
        assert middles(page, "[data-node]:focus")[0] == first
