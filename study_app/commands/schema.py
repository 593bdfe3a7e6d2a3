"""gullseye schema"""

import json
from pathlib import Path

import click

from study_app.study_schema import study_schema


@click.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="file to write; default: the screen")
def schema(out: Path | None) -> None:
    """Write the JSON Schema of study.toml, by which editors complete and check it as one types.

    The line `#:schema ./study.schema.json` at the top of a study.toml leads Taplo and Even Better TOML to it.
    """
    text = json.dumps(study_schema(), indent=2, ensure_ascii=False) + "\n"
    if out is None:
        click.echo(text, nl=False)
        return
    out.write_text(text, encoding="utf-8")
    click.echo(f"Schema: {out}")
