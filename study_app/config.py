"""Settings: typed, read from the environment and the command line; all faults are reported at once."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from study_app.errors import StudyError

SECRET_KEY_FILE = "secret_key"  # noqa: S105 - a file's name
SHORTEST_KEY = 16
DATABASES = ("sqlite", "postgresql")
TRUTHS = {"1": True, "yes": True, "true": True, "on": True, "0": False, "no": False, "false": False, "off": False}


@dataclass(frozen=True)
class Settings:
    """Where things are and how the server runs.

    instance: the folder of everything that is made while running (database, secret key, stimuli).
    studies: names of shipped studies, or paths of folders with a study.toml.
    stimuli: the folder with one folder of built stimuli per study name.
    https: whether participants come over https, so that cookies may be marked Secure.
    """

    instance: Path
    database_url: str
    secret_key: str = field(repr=False)
    studies: tuple[str, ...]
    stimuli: Path
    https: bool = False

    def stimuli_of(self, study_name: str) -> Path:
        """The folder that `gullseye build` wrote for the study of that name."""
        return self.stimuli / study_name


def read_settings(environ: Mapping[str, str] = os.environ, **overrides: str | None) -> Settings:
    """The settings of GULLSEYE_* variables; an override (instance="here") that is not None wins.

    Makes the instance folder and its secret key where they are missing; raises StudyError that names every fault.
    """
    names = ("instance", "database_url", "secret_key", "studies", "stimuli", "https")
    given = {name: environ.get(f"GULLSEYE_{name.upper()}", "") for name in names}
    given |= {name: value for name, value in overrides.items() if value is not None}
    instance = Path(given["instance"] or "instance").absolute()
    database_url = given["database_url"] or f"sqlite:///{instance / 'gullseye.db'}"
    studies = tuple(filter(None, (name.strip() for name in (given["studies"] or "gulls").split(","))))
    faults = [*_database_faults(database_url), *_flag_faults(given["https"]), *_key_faults(given["secret_key"])]
    if not studies:
        faults.append("GULLSEYE_STUDIES: names no study; give names or folders with commas between them")
    if faults:
        raise StudyError.of(faults)
    instance.mkdir(parents=True, exist_ok=True)
    return Settings(
        instance=instance,
        database_url=database_url,
        secret_key=given["secret_key"] or kept_secret_key(instance),
        studies=studies,
        stimuli=Path(given["stimuli"]).absolute() if given["stimuli"] else instance / "stimuli",
        https=TRUTHS.get(given["https"].lower(), False),
    )


def _database_faults(url: str) -> list[str]:
    try:
        kind = make_url(url).get_backend_name()
    except ArgumentError:
        return [
            "GULLSEYE_DATABASE_URL: not an address of a database; write sqlite:///PATH or postgresql://USER@HOST/NAME"
        ]
    if kind not in DATABASES:
        return [f"GULLSEYE_DATABASE_URL: no database kind {kind!r}; known: {', '.join(DATABASES)}"]
    if kind == "postgresql" and find_spec("psycopg") is None:
        return ["GULLSEYE_DATABASE_URL: PostgreSQL needs psycopg: pip install 'gullseye[postgres]'"]
    return []


def _flag_faults(value: str) -> list[str]:
    known = value == "" or value.lower() in TRUTHS
    return [] if known else [f"GULLSEYE_HTTPS: {value!r} is neither yes nor no; known: {', '.join(TRUTHS)}"]


def _key_faults(key: str) -> list[str]:
    short = 0 < len(key) < SHORTEST_KEY
    return [f"GULLSEYE_SECRET_KEY: has {len(key)} characters, needs {SHORTEST_KEY} or more"] if short else []


def kept_secret_key(instance: Path) -> str:
    """The secret key of that folder, made on first use and readable by its owner alone.

    The key is linked into place whole, so that two processes that start at once agree on one.
    """
    path = instance / SECRET_KEY_FILE
    if not path.exists():
        draft = path.with_name(f"{SECRET_KEY_FILE}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first: its key is the one
        finally:
            draft.unlink()
    return path.read_text().strip()
