"""What is planted in simulated participants can be found again in their answers.

Every tolerance is at least four standard errors of what is measured; seeds are fixed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from math import log
from pathlib import Path
from statistics import fmean, pstdev

import numpy as np
import pytest

from study_app.records import TrialRecord
from study_app.robot_mind import Behaviour, ExGaussian
from study_app.simulation import records
from study_app.study_folder import LoadedStudy
from tests.study_app.small_studies import small_study

TEST = '[[block]]\nname = "test"\ntask = "classify"\nitems = { pool = "many" }\nquestion = "Which?"\n'
PRACTICE = TEST.replace('"test"', '"practice"') + "feedback = { minimum_seconds = 1 }\n"
ADVICE = '[[block]]\nname = "advice"\ntask = "advise"\nstages = "two"\nitems = { pool = "many" }\nquestion = "Which?"\n'
RATING = '[[block]]\nname = "rating"\ntask = "rate"\nitems_file = "ratings.toml"\n'
RATINGS = '[[item]]\nname = "like"\ntext = "I liked it."\npoints = 9\nlow = "No"\nhigh = "Yes"\n'
SKILLS = {"none": 0.3, "heatmap": 0.6}


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> LoadedStudy:
    """80 pictures, 20 of each of four classes."""
    return small_study(tmp_path_factory.mktemp("pictures"), TEST)


def rows(study: LoadedStudy, behaviour: Behaviour, n: int, arm: str | None = None) -> list[TrialRecord]:
    found = records(study, behaviour, n)[1]
    return [row for row in found if row.answered and arm in (None, row.arm)]


def accuracy(found: Iterable[TrialRecord]) -> float:
    return fmean(row.correct is True for row in found)


def n_right_by(found: list[TrialRecord], key: Callable[[TrialRecord], str]) -> tuple[list[int], list[int]]:
    """For each participant or picture, how many answers there are and how many of them are right."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for row in found:
        groups[key(row)].append(row.correct is True)
    return [len(each) for each in groups.values()], [sum(each) for each in groups.values()]


def fitted(counts: tuple[list[int], list[int]], n_options: int) -> tuple[float, float]:
    """Logit of the skill and standard deviation of its effects: of greatest likelihood on a grid, guesses known."""
    n, right = (np.array(each)[:, None] for each in counts)
    nodes, weights = np.polynomial.hermite_e.hermegauss(41)

    def likelihood(mean: float, sd: float) -> float:
        known = 1 / (1 + np.exp(-(mean + sd * nodes)))
        p = np.clip(known + (1 - known) / n_options, 1e-9, 1 - 1e-9)
        logs = right * np.log(p) + (n - right) * np.log(1 - p)
        top = logs.max(1, keepdims=True)
        return float((top[:, 0] + np.log((np.exp(logs - top) * weights).sum(1))).sum())

    grid = [(mean, sd) for mean in np.arange(-2, 2, 0.1) for sd in np.arange(0.0, 1.6, 0.05)]
    return max(grid, key=lambda at: likelihood(*at))


def test_accuracy_in_each_arm_is_what_skill_and_guessing_make_it(pictures: LoadedStudy) -> None:
    behaviour = Behaviour(SKILLS, lapse=0.1, sd_participant=0.0, sd_item=0.0)
    for arm, expected in (("none", 0.4525), ("heatmap", 0.655)):  # k + (1 - k) / 4, k = 0.9 skill
        found = [row for row in rows(pictures, behaviour, 200, arm) if row.block == "test"]
        assert len(found) == 8000
        assert behaviour.accuracy(arm, 4) == pytest.approx(expected)
        assert accuracy(found) == pytest.approx(expected, abs=0.023)


def test_skill_and_the_spread_of_participants_are_found(pictures: LoadedStudy) -> None:
    behaviour = Behaviour(SKILLS, sd_participant=0.8, sd_item=0.0)
    found = [row for row in rows(pictures, behaviour, 500, "heatmap") if row.block == "test"]
    mean, sd = fitted(n_right_by(found, lambda row: row.participant), 4)
    assert mean == pytest.approx(log(0.6 / 0.4), abs=0.2)
    assert sd == pytest.approx(0.8, abs=0.15)


def test_skill_and_the_spread_of_pictures_are_found(pictures: LoadedStudy) -> None:
    drawn = []
    for seed in range(4):  # 80 pictures each
        behaviour = Behaviour(SKILLS, seed=seed, sd_participant=0.0, sd_item=1.0)
        found = [row for row in rows(pictures, behaviour, 80, "heatmap") if row.block == "test"]
        counts = n_right_by(found, lambda row: row.image or "")
        assert set(counts[0]) == {40}
        drawn.append(counts)
    together = ([n for counts in drawn for n in counts[0]], [k for counts in drawn for k in counts[1]])
    mean, sd = fitted(together, 4)
    assert mean == pytest.approx(log(0.6 / 0.4), abs=0.25)
    assert sd == pytest.approx(1.0, abs=0.25)


def test_what_is_learnt_from_feedback_is_found_at_each_step_and_in_the_test(tmp_path: Path) -> None:
    study = small_study(tmp_path, PRACTICE + TEST.replace("many", "some"))
    behaviour = Behaviour({"none": 0.4, "heatmap": 0.4}, learning={"heatmap": 0.03}, sd_participant=0.0, sd_item=0.0)
    found = [row for row in rows(study, behaviour, 200) if row.question == "species"]
    early = [row for row in found if row.block == "practice" and row.position_in_block < 10]
    late = [row for row in found if row.block == "practice" and row.position_in_block >= 70]
    test = [row for row in found if row.block == "test"]
    # of each: the logit of 0.4, and 0.03 for each feedback before: 4.5, 74.5 and 80 of them on average
    for part, expected in ((early, 0.575), (late, 0.896), (test, 0.911)):
        of_arm = {arm: accuracy(row for row in part if row.arm == arm) for arm in ("none", "heatmap")}
        assert of_arm["none"] == pytest.approx(0.55, abs=0.065)
        assert of_arm["heatmap"] == pytest.approx(expected, abs=0.065)
    assert behaviour.accuracy("heatmap", 4, n_learnt=80) == pytest.approx(0.911, abs=0.002)


def test_reliance_is_found_where_the_advice_differs_from_ones_own_answer(tmp_path: Path) -> None:
    study = small_study(tmp_path, ADVICE)
    behaviour = Behaviour(SKILLS, reliance={"none": 0.2, "heatmap": 0.7}, sd_participant=0.0, sd_item=0.0)
    answers: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for row in rows(study, behaviour, 60):
        if row.block == "advice" and row.response is not None:
            answers[row.participant, row.position] |= {row.question: row.response, "arm": str(row.arm)}
            answers[row.participant, row.position]["advice"] = str(row.predicted)
    for arm, expected in (("none", 0.2), ("heatmap", 0.7)):
        differ = [one for one in answers.values() if one["arm"] == arm and one["own"] != one["advice"]]
        assert len(differ) > 600
        assert fmean(one["final"] == one["advice"] for one in differ) == pytest.approx(expected, abs=0.075)


def test_the_moments_of_response_times_are_found(pictures: LoadedStudy) -> None:
    behaviour = Behaviour(response_time=ExGaussian(1500, 150, 600), sd_log_pace=0.0)
    times = [row.rt_ms for row in rows(pictures, behaviour, 250) if row.rt_ms is not None]
    assert len(times) == 81 * 250
    assert fmean(times) == pytest.approx(2100, abs=20)  # mu + tau
    assert pstdev(times) == pytest.approx(618, abs=30)  # root of sigma**2 + tau**2
    third = fmean((time - 2100) ** 3 for time in times)
    assert third ** (1 / 3) == pytest.approx(600 * 2 ** (1 / 3), rel=0.08)


def test_the_spread_of_paces_is_found(pictures: LoadedStudy) -> None:
    behaviour = Behaviour(response_time=ExGaussian(1500, 0, 0), sd_log_pace=0.4)
    by_person: dict[str, list[float]] = defaultdict(list)
    for row in rows(pictures, behaviour, 400):
        by_person[row.participant].append(log(row.rt_ms or 1))
    assert pstdev([fmean(logs) for logs in by_person.values()]) == pytest.approx(0.4, abs=0.06)


def test_the_shift_of_scales_is_found(tmp_path: Path) -> None:
    study = small_study(tmp_path, RATING, files={"ratings.toml": RATINGS})
    found = [row for row in rows(study, Behaviour(shift={"heatmap": 1.0}), 600) if row.question == "like"]
    means = {arm: fmean(int(row.response or 0) for row in found if row.arm == arm) for arm in ("none", "heatmap")}
    assert means["none"] == pytest.approx(5, abs=0.5)
    assert means["heatmap"] - means["none"] == pytest.approx(2.1, abs=0.6)  # 9 / 4 points, less what the end cuts off
