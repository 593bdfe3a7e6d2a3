"""How the data came together otherwise than planned."""

from collections import Counter
from collections.abc import Sequence

from analysis import wording
from analysis.evidence import Evidence
from analysis.findings import Finding
from analysis.participants.flow import given_again
from study_app.definition import Study

IN_PROGRESS = "in_progress"
TOLD = {
    "study": "what participants are told of it beforehand",
    "arms": "the arms",
    "block": "the blocks",
    "hypothesis": "the hypotheses",
    "moderation": "the moderations",
    "exclusion": "the rules of exclusion",
    "allocation": "the allocation",
    "items": "the images",
}


def versions(evidence: Evidence, _: Sequence[Finding]) -> list[str]:
    """More than one version of the study, of its stimuli, or of Gullseye."""
    people = evidence.participants
    taken = Counter(zip(people["study_hash"], people["stimulus_set"], strict=True))
    found = []
    if len(taken) > 1:
        told = [f"{study[:8]} with stimuli {stimuli[:8]} ({n})" for (study, stimuli), n in taken.items()]
        found.append(
            f"The study was changed while it ran; participants per version: {wording.listed(told)}."
            f"{_what_changed(evidence, taken)} All are analysed together, by the plan of the latest version."
        )
    software = people["code_version"].dropna().unique()
    if len(software) > 1:
        found.append(f"Sessions ran on different versions of Gullseye: {wording.listed(sorted(software))}.")
    return found


def _what_changed(evidence: Evidence, taken: "Counter[tuple[str, str]]") -> str:
    known = [each.definition for each in evidence.provenance.versions if (each.study_hash, each.stimulus_set) in taken]
    if len(known) < len(taken):
        return ""
    keys = sorted({key for definition in known for key in definition})
    changed = [key for key in keys if any(each.get(key) != known[0].get(key) for each in known)]
    told = [TOLD.get(key, f"[{key}]") for key in changed]
    return f" Their definitions differ in {wording.listed(told)}." if told else " Their definitions are alike."


def fixed(evidence: Evidence, _: Sequence[Finding]) -> list[str]:
    """Live sessions whose plan no launch had fixed, or several launches."""
    if evidence.mode != "live" or evidence.plan.study is None:
        return []
    hashes = evidence.participants["frozen_hash"]
    n_open, n_fixed = int(hashes.isna().sum()), hashes.dropna().nunique()
    found = []
    if n_open:
        found.append(
            f"The plan was not fixed by a launch when {wording.people(n_open)} began: "
            "nothing in the data shows that it was there before the answers."
        )
    if n_fixed > 1:
        found.append(f"The study was launched anew while it ran: participants took it under {n_fixed} fixed plans.")
    return found


def seats(evidence: Evidence, _: Sequence[Finding]) -> list[str]:
    """Fewer or more randomised than seats, unequal arms, seats given to others, arms that are not planned."""
    study = evidence.plan.study
    if study is None:
        return []
    people = evidence.participants
    seated = people[people["seated_at"].notna()]
    of_arm = {arm: int((seated["arm"] == arm).sum()) for arm in evidence.arms}
    n_replaced = int(given_again(seated).sum())
    found = _numbers(study, len(seated) - n_replaced, of_arm)
    if n_replaced:
        found.append(
            f"Seats of {wording.people(n_replaced)} were given to others meanwhile; the answers of all are analysed."
        )
    older = [arm for arm in evidence.arms if arm not in evidence.plan.arms]
    if older:
        found.append(f"Participants were randomised to arms that are not in the plan: {wording.listed(older)}.")
    return found


def _numbers(study: Study, n_taken: int, of_arm: dict[str, int]) -> list[str]:
    plan = study.allocation
    per_arm = plan.seats / len(study.arms)
    counts = wording.listed([f"{n} to {arm}" for arm, n in of_arm.items()])
    if n_taken != plan.seats:
        than = "Fewer" if n_taken < plan.seats else "More"
        return [
            f"{than} seats were taken than planned: {n_taken} instead of {plan.seats} ({per_arm:g} per arm); "
            f"randomised were {counts}."
        ]
    if max(of_arm.values()) - min(of_arm.values()) > plan.block_size / 2:
        return [f"Arms did not get {per_arm:g} participants each, as planned: randomised were {counts}."]
    return []


def under_way(evidence: Evidence, _: Sequence[Finding]) -> list[str]:
    """Sessions that had not ended at the time of the export, and answers that were deleted."""
    if evidence.provenance.outside is not None:
        return []
    people = evidence.participants
    n = int(((people["outcome"] == IN_PROGRESS) & people["seated_at"].notna()).sum())
    n_erased = int(people["erased"].sum())
    found = []
    if n:
        verb = "was" if n == 1 else "were"
        found.append(f"At the export, {wording.people(n)} {verb} still under way, or had left without a word.")
    if n_erased:
        found.append(f"The answers of {wording.people(n_erased)} were deleted at their wish.")
    return found


def trials(evidence: Evidence, _: Sequence[Finding]) -> list[str]:
    """Planned trials without an answer: never reached, or out of time."""
    rows = evidence.trials[evidence.trials["arm"].notna()]
    keys = ["participant", "position"]
    of_trial = rows.groupby(keys, sort=False)
    flags = of_trial[["answered", "timed_out", "passed_over"]].any()
    planned = flags[~flags["passed_over"]]
    late = planned["timed_out"]
    missing = planned[~planned["answered"] & ~late]
    found = []
    if len(missing):
        of_arm = of_trial["arm"].first()
        lost, total = of_arm.loc[missing.index].value_counts(), of_arm.loc[planned.index].value_counts()
        shares = [f"{wording.percent(lost.get(arm, 0) / total[arm])} in {arm}" for arm in evidence.arms if arm in total]
        people = wording.people(missing.index.get_level_values("participant").nunique())
        what = "planned trials were never reached" if evidence.provenance.outside is None else "trials have no answer"
        found.append(
            f"{len(missing):,} of {len(planned):,} {what}, by {people}: "
            f"{wording.listed(shares)}. They are left out, not counted as wrong."
        )
    if late.any():
        found.append(f"In {int(late.sum()):,} of {len(planned):,} planned trials the time for an answer ran out.")
    return found


def edited(evidence: Evidence, _: Sequence[Finding]) -> list[str]:
    """Tables that are not what the export wrote."""
    if not evidence.edited:
        return []
    return [f"Changed after the export: {wording.listed(list(evidence.edited))}."]
