"""Nothing in a blind report depends on who was in which arm, or on what explanations are called."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import questions
from analysis.blind import MERGED, blinded
from analysis.commands import Manner, analyze_export
from analysis.evidence import Evidence
from analysis.findings import ask
from analysis.report.page import page
from analysis.report.record import record
from analysis.report.reproduction import insist, read
from tests.analysis.cases import evidence_of
from tests.analysis.synthetic import Truth, write_export

SMALL = Truth(n={"none": 5, "placebo": 5, "heatmap": 5}, dropouts=1, n_declined=1)
NAMES = ("heatmap", "placebo", "grad_cam", "random map", "d" * 64)


def dealt_anew(evidence: Evidence) -> Evidence:
    """The same people with other arms, and explanations under other names."""
    people = evidence.participants
    arms = people["arm"].dropna()
    drawn = pd.Series(np.random.default_rng(4).permutation(arms.to_numpy()), index=arms.index)
    new = people.assign(arm=drawn.reindex(people.index).astype(people["arm"].dtype))
    by_name = dict(zip(new["participant"], new["arm"], strict=True))
    trials = evidence.trials.assign(
        arm=evidence.trials["participant"].map(by_name).astype(evidence.trials["arm"].dtype),
        explanation=evidence.trials["explanation"].str.upper(),
        explanation_method="saliency",
    )
    return replace(evidence, participants=new.assign(seat=new["seat"] + 1), trials=trials)


@pytest.mark.parametrize("case", ["plenty", "scores of explanations", "marks and maps", "advice after an answer"])
def test_a_blind_report_is_the_same_whoever_was_in_which_arm(case: str, tmp_path: Path) -> None:
    def told(evidence: Evidence) -> tuple[object, str]:
        seen = blinded(evidence)
        findings = ask(seen, [(name, questions.load(name)) for name in questions.names()])
        return record(seen, findings), page(seen, findings)

    found = evidence_of(case, tmp_path)
    others = dealt_anew(found)
    assert (others.participants["arm"] != found.participants["arm"]).any()
    assert told(others) == told(found)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export, and a blind report on it."""
    made = tmp_path_factory.mktemp("blind")
    write_export(made / "export", SMALL)
    analyze_export(made / "export", made / "report", manner=Manner(blind=True))
    return made


def test_no_file_of_it_names_an_arm_an_explanation_or_a_method(folder: Path) -> None:
    files = [path for path in (folder / "report").rglob("*") if path.suffix not in ("", ".pdf")]
    assert len(files) > 10
    told = {path.name: path.read_text(encoding="utf-8") for path in files}
    assert [(path, name) for path, text in told.items() for name in NAMES if name in text] == []


def test_it_says_at_its_top_that_it_is_blind_and_what_is_left_out(folder: Path) -> None:
    html = (folder / "report" / "index.html").read_text(encoding="utf-8")
    top = html[: html.index("</header>")]
    assert "Blind: arms are merged; nothing here tells them apart." in top
    assert "hypotheses and planned comparisons" in top
    assert "The plan names no hypothesis" not in html


def test_it_still_tells_of_the_data_as_a_whole(folder: Path) -> None:
    stored = json.loads((folder / "report" / "results.json").read_text(encoding="utf-8"))
    assert stored["blind"] is True
    results = {each["name"]: each for each in stored["results"]}
    assert results["participants/all/began"]["estimate"] == 16
    assert results[f"attrition/{MERGED}/left"]["estimate"] == pytest.approx(3 / 15)
    assert results[f"participants/{MERGED}/analysed"]["estimate"] == 15
    assert {each["family"] for each in stored["results"]} <= {"descriptive", "exploratory"}


def test_its_results_come_out_again_for_its_notebook(folder: Path) -> None:
    report = folder / "report"
    stored = json.loads((report / "results.json").read_text(encoding="utf-8"))
    found = ask(read(stored, report), [(name, questions.load(name)) for name in stored["questions"]])
    assert insist(stored["results"], found).startswith(f"All {len(stored['results'])} results")


def test_who_has_no_arm_gets_none(people: Evidence) -> None:
    assert blinded(people).participants["arm"].isna().sum() == people.participants["arm"].isna().sum() == 4


def test_the_evidence_itself_stays_as_it_was(people: Evidence) -> None:
    before = people.trials.copy(deep=True)
    blinded(people)
    pd.testing.assert_frame_equal(people.trials, before)
