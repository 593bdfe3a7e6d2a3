"""plan.toml, read: the checked plan, or every fault with its file and key path."""

import tomllib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from analysis.errors import AnalysisError
from analysis.outside import checks
from analysis.outside.definition import OutsidePlan
from study_app.study.faults import lines


@dataclass(frozen=True)
class PlanFile:
    """faults: what in it does not fit together; the table is looked at all the same, so that all is told at once."""

    path: Path
    text: str
    plan: OutsidePlan
    faults: tuple[str, ...]

    @property
    def sha256(self) -> str:
        """The hash of its text."""
        return sha256(self.text.encode()).hexdigest()


def read(path: Path) -> PlanFile:
    """The plan of that file; AnalysisError where it cannot be read, or a key is missing, unknown or of a wrong kind."""
    try:
        return parsed(path, path.read_bytes().decode("utf-8-sig"))
    except OSError as fault:
        raise AnalysisError(f"{path}: {fault.strerror}") from None
    except UnicodeDecodeError as fault:
        raise AnalysisError(f"{path}: not UTF-8 text (byte {fault.start})") from None


def parsed(path: Path, text: str) -> PlanFile:
    """The plan of that text; faults are told as those of that file."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise AnalysisError(f"{path}: {str(fault)[:1].lower()}{str(fault)[1:]}") from None
    try:
        plan = OutsidePlan.model_validate(raw)
    except ValidationError as fault:
        raise AnalysisError.of([f"{path}: {line}" for line in lines(fault, OutsidePlan)]) from None
    found = tuple(f"{path}: {line}" for line in checks.faults(plan))
    return PlanFile(path, text, plan, found)
