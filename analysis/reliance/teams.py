"""People with a classifier against the better of the two alone."""

from dataclasses import replace

from analysis.reliance.advised import Advised
from analysis.reliance.results import BOOTSTRAP, N_RESAMPLES, NAME, blank, ordered_rows, rng, with_interval
from analysis.result import Result
from analysis.stats.complementarity import Accuracies, complementarity
from analysis.stats.estimable import NotEstimable
from analysis.stats.group_estimates import average

POPULATION = "everyone randomised with at least one trial answered with advice in the block, in the arm as randomised"
MEAN = "mean over participants of each one's share"
SET = "which advice people met is set by the study, not sampled"
ONE_STAGE = "in one stage nobody answers without advice: what people alone would do is not known"


def classifier_in_study(advised: Advised) -> Result:
    """How often the advice was right that participants of all arms met."""
    values = advised.all.accuracies[:, 1]
    made = blank(advised, "all", "classifier", int(advised.all.rows.shape[0]))
    return replace(
        made,
        name=f"{NAME}/{advised.measure}/classifier",
        estimand=f"share of trials with right advice in block {advised.measure}, of {POPULATION}, all arms",
        method=MEAN,
        estimate=float(values.mean()),
        n={arm: len(advised.of(arm).names) for arm in advised.arms},
        labels={"block": advised.measure, "kind": "classifier"},
        status="no_interval",
        reason=SET,
    )


def teams_of_arms(advised: Advised, level: float) -> list[Result]:
    """Per arm the accuracies with advice, alone and of the classifier; and complementarity."""
    found = []
    for arm in advised.arms:
        found += [*_accuracies(advised, arm, level), _complementarity(advised, arm, level)]
    return found


def _accuracies(advised: Advised, arm: str, level: float) -> list[Result]:
    trials = advised.of(arm)
    meanings = {"team": "right answers with advice", "classifier": "right advice", "alone": "right own answers"}
    found = []
    for place, (kind, meaning) in enumerate(meanings.items()):
        made = replace(
            blank(advised, arm, kind, len(trials.rows)),
            estimand=f"share of {meaning} in block {advised.measure} of {POPULATION}: {arm}",
            method="mean over participants of each one's share; Student's t interval, cut to the range from 0 to 1",
        )
        if kind == "alone" and not advised.in_two_stages:
            found.append(replace(made, reason=ONE_STAGE))
        elif not trials.names:
            found.append(replace(made, reason=_nobody(arm)))
        elif kind == "classifier":
            estimate = float(trials.accuracies[:, place].mean())
            found.append(replace(made, estimate=estimate, method=MEAN, status="no_interval", reason=SET))
        else:
            spread = average(trials.accuracies[:, place], level, n_without=0, n_trials=len(trials.rows))
            made = with_interval(made, spread.estimate, spread.interval)
            found.append(replace(made, std_error=spread.std_error))
    return found


def _complementarity(advised: Advised, arm: str, level: float) -> Result:
    trials = advised.of(arm)
    made = replace(
        blank(advised, arm, "complementarity", len(trials.rows)),
        estimand="complementarity, the accuracy of people with advice minus the larger of their own before the advice "
        f"and the classifier's, in block {advised.measure} of {POPULATION}: {arm}",
        scale="difference of proportions",
        method=f"difference of means over participants; {BOOTSTRAP}; the larger of two is too large in the mean where "
        "they are about equal, which errs against complementarity",
        reference=0.0,
    )
    if not advised.in_two_stages:
        return replace(made, reason=ONE_STAGE)
    if not trials.names:
        return replace(made, reason=_nobody(arm))
    of_team, of_classifier, alone = ordered_rows(trials.accuracies).T
    accuracies = Accuracies(of_team, of_classifier, alone, paired=True)
    found = complementarity(accuracies, level, rng=rng(), n_resamples=N_RESAMPLES)
    if isinstance(found, NotEstimable):
        return replace(made, reason=found.reason)
    labels = {**made.labels, "better_alone": found.better_alone}
    return with_interval(replace(made, labels=labels), found.estimate, found.interval)


def _nobody(arm: str) -> str:
    return f"nobody answered with advice in arm {arm}"
