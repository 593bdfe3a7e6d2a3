"""Two commands as a person gives them, and methods of one's own."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from stimuli.explain_commands import compare, explain

OWN_METHODS = """
import time
import numpy as np
from stimuli.errors import StimuliError
from stimuli.explanation import Heatmap
from stimuli.method import Method, Parameters


class Options(Parameters):
    of: str = "grad_cam"
    level: float = 0.5


def plain(level):
    return Heatmap(np.array([[level, 0.0]], dtype=np.float32))


def tell_level(classifier, request, parameters):
    return [plain(parameters.level) for _ in request.inputs]


def with_mask(classifier, request, parameters):
    mask = np.full((2, 2), 0.25, dtype=np.float32)
    return [Heatmap(1 - mask, mask=mask) for _ in request.inputs]


def copied(classifier, request, parameters):
    return request.needed[parameters.of]


def again(classifier, request, parameters):
    return request.reruns[parameters.of](classifier, request)


def slow(classifier, request, parameters):
    time.sleep(1.2 * len(request.inputs))
    return tell_level(classifier, request, parameters)


def of(parameters):
    return (parameters.of,)


def next_image(parameters, members):
    if len(members) < 2:
        raise StimuliError("too few")
    return [(n + 1) % len(members) for n in range(len(members))]


LEVEL = Method(makes=Heatmap, parameters=Options, explain=tell_level)
MASK = Method(makes=Heatmap, parameters=Options, explain=with_mask)
COPY = Method(makes=Heatmap, parameters=Options, explain=copied, needs=of)
NEXT = Method(makes=Heatmap, parameters=Options, explain=copied, needs=of, whose=next_image)
AGAIN = Method(makes=Heatmap, parameters=Options, explain=again, reruns=of)
SLOW = Method(makes=Heatmap, parameters=Options, explain=slow)
"""

Call = Callable[..., Result]


@pytest.fixture
def own(study: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The study's folder, current, with methods of one's own in own_maps.py."""
    (study / "own_maps.py").write_text(OWN_METHODS)
    monkeypatch.chdir(study)
    monkeypatch.syspath_prepend(study)
    return study


@pytest.fixture
def explained(own: Path) -> Call:
    """`explain` on pictures of the study, into `out`."""
    return lambda *arguments: CliRunner().invoke(explain, [*_usual(arguments), "--out", "out"])


@pytest.fixture
def compared(own: Path) -> Call:
    """`compare` on pictures of the study."""
    return lambda *arguments: CliRunner().invoke(compare, _usual(arguments))


def _usual(arguments: tuple[str, ...]) -> list[str]:
    return [*arguments, "--classifier", "checkpoint/classifier.toml", "--device", "cpu"]


@pytest.fixture
def faults(explained: Call) -> Callable[..., list[str]]:
    """What `explain` says is wrong, line by line."""

    def said(*arguments: str) -> list[str]:
        found = explained(*arguments)
        assert found.exit_code == 1, found.output
        assert "Traceback" not in found.output
        assert not isinstance(found.exception, Exception), found.exception
        return found.stderr.removeprefix("Error: ").splitlines()

    return said


@pytest.fixture
def record(own: Path) -> Callable[[str], dict[str, Any]]:
    """The record of that name in `out`."""

    def read(name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((own / "out" / f"{name}.json").read_text())
        return found

    return read
