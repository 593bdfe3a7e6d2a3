"""A participant is randomised: claims a seat of the right list, and is told nothing of it."""

from collections import Counter
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from study_app import seating
from study_app.models import Answer, Participant, Seat, Trial
from study_app.seating import Claim, SeatList
from study_app.study.allocation import WHOLE
from study_app.study.draw import Draw
from study_app.study.minimisation import minimised
from study_app.study_folder import LoadedStudy


class OutsideStrata(Exception):
    """The participant has none of the levels that there are seats for."""


def claim_seat(session: Session, loaded: LoadedStudy, who: Participant, now: datetime) -> Seat | None:
    """The seat that is the participant's from now on; None where all are taken.  Raises OutsideStrata."""
    _remember_answers(session, loaded, who)
    wanted = SeatList(who.study_version_id, who.mode, _stratum(loaded, who))
    request = Claim(who.id, now, seating.lease_of(loaded))
    seat = _claimed(session, loaded, who, wanted, request)
    while seat is None and who.mode in seating.ENDLESS:
        seating.add_block(session, loaded, who.version, wanted, now)
        seat = _claimed(session, loaded, who, wanted, request)
    return seat


def _claimed(session: Session, loaded: LoadedStudy, who: Participant, wanted: SeatList, request: Claim) -> Seat | None:
    if loaded.study.allocation.kind == "minimisation":
        return _minimised(session, loaded, who, wanted, request)
    return seating.claim(session, wanted, request)


def _minimised(
    session: Session, loaded: LoadedStudy, who: Participant, wanted: SeatList, request: Claim
) -> Seat | None:
    """A seat of the arm that keeps the arms most alike: one that was given back, else a new one; else any."""
    seating.lock(session, who.study_version_id)
    arm = _preferred_arm(session, loaded, who)
    again = seating.claim(session, wanted, request, Seat.arm == arm)
    if again is not None:
        return again
    fresh = seating.claim(session, wanted, request, Seat.arm.is_(None))
    if fresh is None:
        return seating.claim(session, wanted, request)
    of_arm = select(Seat.id).where(wanted.rows, Seat.arm == arm)
    fresh.arm, fresh.rank = arm, len(session.scalars(of_arm).all())
    session.flush()
    return fresh


def _preferred_arm(session: Session, loaded: LoadedStudy, who: Participant) -> str:
    """The arm by minimisation over those who hold or completed a seat; the coin's key is how many seats were given."""
    allocation = loaded.study.allocation
    held = select(Participant.arm, Participant.context).join(Seat, Seat.participant_id == Participant.id)
    others = session.execute(
        held.where(Seat.study_version_id == who.study_version_id, Seat.mode == who.mode, Participant.id != who.id)
    ).all()
    mine = who.context or {}
    names = [_key(each.source, each.name) for each in allocation.minimise]
    alike = [Counter(str(arm) for arm, theirs in others if (theirs or {}).get(n) == mine.get(n)) for n in names]
    alike.append(Counter(str(arm) for arm, _ in others))
    given = select(Seat.n_claims).where(Seat.study_version_id == who.study_version_id, Seat.mode == who.mode)
    draw = Draw(seating.seed_of(loaded, who.version), "minimisation", who.mode, sum(session.scalars(given)))
    return minimised(tuple(loaded.study.arms), alike, allocation.certainty, draw)


def _stratum(loaded: LoadedStudy, who: Participant) -> str:
    strata = loaded.study.allocation.strata
    if strata is None:
        return WHOLE
    level = (who.context or {}).get(_key(strata.source, strata.name))
    if level not in strata.seats:
        raise OutsideStrata
    return str(level)


def _remember_answers(session: Session, loaded: LoadedStudy, who: Participant) -> None:
    """Keeps with the participant the answers that the allocation goes by."""
    names = [each.name for each in loaded.study.allocation.goes_by if each.source == "answer"]
    if not names:
        return
    given = session.execute(select(Trial.plan, Answer.values).join(Answer).where(Trial.participant_id == who.id)).all()
    known = {f"{plan['block']}.{question}": str(value) for plan, values in given for question, value in values.items()}
    who.context = (who.context or {}) | {_key("answer", name): known[name] for name in names if name in known}


def url_parameters(loaded: LoadedStudy) -> dict[str, str]:
    """The parameters of the link that the allocation goes by → their name in a participant's context."""
    return {each.name: _key("url", each.name) for each in loaded.study.allocation.goes_by if each.source == "url"}


def _key(source: str, name: str) -> str:
    return f"{source}:{name}"
