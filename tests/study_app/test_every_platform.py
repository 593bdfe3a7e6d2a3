"""The contract of recruitment platforms: every file in study_app/platforms is held to it, with no edit here."""

from random import Random

import pytest

from study_app import platforms
from study_app.records import OUTCOMES
from study_app.study.platform import Arrival, Exit, Platform, UnknownArrival


@pytest.fixture(params=platforms.names())
def platform(request: pytest.FixtureRequest) -> Platform:
    return platforms.load(str(request.param))


@pytest.mark.parametrize("query", [{}, {"PROLIFIC_PID": "{{%PROLIFIC_PID%}}"}, {"anything": "x" * 10_000}])
def test_an_arrival_is_understood_or_calmly_refused(platform: Platform, query: dict[str, str]) -> None:
    try:
        assert isinstance(platform.arrival(query), Arrival)
    except UnknownArrival as refusal:
        assert str(refusal).endswith(".")


def test_the_same_link_is_the_same_arrival(platform: Platform) -> None:
    query = platform.simulated(Random(1))
    assert platform.arrival(query) == platform.arrival(query)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_there_is_a_way_out_with_every_outcome(platform: Platform, outcome: str) -> None:
    way = platform.exit(outcome, "CODE1234")
    assert isinstance(way, Exit)
    assert way.url is None or way.url.startswith("https://")


def test_an_open_link_shows_the_code_to_those_who_completed_only() -> None:
    open_link = platforms.load("open_link")
    assert open_link.exit("completed", "CODE1234") == Exit("CODE1234")
    assert open_link.exit("no_consent", "CODE1234") == Exit("")
    assert open_link.arrival({"who": "me"}).person is None
