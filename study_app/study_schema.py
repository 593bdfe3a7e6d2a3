"""The JSON Schema of study.toml, from the very models that check it: for editors that complete and check as one types.

A block's keys depend on its task: [[block]] is one of as many alternatives as there are task kinds, told apart by
`task`, and one for tasks of one's own.  What only shows across the file is left to `gullseye check`.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from study_app import tasks
from study_app.definition import Block, Study

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DEFINITIONS = "$defs"
OWN_TASK = {"type": "string", "pattern": ":", "description": "your own task kind, as package.module:TASK"}

Schema = dict[str, Any]


def study_schema() -> Schema:
    """The schema of a study.toml of this version, with every shipped task kind's own keys."""
    kinds = {name: tasks.load(name) for name in tasks.names()}
    models: list[type[BaseModel]] = [Study, Block, *(kind.options for kind in kinds.values())]
    unique = [(model, "validation") for model in dict.fromkeys(models)]
    places, made = models_json_schema(unique)  # type: ignore[arg-type]  # a tuple's mode is inferred as str
    definitions: Schema = _without_null(made[DEFINITIONS])

    def defined(model: type[BaseModel]) -> Schema:
        return definitions[_name(places[model, "validation"])]  # type: ignore[no-any-return]

    block = defined(Block)
    alternatives = [
        _alternative(block, name, defined(kind.options), _summary(kind.__class__.__doc__))
        for name, kind in kinds.items()
    ]
    own = {**block, "title": "a task of your own", "properties": {**block["properties"], "task": OWN_TASK}}
    definitions[_name(places[Block, "validation"])] = {
        "title": "[[block]]",
        "description": block["description"],
        "anyOf": [*alternatives, own],
    }
    study = defined(Study)
    return {"$schema": DIALECT, **study, "title": "A Gullseye study", DEFINITIONS: definitions}


def _alternative(block: Schema, name: str, options: Schema, summary: str) -> Schema:
    """A block of that task: the keys of every block, the task's own, and no others."""
    task = {"const": name, "description": summary}
    return {
        "title": f'task = "{name}"',
        "description": options.get("description", ""),
        "type": "object",
        "properties": {"name": block["properties"]["name"], "task": task}
        | {key: each for key, each in block["properties"].items() if key not in ("name", "task")}
        | options.get("properties", {}),
        "required": [*block["required"], *options.get("required", [])],
        "additionalProperties": False,
    }


def _summary(docstring: str | None) -> str:
    return (docstring or "").strip().partition("\n")[0]


def _name(place: Mapping[str, Any]) -> str:
    return str(place["$ref"]).rpartition("/")[2]


def _without_null(schema: Any) -> Any:
    """The same without what TOML cannot say: it has no null, so that a key without a value is left out."""
    if isinstance(schema, list):
        return [_without_null(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _without_null(one) for key, one in schema.items() if not (key == "default" and one is None)}
    choices = [one for one in made.get("anyOf", ()) if one != {"type": "null"}]
    if len(choices) == 1:
        rest = {key: one for key, one in made.items() if key != "anyOf"}
        return {**choices[0], **rest}
    return {**made, "anyOf": choices} if choices else made
