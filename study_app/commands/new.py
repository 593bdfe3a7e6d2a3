"""gullseye new"""

import json
import re
import shlex
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from pydantic import TypeAdapter, ValidationError

from study_app import study_folder
from study_app.definition import Name
from study_app.errors import StudyError
from study_app.study_folder import SHIPPED, STUDY_FILE
from study_app.study_schema import study_schema

SCAFFOLDS = Path(__file__).parent.parent / "scaffolds"
SCHEMA_FILE = "study.schema.json"
SCHEMA_LINE = f"#:schema ./{SCHEMA_FILE}"
OWN_NAME = re.compile(r'^name = ".*"', re.MULTILINE)
NOTE = """> **{name}** began as a copy of `{template}`, a study that comes with Gullseye, and differs in its name alone.
> What stands below is about that study: change it along with yours.

"""


def templates() -> dict[str, Path]:
    """What a study can begin as: the scaffolds, and every study that comes with Gullseye."""
    scaffolds = sorted(path.parent.name for path in SCAFFOLDS.glob(f"*/{STUDY_FILE}"))
    return {name: SCAFFOLDS / name for name in scaffolds} | {name: SHIPPED / name for name in study_folder.shipped()}


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--template", type=click.Choice(list(templates())), default="blank", show_default=True)
def new(folder: Path, template: str) -> None:
    """Begin a study in FOLDER, which gives it its name; it can be built and taken at once.

    blank is the smallest good study, every key explained; the others are copies of the studies that come along.
    """
    begin(folder, template)
    told = shlex.quote(str(folder))
    click.echo(
        f"{folder}: a study of template {template!r}. What comes next:\n"
        f"  gullseye check {told}    # what it will do, and what is wrong with it\n"
        f"  gullseye build {told}    # its explanations and pictures\n"
        f"  gullseye demo {told}     # builds where needed, serves it, prints a participant's and a researcher's link"
    )


def begin(folder: Path, template: str) -> None:
    """Writes the study, whole or not at all; StudyError where there is something already, or the name is none."""
    name = _name_of(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StudyError(f"{folder}: is there already, and not empty; give a folder that is not there")
    folder.parent.mkdir(parents=True, exist_ok=True)
    source = templates()[template]
    with TemporaryDirectory(prefix=f".{name}-", dir=folder.parent) as unfinished:
        made = Path(unfinished) / name
        shutil.copytree(source, made, ignore=shutil.ignore_patterns("__pycache__"), copy_function=shutil.copyfile)
        _rename(made / STUDY_FILE, name)
        (made / SCHEMA_FILE).write_text(json.dumps(study_schema(), indent=1) + "\n", encoding="utf-8")
        if source.parent == SHIPPED:
            readme = made / "README.md"
            note = NOTE.format(name=name, template=template)
            readme.write_text(note + readme.read_text(encoding="utf-8"), encoding="utf-8")
        made.rename(folder)


def _name_of(folder: Path) -> str:
    """The name that the folder gives its study."""
    name = folder.absolute().name
    try:
        TypeAdapter(Name).validate_python(name)
    except ValidationError:
        raise StudyError(
            f"{folder}: {name!r} cannot be a study's name: at most 40 small letters, digits, - and _, a letter first"
        ) from None
    if name in study_folder.shipped():
        raise StudyError(f"{folder}: {name!r} is the name of a study that comes with Gullseye; choose another")
    return name


def _rename(study_file: Path, name: str) -> None:
    """Gives the study its name, and editors the way to the schema."""
    text, n = OWN_NAME.subn(f'name = "{name}"', study_file.read_text(encoding="utf-8"), count=1)
    assert n == 1  # noqa: S101 - every template is a study, and [study] comes first in it
    first = "" if text.startswith(SCHEMA_LINE) else f"{SCHEMA_LINE}\n\n"
    study_file.write_text(first + text, encoding="utf-8")
