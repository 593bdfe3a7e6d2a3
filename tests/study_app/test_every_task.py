"""The contract of task kinds: every file in study_app/tasks is held to it, with no edit here."""

import json
from pathlib import Path
from random import Random

import pytest
from pydantic import ValidationError

from study_app import study_folder, tasks
from study_app.study.controls import Agree, Ask, Choose, Mark, Measure, Proceed
from study_app.study.mind import Mind
from study_app.study.page import Page
from study_app.study.plan import Place, after_seat
from study_app.study.task import ANSWER, FEEDBACK, Material, Task, Unanswerable, Values
from study_app.study.trial import PlannedTrial
from study_app.study_folder import LoadedStudy, StudyFolder
from tests.study_app.asked import walked

STUDY = """
[study]
name = "example"
title = "Example"
summary = "An example."
minutes = 1
contact = "us"

[arms.none]

[arms.heatmap]
explanation = "heatmap"

[allocation]
block_size = 2
seats = 4
seed = 1
after = "first"

[items]
classes = ["California", "Herring"]
pools.all = { per_class = 3 }
comparisons.some = { n = 4 }

[[block]]
name = "first"
task = "text"
text = "first.md"
"""

CONTROLS = (Choose, Ask, Agree, Proceed, Mark, Measure)
MIND, KNOWING = Mind(skill=0.5), Mind(skill=1.0)


@pytest.fixture(params=tasks.names())
def task(request: pytest.FixtureRequest) -> Task:
    return tasks.load(str(request.param))


@pytest.fixture
def written(task: Task, request: pytest.FixtureRequest, tmp_path: Path) -> StudyFolder:
    """A study whose block after the seat is the task's own example, read from files as a researcher's is."""
    own = "".join(f"{key} = {_toml(value)}\n" for key, value in task.example.options.items())
    keys = {"images": 'items = { pool = "all" }\n', "comparisons": 'comparisons = "some"\n'}
    items = keys.get(task.subject(task.options.model_validate(dict(task.example.options))), "")
    kind = request.node.callspec.params["task"]
    (tmp_path / "study.toml").write_text(f'{STUDY}\n[[block]]\nname = "example"\ntask = "{kind}"\n{items}{own}')
    (tmp_path / "first.md").write_text("# First")
    for name, text in task.example.files.items():
        (tmp_path / name).write_text(text)
    return study_folder.read(tmp_path)


@pytest.fixture
def loaded(written: StudyFolder, stimuli: Path) -> LoadedStudy:
    return study_folder.with_stimuli(written, stimuli / "gulls")


@pytest.fixture
def trials(loaded: LoadedStudy) -> list[PlannedTrial]:
    """The example's trials in every arm."""
    return [trial for arm in loaded.study.arms for trial in after_seat(loaded.design, Place(arm, 0), 1)]


def _toml(value: object) -> str:
    """A value as TOML writes it inside one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items()) + " }"
    return json.dumps(value)


def answered(trial: PlannedTrial, material: Material, seed: int) -> dict[str, Values]:
    """What a simulated participant answers, stage by stage."""
    return walked(trial, material, MIND, Random(seed))


def test_the_first_stage_is_the_answer(task: Task, trials: list[PlannedTrial]) -> None:
    assert {task.stages(trial)[0] for trial in trials} == {ANSWER}


def test_what_a_simulated_participant_posts_can_be_read(
    task: Task, trials: list[PlannedTrial], loaded: LoadedStudy
) -> None:
    for seed, trial in enumerate(trials):
        given = answered(trial, loaded.material, seed)
        for question in task.questions(trial, loaded.material):
            value = given.get(task.stage_of(trial, question), {}).get(question)
            if value is not None:
                assert task.correct(trial, question, value, loaded.material) in (True, False, None)
            n_options = task.n_options(trial, question, loaded.material)
            assert n_options is None or n_options >= 2
        assert task.passes(trial, walked(trial, loaded.material, KNOWING, Random(seed)), loaded.material) is not False
        assert task.ends(trial, given, loaded.material) is None
        assert set(given) <= set(task.stages(trial))


def test_every_stage_is_a_page_with_a_control(task: Task, trials: list[PlannedTrial], loaded: LoadedStudy) -> None:
    for seed, trial in enumerate(trials):
        given: dict[str, Values] = {}
        whole = answered(trial, loaded.material, seed)
        while (stage := task.next_stage(trial, given, loaded.material)) is not None:
            page = task.page(trial, stage, given, loaded.material)
            assert isinstance(page, Page)
            assert isinstance(page.control, CONTROLS)
            assert page.prompt.verdict is None or stage != ANSWER
            given[stage] = whole[stage]


def test_pages_that_ask_show_an_explanation_only_where_the_task_says_so(
    task: Task, trials: list[PlannedTrial], loaded: LoadedStudy
) -> None:
    for seed, trial in enumerate(trials):
        options = task.options.model_validate(dict(trial.options))
        asked = task.questions(trial, loaded.material)
        gives_nothing_away = all(task.n_options(trial, question, loaded.material) is None for question in asked)
        says_so = task.explains_before_answer(options) or (gives_nothing_away and task.shows_explanation(options))
        page = task.page(trial, ANSWER, {}, loaded.material)
        without = PlannedTrial.from_json({**trial.to_json(), "explanation": None})
        given = answered(trial, loaded.material, seed)
        differing = [
            stage
            for stage in given
            if stage != FEEDBACK
            and task.page(without, stage, given, loaded.material) != task.page(trial, stage, given, loaded.material)
        ]
        is_shown = says_so and trial.explanation is not None
        assert ANSWER not in differing or is_shown
        assert differing or not is_shown
        roles = {figure.role for figure in page.prompt.figures}
        plain = {"stimulus", "left", "right"}
        assert roles <= (plain | {"explanation", "legend", "page"} if says_so else plain)


def test_a_task_that_explains_before_the_answer_shows_explanations(task: Task, trials: list[PlannedTrial]) -> None:
    for trial in trials:
        options = task.options.model_validate(dict(trial.options))
        assert task.shows_explanation(options) or not task.explains_before_answer(options)


@pytest.mark.parametrize("form", [{}, {"response": ""}, {"response": "no such answer"}, {"response": "1" * 5000}])
def test_a_form_without_an_answer_is_refused_in_words(
    task: Task, trials: list[PlannedTrial], loaded: LoadedStudy, form: dict[str, str]
) -> None:
    for stage in task.stages(trials[0]):
        with pytest.raises(Unanswerable) as refused:
            task.read(trials[0], stage, form, loaded.material)
        assert str(refused.value).endswith(".")
        assert len(str(refused.value)) > 10


def test_values_are_plain_json(task: Task, trials: list[PlannedTrial], loaded: LoadedStudy) -> None:
    given = answered(trials[0], loaded.material, 1)
    assert json.loads(json.dumps(given)) == given


def test_options_refuse_unknown_keys(task: Task, trials: list[PlannedTrial]) -> None:
    options = task.options.model_validate(dict(trials[0].options))
    with pytest.raises(ValidationError, match="unheard_of"):
        task.options.model_validate({**trials[0].options, "unheard_of": 1})
    assert task.options.model_validate(options.model_dump(mode="json")) == options


def test_a_trial_is_about_what_its_task_says(task: Task, trials: list[PlannedTrial]) -> None:
    subject = task.subject(task.options.model_validate(dict(trials[0].options)))
    for trial in trials:
        found = {"images": trial.image, "comparisons": trial.item, "class_pages": trial.class_page}
        assert [name for name, value in found.items() if value is not None] == (
            [] if subject == "nothing" else [subject]
        )


def test_a_trial_has_a_class_of_its_own_where_the_task_shows_pages_of_classes(
    task: Task, trials: list[PlannedTrial]
) -> None:
    options = task.options.model_validate(dict(trials[0].options))
    shows_pages = task.subject(options) == "class_pages"
    named = set(task.class_pages(options) or ("California", "Herring"))
    assert {trial.class_page for trial in trials} == (named if shows_pages else {None})


def test_a_plan_can_be_stored(trials: list[PlannedTrial]) -> None:
    assert [PlannedTrial.from_json(trial.to_json()) for trial in trials] == trials
