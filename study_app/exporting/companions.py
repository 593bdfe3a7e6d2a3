"""What lies beside the tables so that they can be read without us: codebook, study, a word to the reader."""

import csv
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from study_app.exporting.cells import cell
from study_app.records import ColumnMeaning, codebook

README = """\
Answers of the study {title!r} ({name}), exported by Gullseye.

participants.csv  one row per participant who began
trials.csv        one row per participant, planned trial and question; a trial never reached has answered = false
events.csv        what happened, in order
scores.csv        one row per image, explanation and automatic score; none where nothing was scored
maps.csv          one row per image and explanation: its map in few cells; none where nobody is asked to mark pictures
codebook.csv      every column: type, unit, possible values, meaning (codebook.json: the same)
study.json        the definition of the study, which is the plan of its analysis
provenance.json   versions, texts' hashes, stimuli: from each row to source image, network, method and parameters

UTF-8; the first line names the columns; NA is missing; times are UTC, ISO 8601; truth values are true and false.
Text that a spreadsheet would run as a formula, the text NA, and text that begins with an apostrophe have one
apostrophe in front, which belongs to the file and not to the answer.

Column `mode` tells people (live, pilot) from the researcher's own visits (preview) and from simulated
participants (robot).  Never analyse them together.

`gullseye analyze THIS_FOLDER --out report` answers the questions of the study.
"""


def write_companions(folder: Path, definition: Mapping[str, Any]) -> None:
    """Writes codebook.csv, codebook.json, study.json and README.txt."""
    _write_codebook(folder)
    write_json(folder / "study.json", definition)
    facts = definition["study"]
    (folder / "README.txt").write_text(README.format(title=facts["title"], name=facts["name"]), encoding="utf-8")


def write_json(path: Path, content: object) -> None:
    """Writes JSON as people can read it."""
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _write_codebook(folder: Path) -> None:
    write_json(folder / "codebook.json", [asdict(line) for line in codebook()])
    names = [each.name for each in fields(ColumnMeaning)]
    with (folder / "codebook.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for line in codebook():
            values = asdict(line) | {"levels": "; ".join(line.levels)}
            writer.writerow([cell(values[name]) for name in names])
