"""The texts of the gull study repeat numbers of its definition; they must not drift apart."""

import pytest

from study_app import study_folder
from study_app.study_folder import SHIPPED, StudyFolder

FOLDER = SHIPPED / "gulls"
IN_WORDS = {4: "four", 8: "eight"}


@pytest.fixture(scope="module")
def written() -> StudyFolder:
    """The study as written."""
    return study_folder.read(FOLDER)


def n_pictures(written: StudyFolder, pool: str) -> int:
    items = written.study.items
    return len(items.classes) * items.pools[pool].per_class


def test_participants_are_told_how_long_it_takes_and_how_many_pictures_there_are(written: StudyFolder) -> None:
    practice, test = n_pictures(written, "train"), n_pictures(written, "test")
    assert f"**{written.study.study.minutes} minutes**" in written.sources["consent.md"]
    assert f"Practice: {practice} pictures." in written.sources["instructions.md"]
    assert f"Test: {test} new pictures." in written.sources["instructions.md"]
    assert f"**{test} new pictures**" in written.sources["between.md"]


def test_participants_are_told_of_every_gull(written: StudyFolder) -> None:
    told = written.sources["instructions.md"]
    assert f"**{IN_WORDS[len(written.study.items.classes)]} kinds of gull**" in told
    assert [name for name in written.study.items.classes if name not in told] == []


def test_the_debriefing_tells_of_as_many_groups_as_there_are_arms(written: StudyFolder) -> None:
    told = written.sources["debrief.md"]
    assert f"into one of {IN_WORDS[len(written.study.arms)]} groups" in told
    assert told.count("\n- **") == len(written.study.arms)


def test_nothing_before_the_practice_speaks_of_explanations(written: StudyFolder) -> None:
    before = (written.sources["consent.md"] + written.sources["instructions.md"]).lower()
    assert [word for word in ("explan", "explain", "concept", "heat map", "tile") if word in before] == []


def test_the_readme_tells_arms_blocks_seats_and_every_comparison(written: StudyFolder) -> None:
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    study, allocation = written.study, written.study.allocation
    arms = ", ".join(f"`{name}`" for name in study.arms)
    assert f"permuted blocks of {IN_WORDS[allocation.block_size]}: {arms};" in told
    assert f"{allocation.seats} seats, {allocation.seats // len(study.arms)} per arm" in told
    assert [one.arms for one in study.hypothesis] == [
        ("heatmap", "none"),
        ("heatmap", "placebo"),
        ("xnn", "none"),
        ("xnn", "heatmap"),
    ]
    assert "`heatmap` against `none` and against `placebo`; `xnn` against `none` and against `heatmap`" in told
