"""Planned comparisons as the report shows them: sentences, a forest, tables, and how far other methods agree."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis import outcomes, verdicts, wording
from analysis.contrasts import effect_size
from analysis.equivalence.judged import claims
from analysis.evidence import Evidence
from analysis.figures.forest import forest
from analysis.planned import by_model
from analysis.planned.companions import NAMES, companions
from analysis.planned.model import MODELLED, CellModel, model_of
from analysis.planned.names import told_apart
from analysis.planned.places import compared
from analysis.planned.primary import planned
from analysis.planned.variances import spread_table, spreads
from analysis.question import Account, Drawing, Table
from analysis.result import Result
from analysis.units import unit_of
from study_app.definition import Hypothesis

SIZES = {
    "odds_ratio_marginal": "Odds ratio, marginal",
    "odds_ratio_conditional": "Odds ratio, conditional",
    "hedges_g": "Hedges' g",
    "ranks": "Cliff's δ",
}
OF_MODEL = "Conditional: of a participant and an image whose random effects are nought; marginal: averaged over them."
TWO_TESTS = "TOST: two one-sided tests of equivalence; p is that of the weaker one."


@dataclass(frozen=True)
class Comparison:
    """A hypothesis with its answer; beside: other results about it by the last part of their names."""

    hypothesis: Hypothesis
    difference: Result
    beside: dict[str, Result]
    means: dict[str, Result]

    @property
    def words(self) -> str:
        """The outcome in a sentence."""
        return outcomes.load(self.hypothesis.outcome).words


def results_of(evidence: Evidence, outcome_names: Sequence[str]) -> list[Result]:
    """Every number about the hypotheses of these outcomes: the answers first."""
    found = planned(evidence, outcome_names)
    return [*(answer for _, answer in found), *(each for one in found for each in _beside(evidence, *one))]


def _beside(evidence: Evidence, hypothesis: Hypothesis, answer: Result) -> list[Result]:
    each = compared(evidence, hypothesis)
    if each.reason is not None:
        return []
    made = companions(evidence, hypothesis)
    if hypothesis.is_pair:
        made.append(effect_size(each, outcomes.load(hypothesis.outcome), evidence))
    model = model_of(evidence, hypothesis) if hypothesis.outcome == MODELLED else None
    if not isinstance(model, CellModel):
        return made
    return [*made, *by_model.effects(answer, hypothesis, model, evidence), *spreads(answer, model)]


def comparisons(
    evidence: Evidence, results: Sequence[Result], outcome_names: Sequence[str], means: Sequence[Result] = ()
) -> tuple[Comparison, ...]:
    """What belongs together, in the order of the plan: confirmatory comparisons first.  means: of arms in blocks."""
    by_name = {each.name: each for each in results}
    made = []
    for hypothesis in (each for each in evidence.plan.hypothesis if each.outcome in outcome_names):
        stem = f"{outcomes.load(hypothesis.outcome).question}/{hypothesis.name}/"
        answer = by_name[f"{stem}difference"]
        beside = {name.removeprefix(stem): each for name, each in by_name.items() if name.startswith(stem)}
        beside.pop("difference")
        of_arms = {mean.labels["arm"]: mean for mean in means if mean.labels["block"] == answer.labels["block"]}
        made.append(Comparison(hypothesis, answer, beside, of_arms))
    return tuple(sorted(made, key=lambda each: each.difference.family != "confirmatory"))


def account_of(found: Sequence[Comparison], name: str, level: float) -> Account:
    """Answers, sentences, the forest and the tables; empty without hypotheses.  name: of the question."""
    if not found:
        return Account()
    answers = tuple(verdicts.answer(each.difference, each.means, each.words) for each in found)
    shown = told_apart([each.difference for each in found], [each.words for each in found])
    found = [replace(each, difference=difference) for each, difference in zip(found, shown, strict=True)]
    notes = (note for each in found for note in (verdicts.agreement(each.difference, _tests(each)),) if note)
    return Account(
        answers=answers,
        sentences=(*(verdicts.full(each.difference, each.beside.get("hedges_g")) for each in found), *notes),
        drawings=(_forest(found, name),),
        tables=(
            _table(found, level),
            _others(found, level),
            *_sizes(found, level),
            *spread_table([result for each in found for result in each.beside.values()]),
        ),
    )


def _tests(each: Comparison) -> dict[str, Result]:
    """The companions with a test, by what they are called."""
    return {NAMES[name]: each.beside[name] for name in NAMES if name in each.beside and each.beside[name].test}


def _forest(found: Sequence[Comparison], question: str) -> Drawing:
    name = f"{question}-differences"
    told = "; ".join(_told(each.difference) for each in found)
    alt = f"Planned differences between arms with their confidence intervals. {told}."
    caption = "Planned differences: the diamond is the estimate, the thick bar its confidence interval"
    if any(each.difference.simultaneous for each in found):
        caption += ", the thin line the interval that covers together with those of the other comparisons"
    if any(each.difference.smallest_effect for each in found):
        caption += "; the grey band holds differences smaller than the plan says would matter"
    return Drawing(name, forest([each.difference for each in found], name, alt), alt, f"{caption}.")


def _table(found: Sequence[Comparison], level: float) -> Table:
    mixed = len({each.difference.family for each in found}) > 1
    together = any(each.difference.simultaneous for each in found)
    adjusted = any(each.difference.test and each.difference.test.p_adjusted is not None for each in found)
    ci = f"{100 * level:.3g}% CI"
    columns = ["Comparison", "Difference", ci, *(["CI together"] if together else []), "Test", "p"]
    columns += ["p corrected"] if adjusted else []
    rows = tuple(_row(each.difference, (mixed, together, adjusted)) for each in found)
    notes = [
        f"{wording.contrast(each.difference)}: {each.difference.reason}." for each in found if each.difference.reason
    ]
    words = unit_of(found[0].difference.scale).words
    note = [f"Differences in {words}."] if words else []
    note += [TWO_TESTS] if any(claims(each.difference) for each in found) else []
    return Table("Planned comparisons", tuple(columns), rows, " ".join([*note, *_how_corrected(found), *notes]))


def _row(result: Result, shown: tuple[bool, bool, bool]) -> tuple[str, ...]:
    """shown: whether the family, the interval that holds together with others, and the corrected p are of interest."""
    mixed, together, adjusted = shown
    test = result.test
    name = f"{wording.contrast(result)} ({result.family})" if mixed else wording.contrast(result)
    cells = [name, _amount(result), _limits(result)]
    if together:
        cells.append("–" if result.simultaneous is None else wording.range_of(result.simultaneous, result.scale))
    cells += [f"{test.kind} {wording.statistic(test)}".strip() if test else "–"]
    cells += [wording.bare_p(test.p) if test else "–"]
    if adjusted:
        cells.append(wording.bare_p(test.p_adjusted) if test and test.p_adjusted is not None else "–")
    return tuple(cells)


def _others(found: Sequence[Comparison], level: float) -> Table:
    """The same comparisons by other methods, below the planned one each."""
    rows = []
    for each in found:
        planned_test = each.difference.test
        how = f"as planned ({planned_test.kind})" if planned_test else "as planned"
        rows.append((wording.contrast(each.difference), how, *_by(each.difference)))
        for name, result in ((name, each.beside[name]) for name in NAMES if name in each.beside):
            shown = result if result.scale == each.difference.scale else None
            rows.append((wording.contrast(each.difference), _method(name, each), *_by(result, shown)))
    note = "Companions are two-sided and not corrected; rank tests compare other things than means."
    columns = ("Comparison", "Method", "Difference", f"{100 * level:.3g}% CI", "Test", "p")
    return Table("The same by other methods", columns, tuple(rows), note)


def _method(name: str, each: Comparison) -> str:
    """What it is called; where the planned comparison is of participants' means, that is not said again."""
    if each.hypothesis.outcome == MODELLED:
        return NAMES[name]
    own = NAMES[name].removeprefix("Participants' means, ")
    return f"{own[0].upper()}{own[1:]}"


def _by(result: Result, shown: Result | None = None) -> tuple[str, str, str, str]:
    test, amounts = result.test, shown or result
    is_other = shown is None and result.scale == "standardised difference"
    return (
        "–" if is_other else _amount(amounts),
        "–" if is_other else _limits(amounts),
        wording.statistic(test) if test and test.kind != "permutation" else "–",
        wording.bare_p(test.p) if test else f"– ({result.reason})" if result.reason else "–",
    )


def _sizes(found: Sequence[Comparison], level: float) -> tuple[Table, ...]:
    there = [name for name in SIZES if any(name in each.beside for each in found)]
    if not there:
        return ()
    rows = tuple(
        (wording.contrast(each.difference), *(_size(each.beside.get(name)) for name in there)) for each in found
    )
    note = f"In brackets {100 * level:.3g}% confidence intervals. {OF_MODEL if 'odds_ratio_marginal' in there else ''}"
    note = f"{note.strip()} Hedges' g and Cliff's δ are of participants' values."
    return (Table("Sizes of effects", ("Comparison", *(SIZES[name] for name in there)), rows, note),)


def _size(result: Result | None) -> str:
    if result is None or result.estimate is None:
        return "–"
    limits = f" {wording.range_of(result.interval, result.scale)}" if result.interval else ""
    return f"{wording.bare_amount(result.estimate, result.scale)}{limits}"


def _amount(result: Result) -> str:
    return "–" if result.estimate is None else wording.bare_amount(result.estimate, result.scale)


def _limits(result: Result) -> str:
    return "–" if result.interval is None else wording.range_of(result.interval, result.scale)


def _how_corrected(found: Sequence[Comparison]) -> list[str]:
    tests = {each.difference.family: each.difference.test for each in found if each.difference.test}
    return [
        f"{family.capitalize()} p values are corrected for {test.n_comparisons} comparisons ({test.adjustment})."
        for family, test in tests.items()
        if test.adjustment
    ]


def _told(result: Result) -> str:
    return f"{wording.contrast(result).replace(wording.MINUS, 'minus')}: {wording.difference(result)}"
