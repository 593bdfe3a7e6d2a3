"""Robots' behaviour from a file, their streams of chance, and what their browsers would measure."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from random import Random, SystemRandom

from pydantic import TypeAdapter, ValidationError

from study_app import platforms
from study_app.definition import Study
from study_app.errors import StudyError
from study_app.study.faults import path as place
from study_app.study.faults import unknown
from study_app.study.persons import Behaviour, ExGaussian, Person, Timing, planned_skills
from study_app.study_folder.files import parse_toml, read_text

__all__ = ["Behaviour", "ExGaussian", "Person", "chance", "measurements", "parameters", "planned_skills", "read"]

PER_ARM = ("skills", "learning", "reliance", "shift")
BROWSER = {
    "frame_ms": "16.7",
    "hidden_ms": "0",
    "blur_count": "0",
    "viewport": "1280x800",
    "device_pixel_ratio": "1",
    "clock": "frame",
    "load_ms": "0",
    "long_task_ms": "0",
    "clock_step_ms": "0.1",
    "presented_ms": "0",
    "queued_ms": "0",
}


def chance(*key: object) -> Random:
    """A stream of chance that is the same whenever the key is."""
    return Random(" ".join(map(str, key)))  # noqa: S311 - simulation, no secret


def measurements(timing: Timing) -> dict[str, str]:
    """The fields of a page that its script would fill in."""
    return {"rt_ms": str(timing.rt_ms), "first_action_ms": str(timing.first_action_ms), **BROWSER}


def levels(study: Study, rng: Random) -> dict[str, str]:
    """The parameters of a robot's link that the allocation goes by; strata in the shares of their seats."""
    allocation = study.allocation
    found = {each.name: rng.choice("ab") for each in allocation.minimise if each.source == "url"}
    if allocation.strata is not None and allocation.strata.source == "url":
        names = list(allocation.strata.seats)
        found[allocation.strata.name] = rng.choices(names, [allocation.strata.seats[name] for name in names])[0]
    return found


def parameters(study: Study, rng: Random) -> dict[str, str]:
    """All parameters of a robot's link; to its platform it is somebody new, whatever the seed."""
    return {**platforms.load(study.recruit.platform).simulated(SystemRandom()), **levels(study, rng)}


def read(path: Path, arms: Sequence[str]) -> Behaviour:
    """The behaviour of that TOML file; StudyError names every fault at once."""
    raw = parse_toml(path, read_text(path))
    faults = [
        unknown(f"{table}.{arm}", "arm", arm, arms)
        for table in PER_ARM
        for arm in (raw[table] if isinstance(raw.get(table), dict) else ())
        if arm not in arms
    ]
    try:
        found = TypeAdapter(Behaviour).validate_python(raw)
    except ValidationError as fault:
        faults += _lines(fault)
    if faults:
        raise StudyError.of([f"{path}: {line}" for line in faults])
    return found


def _lines(fault: ValidationError) -> Iterator[str]:
    for error in fault.errors(include_url=False):
        *outer, last = error["loc"]
        if error["type"] == "unexpected_keyword_argument":
            model = ExGaussian if outer else Behaviour
            yield unknown(place(error["loc"]), "key", str(last), [each.name for each in fields(model)])
        else:
            said = error["msg"]
            yield f"{place(error['loc'])}: {said[:1].lower()}{said[1:]}; found {error['input']!r}"
