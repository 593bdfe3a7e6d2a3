"""How a page is answered: its control, and the questions of a form.

`kind` is the name of the template that draws it.  Every control says which fields it posts; nothing else is read from
a posted form but the browser's measurements.
"""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from study_app.study.words import said

MOST_LETTERS = 2000


@dataclass(frozen=True)
class Choice:
    """One answer to choose from."""

    value: str
    text: str
    key: str = field(default="", metadata={"meaning": "the keyboard key that chooses it"})


@dataclass(frozen=True)
class Choose:
    """Control: one of several answers; pressing it is the answer.  Posts `response`."""

    kind: ClassVar[str] = "choose"
    question: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Agree:
    """Control: agree or decline.  Posts `response` = agree | decline."""

    kind: ClassVar[str] = "agree"
    agree: str
    decline: str


@dataclass(frozen=True)
class Proceed:
    """Control: one button.  Posts `response` = continue; it can be pressed after `minimum_seconds`."""

    kind: ClassVar[str] = "proceed"
    button: str = said("default.button")
    minimum_seconds: float = 0.0


@dataclass(frozen=True)
class Scale:
    """A row of points from low to high.  Posts `name` = 1 … points.  labels: a word for every point, or none."""

    kind: ClassVar[str] = "scale"
    name: str
    text: str
    points: int
    low: str
    high: str
    labels: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True)
class Slider:
    """A line from low to high without a starting place: it must be touched.  Posts `name`, a whole number."""

    kind: ClassVar[str] = "slider"
    name: str
    text: str
    low: str
    high: str
    minimum: int = 0
    maximum: int = 100
    step: int = 1
    required: bool = True


@dataclass(frozen=True)
class OneOf:
    """One of several options (a list to press; a menu where there are more than `MENU_FROM`).  Posts `name`."""

    kind: ClassVar[str] = "one-of"
    name: str
    text: str
    options: tuple[Choice, ...]
    required: bool = True


@dataclass(frozen=True)
class AnyOf:
    """Any number of several options.  Posts `name.value` = on for each that is chosen."""

    kind: ClassVar[str] = "any-of"
    name: str
    text: str
    options: tuple[Choice, ...]
    required: bool = False


@dataclass(frozen=True)
class Number:
    """A whole number.  Posts `name`.  declined: text of a box beside it, such as prefer not to say; empty: no box.

    The box posts `name` = declined.
    """

    kind: ClassVar[str] = "number"
    name: str
    text: str
    minimum: int
    maximum: int
    unit: str = ""
    declined: str = ""
    required: bool = True


@dataclass(frozen=True)
class Written:
    """A text of one's own.  Posts `name`, at most `most` letters."""

    kind: ClassVar[str] = "written"
    name: str
    text: str
    rows: int = 4
    most: int = MOST_LETTERS
    required: bool = True


Question = Scale | Slider | OneOf | AnyOf | Number | Written
MENU_FROM = 9  # so many options and more are a menu


@dataclass(frozen=True)
class Ask:
    """Control: a form of questions and a button.  Posts the fields of its questions.

    Scales that follow each other with the same points and ends stand in one matrix, where `matrix`.
    """

    kind: ClassVar[str] = "ask"
    questions: tuple[Question, ...]
    button: str = said("default.button")
    matrix: bool = False


@dataclass(frozen=True)
class Mark:
    """Control: the place in the picture of role `stimulus` that matters, by pointer or keyboard, and a button.

    Posts `mark`, JSON in fractions of the picture's width and height from its upper left corner:
    point: {"x": 0.25, "y": 0.5};  brush: {"radius": 0.04, "strokes": [[[x, y], …], …]}, radius in parts of the width.
    """

    kind: ClassVar[str] = "mark"
    question: str
    tool: Literal["point", "brush"] = "point"
    radius: float = 0.04
    button: str = said("default.button")


@dataclass(frozen=True)
class Measure:
    """Control: a button; the browser measures itself.

    Posts `response` = continue and, filled in by the page's script, `window_width_px`, `window_height_px`, `pointer`
    (fine | coarse | none), `hover` (yes | no), `touch_points`, `browser` (the user agent) and `color_gamut`.
    """

    kind: ClassVar[str] = "measure"
    button: str = said("default.button")


Control = Choose | Agree | Proceed | Ask | Mark | Measure
MEASURED_DEVICE = ("window_width_px", "window_height_px", "pointer", "hover", "touch_points", "browser", "color_gamut")
