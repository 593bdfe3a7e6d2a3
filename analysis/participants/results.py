"""Every count of the flow as a Result."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from analysis.participants.flow import ArmFlow, Flow
from analysis.participants.words import REASONS
from analysis.result import Result

NAME = "participants"
OF_ALL = {
    "began": "participants who began the study",
    "not_randomised": "participants who began and were not randomised",
    "randomised": "participants who were randomised",
}
OF_ARM = {
    "randomised": "participants randomised",
    "replaced": "participants randomised whose seat was given to somebody else later, and who are kept",
    "received": "participants randomised who met at least one trial of their arm",
    "lost": "participants randomised who did not come to the last page",
    "completed": "participants randomised who came to the last page",
    "erased": "participants randomised whose answers were deleted at their wish",
    "silent": "participants randomised who answered no outcome trial, though no answers were deleted",
    "analysed": "participants randomised with at least one answered outcome trial: the primary analysis",
    "completers": "participants of the primary analysis who came to the last page",
    "excluded": "participants of the primary analysis whom declared rules leave out in a sensitivity analysis",
    "kept": "participants of the primary analysis whom no declared rule leaves out",
}
OF_DATA = {
    "randomised": "participants in the data",
    "lost": "participants in the data who did not come to the end",
    "completed": "participants in the data who came to the end",
    "silent": "participants in the data without an answer that is right or wrong",
    "analysed": "participants in the data with at least one answer of an outcome: the primary analysis",
    "completers": "participants of the primary analysis who came to the end",
}


class Count(NamedTuple):
    """One number of an arm, or of all (arm: None).  part: the reason or the rule that it is a part of the step by."""

    arm: str | None
    step: str
    part: str | None
    n: int


def results(flow: Flow) -> list[Result]:
    """Overall, then arm by arm; steps that the data do not tell of are not there."""
    ours = flow.began is not None
    return [_result(count, OF_ARM if ours else {**OF_ARM, **OF_DATA}) for count in counts(flow)]


def counts(flow: Flow) -> Iterator[Count]:
    """Every number of the flow."""
    if flow.began is not None:
        yield Count(None, "began", None, flow.began)
        yield Count(None, "not_randomised", None, sum(flow.not_randomised.values()))
        yield from (Count(None, "not_randomised", reason, n) for reason, n in flow.not_randomised.items())
        yield Count(None, "randomised", None, flow.randomised)
    there = steps(flow)
    reasons = [reason for reason in REASONS if any(reason in each.lost for each in flow.arms.values())]
    for arm, each in flow.arms.items():
        for step in there:
            yield Count(arm, step, None, _number(each, step))
            if step == "lost":
                yield from (Count(arm, step, reason, each.lost.get(reason, 0)) for reason in reasons)
            if step == "excluded":
                yield from (Count(arm, step, rule, n) for rule, n in each.left_out.items())


def steps(flow: Flow) -> tuple[str, ...]:
    """Those that the data tell of, and that are not nought by nature."""
    arms, ours = tuple(flow.arms.values()), flow.began is not None
    there = {
        "randomised": True,
        "replaced": any(each.replaced is not None for each in arms),
        "received": any(each.received is not None for each in arms),
        "lost": any(each.completed is not None for each in arms),
        "completed": any(each.completed is not None for each in arms),
        "erased": ours,
        "silent": ours or any(each.silent for each in arms),
        "analysed": True,
        "completers": any(each.completers is not None for each in arms),
        "excluded": any(each.left_out for each in arms),
        "kept": any(each.left_out for each in arms),
    }
    return tuple(step for step, is_there in there.items() if is_there)


def _number(each: ArmFlow, step: str) -> int:
    if step in ("lost", "excluded"):
        return sum((each.lost if step == "lost" else each.left_out).values())
    return int(getattr(each, step) or 0)


def _result(count: Count, words: Mapping[str, str]) -> Result:
    told = OF_ALL[count.step] if count.arm is None else words[count.step]
    if count.part is not None:
        told += f", {'by the rule' if count.step == 'excluded' else 'for the reason'} {count.part}"
    of = "" if count.arm is None else f": {count.arm}"
    labels = {"step": count.step, "arm": count.arm, "part": count.part}
    return Result(
        name="/".join([NAME, count.arm or "all", count.step, *([count.part] if count.part else [])]),
        question=NAME,
        estimand=f"{told}{of}",
        scale="count",
        family="descriptive",
        method="count",
        estimate=float(count.n),
        n={count.arm or "all": count.n},
        labels={key: value for key, value in labels.items() if value is not None},
    )
