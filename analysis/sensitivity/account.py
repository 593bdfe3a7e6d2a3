"""What the report says of sensitivity and criterion: sentences, participants as dots, tables side by side."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis import wording
from analysis.arm_differences import estimate, in_words, level_text
from analysis.evidence import Evidence
from analysis.figures.strips import Panel, Strip, strips
from analysis.question import Account, Drawing
from analysis.result import Result
from analysis.sensitivity.detection import Detecting, Group, detecting
from analysis.sensitivity.tables import MODELLED, Found, arms_table, model_table, pooled_table, side_by_side
from analysis.stats.mixed.declared import RULE
from analysis.titles import title_of

SHIFT = (
    "A gain in accuracy can be a shift of the criterion alone: who accepts less often is right more often where the "
    "classifier is often wrong, and less often where it is often right, without telling right advice from wrong any "
    "better; only d′ says whether they tell it better."
)


def account_of(evidence: Evidence, results: Sequence[Result]) -> Account:
    """Everything is rendered from the results, but participants' own values, which are looked up for the picture."""
    told = detecting(evidence)
    found = {
        (r.labels["block"], r.labels.get("arm", r.labels.get("first", "")), r.labels["quantity"]): r for r in results
    }
    return Account(
        sentences=tuple(_sentences(evidence, told, found)),
        drawings=tuple(_drawing(each, evidence, found) for each in told),
        tables=(
            arms_table(evidence, told, found),
            *side_by_side(evidence, told, found),
            *model_table(evidence, told, found),
            pooled_table(evidence, told, found),
        ),
        methods=_methods(evidence, told, found),
        data={f"sensitivity-{each.measure}": _people(each, evidence) for each in told},
    )


def _sentences(evidence: Evidence, told: Sequence[Detecting], found: Found) -> list[str]:
    made = []
    for each in told:
        title = title_of(evidence, each.measure)
        for arm in evidence.arms:
            d, c = (found[each.measure, arm, key] for key in ("d_prime", "criterion"))
            if d.estimate is not None:
                made.append(f"{title}, {arm}: d′ = {in_words(d)}; criterion c = {in_words(c)}.")
        for arm in evidence.arms[1:]:
            d, c = (found[each.measure, arm, f"{key}_difference"] for key in ("d_prime", "criterion"))
            made.append(f"{title}, {wording.contrast(d)}: d′ {in_words(d)}. Criterion c {in_words(c)}.")
            if each.kind == "advice":
                sensitivity, readiness = (found[each.measure, arm, key] for key in MODELLED)
                made.append(
                    f"{title}, {wording.contrast(d)}, mixed model: sensitivity {in_words(sensitivity, ' log odds')}. "
                    f"Readiness to accept {in_words(readiness, ' log odds')}."
                )
    return made


def _drawing(told: Detecting, evidence: Evidence, found: Found) -> Drawing:
    name, title = f"sensitivity-{told.measure}", title_of(evidence, told.measure)
    groups = {arm: told.of(arm) for arm in evidence.arms}
    labels = {
        "d_prime": "sensitivity d′",
        "criterion": f"criterion c\nbelow 0: {told.leaning.removeprefix('a leaning ')}",
    }
    panels = [
        Panel(label, tuple(_strip(groups[arm], found[told.measure, arm, key], key, evidence.level) for arm in groups))
        for key, label in labels.items()
    ]
    both = {arm: [estimate(found[told.measure, arm, key]) for key in labels] for arm in groups}
    said = "; ".join(f"{arm}: d′ {d}, c {c}" for arm, (d, c) in both.items())
    alt = f"Sensitivity and criterion of each participant in {title}, by arm. {said}."
    caption = (
        f"{title}: every dot is a participant; the ring with its bar is the mean over participants with its "
        f"{level_text(evidence.level)} confidence interval. Left, how well they tell whether {told.signal}; right, "
        "which way they lean."
    )
    return Drawing(name, strips(tuple(groups), panels, name, alt), alt, caption)


def _strip(group: Group, result: Result, key: str, level: float) -> Strip:
    values = np.zeros(0) if group.rows.empty else group.each(key, level)
    return Strip(values[~np.isnan(values)], result.estimate, result.interval)


def _people(told: Detecting, evidence: Evidence) -> pd.DataFrame:
    """A row per participant, with the counts that d' and criterion are made of."""
    tables = []
    for arm in evidence.arms:
        group = told.of(arm)
        if group.rows.empty:
            continue
        hits, false_alarms = group.detections.hits, group.detections.false_alarms
        counts = {"n_signal": hits.n_chances, "n_hits": hits.n_events}
        counts |= {"n_noise": false_alarms.n_chances, "n_false_alarms": false_alarms.n_events}
        indices = {key: group.each(key, evidence.level) for key in group.indices}
        tables.append(pd.DataFrame({"participant": group.names, "arm": arm, **counts, **indices}))
    return pd.concat(tables).sort_values(["arm", "participant"], ignore_index=True)


def _methods(evidence: Evidence, told: Sequence[Detecting], found: Found) -> tuple[str, ...]:
    kinds = {each.kind for each in told}
    sentences = [SHIFT] if "advice" in kinds else []
    if kinds & {"advice", "classes"}:
        sentences.append(
            "Sensitivity is d′ = z(hits) − z(false alarms), the criterion c = −(z(hits) + z(false alarms)) / 2."
        )
    if "sides" in kinds:
        sentences.append(
            "Of two alternatives d′ = √2 z(share of right answers), which is too small where a side is preferred; "
            "beside it stands d′ = (z(hits) − z(false alarms)) / √2, which allows for that; c is the leaning to a side."
        )
    sentences.append(
        "Shares enter as (events + .5) / (chances + 1); d′ and c are averaged over participants who have every kind of "
        "trial, with Student's t intervals, and pooled over trials beside it."
    )
    if len(evidence.arms) > 1:
        n = len([key for key in found if key[2] in ("d_prime_difference", "criterion_difference")])
        sentences.append(
            "Differences from the first arm are exploratory: Welch's t tests on participants' d′ and c, p values "
            f"corrected for {n} comparisons by Benjamini and Hochberg's method."
        )
    models = [result for key, result in found.items() if key[2] in MODELLED]
    if models:
        sentences.append(
            "Acceptance is also modelled as accept ~ ai * arm with random effects of participants and images (ai: −.5 "
            "where the classifier is wrong, .5 where it is right), logistic, by maximum likelihood with Laplace's "
            "approximation: the interaction is the difference in sensitivity, the arm's main effect minus the "
            f"difference of criteria; Wald tests, corrected for {len(models)} comparisons. {RULE}"
        )
        sentences += [f"Fitted: {method}." for method in dict.fromkeys(_formula(result) for result in models)]
    return tuple(sentences)


def _formula(result: Result) -> str:
    """What was fitted, as it stands in the method."""
    return result.method.removeprefix("logistic mixed model ").split(", maximum likelihood")[0]
