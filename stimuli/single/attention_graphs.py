"""Attention graphs of single pictures: the graph for the screen and for print, with what its search found."""

from collections.abc import Mapping, Sequence

from torch import Tensor

from stimuli.attention_graphs.explanation import AttentionGraph
from stimuli.attention_graphs.printing import printed
from stimuli.classifier import Classifier
from stimuli.explanation import Explanation
from stimuli.images import Pixels
from stimuli.percents import percent
from stimuli.single.graph_facts import GraphFacts
from stimuli.single.kind import Findings, Kind
from stimuli.single.record import Record
from stimuli.style import PictureStyle

NOTE = (
    "Attention graph: the best of the sets of patches that suffice by themselves, as the classifier was shown it, with "
    "the share of the class's score that is left; the whole graph lies beside the records."
)


def _drawings(graph: AttentionGraph, shown: Pixels, style: PictureStyle) -> Mapping[str, bytes]:
    told = style.attention_graph
    return {".png": printed(graph, shown, told, "png"), ".svg": printed(graph, shown, told, "svg")}


def _findings(
    _classifier: Classifier, _inputs: Tensor, _targets: Sequence[str], explanations: Sequence[Explanation]
) -> list[Findings]:
    graphs = [_only_graph(one) for one in explanations]
    return [Findings(one.facts.baseline, graph=GraphFacts.of(one)) for one in graphs]


def _only_graph(one: Explanation) -> AttentionGraph:
    if not isinstance(one, AttentionGraph):
        raise TypeError(f"an attention graph is wanted, not a {one.kind}")
    return one


def _words(record: Record) -> tuple[str, ...]:
    facts = _facts(record)
    if record.stands_on:
        return ("its numbers are those of", *(one.name for one in record.stands_on))
    if facts.smallest_area is None:
        return ("no sufficient set", "nothing to search" if facts.stopped is None else "within the limits")
    best = [f"{percent(one.share)} % left on {_of_area(one.area)}" for one in facts.chosen[:1]]
    return (*best, *_found(facts))


def _told(record: Record) -> tuple[str, ...]:
    facts = _facts(record)
    # Where nothing was found, a warning says so, why, and after how many sets.
    if record.stands_on or not facts.n_found:
        return ()
    return (f"{', '.join(_found(facts))}; {facts.evaluations_distinct} sets scored",)


def _found(facts: GraphFacts) -> tuple[str, ...]:
    smallest = [] if facts.smallest_area is None else [f"smallest {_of_area(facts.smallest_area)}"]
    return (_counted(facts.n_found), *smallest)


def _of_area(share: float) -> str:
    return f"{100 * share:.1f} % of the area"


def _counted(n: int) -> str:
    return f"{n} sufficient set{'' if n == 1 else 's'}"


def _facts(record: Record) -> GraphFacts:
    if record.graph is None:
        raise TypeError(f"{record.image}: the record of an attention graph is wanted")
    return record.graph


KIND = Kind(
    makes=AttentionGraph,
    suffixes=(".npz", ".png", ".svg"),
    arrays=AttentionGraph.arrays,
    of_arrays=AttentionGraph.of_arrays,
    drawings=_drawings,
    findings=_findings,
    drawing_code=("stimuli.renderers.attention_graph", "stimuli.attention_graphs.printing"),
    scores_code=("stimuli.single.graph_facts",),
    words=_words,
    told=_told,
    note=NOTE,
    scale=False,
)
