"""Who was wanted, where they came from, and how they were given to arms."""

from analysis import wording
from analysis.evidence import Evidence
from analysis.wording import listed, number
from study_app.definition import Allocation, Balanced, Payment, Strata, Study

MODES = {
    "robot": "The participants told of here are simulated.",
    "pilot": "The participants told of here took part in a pilot.",
    "preview": "The sessions told of here are the researchers' own visits.",
}
PLATFORMS = {"open_link": "who came by an open link", "prolific": "who were recruited on Prolific"}
SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def allocation(evidence: Evidence) -> list[str]:
    """The sentences; of data from elsewhere only the arms."""
    said = [MODES[evidence.mode]] if evidence.mode in MODES else []
    study = evidence.plan.study
    if study is None:
        return [*said, _compared(evidence)]
    return [*said, _wanted(study), _given(study), *_kind(study.allocation), *_paid(study), *_misled(study)]


def count(n: int) -> str:
    """Up to ten in words."""
    return SMALL[n] if 0 <= n < len(SMALL) else f"{n:,}"


def _arms(arms: dict[str, str]) -> str:
    return listed([f"{name} ({text})" if text else name for name, text in arms.items()])


def _compared(evidence: Evidence) -> str:
    arms = evidence.arms
    if len(arms) < 2:
        return "The data come from one group of participants."
    told = _arms({arm: evidence.plan.arms.get(arm, "") for arm in arms})
    return f"The data hold {count(len(arms))} arms: {told}. How participants were given to them is not in the data."


def _wanted(study: Study) -> str:
    platform = study.recruit.platform
    whence = PLATFORMS.get(platform, f"who were recruited by {platform}")
    return f"The plan foresaw {wording.people(study.allocation.seats)}, {whence}."


def _given(study: Study) -> str:
    arms = {name: arm.description for name, arm in study.arms.items()}
    after = study.allocation.after
    if len(arms) == 1:
        return f"After the block “{after}” all were given to one arm: {_arms(arms)}."
    return f"After the block “{after}” they were randomised to one of {count(len(arms))} arms: {_arms(arms)}."


def _kind(plan: Allocation) -> list[str]:
    listing = (
        "made beforehand from a seed that was drawn and sealed at launch"
        if plan.seed is None
        else f"made beforehand (seed {plan.seed})"
    )
    within = f", within levels of {_source(plan.strata)} ({_levels(plan.strata)})" if plan.strata else ""
    if plan.kind == "minimisation":
        alike = listed([_source(each) for each in plan.minimise]) or "the numbers of participants"
        said = [
            f"Allocation was by minimisation{within}: the arm that kept {alike} most alike between arms was given with "
            f"probability {number(plan.certainty)}; ties were broken by chance."
        ]
    else:
        said = [f"Allocation was by permuted blocks of {plan.block_size}{within}, from a list {listing}."]
    minutes = f"{plan.lease_minutes:g}"
    return [*said, f"The seat of somebody who had been silent for {minutes} minutes could be given to somebody else."]


def _source(each: Strata | Balanced) -> str:
    return f"the link's parameter {each.name}" if each.source == "url" else f"the answer to {each.name}"


def _levels(strata: Strata) -> str:
    return listed([f"{level}: {n}" for level, n in strata.seats.items()])


def _paid(study: Study) -> list[str]:
    payment: Payment | None = study.payment
    if payment is None:
        return []
    sum_paid = f"{payment.currency} {payment.reward_pence / 100:.2f}"
    return [f"They were paid {sum_paid} for a session announced as {study.study.minutes} minutes."]


def _misled(study: Study) -> list[str]:
    misled = [path.split(".")[-1] for path, shown in study.conditions.items() if shown.deception is not None]
    if not misled:
        return []
    return [f"What was shown in {listed(misled)} misled participants, who were told so in the debriefing."]
