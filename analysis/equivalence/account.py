"""What the report says of equivalence: decisions in sentences, a forest per unit, tables of tests and Bayes factors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis import wording
from analysis.equivalence.bayes import PRIORS
from analysis.equivalence.judged import claims
from analysis.equivalence.words import smallest, whom
from analysis.figures.forest import forest
from analysis.planned.names import told_apart
from analysis.question import Account, Drawing, Table
from analysis.result import Result, Scale

SAID = {
    "equivalent": "{whom} are equivalent in {words}: the difference is smaller than {small}",
    "both": "{whom} differ in {words}, but by less than {small}: too little to matter by the plan",
    "different": "{whom} differ in {words}; that the difference is smaller than {small} is not shown",
    "undecided": "it is undecided whether {whom} differ in {words}, and whether by less than {small}",
}
OF_CONTRAST = {
    "equivalent": "the contrast {whom} of {words} is equivalent to 0: closer to it than {small}",
    "both": "the contrast {whom} of {words} is not 0, but closer to it than {small}: too little to matter by the plan",
    "different": "the contrast {whom} of {words} is not 0; that it is closer to 0 than {small} is not shown",
    "undecided": "it is undecided whether the contrast {whom} of {words} is 0, and whether closer to it than {small}",
}
IN_TABLE = {
    "equivalent": "equivalent",
    "both": "different, but too small",
    "different": "different",
    "undecided": "undecided",
}


@dataclass(frozen=True)
class Held:
    """A tested difference.  shown: the same, by the name that tells it apart; words: the outcome."""

    result: Result
    shown: Result
    words: str


def account_of(results: Sequence[Result], words: Mapping[str, str], level: float) -> Account:
    """words: the outcome of each hypothesis, by its name."""
    tested = [each for each in results if "prior" not in each.labels]
    if not tested:
        return Account()
    named = [words[each.labels["hypothesis"]] for each in tested]
    held = [Held(*each) for each in zip(tested, told_apart(tested, named), named, strict=True)]
    factors = {(each.labels["hypothesis"], each.labels["prior"]): each for each in results if "prior" in each.labels}
    scales = dict.fromkeys(each.result.scale for each in held)
    by_scale = {scale: [each for each in held if each.result.scale == scale] for scale in scales}
    return Account(
        sentences=tuple(_sentence(each, factors) for each in held),
        drawings=tuple(_forest(group, scale, list(by_scale)) for scale, group in by_scale.items()),
        tables=(_tests(held, level), *_bayes(held, factors)),
        methods=_methods(tested, factors, level),
    )


def _sentence(each: Held, factors: Mapping[tuple[str, str], Result]) -> str:
    result, small = each.result, smallest(each.result.smallest_effect or 0.0, each.result.scale)
    block = result.labels["block"]
    where = f"In {block}" if "contrast" in result.labels else f"In block {block}"
    if result.test is None or result.interval is None:
        return f"{where}, whether {whom(result)} are equivalent in {each.words} cannot be said: {result.reason}."
    told = (OF_CONTRAST if "contrast" in result.labels else SAID)[result.labels["decision"]]
    said = told.format(whom=whom(result), words=each.words, small=small)
    numbers = f"{wording.difference(result)}; TOST {wording.test(result.test)}"
    medium = factors.get((result.labels["hypothesis"], next(iter(PRIORS))))
    factor = f"; BF₀₁ = {_factor(medium)}" if medium is not None and medium.estimate is not None else ""
    kind = "claimed by the plan" if claims(result) else "exploratory"
    return f"{where}, {said} ({kind}): {numbers}{factor}."


def _forest(held: Sequence[Held], scale: Scale, scales: Sequence[Scale]) -> Drawing:
    name = "equivalence" if len(scales) == 1 else f"equivalence-{scale.replace(' ', '-')}"
    told = "; ".join(f"{_plain(each.shown)}: {wording.difference(each.result)}" for each in held)
    alt = f"Differences with the intervals that belong to tests of equivalence, and the bounds of the plan. {told}."
    caption = (
        "Where the thick bar, the interval that belongs to the two one-sided tests, lies within the grey band, the "
        "difference is too small to matter by the plan (before any correction for several comparisons)."
    )
    if scale != scales[0]:
        caption = f"The same for {wording.listed(list(dict.fromkeys(each.words for each in held)))}."
    return Drawing(name, forest([each.shown for each in held], name, alt), alt, caption)


def _plain(result: Result) -> str:
    return wording.contrast(result).replace(wording.MINUS, "minus")


def _tests(held: Sequence[Held], level: float) -> Table:
    columns = ("Comparison", "Decision", "Bounds", "Difference", f"{100 * (2 * level - 1):.3g}% CI", "p (TOST)")
    notes = [f"{wording.contrast(each.shown)}: {each.result.reason}." for each in held if each.result.reason]
    any_claimed = any(claims(each.result) for each in held)
    note = ["Exploratory, unless the plan claims equivalence." if any_claimed else "Exploratory: the plan claims none."]
    note.append("Different: by the planned test. The p values, by which it is decided, are corrected within families.")
    return Table("Tests of equivalence", columns, tuple(_row(each.shown) for each in held), " ".join([*note, *notes]))


def _row(result: Result) -> tuple[str, ...]:
    test = result.test
    p = None if test is None else test.p if test.p_adjusted is None else test.p_adjusted
    return (
        f"{wording.contrast(result)} (claimed)" if claims(result) else wording.contrast(result),
        IN_TABLE[result.labels["decision"]] if "decision" in result.labels else "–",
        f"±{smallest(result.smallest_effect or 0.0, result.scale)}",
        "–" if result.estimate is None else wording.bare_amount(result.estimate, result.scale),
        "–" if result.interval is None else wording.range_of(result.interval, result.scale),
        "–" if p is None else wording.bare_p(p),
    )


def _bayes(held: Sequence[Held], factors: Mapping[tuple[str, str], Result]) -> tuple[Table, ...]:
    pairs = [each for each in held if (each.result.labels["hypothesis"], next(iter(PRIORS))) in factors]
    if not pairs:
        return ()
    rows, notes = [], dict[str, None]()
    for each in pairs:
        found = [factors[each.result.labels["hypothesis"], prior] for prior in PRIORS]
        rows.append((wording.contrast(each.shown), *map(_factor, found)))
        notes |= {f"{wording.contrast(each.shown)}: {one.reason}.": None for one in found if one.reason}
    columns = ("Comparison", *(f"BF₀₁, {name} (r = {wording.number(scale)})" for name, scale in PRIORS.items()))
    note = (
        "Above 1: participants' values speak for no difference; below 1: for a difference. By prior on the "
        "standardised difference, a Cauchy distribution of scale r."
    )
    return (Table("Bayes factors", columns, tuple(rows), " ".join([note, *notes])),)


def _factor(result: Result) -> str:
    """Two decimals, of small ones three; far ones by bounds."""
    value = result.estimate
    if value is None:
        return "–"
    if value < 0.001:
        return "< 0.001"
    return "> 1000" if value > 1000 else wording.number(value, 3 if value < 0.1 else 2)


def _methods(tested: Sequence[Result], factors: Mapping[tuple[str, str], Result], level: float) -> tuple[str, ...]:
    n = len([each for each in tested if not claims(each)])
    among = f", p values corrected for {n} comparisons by Benjamini and Hochberg's method" if n > 1 else ""
    said = [
        "Equivalence is tested by two one-sided tests against the smallest difference that would matter by the plan, "
        "with the standard error and degrees of freedom of the planned comparison; the interval that belongs to them "
        f"is at the {100 * (2 * level - 1):.3g}% level.",
    ]
    if n:
        said.append(f"Where the plan claims a difference, these tests are exploratory{among}.")
    if any(map(claims, tested)):
        said.append(
            "Where it claims equivalence, their p value is that of the hypothesis, corrected within its family."
        )
    if factors:
        said.append(
            "JZS Bayes factors (Rouder et al., 2009) of participants' values compare no difference with a Cauchy prior "
            "on the standardised difference; they suppose equal spread in both arms."
        )
    return tuple(said)
