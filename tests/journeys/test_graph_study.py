"""A study with attention graphs, from the recipe to the participant's page and the statistics."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from stimuli import manifest
from stimuli.manifest import AttentionGraph, StimulusSet
from tests.browser.site import DESKTOP, serving, visitor
from tests.gull_copies import with_graphs
from tests.journeys.commands import gullseye, rows

pytestmark = pytest.mark.slow

# Enough is found soon: four by four patches, half of the score.
QUICK = 'baseline = "blur", cells = 4, sufficient = 0.5, guide = "exhaustive", most_evaluations = 100, most_sets = 2'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a built study `graphs`; its items have the graphs' patches."""
    folder = tmp_path_factory.mktemp("graphs")
    study = with_graphs(folder / "graphs", QUICK)
    recipe = study / "stimuli.toml"
    recipe.write_text(
        recipe.read_text().replace('[items]\nbaseline = "blur"', '[items]\nbaseline = "blur"\ncells = 4\ndraws = 24')
    )
    gullseye("build", "graphs", folder=folder)
    return folder


@pytest.fixture
def stimuli(folder: Path) -> StimulusSet:
    return manifest.read(folder / "instance" / "stimuli" / "graphs")


def test_both_arms_see_the_same_graph_and_one_of_them_neither_shares_nor_edges(stimuli: StimulusSet) -> None:
    for stimulus in stimuli.stimuli:
        graph, bare = stimulus.explanation("graph").graph, stimulus.explanation("bare-graph").graph
        assert graph is not None
        assert bare is not None
        assert (graph.numbers, graph.links, bare.numbers, bare.links) == (True, True, False, False)
        assert graph.model_copy(update={"numbers": False, "links": False}) == bare
        assert stimulus.explanation("graph").store_key == stimulus.explanation("bare-graph").store_key
    assert sum(bool(one.explanation("graph").graph.nodes) for one in stimuli.stimuli) >= 6  # type: ignore[union-attr]


def test_every_item_hides_equally_much_and_keeps_the_class_on_one_side(stimuli: StimulusSet) -> None:
    assert len(stimuli.items) >= 6
    for item in stimuli.items:
        assert len(item.left.hidden) == len(item.right.hidden)
        assert item.version(item.correct).keeps_class
        assert item.gap >= 0.3
        assert set(item.overlaps) == {"graph", "bare-graph"}
    sides = [item.correct for item in stimuli.items]
    assert abs(sides.count("left") - sides.count("right")) <= 1


def test_a_participant_walks_through_the_graph_that_was_built(
    folder: Path, stimuli: StimulusSet, chromium: Browser, tmp_path: Path
) -> None:
    seen = set[bool]()  # whether shares are to be seen, of each arm met
    with serving(tmp_path, (str(folder / "graphs"),), folder / "instance" / "stimuli") as site:
        for _ in range(6):  # a block of seats
            with visitor(chromium, site, DESKTOP) as guest:
                guest.begin("graphs")
                guest.key("1")
                guest.wait_until_shown()
                nodes = guest.page.locator(".graph__node")
                if not nodes.count():
                    continue
                nodes.first.hover()
                (tiles,) = {one.get_attribute("href") for one in guest.page.locator("image").all()}
                built = next(one for one in graphs_of(stimuli) if one.tiles and one.tiles.sha256 in str(tiles))
                assert nodes.count() == len(built.nodes)
                seen.add(guest.page.locator(".graph__whole text").count() > 0)
    assert seen == {True, False}


def graphs_of(stimuli: StimulusSet) -> list[AttentionGraph]:
    found = [explanation.graph for one in stimuli.stimuli for explanation in one.explanations]
    return [graph for graph in found if graph is not None]


def test_the_statistics_of_the_study_count_every_image(folder: Path) -> None:
    said = gullseye("sag-stats", "graphs", "--out", "statistics", folder=folder)
    assert "graph" in said
    images = rows(folder / "statistics" / "sag_images.csv")
    assert len(images) == 8  # both arms see the same graphs
    assert {row["explanation"] for row in images} == {"graph, bare-graph"}
