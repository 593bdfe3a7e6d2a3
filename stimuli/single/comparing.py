"""Compares methods on a few pictures: explains them as `explain` does, and lays the maps side by side."""

import json
from collections.abc import Sequence
from pathlib import Path

from stimuli.errors import StimuliError
from stimuli.single.explaining import explain
from stimuli.single.job import Job, Wish
from stimuli.single.kind import in_a_cell
from stimuli.single.kinds import kind_of_record
from stimuli.single.outputs import explanation_of
from stimuli.single.preflight import prepared
from stimuli.single.record import Record
from stimuli.single.sheet import Cell, Sheet, Words, drawn
from stimuli.store import write_in_one_step
from stimuli.style import PictureStyle

KINDS = (".png", ".pdf", ".svg")
MOST_PICTURES = 100


def explanations_folder(sheet: Path) -> Path:
    """Where the explanations of a sheet lie, so that nothing is computed twice."""
    return sheet.with_suffix(".explanations")


def content_file(sheet: Path) -> Path:
    """Where it is written what a sheet was made of."""
    return explanations_folder(sheet) / f"{sheet.name}.json"


def compare(wish: Wish, file: Path) -> list[Record]:
    """Writes the sheet; its explanations stay beside it.  wish.out: their folder."""
    job = prepared(wish, sheet_faults(wish, file))
    content = _content(job)
    if file.exists() and not wish.over and _content_before(file) != content:
        raise StimuliError(f"{file}: is there, and is of other pictures or methods; --again writes over it")
    records = explain(job).records
    page = drawn(_sheet(job, records), file.suffix.lower().removeprefix("."), PictureStyle())
    write_in_one_step(file, page)
    write_in_one_step(content_file(file), content.encode())
    return records


def sheet_faults(wish: Wish, file: Path) -> list[str]:
    """What is wrong with the sheet that is asked for, a line each."""
    faults = []
    if file.suffix.lower() not in KINDS:
        faults.append(f"--out: {file}: the name's ending says what is written: {', '.join(KINDS)}")
    if file.is_dir():
        faults.append(f"--out: {file}: a folder; name a file")
    if len(wish.images) > MOST_PICTURES:
        faults.append(f"{len(wish.images)} pictures: a sheet takes {MOST_PICTURES}; make several")
    return faults


def _content(job: Job) -> str:
    shown = [job.choice.named(name) for name in job.choice.asked]
    cells = [[job.inputs(n, one).model_dump(mode="json") for one in shown] for n in range(len(job.pictures))]
    return json.dumps(cells, sort_keys=True, ensure_ascii=False) + "\n"


def _content_before(file: Path) -> str | None:
    try:
        return content_file(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _sheet(job: Job, records: Sequence[Record]) -> Sheet:
    n_methods = len(job.choice.asked)
    rows = [records[start : start + n_methods] for start in range(0, len(records), n_methods)]
    kinds = list(dict.fromkeys(kind_of_record(record) for record in records))
    classifier = job.classifier
    return Sheet(
        f"Classifier {classifier.name} ({classifier.architecture})",
        [Words(("picture", "class seen, probability")), *(_heading(job, name) for name in job.choice.asked)],
        [
            [_seen(job, n, row), *(_explained(job, n, *pair) for pair in zip(job.choice.asked, row, strict=True))]
            for n, row in enumerate(rows)
        ],
        " ".join(kind.note for kind in kinds),
        scale=any(kind.scale for kind in kinds),
    )


def _heading(job: Job, name: str) -> Words:
    one = job.choice.named(name)
    given = [f"{key}={value}" for key, value in one.plan.parameters.items()]
    return Words((name, ", ".join([f"of the {one.score}", *given])))


def _seen(job: Job, n: int, row: Sequence[Record]) -> Cell:
    predicted, target, picture = job.predicted(n), job.target(n), job.pictures[n]
    lines = [picture.name, f"{predicted} {job.probability(n, predicted):.2f}"]
    if target != predicted:
        lines.append(f"explained: {target} {job.probability(n, target):.2f}")
    baselines = dict.fromkeys(record.baseline for record in row)
    lines.append(f"hidden with: {', '.join(baselines)}")
    return Cell(picture.shown, Words(tuple(lines)))


def _explained(job: Job, n: int, name: str, record: Record) -> Cell:
    explanation = explanation_of(job.path(n, name), record)
    pixels = in_a_cell(explanation, job.pictures[n].shown, PictureStyle())
    return Cell(pixels, Words(kind_of_record(record).words(record), record.warnings))
