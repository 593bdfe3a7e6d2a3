"""Exclusions that were frozen hold until rules or answers change, and not a moment longer."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analysis.blind import blinded
from analysis.commands import Manner, analyze_export
from analysis.errors import AnalysisError
from analysis.evidence import Evidence
from analysis.freeze import frozen, remark, with_frozen
from study_app.definition import Exclusion
from tests.analysis.synthetic import Truth, write_export

NOW = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
Change = Callable[[Evidence], Evidence]


@pytest.fixture
def file(people: Evidence, tmp_path: Path) -> Path:
    """exclusions.json of people, of whom two in each arm left."""
    path = tmp_path / "exclusions.json"
    path.write_text(frozen(people, NOW).text, encoding="utf-8")
    return path


def finished(evidence: Evidence) -> Evidence:
    """Everybody came to the end."""
    return replace(evidence, participants=evidence.participants.assign(outcome="completed"))


def answered_otherwise(evidence: Evidence) -> Evidence:
    responses = evidence.trials["response"].copy()
    responses.iloc[0] = "Western" if responses.iloc[0] != "Western" else "Herring"
    return replace(evidence, trials=evidence.trials.assign(response=responses))


def of_other_rules(evidence: Evidence) -> Evidence:
    rules = (*evidence.plan.exclusion, Exclusion(name="hasty", rule="faster_than", milliseconds=200))
    return replace(evidence, plan=replace(evidence.plan, exclusion=rules))


def shuffled(evidence: Evidence) -> Evidence:
    return replace(evidence, trials=evidence.trials.sample(frac=1, random_state=3).reset_index(drop=True))


def paid(evidence: Evidence) -> Evidence:
    return replace(evidence, participants=evidence.participants.assign(platform_status="APPROVED"))


def test_the_file_lists_whom_each_rule_leaves_out(people: Evidence, file: Path) -> None:
    told = json.loads(file.read_text(encoding="utf-8"))
    (rule,) = told["rules"]
    left = people.participants.query("outcome == 'in_progress' and seat.notna()")["participant"]
    assert rule["rule"]["name"] == "unfinished"
    assert rule["left_out"] == sorted(left)
    assert len(rule["left_out"]) == 6
    assert told["frozen_at"] == "2026-11-26T09:30:00Z"


def test_it_names_no_arm(people: Evidence, file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert [arm for arm in people.arms if arm in text] == []


def test_arms_do_not_bear_on_whom_it_lists(people: Evidence) -> None:
    rules = [json.loads(frozen(each, NOW).text)["rules"] for each in (people, blinded(people))]
    assert rules[0] == rules[1]


@pytest.mark.parametrize("change", [lambda same: same, shuffled, paid], ids=["nothing", "order", "payment"])
def test_what_does_not_bear_on_answers_may_change(change: Change, people: Evidence, file: Path) -> None:
    held = with_frozen(change(people), file).frozen
    assert held is not None
    assert remark(held).startswith("Exclusions were frozen on 26 November 2026, 09:30 UTC, before arms were looked at")
    assert held.sha256 in remark(held)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (finished, "rule unfinished: leaves out no longer p0000, p0001, p0020, p0021, p0040, p0041"),
        (answered_otherwise, "trials: the rows are not those of then"),
        (of_other_rules, "the rules were: unfinished (did not come to the last page); they are: unfinished"),
        (lambda found: replace(found, mode="pilot"), "the mode is 'pilot', not 'live'"),
    ],
    ids=["people", "answers", "rules", "mode"],
)
def test_what_changed_since_is_refused_by_name(change: Change, said: str, people: Evidence, file: Path) -> None:
    with pytest.raises(AnalysisError, match=f"(?s)frozen on 26 November 2026.*{re.escape(said)}"):
        with_frozen(change(people), file)


@pytest.mark.parametrize("text", ["", "{}", "[1]"])
def test_another_file_is_refused(text: str, people: Evidence, tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text(text, encoding="utf-8")
    with pytest.raises(AnalysisError, match="no list of exclusions"):
        with_frozen(people, tmp_path / "other.json")


def test_no_file_at_all_is_refused(people: Evidence, tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="cannot be read: No such file"):
        with_frozen(people, tmp_path / "nowhere.json")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an export, a blind report, and a report that is held to its exclusions."""
    folder = tmp_path_factory.mktemp("frozen")
    write_export(
        folder / "export",
        Truth(n={"none": 3, "placebo": 3, "heatmap": 3}, n_trials={"test": 8}, dropouts=1, leave_after=4),
    )
    analyze_export(folder / "export", folder / "blind", manner=Manner(blind=True))
    held = Manner(frozen=folder / "blind" / "exclusions.json")
    analyze_export(folder / "export", folder / "whole", manner=held)
    return folder


def test_the_whole_report_says_that_exclusions_were_frozen_and_holds_them(reports: Path) -> None:
    whole = reports / "whole"
    html = (whole / "index.html").read_text(encoding="utf-8")
    assert "Exclusions were frozen on" in html[: html.index("</header>")]
    assert (whole / "exclusions.json").read_bytes() == (reports / "blind" / "exclusions.json").read_bytes()
    stored = json.loads((whole / "results.json").read_text(encoding="utf-8"))
    assert stored["blind"] is False
    assert stored["frozen_exclusions"]["sha256"] in html
    assert "exclusions.json" in (whole / "README.txt").read_text(encoding="utf-8")


def test_a_report_without_them_does_not_take_their_place(reports: Path) -> None:
    before = (reports / "blind" / "exclusions.json").read_bytes()
    with pytest.raises(AnalysisError, match=r"exclusions\.json: would be lost"):
        analyze_export(reports / "export", reports / "blind")
    assert (reports / "blind" / "exclusions.json").read_bytes() == before
