"""Leaving, and having one's answers deleted: by withdrawing, or at the debriefing."""

import csv
import json
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from study_app.database import reading
from study_app.ending import tombstone, withdraw
from study_app.export import write_export
from study_app.exporting.sources import built_in
from study_app.flow import Ended
from study_app.models import Identity, Participant, Seat
from study_app.study.platform import Arrival
from study_app.study_folder import LoadedStudy
from tests.study_app.conftest import NOW
from tests.study_app.short_studies import CONSENT, DEBRIEF, TEST, allocated, short
from tests.study_app.visits import Visitor

PERSON = "5f0a0a0a0a0a0a0a0a0a0a0a"
LATER = TEST.replace('"test"\ntask', '"later"\ntask').replace('pool = "test"', 'pool = "train"')
BY_LINK = '{ source = "url", name = "country", seats = { GB = 4 } }'


@pytest.fixture
def loaded(tmp_path: Path, stimuli: Path) -> LoadedStudy:
    """Four pictures and a debriefing that asks."""
    return short(tmp_path / "short", stimuli, CONSENT + TEST + LATER + DEBRIEF, top=allocated(strata=BY_LINK))


@pytest.fixture
def visitor(sessions: sessionmaker[Session], loaded: LoadedStudy) -> Visitor:
    """Somebody known to the platform who has a seat and has answered the first picture."""
    visitor = Visitor(sessions, loaded, arrival=Arrival(PERSON, "submission 1"), parameters={"country": "GB"}).arrive()
    visitor.answer(response="agree")
    visitor.answer(response="Herring", page_events=json.dumps([{"kind": "blur", "at_ms": 1}]))
    return visitor


def leave(visitor: Visitor, *, keep_data: bool) -> Ended:
    """Withdraws; the way out."""
    participant = visitor.participant()
    with visitor.sessions.begin() as session:
        withdraw(session, session.merge(participant), visitor.now, keep_data=keep_data)
    ended = visitor.look()
    assert isinstance(ended, Ended)
    return ended


def identity(visitor: Visitor) -> Identity:
    with visitor.sessions() as session:
        return session.scalars(select(Identity)).one()


def holders(visitor: Visitor) -> list[int | None]:
    with visitor.sessions() as session:
        return [one for one in session.scalars(select(Seat.participant_id)) if one is not None]


def exported(visitor: Visitor, loaded: LoadedStudy, out: Path) -> dict[str, list[dict[str, str]]]:
    """The rows of every exported table."""
    with reading(visitor.sessions) as session:
        manifest_of = built_in(loaded.stimuli_folder.parent)
        write_export(session, "short", out, manifest_of=manifest_of, now=NOW)
    tables = {}
    for name in ("participants", "trials", "events"):
        with (out / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    return tables


def test_who_leaves_and_lets_the_answers_be_used_leaves_them_there(visitor: Visitor) -> None:
    ended = leave(visitor, keep_data=True)
    assert (ended.outcome, ended.erased) == ("withdrew", False)
    one = visitor.participant()
    assert (one.counts, one.data_complete, one.erased_at) == (False, False, None)
    assert len(visitor.answers()) == 2
    assert identity(visitor).person == PERSON
    assert [event.detail for event in visitor.events() if event.kind == "withdrew"] == [{"data": "keep"}]
    assert holders(visitor) == []


def test_who_wants_the_answers_deleted_leaves_none(visitor: Visitor) -> None:
    ended = leave(visitor, keep_data=False)
    assert (ended.outcome, ended.erased) == ("withdrew", True)
    assert visitor.answers() == []
    assert visitor.participant().erased_at == visitor.now
    assert visitor.participant().context is None
    assert holders(visitor) == []


def test_of_what_happened_only_the_way_through_the_session_stays(visitor: Visitor) -> None:
    leave(visitor, keep_data=False)
    assert visitor.kinds() == ["enrolled", "consented", "seated", "withdrew", "finished", "erased", "seat_released"]


def test_of_the_identity_a_hash_stays(visitor: Visitor) -> None:
    """The expected value was made by: printf 5f0a0a0a0a0a0a0a0a0a0a0a | sha256sum"""
    leave(visitor, keep_data=False)
    kept = identity(visitor)
    assert kept.person == "erased:1720452c896caefdddce973d074ca7502b2a94655c4648ceabf0a7e0e437f51e"
    assert kept.submission is None
    assert tombstone(kept.person) == kept.person


def test_the_same_person_finds_the_ended_session_and_cannot_begin_again(visitor: Visitor) -> None:
    code = leave(visitor, keep_data=False).exit.code
    again = Visitor(visitor.sessions, visitor.loaded, token="another", arrival=Arrival(PERSON, "submission 2")).arrive()
    assert again.participant().id == visitor.participant().id
    ended = again.look()
    assert isinstance(ended, Ended)
    assert (ended.outcome, ended.erased, ended.exit.code) == ("withdrew", True, code)
    with visitor.sessions() as session:
        assert len(session.scalars(select(Participant)).all()) == 1


def test_nothing_more_is_stored_of_who_has_left(visitor: Visitor) -> None:
    shown = visitor.page()
    leave(visitor, keep_data=False)
    assert visitor.post(shown.trial_token, "answer", {"response": "Herring"}).kind == "stale"
    assert visitor.answers() == []


def test_an_export_shows_that_somebody_was_there_and_nothing_of_the_answers(
    visitor: Visitor, loaded: LoadedStudy, tmp_path: Path
) -> None:
    leave(visitor, keep_data=False)
    tables = exported(visitor, loaded, tmp_path / "out")
    (one,) = tables["participants"]
    assert (one["outcome"], one["erased"], one["counts_toward_target"]) == ("withdrew", "true", "false")
    assert one["context"] == "NA"
    assert len(tables["trials"]) == 6
    assert {(row["answered"], row["response"], row["values"], row["rt_ms"]) for row in tables["trials"]} == {
        ("false", "NA", "NA", "NA")
    }
    assert PERSON not in str(tables)
    assert not any(row["kind"].startswith("page:") or row["kind"] == "answered" for row in tables["events"])


def test_who_has_finished_can_still_have_the_answers_deleted(visitor: Visitor) -> None:
    visitor.finish()
    assert visitor.participant().counts
    code = visitor.participant().completion_code
    ended = leave(visitor, keep_data=False)
    assert (ended.outcome, ended.erased, ended.exit.code) == ("completed", True, code)
    assert (visitor.answers(), visitor.participant().counts, holders(visitor)) == ([], False, [])


def test_who_has_finished_and_leaves_the_answers_loses_nothing(visitor: Visitor) -> None:
    visitor.finish()
    ended = leave(visitor, keep_data=True)
    assert (ended.outcome, ended.erased) == ("completed", False)
    assert visitor.participant().counts
    assert holders(visitor) == [visitor.participant().id]


def test_who_says_no_at_the_debriefing_is_erased_completes_and_does_not_count(visitor: Visitor) -> None:
    visitor.answer_until("debrief")
    visitor.answer(response="decline")
    assert visitor.answers() == []
    ended = visitor.finish()
    one = visitor.participant()
    assert (ended.outcome, ended.erased, len(ended.exit.code)) == ("completed", True, 8)
    assert (one.counts, one.overrun, holders(visitor)) == (False, False, [])


def test_who_says_yes_at_the_debriefing_counts(visitor: Visitor) -> None:
    visitor.answer_until("debrief")
    visitor.answer(response="agree")
    assert visitor.finish().erased is False
    assert visitor.participant().counts
    assert len(visitor.answers()) == 6


def test_of_the_answer_that_decided_about_the_seat_nothing_stays(
    sessions: sessionmaker[Session], tmp_path: Path, stimuli: Path
) -> None:
    strata = '{ source = "answer", name = "consent.consent", seats = { agree = 4 } }'
    visitor = Visitor(sessions, short(tmp_path / "by", stimuli, top=allocated(strata=strata))).arrive()
    visitor.answer(response="agree")
    assert visitor.participant().stratum == "agree"
    leave(visitor, keep_data=False)
    assert (visitor.participant().stratum, visitor.participant().context, visitor.servings()) == (None, None, [])
    assert "agree" not in json.dumps([event.detail for event in visitor.events()])


def test_leaving_twice_is_leaving_once(visitor: Visitor) -> None:
    leave(visitor, keep_data=False)
    before = visitor.kinds()
    leave(visitor, keep_data=True)
    leave(visitor, keep_data=False)
    assert visitor.kinds() == before
    assert before.count("erased") == 1
