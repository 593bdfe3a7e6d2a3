"""The texts of the shortcut study repeat numbers of its definition; they must not drift apart."""

import pytest

from stimuli.recipe import GullImages, read_recipe
from study_app import study_folder
from study_app.study_folder import SHIPPED, LoadedStudy, StudyFolder
from tests.study_app.shipped import WORDS, block, trials, with_small_pictures

FOLDER = SHIPPED / "shortcut"


@pytest.fixture(scope="module")
def written() -> StudyFolder:
    """The study as written."""
    return study_folder.read(FOLDER)


@pytest.fixture(scope="module")
def loaded(written: StudyFolder, tmp_path_factory: pytest.TempPathFactory) -> LoadedStudy:
    """The study with small pictures that fit it."""
    return with_small_pictures(written, tmp_path_factory.mktemp("stimuli"))


def test_participants_are_told_how_long_it_takes_and_how_many_pictures_there_are(
    written: StudyFolder, loaded: LoadedStudy
) -> None:
    told = written.sources
    n_learn, n_transfer = len(trials(loaded, "none", "learning")), len(trials(loaded, "none", "transfer"))
    assert (n_learn, n_transfer) == (12, 16)
    assert f"about **{written.study.study.minutes} minutes**" in told["consent.md"]
    assert f"Part 1: {n_learn} pictures." in told["instructions.md"]
    assert f"Part 2: {n_transfer} new pictures." in told["instructions.md"]
    assert f"Part 3: the {len(trials(loaded, 'none', 'advice'))} pictures again" in told["instructions.md"]
    assert f"**{n_transfer} new pictures**" in told["part-2.md"]
    assert f"**{n_transfer} pictures of part 2**" in told["part-3.md"]


def test_participants_are_told_of_every_gull_and_of_the_tries(written: StudyFolder) -> None:
    told, classes = written.sources["instructions.md"], written.study.items.classes
    assert f"**{WORDS[len(classes)]} kinds of gull**" in told
    assert [name for name in classes if f"**{name} Gull**" not in told] == []
    assert f"You have {WORDS[block(written, 'quiz').options['tries']]} tries." in written.sources["consent.md"]


def test_the_debriefing_names_the_stamp_and_where_it_is(written: StudyFolder) -> None:
    told = written.sources["debrief.md"]
    assert [words for words in ("stamp", "at the bottom on the left") if words not in told] == []


def test_nothing_before_the_debriefing_speaks_of_the_stamp_or_of_explanations(written: StudyFolder) -> None:
    before = {name: text.lower() for name, text in written.sources.items() if name not in ("debrief.md", "trust.toml")}
    words = ("stamp", "corner", "planted", "explan", "explain", "heat", "placebo")
    assert [(name, word) for name, text in before.items() for word in words if word in text] == []


def test_what_was_learnt_is_tested_without_any_explanation_and_feedback(written: StudyFolder) -> None:
    assert [one.block.name for one in written.blocks if one.shows_explanation] == ["learning", "advice"]
    assert block(written, "transfer").options.get("feedback") is None


def test_bird_and_stamp_agree_in_all_that_is_learnt_from_and_in_half_of_what_is_foreseen(
    written: StudyFolder, loaded: LoadedStudy
) -> None:
    swapped = set(loaded.design.pools["swapped"]["Herring"]) | set(loaded.design.pools["swapped"]["Ring-billed"])
    attributes = {one.image: one.attributes for one in loaded.material.stimuli.stimuli}
    assert {attributes[t.image or ""]["corner_mark_swapped"] for t in trials(loaded, "none", "learning")} == {False}
    assert sum(t.image in swapped for t in trials(loaded, "none", "transfer")) == 8
    assert written.study.items.pools["swapped"].where == {"corner_mark_swapped": True}


def test_foreseen_and_decided_upon_are_the_same_pictures_in_every_arm(loaded: LoadedStudy) -> None:
    pictures = {
        frozenset(t.image for t in trials(loaded, arm, name))
        for arm in loaded.study.arms
        for name in ("transfer", "advice")
    }
    assert len(pictures) == 1


def test_the_recipe_makes_as_many_swapped_pictures_as_are_shown(written: StudyFolder) -> None:
    images = read_recipe(FOLDER / "stimuli.toml").images
    pools = written.study.items.pools
    of_swapped = sum(pool.per_class for pool in pools.values() if pool.where == {"corner_mark_swapped": True})
    assert isinstance(images, GullImages)
    assert images.corner_mark is not None
    assert images.per_class is not None
    assert of_swapped <= images.corner_mark.swapped_per_class
    assert sum(pool.per_class for pool in pools.values()) <= images.per_class


def test_the_readme_tells_arms_seats_and_every_comparison(written: StudyFolder) -> None:
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    study, allocation = written.study, written.study.allocation
    arms = ", ".join(f"`{name}`" for name in study.arms)
    assert f"permuted blocks of {WORDS[allocation.block_size]}: {arms};" in told
    assert f"{allocation.seats} seats, {allocation.seats // len(study.arms)} per arm" in told
    assert [(one.block, *one.arms) for one in study.hypothesis if one.family == "confirmatory"] == [
        ("transfer", "heatmap", "none"),
        ("transfer", "masks", "none"),
        ("transfer", "heatmap", "placebo"),
        ("transfer", "masks", "placebo"),
    ]
    assert "`heatmap` and `masks`, each against `none` and against `placebo`" in told
    rules = {one.rule: (one.at_least, one.milliseconds) for one in study.exclusion}
    assert rules == {"not_complete": (1, None), "faster_than": (8, 400), "looked_away": (6, None)}
