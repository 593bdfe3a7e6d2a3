"""The texts of the gull study repeat numbers of its definition; they must not drift apart."""

import pytest

from study_app import study_folder
from study_app.study.design import Design
from study_app.study_folder import SHIPPED, StudyFolder

FOLDER = SHIPPED / "gulls"
IN_WORDS = {3: "three", 4: "four", 8: "eight"}


@pytest.fixture(scope="module")
def written() -> StudyFolder:
    """The study as written."""
    return study_folder.read(FOLDER)


@pytest.fixture(scope="module")
def told(written: StudyFolder) -> str:
    """Its README."""
    return (FOLDER / "README.md").read_text(encoding="utf-8")


def n_pictures(written: StudyFolder) -> dict[str, int]:
    """How many pictures each block shows."""
    design = Design(written.study, written.blocks, {})
    return {one.block.name: design.n_trials_of(one) for one in written.blocks if one.block.items is not None}


def test_it_has_a_test_before_the_learning_one_after_it_and_one_with_explanations(written: StudyFolder) -> None:
    assert n_pictures(written) == {"pretest": 8, "learning": 8, "training": 20, "test": 20, "explained": 8}
    explains = {one.block.name for one in written.blocks if one.shows_explanation}
    assert explains == {"learning", "training", "explained"}
    assert [one.block.name for one in written.blocks if one.explains_before_answer] == ["explained"]


def test_nobody_is_randomised_before_consent_a_fitting_window_and_understood_instructions(written: StudyFolder) -> None:
    before = [block.task for block in written.study.blocks_before_seat]
    assert before == ["consent", "device", "text", "quiz"]


def test_every_hypothesis_is_about_the_test_without_explanations(written: StudyFolder) -> None:
    assert {(one.block, one.outcome) for one in written.study.hypothesis} == {("test", "accuracy")}


def test_no_image_is_wanted_that_the_recipe_does_not_make_and_none_is_made_in_vain(written: StudyFolder) -> None:
    recipe = (FOLDER / "stimuli.toml").read_text(encoding="utf-8")
    assert sum(pool.per_class for pool in written.study.items.pools.values()) == 16
    assert "per_class = 16 " in recipe


def test_participants_are_told_how_long_it_takes_and_how_many_pictures_there_are(written: StudyFolder) -> None:
    n, texts = n_pictures(written), written.sources
    assert f"**{written.study.study.minutes} minutes**" in texts["consent.md"]
    instructions = texts["instructions.md"]
    assert f"**First pictures: {n['pretest']}.**" in instructions
    assert f"**Examples: {n['learning']} pictures.**" in instructions
    assert f"**Practice: {n['training']} pictures.**" in instructions
    assert f"**Test: {n['test']} new pictures.**" in instructions
    assert f"**Last pictures: {n['explained']}.**" in instructions
    assert f"**{n['learning']} examples**" in texts["examples.md"]
    assert f"**{n['training']} pictures**" in texts["examples.md"]
    assert f"**{n['test']} new pictures**" in texts["between.md"]
    assert f"**{n['explained']} more pictures**" in texts["explained.md"]


def test_participants_are_told_of_every_gull_and_how_many_questions_follow(written: StudyFolder) -> None:
    told = written.sources["instructions.md"]
    assert f"**{IN_WORDS[len(written.study.items.classes)]} kinds of gull**" in told
    assert [name for name in written.study.items.classes if name not in told] == []
    assert f"we ask {IN_WORDS[len(written.tables['quiz.toml']['question'])]} questions" in told


def test_nothing_before_the_last_pictures_speaks_of_explanations(written: StudyFolder) -> None:
    names = ("consent.md", "device.md", "instructions.md", "examples.md", "between.md", "explained.md")
    before = " ".join(written.sources[name] for name in names).lower()
    for word in ("explanation", "concept", "heat map", "tile", "placebo", "computer looked"):
        assert word not in before, word


def test_one_rating_checks_attention_by_saying_plainly_what_to_choose(written: StudyFolder) -> None:
    (check,) = [item for item in written.tables["ratings.toml"]["item"] if item.get("expected")]
    assert check["expected"] == [2]
    assert "please choose 2" in check["text"]
    ratings = next(block for block in written.study.block if block.name == "ratings")
    assert (ratings.check, written.study.checks.on_failure) == ("attention", "flag")


def test_the_readme_tells_arms_blocks_seats_and_every_comparison(written: StudyFolder, told: str) -> None:
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


def test_the_readme_tells_minutes_pictures_and_who_is_left_out(written: StudyFolder, told: str) -> None:
    n = n_pictures(written)
    assert f"| Time | about {written.study.study.minutes} minutes |" in told
    assert f"| Pre-test | {n['pretest']} pictures" in told
    assert f"| Learning | {n['learning']} labelled examples" in told
    assert f"then {n['training']} pictures to practise" in told
    assert f"| Transfer test | {n['test']} other pictures" in told
    assert f"| Test with explanation | {n['explained']} other pictures" in told
    rules = {one.rule: (one.block, one.at_least, one.milliseconds) for one in written.study.exclusion}
    assert rules == {
        "not_complete": (None, 1, None),
        "failed_attention": (None, 1, None),
        "faster_than": ("test", 5, 300.0),
        "looked_away": ("test", 5, None),
    }
    assert "answers five test pictures in less than 300 ms, or looks away from five" in told
