"""The blocks of a session in order: what participants did in each, how often, and with what feedback."""

from collections.abc import Mapping

from analysis.evidence import Evidence
from analysis.report.methods.allocation import count
from analysis.report.methods.tasks import deed, details
from analysis.wording import listed
from study_app.definition import Study, Within

ORDERS = {
    "latin-square": "in orders from a Latin square",
    "williams": "in orders from a Williams design",
    "random": "in random order",
    "fixed": "in the order named",
}
Spread = tuple[int, int]


def procedure(evidence: Evidence) -> list[str]:
    """The sentences; of data from elsewhere only the blocks and the numbers of trials."""
    trials = trials_per_participant(evidence)
    study = evidence.plan.study
    return _of_data(evidence, trials) if study is None else _of_study(study, trials, _questions(evidence))


def trials_per_participant(evidence: Evidence) -> Mapping[str, Spread]:
    """Block → the fewest and the most trials that were planned for anybody who has the block."""
    rows = evidence.trials[["participant", "block", "position"]].drop_duplicates()
    sizes = rows.groupby(["block", "participant"]).size()
    return {str(block): (int(of.min()), int(of.max())) for block, of in sizes.groupby(level="block")}


def spread(sizes: Spread | None) -> str:
    """`24`, `8 to 24`; empty where nothing is known."""
    if sizes is None:
        return ""
    fewest, most = sizes
    return f"{most:,}" if fewest == most else f"{fewest:,} to {most:,}"


def _questions(evidence: Evidence) -> Mapping[str, int]:
    """Block → how many different questions its trials ask."""
    asked = evidence.trials.groupby("block")["question"].nunique()
    return {str(block): int(n) for block, n in asked.items()}


def _of_data(evidence: Evidence, trials: Mapping[str, Spread]) -> list[str]:
    names = [name for name in (*evidence.plan.block_names, *sorted(trials)) if name in trials]
    told = [f"{spread(trials[name])} in {evidence.plan.titles.get(name, name)}" for name in dict.fromkeys(names)]
    return [f"The data hold, for each participant, these numbers of trials: {listed(told)}."] if told else []


def _of_study(study: Study, trials: Mapping[str, Spread], questions: Mapping[str, int]) -> list[str]:
    n = len(study.block)
    said = [f"A session had {count(n)} parts, in this order." if n > 1 else "A session had one part."]
    for place, block in enumerate(study.block):
        lead = (
            "First participants"
            if place == 0
            else "Finally they"
            if place == n - 1
            else ("Next they", "Then they")[place % 2]
        )
        what = deed(block, spread(trials.get(block.name)), questions.get(block.name, 0))
        said += [f"{lead} {what} (block {block.name}).", *details(block, len(study.items.classes))]
    return [*said, *(_within(name, factor) for name, factor in study.within.items()), *_checks(study)]


def _within(name: str, factor: Within) -> str:
    blocks, levels = listed(list(factor.blocks)), listed(list(factor.levels))
    return f"The blocks {blocks} came once for every level of {name} ({levels}), {ORDERS[factor.order]}."


def _checks(study: Study) -> list[str]:
    if not any(block.check == "attention" for block in study.block):
        return []
    checks = study.checks
    if checks.on_failure == "flag":
        return ["Failed attention checks were noted and ended no session."]
    n = checks.attention_failures
    return [f"A session ended when {count(n)} attention check{'' if n == 1 else 's'} had failed."]
