"""A simulated session as the records that an export would hold.

What a record says of the trial itself is taken from the export's own code, once per question; the answers are added.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from study_app.exporting.rows import trial_records
from study_app.exporting.sources import Source
from study_app.models import Participant, Trial
from study_app.records import TrialRecord
from study_app.robot_mind import BROWSER
from study_app.simulated_session import Columns, Frame, Shown, Walked
from study_app.study.doubts import doubts
from study_app.study.task import FEEDBACK
from study_app.study.timing import read_timing
from study_app.study.trial import PlannedTrial
from study_app.study_folder import LoadedStudy
from study_app.versions import code_version

OWN = ("participant", "mode", "arm", "position", "position_in_block")
MEASURED = {name: value for name, value in read_timing(BROWSER).items() if name in BROWSER}


class Rows:
    """Makes the rows of one study."""

    def __init__(self, loaded: LoadedStudy) -> None:
        self._source = Source(
            hash=loaded.hash,
            stimulus_set=loaded.material.stimuli.set_id,
            stored_at=datetime(1970, 1, 1, tzinfo=UTC),
            code_version=code_version(),
            frozen_hash=None,
            definition={},
            texts=loaded.written.sources,
            material=loaded.material,
            has_stimuli=True,
        )
        self._texts: dict[tuple[tuple[str, Any], ...], str] = {}

    def columns(self, plan: PlannedTrial) -> Columns:
        """By question, what the rows of that trial have in common for all participants, as if never answered."""
        nobody = Participant(pseudonym="", mode="", trials=[Trial(position=plan.position, plan=plan.to_json())])
        names = [each.name for each in fields(TrialRecord) if each.name not in OWN]
        return {
            row.question: {name: getattr(row, name) for name in names} for row in trial_records(nobody, self._source)
        }

    def of(self, trial: Walked, own: Mapping[str, Any], *, is_erased: bool = False) -> Iterator[TrialRecord]:
        """The rows of that trial; own: the participant's columns; is_erased: without the answers."""
        plan, frame, pages = trial.plan, trial.frame, trial.pages
        feedback = None if is_erased else pages.get(FEEDBACK)
        for columns in frame.columns.values():
            row = {
                **columns,
                **own,
                "position": plan.position,
                "position_in_block": plan.position_in_block,
                "passed_over": trial.is_passed_over,
            }
            shown = pages.get(columns["stage"])
            if shown is not None:
                row["n_served"], row["served_at"] = shown.n_served, shown.served_at
                if shown.values is not None and not is_erased:
                    self._add_answer(row, frame, shown)
                    row["timing_flags"] = _flags(row, trial)
            if feedback is not None and feedback.values is not None:
                row["feedback_ms"] = float(feedback.rt_ms)
            yield _record(row)

    def _add_answer(self, row: dict[str, Any], frame: Frame, shown: Shown) -> None:
        values = shown.values or {}
        question = row["question"]
        given = values.get(question)
        row["answered"] = question in values
        if given is not None:
            row["response"] = given if isinstance(given, str) else _json(given)
            row["correct"] = frame.correct(question, given)
        row["values"] = self._text(values)
        row["received_at"] = shown.received_at
        row["rt_ms"], row["first_action_ms"] = float(shown.rt_ms), float(shown.first_action_ms)
        row.update(MEASURED)

    def _text(self, values: Mapping[str, Any]) -> str:
        """All that was stored, as JSON; the same answers are written once."""
        key = tuple(values.items())
        try:
            found = self._texts.get(key)
        except TypeError:  # lists and the like
            return _json(dict(values))
        if found is None:
            found = self._texts[key] = _json(dict(values))
        return found


def _flags(row: Mapping[str, Any], trial: Walked) -> str | None:
    def is_timed() -> bool:
        given = {name: page.values for name, page in trial.pages.items() if page.values and name != row["stage"]}
        return trial.frame.is_timed(row["stage"], given)

    return " ".join(doubts(row, n_served=row["n_served"], waited_ms=None, is_timed=is_timed)) or None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _record(row: Mapping[str, Any]) -> TrialRecord:
    """The record of that row, which has every column; ten times as fast as to name them all."""
    made = object.__new__(TrialRecord)
    made.__dict__.update(row)
    return made
