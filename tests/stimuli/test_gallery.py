"""The gallery as a file: whole, escaped, and readable without a network."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from stimuli.errors import StimuliError
from stimuli.gallery.markup import Html, tag, void
from stimuli.gallery.page import write_gallery
from stimuli.gallery.score_words import number, ordered, words
from stimuli.gallery.summary import values
from study_app.cli import gullseye
from tests.builders import write_stimulus_set
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
    assert "This set has no scores." in write_gallery(tmp_path).read_text()


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
