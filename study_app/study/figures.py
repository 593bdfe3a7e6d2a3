"""How an explanation becomes figures of a page: written once, for every task that shows one."""

from stimuli.manifest import Asset, Explanation
from study_app.study.page import Figure
from study_app.study.task import Material


def explained(image: str, explanation: str, caption: str, material: Material) -> tuple[Figure, ...]:
    """The explanation of that name of an image, and the legend where its set has one.

    A graph that is walked through has its key in the page's own words: the legend is that of the printed drawing.
    """
    figure = _figure(material.stimuli.stimulus(image).explanation(explanation), caption)
    return (figure, *(() if figure.graph else _legend(material.stimuli.legend.get(explanation))))


def _figure(made: Explanation, caption: str) -> Figure:
    """A graph is there to be walked through, unless nothing was found: then its picture says so."""
    first, *more = made.assets
    graph = made.graph if made.graph is not None and made.graph.nodes else None
    return Figure(first, caption, "explanation", tuple(more), graph)


def _legend(asset: Asset | None) -> tuple[Figure, ...]:
    return () if asset is None else (Figure(asset, role="legend"),)
