"""The attention graphs of a built set, read from the store, in numbers."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from stimuli import manifest, methods
from stimuli.attention_graphs.explanation import AttentionGraph
from stimuli.attention_graphs.statistics import Row, numbers_of
from stimuli.errors import StimuliError
from stimuli.fingerprint import arrays_sha256
from stimuli.manifest import MANIFEST_FILE, Explanation, Stimulus
from stimuli.store import Store


def graph_rows(source: str, folder: Path, store: Store) -> list[Row]:
    """One row per image and attention graph of the set in a folder; StimuliError where there is none, or one is lost.

    source: what the set is to be called.
    """
    stimuli = manifest.read(folder)
    pairs = [(one, each) for one in stimuli.stimuli for each in one.explanations if _makes_graphs(each.method)]
    if not pairs:
        raise StimuliError(
            f"{folder}: no attention graph among its explanations ({', '.join(stimuli.explanation_names)}); "
            "give the recipe one with method = 'attention_graph' and run `gullseye build` again"
        )
    graphs = {(one.image, each.name): _graph(each, store) for one, each in pairs}
    lost = [f"{folder}: {image}, {name}: {fault}" for (image, name), fault in graphs.items() if isinstance(fault, str)]
    if lost:
        again = f"delete {folder / MANIFEST_FILE} and run `gullseye build` again: it makes only what is missing"
        raise StimuliError.of([*lost, again])
    return [_row(source, one, each, graphs) for one, each in pairs]


@cache
def _makes_graphs(method: str) -> bool:
    return issubclass(methods.load(method).makes, AttentionGraph)


def _graph(one: Explanation, store: Store) -> AttentionGraph | str:
    """The graph; in words why it cannot be had."""
    entry = store.get(one.store_key) if one.store_key else None
    if entry is None:
        return "its numbers are not in the store, or were torn"
    try:
        graph = AttentionGraph.of_arrays(entry.arrays, one.warnings)
    except (KeyError, ValueError, IndexError):
        return "its numbers are of another version of Gullseye"
    if arrays_sha256(graph.arrays()) != one.array_sha256:
        return f"{store.path(one.store_key or '')} is not what the manifest names; delete it"
    return graph


def _row(
    source: str, stimulus: Stimulus, one: Explanation, graphs: Mapping[tuple[str, str], AttentionGraph | str]
) -> Row:
    graph = graphs[stimulus.image, one.name]
    assert isinstance(graph, AttentionGraph)  # noqa: S101 - the others were told of
    return Row(source, one.name, stimulus.image, one.target, numbers_of(graph))
