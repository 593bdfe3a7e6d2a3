"""Marks in a picture as they are posted: read strictly, since anything can be posted.

Places are fractions of the picture's width and height from its upper left corner.
"""

import json
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from study_app.study.controls import Mark
from study_app.study.task import Unanswerable
from study_app.study.words import said

MOST_LETTERS = 100_000
MOST_STROKES = 200
MOST_POINTS = 2000  # of a stroke
RADIUS_STEP = 1e-4  # to which the page rounds the radius

NOTHING = said("refused.mark")
UNREADABLE = said("refused.mark_unreadable")
TOO_MUCH = said("refused.mark_too_much")

T = TypeVar("T")


def read_mark(text: str, control: Mark) -> dict[str, Any]:
    """What was marked with that control, as plain JSON; Unanswerable where it is nothing such a page could post.

    point: tool, x, y.  brush: tool, radius, strokes.
    """
    if not text:
        raise Unanswerable(NOTHING)
    if len(text) > MOST_LETTERS:
        raise Unanswerable(TOO_MUCH)
    posted = _parsed(text)
    if not isinstance(posted, dict):
        raise Unanswerable(UNREADABLE)
    return {"tool": control.tool} | (_point(posted) if control.tool == "point" else _brush(posted, control.radius))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Unanswerable(UNREADABLE) from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _point(posted: dict[str, Any]) -> dict[str, Any]:
    if set(posted) != {"x", "y"}:
        raise Unanswerable(UNREADABLE)
    return {"x": _fraction(posted["x"]), "y": _fraction(posted["y"])}


def _brush(posted: dict[str, Any], radius: float) -> dict[str, Any]:
    """The radius is the brush's own: another one was not offered."""
    if set(posted) != {"radius", "strokes"} or abs(_fraction(posted["radius"]) - radius) > RADIUS_STEP:
        raise Unanswerable(UNREADABLE)
    return {"radius": radius, "strokes": _list(posted["strokes"], MOST_STROKES, _stroke)}


def _stroke(posted: Any) -> list[list[float]]:
    return _list(posted, MOST_POINTS, _place)


def _place(posted: Any) -> list[float]:
    if not isinstance(posted, list) or len(posted) != 2:
        raise Unanswerable(UNREADABLE)
    return [_fraction(one) for one in posted]


def _list(posted: Any, most: int, read: Callable[[Any], T]) -> list[T]:
    """A list that is not empty, each of it read."""
    if not isinstance(posted, list) or not posted:
        raise Unanswerable(UNREADABLE)
    if len(posted) > most:
        raise Unanswerable(TOO_MUCH)
    return [read(one) for one in posted]


def _fraction(posted: Any) -> float:
    """A number in 0 … 1; true and false are none."""
    if isinstance(posted, bool) or not isinstance(posted, int | float) or not 0 <= posted <= 1:
        raise Unanswerable(UNREADABLE)
    return float(posted)
