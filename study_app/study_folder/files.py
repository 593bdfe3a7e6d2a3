"""Reads the files of a study's folder: a fault names the file and, where it is known, the line."""

import re
import tomllib
from pathlib import Path
from typing import Any

from study_app.errors import StudyError

PLACE = re.compile(r"^(?P<what>.*) \(at line (?P<line>\d+), column (?P<column>\d+)\)$", re.DOTALL)


def read_text(path: Path) -> str:
    """The file's text; StudyError where it is missing or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as fault:
        raise StudyError(f"{path}: {fault.strerror}") from None
    except UnicodeDecodeError as fault:
        raise StudyError(f"{path}: not UTF-8 text (byte {fault.start})") from None


def parse_toml(path: Path, text: str) -> dict[str, Any]:
    """The content of that TOML text; StudyError says the line where it cannot be read."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        found = PLACE.match(str(fault))
        where, what = (f":{found['line']}:{found['column']}", found["what"]) if found else ("", str(fault))
        raise StudyError(f"{path}{where}: {what[:1].lower()}{what[1:]}") from None
