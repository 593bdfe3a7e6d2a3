"""exclusions.json: whom the declared rules leave out, written on a blind look at the data, and held against later."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pandas as pd
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from analysis.errors import AnalysisError
from analysis.evidence import Evidence, Frozen
from analysis.exclusions import ledger, told
from study_app.definition import Exclusion

EXCLUSIONS_FILE = "exclusions.json"
SCHEMA_VERSION = 1
ORDER = {"participants": ["participant"], "trials": ["participant", "position", "question"]}
PASSING = ("platform_status",)  # changes when participants are paid, and bears on no answer


class FrozenRule(BaseModel):
    """A rule, and whom it leaves out after those before it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: Exclusion
    left_out: tuple[str, ...]


class Exclusions(BaseModel):
    """The file.  rules_sha256: of the rules alone.  tables: SHA-256 of the rows of that mode, by table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: int = SCHEMA_VERSION
    study: str
    mode: str
    frozen_at: AwareDatetime
    rules_sha256: str
    tables: Mapping[str, str]
    rules: tuple[FrozenRule, ...]


def frozen(evidence: Evidence, now: datetime) -> Frozen:
    """What the file says of this evidence, which need not be blind: rules never look at arms."""
    return Frozen(now, _of(evidence, now).model_dump_json(indent=1) + "\n")


def with_frozen(evidence: Evidence, path: Path) -> Evidence:
    """The evidence with that file beside it; AnalysisError says what is no longer as it was frozen."""
    try:
        text = path.read_text(encoding="utf-8")
        before = Exclusions.model_validate_json(text)
    except OSError as fault:
        raise AnalysisError(f"{path}: cannot be read: {fault.strerror}") from None
    except (ValidationError, UnicodeDecodeError):
        raise AnalysisError(f"{path}: no list of exclusions that `gullseye analyze --blind` wrote") from None
    changed = _changes(before, _of(evidence, before.frozen_at))
    if changed:
        refused = f"{path}: exclusions were frozen on {_day(before.frozen_at)}, and what they rest on has changed since"
        raise AnalysisError.of([refused, *changed, "make a new blind report, and say in the paper why"])
    return replace(evidence, frozen=Frozen(before.frozen_at, text))


def remark(found: Frozen) -> str:
    """What the report says of it: no more than the file can show."""
    return (
        f"Exclusions were frozen on {_day(found.at)}, before arms were looked at in a report of Gullseye by that file: "
        f"rules, answers and whom the rules leave out are unchanged ({EXCLUSIONS_FILE}, SHA-256 {found.sha256})."
    )


def _of(evidence: Evidence, at: datetime) -> Exclusions:
    rules = tuple(FrozenRule(rule=each.rule, left_out=tuple(sorted(each.newly))) for each in ledger(evidence))
    declared = json.dumps([each.rule.model_dump(mode="json") for each in rules], sort_keys=True)
    tables = {"participants": evidence.participants, "trials": evidence.trials}
    return Exclusions(
        study=evidence.plan.name,
        mode=evidence.mode,
        frozen_at=at,
        rules_sha256=sha256(declared.encode()).hexdigest(),
        tables={name: _digest(table, ORDER[name]) for name, table in tables.items()},
        rules=rules,
    )


def _digest(table: pd.DataFrame, order: list[str]) -> str:
    """Of the rows whatever their order, and whatever other modes the export holds."""
    kept = table.drop(columns=list(PASSING), errors="ignore").sort_values(order, kind="stable")
    return sha256(kept.to_csv(index=False, na_rep="NA").encode()).hexdigest()


def _changes(before: Exclusions, now: Exclusions) -> list[str]:
    """A line for everything that is not as it was."""
    lines = [
        f"{what} is {new!r}, not {old!r}"
        for what, old, new in (("the study", before.study, now.study), ("the mode", before.mode, now.mode))
        if old != new
    ]
    lines += [
        f"{name}: the rows are not those of then" for name in now.tables if before.tables.get(name) != now.tables[name]
    ]
    if before.rules_sha256 != now.rules_sha256:
        return [*lines, f"the rules were: {_told(before)}; they are: {_told(now)}"]
    for old, new in zip(before.rules, now.rules, strict=False):
        added, gone = set(new.left_out) - set(old.left_out), set(old.left_out) - set(new.left_out)
        more = [f"{word} {', '.join(sorted(names))}" for word, names in (("also", added), ("no longer", gone)) if names]
        lines += [f"rule {old.rule.name}: leaves out {' and '.join(more)}"] if more else []
    return lines


def _told(exclusions: Exclusions) -> str:
    return "; ".join(f"{each.rule.name} ({told(each.rule)})" for each in exclusions.rules) or "none"


def _day(at: datetime) -> str:
    return f"{at:%-d %B %Y, %H:%M} {at.tzname() or ''}".strip()
