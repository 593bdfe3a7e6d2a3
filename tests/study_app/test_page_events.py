"""What a page tells of what happened on it."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests.study_app.short_studies import short
from tests.study_app.visits import Visitor


@pytest.fixture
def visitor(sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path) -> Visitor:
    """Somebody before the first picture."""
    visitor = Visitor(sessions, short(tmp_path / "short", stimuli)).arrive()
    visitor.answer(response="agree")
    return visitor


def told(visitor: Visitor, page_events: str) -> list[tuple[str, int | None, Any]]:
    """The events of the page that is answered with that field: kind, position, detail."""
    assert visitor.answer(response="Herring", page_events=page_events).kind == "stored"
    return [(one.kind, one.position, one.detail) for one in visitor.events() if one.kind.startswith("page:")]


def event(**keys: Any) -> dict[str, Any]:
    return {"kind": "blur", "at_ms": 120.5} | keys


def test_events_are_kept_in_order_with_their_time_and_the_trial_s_position(visitor: Visitor) -> None:
    happened = [event(), event(kind="open", at_ms=300, detail={"node": "3"})]
    assert told(visitor, json.dumps(happened)) == [
        ("page:blur", 1, {"at_ms": 120.5}),
        ("page:open", 1, {"node": "3", "at_ms": 300}),
    ]


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", "{", "3", "null", '"blur"', '{"kind": "blur", "at_ms": 1}', "[[]]", "[1, null, true]", "[" * 9999],
)
def test_what_is_no_list_of_events_is_left_out_and_the_answer_stays(visitor: Visitor, text: str) -> None:
    assert told(visitor, text) == []
    assert visitor.answers()[-1].values == {"species": "Herring"}


@pytest.mark.parametrize(
    "malformed",
    [
        event(kind=None),
        event(kind=""),
        event(kind="Blur"),
        event(kind="x" * 31),
        event(kind="a b"),
        event(at_ms=None),
        event(at_ms="120"),
        event(at_ms=True),
        event(at_ms=10**12),
        {"kind": "blur"},
        {"at_ms": 1},
    ],
)
def test_a_malformed_event_is_left_out_and_those_beside_it_stay(visitor: Visitor, malformed: dict[str, Any]) -> None:
    assert told(visitor, json.dumps([malformed, event(kind="focus")])) == [("page:focus", 1, {"at_ms": 120.5})]


def test_a_time_that_is_no_number_is_left_out(visitor: Visitor) -> None:
    assert told(visitor, '[{"kind": "blur", "at_ms": NaN}, {"kind": "blur", "at_ms": Infinity}]') == []


def test_no_more_than_five_hundred_are_kept(visitor: Visitor) -> None:
    assert len(told(visitor, json.dumps([event()] * 700))) == 500


def test_a_detail_that_is_too_long_is_left_out(visitor: Visitor) -> None:
    long, odd = event(detail={"text": "x" * 600}), event(detail=["a"])
    assert [detail for _, _, detail in told(visitor, json.dumps([long, odd]))] == [{"at_ms": 120.5}] * 2


def test_a_detail_cannot_change_the_time(visitor: Visitor) -> None:
    assert told(visitor, json.dumps([event(detail={"at_ms": 9})])) == [("page:blur", 1, {"at_ms": 120.5})]


def test_a_long_kind_still_fits_its_column(visitor: Visitor) -> None:
    assert told(visitor, json.dumps([event(kind="k" * 30)]))[0][0] == "page:" + "k" * 25


def test_a_repeated_answer_adds_no_events(visitor: Visitor) -> None:
    shown = visitor.page()
    form = {"response": "Herring", "page_events": json.dumps([event()])}
    for _ in range(2):
        visitor.post(shown.trial_token, "answer", form)
    assert visitor.kinds().count("page:blur") == 1


@pytest.mark.parametrize("detail", ['{"n": NaN}', '{"n": -Infinity}', '{"text": "\\ud800"}'])
def test_a_detail_that_no_database_or_file_takes_is_left_out(visitor: Visitor, detail: str) -> None:
    assert told(visitor, f'[{{"kind": "blur", "at_ms": 1, "detail": {detail}}}]') == [("page:blur", 1, {"at_ms": 1})]
