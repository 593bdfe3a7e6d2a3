"""The attention graphs of a built set, read from the store, in numbers."""

from functools import cache
from pathlib import Path

from stimuli import manifest, methods
from stimuli.attention_graphs.explanation import AttentionGraph
from stimuli.attention_graphs.statistics import Row, numbers_of
from stimuli.errors import StimuliError
from stimuli.fingerprint import arrays_sha256
from stimuli.manifest import MANIFEST_FILE, Explanation, StimulusSet
from stimuli.store import Store


def graph_rows(source: str, folder: Path, store: Store) -> list[Row]:
    """One row per image and attention graph of the set in a folder; StimuliError where there is none, or one is lost.

    source: what the set is to be called.  Explanations that only look different are one, of all their names.
    """
    stimuli = manifest.read(folder)
    explanations = _explanations(stimuli)
    if not explanations:
        raise StimuliError(
            f"{folder}: no attention graph among its explanations ({', '.join(stimuli.explanation_names)}); "
            "give the recipe one with method = 'attention_graph' and run `gullseye build` again"
        )
    rows, lost = list[Row](), list[str]()
    for name, ones in explanations.items():
        for image, one in ones.items():
            graph = _graph(one, store)
            if isinstance(graph, str):
                lost.append(f"{folder}: {image}, {name}: {graph}")
            else:
                rows.append(Row(source, name, image, one.target, numbers_of(graph), one.parameters))
    if lost:
        again = f"delete {folder / MANIFEST_FILE} and run `gullseye build` again: it makes only what is missing"
        raise StimuliError.of([*lost, again])
    return rows


def _explanations(stimuli: StimulusSet) -> dict[str, dict[str, Explanation]]:
    """By name and image, those that make graphs; the names of the very same graphs, drawn in several ways, joined."""
    names: dict[tuple[str | None, ...], list[str]] = {}
    for name in stimuli.explanation_names:
        ones = [one.explanation(name) for one in stimuli.stimuli]
        if all(_searches(one.method) for one in ones):
            graphs = (key for one in ones for key in (one.store_key, one.array_sha256))
            names.setdefault(tuple(graphs), []).append(name)
    return {
        ", ".join(alike): {one.image: one.explanation(alike[0]) for one in stimuli.stimuli} for alike in names.values()
    }


@cache
def _searches(method: str) -> bool:
    """Whether it looks for the sets of its graphs; a placebo moves those of another graph."""
    loaded = methods.load(method)
    return issubclass(loaded.makes, AttentionGraph) and not loaded.alters


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
