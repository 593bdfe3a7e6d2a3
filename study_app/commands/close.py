"""gullseye close"""

from datetime import UTC, datetime

import click

from study_app.opened import opened
from study_app.versions import close as close_version


@click.command()
@click.argument("study")
def close(study: str) -> None:
    """Let nobody new into STUDY; who is under way may finish.  `gullseye launch` opens it again."""
    with opened(study) as (session, loaded):
        close_version(session, loaded, datetime.now(UTC))
    click.echo(f"{loaded.name} is closed to newcomers. Who is under way may finish.")
