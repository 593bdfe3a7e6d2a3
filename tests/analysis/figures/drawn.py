"""Reads what matplotlib drew as SVG: its words with the room they take, and its marks by name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree

from tests.analysis.svg import NAMESPACE, parsed

LINK = "{http://www.w3.org/1999/xlink}href"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Words:
    """One line of text and its box, in the SVG's units, downwards."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Words") -> bool:
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)


def sheet_size(svg: str) -> tuple[float, float]:
    """Width and height."""
    _, _, width, height = map(float, parsed(svg).attrib["viewBox"].split())
    return width, height


def words(svg: str) -> list[Words]:
    """Every line of text, in the order of drawing; matplotlib draws letters as paths and tells the text beside."""
    builder = ElementTree.TreeBuilder(insert_comments=True)
    root = ElementTree.fromstring(svg, ElementTree.XMLParser(target=builder))  # noqa: S314 - drawn by us
    glyphs = {path.get("id", ""): path.get("d", "") for path in root.iter(f"{NAMESPACE}path") if path.get("id")}
    groups = [group for group in root.iter(f"{NAMESPACE}g") if group.get("id", "").startswith("text_")]
    return [
        Words((comment.text or "").strip(), *_box(drawn, glyphs))
        for group in groups
        for comment, drawn in pairwise(group)
        if callable(comment.tag)
    ]


def places(svg: str, name: str) -> list[tuple[float, float]]:
    """Where the middles of the points called `name` are, downwards, in the order of drawing.

    matplotlib draws a point as the use of a path where many are alike, and as a path of its own where they are not.
    """
    group = named(svg, name)
    alike = [(float(use.attrib["x"]), float(use.attrib["y"])) for use in group.iter(f"{NAMESPACE}use")]
    return alike or [_middle(path.attrib["d"]) for path in group.iter(f"{NAMESPACE}path") if not path.get("id")]


def n_lines(svg: str, name: str) -> int:
    """How many lines the collection called `name` has."""
    return len([path for path in named(svg, name).iter(f"{NAMESPACE}path") if not path.get("id")])


def named(svg: str, name: str) -> ElementTree.Element:
    """The one group of that name."""
    (found,) = (group for group in parsed(svg).iter(f"{NAMESPACE}g") if group.get("id") == name)
    return found


def _middle(path: str) -> tuple[float, float]:
    numbers = [float(number) for number in NUMBER.findall(path)]
    xs, ys = numbers[::2], numbers[1::2]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _box(drawn: ElementTree.Element, glyphs: dict[str, str]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of letters set level or upwards."""
    x, y, scale = _placed(drawn.attrib["transform"])
    ends = [end for use in drawn.iter(f"{NAMESPACE}use") for end in _extent(use, glyphs)]
    length, height = scale * max(ends, default=0.0), 75 * scale
    upwards = "rotate(-90)" in drawn.attrib["transform"]
    return (x - height, y - length, x, y) if upwards else (x, y - height, x + length, y)


def _placed(transform: str) -> tuple[float, float, float]:
    """The beginning of the line, and how long one unit of its font, a hundredth of its size, is."""
    found = re.search(r"translate\(([\d.-]+) ([\d.-]+)\).*scale\(([\d.]+)", transform)
    assert found is not None, transform
    x, y, scale = map(float, found.groups())
    return x, y, scale


def _extent(use: ElementTree.Element, glyphs: dict[str, str]) -> Iterator[float]:
    moved = re.search(r"translate\(([\d.-]+)", use.get("transform", ""))
    start = float(moved.group(1)) if moved else 0.0
    numbers = [float(number) for number in NUMBER.findall(glyphs[use.attrib[LINK].removeprefix("#")])]
    yield start + max(numbers[::2], default=0.0) / 64
