"""What the chains say of every hypothesis about accuracy, by the formula of its mixed model."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.special import expit

from analysis import population
from analysis.bayes.convergence import Convergence, convergence
from analysis.bayes.sampling import Chains, Run, Tell, coded, sample
from analysis.evidence import Evidence
from analysis.planned.model import MODELLED, CellModel, model_of
from analysis.planned.places import places, told
from analysis.remembered import per_evidence
from analysis.stats.estimable import NotEstimable, Values
from study_app.definition import Hypothesis

N_NODES = 41


@dataclass(frozen=True)
class Posterior:
    """Draws, each (chain, draw).  difference: of marginal probabilities.  log_odds: conditional, of a pair of arms."""

    hypothesis: Hypothesis
    model: CellModel
    run: Run
    difference: Values
    log_odds: Values | None
    convergence: Convergence


@dataclass(frozen=True)
class Unmodelled:
    """A hypothesis that has no mixed model, and why."""

    hypothesis: Hypothesis
    reason: str


def asked(evidence: Evidence) -> tuple[Hypothesis, ...]:
    """The hypotheses that it is about."""
    return tuple(each for each in evidence.plan.hypothesis if each.outcome == MODELLED)


@per_evidence
def posteriors(evidence: Evidence, runs: tuple[Run, ...], tell: Tell) -> tuple[Posterior | Unmodelled, ...]:
    """One per hypothesis, in the order of the plan; those about the same cells share their chains.

    runs: the next one is made where the one before has not converged.  tell: hears how far it has come.
    """
    sampled: dict[int, Chains] = {}
    made: list[Posterior | Unmodelled] = []
    for hypothesis in asked(evidence):
        model = model_of(evidence, hypothesis)
        if isinstance(model, NotEstimable):
            made.append(Unmodelled(hypothesis, f"there is no mixed model: {model.reason}"))
            continue
        key = id(model.frame)  # models of the same cells share their frame, which is remembered with the evidence
        if key not in sampled:
            levels = _levels(evidence, hypothesis, model)
            sampled[key] = _sampled(model, levels, runs, partial(_about, hypothesis.name, tell))
        made.append(_posterior(evidence, hypothesis, model, sampled[key]))
    return tuple(made)


def _about(name: str, tell: Tell, how: str) -> None:
    tell(f"{name}, {how}")


def _sampled(model: CellModel, levels: dict[str, list[object]], runs: Sequence[Run], tell: Tell) -> Chains:
    """By the first run that has converged, or the last."""
    frame = coded(model.frame, levels)
    for place, run in enumerate(runs):
        chains = sample(frame, model.declared.formula, run, tell)
        if place == len(runs) - 1 or not _checked(chains).faults:
            return chains
    raise ValueError("no run")


def _checked(chains: Chains, *more: Values) -> Convergence:
    return convergence([*chains.parameters.values(), *more], chains.energy, chains.n_divergent)


def _levels(evidence: Evidence, hypothesis: Hypothesis, model: CellModel) -> dict[str, list[object]]:
    """Of every column that the formula has, those that the frame has, in the order of the plan."""
    orders: dict[str, Sequence[object]] = {
        "arm": evidence.arms,
        "part": [told(place) for place in places(evidence, hypothesis)],
        **{group: sorted(model.frame[group].unique()) for group in ("participant", "item")},
    }
    return {name: [each for each in order if (model.frame[name] == each).any()] for name, order in orders.items()}


def _posterior(evidence: Evidence, hypothesis: Hypothesis, model: CellModel, chains: Chains) -> Posterior:
    levels = _levels(evidence, hypothesis, model)
    marginal, conditional = [], []
    for cell in hypothesis.cells:
        rows = model.rows(cell.arm, told(population.place_of(evidence, hypothesis, cell)))
        alike = ["arm", "part", *model.declared.derived.fixed]
        shares = rows.groupby(alike, sort=False).size() / len(rows)
        weights, once = shares.to_numpy(dtype="float64"), rows.drop_duplicates(alike)  # both as they first appear
        logits = chains.logits(coded(once, levels))
        spread = np.sqrt(sum(np.square(chains.spread(group)) for group in model.declared.fit.sd))
        marginal.append(cell.weight * (averaged(logits, spread) @ weights))
        conditional.append(expit(logits) @ weights)
    difference = np.sum(marginal, axis=0)
    log_odds = None
    if hypothesis.is_pair:
        over, under = (np.log(p) - np.log1p(-p) for p in conditional)
        log_odds = over - under
    checked = _checked(chains, difference, *([] if log_odds is None else [log_odds]))
    return Posterior(hypothesis, model, chains.run, difference, log_odds, checked)


def averaged(logits: Values, spread: Values) -> Values:
    """The probabilities averaged over a normal spread of logits, by Gauss-Hermite quadrature.

    logits: (chain, draw, row).  spread: (chain, draw), a standard deviation.  Returns (chain, draw, row).
    """
    nodes, masses = np.polynomial.hermite_e.hermegauss(N_NODES)
    made = np.zeros_like(logits)
    for node, mass in zip(nodes, masses / masses.sum(), strict=True):
        made += mass * expit(logits + node * spread[:, :, None])
    return made
