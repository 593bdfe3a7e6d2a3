"""What the report says of confidence: sentences, reliability diagrams, tables."""

from collections.abc import Sequence

import pandas as pd

from analysis import units, wording
from analysis.arm_differences import estimate, in_words, level_text, p_values, reasons
from analysis.confidence.drawing import Found, bins_table, reliability_of
from analysis.confidence.measured import Rated, rated
from analysis.evidence import Evidence
from analysis.question import Account, Table
from analysis.result import Result
from analysis.titles import title_of


def account_of(evidence: Evidence, results: Sequence[Result], draws: str) -> Account:
    """draws: how many were drawn at random, and by which seed."""
    told = rated(evidence)
    found = {(r.labels["block"], r.labels["arm"], r.labels["quantity"]): r for r in results if "arm" in r.labels}
    differences = [result for result in results if "first" in result.labels]
    return Account(
        sentences=(*_of_arms(evidence, told, found), *_of_differences(evidence, differences)),
        drawings=tuple(reliability_of(each, evidence, found) for each in told if each.chance is not None),
        tables=(
            _means_table(evidence, told, found),
            _scores_table(evidence, told, found),
            *_differences_table(evidence, differences),
        ),
        methods=_methods(told, differences, draws),
        data={f"confidence-{each.measure}": _people(each, evidence) for each in told}
        | {f"reliability-{each.measure}": bins_table(each, evidence) for each in told if each.chance is not None},
    )


def _of_arms(evidence: Evidence, told: Sequence[Rated], found: Found) -> list[str]:
    made = []
    for each in told:
        for arm in evidence.arms:
            of = {key: found[each.measure, arm, key] for key in ("confidence", "accuracy", "overconfidence")}
            if any(result.estimate is None for result in of.values()):
                continue
            sure, right = (wording.percent(of[key].estimate or 0.0) for key in ("confidence", "accuracy"))
            over = in_words(of["overconfidence"], f" {units.POINTS}", scale=100, digits=1)
            area = in_words(found[each.measure, arm, "type2_auroc"])
            made.append(
                f"{title_of(evidence, each.measure)}, {arm}: mean confidence {sure} at {right} right answers, "
                f"overconfidence {over}; type-2 AUROC {area}."
            )
    return made


def _of_differences(evidence: Evidence, differences: Sequence[Result]) -> list[str]:
    made = []
    for result in differences:
        points = result.labels["quantity"] == "overconfidence"
        what = "overconfidence" if points else "type-2 AUROC"
        unit, scale, digits = (f" {units.POINTS}", 100.0, 1) if points else ("", 1.0, 2)
        number = in_words(result, unit, scale=scale, digits=digits)
        made.append(f"{title_of(evidence, result.labels['block'])}, {what}, {wording.contrast(result)}: {number}.")
    return made


def _people(told: Rated, evidence: Evidence) -> pd.DataFrame:
    """A row per participant; without chance there is the type-2 AUROC only."""
    tables = [told.of(arm).people.assign(arm=arm) for arm in evidence.arms if len(told.of(arm).rows)]
    made = pd.concat(tables).assign(brier=lambda table: table["brier"] / table["n_answers"])
    columns = ["participant", "arm", "n_answers", "accuracy", "confidence", "overconfidence", "brier", "type2_auroc"]
    kept = [
        name for name in columns if told.chance is not None or name not in ("confidence", "overconfidence", "brier")
    ]
    return made[kept].sort_values(["arm", "participant"], ignore_index=True)


def _means_table(evidence: Evidence, told: Sequence[Rated], found: Found) -> Table:
    rows, used = [], []
    for each in told:
        for arm in evidence.arms:
            sure, right, over = (found[each.measure, arm, key] for key in ("confidence", "accuracy", "overconfidence"))
            area, none = found[each.measure, arm, "type2_auroc"], found[each.measure, arm, "type2_none"]
            used += [over, area]
            percents = [estimate(result, scale=100, digits=1) for result in (sure, right, over)]
            counts = [str(none.n[arm]), str(none.n_trials)]
            without = wording.number(none.estimate or 0.0, 0)
            rows.append((title_of(evidence, each.measure), arm, *counts, *percents, estimate(area), without))
    columns = ("Block", "Arm", "Participants", "Answers", "Confidence (%)", "Right (%)", "Overconfidence")
    note = (
        f"Means over participants with {level_text(evidence.level)} confidence intervals. Overconfidence is confidence "
        "minus accuracy in percentage points. Without: participants whose answers are all right or all wrong, and who "
        "therefore have no type-2 AUROC."
    )
    return Table(
        "Confidence and accuracy", (*columns, "Type-2 AUROC", "Without"), tuple(rows), f"{note} {reasons(used)}".strip()
    )


def _scores_table(evidence: Evidence, told: Sequence[Rated], found: Found) -> Table:
    keys = ("brier", "brier_reliability", "brier_resolution", "brier_uncertainty", "calibration_error")
    rows, used = [], []
    for each in told:
        for arm in evidence.arms:
            of = [found[each.measure, arm, key] for key in keys]
            used += [of[0], of[-1]]
            by_chance = of[-1].reference
            chance = "–" if by_chance is None else wording.number(by_chance, 3)
            cells = [estimate(result, digits=3) for result in of]
            rows.append((title_of(evidence, each.measure), arm, *cells, chance))
    columns = (
        "Block",
        "Arm",
        "Brier score",
        "Reliability",
        "Resolution",
        "Uncertainty",
        "Calibration error",
        "By chance",
    )
    note = (
        "All answers of an arm together; Brier score = reliability − resolution + uncertainty. The calibration error "
        "is never zero; the last column is its mean were everybody right exactly as often as they say."
    )
    return Table("Brier score and expected calibration error", columns, tuple(rows), f"{note} {reasons(used)}".strip())


def _differences_table(evidence: Evidence, differences: Sequence[Result]) -> tuple[Table, ...]:
    if not differences:
        return ()
    rows = tuple(
        (
            title_of(evidence, result.labels["block"]),
            wording.contrast(result),
            "overconfidence (points)" if result.labels["quantity"] == "overconfidence" else "type-2 AUROC",
            estimate(result, scale=100, digits=1)
            if result.labels["quantity"] == "overconfidence"
            else estimate(result),
            *p_values(result),
        )
        for result in differences
    )
    note = f"Exploratory: no plan declares these differences. {reasons(differences)}".strip()
    columns = ("Block", "Comparison", "Of", "Difference", "p", "p corrected")
    return (Table("Confidence: differences from the first arm", columns, rows, note),)


def _methods(told: Sequence[Rated], differences: Sequence[Result], draws: str) -> tuple[str, ...]:
    readings = dict.fromkeys(each.reading for each in told)
    sentences = [
        *(f"{reading[0].upper()}{reading[1:]}." for reading in readings),
        "Overconfidence, Brier score and calibration error hang on this reading; with another they would be others.",
        "Overconfidence is each participant's mean confidence minus the share of right answers among the same answers; "
        "means are over participants with Student's t intervals.",
        "The Brier score is of all answers of an arm, with Murphy's (1973) parts; its interval is over participants.",
        "The expected calibration error takes every point of the scale as a bin and weights bins by their answers; its "
        "interval is from bootstrap samples of participants, corrected for the upward bias, and what chance alone "
        f"would make of it is simulated ({draws}).",
        "The type-2 AUROC is the probability that a right answer has more confidence than a wrong one of the same "
        "participant, ties by half, averaged over those who have both; it needs no reading of the scale, and grows "
        "with the easiness of the task, so arms of different accuracy are compared with care.",
    ]
    if differences:
        sentences.append(
            "Differences from the first arm in overconfidence and type-2 AUROC are exploratory: Welch's t tests, p "
            f"values corrected for {len(differences)} comparisons by Benjamini and Hochberg's method."
            if len(differences) > 1
            else "The difference between arms is exploratory: Welch's t test."
        )
    return tuple(sentences)
