"""gullseye release"""

from datetime import UTC, datetime

import click

from study_app.ending import alone, release_seat
from study_app.finding import participant_called
from study_app.opened import opened

REASONS = ("returned", "timed_out", "rejected", "screened_out")


@click.command()
@click.argument("study")
@click.argument("who")
@click.option("--reason", type=click.Choice(REASONS), required=True, help="what the recruitment platform says")
def release(study: str, who: str, reason: str) -> None:
    """Give the seat of a participant of STUDY to whoever comes next, as when a submission is returned or rejected.

    WHO is the completion code, the pseudonym, or the platform's id of the person or the submission.  The answers are
    kept; they do not count toward the target.
    """
    with opened(study) as (session, loaded):
        participant = participant_called(session, loaded.name, who)
        alone(session, participant)
        participant.platform_status = reason
        had_seat = release_seat(session, participant, reason, datetime.now(UTC))
        pseudonym = participant.pseudonym
    told = "The seat is free again" if had_seat else "There was no seat to give back"
    click.echo(f"{pseudonym}: {reason}. {told}; the answers are kept and do not count toward the target.")
