"""What a participant sees at one moment: a prompt and a control.

A task gives this value; one template draws any prompt with any control, one script times it.
A page never holds the arm's name, an answer key, or anything that encodes them.
"""

from dataclasses import dataclass, field
from math import ceil, sqrt

from stimuli.manifest import Asset, AttentionGraph
from study_app.study.controls import Control
from study_app.study.graph_picture import GraphPicture, drawn


@dataclass(frozen=True)
class Figure:
    """A picture with its caption; `role` is a CSS hook (stimulus, explanation, legend, page, left, right).

    more: pictures that belong to it; they share its space as tiles, in order, each with its own caption under it.
    graph: has nodes; it is drawn, to be walked through, in place of the pictures, which are not loaded then.
    """

    asset: Asset
    caption: str = ""
    role: str = "stimulus"
    more: tuple[Asset, ...] = ()
    graph: AttentionGraph | None = None

    @property
    def assets(self) -> tuple[Asset, ...]:
        """All its pictures."""
        return (self.asset, *self.more)

    @property
    def loaded(self) -> tuple[Asset, ...]:
        """The pictures that a page with it loads: all its own, or the tiles of its graph."""
        tiles = self.graph.tiles if self.graph else None
        return self.assets if tiles is None else (tiles,)

    @property
    def drawing(self) -> GraphPicture | None:
        """Where everything of its graph stands; None: it is pictures."""
        return drawn(self.graph) if self.graph else None

    @property
    def columns(self) -> int:
        """Tiles in a row: as many as there are rows, or one more."""
        return ceil(sqrt(len(self.assets)))

    @property
    def rows(self) -> int:
        """Rows of tiles.  Two tiles are as large as four, so that a tile more or less is no other size."""
        return max(ceil(len(self.assets) / self.columns), 1 if self.columns == 1 else 2)


@dataclass(frozen=True)
class Prompt:
    """What is shown."""

    heading: str = ""
    html: str = field(default="", metadata={"meaning": "safe HTML, rendered from the study's Markdown"})
    figures: tuple[Figure, ...] = ()
    verdict: bool | None = field(default=None, metadata={"meaning": "on a feedback page: was the answer right?"})


@dataclass(frozen=True)
class Page:
    """One page: what is shown, what can be answered, and whether the answer's time matters.

    limit_seconds: after so long the browser sends the page without an answer; None: there is time.
    """

    prompt: Prompt
    control: Control
    timed: bool = False
    limit_seconds: float | None = None

    def assets(self) -> tuple[Asset, ...]:
        """The pictures that must be there before the page is shown."""
        return tuple(asset for figure in self.prompt.figures for asset in figure.loaded)
