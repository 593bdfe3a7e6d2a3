from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from analysis import evidence, tables
from analysis.answers import answers
from analysis.evidence import Evidence
from study_app.records import TrialRecord
from tests.analysis.cases import Change
from tests.analysis.planted import with_advice, with_confidence
from tests.analysis.synthetic import Truth, records, write_records


def planted(folder: Path, change: Change) -> tuple[Evidence, list[TrialRecord]]:
    people, trials, events = records(Truth(n={"none": 3, "heatmap": 3}, dropouts=1))
    changed = change(trials)
    return evidence.of_mode(tables.read(write_records(folder / "export", people, changed, events)), "live"), changed


def test_there_is_a_row_for_every_answer(tmp_path: Path) -> None:
    found, trials = planted(tmp_path, list)
    made = answers(found, "test")
    assert len(made) == sum(trial.answered and trial.block == "test" for trial in trials)
    assert set(made["correct"]) == {0, 1}
    assert made["confidence"].isna().all()
    assert made["item"].tolist() == made["image"].tolist()


def test_how_sure_people_were_stands_beside_their_answer(tmp_path: Path) -> None:
    found, trials = planted(tmp_path, with_confidence)
    told = {(t.participant, t.position): t.response for t in trials if t.question == "confidence"}
    made = answers(found, "test")
    assert [told[key] for key in zip(made["participant"], made["position"], strict=True)] == [
        f"{point:g}" for point in made["confidence"]
    ]
    assert set(made["confidence_points"]) == {5.0}


def test_each_of_two_answers_has_its_own_confidence(tmp_path: Path) -> None:
    def twice(trials: list[TrialRecord]) -> list[TrialRecord]:
        advised = with_advice(trials, stages="two")
        sure = {"own": ("confidence", "2"), "final": ("confidence_final", "4")}
        told = [
            replace(each, question=sure[each.question][0], response=sure[each.question][1], correct=None, n_options=7)
            for each in advised
            if each.question in sure and each.answered
        ]
        return [*advised, *told]

    found, _ = planted(tmp_path, twice)
    assert set(answers(found, "test.own")["confidence"]) == {2.0}
    assert set(answers(found, "test.final")["confidence"]) == {4.0}


def test_advice_is_told_beside_the_answer(tmp_path: Path) -> None:
    found, _ = planted(tmp_path, partial(with_advice, stages="one"))
    made = answers(found, "test")
    assert set(made["response"]) == {"accept", "refuse"}
    assert made["classifier_correct"].astype(float).mean() == pytest.approx(0.5, abs=0.1)
