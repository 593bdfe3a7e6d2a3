"""A placebo: a real attention graph whose patches are moved to places that are chance.

It has the real graph's nodes, edges and numbers, so it is read and walked as the real one is; which squares of the
picture it shows says nothing of the picture, the class or the classifier.
"""

from dataclasses import replace

from pydantic import Field

from stimuli.attention_graphs.explanation import AttentionGraph
from stimuli.chance import chance_of
from stimuli.classifier import Classifier
from stimuli.explanation import Explanation
from stimuli.method import Method, Parameters, Request


class RandomGraphParameters(Parameters):
    """Options of random_graph."""

    of: str = Field(default="graph", description="the recipe's attention graph whose patches are moved")
    seed: int = Field(default=0, ge=0)


def explain(_classifier: Classifier, request: Request, parameters: RandomGraphParameters) -> list[AttentionGraph]:
    """One graph per image, from its real graph, the seed and its own pixels; one without nodes stays without."""
    return [_moved(_only_graph(one), parameters.seed) for one in request.needed[parameters.of]]


def _moved(real: AttentionGraph, seed: int) -> AttentionGraph:
    """One permutation of the grid's patches for all sets, so that an edge still takes one patch away."""
    places = chance_of(real.picture, seed).permutation(real.grid.n_patches)
    return replace(real, nodes=real.nodes[:, places], found=real.found[:, places])


def _only_graph(one: Explanation) -> AttentionGraph:
    if not isinstance(one, AttentionGraph):
        raise TypeError(f"an attention graph is wanted, not a {one.kind}")
    return one


def _needs(parameters: RandomGraphParameters) -> tuple[str, ...]:
    return (parameters.of,)


METHOD = Method(
    makes=AttentionGraph, parameters=RandomGraphParameters, explain=explain, needs=_needs, takes=AttentionGraph
)
