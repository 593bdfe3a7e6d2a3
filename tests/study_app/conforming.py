"""A minimal validator: as much of JSON Schema as the schema of study.toml uses; what it does not know it refuses."""

import re
from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]
TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
}
WORDS = {"$schema", "$defs", "title", "description", "default"}
KNOWN = WORDS | {
    *("$ref", "type", "properties", "required", "additionalProperties", "propertyNames", "patternProperties"),
    *("minProperties", "items", "prefixItems", "minItems", "maxItems", "enum", "const", "anyOf", "pattern"),
    *("minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
}


def misfits(value: Any, schema: Schema) -> list[str]:
    """What of the value does not conform: a line each."""
    return [line.removeprefix(".") for line in _misfits(value, schema, schema["$defs"], "")]


def _misfits(value: Any, schema: Schema, known: Schema, path: str) -> Iterator[str]:
    where = path or "the file"
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    if "$ref" in schema:
        yield from _misfits(value, known[schema["$ref"].removeprefix("#/$defs/")], known, path)
    if "anyOf" in schema and all(list(_misfits(value, one, known, path)) for one in schema["anyOf"]):
        yield f"{where}: fits none of the alternatives"
    if value not in schema.get("enum", [value]) or value != schema.get("const", value):
        yield f"{where}: {value!r} is none of those allowed"
    kind = schema.get("type")
    if kind is not None and not _is(value, kind):
        yield f"{where}: no {kind}"
    else:
        yield from _inner_misfits(value, schema, known, path)


def _is(value: Any, kind: str) -> bool:
    return isinstance(value, TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _inner_misfits(value: Any, schema: Schema, known: Schema, path: str) -> Iterator[str]:
    if isinstance(value, str):
        yield from _text_misfits(value, schema, path)
    elif isinstance(value, dict):
        yield from _table_misfits(value, schema, known, path)
    elif isinstance(value, list):
        yield from _list_misfits(value, schema, known, path)
    elif not isinstance(value, bool):
        yield from _number_misfits(value, schema, path)


def _text_misfits(value: str, schema: Schema, where: str) -> Iterator[str]:
    if not re.search(schema.get("pattern", ""), value):
        yield f"{where}: not like {schema['pattern']}"
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        yield f"{where}: too short or too long"


def _number_misfits(value: float, schema: Schema, where: str) -> Iterator[str]:
    limits = (
        value >= schema.get("minimum", value),
        value <= schema.get("maximum", value),
        value > schema.get("exclusiveMinimum", value - 1),
        value < schema.get("exclusiveMaximum", value + 1),
    )
    if not all(limits):
        yield f"{where}: {value} is out of range"


def _list_misfits(value: list[Any], schema: Schema, known: Schema, path: str) -> Iterator[str]:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        yield f"{path}: too few or too many"
    first = schema.get("prefixItems", [])
    for number, each in enumerate(value):
        yield from _misfits(
            each, first[number] if number < len(first) else schema.get("items", {}), known, f"{path}[{number}]"
        )


def _table_misfits(value: dict[str, Any], schema: Schema, known: Schema, path: str) -> Iterator[str]:
    missing = [key for key in schema.get("required", ()) if key not in value]
    if missing:
        yield f"{path or 'the file'}: {', '.join(missing)} missing"
    if len(value) < schema.get("minProperties", 0):
        yield f"{path}: too few"
    for key, each in value.items():
        here = f"{path}.{key}"
        yield from _misfits(key, schema.get("propertyNames", {}), known, here)
        own = [schema["properties"][key]] if key in schema.get("properties", {}) else []
        own += [one for pattern, one in schema.get("patternProperties", {}).items() if re.search(pattern, key)]
        for one in own:
            yield from _misfits(each, one, known, here)
        others = schema.get("additionalProperties", True)
        if not own and others is False:
            yield f"{here}: not known"
        elif not own and isinstance(others, dict):
            yield from _misfits(each, others, known, here)
