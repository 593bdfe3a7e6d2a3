"""The attention graphs that `gullseye explain` wrote into a folder, in numbers."""

import json
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from stimuli.attention_graphs.explanation import AttentionGraph
from stimuli.attention_graphs.statistics import Row, numbers_of
from stimuli.errors import StimuliError
from stimuli.single.outputs import explanation_of
from stimuli.single.record import Record, names_of, read_record

AGAIN = "give the `gullseye explain` that wrote it again"


def graph_rows(source: str, folder: Path) -> list[Row]:
    """One row per image and attention graph of a folder; StimuliError where there is none, or one cannot be read.

    source: what the folder is to be called.
    """
    paths = sorted(folder.glob("*.json"))
    records = {path: record for path in paths if (record := read_record(path)) is not None}
    # Beside numbers lies a record; any other JSON is not of `explain`.
    faults = [
        f"{path}: no record of an explanation that can be read; delete it and {AGAIN}"
        for path in paths
        if path not in records and path.with_suffix(".npz").exists()
    ]
    faults += [
        f"{path}: its record {path.with_suffix('.json').name} is missing; {AGAIN}, with --again, or delete what is left"
        for path in sorted(folder.glob("*.npz"))
        if not path.with_suffix(".json").exists() and _may_hold_a_graph(path)
    ]
    # One that stands on another graph is a placebo: no search found its sets.
    graphs = {path: record for path, record in records.items() if record.graph is not None and not record.stands_on}
    faults += [
        f"{path}: its files are missing, or are not those it tells of; {AGAIN}"
        for path, record in graphs.items()
        if not record.is_whole(folder)
    ]
    faults += _mixed(folder, list(graphs.values()))
    if faults:
        raise StimuliError.of(faults)
    if not graphs:
        raise StimuliError(
            f"{folder}: no attention graph among its {len(records)} records; "
            f"`gullseye explain IMAGE... --method attention_graph --out {folder}` makes some"
        )
    return [_row(source, path, record) for path, record in graphs.items()]


def _may_hold_a_graph(path: Path) -> bool:
    """Whether these numbers are a graph's, or are torn, so that nobody knows."""
    try:
        with ZipFile(path) as archive:
            return {"nodes.npy", "found.npy", "search.npy"} <= set(archive.namelist())
    except (OSError, BadZipFile):
        return True


def _mixed(folder: Path, records: Sequence[Record]) -> list[str]:
    """Explanations of one name that were made in different ways, which no statistic may mix."""
    made: dict[str, set[str]] = {}
    for record in records:
        how = [record.method, record.score, dict(record.parameters), record.classifier.identity]
        made.setdefault(names_of(record)[1], set()).add(json.dumps(how, sort_keys=True))
    return [
        f"{folder}: {name}: made with different parameters, scores or classifiers; give each a folder of its own"
        for name, ways in made.items()
        if len(ways) > 1
    ]


def _row(source: str, path: Path, record: Record) -> Row:
    try:
        graph = explanation_of(path, record)
    except (KeyError, ValueError, IndexError):
        raise StimuliError(f"{path}: its numbers are of another version of Gullseye; {AGAIN}") from None
    if not isinstance(graph, AttentionGraph):
        raise TypeError(f"{path}: its record tells of an attention graph, not of a {graph.kind}")
    image, explanation = names_of(record)
    return Row(source, explanation, image, record.explained_class, numbers_of(graph), record.parameters)
