"""The texts of the advice study repeat numbers of its definition; they must not drift apart."""

import pytest

from stimuli.recipe import GullImages, read_recipe
from study_app import study_folder
from study_app.study_folder import SHIPPED, LoadedStudy, StudyFolder
from tests.study_app.shipped import WORDS, block, trials, with_small_pictures

FOLDER = SHIPPED / "advice"


@pytest.fixture(scope="module")
def written() -> StudyFolder:
    """The study as written."""
    return study_folder.read(FOLDER)


@pytest.fixture(scope="module")
def loaded(written: StudyFolder, tmp_path_factory: pytest.TempPathFactory) -> LoadedStudy:
    """The study with small pictures that fit it."""
    return with_small_pictures(written, tmp_path_factory.mktemp("stimuli"))


def n_wrong(loaded: LoadedStudy, name: str) -> int:
    found = [loaded.material.stimulus(trial) for trial in trials(loaded, "none", name)]
    return sum(not one.classifier_correct for one in found)


def test_participants_are_told_how_long_it_takes_and_how_many_pictures_there_are(
    written: StudyFolder, loaded: LoadedStudy
) -> None:
    told = written.sources
    assert (len(trials(loaded, "none", "practice")), len(trials(loaded, "none", "main"))) == (16, 32)
    assert f"about **{written.study.study.minutes} minutes**" in told["consent.md"]
    assert "Practice: 16 pictures." in told["instructions.md"]
    assert "Main part: 32 new pictures." in told["instructions.md"]
    assert "**32 new pictures**" in told["between.md"]


def test_a_quarter_of_the_advice_is_wrong_as_the_debriefing_says(written: StudyFolder, loaded: LoadedStudy) -> None:
    assert (n_wrong(loaded, "practice"), n_wrong(loaded, "main")) == (4, 8)
    assert "wrong about exactly **a quarter** of them" in written.sources["debrief.md"]


def test_the_recipe_keeps_as_many_right_and_wrong_pictures_as_are_shown(written: StudyFolder) -> None:
    images, pools = read_recipe(FOLDER / "stimuli.toml").images, written.study.items.pools
    assert isinstance(images, GullImages)
    assert images.keep is not None
    assert sum(pool.per_class for pool in pools.values() if pool.classifier_correct is True) == images.keep.right
    assert sum(pool.per_class for pool in pools.values() if pool.classifier_correct is False) == images.keep.wrong


def test_participants_are_told_of_every_gull_of_the_tries_and_of_the_payment(written: StudyFolder) -> None:
    told = written.sources
    assert f"**{WORDS[len(written.study.items.classes)]} kinds**" in told["instructions.md"]
    assert [name for name in written.study.items.classes if name not in told["instructions.md"]] == []
    assert f"You have {WORDS[block(written, 'quiz').options['tries']]} tries." in told["consent.md"]
    assert written.study.payment is not None
    assert written.study.payment.reward_pence == 375
    assert "You are paid **£3.75**" in told["consent.md"]


def test_the_payment_is_the_least_wage_for_the_time_that_is_told(written: StudyFolder) -> None:
    study = written.study
    assert study.payment is not None
    assert study.payment.reward_pence * 60 >= study.payment.minimum_per_hour_pence * study.study.minutes


def test_nothing_before_the_debriefing_speaks_of_explanations(written: StudyFolder) -> None:
    before = {name: text.lower() for name, text in written.sources.items() if name.endswith(".md")}
    del before["debrief.md"]
    words = ("explan", "explain", "heat", "map", "placebo", "colour")
    assert [(name, word) for name, text in before.items() for word in words if word in text] == []


def test_the_list_of_seats_is_sealed(written: StudyFolder) -> None:
    assert written.study.allocation.seed is None


def test_attention_is_tested_twice_and_no_failure_sends_anybody_away(written: StudyFolder) -> None:
    assert [one.name for one in written.study.block if one.check == "attention"] == ["before", "after"]
    expected = [
        [i["name"] for i in written.tables[f"{n}.toml"]["item"] if "expected" in i] for n in ("before", "after")
    ]
    assert expected == [["moon"], ["born"]]
    assert written.study.checks.on_failure == "flag"


def test_trust_is_asked_alike_before_and_after(written: StudyFolder) -> None:
    before, after = ({i["name"]: i for i in written.tables[f"{n}.toml"]["item"]} for n in ("before", "after"))
    shared = sorted(before.keys() & after.keys())
    assert shared == ["expected_accuracy", "knows_errors", "reliable", "understands"]
    assert all(before[name] == after[name] for name in shared)


def test_the_readme_tells_arms_seats_and_every_comparison(written: StudyFolder) -> None:
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    study, allocation = written.study, written.study.allocation
    arms = ", ".join(f"`{name}`" for name in study.arms)
    assert f"permuted blocks of {WORDS[allocation.block_size]}: {arms};" in told
    assert f"{allocation.seats} seats, {allocation.seats // len(study.arms)} per arm" in told
    assert "`heatmap` against `none` and against `placebo`" in told
    assert "`placebo` against `none` is exploratory" in told
    assert [(one.question, *one.arms, one.family) for one in study.hypothesis] == [
        ("final", "heatmap", "none", "confirmatory"),
        ("final", "heatmap", "placebo", "confirmatory"),
        ("final", "placebo", "none", "exploratory"),
    ]
    rules = {one.rule: (one.at_least, one.milliseconds) for one in study.exclusion}
    assert rules == {
        "not_complete": (1, None),
        "failed_attention": (1, None),
        "faster_than": (8, 400),
        "looked_away": (16, None),
    }
