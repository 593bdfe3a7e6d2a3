"""Finds a participant by what a researcher has in hand: a completion code, a pseudonym, or the platform's id."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from study_app.ending import tombstone
from study_app.errors import StudyError
from study_app.models import Identity, Participant, StudyVersion


def participant_called(session: Session, study: str, who: str) -> Participant:
    """The one participant of that study with that code, pseudonym, person or submission; StudyError where not one."""
    of_study = select(Participant).join(StudyVersion).outerjoin(Identity).where(StudyVersion.name == study)
    names = (Participant.completion_code == who, Participant.pseudonym == who)
    ids = (Identity.person.in_((who, tombstone(who))), Identity.submission == who)
    found = session.scalars(of_study.where(or_(*names, *ids))).unique().all() if who else []
    if not found:
        raise StudyError(f"{study}: nobody has the code, pseudonym or id {who!r}")
    if len(found) > 1:
        raise StudyError(f"{study}: {who!r} names {len(found)} participants: give the pseudonym, as exports show it")
    return found[0]
