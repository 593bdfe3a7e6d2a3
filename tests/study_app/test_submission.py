from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker

from study_app import submission
from study_app.advance import Visit
from study_app.flow import Ended
from study_app.position import position
from study_app.study_folder import LoadedStudy
from study_app.submission import TOO_SOON, Post, Receipt
from tests.study_app.visits import Visitor

STORED, REPEATED, STALE = Receipt("stored"), Receipt("repeated"), Receipt("stale")


@pytest.fixture
def visitor(sessions: sessionmaker[Session], gulls: LoadedStudy) -> Visitor:
    return Visitor(sessions, gulls).arrive()


def test_an_answer_is_stored_with_its_measurements(visitor: Visitor) -> None:
    shown = visitor.answer_until("test")
    form = {"response": "Herring", "rt_ms": "812.5", "clock": "frame", "viewport": "nonsense"}
    assert visitor.post(shown.trial_token, "answer", form) == STORED
    stored = visitor.answers()[-1]
    assert stored.values == {"species": "Herring"}
    assert (stored.timing["rt_ms"], stored.timing["clock"], stored.timing["viewport"]) == (812.5, "frame", None)
    assert stored.received_at == visitor.now


def test_consent_is_stored_with_the_hash_of_the_text(visitor: Visitor) -> None:
    visitor.answer()
    assert set(visitor.answers()[0].values) == {"consent", "text_sha256"}
    assert len(visitor.answers()[0].values["text_sha256"]) == 64


def test_a_second_submission_of_the_same_trial_changes_nothing(visitor: Visitor) -> None:
    shown = visitor.answer_until("test")
    assert visitor.post(shown.trial_token, "answer", {"response": "Herring"}) == STORED
    before = (visitor.answers(), visitor.page(), visitor.kinds())
    assert visitor.post(shown.trial_token, "answer", {"response": "Herring"}) == REPEATED
    assert [(a.id, a.values) for a in visitor.answers()] == [(a.id, a.values) for a in before[0]]
    assert (visitor.page(), visitor.kinds()) == before[1:]


def test_a_different_second_answer_is_noted_and_the_first_one_stays(visitor: Visitor) -> None:
    shown = visitor.answer_until("test")
    visitor.post(shown.trial_token, "answer", {"response": "Herring"})
    assert visitor.post(shown.trial_token, "answer", {"response": "Western"}) == REPEATED
    assert visitor.answers()[-1].values == {"species": "Herring"}
    event = visitor.events()[-1]
    assert (event.kind, event.position) == ("repeated", 23)
    assert event.detail == {"stage": "answer", "again": {"species": "Western"}}


def test_a_second_submission_without_an_answer_is_noted_too(visitor: Visitor) -> None:
    shown = visitor.answer_until("test")
    visitor.post(shown.trial_token, "answer", {"response": "Herring"})
    assert visitor.post(shown.trial_token, "answer", {}) == REPEATED
    assert visitor.events()[-1].detail == {"stage": "answer", "again": None}


def test_a_form_without_an_answer_is_refused_and_changes_nothing(visitor: Visitor) -> None:
    shown = visitor.answer_until("test")
    kinds = visitor.kinds()
    assert visitor.post(shown.trial_token, "answer", {}) == Receipt("refused", "Please choose one of the answers.")
    assert visitor.page() == shown
    assert visitor.kinds() == kinds


@pytest.mark.parametrize("stage", ["feedback", "answer2", "", "x" * 300])
def test_a_stage_that_is_not_open_is_stale(visitor: Visitor, stage: str) -> None:
    shown = visitor.answer_until("training")
    assert visitor.post(shown.trial_token, stage, {"response": "continue"}) == STALE
    assert visitor.page() == shown


@pytest.mark.parametrize("token", ["0" * 32, "", "' OR 1=1 --", "é"])
def test_a_forged_token_is_stale(visitor: Visitor, token: str) -> None:
    assert visitor.post(token, "answer", {"response": "agree"}) == STALE
    assert visitor.answers() == []


def test_a_later_trial_cannot_be_answered_before_its_turn(visitor: Visitor) -> None:
    visitor.answer_until("training")
    with visitor.sessions() as session:
        later = session.merge(visitor.participant()).trials[-1].token
    assert visitor.post(later, "answer", {"response": "continue"}) == STALE


def test_the_trial_of_somebody_else_is_stale(
    visitor: Visitor, sessions: sessionmaker[Session], gulls: LoadedStudy
) -> None:
    other = Visitor(sessions, gulls, token="other").arrive()
    theirs = other.page()
    assert visitor.post(theirs.trial_token, "answer", {"response": "decline"}) == STALE
    assert other.page() == theirs
    assert (visitor.answers(), other.answers()) == ([], [])


def test_after_the_end_nothing_is_stored(visitor: Visitor) -> None:
    shown = visitor.answer_until("debrief")
    ended = visitor.finish()
    n_answers = len(visitor.answers())
    assert visitor.post(shown.trial_token, "answer", {"response": "continue"}) == REPEATED
    assert len(visitor.answers()) == n_answers
    assert visitor.look() == ended


def test_after_declining_the_next_page_is_closed(visitor: Visitor) -> None:
    consent = visitor.page()
    visitor.answer(response="decline")
    with visitor.sessions() as session:
        instructions = session.merge(visitor.participant()).trials[1].token
    assert visitor.post(instructions, "answer", {"response": "continue"}) == STALE
    assert visitor.post(consent.trial_token, "answer", {"response": "agree"}) == REPEATED
    assert isinstance(visitor.look(), Ended)


def test_an_answer_to_a_changed_study_is_stale(visitor: Visitor, gulls: LoadedStudy) -> None:
    shown = visitor.page()
    visitor.loaded = replace(gulls, written=replace(gulls.written, sources={"consent.md": "Other."}))
    assert visitor.post(shown.trial_token, "answer", {"response": "agree"}) == STALE


def test_feedback_cannot_be_left_before_its_minimum_time(visitor: Visitor) -> None:
    visitor.answer_until("training")
    visitor.answer()
    feedback = visitor.page()
    assert feedback.stage == "feedback"
    visitor.now += timedelta(seconds=3.9)
    assert visitor.post(feedback.trial_token, "feedback", {"response": "continue"}) == Receipt("refused", TOO_SOON)
    visitor.now += timedelta(seconds=0.1)
    assert visitor.post(feedback.trial_token, "feedback", {"response": "continue"}) == STORED


def test_feedback_that_was_never_shown_cannot_be_left(visitor: Visitor) -> None:
    shown = visitor.answer_until("training")
    visitor.post(shown.trial_token, "answer", {"response": "Herring"})
    visitor.now += timedelta(seconds=100)
    assert visitor.post(shown.trial_token, "feedback", {"response": "continue"}).kind == "refused"


def test_robots_need_not_wait(sessions: sessionmaker[Session], gulls: LoadedStudy) -> None:
    robot = Visitor(sessions, gulls, mode="robot").arrive()
    shown = robot.answer_until("training")
    robot.post(shown.trial_token, "answer", {"response": "Herring"})
    assert robot.post(shown.trial_token, "feedback", {"response": "continue"}) == STORED


def test_the_database_s_unique_key_has_the_last_word(visitor: Visitor) -> None:
    shown = visitor.page()
    post = Post(shown.trial_token, shown.stage, {})
    with visitor.sessions.begin() as session:
        one = session.merge(visitor.participant())
        step = position(session, one, visitor.loaded.material)
        assert step is not None
        visit = Visit(session, visitor.loaded, one, visitor.now)
        stored = [submission._store(visit, step, {"consent": answer}, post) for answer in ("agree", "decline")]
    assert stored == [True, False]
    assert [answer.values for answer in visitor.answers()] == [{"consent": "agree"}]


@pytest.mark.parametrize("block", ["consent", "instructions", "test", "debrief"])
def test_twenty_posts_at_once_are_one_answer(visitor: Visitor, block: str) -> None:
    """Also where the answer claims the seat or ends the session: that must happen once."""
    shown = visitor.answer_until(block)
    n_before = len(visitor.answers())
    form = {"response": {"consent": "agree", "test": "Herring", "debrief": "agree"}.get(block, "continue")}
    with ThreadPoolExecutor(10) as pool:
        receipts = list(pool.map(lambda _: visitor.post(shown.trial_token, "answer", form), range(20)))
    assert sorted(receipt.kind for receipt in receipts) == ["repeated"] * 19 + ["stored"]
    assert len(visitor.answers()) == n_before + 1
    assert visitor.kinds().count("seated") == (block not in ("consent",))
    assert visitor.kinds().count("finished") == (block == "debrief")
    assert len(visitor.plans()) == (2 if block == "consent" else 49)
