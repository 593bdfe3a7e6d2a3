"""The flow as the report shows it: a chart, a table by arm, and the reasons before randomisation."""

from collections.abc import Mapping, Sequence

from analysis import wording
from analysis.figures.flow_chart import flow_chart
from analysis.participants.flow import ArmFlow, Flow
from analysis.participants.results import counts, steps
from analysis.participants.words import REASONS, reasons
from analysis.question import Drawing, Table

CHART = "participants-flow"
STEPS = {
    "randomised": "Randomised",
    "replaced": "Seat given again later, kept",
    "received": "Received the arm",
    "lost": "Lost after randomisation",
    "completed": "Finished",
    "erased": "Answers deleted at their wish",
    "silent": "No outcome trial answered",
    "analysed": "Analysed",
    "completers": "Of these, finished",
    "excluded": "Of these, left out by rules",
    "kept": "Kept by rules",
}
IN_DATA = {"randomised": "In the data", "lost": "Did not come to the end"}


def chart(flow: Flow) -> Drawing:
    """A CONSORT flow; what the data do not tell is not drawn."""
    there = set(steps(flow))
    arms = {arm: _boxes(arm, each, flow, there) for arm, each in flow.arms.items()}
    if flow.began is None:
        trunk, aside = [f"In the data: {flow.randomised}"], []
    else:
        trunk = [f"Began: {flow.began}", f"Randomised: {flow.randomised}"]
        out = flow.not_randomised
        aside = [f"Not randomised: {sum(out.values())}", *(f"  {REASONS[key]}: {n}" for key, n in out.items() if n)]
    alt = _alt(flow)
    return Drawing(CHART, flow_chart(trunk, aside if len(aside) > 1 else [], arms, (CHART, alt)), alt, _caption(there))


def tables(flow: Flow) -> tuple[Table, ...]:
    """Everything per arm, with reasons and rules; then who was not randomised."""
    numbers = {(count.arm, count.step, count.part): count.n for count in counts(flow)}
    rows = list(dict.fromkeys((count.step, count.part) for count in counts(flow) if count.arm is not None))
    if flow.began is None and sum(step == "lost" and part is not None for step, part in rows) == 1:
        rows = [(step, part) for step, part in rows if step != "lost" or part is None]  # one reason tells no more
    made = [_row(step, part, [numbers[arm, step, part] for arm in flow.arms], flow) for step, part in rows]
    several = len(flow.arms) > 1
    columns = ("Participants", *flow.arms, *(("All arms",) if several else ()))
    cells = [(name, *map(str, of), *((str(sum(of)),) if several else ())) for name, of in made]
    by_arm = Table("Participants per arm", columns, tuple(cells), _note(flow))
    return (by_arm, *_before(flow))


def _before(flow: Flow) -> tuple[Table, ...]:
    there = [(reason, n) for reason, n in flow.not_randomised.items() if n]
    if not there:
        return ()
    rows = tuple((REASONS[reason].capitalize(), str(n)) for reason, n in there)
    return (Table("Not randomised", ("Reason", "Participants"), rows),)


def _row(step: str, part: str | None, of: list[int], flow: Flow) -> tuple[str, list[int]]:
    if part is not None:
        return f"– {REASONS[part] if step == 'lost' else part}", of
    return (IN_DATA if flow.began is None else {}).get(step, STEPS[step]), of


def _boxes(arm: str, each: ArmFlow, flow: Flow, there: set[str]) -> Sequence[str]:
    """The texts of one arm's boxes; lines that are nought in every arm are left out, but for those of CONSORT."""
    of_all = tuple(flow.arms.values())
    ours = flow.began is not None
    first = [arm, f"{'randomised' if ours else 'in the data'}: {each.randomised}"]
    if "received" in there:
        first.append(f"received the arm: {each.received}")
        if any(one.received != one.randomised for one in of_all):
            first.append(f"did not: {each.randomised - (each.received or 0)}")
    if any(one.replaced for one in of_all):
        first.append(f"seat given again: {each.replaced}")
    boxes = [first]
    if "lost" in there:
        kinds = [kind for kind in REASONS if any(one.lost.get(kind) for one in of_all)]
        lost = [f"  {REASONS[kind]}: {each.lost.get(kind, 0)}" for kind in kinds]
        boxes.append([f"Lost: {sum(each.lost.values())}", *(lost if ours else []), f"finished: {each.completed}"])
    last = [f"Analysed: {each.analysed}"]
    last += [f"  finished: {each.completers}"] if "completers" in there else []
    last += [f"answers deleted: {each.erased}"] if any(one.erased for one in of_all) else []
    last += [f"no outcome trial: {each.silent}"] if any(one.silent for one in of_all) else []
    boxes.append(last)
    if "kept" in there:
        rules = [f"  {rule}: {n}" for rule, n in each.left_out.items()]
        boxes.append([f"Kept by rules: {each.kept}", f"left out: {sum(each.left_out.values())}", *rules])
    return ["\n".join(box) for box in boxes]


def _alt(flow: Flow) -> str:
    if flow.began is None:
        head = f"Flow of participants: {flow.randomised} in the data."
    else:
        out = flow.began - flow.randomised
        told = f"; {out} not randomised ({reasons(flow.not_randomised)})" if out else ""
        head = f"Flow of participants: {flow.began} began{told}; {flow.randomised} randomised."
    return " ".join([head, *(f"{arm}: {_told(each, flow)}." for arm, each in flow.arms.items())])


def _told(each: ArmFlow, flow: Flow) -> str:
    parts = [f"{each.randomised} {'in the data' if flow.began is None else 'randomised'}"]
    parts += [] if each.received is None else [f"{each.received} received the arm"]
    parts += [f"seats of {each.replaced} given again later"] if each.replaced else []
    if each.completed is not None:
        why = f" ({reasons(each.lost)})" if flow.began is not None and any(each.lost.values()) else ""
        parts += [f"{sum(each.lost.values())} lost{why}", f"{each.completed} finished"]
    parts += [f"answers of {each.erased} deleted"] if each.erased else []
    parts += [f"{each.silent} without an outcome trial"] if each.silent else []
    parts.append(
        f"{each.analysed} analysed{'' if each.completers is None else f', {each.completers} of them finished'}"
    )
    if each.left_out:
        parts.append(f"{sum(each.left_out.values())} left out by declared rules{_rules(each.left_out)}")
        parts.append(f"{each.kept} kept")
    return ", ".join(parts)


def _rules(left_out: Mapping[str, int]) -> str:
    told = ", ".join(f"{n} {rule}" for rule, n in left_out.items() if n)
    return f" ({told})" if told else ""


def _caption(there: set[str]) -> str:
    said = ["Flow of participants."]
    if "received" in there:
        said.append("Received the arm: met at least one of its trials.")
    if "lost" in there:
        said.append("Lost: randomised, and did not come to the last page." if "received" in there else "")
    said.append("Analysed: answered at least one outcome trial, in the arm as given, finished or not.")
    if "replaced" in there:
        said.append("Participants whose seat was given to somebody else later stay in their arm and in the analysis.")
    if "kept" in there:
        said.append("Kept by rules: what declared rules of exclusion leave for a sensitivity analysis.")
    return " ".join(each for each in said if each)


def _note(flow: Flow) -> str:
    if flow.began is None:
        return "Who began, declined or was turned away is not in data from elsewhere."
    out = flow.began - flow.randomised
    told = f"{wording.people(flow.began)} began; {out} {'was' if out == 1 else 'were'} not randomised."
    return f"{told} Left: gone without a word, or still under way at the export."
