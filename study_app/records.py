"""DOOR. What the study hands to the analysis: one frozen record per row, every field with unit and meaning.

The exported columns, their order and the codebook are read from these classes; nothing describes them a second time.
Times are UTC, ISO 8601 with milliseconds.  None is written as NA.
"""

from dataclasses import MISSING, dataclass, field, fields
from datetime import datetime
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


def column(meaning: str, unit: str = "", levels: tuple[str, ...] = (), default: Any = MISSING) -> Any:
    """A field that tells what it means, in which unit, and which values it can have."""
    metadata = {"meaning": meaning, "unit": unit, "levels": levels}
    return field(metadata=metadata) if default is MISSING else field(default=default, metadata=metadata)


MODES = ("live", "pilot", "preview", "robot")
LIVE = "live"
PEOPLE = ("live", "pilot")  # previews and robots are counted apart, or nowhere
OUTCOMES = (
    "in_progress",
    "completed",
    "no_consent",
    "screened_out",
    "failed_checks",
    "incompatible_device",
    "withdrew",
    "timed_out",
    "full",
)
CLOCKS = ("frame", "fallback", "none")
TIMING_FLAGS = {  # why a time is doubtful, in the order they are written in
    "missing": "rt_ms or clock is not there",
    "fallback_clock": "clock is not frame",
    "hidden": "hidden_ms above 0",
    "blurred": "blur_count above 0",
    "seen_again": "n_served above 1",
    "too_fast": "rt_ms below 100 on a page whose time matters",
    "slow_frames": "frame_ms above 34",
    "presented_late": "presented_ms above 50",
    "long_task": "long_task_ms above 0",
    "longer_than_server": "rt_ms and queued_ms together exceed the server's time between served_at and received_at",
}


@dataclass(frozen=True)
class ParticipantRecord:
    """One row of participants.csv: one person (or robot) who began."""

    participant: str = column("random pseudonym, unique; nothing of the platform's identity is in it")
    study: str = column("name of the study")
    study_hash: str = column("SHA-256 of the study's definition and texts, as taken")
    stimulus_set: str = column("id of the stimulus set, as in provenance.json")
    code_version: str = column("version of Gullseye that ran the session")
    mode: str = column("people are live or pilot; robots are simulated and never analysed with people", levels=MODES)
    platform: str = column("where the participant came from")
    arm: str | None = column("the arm of the seat; NA before a seat was claimed")
    seat: int | None = column(
        "number of the seat in the allocation list, from 0; NA before a seat was claimed", "seats"
    )
    seat_block: int | None = column("number of the permuted block that the seat belongs to, from 0", "blocks")
    outcome: str = column("how the session ended; full: no seat was free, never randomised", levels=OUTCOMES)
    n_trials_planned: int = column("trials planned for this participant, every page counted", "trials")
    n_trials_answered: int = column(
        "planned trials that were answered to their end, or ended by the time limit", "trials"
    )
    enrolled_at: datetime = column("when the participant began", "UTC")
    seated_at: datetime | None = column(
        "when the seat was claimed, that is, when the participant was randomised", "UTC"
    )
    finished_at: datetime | None = column("when the outcome was reached", "UTC")
    stratum: str | None = column(
        "the list of seats within which the participant was randomised; NA: there is one list", default=None
    )
    frozen_hash: str | None = column(
        "SHA-256 of all that going live fixed; NA: the study was not launched", default=None
    )
    data_complete: bool = column(
        "whether all that a seat plans was answered, passed over or timed out; false without a seat",
        default=False,
    )
    counts_toward_target: bool = column(
        "whether the participant completed on a seat of their own and keeps the answers in", default=False
    )
    overrun: bool = column(
        "whether the seat was given to somebody else meanwhile; the answers are kept all the same", default=False
    )
    platform_status: str | None = column("what the recruitment platform says of the submission", default=None)
    n_failed_checks: int = column("failed attention checks", "checks", default=0)
    erased: bool = column("whether the answers were deleted at the participant's wish", default=False)
    context: str | None = column("the link's parameters and answers that the allocation went by, as JSON", default=None)


@dataclass(frozen=True)
class TrialRecord:
    """One row of trials.csv: one question of one planned trial; (participant, position, question) is the key."""

    participant: str = column("as in participants.csv")
    mode: str = column("as in participants.csv", levels=MODES)
    arm: str | None = column("as in participants.csv")
    position: int = column("place of the trial in the participant's session, from 0", "trials")
    block: str = column("name of the block in study.toml; NAME:pause for the breaks within it")
    position_in_block: int = column("place of the trial in its block, from 0", "trials")
    task: str = column("kind of task")
    question: str = column("what was asked, for example species, or the name of a rating item")
    answered: bool = column("whether there is an answer; a planned trial that was never reached has none")
    image: str | None = column("name of the image shown; NA where none is")
    image_sha256: str | None = column("hash of the source image")
    label: str | None = column("true class of the image, or the class whose page of examples was shown")
    predicted: str | None = column("class that the classifier predicts")
    p_predicted: float | None = column("classifier's probability of the predicted class", "probability")
    classifier_correct: bool | None = column("whether the classifier predicts the true class")
    explanation: str | None = column("name of the explanation in the recipe; NA where the trial shows none")
    explanation_method: str | None = column("method that made the explanation")
    explanation_sha256: str | None = column("hash of the explanation's numbers")
    response: str | None = column("the answer, as given")
    correct: bool | None = column("whether the answer is right; NA where nothing is right or wrong")
    n_options: int | None = column("number of answers to choose from; chance is one over it", "options")
    rt_ms: float | None = column(
        "from the onset of the stimulus to the answer: the key going down, or the click, by the browser's clock", "ms"
    )
    first_action_ms: float | None = column("from onset to the first key or pointer going down", "ms")
    feedback_ms: float | None = column("time the feedback was on the screen; NA where there is none", "ms")
    frame_ms: float | None = column("median time between frames while the trial ran", "ms")
    hidden_ms: float | None = column("time the page was hidden while the trial ran", "ms")
    blur_count: int | None = column("how often the window lost focus while the trial ran", "times")
    viewport: str | None = column("inner size of the window, width x height", "CSS px")
    device_pixel_ratio: float | None = column("device pixels per CSS pixel")
    clock: str | None = column("frame: onset and answer by frame and event time; fallback: less exact", levels=CLOCKS)
    n_served: int = column(
        "how often the page was sent to be shown, or shown having been sent ahead; above 1 the stimulus was seen again",
        "times",
    )
    served_at: datetime | None = column("when the server first sent the page, which may be before it was needed", "UTC")
    received_at: datetime | None = column("when the server stored the answer", "UTC")
    stage: str = column("the page of the trial that asked it: answer is the first", default="answer")
    level: str | None = column("level of the within-subject factor of its block; NA: none", default=None)
    check: str | None = column(
        "a wrong answer is a failed check of this kind; NA: no check", levels=("attention", "catch"), default=None
    )
    timed_out: bool = column("whether the time for an answer ran out", default=False)
    passed_over: bool = column("whether the trial was not asked, because a criterion was met before", default=False)
    item: str | None = column("id of the comparative question; NA where none", default=None)
    flipped: bool | None = column("whether its two versions changed sides for this participant", default=None)
    target: str | None = column("class that the comparative question is about", default=None)
    correct_side: str | None = column(
        "side of the version that keeps the class, before changing sides", levels=("left", "right"), default=None
    )
    difficulty: float | None = column(
        "1 less the gap between the two versions; the harder, the nearer to 1", default=None
    )
    values: str | None = column("everything that the task stored with the answer, as JSON", default=None)
    load_ms: float | None = column(
        "longest time that a picture of the page took to load; 0: all were there already", "ms", default=None
    )
    long_task_ms: float | None = column(
        "time the browser could do nothing else while the trial ran, in tasks of over 50 ms; NA: it does not tell",
        "ms",
        default=None,
    )
    clock_step_ms: float | None = column("smallest step of the browser's clock, as measured", "ms", default=None)
    presented_ms: float | None = column(
        "from the onset to the presentation of the page's last picture, as the browser tells; negative: before; "
        "NA: it does not tell",
        "ms",
        default=None,
    )
    queued_ms: float | None = column("how long the answer waited in the browser to be sent", "ms", default=None)
    timing_flags: str | None = column(
        f"why the times are doubtful, separated by spaces; NA: nothing speaks against them, or there is no answer. "
        f"{'; '.join(f'{name}: {meaning}' for name, meaning in TIMING_FLAGS.items())}",
        default=None,
    )


@dataclass(frozen=True)
class EventRecord:
    """One row of events.csv: something that happened, in order."""

    participant: str = column("as in participants.csv")
    mode: str = column("as in participants.csv", levels=MODES)
    at: datetime = column("when the server noted it", "UTC")
    kind: str = column("what happened, for example enrolled, consented, seated, answered, repeated, finished")
    position: int | None = column("trial it belongs to; NA where none", "trials")
    detail: str | None = column("more of it, as JSON")


@dataclass(frozen=True)
class ScoreRecord:
    """One row of scores.csv: an automatic score of one explanation of one image, shown or not.

    (stimulus_set, image, explanation, score) is the key.
    """

    stimulus_set: str = column("id of the stimulus set, as in participants.csv")
    image: str = column("name of the image, as in trials.csv")
    explanation: str = column("name of the explanation in the recipe, as in trials.csv")
    explanation_sha256: str = column("hash of the explanation's numbers, as in trials.csv")
    score: str = column("name of the score, as docs/scores.md defines it")
    value: float = column("the score")
    higher_is_better: bool | None = column(
        "whether a higher score is meant to say that the explanation is better; NA: the score describes, it does not "
        "judge"
    )


@dataclass(frozen=True)
class MapRecord:
    """One row of maps.csv: where one explanation of one image says that it matters, shown or not.

    (stimulus_set, image, explanation) is the key.  There are rows where the study asks people to mark pictures.
    """

    stimulus_set: str = column("id of the stimulus set, as in participants.csv")
    image: str = column("name of the image, as in trials.csv")
    explanation: str = column("name of the explanation in the recipe, as in trials.csv")
    explanation_sha256: str = column("hash of the explanation's numbers, as in trials.csv")
    cells: str = column(
        "the map in 28 x 28 cells, row by row from the upper left corner, each two hexadecimal digits: 00 nothing to "
        "ff most important; an attention graph: the share of the chosen sets that hold the place; concepts: the sum of "
        "their maps by what each contributes"
    )


@dataclass(frozen=True)
class ColumnMeaning:
    """One line of the codebook."""

    table: str
    column: str
    type: str
    missing_allowed: bool
    unit: str
    levels: tuple[str, ...]
    meaning: str


RECORDS: dict[str, type[ParticipantRecord] | type[TrialRecord] | type[EventRecord]] = {
    "participants": ParticipantRecord,
    "trials": TrialRecord,
    "events": EventRecord,
}


COMPANIONS: dict[str, type[ScoreRecord] | type[MapRecord]] = {  # older exports lack them
    "scores": ScoreRecord,
    "maps": MapRecord,
}


def codebook() -> tuple[ColumnMeaning, ...]:
    """Every exported column, in the order of the files."""
    lines = []
    for table, record in (RECORDS | COMPANIONS).items():
        hints = get_type_hints(record)
        for each in fields(record):
            kind, missing = _plain(hints[each.name])
            meta = each.metadata
            lines.append(ColumnMeaning(table, each.name, kind, missing, meta["unit"], meta["levels"], meta["meaning"]))
    return tuple(lines)


def _plain(hint: Any) -> tuple[str, bool]:
    """The name of a field's type, and whether it may be None."""
    options = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    names = [option.__name__ for option in options if option is not type(None)]
    return "|".join(names), type(None) in options
