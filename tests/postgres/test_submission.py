from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.orm import Session, sessionmaker

from study_app.study.platform import Arrival
from study_app.study_folder import LoadedStudy
from tests.study_app.visits import Visitor

pytestmark = pytest.mark.postgres


@pytest.mark.parametrize("block", ["consent", "instructions", "test", "debrief"])
def test_twenty_posts_at_once_are_one_answer(sessions: sessionmaker[Session], gulls: LoadedStudy, block: str) -> None:
    """The database's unique key decides; here many transactions really run at once."""
    visitor = Visitor(sessions, gulls).arrive()
    shown = visitor.answer_until(block)
    n_before = len(visitor.answers())
    form = {"response": {"consent": "agree", "test": "Herring", "debrief": "agree"}.get(block, "continue")}
    with ThreadPoolExecutor(10) as pool:
        receipts = list(pool.map(lambda _: visitor.post(shown.trial_token, "answer", form), range(20)))
    assert sorted(receipt.kind for receipt in receipts) == ["repeated"] * 19 + ["stored"]
    assert len(visitor.answers()) == n_before + 1
    assert visitor.kinds().count("seated") == (block != "consent")
    assert visitor.kinds().count("finished") == (block == "debrief")


def test_a_page_that_is_served_to_ten_tabs_at_once_is_counted_ten_times(
    sessions: sessionmaker[Session], gulls: LoadedStudy
) -> None:
    visitor = Visitor(sessions, gulls).arrive()
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda _: visitor.look(), range(10)))
    assert visitor.servings() == [10]


def test_a_person_who_arrives_twice_at_once_is_enrolled_once(
    sessions: sessionmaker[Session], gulls: LoadedStudy
) -> None:
    def arrive(n: int) -> str:
        return Visitor(sessions, gulls, token=f"t{n}", arrival=Arrival("anna")).arrive().token

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(arrive, range(16)))) == 1


def test_the_whole_way(sessions: sessionmaker[Session], gulls: LoadedStudy) -> None:
    visitor = Visitor(sessions, gulls).arrive()
    assert visitor.finish().outcome == "completed"
    assert len(visitor.answers()) == 69
