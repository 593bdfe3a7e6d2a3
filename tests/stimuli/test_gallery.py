"""The gallery as a file: whole, escaped, and readable without a network."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from stimuli.errors import StimuliError
from stimuli.gallery.cards import card
from stimuli.gallery.page import write_gallery
from stimuli.gallery.placebo_words import owners, says
from stimuli.gallery.score_words import number, ordered, words
from stimuli.gallery.summary import values
from stimuli.manifest import AttentionGraph, GraphNode
from stimuli.pages.markup import Html, tag, void
from study_app.cli import gullseye
from tests.builders import give_tiles, write_stimulus_set
from tests.stimuli.gallery_set import write_scored_set


def test_everything_that_is_not_markup_is_escaped() -> None:
    assert tag("b", "<i>", Html("<i>"), title='"') == '<b title="&quot;">&lt;i&gt;<i></b>'
    assert void("img", loading="lazy", hidden=True, alt=False) == '<img loading="lazy" hidden>'


def test_scores_are_called_and_written_as_people_read_them() -> None:
    assert words("deletion_normalised") == "deletion normalised ↓"
    assert words("mass.bill_mark") == "mass: bill mark"
    assert number(-0.25) == "−0.250"
    assert ordered(["mass.bill", "p_clean", "insertion", "deletion"]) == [
        "deletion",
        "insertion",
        "p_clean",
        "mass.bill",
    ]


def test_the_page_lies_beside_the_manifest_and_shows_pictures_that_are_there(tmp_path: Path) -> None:
    made = write_scored_set(tmp_path)
    page = write_gallery(tmp_path)
    assert page == tmp_path / "gallery.html"
    shown = set(re.findall(r'src="([^"]+)"', page.read_text()))
    assert len(shown) == 4 * 3 + 2
    assert all((tmp_path / name).is_file() for name in shown)
    assert {asset.file_name for asset in made.assets()} == {Path(name).name for name in shown}


def test_nothing_of_the_set_becomes_markup_and_nothing_comes_from_elsewhere(tmp_path: Path) -> None:
    write_scored_set(tmp_path)
    text = write_gallery(tmp_path).read_text()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;&amp;&quot;$title" in text
    assert "http" not in text


def test_elsewhere_the_page_brings_its_pictures(tmp_path: Path) -> None:
    made = write_scored_set(tmp_path / "set")
    page = write_gallery(tmp_path / "set", tmp_path / "elsewhere")
    assert page == tmp_path / "elsewhere" / "gallery.html"
    there = {path.name for path in (tmp_path / "elsewhere" / "assets").iterdir()}
    assert there == {asset.file_name for asset in made.assets()}
    assert not (tmp_path / "set" / "gallery.html").exists()


def test_values_are_gathered_per_explanation_and_score(tmp_path: Path) -> None:
    found = values(write_scored_set(tmp_path))
    assert found["heatmap"]["deletion"] == [0.1, 0.2, 0.3, 0.4]
    assert found["placebo"]["insertion"] == [0.1, 0.3, 0.4]


def test_mean_smallest_and_largest_stand_in_the_summary(tmp_path: Path) -> None:
    write_scored_set(tmp_path)
    text = write_gallery(tmp_path).read_text()
    row = re.search(r'<tr><th scope="row">deletion ↓</th>(.*?)</tr>', text)
    assert row is not None
    assert re.findall(r">([^<]+)<", row[1]) == ["0.250", "0.100", "0.400", "4", "0.250", "0.100", "0.400", "4"]


def test_a_set_without_scores_has_a_gallery_too(tmp_path: Path) -> None:
    write_stimulus_set(tmp_path, per_class=1)
    text = write_gallery(tmp_path).read_text()
    assert "This set has no scores." in text
    assert "lower is better" not in text


def test_arrows_are_explained_where_there_are_scores(tmp_path: Path) -> None:
    write_scored_set(tmp_path)
    assert write_gallery(tmp_path).read_text().count("↓ lower is better, ↑ higher is better") == 1


def test_each_picture_of_an_explanation_is_a_link_to_its_own_file(tmp_path: Path) -> None:
    made = give_tiles(tmp_path, write_stimulus_set(tmp_path, per_class=1), "heatmap", 3)
    text = write_gallery(tmp_path).read_text()
    links = re.findall(r'<a href="([^"]+)" title="Open at full size" aria-label="[^"]+"><img src="([^"]+)"', text)
    assert all(target == shown and (tmp_path / target).is_file() for target, shown in links)
    assert len(links) == sum(len(one.assets) for stimulus in made.stimuli for one in stimulus.explanations)


@pytest.mark.parametrize(
    ("roots", "line"),
    [
        ([(0, 1, 2, 3), (4, 5, 6)], "2 sufficient sets shown; the smallest: 3 of 49 patches (6 %)"),
        ([(0, 1, 2, 3)], "1 sufficient set: 4 of 49 patches (8 %)"),
        ([], "no sufficient set"),
    ],
)
def test_under_a_graph_stands_how_little_suffices(tmp_path: Path, roots: list[tuple[int, ...]], line: str) -> None:
    made = write_stimulus_set(tmp_path, per_class=1)
    first = made.stimuli[0]
    nodes = tuple(GraphNode(patches=one, row=0, centre=0.5, share=0.9) for one in [*roots, *([(0,)] if roots else [])])
    graph = AttentionGraph(
        cells=7,
        n_roots=len(roots),
        nodes=nodes,
        edges=(),
        width=1.0,
        tiles=first.asset if nodes else None,
        columns=1,
        tile_px=8,
        alt="Rows of pictures",
    )
    one = first.explanations[0].model_copy(update={"graph": graph})
    assert f"<p>{line}</p>" in card(first.model_copy(update={"explanations": (one,)}), {})


def test_lost_pictures_are_named(tmp_path: Path) -> None:
    made = write_scored_set(tmp_path)
    lost = made.stimuli[0].asset.file_name
    (tmp_path / "assets" / lost).unlink()
    with pytest.raises(StimuliError, match=rf"missing: {lost}; run `gullseye build` again"):
        write_gallery(tmp_path)


def test_the_command_finds_the_stimuli_of_a_study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GULLSEYE_INSTANCE", str(tmp_path))
    write_scored_set(tmp_path / "stimuli" / "gulls")
    told = CliRunner().invoke(gullseye, ["gallery", "gulls"])
    assert told.output == f"written to {tmp_path / 'stimuli' / 'gulls' / 'gallery.html'}\n"


def test_the_page_is_headed_by_the_study_and_says_how_many_the_classifier_names(tmp_path: Path) -> None:
    made = write_scored_set(tmp_path / "terns")
    text = write_gallery(tmp_path / "terns").read_text()
    assert f"<h1>terns <small>stimulus set {made.set_id}</small></h1>" in text
    assert "is right about 3 of 4." in text


@pytest.mark.parametrize(
    ("method", "parameters", "said"),
    [
        ("grad_cam", {}, "explains A"),
        ("random_map", {"of": "heatmap"}, "placebo: the values of heatmap at places that are chance"),
        (
            "random_graph",
            {"of": "sag"},
            "placebo: sag with its squares at places that are chance, and its numbers",
        ),
        ("centre_prior", {}, "placebo: the middle of the picture"),
        ("edges", {}, "placebo: the picture's own edges"),
        (
            "shuffled_weights",
            {"of": "heatmap"},
            "placebo: heatmap of a network whose weights were changed, for A",
        ),
    ],
)
def test_a_placebo_is_called_what_it_is(tmp_path: Path, method: str, parameters: dict[str, object], said: str) -> None:
    made = write_scored_set(tmp_path)
    one = made.stimuli[0].explanations[0].model_copy(update={"method": method, "parameters": parameters})
    assert says(one, owners(made)) == said


def test_a_map_of_another_image_is_said_with_the_image_it_is_of(tmp_path: Path) -> None:
    made = write_scored_set(tmp_path)
    numbers = made.stimulus("B/001").explanation("heatmap").array_sha256
    dealt = (
        made.stimuli[0]
        .explanation("placebo")
        .model_copy(update={"method": "other_image", "parameters": {"of": "heatmap"}, "array_sha256": numbers})
    )
    assert says(dealt, owners(made)) == "placebo: heatmap of another picture, B/001"
    twice = {("heatmap", numbers): ["A/001", "B/001"]}
    assert says(dealt, twice) == "placebo: heatmap of another picture"


def test_tiles_stand_together_with_their_captions(tmp_path: Path) -> None:
    made = write_stimulus_set(tmp_path, per_class=1)
    give_tiles(tmp_path, made, "heatmap", 3)
    (first, *_) = re.findall(r'<div class="tiles">(.*?)</figure>', write_gallery(tmp_path).read_text())
    assert re.findall(r"<p>([A-C] .*?)</p>", first) == ["A +1.00", "B +0.90", "C +0.80"]
    assert first.count("<img") == 3
