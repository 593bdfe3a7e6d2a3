"""The kinds of explanation that single pictures can get; every other module asks here what becomes of one."""

from collections.abc import Mapping
from typing import Any

from stimuli.errors import StimuliError
from stimuli.explanation import Explanation
from stimuli.single import attention_graphs, heatmaps
from stimuli.single.kind import Kind
from stimuli.single.record import Record

KINDS: Mapping[type[Explanation], Kind[Any]] = {one.KIND.makes: one.KIND for one in (heatmaps, attention_graphs)}


def kind_of(makes: type[Explanation]) -> Kind[Any]:
    """What becomes of what a method makes; StimuliError where it is nothing for a single picture."""
    if makes not in KINDS:
        raise StimuliError(
            f"makes {makes.kind}, no {' and no '.join(one.kind for one in KINDS)}; only these are made here"
        )
    return KINDS[makes]


def kind_of_record(record: Record) -> Kind[Any]:
    """What became of the explanation that a record tells of."""
    return heatmaps.KIND if record.graph is None else attention_graphs.KIND
