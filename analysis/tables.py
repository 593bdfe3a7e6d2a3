"""An export folder as typed tables, checked against study_app.records: all faults at once, or none."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pandas as pd
from pydantic import ValidationError

from analysis import provenance
from analysis.columns import MISSING, typed
from analysis.errors import AnalysisError
from analysis.provenance import Provenance, TableFacts
from study_app.definition import Study
from study_app.records import COMPANIONS, RECORDS, codebook

STUDY_FILE = "study.json"
KEYS = {
    "participants": ["participant"],
    "trials": ["participant", "position", "question"],
    "scores": ["stimulus_set", "image", "explanation", "score"],
    "maps": ["stimulus_set", "image", "explanation"],
}


@dataclass(frozen=True)
class Export:
    """An export, read and checked.  edited: tables whose content is not what the export wrote.

    companions: tables that exports may lack, by name; without rows where it does.
    """

    study: Study
    provenance: Provenance
    participants: pd.DataFrame
    trials: pd.DataFrame
    events: pd.DataFrame
    edited: tuple[str, ...]
    companions: Mapping[str, pd.DataFrame] = field(default_factory=dict)


def read(folder: Path) -> Export:
    """The export in that folder; AnalysisError names every fault of every file."""
    origin = provenance.read(folder)
    faults: list[str] = []
    study = _study(folder / STUDY_FILE, faults)
    tables = {name: _table(folder / f"{name}.csv", name, origin.tables.get(name), faults) for name in RECORDS}
    companions = {name: _companion(folder, name, origin, faults) for name in COMPANIONS}
    if not faults:
        faults += _misfits(tables | companions, origin)
    if faults or study is None:
        raise AnalysisError.of([f"{folder}: this export cannot be analysed", *faults])
    paths = {name: folder / f"{name}.csv" for name in (*RECORDS, *COMPANIONS)}
    read_in = {name: path for name, path in paths.items() if name in RECORDS or path.exists()}
    edited = tuple(path.name for name, path in read_in.items() if _is_edited(path, origin.tables.get(name)))
    return Export(study, origin, tables["participants"], tables["trials"], tables["events"], edited, companions)


def _study(path: Path, faults: list[str]) -> Study | None:
    try:
        return Study.model_validate_json(path.read_bytes())
    except OSError:
        faults.append(f"{path.name}: missing; export the study again")
    except ValidationError as fault:
        faults += [f"{path.name}: {'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in fault.errors()]
    return None


def _table(path: Path, name: str, facts: TableFacts | None, faults: list[str]) -> pd.DataFrame:
    """The typed table; what is wrong is added to `faults`."""
    try:
        text = _text_table(path)
    except OSError:
        faults.append(f"{path.name}: missing; export the study again")
    except (pd.errors.ParserError, UnicodeDecodeError, ValueError) as fault:
        faults.append(
            f"{path.name}: not a whole UTF-8 CSV table ({str(fault).splitlines()[0]}); export the study again"
        )
    else:
        return _typed_table(text, name, facts, faults)
    return pd.DataFrame()


def _companion(folder: Path, name: str, origin: Provenance, faults: list[str]) -> pd.DataFrame:
    """The typed table of an export that has it; without rows where it was written before there was one."""
    path, facts = folder / f"{name}.csv", origin.tables.get(name)
    if facts is None and not path.exists():
        columns = [meaning.column for meaning in codebook() if meaning.table == name]
        return _typed_table(pd.DataFrame(columns=columns, dtype=str), name, None, faults)
    return _table(path, name, facts, faults)


def _text_table(path: Path) -> pd.DataFrame:
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - 1))
        if file.read() != b"\n":
            raise ValueError("its last line is torn")
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    twice = {column for column in header if header.count(column) > 1}
    if twice:
        raise ValueError(f"columns named twice: {', '.join(sorted(twice))}")
    return pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[MISSING], encoding="utf-8", index_col=False)


def _typed_table(text: pd.DataFrame, name: str, facts: TableFacts | None, faults: list[str]) -> pd.DataFrame:
    meanings = [meaning for meaning in codebook() if meaning.table == name]
    known = [meaning.column for meaning in meanings]
    faults += [f"{name}.csv: no column {column!r}" for column in known if column not in text.columns]
    faults += [f"{name}.csv: unknown column {column!r}" for column in text.columns if column not in known]
    if facts is not None and len(text) != facts.rows:
        faults.append(f"{name}.csv: {len(text)} rows, the export wrote {facts.rows}; export the study again")
    made = {}
    for meaning in meanings:
        if meaning.column in text.columns:
            made[meaning.column], wrong = typed(text[meaning.column], meaning)
            faults += wrong
    return pd.DataFrame(made)


def _misfits(tables: dict[str, pd.DataFrame], origin: Provenance) -> list[str]:
    """What is wrong between rows and between tables."""
    faults = []
    for name, key in KEYS.items():
        twice = tables[name][tables[name].duplicated(key)]
        if len(twice):
            first = ", ".join(f"{column} {twice[column].iloc[0]}" for column in key)
            faults.append(f"{name}.csv: {len(twice)} rows have the key of another row, the first: {first}")
    people = tables["participants"].drop_duplicates("participant").set_index("participant")
    arms = set(people["arm"].dropna().unique()) - origin.arms
    faults += [f"participants.csv: arm {arm!r} is in no version of the study" for arm in sorted(arms)]
    for name in ("trials", "events"):
        faults += _strangers(tables[name], name, people)
    return faults


def _strangers(table: pd.DataFrame, name: str, people: pd.DataFrame) -> list[str]:
    """Rows of participants who are not in participants.csv, or are told of otherwise there."""
    unknown = table[~table["participant"].isin(people.index)]
    if len(unknown):
        return [f"{name}.csv: {len(unknown)} rows of unknown participants, the first: {unknown['participant'].iloc[0]}"]
    faults = []
    for column in {"mode", "arm"} & set(table.columns):
        there = table["participant"].map(people[column])
        differs = (table[column] != there) & ~(table[column].isna() & there.isna())
        if differs.any():
            who = table["participant"][differs].iloc[0]
            faults.append(f"{name}.csv: {column} of participant {who} is not as in participants.csv")
    return sorted(faults)


def _is_edited(path: Path, facts: TableFacts | None) -> bool:
    with path.open("rb") as file:
        digest = sha256()
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return facts is None or digest.hexdigest() != facts.sha256
