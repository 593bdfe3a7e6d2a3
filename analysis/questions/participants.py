"""Who took part: from the first page to those whose answers are analysed, overall and per arm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis import population, wording
from analysis.evidence import Evidence
from analysis.figures.flow_chart import flow_chart
from analysis.question import Account, Drawing, Table
from analysis.result import Result

NAME = "participants"
OF_ALL = {
    "began": "participants who began the study",
    "declined": "participants who did not consent",
    "full": "participants who found no free seat, and were not randomised",
    "left_before": "participants who left before they were randomised",
    "randomised": "participants who were randomised",
}
OF_ARM = {
    "randomised": "participants randomised to",
    "analysed": "participants with at least one answered trial of an outcome block, randomised to",
    "completed": "participants who came to the last page, randomised to",
}
OF_DATA = {  # of data from elsewhere
    "randomised": "participants in the data, in arm",
    "analysed": "participants with at least one answer that is right or wrong, in arm",
    "completed": "participants who came to the end, in arm",
}


@dataclass(frozen=True)
class Participants:
    """The question, as the registry finds it."""

    title: str = "Participants"
    rank: int = 90

    def results(self, evidence: Evidence) -> Sequence[Result]:
        """How many reached each step, overall and per arm; data from elsewhere tell of arms alone."""
        flow = population.flow(evidence)
        words = OF_ARM if evidence.plan.study is not None else _of_data(evidence)
        of_all = [_count(step, None, getattr(flow, step), words) for step in OF_ALL if words is OF_ARM]
        of_arms = [
            _count(step, arm, getattr(counts, step), words) for arm, counts in flow.arms.items() for step in words
        ]
        return [*of_all, *of_arms]

    def account(self, evidence: Evidence, results: Sequence[Result]) -> Account:
        """A flow chart, and the same as a table."""
        n = {(each.labels["step"], each.labels.get("arm")): int(each.estimate or 0) for each in results}
        if evidence.plan.study is None:
            return Account(tables=(_table_of_data(n, evidence),))
        return Account(drawings=(_chart(n, evidence),), tables=(_table(n, evidence),))


QUESTION = Participants()
Counts = dict[tuple[str, str | None], int]


def _of_data(evidence: Evidence) -> dict[str, str]:
    """The steps that data from elsewhere tell of: some do not tell who finished."""
    finished = population.knows_who_finished(evidence)
    return {step: words for step, words in OF_DATA.items() if finished or step != "completed"}


def _count(step: str, arm: str | None, n: int, words: Mapping[str, str]) -> Result:
    return Result(
        name=f"{NAME}/{arm or 'all'}/{step}",
        question=NAME,
        estimand=OF_ALL[step] if arm is None else f"{words[step]} {arm}",
        scale="count",
        family="descriptive",
        method="count",
        estimate=float(n),
        n={arm or "all": n},
        labels={"step": step} | ({"arm": arm} if arm else {}),
    )


def _chart(n: Counts, evidence: Evidence) -> Drawing:
    arms = {
        arm: (
            f"{arm}\n{n['randomised', arm]} randomised",
            f"{n['analysed', arm]} analysed",
            f"{n['completed', arm]} finished",
        )
        for arm in evidence.arms
    }
    lost = [f"{n[step, None]} {word}" for step, word in _lost().items() if n[step, None]]
    trunk = (f"{n['began', None]} began", f"{n['randomised', None]} randomised")
    told = "; ".join(
        f"{arm}: {n['randomised', arm]} randomised, {n['analysed', arm]} analysed, {n['completed', arm]} finished"
        for arm in evidence.arms
    )
    left = f" ({', '.join(lost)})" if lost else ""
    alt = f"Flow of participants: {trunk[0]}{left}; {trunk[1]}. {told}."
    name = "participants-flow"
    caption = (
        "Flow of participants. Analysed: with an answer to at least one outcome trial, in the arm as randomised. "
        "Finished: came to the last page."
    )
    return Drawing(name, flow_chart(trunk, lost, arms, (name, alt)), alt, caption)


def _lost() -> dict[str, str]:
    return {"declined": "did not consent", "full": "found no free seat", "left_before": "left"}


def _table(n: Counts, evidence: Evidence) -> Table:
    rows = tuple((arm, *(str(n[step, arm]) for step in OF_ARM)) for arm in evidence.arms)
    total = ("all arms", *(str(sum(n[step, arm] for arm in evidence.arms)) for step in OF_ARM))
    note = f"{wording.people(n['began', None])} began; " + ", ".join(
        f"{n[step, None]} {word}" for step, word in _lost().items()
    )
    return Table("Participants per arm", ("Arm", "Randomised", "Analysed", "Finished"), (*rows, total), f"{note}.")


def _table_of_data(n: Counts, evidence: Evidence) -> Table:
    steps = _of_data(evidence)
    rows = [(arm, *(str(n[step, arm]) for step in steps)) for arm in evidence.arms]
    total = ("all arms", *(str(sum(n[step, arm] for arm in evidence.arms)) for step in steps))
    heads = ("Arm", "In the data", "Analysed", "Finished")[: len(steps) + 1]
    note = "Who began, declined or was turned away is not in data from elsewhere."
    return Table("Participants per arm", heads, (*rows, total), note)
