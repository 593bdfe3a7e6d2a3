"""gullseye erase"""

from datetime import UTC, datetime

import click

from study_app.ending import withdraw
from study_app.finding import participant_called
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
        participant = participant_called(session, loaded.name, who)
        withdraw(session, participant, datetime.now(UTC), keep_data=False)
        pseudonym = participant.pseudonym
    click.echo(f"Deleted: every answer of participant {pseudonym}. The row that they took part stays, marked erased.")
