from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import log
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from analysis import evidence, questions, tables
from analysis.evidence import Evidence
from analysis.plan import of_study
from analysis.question import Account
from analysis.result import Result
from study_app.records import TrialRecord
from tests.analysis.cases import evidence_of
from tests.analysis.synthetic import STUDY, Truth, records, write_records

SENSITIVITY = questions.load("sensitivity")
TRUTH = {"none": (1.0, 0.0), "placebo": (1.0, -0.5), "heatmap": (2.0, 0.0)}  # d' and c
Answers = Sequence[tuple[bool, bool]]  # whether the classifier is right, and whether that is accepted


def results_of(found: Evidence) -> dict[str, Result]:
    return {result.name: result for result in SENSITIVITY.results(found)}


def account_of(found: Evidence) -> Account:
    return SENSITIVITY.account(found, SENSITIVITY.results(found))


def read(folder: Path, truth: Truth, change: Callable[[TrialRecord], TrialRecord]) -> Evidence:
    people, trials, events = records(truth)
    written = write_records(folder / "export", people, [change(each) for each in trials], events)
    return evidence.of_mode(tables.read(written), "live")


def decided(trial: TrialRecord, is_right: bool, accepts: bool) -> TrialRecord:
    """Advice on one of many images, accepted or refused."""
    return replace(
        trial,
        task="advise",
        question="decision",
        image=f"{trial.label}/{trial.position_in_block:03d}",
        classifier_correct=is_right,
        response="accept" if accepts else "refuse",
        correct=accepts == is_right,
        n_options=2,
    )


def advised(folder: Path, truth: Mapping[str, tuple[float, float]], n: int = 20, n_trials: int = 60) -> Evidence:
    """Advice that is right in every second trial, to people with d' and c of their arm."""
    rng = np.random.default_rng(11)

    def change(trial: TrialRecord) -> TrialRecord:
        d, c = truth[str(trial.arm)]
        is_right = trial.position_in_block % 2 == 0
        return decided(trial, is_right, bool(rng.normal() + (d / 2 if is_right else -d / 2) > c))

    return read(folder, Truth(n=dict.fromkeys(truth, n), n_trials={"test": n_trials}), change)


def deciding(folder: Path, *people: Answers, arm: str = "none") -> Evidence:
    """Each person's answers as they are given here."""

    def change(trial: TrialRecord) -> TrialRecord:
        return decided(trial, *people[int(trial.participant[1:])][trial.position_in_block])

    return read(folder, Truth(n={arm: len(people)}, n_trials={"test": len(people[0])}), change)


def counted(hits: int, signals: int, false_alarms: int, others: int) -> Answers:
    """So many accepted of so many right, and of so many wrong."""
    return [(True, place < hits) for place in range(signals)] + [
        (False, place < false_alarms) for place in range(others)
    ]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """Placebo shifts the criterion only, heatmap raises the sensitivity only; read only."""
    return advised(tmp_path_factory.mktemp("planted"), TRUTH)


def comparing(folder: Path, pages: Sequence[tuple[str, bool, str]], question: str = "choice") -> Evidence:
    """One person: the right side of the item, whether sides changed, and the side of the page that was taken."""

    def change(trial: TrialRecord) -> TrialRecord:
        correct_side, flipped, taken = pages[trial.position_in_block]
        other = {"left": "right", "right": "left"}[correct_side]
        right_side = other if flipped else correct_side
        item = f"item-{trial.position_in_block}"
        made = replace(trial, task="compare", question=question, response=taken, correct=taken == right_side)
        return replace(
            made, item=item, flipped=flipped, correct_side=correct_side, n_options=2, classifier_correct=None
        )

    return read(folder, Truth(n={"none": 1}, n_trials={"test": len(pages)}), change)


def test_d_prime_and_criterion_of_one_participant_are_those_by_hand(tmp_path: Path) -> None:
    """17 of 20 and 5 of 25, as in tests/analysis/stats/test_signal_detection.py."""
    found = results_of(deciding(tmp_path, counted(17, 20, 5, 25)))
    for how in ("", "_pooled"):
        d, c = (found[f"sensitivity/test/none/{key}{how}"] for key in ("d_prime", "criterion"))
        assert d.estimate == pytest.approx(1.7685160954, abs=1e-9)
        assert c.estimate == pytest.approx(-0.0831635184, abs=1e-9)
        assert (d.status, d.n_trials) == ("no_interval", 45)
    assert found["sensitivity/test/none/hits"].estimate == pytest.approx(17 / 20)
    assert found["sensitivity/test/none/false_alarms"].estimate == pytest.approx(5 / 25)


def test_averaged_and_pooled_have_names_of_their_own_and_differ_where_criteria_do(tmp_path: Path) -> None:
    """Each has a d' of 1.77 or so; pooled, their opposite criteria hide it."""
    found = results_of(deciding(tmp_path, counted(19, 20, 11, 20), counted(9, 20, 1, 20)))
    averaged, pooled = (found[f"sensitivity/test/none/{key}"] for key in ("d_prime", "d_prime_pooled"))
    z = [stats.norm.ppf((k + 0.5) / 21) for k in (19, 11, 9, 1)]
    assert averaged.estimate == pytest.approx((z[0] - z[1] + z[2] - z[3]) / 2)
    assert pooled.estimate == pytest.approx(stats.norm.ppf(28.5 / 41) - stats.norm.ppf(12.5 / 41))
    assert "mean over participants" in averaged.estimand
    assert "pooled over trials" in pooled.estimand


def test_planted_sensitivity_and_criterion_come_out(planted: Evidence) -> None:
    """The correction for 30 trials of either kind draws d' of 2 to about 1.93."""
    found = results_of(planted)
    for arm, (d, c) in TRUTH.items():
        assert found[f"sensitivity/test/{arm}/d_prime"].estimate == pytest.approx(d, abs=0.2)
        assert found[f"sensitivity/test/{arm}/criterion"].estimate == pytest.approx(c, abs=0.1)


def test_a_shift_of_the_criterion_is_not_taken_for_sensitivity(planted: Evidence) -> None:
    found = results_of(planted)
    d, c = (found[f"sensitivity/test/placebo/{key}_difference"] for key in ("d_prime", "criterion"))
    assert d.interval is not None
    assert d.interval.low < 0 < d.interval.high
    assert c.interval is not None
    assert c.interval.low < -0.5 < c.interval.high < -0.3
    assert c.family == "exploratory"
    assert c.test is not None
    assert (c.test.adjustment, c.test.n_comparisons) == ("Benjamini-Hochberg", 4)
    assert c.labels["first"] == "placebo"
    assert c.labels["second"] == "none"


def test_a_gain_in_sensitivity_is_not_taken_for_a_shift(planted: Evidence) -> None:
    found = results_of(planted)
    d, c = (found[f"sensitivity/test/heatmap/{key}_difference"] for key in ("d_prime", "criterion"))
    assert d.test is not None
    assert d.test.p_adjusted is not None
    assert d.test.p_adjusted < 0.001
    assert c.interval is not None
    assert c.interval.low < 0 < c.interval.high


def test_the_mixed_model_says_the_same_in_log_odds(planted: Evidence) -> None:
    """People and images do not vary here, so the log odds ratios of the pooled table are the model's terms."""
    rows = planted.trials[planted.trials["block"] == "test"]
    yes = (rows["response"] == "accept").groupby([rows["arm"], rows["classifier_correct"].astype(bool)]).mean()
    odds = {key: log(share / (1 - share)) for key, share in yes.items()}
    found = results_of(planted)
    for arm in ("placebo", "heatmap"):
        sensitivity, readiness = (
            found[f"sensitivity/test/{arm}/{key}"] for key in ("model_sensitivity", "model_readiness")
        )
        wanted = odds[arm, True] - odds[arm, False] - odds["none", True] + odds["none", False]
        assert sensitivity.estimate == pytest.approx(wanted, abs=0.1)
        leaning = (odds[arm, True] + odds[arm, False] - odds["none", True] - odds["none", False]) / 2
        assert readiness.estimate == pytest.approx(leaning, abs=0.1)
        assert sensitivity.test is not None
        assert (sensitivity.test.symbol, sensitivity.test.df, sensitivity.test.n_comparisons) == ("χ²", 1.0, 4)


def test_the_model_sees_the_shift_as_readiness_and_the_gain_as_sensitivity(planted: Evidence) -> None:
    found = results_of(planted)
    p = {
        (arm, key): test.p
        for arm in ("placebo", "heatmap")
        for key in ("model_sensitivity", "model_readiness")
        if (test := found[f"sensitivity/test/{arm}/{key}"].test)
    }
    assert p["placebo", "model_readiness"] < 0.001 < 0.05 < p["placebo", "model_sensitivity"]
    assert p["heatmap", "model_sensitivity"] < 0.001 < 0.05 < p["heatmap", "model_readiness"]
    assert (found["sensitivity/test/placebo/model_readiness"].estimate or 0) > 0  # a lower criterion


def test_a_model_tells_in_its_method_what_was_fitted(planted: Evidence) -> None:
    method = results_of(planted)["sensitivity/test/heatmap/model_sensitivity"].method
    assert "accept ~ ai * arm + " in method
    assert "participant" in method
    assert "item" in method


def test_accuracy_stands_beside_sensitivity_and_criterion(planted: Evidence) -> None:
    account = account_of(planted)
    caption = "Gain in accuracy or shift of the criterion: differences from the first arm"
    (table,) = (each for each in account.tables if each.caption == caption)
    assert table.columns[:4] == ("Block", "Comparison", "Right (points)", "d′")
    assert table.columns[5] == "Criterion c"
    assert [row[1] for row in table.rows] == ["placebo − none", "heatmap − none"]
    assert account.methods[0].startswith("A gain in accuracy can be a shift of the criterion alone")


def test_who_was_never_advised_wrongly_is_left_out_of_d_prime(tmp_path: Path) -> None:
    found = results_of(deciding(tmp_path, counted(5, 8, 0, 0), counted(3, 4, 1, 4), counted(4, 4, 1, 4)))
    d = found["sensitivity/test/none/d_prime"]
    assert (d.n, d.n_trials) == ({"none": 2}, 16)
    assert found["sensitivity/test/none/right"].n == {"none": 3}


def test_where_the_classifier_is_always_right_there_is_a_reason_and_no_number(tmp_path: Path) -> None:
    found = results_of(deciding(tmp_path, *[counted(5, 8, 0, 0)] * 6))
    d = found["sensitivity/test/none/d_prime"]
    assert d.estimate is None
    assert d.reason == "no participant has a trial with a signal and a trial without a signal"


def test_a_model_of_one_arm_or_of_few_people_is_refused(tmp_path: Path) -> None:
    alone = results_of(deciding(tmp_path / "alone", *[counted(5, 8, 3, 8)] * 6))
    assert alone["sensitivity/test/heatmap/model_sensitivity"].reason == (
        "each of the two arms needs two participants with answers"
    )
    few = results_of(advised(tmp_path / "few", {"none": (1, 0), "heatmap": (1, 0)}, n=2, n_trials=12))
    assert few["sensitivity/test/heatmap/model_sensitivity"].reason == (
        "a mixed model needs 5 participants to see how they vary, here: 4 participants"
    )


def test_the_right_side_is_that_of_the_page_not_of_the_item(tmp_path: Path) -> None:
    """The item's right side is the left; after changing sides it is the right one, which is taken half of the time."""
    pages = [("left", True, "right"), ("left", True, "left"), ("right", True, "left"), ("left", False, "left")]
    found = results_of(comparing(tmp_path, pages))
    assert found["sensitivity/test/none/hits"].estimate == 0.5  # right side of the page: pages 1 and 2
    assert found["sensitivity/test/none/false_alarms"].estimate == 0.0  # left: pages 3 and 4
    assert found["sensitivity/test/none/right"].estimate == 0.75


def test_two_alternatives_have_the_root_of_two_in_their_d_prime(tmp_path: Path) -> None:
    """30 of 40 right: sqrt(2) z(30.5 / 41), as in tests/analysis/stats/test_signal_detection.py."""
    sides = ("left", "right")
    pages = [(sides[n % 2], False, sides[n % 2] if n < 30 else sides[(n + 1) % 2]) for n in range(40)]
    found = results_of(comparing(tmp_path, pages, "choice_explained"))
    assert found["sensitivity/test/none/d_prime"].estimate == pytest.approx(0.9269088102, abs=1e-9)
    assert found["sensitivity/test/none/criterion"].estimate == pytest.approx(0.0, abs=1e-9)
    assert not [name for name in found if "model" in name]


def test_who_always_takes_the_right_side_has_a_side_bias_and_no_sensitivity(tmp_path: Path) -> None:
    pages = [(side, False, "right") for side in ("left", "right")] * 10
    found = results_of(comparing(tmp_path, pages))
    assert found["sensitivity/test/none/d_prime"].estimate == pytest.approx(0.0, abs=1e-9)
    assert found["sensitivity/test/none/criterion"].estimate == pytest.approx(-stats.norm.ppf(10.5 / 11))


def test_a_preferred_side_makes_the_first_d_prime_smaller_than_the_one_by_side(tmp_path: Path) -> None:
    pages = [("right", False, "right")] * 20 + [("left", False, "left" if n < 10 else "right") for n in range(20)]
    found = results_of(comparing(tmp_path, pages))
    plain, by_side = (found[f"sensitivity/test/none/{key}"].estimate or 0 for key in ("d_prime", "d_prime_sides"))
    assert plain < by_side


def test_a_study_with_two_classes_has_the_first_class_as_its_signal(tmp_path: Path) -> None:
    plan = STUDY.model_dump(mode="json")
    plan["items"]["classes"] = ["Herring", "Western"]

    def change(trial: TrialRecord) -> TrialRecord:
        label = ("Herring", "Western")[trial.position_in_block % 2]
        taken = "Western" if trial.position_in_block == 0 else label
        return replace(trial, label=label, response=taken, correct=taken == label, n_options=2)

    four = read(tmp_path, Truth(n={"none": 2}, n_trials={"test": 8}), change)
    found = results_of(replace(four, plan=of_study(type(STUDY).model_validate(plan))))
    assert found["sensitivity/test/none/hits"].estimate == 0.75
    assert found["sensitivity/test/none/false_alarms"].estimate == 0.0
    assert "the right class is Herring" in found["sensitivity/test/none/hits"].estimand
    assert SENSITIVITY.results(four) == []


@pytest.mark.parametrize("case", ["plenty", "with confidence", "advice after an answer", "no trial was answered"])
def test_other_answers_are_not_asked_about(case: str, tmp_path: Path) -> None:
    assert SENSITIVITY.results(evidence_of(case, tmp_path)) == []


def test_the_table_of_participants_holds_counts_and_values_under_their_own_names(tmp_path: Path) -> None:
    table = account_of(deciding(tmp_path, counted(3, 4, 1, 4), counted(17, 20, 5, 25)[:8])).data["sensitivity-test"]
    first = table[table["participant"] == "p0000"].iloc[0]
    assert (first["n_hits"], first["n_signal"], first["n_false_alarms"], first["n_noise"]) == (3, 4, 1, 4)
    other = table[table["participant"] == "p0001"].iloc[0]
    assert (other["n_hits"], other["n_signal"], other["n_noise"]) == (8, 8, 0)
    assert np.isnan(other["d_prime"])


def test_the_picture_tells_every_arm_also_one_without_answers(tmp_path: Path) -> None:
    (drawing,) = account_of(deciding(tmp_path, counted(3, 4, 1, 4), counted(4, 4, 2, 4))).drawings
    assert "none: d′ " in drawing.alt
    assert "heatmap: d′ –, c –" in drawing.alt


def test_the_sentence_for_a_paper_names_test_and_correction(planted: Evidence) -> None:
    (sentence,) = (each for each in account_of(planted).sentences if each.startswith("Test, heatmap − none: d′"))
    assert "; Welch's t(" in sentence
    assert "p < .001; Benjamini-Hochberg-adjusted for 4 comparisons p < .001. Criterion c " in sentence
