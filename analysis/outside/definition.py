"""The checked content of plan.toml: what the columns of a table mean, and what was planned with it.

Keys that are not known are refused.  What does not fit together is told by analysis.outside.checks.
"""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from study_app.definition import Checked, Exclusion, Hypothesis, Name

YES = ("1", "1.0", "true", "yes", "t", "y", "correct", "right")
NO = ("0", "0.0", "false", "no", "f", "n", "incorrect", "wrong")


def _named(value: Any) -> Any:
    """A bare column name stands for { name = … }."""
    return {"name": value} if isinstance(value, str) else value


class TruthColumn(Checked):
    """A column of two values.  yes, no: how they are spelt; absent: 1 or 0, true or false, yes or no and their like."""

    name: str
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()

    def reads(self, text: str) -> bool | None:
        """Whether that cell says yes or no; None: neither.  Without spellings of one's own, case does not matter."""
        if self.yes or self.no:
            return True if text in self.yes else False if text in self.no else None
        small = text.lower()
        return True if small in YES else False if small in NO else None

    @property
    def known(self) -> str:
        """The spellings, in words."""
        if self.yes or self.no:
            return f"yes: {', '.join(self.yes)}; no: {', '.join(self.no)}"
        return "1, true, yes, correct, right; 0, false, no, incorrect, wrong"


class CheckColumn(TruthColumn):
    """Which trials are checks of attention, or easy catch trials; their answers are no outcome."""

    kind: Literal["attention", "catch"] = "attention"


class TimeColumn(Checked):
    """A response time."""

    name: str
    unit: Literal["ms", "s"]


class ConfidenceColumn(Checked):
    """How sure people were.  points: of a scale of whole numbers from 1; range: the ends of a slider."""

    name: str
    points: int | None = Field(default=None, ge=2, le=101)
    range: tuple[float, float] | None = None


Truth = Annotated[TruthColumn, BeforeValidator(_named)]
Check = Annotated[CheckColumn, BeforeValidator(_named)]


class Columns(Checked):
    """[columns]: what → the name of the column in the file."""

    participant: str
    item: str = Field(description="the picture or question that was asked")
    arm: str | None = Field(default=None, description="the condition")
    level: str | None = Field(default=None, description="of a within-subject factor, beside arms")
    block: str | None = Field(default=None, description="the part of the session")
    position: str | None = Field(default=None, description="place in the session or block; absent: the order of rows")
    correct: Truth | None = None
    response: str | None = Field(default=None, description="the answer, as given")
    label: str | None = Field(default=None, description="the true class, or the right answer")
    predicted: str | None = Field(default=None, description="what the AI says; it was shown only if `advice` says so")
    advice: str | None = Field(default=None, description="what the AI says, as shown; empty: nothing was")
    ai_correct: Truth | None = Field(default=None, description="whether the AI is right")
    p_predicted: str | None = Field(default=None, description="the AI's probability of what it says, from 0 to 1")
    accepts: Truth | None = Field(default=None, description="whether the AI's word was accepted; with task = 'accept'")
    first: str | None = Field(default=None, description="the own answer, before advice, where a row holds both answers")
    final: str | None = Field(default=None, description="the answer after advice, where a row holds both answers")
    stage: str | None = Field(default=None, description="which answer a row holds, where each has its own row")
    rt: TimeColumn | None = None
    confidence: ConfidenceColumn | None = None
    n_options: str | None = Field(default=None, description="number of answers to choose from, where trials differ")
    check: Check | None = None
    completed: Truth | None = Field(default=None, description="whether the participant came to the end")
    mode: str | None = Field(default=None, description="live, pilot, preview or robot; absent: all are live")


class About(Checked):
    """[study]: what it is called, and what kind of answers it has."""

    name: Name
    title: str
    task: Literal["answer", "accept"] = Field(
        default="answer", description="answer: one's own answer; accept: to accept or refuse what the AI says"
    )
    varies: Literal["between", "within"] = Field(default="between", description="how `columns.arm` varies")
    n_options: int | None = Field(default=None, ge=2, description="answers to choose from; chance is one over it")
    classes: tuple[str, ...] = Field(default=(), description="the right answers there are; absent: those of the file")
    repeated: bool = Field(default=False, description="whether participants met an item more than once")


class Value(Checked):
    """[arms.NAME], [levels.NAME]: what the file calls it (absent: NAME), and what was shown, in words."""

    value: str | None = None
    description: str = ""


class Part(Checked):
    """[[block]]: what the file calls it (absent: its name), and its title in the report."""

    name: Name
    value: str | None = None
    title: str = ""


class Stages(Checked):
    """[stages]: what `columns.stage` calls the own answer and the one after advice."""

    first: str
    final: str


class OutsidePlan(Checked):
    """The whole of plan.toml."""

    study: About
    columns: Columns
    keep: dict[str, tuple[str, ...]] = Field(
        default={}, description="column → values: rows with others are passed over"
    )
    arms: dict[Name, Value] = Field(default={})
    levels: dict[Name, Value] = Field(default={})
    stages: Stages | None = None
    block: tuple[Part, ...] = ()
    exclusion: tuple[Exclusion, ...] = ()
    hypothesis: tuple[Hypothesis, ...] = ()

    @property
    def is_within(self) -> bool:
        """Whether conditions change within participants, who are then of one arm."""
        return self.study.varies == "within"

    @property
    def is_in_two_stages(self) -> bool:
        """Whether people answered, were advised, and answered again."""
        return self.columns.stage is not None or self.columns.first is not None

    @property
    def parts(self) -> tuple[Part, ...]:
        """The blocks; one where the plan names none."""
        return self.block or (Part(name="trials"),)

    def values(self, named: dict[str, Value]) -> dict[str, str]:
        """What the file calls an arm or level → its name."""
        return {name if each.value is None else each.value: name for name, each in named.items()}

    def columns_named(self) -> dict[str, str]:
        """Key path → the name of the column of the file."""
        found = {}
        for key in Columns.model_fields:
            column = getattr(self.columns, key)
            if column is not None:
                found[f"columns.{key}"] = column if isinstance(column, str) else column.name
        return found | {f"keep.{name}": name for name in self.keep}
