"""Faults of a checked file in words: `key.path: what is wrong; known: what would be right`."""

from collections.abc import Iterable
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

Location = tuple[int | str, ...]


def lines(fault: ValidationError, model: type[BaseModel], also: Iterable[str] = ()) -> list[str]:
    """A line per fault that pydantic found while it checked a value of that model; `also`: further keys at its top."""
    found: list[str] = []
    for error in fault.errors(include_url=False):
        if error["type"] == "value_error":
            found.extend(_own(error["loc"], str(error["ctx"]["error"])))
        elif error["type"] == "extra_forbidden":
            known = [*keys(model, error["loc"][:-1]), *(also if len(error["loc"]) == 1 else ())]
            found.append(unknown(path(error["loc"]), "key", str(error["loc"][-1]), known))
        else:
            found.append(f"{path(error['loc'])}: {_words(error['type'], error['msg'], error['input'])}")
    return found


def unknown(where: str, kind: str, name: str, known: Iterable[str]) -> str:
    """The line for a name that nothing has; the nearest known name is put forward."""
    names = list(known)
    near = get_close_matches(name, names, n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    return f"{where}: no {kind} {name!r}; {hint}known: {', '.join(names)}"


def path(location: Location) -> str:
    """block, 2, task → block[2].task"""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return text.lstrip(".") or "the file"


def keys(model: type[BaseModel], location: Location) -> list[str]:
    """The keys that are known at that place of a model; none where anything may stand."""
    hint: Any = model
    for part in location:
        hint = _inside(hint, part)
    model_there = model_of(hint)
    return list(model_there.model_fields) if model_there else []


def _own(location: Location, message: str) -> list[str]:
    """Lines of our own validators name their place themselves."""
    return [line if not location else f"{path(location)}: {line}" for line in message.splitlines()]


def _words(kind: str, message: str, value: object) -> str:
    if kind == "missing":
        return "missing"
    said = message[:1].lower() + message[1:]
    return said if isinstance(value, dict | list) else f"{said}; found {value!r}"


def _inside(hint: Any, part: int | str) -> Any:
    """The type of what lies one step inside a value of that type."""
    model = model_of(hint)
    if model is not None:
        known = model.model_fields.get(str(part))
        return None if known is None else known.annotation
    for option in _options(hint):
        inner = [argument for argument in get_args(option) if argument is not Ellipsis]
        if inner and get_origin(option) in (dict, tuple, list):
            return inner[-1]
    return None


def model_of(hint: Any) -> type[BaseModel] | None:
    """The model that a type is, or that is one of its alternatives."""
    models = [option for option in _options(hint) if isinstance(option, type) and issubclass(option, BaseModel)]
    return models[0] if models else None


def _options(hint: Any) -> list[Any]:
    """The members of a union, without what Annotated adds."""
    if get_origin(hint) is Annotated:
        return _options(get_args(hint)[0])
    if get_origin(hint) in (Union, UnionType):
        return [inner for option in get_args(hint) for inner in _options(option)]
    return [hint]
