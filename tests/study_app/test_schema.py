"""The JSON Schema of study.toml: every shipped study conforms to it, and what is wrong does not."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from study_app import study_folder, tasks
from study_app.cli import gullseye
from study_app.commands.new import templates
from study_app.study_schema import study_schema
from tests.study_app.conforming import misfits

Table = dict[str, Any]


@pytest.fixture(scope="module")
def schema() -> Table:
    return study_schema()


@pytest.fixture
def study() -> Table:
    """The shipped study of gulls, as read from its file."""
    return tomllib.loads((study_folder.SHIPPED / "gulls" / "study.toml").read_text(encoding="utf-8"))


def block(study: Table, name: str) -> Table:
    return next(each for each in study["block"] if each["name"] == name)


@pytest.mark.parametrize("template", templates())
def test_every_template_conforms(schema: Table, template: str) -> None:
    study = tomllib.loads((templates()[template] / "study.toml").read_text(encoding="utf-8"))
    assert misfits(study, schema) == []


@pytest.mark.parametrize("kind", tasks.names())
def test_a_block_with_the_example_of_a_task_conforms(schema: Table, study: Table, kind: str) -> None:
    study["block"] = [{"name": "one", "task": kind, **tasks.load(kind).example.options}]
    assert misfits(study, schema) == []


def test_a_key_that_belongs_to_another_task_does_not_conform(schema: Table, study: Table) -> None:
    block(study, "test")["minimum_width_px"] = 768
    assert misfits(study, schema) == ["block[9]: fits none of the alternatives"]


def test_a_block_without_what_its_task_needs_does_not_conform(schema: Table, study: Table) -> None:
    del block(study, "consent")["text"]
    assert misfits(study, schema) == ["block[0]: fits none of the alternatives"]


def test_a_task_that_is_not_there_does_not_conform_but_ones_own_does(schema: Table, study: Table) -> None:
    block(study, "between")["task"] = "txt"
    assert misfits(study, schema) == ["block[8]: fits none of the alternatives"]
    block(study, "between").update(task="mylab.tasks:TASK", anything=1)
    assert misfits(study, schema) == []


def test_unknown_keys_wrong_types_and_missing_tables_do_not_conform(schema: Table, study: Table) -> None:
    study["study"]["minuts"] = 15
    study["allocation"]["seats"] = "many"
    study["items"]["pools"]["test"]["per_class"] = 0
    del study["arms"]
    assert sorted(misfits(study, schema)) == [
        "allocation.seats: no integer",
        "items.pools.test.per_class: 0 is out of range",
        "study.minuts: not known",
        "the file: arms missing",
    ]


def test_every_task_is_an_alternative_with_its_summary(schema: Table) -> None:
    found = {one["properties"]["task"].get("const"): one for one in schema["$defs"]["Block"]["anyOf"]}
    assert set(found) == {*tasks.names(), None}
    assert all(one["properties"]["task"]["description"] for one in found.values())
    assert "minimum_width_px" in found["device"]["properties"]


def test_keys_tell_what_they_are_for_and_nothing_is_null(schema: Table) -> None:
    allocation = schema["$defs"]["Allocation"]["properties"]
    assert allocation["seats"]["description"] == "how many participants the study wants"
    assert '"null"' not in json.dumps(schema)


def test_the_command_writes_it_to_a_file_or_to_the_screen(tmp_path: Path, schema: Table) -> None:
    shown = CliRunner().invoke(gullseye, ["schema"])
    assert json.loads(shown.output) == json.loads(json.dumps(schema))
    out = tmp_path / "study.schema.json"
    assert CliRunner().invoke(gullseye, ["schema", "--out", str(out)]).output == f"Schema: {out}\n"
    assert out.read_text(encoding="utf-8") == shown.output
