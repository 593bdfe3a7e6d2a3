"""Whether results come out again: what the report's notebook calls."""

import math
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

from analysis import evidence, tables
from analysis.blind import blinded
from analysis.errors import AnalysisError
from analysis.evidence import Evidence
from analysis.findings import Finding
from analysis.outside import evidence as outside
from analysis.question import Drawing
from analysis.report.record import software

RELATIVE = 1e-5
ABSOLUTE = 1e-6
SHOWN_FAULTS = 20


@dataclass(frozen=True)
class Shown:
    """A part of the report for a notebook, which draws what has a `_repr_html_`."""

    html: str

    def _repr_html_(self) -> str:
        return self.html


def read(stored: Mapping[str, Any], report: Path, source: str | None = None, plan: str | None = None) -> Evidence:
    """The evidence of the report, read again; AnalysisError where its files are not to be found.

    stored: results.json.  report: its folder.  source, plan: where the exported folder, or the CSV table and its
    plan.toml, are now; None: where results.json tells, seen from the report.
    """
    place = _place(stored["source"], report, source, "SOURCE")
    if stored["plan"] is None:
        asked = evidence.of_mode(tables.read(place), stored["mode"])
    else:
        asked = outside.of_table(place, _place(stored["plan"], report, plan, "PLAN"), stored["mode"])
    return as_reported(stored, asked)


def as_reported(stored: Mapping[str, Any], asked: Evidence) -> Evidence:
    """The evidence as the report saw it: at the same level, and blind where that was."""
    seen = replace(asked, level=stored["level"])
    return blinded(seen) if stored["blind"] else seen


def _place(told: str | None, report: Path, named: str | None, variable: str) -> Path:
    if named is None and told is None:
        raise AnalysisError(
            "The report was made straight from a study's database: export the study with `gullseye export`, "
            f"and write the folder's path into {variable}."
        )
    place = Path(named) if named is not None else report / str(told)
    if not place.exists():
        raise AnalysisError(f"{place}: not there; write into {variable} where it is now")
    return place


def table(stored: Mapping[str, Any], report: Path, named: str | None = None) -> Path:
    """The table from elsewhere: as named, or as results.json tells, seen from the report; AnalysisError where none."""
    path = Path(named) if named is not None else report / str(stored["source"])
    if not path.is_file():
        raise AnalysisError(f"{path}: no such file; write into TABLE where the table is")
    return path


def remarks(stored: Mapping[str, Any], asked: Evidence) -> list[str]:
    """Why results could differ: other tables, or other versions of what computes them."""
    hashes = {name: facts.sha256 for name, facts in asked.provenance.tables.items()}
    others = [name for name, sha256 in stored["tables"].items() if hashes.get(name) != sha256]
    found = [f"Not the table that the report was made of: {name}.csv" for name in others]
    ours = software()
    return found + [
        f"{name} is {ours.get(name, 'not there')} here; the report was made with {version}"
        for name, version in stored["software"].items()
        if ours.get(name) != version
    ]


def differences(stored: Sequence[Mapping[str, Any]], findings: Sequence[Finding]) -> list[str]:
    """A line for every result that is not as stored: missing, new, or with another value in one of its fields.

    Numbers may differ by 1e-5 of themselves or by 1e-6: sums depend on the order of their terms, and fits stop near an
    end.
    """
    before = {each["name"]: _leaves(each) for each in stored}
    now = {each.name: _leaves(each.to_json()) for finding in findings for each in finding.results}
    lines = [f"{name}: is no longer there" for name in before.keys() - now.keys()]
    lines += [f"{name}: was not there" for name in now.keys() - before.keys()]
    for name in before.keys() & now.keys():
        then, new = before[name], now[name]
        lines += [
            f"{name}: {key} was {then.get(key)!r}, is {new.get(key)!r}"
            for key in {**then, **new}
            if not _same(then.get(key), new.get(key))
        ]
    return sorted(lines)


def insist(stored: Sequence[Mapping[str, Any]], findings: Sequence[Finding]) -> str:
    """A sentence that all results came out again; AssertionError names those that did not."""
    found = differences(stored, findings)
    if found:
        more = [f"… and {len(found) - SHOWN_FAULTS} more"] if len(found) > SHOWN_FAULTS else []
        raise AssertionError("\n".join(["Results are not as stored:", *found[:SHOWN_FAULTS], *more]))
    return f"All {len(stored)} results are as stored in results.json."


def shown(findings: Sequence[Finding], name: str) -> Shown:
    """The sentences and the figures of that question."""
    account = next(finding.account for finding in findings if finding.name == name)
    sentences = [f"<p>{escape(each)}</p>" for each in (*account.answers, *account.sentences)]
    return Shown("\n".join([*sentences, *map(_figure, account.drawings)]))


def _figure(drawing: Drawing) -> str:
    address = f"data:image/svg+xml;base64,{b64encode(drawing.svg.encode()).decode()}"
    caption = f"<figcaption>{escape(drawing.caption)}</figcaption>"
    return f'<figure><img alt="{escape(drawing.alt)}" src="{address}">{caption}</figure>'


def _leaves(value: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Every plain value of a nested mapping by its dotted name."""
    found: dict[str, Any] = {}
    for key, each in value.items():
        found |= _leaves(each, f"{prefix}{key}.") if isinstance(each, Mapping) else {f"{prefix}{key}": each}
    return found


def _same(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
    return one == other
