"""Our TOML files: what pydantic found wrong, as lines; plain values written as TOML."""

import json
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails


def fault_lines(error: ValidationError, path: Path, model: type[BaseModel], table: str = "") -> list[str]:
    """A line per fault: `file: table.key: what is wrong`, with the nearest known key where one is unknown.

    What is wrong with several keys together has no key of its own and names them itself.
    """
    parts = [(str(path), _place(table, fault["loc"]), _message(fault, model)) for fault in error.errors()]
    return [": ".join(filter(None, line)) for line in parts]


def nearest(key: str, known: Iterable[str]) -> str:
    """What was probably meant: the nearest known key, or all of them."""
    names = list(known)
    near = get_close_matches(key, names, n=1)
    return f"did you mean {near[0]!r}?" if near else f"known: {', '.join(names)}"


def _place(table: str, location: tuple[int | str, ...]) -> str:
    text = table + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return text.removeprefix(".")


def _message(fault: ErrorDetails, model: type[BaseModel]) -> str:
    if fault["type"] == "extra_forbidden":
        *outer, key = fault["loc"]
        inner = _table_model(model, outer)
        return f"no such key{'; ' + nearest(str(key), inner.model_fields) if inner else ''}"
    if fault["type"] == "missing":
        return "missing"
    return fault["msg"].removeprefix("Value error, ")


def _table_model(model: type[BaseModel], location: Sequence[int | str]) -> type[BaseModel] | None:
    """The model of a table inside another; None where it cannot be told."""
    for part in location:
        field = model.model_fields.get(str(part))
        kinds = [field.annotation, *get_args(field.annotation)] if field else []
        inner = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]
        if len(inner) != 1:
            return None
        model = inner[0]
    return model


def toml_text(values: Mapping[str, object]) -> str:
    """Plain values (texts, numbers, lists of them) as TOML, a key each line."""
    return "".join(f"{key} = {_toml_value(value)}\n" for key, value in values.items())


def _toml_value(value: object) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(_toml_value(item) for item in value)}]"
    return json.dumps(value, ensure_ascii=False)
