import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis import evidence, questions, tables
from analysis.attrition.counts import losses
from analysis.blind import blinded
from analysis.evidence import Evidence
from analysis.exclusions import ledger
from analysis.participants.flow import Flow, flow
from analysis.population import outcome_participants
from analysis.question import Account
from study_app.records import EventRecord, ParticipantRecord
from tests.analysis.cases import CASES, evidence_of
from tests.analysis.figures.drawn import words
from tests.analysis.synthetic import NOON, STUDY, Truth, records, write_records

PARTICIPANTS = questions.load("participants")
ENDS = {  # each of these happens to somebody of arm none, in the order of their seats
    "withdrew": "withdrew",
    "timed_out": "ran out of time",
    "failed_checks": "failed checks",
    "in_progress": "left",
}
REFUSED = ("no_consent", "no_consent", "screened_out", "failed_checks", "incompatible_device", "full", "in_progress")


def of_records(folder: Path, people: list[ParticipantRecord], trials: Any, events: Any) -> Evidence:
    return evidence.of_mode(tables.read(write_records(folder / "export", people, trials, events)), "live")


@pytest.fixture(scope="module")
def eventful(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """Eight per arm, and all that can happen to them.

    Arm none: one ended in each way of ENDS after half of the test.  Placebo: p0008 never answered and left; p0009
    finished and had the answers deleted; p0010 was given p0011's seat, who had left, later.  Heatmap: as planned.
    Not randomised: the ways of REFUSED, and one who left after having consented.
    """
    people, trials, events = records(Truth(n={"none": 8, "placebo": 8, "heatmap": 8}, n_left=len(REFUSED) + 1))
    ends = dict(zip((f"p{n:04d}" for n in range(4)), ENDS, strict=True))
    refused = dict(zip((f"p{n:04d}" for n in range(24, 24 + len(REFUSED))), REFUSED, strict=True))
    silent = {"p0008": 0, "p0009": 32}
    seats = {each.participant: each.seat for each in people}

    def person(each: ParticipantRecord) -> ParticipantRecord:
        name = each.participant
        if name in ends or name in refused:
            return replace(each, outcome=ends.get(name, refused.get(name, "")), finished_at=None)
        if name in silent:
            outcome = "in_progress" if name == "p0008" else "completed"
            return replace(each, outcome=outcome, erased=name == "p0009", n_trials_answered=silent[name])
        if name == "p0010":
            return replace(each, seat=seats["p0011"], seated_at=NOON + timedelta(hours=1))
        return replace(each, outcome="in_progress") if name == "p0011" else each

    made = [
        replace(one, answered=False, response=None, correct=None, rt_ms=None)
        if one.participant in silent or (one.participant in ends and one.position >= 20)
        else one
        for one in trials
    ]
    more = EventRecord("p0031", "live", NOON, "consented", None, None)
    return of_records(tmp_path_factory.mktemp("eventful"), [*map(person, people)], made, [*events, more])


def account_of(found: Evidence) -> Account:
    return PARTICIPANTS.account(found, PARTICIPANTS.results(found))


def numbers(found: Evidence, arm: str) -> dict[str, float | None]:
    stem = f"participants/{arm}/"
    every = PARTICIPANTS.results(found)
    return {each.name.removeprefix(stem): each.estimate for each in every if each.name.startswith(stem)}


def test_who_was_not_randomised_is_counted_by_reason(eventful: Evidence) -> None:
    assert numbers(eventful, "all") == {
        "began": 32,
        "not_randomised": 8,
        "not_randomised/incompatible_device": 1,
        "not_randomised/no_consent": 2,
        "not_randomised/left_before_consent": 1,
        "not_randomised/screened_out": 1,
        "not_randomised/failed_checks": 1,
        "not_randomised/full": 1,
        "not_randomised/left_after_consent": 1,
        "randomised": 24,
    }


def test_without_events_of_consent_nobody_is_said_to_have_left_before_it(eventful: Evidence) -> None:
    untold = replace(eventful, events=eventful.events.iloc[:0])
    found = numbers(untold, "all")
    assert found["not_randomised/in_progress"] == 2
    assert "not_randomised/left_before_consent" not in found


def test_an_arm_is_followed_from_its_seats_to_the_analysis(eventful: Evidence) -> None:
    assert numbers(eventful, "placebo") == {
        "randomised": 8,
        "replaced": 1,
        "received": 7,
        "lost": 2,
        "lost/failed_checks": 0,
        "lost/withdrew": 0,
        "lost/timed_out": 0,
        "lost/in_progress": 2,
        "completed": 6,
        "erased": 1,
        "silent": 1,
        "analysed": 6,
        "completers": 5,
        "excluded": 1,
        "excluded/unfinished": 1,
        "kept": 5,
    }


def test_every_way_to_be_lost_is_a_reason(eventful: Evidence) -> None:
    found = numbers(eventful, "none")
    assert {kind: found[f"lost/{kind}"] for kind in ENDS} == dict.fromkeys(ENDS, 1)
    assert (found["lost"], found["completed"], found["analysed"], found["completers"]) == (4, 4, 8, 4)


def test_a_seat_given_away_by_the_word_of_the_export_counts_once(eventful: Evidence) -> None:
    people = eventful.participants
    told = people.assign(overrun=people["participant"].isin(["p0011", "p0012"]))
    assert numbers(replace(eventful, participants=told), "placebo")["replaced"] == 2


def test_the_same_seat_of_another_list_is_another_seat(eventful: Evidence) -> None:
    people = eventful.participants
    other = people.assign(stratum=people["participant"].map({"p0010": "young", "p0011": "old"}))
    assert numbers(replace(eventful, participants=other), "placebo")["replaced"] == 0


def test_who_answered_nothing_after_a_seat_did_not_receive_the_arm(eventful: Evidence) -> None:
    """Answers to what comes before the seat are no part of the arm; time that ran out is."""
    trials = eventful.trials
    mine = (trials["participant"] == "p0008") & (trials["position"] == 0)
    consent = trials.assign(answered=trials["answered"].mask(mine, True), block=trials["block"].mask(mine, "consent"))
    assert numbers(replace(eventful, trials=consent), "placebo")["received"] == 7
    late = trials.assign(timed_out=trials["timed_out"].mask(mine, True))
    assert numbers(replace(eventful, trials=late), "placebo")["received"] == 8


def test_deleted_answers_do_not_undo_that_the_arm_was_received(eventful: Evidence) -> None:
    people = eventful.participants
    never = people.assign(n_trials_answered=people["n_trials_answered"].mask(people["participant"] == "p0009", 0))
    assert numbers(replace(eventful, participants=never), "placebo")["received"] == 6


def test_a_blind_look_does_not_tell_of_seats(eventful: Evidence) -> None:
    found = numbers(blinded(eventful), "all participants")
    assert "replaced" not in found
    assert (found["randomised"], found["analysed"]) == (24, 22)


def test_the_account_tells_the_flow_in_sentences(eventful: Evidence) -> None:
    entered, lost, analysed = account_of(eventful).sentences
    assert entered == (
        "32 participants began the study; 8 were not randomised (1 incompatible device, 2 declined consent, 1 left "
        "before consent, 1 screened out, 1 failed checks, 1 study full, 1 left after consent); 24 were randomised (8 "
        "to none, 8 to placebo and 8 to heatmap)."
    )
    assert lost == (
        "Of those randomised, 6 did not come to the last page: 4 in none (1 failed checks, 1 withdrew, 1 ran out of "
        "time, 1 left), 2 in placebo (2 left) and 0 in heatmap."
    )
    assert analysed == (
        "The primary analysis is of everybody randomised who answered at least one outcome trial, in the arm as "
        "randomised: 22 participants (8 in none, 6 in placebo and 8 in heatmap), of whom 17 came to the last page. Of "
        "these, the declared rules leave out 5 by unfinished in a sensitivity analysis, which keeps 17."
    )


def test_the_picture_says_the_same_to_somebody_who_cannot_see_it(people: Evidence) -> None:
    drawing = account_of(people).drawings[0]
    assert "64 began; 4 not randomised (3 declined consent, 1 left before consent); 60 randomised." in drawing.alt
    assert (
        "heatmap: 20 randomised, 20 received the arm, 2 lost (2 left), 18 finished, 20 analysed, 18 of them finished, "
        "2 left out by declared rules (2 unfinished), 18 kept." in drawing.alt
    )


def test_the_chart_shows_the_numbers_of_the_results(eventful: Evidence) -> None:
    written = [each.text for each in words(account_of(eventful).drawings[0].svg)]
    for line in ("Began: 32", "Not randomised: 8", "study full: 1", "Randomised: 24", "Lost: 4", "seat given again: 1"):
        assert line in written
    assert [line for line in written if line.startswith("Analysed")] == ["Analysed: 8", "Analysed: 6", "Analysed: 8"]
    assert [line for line in written if line.startswith("answers deleted")] == [
        f"answers deleted: {n}" for n in (0, 1, 0)
    ]


def test_the_table_has_every_number_of_an_arm_and_their_sums(eventful: Evidence) -> None:
    by_arm, before = account_of(eventful).tables
    rows = {name: cells for name, *cells in by_arm.rows}
    assert rows["Randomised"] == ["8", "8", "8", "24"]
    assert rows["– withdrew"] == ["1", "0", "0", "1"]
    assert rows["Answers deleted at their wish"] == ["0", "1", "0", "1"]
    assert ("Declined consent", "2") in before.rows


def test_where_nobody_is_missing_no_reason_is_shown(tmp_path: Path) -> None:
    found = of_records(tmp_path, *records(Truth(n=dict.fromkeys(STUDY.arms, 2))))
    account = account_of(found)
    assert len(account.tables) == 1
    assert account.sentences[1] == "Nobody was lost afterwards."
    assert "Not randomised" not in "\n".join(each.text for each in words(account.drawings[0].svg))


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Evidence]:
    return {case: evidence_of(case, tmp_path_factory.mktemp("case")) for case in CASES}


@pytest.mark.parametrize("case", CASES)
def test_everybody_is_counted_once_at_every_level(case: str, cases: dict[str, Evidence]) -> None:
    everywhere_once(cases[case])


def test_everybody_is_counted_once_whatever_happened(eventful: Evidence) -> None:
    everywhere_once(eventful)


def everywhere_once(found: Evidence) -> None:
    """Counted anew, person by person."""
    people = found.participants
    whole: Flow = flow(found)
    assert whole.began == len(people) == whole.randomised + sum(whole.not_randomised.values())
    assert whole.randomised == sum(each.randomised for each in whole.arms.values())
    analysed = outcome_participants(found)
    rules = {name: each.rule.name for each in ledger(found) for name in each.newly}
    for arm, each in whole.arms.items():
        mine = list(_rows(people[people["arm"] == arm]))
        names = [row.participant for row in mine]
        assert each.completed is not None
        assert each.received is not None
        assert each.randomised == len(names) == each.completed + sum(each.lost.values())
        assert each.lost == Counter(row.outcome for row in mine if row.outcome != "completed")
        assert each.randomised == each.analysed + each.erased + each.silent
        assert each.analysed == len([name for name in names if name in analysed])
        assert each.completers == len([1 for row in mine if row.outcome == "completed" and row.participant in analysed])
        assert each.analysed <= each.received <= each.randomised
        assert each.analysed == each.kept + sum(each.left_out.values())
        counted = Counter(rules[name] for name in names if name in analysed and name in rules)
        assert {rule: n for rule, n in each.left_out.items() if n} == counted


def _rows(people: pd.DataFrame) -> Iterator[Any]:
    return people.itertuples(index=False)


@pytest.mark.parametrize("case", CASES)
def test_it_says_of_attrition_what_the_question_of_attrition_says(case: str, cases: dict[str, Evidence]) -> None:
    found = cases[case]
    whole = flow(found)
    for each in losses(found):
        assert whole.arms[each.arm].randomised == each.randomised
        assert whole.arms[each.arm].lost == each.outcomes


def test_every_number_of_the_account_is_in_the_results(eventful: Evidence) -> None:
    known = {int(each.estimate or 0) for each in PARTICIPANTS.results(eventful)}
    known |= {sum(int(cell) for cell in row[1:4]) for row in account_of(eventful).tables[0].rows}
    assert {int(number) for number in re.findall(r"\d+", account_of(eventful).drawings[0].alt)} <= known


def from_elsewhere(people: Evidence, outcome: str | None) -> Evidence:
    """The randomised as a table from elsewhere tells of them; outcome: of those who did not finish, None: of nobody."""
    mine = people.participants[people.participants["arm"].notna()]
    told = mine["outcome"].where(mine["outcome"] == "completed", outcome) if outcome else None
    participants = mine.assign(outcome=told, seat=None).reset_index(drop=True)
    return replace(
        people, participants=participants, events=people.events.iloc[:0], plan=replace(people.plan, study=None)
    )


def test_of_data_from_elsewhere_nothing_is_told_that_is_not_known(people: Evidence) -> None:
    plan = replace(people.plan, exclusion=())
    found = from_elsewhere(replace(people, plan=plan), None)
    account = account_of(found)
    written = [each.text for each in words(account.drawings[0].svg)]
    assert written[0] == "In the data: 60"
    assert Counter(written[1:]) == Counter([*STUDY.arms, *["in the data: 20", "Analysed: 20"] * 3])
    assert [row[0] for row in account.tables[0].rows] == ["In the data", "Analysed"]
    assert account.sentences == (
        "The data hold 60 participants: 20 in none, 20 in placebo and 20 in heatmap.",
        "The primary analysis is of everybody with at least one answer of an outcome: 60 participants (20 in none, 20 "
        "in placebo and 20 in heatmap).",
    )
    assert "last page" not in account.drawings[0].caption


def test_data_from_elsewhere_may_tell_who_finished_but_not_why_others_did_not(people: Evidence) -> None:
    found = from_elsewhere(people, "in_progress")
    account = account_of(found)
    assert numbers(found, "none")["lost/unfinished"] == 2
    assert account.sentences[1] == "Of these, 6 did not come to the end: 2 in none, 2 in placebo and 2 in heatmap."
    written = [each.text for each in words(account.drawings[0].svg)]
    assert written.count("Lost: 2") == 3
    assert "left: 2" not in written
    assert "– did not finish" not in [row[0] for row in account.tables[0].rows]
