"""Small helps of our TOML files: what pydantic found wrong as lines, and plain values written as TOML."""

import json
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from pydantic import BaseModel, ValidationError


def faults_of(error: ValidationError, path: Path, model: type[BaseModel]) -> list[str]:
    """A line per fault: `file: key.path: what is wrong`, with the nearest known key where one is unknown."""
    return [f"{path}: {_place(fault['loc'])}: {_message(fault, model)}" for fault in error.errors()]


def _place(location: tuple[int | str, ...]) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return text.removeprefix(".") or "the whole"


def _message(fault: object, model: type[BaseModel]) -> str:
    assert isinstance(fault, Mapping)  # noqa: S101 - pydantic's ErrorDetails
    if fault["type"] == "extra_forbidden":
        key, known = str(fault["loc"][-1]), list(model.model_fields)
        near = get_close_matches(key, known, n=1)
        return f"no such key; {f'did you mean {near[0]!r}?' if near else 'known: ' + ', '.join(known)}"
    if fault["type"] == "missing":
        return "missing"
    return str(fault["msg"]).removeprefix("Value error, ")


def toml_text(values: Mapping[str, object]) -> str:
    """Plain values (texts, numbers, lists of them) as TOML, a key each line."""
    return "".join(f"{key} = {_toml_value(value)}\n" for key, value in values.items())


def _toml_value(value: object) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(_toml_value(item) for item in value)}]"
    return json.dumps(value, ensure_ascii=False)
