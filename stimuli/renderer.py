"""What draws an explanation.  A renderer's file in stimuli/renderers is named after a kind and offers RENDERER."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from stimuli.explanation import Explanation
from stimuli.images import Pixels
from stimuli.manifest import Asset, AttentionGraph
from stimuli.style import PictureStyle

E = TypeVar("E", bound=Explanation)


@dataclass(frozen=True, eq=False)
class Drawing:
    """A drawn picture, what a screen reader says of it, and what stands under it: text, never pixels; mostly empty.

    lossless: kept pixel by pixel, because they are what a network was asked about.
    sized: shown in the square of a stimulus, for which screens differ in pixels; else it is as large as the window.
    """

    pixels: Pixels
    alt: str
    caption: str = ""
    lossless: bool = False
    sized: bool = True


@dataclass(frozen=True, eq=False)
class Walk:
    """What the page draws itself, so that people can walk through an explanation.

    tiles: the pictures it needs, in one; None where it needs none.
    graph: what the manifest says of it, once its tiles are written.
    """

    tiles: Drawing | None
    graph: Callable[[Asset | None], AttentionGraph]


@dataclass(frozen=True)
class Renderer(Generic[E]):
    """draws: the kind of explanation.  draw: pictures of one explanation over the image as shown.  legend: its key.

    Of a kind that has parts, such as concepts: part: the picture of one part, by its number, None where it is not among
    those explained; heading: a part's name and its colour, as #RRGGBB, from its number and its place on a page.
    Of a kind whose drawing is large: small: a picture of it that can be read among many on a page.
    Of a kind that is more than a picture: walk: what people can walk through in the page.
    """

    draws: type[E]
    draw: Callable[[E, Pixels, PictureStyle], tuple[Drawing, ...]]
    legend: Callable[[PictureStyle], Drawing]
    part: Callable[[E, Pixels, PictureStyle, int], Pixels | None] | None = None
    heading: Callable[[PictureStyle, int, int], tuple[str, str]] | None = None
    small: Callable[[E, Pixels, PictureStyle], Pixels] | None = None
    walk: Callable[[E, PictureStyle], Walk] | None = None
