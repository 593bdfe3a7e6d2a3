"""Texts cut and broken to the room there is."""

import warnings

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

POINTS_PER_INCH = 72


def shortened(text: str, most: int) -> str:
    """A text of at most that many letters; what is left out in the middle shows as …."""
    if len(text) <= most:
        return text
    head = (most - 1) * 2 // 3
    return f"{text[:head]}…{text[len(text) - (most - 1 - head) :]}"


def fitted(text: str, inches: float, size: float, weight: str = "normal") -> str:
    """The text, shortened until it is no wider than that.  size: in points."""
    lengths = range(len(text), 1, -1)
    return next((cut for n in lengths if _width(cut := shortened(text, n), size, weight) <= inches), text[:1])


def wrapped(text: str, inches: float, size: float) -> list[str]:
    """The text's lines, broken between words; a word that is wider than a line alone is broken where it fills it."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if _width(longer, size) <= inches:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and _width(lines[-1] + letter, size) > inches:
                lines.append("")
            lines[-1] += letter
    return lines


def _width(text: str, size: float, weight: str = "normal") -> float:
    """In inches, in the font that comes with matplotlib."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")  # drawn as a box, which has a width, too
        width, _, _ = text_to_path.get_text_width_height_descent(text, FontProperties(size=size, weight=weight), False)
    return float(width) / POINTS_PER_INCH
