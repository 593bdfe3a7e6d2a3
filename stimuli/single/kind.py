"""What becomes of a single picture's explanation, by its kind: arrays, drawings, findings, words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Generic, TypeVar

from PIL import Image
from torch import Tensor

from stimuli import renderers
from stimuli.classifier import Classifier
from stimuli.explanation import Arrays, Explanation
from stimuli.images import Pixels
from stimuli.renderer import Drawing
from stimuli.single.graph_facts import GraphFacts
from stimuli.single.record import Record
from stimuli.style import PictureStyle

E = TypeVar("E", bound=Explanation)


@dataclass(frozen=True)
class Findings:
    """What is known of an explanation beside itself.

    baseline: what hidden places showed.  scores: of the map, by name; None where the kind has none.  graph: of an
    attention graph.  warnings: of the scores.
    """

    baseline: str
    scores: Mapping[str, float] | None = None
    graph: GraphFacts | None = None
    warnings: tuple[str, ...] = ()


Finding = Callable[[Classifier, Tensor, Sequence[str], Sequence[Explanation]], Sequence[Findings]]


@dataclass(frozen=True)
class Kind(Generic[E]):
    """One kind of explanation that single pictures can get.

    arrays: its numbers, as PICTURE.METHOD.npz has them; of_arrays: the explanation that gave them, with its warnings.
    drawings: the content of its other files, by their suffixes.
    findings: what is known of explanations beside themselves; asked with the inputs (B, 3, H, W) and the classes.
    drawing_code, scores_code: the modules that draw and score; changed, all is made again.
    words: the lines under its picture on a sheet.  told: the lines under its row in the table.
    note: what stands under a sheet.  scale: whether the scale of colours is to stand there.
    """

    makes: type[E]
    suffixes: tuple[str, ...]
    arrays: Callable[[E], Arrays]
    of_arrays: Callable[[Arrays, tuple[str, ...]], E]
    drawings: Callable[[E, Pixels, PictureStyle], Mapping[str, bytes]]
    findings: Finding
    drawing_code: tuple[str, ...]
    scores_code: tuple[str, ...]
    words: Callable[[Record], tuple[str, ...]]
    told: Callable[[Record], tuple[str, ...]]
    note: str
    scale: bool


def drawn(explanation: Explanation, shown: Pixels, style: PictureStyle) -> Pixels:
    """The one drawing of an explanation."""
    drawing: Drawing = renderers.load(explanation.kind).draw(explanation, shown, style)[0]
    return drawing.pixels


def in_a_cell(explanation: Explanation, shown: Pixels, style: PictureStyle) -> Pixels:
    """What can be read of an explanation in a cell of a sheet: its drawing, or a small picture of what is larger."""
    small: Callable[..., Pixels] = renderers.load(explanation.kind).small or drawn
    return small(explanation, shown, style)


def png(pixels: Pixels) -> bytes:
    """The content of a .png."""
    content = BytesIO()
    Image.fromarray(pixels).save(content, "PNG")
    return content.getvalue()
