from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import evidence, questions, tables
from analysis.evidence import Evidence
from analysis.faithfulness.benefit import Benefits
from analysis.faithfulness.scored import Condition, Score, conditions
from analysis.question import Account
from analysis.result import Result
from analysis.stats.estimable import NotEstimable
from study_app.records import ScoreRecord, TrialRecord
from tests.analysis.cases import evidence_of
from tests.analysis.planted_scores import Planted, scores_of, with_scores, write_scores
from tests.analysis.synthetic import STUDY, Truth, records, write_records

FAITHFULNESS = questions.load("faithfulness")
ARMS = ("none", "heatmap")
Change = Callable[[list[TrialRecord]], list[TrialRecord]]


def results_of(found: Evidence) -> dict[str, Result]:
    return {result.name.removeprefix("faithfulness/test/"): result for result in FAITHFULNESS.results(found)}


def account_of(found: Evidence) -> Account:
    return FAITHFULNESS.account(found, FAITHFULNESS.results(found))


def read(
    folder: Path,
    planted: Planted,
    *,
    n: int = 30,
    n_images: int = 20,
    arms: Sequence[str] = ARMS,
    change: Change = lambda trials: trials,
    rescored: Callable[[list[ScoreRecord]], list[ScoreRecord]] = lambda rows: rows,
) -> Evidence:
    """The evidence of a study in which that is planted."""
    people, trials, events = records(Truth(n=dict.fromkeys(arms, n), n_trials={"test": n_images}))
    made = change(with_scores(trials, planted))
    written = write_records(folder / "export", people, made, events)
    write_scores(written, rescored(scores_of(made)))
    return evidence.of_mode(tables.read(written), "live")


@pytest.fixture(scope="module")
def helping(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """The score insertion says how much explanations help; deletion is noise."""
    return read(tmp_path_factory.mktemp("helping"), Planted(help=0.8))


@pytest.fixture(scope="module")
def helped(helping: Evidence) -> dict[str, Result]:
    """What is found there, asked once."""
    return results_of(helping)


@pytest.fixture(scope="module")
def told_of_helping(helping: Evidence, helped: dict[str, Result]) -> Account:
    """What the report says of it."""
    return FAITHFULNESS.account(helping, list(helped.values()))


def test_a_score_that_predicts_help_is_found_to(helped: dict[str, Result], told_of_helping: Account) -> None:
    """Planted: the odds ratio rises by e^.8 = 2.23 per standard deviation."""
    found = helped
    against = found["heatmap/insertion/against"]
    assert against.interval is not None
    assert 1.3 < against.interval.low < 2.23 < against.interval.high < 4.0
    assert against.test is not None
    assert against.test.p_adjusted is not None
    assert against.test.p_adjusted < 0.001
    rho = found["heatmap/insertion/rho"]
    assert rho.interval is not None
    assert rho.interval.low > 0
    assert any("better scores went with more help" in line for line in told_of_helping.sentences)


def test_noise_predicts_nothing(helped: dict[str, Result]) -> None:
    found = helped
    for key, nothing in (("against", 1.0), ("rho", 0.0), ("slope", 0.0)):
        interval = found[f"heatmap/deletion/{key}"].interval
        assert interval is not None
        assert interval.low < nothing < interval.high


def test_a_score_that_only_marks_easy_images_shows_no_help(tmp_path: Path) -> None:
    """Within the arm better scores go with right answers, as planted (e^.8); seen without, they do so just as well."""
    found = results_of(read(tmp_path, Planted(ease=0.8)))
    within, against = (found[f"heatmap/insertion/{key}"] for key in ("within", "against"))
    assert within.interval is not None
    assert 1.2 < within.interval.low < 2.23 < within.interval.high
    assert against.interval is not None
    assert against.interval.low < 1.0 < against.interval.high
    slope = found["heatmap/insertion/slope"].interval
    assert slope is not None
    assert slope.low < 0 < slope.high


def test_scores_are_turned_so_that_larger_is_better(helped: dict[str, Result], tmp_path: Path) -> None:
    """The planted score upside down, and lower being better, is the same score."""

    def upside_down(rows: list[ScoreRecord]) -> list[ScoreRecord]:
        return [
            replace(row, value=-row.value, higher_is_better=False) if row.score == "insertion" else row for row in rows
        ]

    turned = results_of(read(tmp_path, Planted(help=0.8), rescored=upside_down))
    plain = helped
    for key in ("against", "within", "rho", "slope"):
        assert turned[f"heatmap/insertion/{key}"].estimate == pytest.approx(
            plain[f"heatmap/insertion/{key}"].estimate, rel=1e-6
        )
    assert turned["heatmap/insertion/mean_score"].estimate == pytest.approx(-0.5)


def test_only_help_is_tested_and_corrected_within_one_family(helped: dict[str, Result]) -> None:
    found = helped
    tested = {name for name, result in found.items() if result.test is not None}
    assert tested == {"heatmap/insertion/against", "heatmap/deletion/against"}
    assert {found[name].family for name in tested} == {"exploratory"}
    test = found["heatmap/insertion/against"].test
    assert test is not None
    assert (test.adjustment, test.n_comparisons, test.df) == ("Benjamini-Hochberg", 2, 18.0)  # 20 images less 2
    assert {found[name].family for name in found.keys() - tested} == {"descriptive"}


def test_images_may_differ_in_help_whatever_their_score(tmp_path: Path) -> None:
    """Without a slope of `explained` by image the interaction would seem surer than it is."""
    varied = read(tmp_path, Planted(spread=1.0))
    assert "(1 + explained || item)" in results_of(varied)["heatmap/insertion/against"].method


def test_a_score_that_describes_is_not_asked_about(helped: dict[str, Result]) -> None:
    assert not [name for name in helped if "sparseness" in name]


def test_the_first_arm_that_shows_nothing_is_the_reference(helped: dict[str, Result]) -> None:
    found = helped["heatmap/insertion/against"]
    assert found.labels["reference"] == "none"
    assert found.n == {"heatmap": 30, "none": 30}
    assert found.n_trials == 2 * 30 * 20


def test_where_nobody_goes_without_an_explanation_ease_cannot_be_told_from_help(tmp_path: Path) -> None:
    found = read(tmp_path, Planted(help=0.8), n=10, arms=("placebo", "heatmap"))
    results = results_of(found)
    assert not [name for name in results if name.endswith(("against", "rho", "reliability"))]
    assert results["heatmap/insertion/within"].test is not None
    account = account_of(found)
    assert account.drawings == ()
    assert "cannot be told from easy images" in account.sentences[0]


def test_trials_of_the_same_people_without_it_are_the_reference_where_there_are_any(tmp_path: Path) -> None:
    """One arm sees every second image with its map, by turns; everybody sees both kinds."""

    def by_turns(trials: list[TrialRecord]) -> list[TrialRecord]:
        return [
            replace(t, explanation=None, explanation_sha256=None)
            if (t.position_in_block + int(t.participant[1:])) % 2
            else t
            for t in trials
        ]

    found = results_of(read(tmp_path, Planted(help=0.8), arms=("heatmap",), change=by_turns))
    against = found["heatmap/insertion/against"]
    assert against.n == {"heatmap": 30, "heatmap (without)": 30}
    assert against.interval is not None
    assert "slope of explained by participant" in against.method  # it was there, and left out as nought


def test_an_explanation_that_comes_with_the_feedback_cannot_help_the_answer_before_it(helping: Evidence) -> None:
    def asked(**options: object) -> Evidence:
        blocks = tuple(
            each.model_copy(update={"__pydantic_extra__": options}) if each.name == "test" else each
            for each in STUDY.block
        )
        changed = STUDY.model_validate(
            STUDY.model_dump(mode="json")
            | {"block": [b.model_dump(mode="json") | (options if b.name == "test" else {}) for b in blocks]}
        )
        return replace(helping, plan=replace(helping.plan, study=changed))

    assert not FAITHFULNESS.results(asked(feedback={"explanation": "by-arm"}))
    assert FAITHFULNESS.results(asked(explanation="by-arm", feedback={"explanation": "by-arm"}))
    assert FAITHFULNESS.results(asked(feedback={"minimum_seconds": 2}))


@pytest.mark.parametrize(("question", "is_asked"), [("own", False), ("choice", False), ("choice_explained", True)])
def test_an_answer_that_comes_before_the_explanation_is_left_out(
    helping: Evidence, question: str, is_asked: bool
) -> None:
    found = replace(helping, trials=helping.trials.assign(question=question))
    assert bool(conditions(found)) == is_asked


def test_without_scores_or_without_explanations_there_is_nothing_to_say(helping: Evidence, people: Evidence) -> None:
    assert FAITHFULNESS.results(people) == []
    assert FAITHFULNESS.results(replace(helping, companions={})) == []
    unseen = helping.trials.assign(explanation=pd.Series([pd.NA] * len(helping.trials), dtype=object))
    assert FAITHFULNESS.results(replace(helping, trials=unseen)) == []


def test_scores_of_another_map_than_the_one_shown_are_left_aside(helping: Evidence) -> None:
    other = helping.companions["scores"].assign(explanation_sha256="e" * 64)
    assert FAITHFULNESS.results(replace(helping, companions={"scores": other})) == []


def by_hand(with_it: Sequence[Sequence[int]], without: Sequence[Sequence[int]]) -> Condition:
    """Answers, 0 or 1, of participants (rows) to images a, b, c … (columns)."""

    def rows(answers: Sequence[Sequence[int]], first: int) -> pd.DataFrame:
        told = [
            (first + person, "x", image, image, float(right))
            for person, mine in enumerate(answers)
            for image, right in zip("abcdefgh", mine, strict=False)
        ]
        return pd.DataFrame(told, columns=["participant", "arm", "image", "item", "correct"])

    return Condition("test", "x", "none", rows(with_it, 0), rows(without, 100), ())


def test_a_benefit_is_the_difference_of_the_shares_right_and_the_slope_is_that_of_least_squares() -> None:
    """Shares 1, .5, 1, .5, 1 with and .5 everywhere without: benefits .5, 0, .5, 0, .5; scores -2 … 2.

    Ranks of benefits 4, 1.5, 4, 1.5, 4 are symmetric: rho 0, slope 0.  With scores 1, 0, 1, 0, 1 the order is the same.
    """
    condition = by_hand([[1, 1, 1, 1, 1], [1, 0, 1, 0, 1]], [[1, 1, 1, 1, 1], [0, 0, 0, 0, 0]])
    benefits = Benefits(condition, 0.95)
    assert benefits.values.tolist() == [0.5, 0.0, 0.5, 0.0, 0.5]
    flat = benefits.association(dict(zip("abcde", (-2.0, -1.0, 0.0, 1.0, 2.0), strict=True)))
    assert not isinstance(flat, NotEstimable)
    assert flat.rho == pytest.approx(0.0)
    assert flat.line == pytest.approx((0.3, 0.0))
    same = benefits.association(dict(zip("abcde", (1.0, 0.0, 1.0, 0.0, 1.0), strict=True)))
    assert not isinstance(same, NotEstimable)
    assert same.rho == pytest.approx(1.0)
    assert same.line == pytest.approx((0.0, 0.5))
    assert isinstance(same.rho_interval, NotEstimable)


def test_benefits_that_everybody_shares_are_reliable_and_noise_is_not() -> None:
    clear = by_hand([[1, 0, 1, 0, 1, 0]] * 8, [[0, 1, 1, 0, 0, 0]] * 8)
    assert Benefits(clear, 0.95).reliability() == pytest.approx(1.0)
    rng = np.random.default_rng(3)
    noise = by_hand(rng.integers(2, size=(40, 8)).tolist(), rng.integers(2, size=(40, 8)).tolist())
    found = Benefits(noise, 0.95).reliability()
    assert not isinstance(found, NotEstimable)
    assert found < 0.6


def test_the_reliability_and_what_it_caps_stand_beside_the_correlation(
    helped: dict[str, Result], told_of_helping: Account
) -> None:
    reliability = helped["heatmap/reliability"].estimate
    assert reliability is not None
    assert 0.4 < reliability < 1.0
    (told,) = [line for line in told_of_helping.sentences if "split half" in line]
    assert f"{reliability:.2f} (split half)" in told
    assert f"about {np.sqrt(reliability):.2f} only" in told


@pytest.mark.parametrize(
    ("n", "n_images", "key", "reason"),
    [
        (1, 8, "against", "a mixed model needs 5 participants to see how they vary, here: 1 participant"),
        (1, 8, "slope", "an interval needs two participants with the explanation and two without"),
        (8, 3, "against", "a mixed model needs 5 images to see how they vary, here: 3"),
        (8, 3, "rho", "3 images have a score and answers with and without the explanation; an association needs 5"),
        (3, 8, "reliability", "halves need four participants with the explanation and four without, and 5 images"),
    ],
)
def test_where_there_is_too_little_the_reason_is_said(
    tmp_path: Path, n: int, n_images: int, key: str, reason: str
) -> None:
    found = results_of(read(tmp_path, Planted(), n=n, n_images=n_images))
    name = "heatmap/reliability" if key == "reliability" else f"heatmap/insertion/{key}"
    assert found[name].reason == reason


def test_scores_that_are_all_alike_predict_nothing(tmp_path: Path) -> None:
    def alike(rows: list[ScoreRecord]) -> list[ScoreRecord]:
        return [replace(row, value=0.3) for row in rows]

    found = results_of(read(tmp_path, Planted(), n=6, n_images=8, rescored=alike))
    for key in ("rho", "slope", "within", "against"):
        assert found[f"heatmap/insertion/{key}"].reason == "all images have the same score"
    assert found["heatmap/insertion/mean_score"].estimate == pytest.approx(0.3)


def test_where_every_answer_is_right_the_reason_is_said(tmp_path: Path) -> None:
    def right(trials: list[TrialRecord]) -> list[TrialRecord]:
        return [replace(trial, correct=True) for trial in trials]

    found = results_of(read(tmp_path, Planted(), n=6, n_images=8, change=right))
    assert found["heatmap/insertion/against"].reason == "the answers are all alike"
    assert found["heatmap/insertion/rho"].reason == "all images have the same benefit"


def test_a_score_is_standardised_over_images() -> None:
    found = Score("deletion", False, pd.Series({"a": 1.0, "b": 2.0, "c": 3.0})).standardised
    assert found is not None
    assert found.tolist() == [1.0, 0.0, -1.0]
    assert Score("deletion", False, pd.Series({"a": 1.0})).standardised is None


def test_arms_are_listed_side_by_side_without_inference(helped: dict[str, Result], told_of_helping: Account) -> None:
    (table,) = [each for each in told_of_helping.tables if each.caption.startswith("Mean score")]
    assert "cannot be inferred" in table.note
    assert {row[1] for row in table.rows} == {"heatmap"}
    assert not any(result.test or result.interval for name, result in helped.items() if name.endswith("mean_score"))


def test_the_table_behind_the_picture_has_a_row_per_score_and_image(told_of_helping: Account) -> None:
    table = told_of_helping.data["faithfulness-test"]
    assert len(table) == 2 * 20
    assert (table["benefit"] - (table["share_with"] - table["share_without"])).abs().max() < 1e-12
    assert set(table["n_with"]) == {30.0}


def test_the_picture_has_a_panel_per_score_and_says_so_in_words(told_of_helping: Account) -> None:
    (drawing,) = told_of_helping.drawings
    assert drawing.name == "faithfulness-test-heatmap"
    assert "deletion: ρ = " in drawing.alt
    assert "insertion: ρ = 0." in drawing.alt


def test_one_participant_has_estimates_or_reasons(tmp_path: Path) -> None:
    found = results_of(evidence_of("scores for one participant", tmp_path))
    assert found["heatmap/accuracy_with"].estimate is not None
    assert found["heatmap/insertion/within"].status == "not_estimable"
