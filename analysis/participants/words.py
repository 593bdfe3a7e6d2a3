"""How the steps of the flow and the reasons to leave it are told."""

from collections.abc import Mapping

from analysis import wording
from analysis.participants.flow import Flow

REASONS: Mapping[str, str] = {
    "incompatible_device": "incompatible device",
    "no_consent": "declined consent",
    "left_before_consent": "left before consent",
    "screened_out": "screened out",
    "failed_checks": "failed checks",
    "full": "study full",
    "withdrew": "withdrew",
    "timed_out": "ran out of time",
    "left_after_consent": "left after consent",
    "in_progress": "left",
    "unfinished": "did not finish",
    "unknown": "not known",
    "completed": "not given an arm",
}


def reasons(counts: Mapping[str, int]) -> str:
    """`3 declined consent, 1 left`; those of nobody are left out."""
    return ", ".join(f"{n} {REASONS[reason]}" for reason, n in counts.items() if n)


def sentences(flow: Flow) -> tuple[str, ...]:
    """The flow in prose, as JARS asks for it: of everybody, then per arm in the order of the plan."""
    if not flow.arms:
        return ()
    knows = all(each.completed is not None for each in flow.arms.values())
    return (_entered(flow), *((_lost(flow),) if knows else ()), _analysed(flow))


def _entered(flow: Flow) -> str:
    if flow.began is None:
        told = wording.listed([f"{each.randomised} in {arm}" for arm, each in flow.arms.items()])
        return f"The data hold {wording.people(flow.randomised)}: {told}."
    arms = wording.listed([f"{each.randomised} to {arm}" for arm, each in flow.arms.items()])
    out = flow.began - flow.randomised
    said = f"{wording.people(flow.began)} began the study"
    said += f"; {out} {_were(out)} not randomised ({reasons(flow.not_randomised)})" if out else ""
    return f"{said}; {flow.randomised} {_were(flow.randomised)} randomised ({arms})."


def _were(n: int) -> str:
    return "was" if n == 1 else "were"


def _lost(flow: Flow) -> str:
    lost = {arm: sum(each.lost.values()) for arm, each in flow.arms.items()}
    if not any(lost.values()):
        return "Nobody was lost afterwards." if flow.began is not None else "All came to the end."
    why = {arm: f" ({reasons(flow.arms[arm].lost)})" if n and flow.began is not None else "" for arm, n in lost.items()}
    told = wording.listed([f"{n} in {arm}{why[arm]}" for arm, n in lost.items()])
    of, where = ("Of those randomised", "last page") if flow.began is not None else ("Of these", "end")
    return f"{of}, {sum(lost.values())} did not come to the {where}: {told}."


def _analysed(flow: Flow) -> str:
    told = wording.listed([f"{each.analysed} in {arm}" for arm, each in flow.arms.items()])
    n = sum(each.analysed for each in flow.arms.values())
    who = "randomised who answered at least one outcome trial, in the arm as randomised"
    who = who if flow.began is not None else "with at least one answer of an outcome"
    return (
        f"The primary analysis is of everybody {who}: {wording.people(n)} ({told}){_completers(flow)}.{_left_out(flow)}"
    )


def _completers(flow: Flow) -> str:
    found = [each.completers for each in flow.arms.values() if each.completers is not None]
    where = "last page" if flow.began is not None else "end"
    return f", of whom {sum(found)} came to the {where}" if len(found) == len(flow.arms) else ""


def _left_out(flow: Flow) -> str:
    rules = list(dict.fromkeys(rule for each in flow.arms.values() for rule in each.left_out))
    if not rules:
        return ""
    n = {rule: sum(each.left_out[rule] for each in flow.arms.values()) for rule in rules}
    told = wording.listed([f"{number} by {rule}" for rule, number in n.items()])
    kept = sum(each.kept for each in flow.arms.values())
    return f" Of these, the declared rules leave out {told} in a sensitivity analysis, which keeps {kept}."
