"""Public tables of two published studies, as anybody has them, read by a plan.toml: the printed figures come out."""

import json
from pathlib import Path

import pytest

from analysis import exclusions, population
from analysis.commands import analyze_table
from analysis.evidence import Evidence
from analysis.outside.evidence import of_table
from analysis.stats.intervals import Mean, mean

pytestmark = pytest.mark.shared_data

BIRDS = Path("human/taesiri2022/cub_trials_pseudonymous.csv")
BUTTERFLIES = Path("human/macaodha2018/butterflies_crop.csv")
BIRDS_PLAN = """
[study]
name = "birds"
title = "Accept or refuse a classifier's label of a bird"
task = "accept"

[columns]
participant = "participant"
item = "item"
arm = "condition"
correct = "correct"
ai_correct = "ai_correct"
p_predicted = "ai_confidence"

[arms.resnet-50]
value = "ResNet-50"
description = "the label, and no explanation"
[arms.knn]
value = "kNN"
[arms.emd-nn]
value = "EMD-NN"
[arms.emd-corr]
value = "EMD-Corr"
[arms.chm-nn]
value = "CHM-NN"
[arms.chm-corr]
value = "CHM-Corr"

[[hypothesis]]
name = "correspondence-helps"
contrast = "chm-corr - resnet-50"
"""
BUTTERFLIES_PLAN = """
[study]
name = "butterflies"
title = "Learn five kinds of butterflies"
n_options = 5

[columns]
participant = "participant"
item = "item"
arm = "condition"
block = "phase"
position = "trial"
label = "gt_label"
response = "response"
correct = "correct"
rt = { name = "rt_s", unit = "s" }

[arms.rand-im]
value = "RAND_IM"
[arms.rand-exp]
value = "RAND_EXP"
[arms.strict]
value = "STRICT"
[arms.explain]
value = "EXPLAIN"

[[block]]
name = "train"
[[block]]
name = "test"

[[hypothesis]]
name = "explanations-teach"
block = "test"
contrast = "explain - rand-im"
"""


@pytest.fixture(scope="module")
def birds(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """All 362 of the birds."""
    return of_table(shared_data / BIRDS, written(tmp_path_factory.mktemp("birds"), BIRDS_PLAN))


@pytest.fixture(scope="module")
def butterflies(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """All 160 of the butterflies."""
    return of_table(shared_data / BUTTERFLIES, written(tmp_path_factory.mktemp("butterflies"), BUTTERFLIES_PLAN))


def written(folder: Path, plan: str) -> Path:
    """The file of that plan."""
    path = folder / "plan.toml"
    path.write_text(plan, encoding="utf-8")
    return path


def percents(evidence: Evidence, measure: str) -> dict[str, str]:
    """Arm → mean share of right answers in per cent, with the participants behind it."""
    table = population.accuracy_by_participant(evidence, measure)
    made = {}
    for arm in evidence.arms:
        found = mean(table.loc[table["arm"] == arm, "accuracy"].to_numpy(), 0.95)
        assert isinstance(found, Mean)
        made[arm] = f"{100 * found.estimate:.2f} ({int((table['arm'] == arm).sum())})"
    return made


def test_the_published_means_of_birds_come_out_under_the_authors_rule(birds: Evidence) -> None:
    accuracies = population.accuracy_by_participant(birds, "trials")
    at_chance = frozenset(accuracies.loc[accuracies["accuracy"] <= 0.5, "participant"])
    assert percents(exclusions.without(birds, at_chance), "trials") == {
        "resnet-50": "65.50 (60)",
        "knn": "64.75 (59)",
        "emd-nn": "64.12 (59)",
        "emd-corr": "67.64 (58)",
        "chm-nn": "65.72 (60)",
        "chm-corr": "69.72 (59)",
    }


def test_who_accepted_the_label_follows_from_who_was_right(birds: Evidence) -> None:
    accuracies = population.accuracy_by_participant(birds, "trials")
    kept = accuracies.loc[accuracies["accuracy"] > 0.5, "participant"]
    trials = birds.trials[birds.trials["participant"].isin(kept)]
    accepted = trials[trials["response"] == "accept"].groupby("arm").size()
    assert (accepted["resnet-50"], accepted["knn"], accepted["chm-corr"]) == (1337, 1443, 1173)


def test_the_published_means_of_butterflies_come_out(butterflies: Evidence) -> None:
    assert percents(butterflies, "test") == {
        "rand-im": "65.20 (49)",
        "rand-exp": "67.31 (39)",
        "strict": "65.00 (39)",
        "explain": "68.33 (33)",
    }
    assert percents(butterflies, "train")["explain"] == "55.45 (33)"


def test_times_in_seconds_are_told_in_milliseconds_and_missing_ones_stay_missing(butterflies: Evidence) -> None:
    first = butterflies.trials[butterflies.trials["participant"] == "p000"]
    assert list(first["rt_ms"].head(3).fillna(-1)) == [-1, 8000, 5000]


@pytest.mark.slow
def test_the_table_of_butterflies_comes_to_a_whole_report(shared_data: Path, tmp_path: Path) -> None:
    plan = written(tmp_path, BUTTERFLIES_PLAN)
    page = analyze_table(shared_data / BUTTERFLIES, plan, tmp_path / "report")
    assert "Data from elsewhere" in page.read_text(encoding="utf-8")
    stored = json.loads((tmp_path / "report" / "results.json").read_text(encoding="utf-8"))
    found = {each["name"]: each for each in stored["results"]}
    assert f"{100 * found['accuracy/test/explain/mean']['estimate']:.2f}" == "68.33"
    test = found["accuracy/explanations-teach/participant_means"]["test"]
    assert f"t({test['df']:.2f}) = {test['statistic']:.3f}, p = {test['p']:.4f}" == "t(57.67) = 0.657, p = 0.5138"
    assert {"accuracy", "items", "response_time"} <= set(stored["questions"])
    assert not {"attrition", "confidence", "exclusions", "ratings", "reliance"} & set(stored["questions"])
