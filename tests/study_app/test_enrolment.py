from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from study_app.models import Identity, Participant
from study_app.study.platform import Arrival
from study_app.study_folder import LoadedStudy
from tests.study_app.visits import Visitor


def n_participants(sessions: sessionmaker[Session]) -> int:
    with sessions() as session:
        return len(session.scalars(select(Participant)).all())


def test_a_newcomer_has_the_trials_before_the_seat_and_no_arm(
    sessions: sessionmaker[Session], gulls: LoadedStudy
) -> None:
    visitor = Visitor(sessions, gulls).arrive()
    assert [plan.block for plan in visitor.plans()] == ["consent", "instructions"]
    one = visitor.participant()
    assert (one.arm, one.outcome, one.completion_code, one.seated_at) == (None, "in_progress", "", None)
    assert visitor.kinds() == ["enrolled"]


def test_pseudonyms_have_nothing_to_do_with_the_token(sessions: sessionmaker[Session], gulls: LoadedStudy) -> None:
    people = [Visitor(sessions, gulls, token=f"token {n}").arrive().participant() for n in range(5)]
    assert len({one.pseudonym for one in people}) == 5
    assert all(len(one.pseudonym) == 16 and one.pseudonym not in one.token for one in people)


def test_the_same_token_is_the_same_session(sessions: sessionmaker[Session], gulls: LoadedStudy) -> None:
    first, again = (Visitor(sessions, gulls, token="one").arrive() for _ in range(2))
    assert first.participant().id == again.participant().id
    assert n_participants(sessions) == 1


def test_a_person_whom_the_platform_knows_is_the_same_participant(
    sessions: sessionmaker[Session], gulls: LoadedStudy
) -> None:
    anna = Arrival("anna", "submission 1")
    first = Visitor(sessions, gulls, token="one", arrival=anna).arrive()
    first.answer()
    again = Visitor(sessions, gulls, token="two", arrival=Arrival("anna", "submission 2")).arrive()
    assert again.token == "one"
    assert again.block_of(again.page()) == "instructions"
    assert n_participants(sessions) == 1


def test_the_same_person_in_another_mode_is_another_participant(
    sessions: sessionmaker[Session], gulls: LoadedStudy
) -> None:
    for mode in ("pilot", "live"):
        Visitor(sessions, gulls, mode, f"token {mode}", Arrival("anna")).arrive()
    assert n_participants(sessions) == 2


def test_a_person_who_arrives_twice_at_once_is_enrolled_once(
    sessions: sessionmaker[Session], gulls: LoadedStudy
) -> None:
    with ThreadPoolExecutor(8) as pool:
        tokens = set(
            pool.map(
                lambda n: Visitor(sessions, gulls, token=f"t{n}", arrival=Arrival("anna")).arrive().token, range(16)
            )
        )
    assert len(tokens) == 1
    assert n_participants(sessions) == 1


def test_what_the_platform_calls_a_person_is_kept_apart(sessions: sessionmaker[Session], gulls: LoadedStudy) -> None:
    visitor = Visitor(sessions, gulls, arrival=Arrival("anna", "submission 1")).arrive()
    with sessions() as session:
        identity = session.scalars(select(Identity)).one()
    assert (identity.person, identity.submission) == ("anna", "submission 1")
    columns = {name: getattr(visitor.participant(), name) for name in Participant.__table__.columns.keys()}  # noqa: SIM118
    assert "anna" not in str(columns)
