"""gullseye erase"""

from datetime import UTC, datetime

import click
from sqlalchemy import or_, select

from study_app.ending import withdraw
from study_app.errors import StudyError
from study_app.models import Identity, Participant, StudyVersion
from study_app.opened import opened


@click.command()
@click.argument("study")
@click.argument("who")
@click.confirmation_option(prompt="This cannot be undone. Delete all answers of this participant?")
def erase(study: str, who: str) -> None:
    """Delete all answers of a participant of STUDY at their wish; later exports say that they were deleted.

    WHO is the completion code, the pseudonym of an export, or the platform's id (a Prolific id).
    """
    with opened(study) as (session, loaded):
        mine = select(Participant).join(StudyVersion).outerjoin(Identity).where(StudyVersion.name == loaded.name)
        keys = (Participant.completion_code == who, Participant.pseudonym == who, Identity.person == who)
        found = session.scalars(mine.where(or_(*keys))).all()
        if not found:
            raise StudyError(f"{loaded.name}: nobody has the code, pseudonym or id {who!r}")
        if len(found) > 1:
            raise StudyError(f"{who!r} is the code of {len(found)} participants: give the pseudonym or id")
        withdraw(session, found[0], datetime.now(UTC), keep_data=False)
        pseudonym = found[0].pseudonym
    click.echo(f"Deleted: every answer of participant {pseudonym}. The row that they took part stays, marked erased.")
