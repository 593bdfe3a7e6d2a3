"""Questions about a participant, as a table writes them: each can be declined, and some answers screen out."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from study_app.definition import Checked, Name
from study_app.study.answers import DECLINED
from study_app.study.controls import MOST_LETTERS, AnyOf, Choice, Number, OneOf, Question, Written
from study_app.study.identifying import identifying
from study_app.study.questionnaire import AnyOption, option_faults
from study_app.study.words import said


class Declining(Checked):
    """How one declines, in words."""

    declined: str = Field(
        default=said("default.background.declined"), min_length=1, description="offered with every question"
    )
    empty: str = Field(default=said("default.background.empty"), description="the same after a question for a text")


class Asked(Checked):
    """[[question]]: one question; `name` is its row in trials.csv.

    screen_out: values that end the session, `declined` among them where an answer is needed.
    screen_out_below, screen_out_above: the same for numbers, bounds themselves not included.
    """

    name: Name
    text: str
    kind: Literal["one-of", "any-of", "number", "text"] = "one-of"
    options: tuple[AnyOption, ...] = ()
    minimum: int | None = Field(default=None, ge=-1000000)
    maximum: int | None = Field(default=None, le=1000000)
    unit: str = ""
    rows: int = Field(default=2, ge=1, le=30)
    most: int = Field(default=500, ge=1, le=MOST_LETTERS)
    screen_out: tuple[str | int, ...] = ()
    screen_out_below: int | None = None
    screen_out_above: int | None = None

    def question(self, words: Declining) -> Question:
        """How it is asked, with a way to decline."""
        choices = (*(option.choice for option in self.options), Choice(DECLINED, words.declined))
        match self.kind:
            case "one-of":
                return OneOf(self.name, self.text, choices)
            case "any-of":
                return AnyOf(self.name, self.text, choices, required=True)
            case "number":
                return Number(self.name, self.text, self.minimum or 0, self.maximum or 0, self.unit, words.declined)
            case "text":
                return Written(self.name, f"{self.text} {words.empty}".strip(), self.rows, self.most, required=False)

    def screens(self, value: Any) -> bool:
        """Whether that answer ends the session."""
        if isinstance(value, list):
            return any(one in self.screen_out for one in value)
        below = isinstance(value, int) and self.screen_out_below is not None and value < self.screen_out_below
        above = isinstance(value, int) and self.screen_out_above is not None and value > self.screen_out_above
        return value in self.screen_out or below or above

    def faults(self) -> Iterator[str]:
        """What does not fit together; each line begins with a key."""
        forbidden = identifying(self.name)
        if forbidden:
            yield f"name: {self.name!r} asks who somebody is ({forbidden}), which no study may; leave the question out"
        yield from self._key_faults()
        yield from option_faults(self.options, (DECLINED,))
        known = {DECLINED, *(option.value for option in self.options)}
        strange = [value for value in self.screen_out if isinstance(value, str) and value not in known]
        if strange and self.kind != "text":
            yield f"screen_out: no answer {strange[0]!r}; known: {', '.join(sorted(known))}"

    def _key_faults(self) -> Iterator[str]:
        """Keys that another kind of question has, or that this kind lacks."""
        chooses, counts = self.kind in ("one-of", "any-of"), self.kind == "number"
        if chooses and len(self.options) < 2:
            yield "options: at least two"
        for key in ("rows", "most") if self.kind != "text" else ():
            if key in self.model_fields_set:
                yield f"{key}: goes with kind = 'text'"
        if self.options and not chooses:
            yield "options: goes with kind = 'one-of' or 'any-of'"
        for key in ("minimum", "maximum", "unit", "screen_out_below", "screen_out_above"):
            if key in self.model_fields_set and not counts:
                yield f"{key}: goes with kind = 'number'"
        if counts and (self.minimum is None or self.maximum is None or self.minimum >= self.maximum):
            yield "maximum: a number needs a minimum and a maximum above it"


class Questions(Checked):
    """The whole table."""

    heading: str = ""
    question: Annotated[tuple[Asked, ...], Field(min_length=1)]
