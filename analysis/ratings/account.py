"""What the report says of ratings: sentences, pictures, and how it was found."""

from collections.abc import Iterator, Sequence

import pandas as pd

from analysis import wording
from analysis.arm_differences import in_words
from analysis.evidence import Evidence
from analysis.question import Account
from analysis.ratings.drawing import Found, file_of, people_table, picture_of, shares_table
from analysis.ratings.measured import Scale, scales
from analysis.ratings.model import PLAIN
from analysis.ratings.reliability import ALL, DRAWS
from analysis.ratings.tables import differences_tables, items_table, points_table, reliability_table
from analysis.result import Result
from analysis.stats.mixed.declared import RULE


def account_of(evidence: Evidence, results: Sequence[Result]) -> Account:
    """Everything is rendered from the results, but counts and participants' own values, which are looked up."""
    told = scales(evidence)
    found = {_place(result): result for result in results}
    return Account(
        sentences=tuple(_sentences(evidence, told, found)),
        drawings=tuple(picture_of(scale, evidence, found) for scale in told),
        tables=(
            items_table(evidence, told, found),
            *(points_table(scale, evidence, found) for scale in told if scale.points),
            *reliability_table(evidence, told, found),
            *differences_tables(evidence, told, found),
        ),
        methods=tuple(_methods(told, results)),
        data=_data(evidence, told, found),
    )


def _place(result: Result) -> tuple[str, str, str]:
    labels = result.labels
    return labels.get("item", labels.get("scale", "")), labels.get("arm", labels.get("first", "")), labels["quantity"]


def _data(evidence: Evidence, told: Sequence[Scale], found: Found) -> dict[str, pd.DataFrame]:
    people = {f"{file_of(scale)}-participants": people_table(scale, evidence) for scale in told}
    return people | {file_of(scale): shares_table(scale, evidence, found) for scale in told if scale.points}


def _sentences(evidence: Evidence, told: Sequence[Scale], found: Found) -> Iterator[str]:
    for scale in told:
        title = scale.title(evidence)
        for arm in evidence.arms:
            is_one = len(scale.items) == 1
            key, quantity = (scale.items[0].key, "mean") if is_one else (scale.key, "score")
            mean = found[key, arm, quantity]
            if mean.estimate is None:
                continue
            middle = f"median {_median(found, key, arm)}, " if is_one else ""
            yield f"{title}, {arm}: {middle}mean rating {in_words(mean)} ({wording.people(mean.n[arm])})."
        yield from _of_reliability(scale, title, found)
        for arm in evidence.arms[1:]:
            yield _of_difference(scale, title, arm, evidence, found)


def _median(found: Found, key: str, arm: str) -> str:
    estimate = found[key, arm, "median"].estimate
    return f"{estimate:.3g}" if estimate is not None else "–"


def _of_reliability(scale: Scale, title: str, found: Found) -> Iterator[str]:
    alpha = found.get((scale.key, ALL, "alpha"))
    if alpha is None:
        return
    omega = found[scale.key, ALL, "omega"]
    yield f"{title}, reliability: Cronbach's α {_equals(alpha)}; McDonald's ω {_equals(omega)}."
    contrary = [
        f"{item.name} (r = {wording.number(r.estimate)})"
        for item in scale.items
        if (r := found[scale.key, ALL, f"item_rest/{item.name}"]).estimate is not None and r.estimate < 0
    ]
    if contrary:
        yield (
            f"{title}: {wording.listed(contrary)} went against the other items. Whether an item is worded the other "
            "way round is not in the data, so nothing was reversed; if it is, means, reliability and comparisons of "
            "the scale do not hold."
        )


def _equals(result: Result) -> str:
    text = in_words(result)
    return text if result.estimate is None else f"= {text}"


def _of_difference(scale: Scale, title: str, arm: str, evidence: Evidence, found: Found) -> str:
    delta = found[scale.key, arm, "delta"]
    against = f"{title}, {arm} against {evidence.arms[0]}"
    if scale.points:
        main = f"odds of a higher rating multiplied by {in_words(found[scale.key, arm, 'odds_ratio'])}"
        if found[scale.key, arm, "odds_ratio"].estimate is None:
            main = f"odds ratio of a higher rating {in_words(found[scale.key, arm, 'odds_ratio'])}"
    else:
        main = f"mean rating higher by {in_words(found[scale.key, arm, 'mean_difference'])}"
        if found[scale.key, arm, "mean_difference"].estimate is None:
            main = f"difference of mean ratings {in_words(found[scale.key, arm, 'mean_difference'])}"
    return f"{against}: {main}. Cliff's δ {_equals(delta)}."


def _methods(told: Sequence[Scale], results: Sequence[Result]) -> Iterator[str]:
    yield (
        "Ratings are those given after the arms had parted, without attention items; items of a block with the same "
        "number of points are taken as one scale. Points are ordered: medians, and arms compared by odds."
    )
    if any(not scale.points for scale in told):
        yield "Ratings on lines, or with more than 11 points, are taken as numbers: differences by Welch's t tests."
    yield "Intervals of medians lie between order statistics, those of means are Student's t over participants."
    if any(result.labels["quantity"] == "alpha" for result in results):
        yield (
            "Reliability is of all arms together: Cronbach's α with Feldt's interval, McDonald's ω of one factor with "
            f"a percentile interval ({DRAWS})."
        )
    yield from _of_models([result for result in results if result.labels["quantity"] == "odds_ratio"])
    deltas = [result for result in results if result.labels["quantity"] == "delta"]
    if deltas:
        yield (
            "Beside it stand Cliff's δ of participants' mean ratings with Feng and Cliff's interval and Mann and "
            f"Whitney's test{_corrected(deltas)}. These comparisons are exploratory."
        )


def _of_models(ratios: Sequence[Result]) -> Iterator[str]:
    if not ratios:
        return
    yield (
        "Ratings are modelled by cumulative logits, which suppose that an arm shifts the odds alike at every point of "
        f"the scale; by maximum likelihood, mixed models with Laplace's approximation; Wald tests{_corrected(ratios)}."
    )
    fitted = dict.fromkeys(result.method for result in ratios if result.estimate is not None)
    if any("mixed" in method for method in fitted):
        yield (
            "Participants, items and pictures have random intercepts; items or pictures fewer than five are fixed "
            "effects. Items have no slopes: the comparison is about these items, not about others that might have been "
            "asked. With as few as three ratings per participant, 95% intervals of such models cover in about 93% of "
            f"simulated studies. {RULE}"
        )
    if any(PLAIN in method for method in fitted):
        yield f"In some models {PLAIN}: there participants have no random intercept."
    yield from (f"Fitted: {method}." for method in fitted)


def _corrected(results: Sequence[Result]) -> str:
    if len(results) < 2:
        return ""
    return f", corrected for {len(results)} comparisons by Benjamini and Hochberg's method"
