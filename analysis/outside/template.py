"""A plan.toml to begin with: the columns of a table, guessed by their names and values, with what else can be said."""

import re
from collections.abc import Iterator, Sequence

import pandas as pd

from analysis.outside.cells import MISSING
from analysis.outside.csv_table import TextTable

GUESSES = {
    "participant": (
        "participant",
        "participant_id",
        "subject",
        "subject_id",
        "prolific_pid",
        "worker_id",
        "user",
        "id",
    ),
    "item": ("item", "item_id", "image", "image_id", "stimulus", "stimulus_id", "file"),
    "arm": ("arm", "condition", "group", "treatment"),
    "block": ("block", "phase", "part"),
    "position": ("position", "trial_index", "trial", "trial_number", "round", "round_number"),
    "correct": ("correct", "is_correct", "accuracy", "acc"),
    "response": ("response", "answer", "choice"),
    "label": ("label", "truth", "gt_label", "true_label", "true_class", "correct_answer"),
    "predicted": ("predicted", "prediction", "ai_prediction", "pred"),
    "ai_correct": ("ai_correct", "model_correct", "classifier_correct"),
    "p_predicted": ("p_predicted", "ai_confidence", "model_confidence"),
    "stage": ("stage",),
    "first": ("first", "initial", "first_answer", "initial_answer"),
    "final": ("final", "final_answer"),
    "advice": ("advice", "ai_advice"),
    "rt": ("rt", "rt_ms", "reaction_time", "response_time", "rt_s", "rt_sec"),
    "confidence": ("confidence", "conf", "certainty"),
    "check": ("check", "attention_check", "is_check"),
    "completed": ("completed", "finished", "complete"),
}
NEEDED = ("participant", "item")
TELLING_RIGHT = ("correct",)
MOST_VALUES = 20
SECONDS = 100.0  # a typical time below it is taken for seconds


def template(table: TextTable) -> str:
    """The text of a plan.toml for that table; what is guessed is to be looked over."""
    guessed = _guessed(list(table.cells.columns))
    lines = [
        f"# The plan for {table.path.name}, guessed from its columns: look over every line.",
        f"# Columns of the file: {', '.join(table.cells.columns)}",
        "# A line that begins with # says nothing; take the # away to use it.",
        "# Every key is explained in docs/analysis-of-your-own-data.md.",
        "",
        "[study]",
        f"name = {_text(_name(table.path.stem))}",
        f"title = {_text(table.path.stem)}",
        '# task = "accept"      # people accept or refuse what the AI says; absent: they answer by themselves',
        '# varies = "within"    # where the conditions change within participants',
        "# n_options = 4        # answers to choose from; chance is one over it",
        "# repeated = true      # where participants met an item more than once",
        "",
        "[columns]",
        *_columns(guessed, table.cells),
        *_named("arms", guessed.get("arm"), table.cells),
        *_blocks(guessed.get("block"), table.cells),
        *_stages(guessed.get("stage"), table.cells),
        "",
        *_hypothesis(guessed.get("arm"), table.cells),
    ]
    return "\n".join(lines) + "\n"


def _guessed(columns: Sequence[str]) -> dict[str, str]:
    """What → the column that is likely to hold it: the first spelling that is there, in any case."""
    spelt = {re.sub(r"[^a-z0-9]+", "_", column.lower()).strip("_"): column for column in reversed(columns)}
    found: dict[str, str] = {}
    for key, names in GUESSES.items():
        there = next((spelt[name] for name in names if name in spelt), None)
        if there is not None and there not in found.values():
            found[key] = there
    if {"first", "final"} <= found.keys() and "label" in found:
        return {key: each for key, each in found.items() if key not in ("correct", "response", "stage", "predicted")}
    return {key: each for key, each in found.items() if key not in ("first", "final", "advice")}


def _columns(guessed: dict[str, str], cells: pd.DataFrame) -> Iterator[str]:
    needed = NEEDED if {"first", "response", "correct"} & guessed.keys() else (*NEEDED, *TELLING_RIGHT)
    for key in GUESSES:
        if key in guessed:
            yield f"{key} = {_value(key, guessed[key], cells)}"
        elif key in needed:
            yield f'{key} = "?"  # none found: write the name of the column here'
        else:
            yield f'# {key} = "…"'


def _value(key: str, column: str, cells: pd.DataFrame) -> str:
    if key not in ("rt", "confidence"):
        return _text(column)
    numbers = pd.to_numeric(cells[column], errors="coerce").dropna()
    if key == "rt":
        unit = "s" if len(numbers) and float(numbers.median()) < SECONDS else "ms"
        return f"{{ name = {_text(column)}, unit = {_text(unit)} }}  # ms or s?"
    low, high = (float(numbers.min()), float(numbers.max())) if len(numbers) else (1.0, 5.0)
    if low >= 1 and high <= 11 and bool((numbers % 1 == 0).all()):
        return f"{{ name = {_text(column)}, points = {max(2, int(high))} }}  # points of the scale, from 1"
    return f"{{ name = {_text(column)}, range = [{min(low, 0):g}, {_top(high):g}] }}  # the ends of the slider"


def _top(high: float) -> float:
    return next((top for top in (1.0, 10.0, 100.0) if high <= top), high)


def _named(table: str, column: str | None, cells: pd.DataFrame) -> Iterator[str]:
    for name, value in _values(column, cells).items():
        yield from ("", f"[{table}.{name}]", f"value = {_text(value)}", 'description = ""  # what they were shown')


def _blocks(column: str | None, cells: pd.DataFrame) -> Iterator[str]:
    for name, value in _values(column, cells).items():
        yield from ("", "[[block]]", f"name = {_text(name)}", f"value = {_text(value)}", f"title = {_text(value)}")


def _stages(column: str | None, cells: pd.DataFrame) -> Iterator[str]:
    values = list(_values(column, cells).values())
    if values:
        yield from ("", f"# {column} has: {', '.join(values)}", "[stages]")
        yield f"first = {_text(values[0])}"
        yield f"final = {_text(values[-1])}"


def _hypothesis(column: str | None, cells: pd.DataFrame) -> Iterator[str]:
    """A comparison only where it was planned: as a comment."""
    names = [*_values(column, cells), "one", "other"][:2]
    yield "# What was planned before the answers were seen; without it everything is exploratory."
    yield "# [[hypothesis]]"
    yield '# name = "my-hypothesis"'
    yield f'# contrast = "{names[1]} - {names[0]}"'
    yield "# smallest_effect = 0.05"


def _values(column: str | None, cells: pd.DataFrame) -> dict[str, str]:
    """A name for every value of a column, in the order of the file; none where they are too many."""
    if column is None:
        return {}
    values = [value for value in cells[column].unique() if value not in MISSING]
    if len(values) > MOST_VALUES:
        return {}
    names: dict[str, str] = {}
    for value in values:
        name = _name(value)
        while name in names:
            name += "-2"
        names[name] = value
    return names


def _name(text: str) -> str:
    """Text as a name: small letters, digits, hyphens."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:36].rstrip("-")
    return plain if plain[:1].isalpha() else f"x-{plain}".rstrip("-")


def _text(text: str) -> str:
    """A TOML string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\n", "\\n")
    return f'"{escaped}"'
