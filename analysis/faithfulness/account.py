"""What the report says of scores and help: sentences, scatters, tables, methods."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis import wording
from analysis.arm_differences import estimate, level_text
from analysis.evidence import Evidence
from analysis.faithfulness.benefit import N_SPLITS, Association, Benefits
from analysis.faithfulness.scored import Condition, Score, conditions
from analysis.faithfulness.tables import Found, arms_table, images_table, models_table
from analysis.figures.key import look
from analysis.figures.score_benefit import ScorePanel, score_benefit
from analysis.question import Account, Drawing
from analysis.result import Result
from analysis.stats.estimable import Values
from analysis.stats.mixed.declared import RULE
from analysis.titles import title_of

N_ALONG = 40
NOT_SEEN: tuple[None, ...] = (None,) * 5


def account_of(evidence: Evidence, results: Sequence[Result]) -> Account:
    """Everything is rendered from the results, but the images' own values, which are looked up for the picture."""
    told = conditions(evidence)
    found = {_key(result): result for result in results}
    drawings = [_drawing(each, evidence, found) for each in told if each.reference is not None]
    return Account(
        sentences=tuple(line for each in told for line in _sentences(evidence, each, found)),
        drawings=tuple(drawing for drawing in drawings if drawing is not None),
        tables=(
            models_table(evidence, told, found),
            *images_table(evidence, told, found),
            arms_table(evidence, told, found),
        ),
        methods=_methods(told, found),
        data={f"faithfulness-{measure}": _images(measure, told, evidence) for measure in {e.measure: 0 for e in told}},
    )


def _key(result: Result) -> tuple[str, str, str, str]:
    labels = result.labels
    return labels["block"], labels["arm"], labels.get("score", ""), labels["quantity"]


def _sentences(evidence: Evidence, condition: Condition, found: Found) -> list[str]:
    made = []
    title = title_of(evidence, condition.measure)
    for score in condition.scores:
        key = condition.measure, condition.name, score.name
        against, alone = found.get((*key, "against")), found[*key, "within"]
        about = f"{title}, {condition.name}, {words(score)}"
        if against is None:
            made.append(f"{about}: {_odds(alone, 'is')}. Nobody saw these images without an "
                        "explanation, so that help cannot be told from easy images.")  # fmt: skip
            continue
        rho = found[*key, "rho"]
        said = _odds(against, f"is, over that in {condition.reference},")
        made.append(f"{about}: {_verdict(against)}{said}. Over images, {_rho(rho)}.")
    return [*made, *_reliability(title, condition, found)]


def words(score: Score) -> str:
    """The score's name, and which way it is better."""
    return f"{score.name.replace('_', ' ')} ({'higher' if score.higher_is_better else 'lower'} is better)"


def _odds(result: Result, how: str) -> str:
    of = "odds ratio of a right answer per standard deviation of a better score"
    if result.estimate is None:
        return f"the {of} is not estimable ({result.reason})"
    interval = result.interval
    limits = f", {wording.level(interval)} {wording.limits(interval)}" if interval else ""
    test = f"; {wording.test(result.test)}" if result.test else ""
    return f"the {of} {how} {wording.number(result.estimate)}{limits}{test}"


def _verdict(result: Result) -> str:
    """In words whether scores go with help; empty where nothing was found out."""
    if result.test is None or result.interval is None:
        return ""
    p = result.test.p if result.test.p_adjusted is None else result.test.p_adjusted
    if p >= 1 - result.interval.level:
        return "no sign that a better score means more help, which is no evidence that it does not; "
    return f"better scores went with {'more' if (result.estimate or 0) > 1 else 'less'} help; "


def _rho(result: Result) -> str:
    if result.estimate is None:
        return f"the rank correlation of score and benefit is not estimable ({result.reason})"
    interval = result.interval
    limits = (
        f", {wording.level(interval)} {wording.limits(interval)}" if interval else f" (no interval: {result.reason})"
    )
    return f"better scores and benefit correlate by ρ = {wording.number(result.estimate)}{limits}"


def _reliability(title: str, condition: Condition, found: Found) -> list[str]:
    result = found.get((condition.measure, condition.name, "", "reliability"))
    if result is None:
        return []
    of = f"{title}, {condition.name}: how reliably benefits of images are told apart"
    if result.estimate is None:
        return [f"{of} is not estimable ({result.reason})."]
    most = wording.number(float(np.sqrt(result.estimate)))
    return [
        f"{of} is {wording.number(result.estimate)} (split half), so that even a score that knew the true benefits "
        f"would correlate with these by about {most} only."
    ]


def _drawing(condition: Condition, evidence: Evidence, found: Found) -> Drawing | None:
    benefits = Benefits(condition, evidence.level)
    panels = [panel for score in condition.scores if (panel := _panel(condition, score, benefits, found))]
    if not panels:
        return None
    name = f"faithfulness-{condition.measure}-{_file(condition.name)}"
    title = title_of(evidence, condition.measure)
    said = "; ".join(f"{panel.title}: {panel.said}" for panel in panels)
    alt = (
        f"Benefit of each image in {title}, {condition.name} minus {condition.reference}, against the automatic scores "
        f"of its explanation. {said}."
    )
    caption = (
        f"{title}: every point is an image, its benefit the share right in {condition.name} minus that in "
        f"{condition.reference}, in percentage points; the line is fitted by least squares, its band the "
        f"{level_text(evidence.level)} confidence interval over participants and images. To the right scores are "
        "better, whichever way they run; ρ above 0: better scores go with more benefit."
    )
    place = evidence.arms.index(condition.name) if condition.name in evidence.arms else 0
    return Drawing(name, score_benefit(panels, look(place), name, alt), alt, caption)


def _file(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "_-" else "-" for letter in name).strip("-")


def _panel(condition: Condition, score: Score, benefits: Benefits, found: Found) -> ScorePanel | None:
    is_there = [image in score.values.index for image in benefits.images]
    if not any(is_there):
        return None
    images = [image for image, known in zip(benefits.images, is_there, strict=True) if known]
    rho = found[condition.measure, condition.name, score.name, "rho"]
    said = "no correlation" if rho.estimate is None else f"ρ = {estimate(rho)}"
    axis = "higher is better →" if score.higher_is_better else "lower is better →"
    values = np.array(score.values[images], dtype=np.float64)
    line = _line(score, benefits)
    return ScorePanel(
        score.name.replace("_", " "), axis, values, benefits.values[is_there], line, said, not score.higher_is_better
    )


def _line(score: Score, benefits: Benefits) -> Values | None:
    """The line and its band as the picture wants them; None where there is none."""
    known = score.by_image
    found = benefits.association(known) if known else None
    if not isinstance(found, Association):
        return None
    ends = np.linspace(min(known.values()), max(known.values()), N_ALONG)
    spread = float(score.values.std(ddof=1)) * (1 if score.higher_is_better else -1)
    middle, reach = found.line[0] + found.line[1] * ends, found.band(ends)
    made = np.column_stack([float(score.values.mean()) + ends * spread, middle, middle - reach, middle + reach])
    ordered: Values = made[np.argsort(made[:, 0])]
    return ordered


def _images(measure: str, told: Sequence[Condition], evidence: Evidence) -> pd.DataFrame:
    """A row per condition, score and image."""
    rows = []
    for condition in (each for each in told if each.measure == measure):
        benefits = Benefits(condition, evidence.level)
        known: dict[str, tuple[float | None, ...]] = {}
        if condition.reference is not None and benefits.images:
            told_of = zip(*benefits.shares, *benefits.n_answers, benefits.values, strict=True)
            known = dict(zip(benefits.images, told_of, strict=True))
        for score in condition.scores:
            for image, value in score.values.items():
                rows.append(
                    (condition.name, condition.reference, score.name, image, value, *known.get(str(image), NOT_SEEN))
                )
    columns = [
        "arm",
        "reference",
        "score",
        "image",
        "value",
        "share_with",
        "share_without",
        "n_with",
        "n_without",
        "benefit",
    ]
    return pd.DataFrame(rows, columns=columns)


def _methods(told: Sequence[Condition], found: Found) -> tuple[str, ...]:
    tested = [result for result in found.values() if result.family == "exploratory"]
    sentences = [
        "Automatic scores of explanations come from the stimulus set; each was turned so that larger is better and "
        "standardised over the images shown. Only scores that claim to judge an explanation were tested.",
        "Whether a score predicts help was modelled as correct ~ score * explained, logistic, with random effects of "
        "participants (and their slopes of the score) and of images (and their slopes of seeing the explanation): the "
        "interaction is how much more the odds of a right answer rise with the score where the explanation is seen "
        "than where the same images are seen without. Within a condition correct ~ score stands beside it, which easy "
        f"images can produce alone. {RULE}",
        f"Exploratory: {len(tested)} tests of one family, by Student's t with the number of images, or of participants "
        "where fewer, less two as degrees of freedom, corrected by Benjamini and Hochberg's method.",
    ]
    if any(each.reference is not None for each in told):
        sentences.append(
            "An image's benefit is its share of right answers with the explanation minus that without; its association "
            "with the score is Spearman's ρ and a least-squares slope, with intervals that know that both "
            "participants and images are samples, from the spread of resamples of each and of both; its reliability is "
            f"the mean of {N_SPLITS} split halves of participants, stepped up."
        )
    formulas = dict.fromkeys(result.method.split(", maximum likelihood")[0] for result in tested)
    return (*sentences, *(f"Fitted: {each.removeprefix('logistic mixed model ')}." for each in formulas))
