"""How a picture and its explanation become figures of a page: written once, for every task that shows them."""

from typing import Literal

from pydantic import Field

from stimuli.manifest import Asset, Explanation, Stimulus
from study_app.definition import Checked
from study_app.study.page import Figure
from study_app.study.task import Material
from study_app.study.trial import PlannedTrial
from study_app.study.words import said


class Explained(Checked):
    """explanation = "by-arm": a page shows what the participant's arm explains; absent: it shows the picture alone."""

    explanation: Literal["by-arm"] | None = None
    caption: str = Field(default=said("default.caption"), description="under the explanation, the same for all")

    @property
    def is_by_arm(self) -> bool:
        """Whether the arm's explanation is shown."""
        return self.explanation == "by-arm"


def pictures(trial: PlannedTrial, wanted: Explained, material: Material) -> tuple[Figure, ...]:
    """The picture, and beside it the arm's explanation; in an arm without one the picture again, in the same space."""
    stimulus = material.stimulus(trial)
    if not wanted.is_by_arm:
        return (Figure(stimulus.asset),)
    picture = Figure(stimulus.asset, material.words.text("picture"))
    if trial.explanation is None:
        return (picture, Figure(stimulus.asset, material.words.text("picture_again"), "explanation"))
    return (picture, *explained(stimulus, trial.explanation, wanted.caption, material))


def explained(stimulus: Stimulus, explanation: str, caption: str, material: Material) -> tuple[Figure, ...]:
    """The explanation of that name of an image, and the legend where its set has one.

    A graph that is walked through has its key in the page's own words: the legend is that of the printed drawing.
    """
    figure = _figure(stimulus.explanation(explanation), caption)
    return (figure, *(() if figure.graph else _legend(material.stimuli.legend.get(explanation))))


def _figure(made: Explanation, caption: str) -> Figure:
    """A graph is there to be walked through, unless nothing was found: then its picture says so."""
    first, *more = made.assets
    graph = made.graph if made.graph is not None and made.graph.nodes else None
    return Figure(first, caption, "explanation", tuple(more), graph)


def _legend(asset: Asset | None) -> tuple[Figure, ...]:
    return () if asset is None else (Figure(asset, role="legend"),)
