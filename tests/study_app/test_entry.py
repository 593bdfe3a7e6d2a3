from urllib.parse import parse_qsl, urlsplit

import pytest

from study_app.config import Settings
from study_app.entry import entry_link, mode_of, session_token
from study_app.records import MODES
from study_app.study.platform import UnknownArrival

KEY = "a secret key of the tests"


@pytest.mark.parametrize("mode", MODES)
def test_a_link_leads_into_its_mode(settings: Settings, mode: str) -> None:
    link = urlsplit(entry_link(settings, "gulls", mode))
    assert link.path == "/s/gulls"
    assert mode_of(KEY, "gulls", dict(parse_qsl(link.query))) == mode


def test_the_link_for_people_is_short(settings: Settings) -> None:
    assert entry_link(settings, "gulls", "live") == "/s/gulls"


def test_a_key_is_good_for_its_study_its_mode_and_its_server_only(settings: Settings) -> None:
    query = dict(parse_qsl(urlsplit(entry_link(settings, "gulls", "robot")).query))
    for secret, study, mode in (
        (KEY, "other", "robot"),
        (KEY, "gulls", "pilot"),
        ("another secret key", "gulls", "robot"),
    ):
        with pytest.raises(UnknownArrival):
            mode_of(secret, study, {**query, "mode": mode})


@pytest.mark.parametrize("query", [{"mode": "robot"}, {"mode": ""}, {"mode": "robot", "key": "ключ"}])
def test_a_mode_without_a_good_key_is_refused(query: dict[str, str]) -> None:
    with pytest.raises(UnknownArrival):
        mode_of(KEY, "gulls", query)


def test_session_tokens_fit_their_column_and_differ_by_study_mode_and_arrival() -> None:
    tokens = {
        session_token(KEY, study, mode, arrival)
        for study in ("gulls", "other")
        for mode in ("live", "pilot")
        for arrival in ("one", "two")
    }
    assert len(tokens) == 8
    assert {len(token) for token in tokens} == {64}
