"""What ends a simulated session, or shortens it: as for people."""

import json
from collections import Counter
from pathlib import Path

import pytest

from study_app import tasks
from study_app.robot_mind import Behaviour, ExGaussian
from study_app.simulation import records, simulate
from tests.study_app.small_studies import small_study

KNOW_ALL = {"none": 1.0, "heatmap": 1.0}
TEST = '[[block]]\nname = "test"\ntask = "classify"\nitems = { pool = "many" }\nquestion = "Which?"\n'
QUIZ = '[[block]]\nname = "quiz"\ntask = "quiz"\nquestions_file = "quiz.toml"\ntries = 2\n'
QUIZ_TABLE = '[[question]]\nname = "what"\ntext = "What?"\noptions = ["this", "that"]\nright = "this"\n'
RATING = '[[block]]\nname = "rating{n}"\ntask = "rate"\nitems_file = "ratings.toml"\ncheck = "attention"\n'
RATINGS = '[[item]]\nname = "moon"\ntext = "I was there."\npoints = 6\nlow = "No"\nhigh = "Yes"\nexpected = [1, 2, 3]\n'
ASKED = '[[question]]\nname = "age"\ntext = "Age?"\noptions = ["young", "old"]\n'
STRATA = """
[allocation]
block_size = 2
seats = 8
seed = 1
after = "{after}"
strata = { source = "{source}", name = "{name}", seats = { young = 4, old = 4 } }
"""


@pytest.mark.parametrize("kind", tasks.names())
def test_the_example_of_every_task_kind_can_be_taken(kind: str, tmp_path: Path) -> None:
    task = tasks.load(kind)
    subject = task.subject(task.options.model_validate(dict(task.example.options)))
    keys = {"images": 'items = { pool = "some" }\n', "comparisons": 'comparisons = "pairs"\n'}
    own = "".join(f"{key} = {_toml(value)}\n" for key, value in task.example.options.items())
    block = f'[[block]]\nname = "example"\ntask = "{kind}"\n{keys.get(subject, "")}{own}'
    study = small_study(tmp_path, block, files=dict(task.example.files))
    participants, trials = records(study, Behaviour(sd_shift=1), 16)
    assert {one.outcome for one in participants} == {"completed"}
    example = [row for row in trials if row.block == "example"]
    assert any(row.answered for row in example)
    assert all(row.response is None or row.answered for row in example)
    for row in example:
        assert row.values is None or isinstance(json.loads(row.values), dict)


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items()) + " }"
    return json.dumps(value)


def test_a_block_ends_when_its_criterion_is_met(tmp_path: Path) -> None:
    study = small_study(tmp_path, TEST + "criterion = { correct = 4, of = 5 }\n")
    (one,) = simulate(study, Behaviour(KNOW_ALL), 1)
    test = [row for row in one.trials if row.block == "test"]
    assert [row.answered for row in test] == [True] * 5 + [False] * 75
    assert [row.passed_over for row in test] == [False] * 5 + [True] * 75
    assert one.participant.outcome == "completed"
    assert one.participant.data_complete
    assert (one.participant.n_trials_planned, one.participant.n_trials_answered) == (81, 6)


def test_who_never_meets_a_criterion_can_be_screened_out(tmp_path: Path) -> None:
    study = small_study(tmp_path, TEST + 'criterion = { correct = 20, of = 20, otherwise = "screened_out" }\n')
    (one,) = simulate(study, Behaviour({"none": 0.0, "heatmap": 0.0}), 1)
    assert one.participant.outcome == "screened_out"
    assert one.participant.n_trials_answered == 81


def test_who_does_not_understand_is_screened_out_before_there_is_a_seat(tmp_path: Path) -> None:
    after = '[allocation]\nblock_size = 4\nseats = 8\nseed = 1\nafter = "quiz"\n'
    study = small_study(tmp_path, QUIZ + TEST, files={"quiz.toml": QUIZ_TABLE}, allocation=after)
    participants, trials = records(study, Behaviour(understanding=0.0), 4)
    assert {(one.outcome, one.arm, one.n_trials_planned) for one in participants} == {("screened_out", None, 2)}
    assert [row.correct for row in trials if row.question == "what"] == [False] * 4


def test_failed_attention_checks_are_counted_and_can_end_the_session(tmp_path: Path) -> None:
    blocks = "".join(RATING.replace("{n}", str(n)) for n in (1, 2, 3))
    files = {"ratings.toml": RATINGS}
    flagged = small_study(tmp_path, blocks, files=files)
    (one,) = simulate(flagged, Behaviour(attention=0.0), 1)
    assert (one.participant.outcome, one.participant.n_failed_checks) == ("completed", 3)
    strict = small_study(tmp_path, blocks, files=files, more='[checks]\nattention_failures = 2\non_failure = "end"\n')
    (one,) = simulate(strict, Behaviour(attention=0.0), 1)
    assert (one.participant.outcome, one.participant.n_failed_checks) == ("failed_checks", 2)
    assert [row.answered for row in one.trials if row.task == "rate"] == [True, True, False]


def test_a_session_that_takes_too_long_is_over(tmp_path: Path) -> None:
    study = small_study(tmp_path, TEST, more="[flow]\nmaximum_minutes = 1\n")
    (one,) = simulate(study, Behaviour(response_time=ExGaussian(10_000, 0, 0), sd_log_pace=0), 1)
    assert one.participant.outcome == "timed_out"
    assert sum(row.answered for row in one.trials) == 6


@pytest.mark.parametrize(("source", "name", "after"), [("url", "age", "first"), ("answer", "you.age", "you")])
def test_strata_have_seats_of_their_own(source: str, name: str, after: str, tmp_path: Path) -> None:
    allocation = STRATA.replace("{source}", source).replace("{name}", name).replace("{after}", after)
    you = '[[block]]\nname = "you"\ntask = "background"\nquestions_file = "you.toml"\n'
    study = small_study(tmp_path, you + TEST, files={"you.toml": ASKED}, allocation=allocation)
    everybody, _ = records(study, Behaviour(), 40)
    assert {one.outcome for one in everybody if one.stratum is None} <= {"screened_out"}  # who declined to answer
    participants = [one for one in everybody if one.stratum is not None]
    arms = Counter((one.stratum, one.arm) for one in participants)
    assert {stratum for stratum, _ in arms} == {"young", "old"}
    for stratum in ("young", "old"):
        assert abs(arms[stratum, "none"] - arms[stratum, "heatmap"]) <= 1
    seen = {(one.stratum, one.context) for one in participants}
    assert seen == {(level, json.dumps({f"{source}:{name}": level})) for level in ("young", "old")}


def test_minimisation_keeps_arms_alike_in_what_the_link_says(tmp_path: Path) -> None:
    allocation = (
        '[allocation]\nkind = "minimisation"\nblock_size = 2\nseats = 8\nseed = 1\nafter = "first"\n'
        'minimise = [{ source = "url", name = "wave" }]\ncertainty = 1.0\n'
    )
    study = small_study(tmp_path, TEST, allocation=allocation)
    participants, _ = records(study, Behaviour(), 40)
    arms = Counter((one.context, one.arm) for one in participants)
    assert {context for context, _ in arms} == {'{"url:wave": "a"}', '{"url:wave": "b"}'}
    for context in ('{"url:wave": "a"}', '{"url:wave": "b"}'):
        assert abs(arms[context, "none"] - arms[context, "heatmap"]) <= 2


def test_a_seat_of_who_was_screened_out_goes_to_the_next_who_comes_after(tmp_path: Path) -> None:
    study = small_study(tmp_path, QUIZ + TEST, files={"quiz.toml": QUIZ_TABLE})
    behaviour = Behaviour(understanding=0.3)
    participants, _ = records(study, behaviour, 40, mode="live")
    outcomes = Counter(one.outcome for one in participants)
    assert outcomes["completed"] == 8
    assert outcomes["screened_out"] > 0
    assert len({one.seat for one in participants if one.outcome == "completed"}) == 8
