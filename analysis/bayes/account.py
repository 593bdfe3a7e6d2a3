"""What the report says of posteriors: nothing where chains have not converged, but that they have not."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis import wording
from analysis.bayes.convergence import RULE
from analysis.bayes.library import versions
from analysis.bayes.posterior import Posterior, Unmodelled
from analysis.bayes.results import DIAGNOSTICS, NAME
from analysis.bayes.sampling import PRIORS, SEED, Run
from analysis.evidence import Evidence
from analysis.figures.forest import forest
from analysis.planned.names import told_apart
from analysis.question import Account, Drawing, Table
from analysis.result import Result

Numbers = Mapping[str, Result]  # the last part of a result's name → result, of one hypothesis
ODDS = "odds_ratio_conditional"
CAPTION = "Posterior of planned differences"


def account_of(
    evidence: Evidence, results: Sequence[Result], found: Sequence[Posterior | Unmodelled], runs: Sequence[Run]
) -> Account:
    """runs: as they were to be made, one where the one before has not converged."""
    differences = [each for each in results if each.name.endswith("/difference")]
    shown = told_apart(differences, ["accuracy"] * len(differences))
    told = [(each, _of(results, each.labels["hypothesis"])) for each in shown]
    credible = f"{100 * evidence.level:.3g}% credible interval"
    sampled = [(each, numbers) for each, numbers in told if "r_hat" in numbers]
    return Account(
        sentences=tuple(_sentence(each, numbers, credible) for each, numbers in told),
        drawings=_drawings([each for each in shown if each.estimate is not None], credible),
        tables=(_posterior_table(told, credible), *_probability_table(told), *_convergence_table(sampled, found)),
        methods=_methods(runs) if sampled else (),
        data=_draws(found),
    )


def _of(results: Sequence[Result], hypothesis: str) -> Numbers:
    mine = [each for each in results if each.labels["hypothesis"] == hypothesis]
    return {each.name.rpartition("/")[2]: each for each in mine}


def _sentence(difference: Result, numbers: Numbers, credible: str) -> str:
    contrast = wording.contrast(difference)
    if difference.estimate is None or difference.interval is None:
        return f"{contrast}: nothing can be said of a posterior, because {difference.reason}."
    said = (
        f"{contrast}: posterior mean {wording.amount(difference.estimate, difference.scale)}, {credible} "
        f"{wording.range_of(difference.interval, difference.scale)}; the posterior probability that the difference "
        f"lies above 0 is {_said(numbers['above_zero'])}"
    )
    if difference.smallest_effect is not None:
        small = wording.amount(difference.smallest_effect, difference.scale)
        minus = wording.amount(-difference.smallest_effect, difference.scale)
        said += (
            f", above {small}, the smallest that would matter, {_said(numbers['above_smallest'])}, below {minus} "
            f"{_said(numbers['below_smallest'])}, and between them {_said(numbers['within_smallest'])}"
        )
    return f"{said}."


def _said(result: Result) -> str:
    """The same within a sentence."""
    return probability(result).replace("< ", "less than ").replace("> ", "more than ")


def probability(result: Result) -> str:
    """In per cent; of finitely many draws never exactly none or all."""
    if result.estimate is None:
        return "–"
    if result.estimate < 0.001:
        return "< 0.1%"
    return "> 99.9%" if result.estimate > 0.999 else wording.percent(result.estimate)


def _drawings(differences: Sequence[Result], credible: str) -> tuple[Drawing, ...]:
    if not differences:
        return ()
    told = "; ".join(
        f"{wording.contrast(each).replace(wording.MINUS, 'minus')}: {_mean(each)} percentage points, {_limits(each)}"
        for each in differences
    )
    name = f"{NAME}-differences"
    alt = f"Posterior means of planned differences with {credible}s, in percentage points. {told}."
    caption = f"{CAPTION}: the diamond is the posterior mean, the bar the equal-tailed {credible}"
    if any(each.smallest_effect for each in differences):
        caption += "; the grey band holds differences smaller than the plan says would matter"
    return (Drawing(name, forest(differences, name, alt), alt, f"{caption}."),)


def _posterior_table(told: Sequence[tuple[Result, Numbers]], credible: str) -> Table:
    with_odds = any(ODDS in numbers for _, numbers in told)
    columns = ("Comparison", "Mean", credible.capitalize(), *(["Odds ratio, conditional"] if with_odds else []))
    rows = tuple(
        (wording.contrast(each), _mean(each), _limits(each), *([_ratio(numbers.get(ODDS))] if with_odds else []))
        for each, numbers in told
    )
    lacking = [f"{wording.contrast(each)}: {each.reason}." for each, _ in told if each.reason]
    note = "Differences in percentage points; in brackets credible intervals."
    return Table(CAPTION, columns, rows, " ".join([note, *lacking]))


def _probability_table(told: Sequence[tuple[Result, Numbers]]) -> tuple[Table, ...]:
    """Of chains that have converged."""
    there = [(each, numbers) for each, numbers in told if each.estimate is not None]
    if not there:
        return ()
    with_small = any("within_smallest" in numbers for _, numbers in there)
    columns = ("Comparison", "Above 0", *(["Above smallest", "Below −smallest", "Between"] if with_small else []))
    keys = ["above_zero", *(["above_smallest", "below_smallest", "within_smallest"] if with_small else [])]
    rows = tuple(
        (wording.contrast(each), *(probability(numbers[key]) if key in numbers else "–" for key in keys))
        for each, numbers in there
    )
    note = "Smallest: the smallest difference that the plan says would matter." if with_small else ""
    return (Table("Posterior probabilities of where the difference lies", columns, rows, note),)


def _mean(result: Result) -> str:
    return "–" if result.estimate is None else wording.bare_amount(result.estimate, result.scale)


def _limits(result: Result) -> str:
    return "–" if result.interval is None else wording.range_of(result.interval, result.scale)


def _ratio(result: Result | None) -> str:
    if result is None or result.estimate is None:
        return "–"
    return f"{wording.number(result.estimate)} {_limits(result)}"


def _convergence_table(
    sampled: Sequence[tuple[Result, Numbers]], found: Sequence[Posterior | Unmodelled]
) -> tuple[Table, ...]:
    if not sampled:
        return ()
    runs = {each.hypothesis.name: each.run.text for each in found if isinstance(each, Posterior)}
    digits = {"r_hat": 3, "e_bfmi": 2}
    rows = []
    for each, numbers in sampled:
        values = [numbers[key].estimate for key in DIAGNOSTICS]
        cells = [
            "–" if x is None else f"{x:,.{digits.get(key, 0)}f}" for key, x in zip(DIAGNOSTICS, values, strict=True)
        ]
        verdict = "yes" if each.estimate is not None else "no"
        rows.append((wording.contrast(each), *cells, verdict))
    columns = ("Comparison", "R-hat", "Bulk ESS", "Tail ESS", "Divergences", "E-BFMI", "Converged")
    made = "; ".join(dict.fromkeys(runs.values()))
    note = (
        f"The worst among all parameters and the difference, of {made}. ESS: effective sample size. Converged: {RULE}."
    )
    return (Table("Convergence of the chains", columns, tuple(rows), note),)


def _methods(runs: Sequence[Run]) -> tuple[str, ...]:
    again = "".join(f" Where these had not converged, {each.text} took their place." for each in runs[1:])
    return (
        "Beside the planned analysis, hypotheses about accuracy were put to a Bayesian mixed logistic model of the "
        f"same formula ({versions()}). Priors: {PRIORS}.",
        f"It was sampled by the No-U-Turn sampler in {runs[0].text} (seed {SEED}).{again}",
        f"Chains count as converged with {RULE}; of others no estimate is told.",
        "Told are posterior means with equal-tailed credible intervals, which hold the true value with that "
        "probability given the model and its priors: they are no confidence intervals, and nothing here is "
        "confirmatory.",
    )


def _draws(found: Sequence[Posterior | Unmodelled]) -> dict[str, pd.DataFrame]:
    """A row per draw of chains that have converged."""
    tables = []
    for each in found:
        if isinstance(each, Unmodelled) or each.convergence.faults:
            continue
        n_chains, n_draws = each.difference.shape
        odds = np.full(each.difference.size, np.nan) if each.log_odds is None else np.exp(each.log_odds).ravel()
        tables.append(
            pd.DataFrame(
                {
                    "hypothesis": each.hypothesis.name,
                    "chain": np.repeat(np.arange(1, n_chains + 1), n_draws),
                    "draw": np.tile(np.arange(1, n_draws + 1), n_chains),
                    "difference": each.difference.ravel(),
                    "odds_ratio_conditional": odds,
                }
            )
        )
    return {f"{NAME}-draws": pd.concat(tables, ignore_index=True)} if tables else {}
