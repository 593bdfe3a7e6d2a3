"""gullseye password"""

import os
from datetime import UTC, datetime

import click

from study_app.config import read_settings
from study_app.database import make_engine, make_sessions
from study_app.migration import require_newest
from study_app.passwords import make_password


@click.command()
@click.option("--bare", is_flag=True, help="print the password and nothing else")
def password(bare: bool) -> None:
    """Make a one-time password for the researcher's page; an unused earlier one is void."""
    engine = make_engine(read_settings(os.environ).database_url)
    require_newest(engine)
    with make_sessions(engine).begin() as session:
        made = make_password(session, datetime.now(UTC))
    engine.dispose()
    click.echo(made if bare else f"one-time password for the researcher's page: {made}")
