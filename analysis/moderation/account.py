"""What the report says of moderations: a short sentence each, a full one, pictures and tables."""

from collections.abc import Iterator, Mapping, Sequence

from analysis import verdicts, wording
from analysis.arm_differences import estimate, level_text, p_values
from analysis.evidence import Evidence
from analysis.moderation import drawing
from analysis.moderation.asked import FEWEST, Asked, asked
from analysis.moderation.results import NAME, compared_groups, places
from analysis.question import Account, Table
from analysis.result import Result, Test
from analysis.titles import title_of

Beside = Mapping[str, Result]  # the last parts of a name → the result
SCALES = (
    "An interaction of odds need not be one of shares of right answers, and the other way round: where the two "
    "disagree, whether the effect differs hangs on the scale."
)


def account_of(evidence: Evidence, results: Sequence[Result]) -> Account:
    """Empty where no moderation was declared."""
    found = [(each, _beside(each, results)) for each in asked(evidence)]
    if not found:
        return Account()
    level = level_text(evidence.level)
    pictures = (drawing.drawing(evidence, *pair) for pair in found)
    return Account(
        answers=tuple(line for pair in found for line in _answers(evidence, *pair)),
        sentences=tuple(line for pair in found for line in _sentences(evidence, *pair)),
        drawings=tuple(picture for picture in pictures if picture is not None),
        tables=tuple(make(found, level) for make in (_interactions, _on_shares, _simple_effects)),
        methods=_methods(found),
        data={f"{NAME}-{each.moderation.name}": drawing.data(evidence, each, beside) for each, beside in found},
    )


def _beside(each: Asked, results: Sequence[Result]) -> dict[str, Result]:
    stem = f"{NAME}/{each.moderation.name}/"
    return {one.name.removeprefix(stem): one for one in results if one.name.startswith(stem)}


def _named(group: str | None, what: str) -> str:
    return what if group is None else f"{group}/{what}"


def _answers(evidence: Evidence, each: Asked, beside: Beside) -> Iterator[str]:
    """Whether the difference of the arms differs, in a sentence each."""
    first, second = each.arms
    between = f"between arms {first} and {second} in accuracy in block {title_of(evidence, each.measure)}"
    for group in compared_groups(each):
        found = beside[_named(group, "interaction")]
        across = f"with {each.words}" if group is None else f"between {each.groups[0]} and {group} ({each.words})"
        if found.estimate is None or found.test is None or found.interval is None:
            yield f"Whether the difference {between} changes {across} cannot be told: {found.reason}."
        elif not verdicts.is_decided(found.test, found.interval):
            yield (
                f"These data leave open whether the difference {between} changes {across}: {_ratio(found, group)} "
                "(exploratory, declared beforehand)."
            )
        else:
            size = "larger" if found.estimate > 1 else "smaller"
            where = f"the higher {each.words} was" if group is None else f"for {group} than for {each.groups[0]}"
            yield (
                f"The difference {between} ({wording.contrast(found)}) was {size} {where}: "
                f"{_at_places(each, group, beside)} (exploratory, declared beforehand)."
            )


def _ratio(found: Result, group: str | None) -> str:
    per = " per standard deviation" if group is None else ""
    return f"the odds ratio is multiplied by {wording.difference(found)}{per}"


def _at_places(each: Asked, group: str | None, beside: Beside) -> str:
    kept = [place for place in places(each) if group is None or place.name in (each.groups[0], group)]
    told = (
        f"{wording.difference(beside[f'{place.name}/difference'])} {_preposition(each)} {place.words}" for place in kept
    )
    return "; ".join(told)


def _preposition(each: Asked) -> str:
    return "at" if each.kind == "number" else "for"


def _sentences(evidence: Evidence, each: Asked, beside: Beside) -> Iterator[str]:
    first, second = each.arms
    about = (
        f"{each.moderation.name}: {first} {wording.MINUS} {second}, {title_of(evidence, each.measure)}, by {each.words}"
    )
    for group in compared_groups(each):
        found, shares = beside[_named(group, "interaction")], beside[_named(group, "shares")]
        against = "" if group is None else f", {group} against {each.groups[0]}"
        if found.estimate is None or found.test is None:
            yield f"{about}{against}: not estimable ({found.reason})."
            continue
        per = " per SD" if group is None else ""
        yield (
            f"{about}{against}: ratio of odds ratios{per} {wording.difference(found)}; "
            f"{found.test.kind} {wording.test(found.test)}. {_of_shares(shares)}{_disagreement(found, shares)}"
        )
    if all(beside[f"{place.name}/difference"].estimate is not None for place in places(each)):
        told = _at_places(each, None, beside)
        yield f"{about}: differences (marginal) {told}."
    yield from _left_out(each)


def _of_shares(shares: Result) -> str:
    if shares.estimate is None or shares.test is None:
        return f"On participants' shares it cannot be told: {shares.reason}."
    return (
        f"On participants' shares the difference changes by {wording.difference(shares)}; {wording.test(shares.test)}."
    )


def _disagreement(found: Result, shares: Result) -> str:
    """Said where the two decide otherwise, each by its own uncorrected test."""
    if found.test is None or shares.test is None or found.interval is None:
        return ""
    alpha = 1 - found.interval.level
    if (found.test.p < alpha) == (shares.test.p < alpha):
        return ""
    return " The two do not decide alike (uncorrected): whether the effect differs hangs on the scale or the model."


def _left_out(each: Asked) -> Iterator[str]:
    if each.n_without:
        verb = "has" if each.n_without == 1 else "have"
        what = each.counted.removesuffix("s") if each.n_without == 1 else each.counted
        yield (
            f"{each.moderation.name}: {each.n_without} {what} of {each.n_in_all} {verb} no value of {each.words} and "
            f"{'is' if each.n_without == 1 else 'are'} left out."
        )
    if each.small:
        told = wording.listed(list(each.small))
        yield (
            f"{each.moderation.name}: left out, because an arm has fewer than {FEWEST} participants of the group: "
            f"{told}."
        )


def _interactions(found: Sequence[tuple[Asked, Beside]], level: str) -> Table:
    """The model's ratios."""
    rows, notes, corrected = list[tuple[str, ...]](), [_compared(each) for each, _ in found], list[Test]()
    for each, group, beside in _of_groups(found):
        ratio = beside[_named(group, "interaction")]
        tested = wording.statistic(ratio.test) if ratio.test else "–"
        rows.append((_row_name(each, group), estimate(ratio), tested, *p_values(ratio)))
        notes += [f"{_row_name(each, group)}: {ratio.reason}."] if ratio.reason else []
        corrected += [ratio.test] if ratio.test and ratio.test.p_adjusted is not None else []
    note = f"Ratio: of odds ratios, by the mixed model, with {level} confidence intervals. {' '.join(notes)}"
    if corrected:
        note += f" Corrected for {corrected[0].n_comparisons} moderations ({corrected[0].adjustment})."
    columns = ("Moderation", "Ratio", "Test", "p", "p corrected")
    return Table("Moderation of planned comparisons", columns, tuple(rows), note)


def _on_shares(found: Sequence[tuple[Asked, Beside]], level: str) -> Table:
    """The companions."""
    rows, notes = list[tuple[str, ...]](), list[str]()
    for each, group, beside in _of_groups(found):
        shares = beside[_named(group, "shares")]
        tested = wording.statistic(shares.test) if shares.test else "–"
        rows.append((_row_name(each, group), estimate(shares, scale=100, digits=1), tested, p_values(shares)[0]))
        notes += [f"{_row_name(each, group)}: {shares.reason}."] if shares.reason else []
    note = (
        f"By how many percentage points the difference of the arms is larger, with {level} confidence intervals; tests "
        f"are two-sided and not corrected. {SCALES}"
    )
    columns = ("Moderation", "Difference", "Test", "p")
    return Table("The same on participants' shares of right answers", columns, tuple(rows), " ".join([note, *notes]))


def _simple_effects(found: Sequence[tuple[Asked, Beside]], level: str) -> Table:
    """The comparison at both ends of a number, or in every group."""
    rows = list[tuple[str, ...]]()
    for each, beside in found:
        for place in places(each):
            shares = (estimate(beside[f"{place.name}/{arm}/probability"], scale=100, digits=1) for arm in each.arms)
            bare = tuple(share.partition(" [")[0] for share in shares)
            difference = estimate(beside[f"{place.name}/difference"], scale=100, digits=1)
            rows.append((each.moderation.name, place.words, *bare, difference))
        rows += [(each.moderation.name, group, "–", "–", "–") for group in each.small]
    small = f" Groups with fewer than {FEWEST} participants in an arm have a dash." if _has_small(found) else ""
    note = (
        f"Marginal probabilities of the mixed model in per cent, and their difference in percentage points with its "
        f"{level} confidence interval.{small}"
    )
    pairs = {each.arms for each, _ in found}
    heads = next(iter(pairs)) if len(pairs) == 1 else ("First arm", "Second arm")
    columns = ("Moderation", "At", *heads, "Difference")
    return Table("The comparison at values of the moderator", columns, tuple(rows), note)


def _of_groups(found: Sequence[tuple[Asked, Beside]]) -> Iterator[tuple[Asked, str | None, Beside]]:
    return ((each, group, beside) for each, beside in found for group in compared_groups(each))


def _row_name(each: Asked, group: str | None) -> str:
    name = each.moderation.name
    return f"{name}, {group} against {each.groups[0]}" if group is not None else f"{name}, per SD"


def _compared(each: Asked) -> str:
    """What a moderation is of, for a note."""
    first, second = each.arms
    by = "" if each.words == each.moderation.name else f", by {each.words}"
    return f"{each.moderation.name}: {first} {wording.MINUS} {second} in {each.measure}{by}."


def _has_small(found: Sequence[tuple[Asked, Beside]]) -> bool:
    return any(each.small for each, _ in found)


def _methods(found: Sequence[tuple[Asked, Beside]]) -> tuple[str, ...]:
    declared = [
        f"“{each.moderation.name}” (of “{each.hypothesis.name}”, by {each.words}, "
        f"{wording.people(sum(each.n.values()))})"
        for each, _ in found
    ]
    several = len(found) > 1
    made = [
        f"The plan declared beforehand {len(found)} moderation{'s' if several else ''}: {wording.listed(declared)}; no "
        "other was looked for. Moderations are exploratory"
        + (", and their p values corrected among themselves (Benjamini-Hochberg)." if _n(found) > 1 else "."),
        "Each comes from a logistic mixed model of the two compared arms, correct ~ arm × moderator, with participants "
        "and images as crossed random effects and the slopes that the design allows (those whose variance is estimated "
        "as zero are dropped; variances are enlarged by what those estimated from answers simulated by the fit fall "
        "short of it); the interaction is tested by Student's t with degrees of freedom by containment. Numbers are in "
        "standard deviations from their mean. Beside it stands the same on participants' shares of right answers: by "
        "least squares with HC3 standard errors, or Welch's t test.",
        "Participants without a value of the moderator are left out; groups with fewer than "
        f"{FEWEST} participants in an arm are not estimated.",
    ]
    return tuple(made)


def _n(found: Sequence[tuple[Asked, Beside]]) -> int:
    return sum(len(compared_groups(each)) for each, _ in found)
