"""Published figures from the questions themselves: the answers go through an export of ours, as of any study."""

import json
from pathlib import Path
from typing import Any

import pytest

from analysis import exclusions, outcomes, population, questions
from analysis.contrasts import difference
from analysis.evidence import Evidence
from analysis.planned.places import compared
from analysis.result import Result
from analysis.sensitivity.detection import Detecting, detecting
from analysis.stats.shares import pooled_share
from analysis.stats.signal_detection import pooled_index
from tests.analysis.cases import without_hypotheses
from tests.analysis.published.plans import BIRDS, BUTTERFLIES
from tests.analysis.published.reading import evidence_of, plan_of

pytestmark = pytest.mark.shared_data

NAMES = {arm["value"]: name for name, arm in plan_of(BIRDS)["arms"].items()}


@pytest.fixture(scope="module")
def planned(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """All 362 of the birds, with the hypothesis; its mixed model takes a minute or more."""
    return evidence_of(BIRDS, shared_data, tmp_path_factory.mktemp("birds"))


@pytest.fixture(scope="module")
def everybody(planned: Evidence) -> Evidence:
    """All 362 of the birds, without a hypothesis."""
    return without_hypotheses(planned)


@pytest.fixture(scope="module")
def kept(everybody: Evidence) -> Evidence:
    """The birds less those whom the authors left out, without a hypothesis."""
    return without_those_at_chance(everybody)


def without_those_at_chance(birds: Evidence) -> Evidence:
    """Less those whom the authors left out, by our own measure of accuracy and our own way to leave out."""
    (rule,) = plan_of(BIRDS)["exclusion"]
    accuracies = population.accuracy_by_participant(birds, "test")
    at_chance = accuracies.loc[accuracies["accuracy"] <= rule["share"], "participant"]
    return exclusions.without(birds, frozenset(at_chance))


@pytest.fixture(scope="module")
def advised(kept: Evidence) -> Detecting:
    """Answers to the classifier's labels, accepted or refused."""
    (found,) = detecting(kept)
    return found


@pytest.fixture(scope="module")
def reliance(kept: Evidence) -> dict[str, Result]:
    """What is said of reliance on that advice."""
    return answers_to("reliance", kept)


@pytest.fixture(scope="module")
def figures(shared_data: Path) -> dict[str, Any]:
    """What is known of the birds, to all digits; arms by the authors' names."""
    found: dict[str, Any] = json.loads((shared_data / BIRDS.figures).read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def butterflies(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """All 160 of the butterflies."""
    return evidence_of(BUTTERFLIES, shared_data, tmp_path_factory.mktemp("butterflies"))


def answers_to(question: str, evidence: Evidence) -> dict[str, Result]:
    """The results of that question, by name."""
    return {each.name: each for each in questions.load(question).results(evidence)}


def printed(result: Result) -> str:
    """A share in per cent, with the participants behind it."""
    assert result.estimate is not None
    return f"{100 * result.estimate:.2f} ({sum(result.n.values())})"


def test_accuracy_tells_the_published_means_of_birds_under_the_authors_rule(kept: Evidence) -> None:
    found = answers_to("accuracy", kept)
    assert {arm: printed(found[f"accuracy/test/{arm}/mean"]) for arm in kept.arms} == {
        "resnet-50": "65.50 (60)",
        "knn": "64.75 (59)",
        "emd-nn": "64.12 (59)",
        "emd-corr": "67.64 (58)",
        "chm-nn": "65.72 (60)",
        "chm-corr": "69.72 (59)",
    }
    assert found["accuracy/test/chm-corr/mean"].n_trials == 1770


def test_the_authors_rule_makes_the_winner_win_by_more(planned: Evidence) -> None:
    """A rule that goes by the outcome: 4.22 points of participants' means with it, 3.72 without."""
    (hypothesis,) = planned.plan.hypothesis
    differences = [
        difference(compared(each, hypothesis), outcomes.load("accuracy"), each)
        for each in (planned, without_those_at_chance(planned))
    ]
    assert [printed(each) for each in differences] == ["3.72 (122)", "4.22 (119)"]


@pytest.mark.slow
def test_accuracy_tells_the_difference_of_means_beside_its_model_of_birds(planned: Evidence) -> None:
    found = answers_to("accuracy", without_those_at_chance(planned))
    assert printed(found["accuracy/correspondence-helps/participant_means"]) == "4.22 (119)"
    modelled = found["accuracy/correspondence-helps/difference"]
    assert modelled.test is not None
    assert modelled.test.kind == "mixed model"


def test_accuracy_tells_the_published_means_and_the_comparison_of_butterflies(butterflies: Evidence) -> None:
    found = answers_to("accuracy", butterflies)
    means = {
        arm: [printed(found[f"accuracy/{block}/{arm}/mean"]) for block in ("train", "test")] for arm in butterflies.arms
    }
    assert means == {
        "rand-im": ["58.67 (49)", "65.20 (49)"],
        "rand-exp": ["57.56 (39)", "67.31 (39)"],
        "strict": ["52.31 (39)", "65.00 (39)"],
        "explain": ["55.45 (33)", "68.33 (33)"],
    }
    test = found["accuracy/explanations-teach/participant_means"].test
    assert test is not None
    assert test.df is not None
    assert f"t({test.df:.2f}) = {test.statistic:.3f}, p = {test.p:.4f}" == "t(57.67) = 0.657, p = 0.5138"


@pytest.mark.parametrize(
    ("arm", "accepted", "refused"),
    [
        ("resnet-50", 1337, 463),
        ("knn", 1443, 327),
        ("emd-nn", 1394, 376),
        ("emd-corr", 1171, 569),
        ("chm-nn", 1385, 415),
        ("chm-corr", 1173, 597),
    ],
)
def test_the_published_numbers_of_labels_accepted_and_refused_come_out(
    advised: Detecting, arm: str, accepted: int, refused: int
) -> None:
    said = advised.rows.loc[advised.rows["arm"] == arm, "yes"]
    assert (int(said.sum()), int((~said).sum())) == (accepted, refused)


def test_pooled_signal_detection_comes_out_to_all_digits(advised: Detecting, figures: dict[str, Any]) -> None:
    """The shares of all trials of an arm together, with the log-linear correction."""
    assert len(figures["sdt_pooled"]) == 6
    for theirs, expected in figures["sdt_pooled"].items():
        group = advised.of(NAMES[theirs])
        hits, false_alarms = group.detections.hits, group.detections.false_alarms
        found = {name: pooled_index(index, 0.95).estimate for name, index in group.indices.items()}
        assert found["d_prime"] == pytest.approx(expected["dprime_loglinear"], rel=1e-12)
        assert found["criterion"] == pytest.approx(expected["criterion"], rel=1e-12)
        assert (hits.n_chances.sum(), false_alarms.n_chances.sum()) == (expected["n_signal"], expected["n_noise"])
        assert pooled_share(hits, 0.95).estimate == pytest.approx(expected["hit"], rel=1e-12)


def test_pooled_reliance_comes_out_to_all_digits(reliance: dict[str, Result], figures: dict[str, Any]) -> None:
    assert len(figures["sdt_pooled"]) == 6
    for theirs, expected in figures["sdt_pooled"].items():
        for kind in ("over_reliance", "under_reliance"):
            share = reliance[f"reliance/test/{NAMES[theirs]}/{kind}/pooled"]
            assert share.estimate == pytest.approx(expected[kind], rel=1e-12)


def test_the_winner_loses_to_no_explanation_from_the_tabled_accuracy_of_the_classifier_on(
    reliance: dict[str, Result],
) -> None:
    crossing = reliance["reliance/test/chm-corr - resnet-50/crossing"]
    assert crossing.estimate is not None
    assert f"{crossing.estimate:.3f}" == "0.763"
    assert crossing.labels["better_below"] == "chm-corr"


def test_times_that_a_table_lacks_are_counted_and_the_others_told(butterflies: Evidence) -> None:
    """Every first trial lacks its time; of these 55 were answered right, and only right answers count here."""
    found = answers_to("response_time", butterflies)
    missing = {
        block: [found[f"response_time/{block}/{arm}/left_out/missing"].estimate for arm in butterflies.arms]
        for block in ("train", "test")
    }
    assert missing == {"train": [30, 14, 6, 5], "test": [0, 0, 0, 0]}
    medians = [found[f"response_time/test/{arm}/median"].estimate for arm in butterflies.arms]
    assert [f"{each / 1000:.1f}" for each in medians if each is not None] == ["6.0", "5.1", "5.2", "4.9"]


def test_questions_of_what_a_study_did_not_ask_have_no_results(everybody: Evidence, butterflies: Evidence) -> None:
    """Neither asks people how sure they are; butterflies come without advice, birds without times."""
    assert [answers_to("confidence", each) for each in (everybody, butterflies)] == [{}, {}]
    assert answers_to("reliance", butterflies) == {}
    times = answers_to("response_time", everybody).values()
    assert not [each.name for each in times if each.name.endswith("/median") and each.estimate is not None]
