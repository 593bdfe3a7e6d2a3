"""gullseye migrate"""

import os

import click
from sqlalchemy.engine import make_url

from study_app.config import read_settings
from study_app.migration import migrate as migrate_database


@click.command()
def migrate() -> None:
    """Bring the database to the present tables; the data stay."""
    url = read_settings(os.environ).database_url
    migrate_database(url)
    click.echo(f"{make_url(url).render_as_string(hide_password=True)}: up to date")
