"""gullseye serve"""

import os
from collections.abc import Iterable

import click

from study_app.app import create_app
from study_app.composition.reporter import Reporter, can_analyze
from study_app.config import read_settings
from study_app.runtime import EXTENSION
from study_app.server import N_THREADS, N_WORKERS, run_server


@click.command()
@click.argument("studies", nargs=-1, metavar="[STUDY]...")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=N_WORKERS, show_default=True, help="processes")
@click.option("--threads", default=N_THREADS, show_default=True, help="threads of each process")
@click.option("--quiet", is_flag=True, help="log warnings and errors only")
def serve(studies: tuple[str, ...], host: str, port: int, workers: int, threads: int, quiet: bool) -> None:
    """Serve the studies: names of shipped ones, or folders; without any, those of GULLSEYE_STUDIES."""
    settings = read_settings(os.environ, studies=",".join(studies) or None)
    reporter = Reporter(settings.instance, settings.database_url) if can_analyze() else None
    app = create_app(settings, reporter)
    if not quiet:
        _print_links(f"http://{host}:{port}", app.extensions[EXTENSION].studies)
    run_server(app, {"bind": f"{host}:{port}", "workers": workers, "threads": threads}, quiet=quiet)


def _print_links(url: str, studies: Iterable[str]) -> None:
    for name in studies:
        click.echo(f"  Take part:    {url}/s/{name}")
    click.echo(f"  Researcher:   {url}/researcher   (`gullseye password` makes a one-time password)")
