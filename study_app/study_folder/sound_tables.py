"""Reads a study's definition so that every fault is told at once, those between its tables too."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from study_app import definition_faults
from study_app.definition import Study
from study_app.study.faults import lines


def definition_of(raw: Mapping[str, Any]) -> tuple[Study | None, list[str]]:
    """The study that a study.toml defines, or None and a line for each of its faults."""
    try:
        return Study.model_validate(raw), []
    except ValidationError as fault:
        found = lines(fault, Study)
        return None, found + [line for line in definition_faults.between(sound_tables(raw)) if line not in found]


def sound_tables(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The tables that are sound by themselves, checked, or as they are by default; the others are left out."""
    found = {}
    for name, each in Study.model_fields.items():
        if name not in raw:
            if not each.is_required():
                found[name] = each.get_default(call_default_factory=True)
            continue
        try:
            kind: Any = Annotated[each.annotation, each]
            found[name] = TypeAdapter(kind).validate_python(raw[name])
        except ValidationError:  # told already
            continue
    return found
