"""Walking through an attention graph with the pointer and with the keys."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Route, expect

from tests.browser.site import LANDSCAPE, Site, Visitor, serving, short_study, visitor
from tests.builders import write_stimulus_set
from tests.graph_pictures import COLOURS, attention_graph, give_graphs

pytestmark = pytest.mark.browser

AUDIT = (Path(__file__).parent / "audit.mjs").read_text()
NEEDED = "document.scrollingElement.scrollWidth"
PLACES = """(parts) => parts.map((part) => {
  const { x, y, width, height } = document.querySelector(part).getBoundingClientRect();
  return [x, y + scrollY, width, height];
})"""
FAMILY = {0: {0, 2, 3, 4}, 4: {0, 1, 4, 7, 8}, 7: {0, 1, 4, 7}}
VISITS = """addEventListener("graph:visit", ({ detail, target }) => {
  (window.visits ??= []).push({ ...detail, on: target.localName });
})"""
WITHOUT = {"gulls-graph": {}, "gulls-bare": {"numbers": False, "links": False}}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Two studies that show an attention graph before the answer and with the feedback: whole, and bare."""
    instance = tmp_path_factory.mktemp("instance")
    studies = []
    for name, shown in WITHOUT.items():
        study = short_study(tmp_path_factory.mktemp("studies"), "heatmap")
        studies.append(study.rename(study.with_name(name)))
        definition = (studies[-1] / "study.toml").read_text()
        definition = definition.replace('name = "gulls-heatmap"', f'name = "{name}"')
        definition = definition.replace("\nfeedback = {", '\nexplanation = "by-arm"\nfeedback = {', 1)
        (studies[-1] / "study.toml").write_text(definition)
        folder: Path = instance / "stimuli" / name
        give_graphs(folder, write_stimulus_set(folder), "heatmap", attention_graph(folder, **shown))
    with serving(instance, tuple(map(str, studies)), instance / "stimuli") as site:
        yield site


@pytest.fixture
def guest(chromium: Browser, site: Site) -> Iterator[Visitor]:
    """Somebody before the first graph, in a small window."""
    with visitor(chromium, site, LANDSCAPE) as guest:
        guest.page.add_init_script(VISITS)
        guest.begin("gulls-graph")
        guest.wait_until_shown()
        yield guest


def node(guest: Visitor, position: int) -> Locator:
    return guest.page.locator(f"[data-node='{position}']")


def near(guest: Visitor) -> set[int]:
    """The nodes that stay lit."""
    found = guest.page.eval_on_selector_all("[data-node][data-near]", "(all) => all.map((one) => one.dataset.node)")
    return {int(position) for position in found}


def shown(guest: Visitor) -> int:
    """The node whose tile is seen large, by the colour on the screen."""
    place = guest.page.locator(".graph__large").bounding_box()
    assert place is not None
    picture = Image.open(BytesIO(guest.page.screenshot())).convert("RGB")
    colour = picture.getpixel((round(place["x"] + 0.9 * place["width"]), round(place["y"] + 0.9 * place["height"])))
    words = guest.page.locator(".graph__told [data-current]").get_attribute("data-of")
    assert str(COLOURS.index(colour)) == words
    return COLOURS.index(colour)


def focused(guest: Visitor) -> str | None:
    position: str | None = guest.page.evaluate("document.activeElement.dataset.node ?? null")
    return position


def visits(guest: Visitor) -> list[tuple[int, str]]:
    return [(one["node"], one["by"]) for one in guest.page.evaluate("window.visits ?? []")]


def enter(guest: Visitor) -> None:
    """Goes to the graph with the Tab key."""
    for _ in range(10):
        guest.page.keyboard.press("Tab")
        if focused(guest) is not None:
            return
    raise AssertionError("no way to the graph")


def test_at_rest_the_first_root_is_shown_and_nothing_fades(guest: Visitor) -> None:
    assert shown(guest) == 0
    assert near(guest) == set()
    expect(guest.page.locator("[data-graph][data-lit]")).to_have_count(0)


@pytest.mark.parametrize("position", FAMILY)
def test_pointing_at_a_node_shows_it_large_and_lights_its_ancestors_and_children(guest: Visitor, position: int) -> None:
    node(guest, position).hover()
    assert shown(guest) == position
    assert near(guest) == FAMILY[position]


def test_arrows_light_up_with_the_nodes_they_join(guest: Visitor) -> None:
    node(guest, 7).hover()
    lit = guest.page.eval_on_selector_all(
        ".graph__edge[data-near]", "(all) => all.map((e) => [e.dataset.from, e.dataset.to].join())"
    )
    assert sorted(lit) == ["0,4", "1,4", "4,7"]
    faded = guest.page.locator("[data-node='6'] ~ svg")
    expect(faded).to_have_css("opacity", "0.3")
    assert node(guest, 4).evaluate("(one) => getComputedStyle(one).strokeWidth") == "5px"
    assert node(guest, 6).evaluate("(one) => getComputedStyle(one).strokeWidth") == "2px"


def test_when_the_pointer_leaves_the_first_root_is_shown_again(guest: Visitor) -> None:
    node(guest, 5).hover()
    guest.page.mouse.move(5, 5)
    assert shown(guest) == 0
    assert near(guest) == set()


def test_when_the_pointer_leaves_the_node_that_has_the_keys_is_shown_again(guest: Visitor) -> None:
    enter(guest)
    guest.page.keyboard.press("End")
    node(guest, 5).hover()
    assert shown(guest) == 5
    guest.page.mouse.move(5, 5)
    assert shown(guest) == 8


def test_a_pinned_node_is_shown_when_the_pointer_leaves_until_it_is_let_go(guest: Visitor) -> None:
    node(guest, 5).click()
    expect(node(guest, 5)).to_have_attribute("aria-pressed", "true")
    node(guest, 2).hover()
    assert shown(guest) == 2
    guest.page.mouse.move(5, 5)
    assert shown(guest) == 5
    assert near(guest) == {1, 5}
    node(guest, 5).click()
    guest.page.mouse.move(5, 5)
    assert shown(guest) == 0


def test_the_graph_is_one_stop_of_the_tab_key_and_remembers_where_one_was(guest: Visitor) -> None:
    enter(guest)
    assert focused(guest) == "0"
    guest.page.keyboard.press("ArrowDown")
    guest.page.keyboard.press("Tab")
    assert focused(guest) is None
    assert guest.page.locator("[data-node][tabindex='0']").count() == 1
    guest.page.keyboard.press("Shift+Tab")
    assert focused(guest) == "3"


def test_the_arrow_keys_walk_along_rows_up_to_parents_and_down_to_children(guest: Visitor) -> None:
    enter(guest)
    walked = []
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowDown", "ArrowRight", "ArrowUp", "ArrowUp", "End", "Home"):
        guest.page.keyboard.press(key)
        walked.append(shown(guest))
    assert walked == [1, 5, 4, 7, 8, 4, 0, 8, 0]
    assert near(guest) == FAMILY[0]


def test_a_focused_node_has_a_ring(guest: Visitor) -> None:
    enter(guest)
    assert guest.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_enter_and_space_pin_and_send_no_answer(guest: Visitor) -> None:
    n_before = len(guest.posts())
    enter(guest)
    guest.page.keyboard.press("End")
    guest.page.keyboard.press("Enter")
    expect(node(guest, 8)).to_have_attribute("aria-pressed", "true")
    guest.page.keyboard.press("Space")
    expect(node(guest, 8)).to_have_attribute("aria-pressed", "false")
    guest.page.wait_for_timeout(100)
    assert len(guest.posts()) == n_before


def test_escape_leads_back_to_the_pinned_node(guest: Visitor) -> None:
    enter(guest)
    guest.page.keyboard.press("ArrowRight")
    guest.page.keyboard.press("Enter")
    guest.page.keyboard.press("End")
    assert shown(guest) == 8
    guest.page.keyboard.press("Escape")
    assert (shown(guest), focused(guest)) == (1, "1")
    guest.page.keyboard.press("Enter")
    guest.page.keyboard.press("End")
    guest.page.keyboard.press("Escape")
    assert (shown(guest), focused(guest)) == (0, "0")
    assert near(guest) == set()


def test_a_number_key_answers_while_a_node_has_the_focus(guest: Visitor) -> None:
    enter(guest)
    guest.key("1")
    assert "right" in guest.page.locator("h1").inner_text()
    guest.wait_until_shown()
    assert shown(guest) == 0


def test_each_look_is_told_once_with_how_it_came(guest: Visitor) -> None:
    node(guest, 2).hover()
    guest.page.wait_for_timeout(250)
    node(guest, 2).click()
    node(guest, 6).hover()
    guest.page.mouse.move(5, 5)  # too quick to be a look
    enter(guest)
    guest.page.keyboard.press("ArrowRight")
    guest.page.wait_for_timeout(250)
    assert visits(guest) == [(2, "hover"), (2, "pin"), (2, "focus"), (3, "focus")]
    assert {one["on"] for one in guest.page.evaluate("visits")} == {"figure"}
    assert guest.page.evaluate("visits.every(({ at_ms }) => at_ms > 0 && at_ms <= performance.now())")


def test_a_screen_reader_hears_what_was_taken_away_and_what_that_costs(guest: Visitor) -> None:
    heard = guest.page.locator("[data-live]")
    expect(heard).to_have_attribute("aria-live", "polite")
    enter(guest)
    guest.page.keyboard.press("ArrowDown")
    expect(heard).to_have_text("Part 1 without the patch in row 1, column 2: 56 points less.")
    node(guest, 2).hover()
    expect(heard).to_have_text(
        "Part 3 of 9, row 2: 2 patches shown, 62 percent. Part 1 without the patch in row 1, column 3: 35 points less."
    )


def test_nothing_moves_while_one_walks_and_nothing_is_wider_than_the_window(guest: Visitor) -> None:
    parts = [".graph__large", ".graph__told", ".graph__whole", ".controls"]
    places = []
    for position in range(9):
        node(guest, position).hover()
        places.append(guest.page.evaluate(PLACES, parts))
    assert places == [places[0]] * 9
    assert guest.page.evaluate(NEEDED) == LANDSCAPE[0]


def test_the_picture_stands_where_it_stands_without_a_graph(guest: Visitor) -> None:
    place = guest.page.locator(".figure--stimulus img").bounding_box()
    large = guest.page.locator(".graph__large").bounding_box()
    assert place is not None
    assert large is not None
    assert (place["width"], large["width"]) == (348, 348)
    assert (large["x"], large["y"]) == (place["x"] + 348 + 24, place["y"])


def test_tiles_that_come_only_at_a_second_attempt_are_drawn(guest: Visitor) -> None:
    torn = []

    def tear_first(route: Route) -> None:
        torn.append(route.request.url)
        route.abort() if len(torn) == 1 else route.continue_()

    guest.page.route("**/assets/*.png", tear_first)
    guest.page.reload()
    guest.wait_until_shown()
    assert len(torn) > 1
    assert shown(guest) == 0
    node(guest, 6).hover()
    assert shown(guest) == 6
    guest.complaints[:] = [one for one in guest.complaints if "ERR_FAILED" not in one]


@pytest.mark.parametrize("size", [LANDSCAPE, (820, 1180), (390, 844)], ids=["tablet", "upright tablet", "phone"])
def test_every_node_is_large_enough_to_be_hit(chromium: Browser, site: Site, size: tuple[int, int]) -> None:
    with visitor(chromium, site, size) as guest:
        guest.begin("gulls-graph")
        guest.wait_until_shown()
        places = [one.bounding_box() for one in guest.page.locator("[data-node]").all()]
        assert min(min(place["width"], place["height"]) for place in places if place) >= 24
        assert guest.page.evaluate(NEEDED) <= size[0]


def test_without_links_nothing_but_the_node_itself_stands_out(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site, LANDSCAPE) as guest:
        guest.begin("gulls-bare")
        guest.wait_until_shown()
        node(guest, 4).hover()
        assert shown(guest) == 4
        assert near(guest) == {4}
        expect(guest.page.locator("[data-graph][data-lit]")).to_have_count(0)
        enter(guest)
        guest.page.keyboard.press("ArrowDown")
        assert shown(guest) == 3


def test_without_scripts_the_whole_is_there_and_the_first_part_large(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site, LANDSCAPE, scripts=False) as guest:
        guest.begin("gulls-graph")
        expect(guest.page.locator(".graph__told [data-current]")).to_have_text("97 % 3 of 9 patches shown.")
        expect(guest.page.locator(".graph__hint")).to_be_hidden()


def test_the_page_can_be_read_reached_and_made_out(guest: Visitor) -> None:
    node(guest, 4).hover()
    assert guest.page.evaluate(AUDIT) == []


@pytest.mark.slow
def test_axe_finds_nothing_at_rest_or_on_a_walk(guest: Visitor, axe: str) -> None:
    guest.page.evaluate(axe)
    for position in (None, 4):
        if position is not None:
            node(guest, position).hover()
        found = guest.page.evaluate(
            "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })"
        )
        assert [(one["id"], [each["html"][:100] for each in one["nodes"]]) for one in found["violations"]] == []
