"""What a page's script is told when it sends an answer: the same that somebody without scripts would find."""

import pytest
from flask import Flask

from study_app.entry import entry_link, sign_mode
from study_app.runtime import EXTENSION
from tests.study_app.walking import Form, Walker, first_of

JSON = {"Accept": "application/json"}


@pytest.fixture
def walker(app: Flask) -> Walker:
    walker = Walker(app.test_client())
    walker.begin()
    return walker


def sent(walker: Walker, query: str = "?showing=", **fields: str) -> dict[str, object]:
    """The reply to the present page's answer."""
    form = Form(walker.page().text)
    data = {**form.hidden, **(fields or first_of(form))}
    reply = walker.client.post(form.action + query, data=data, headers=JSON)
    assert reply.status_code == 200
    found: dict[str, object] = reply.get_json()
    return found


def test_the_reply_brings_the_page_that_the_address_of_the_session_has(walker: Walker) -> None:
    reply = sent(walker, response="agree")
    assert reply["receipt"] == "stored"
    page = reply["page"]
    assert isinstance(page, dict)
    assert Form(page["html"]).action == Form(walker.page().text).action == f"/session/{page['key']}"


def test_the_answer_that_ends_the_session_ends_it(walker: Walker) -> None:
    assert sent(walker, response="decline") == {"receipt": "stored", "over": True}
    assert "You are not taking part" in walker.page().text


def test_a_code_is_in_no_reply(app: Flask) -> None:
    """It is shown at the session's address, which is asked for when everything is stored for good."""
    walker = Walker(app.test_client())
    walker.begin(entry_link(app.extensions[EXTENSION].settings, "gulls", "robot"))
    replies = [sent(walker)]
    while "over" not in replies[-1]:
        replies.append(sent(walker))
    code = walker.page().text.split('class="code__value">')[1].split("<")[0]
    assert len(code) == 8
    assert code not in str(replies)


def test_a_refused_answer_is_told_and_leaves_the_page(walker: Walker) -> None:
    assert sent(walker, response="nonsense") == {
        "receipt": "refused",
        "message": "Please choose whether you want to take part.",
    }


def test_the_page_that_a_browser_shows_already_is_not_sent_nor_counted_again(app: Flask, walker: Walker) -> None:
    sent(walker, response="agree")
    sent(walker, response="continue")
    form = Form(walker.page().text)
    sent(walker)
    data = {**form.hidden, "response": "Herring"}
    shown = walker.client.post(f"{form.action}?showing=", data=data, headers=JSON).get_json()
    assert shown["receipt"] == "repeated"
    again = walker.client.post(f"{form.action}?showing={shown['page']['key']}", data=data, headers=JSON).get_json()
    assert again["page"] is None


def test_who_has_no_session_is_told_that_there_is_nothing_to_answer(app: Flask) -> None:
    reply = app.test_client().post("/session/0/answer", headers=JSON)
    assert reply.get_json() == {"receipt": "stale", "over": True}
    assert app.test_client().get("/session/ahead").get_json() == {"ahead": []}


def test_a_reply_is_never_kept(walker: Walker) -> None:
    for reply in (walker.client.get("/session/ahead"), walker.client.post("/session/0/answer", headers=JSON)):
        assert reply.headers["Cache-Control"] == "no-store"


def test_an_answer_that_was_left_counts_no_page_as_served(walker: Walker) -> None:
    assert sent(walker, query="", response="agree") == {"receipt": "stored"}


def test_a_page_of_another_session_of_this_browser_is_answered_in_its_own(app: Flask, walker: Walker) -> None:
    """Somebody opened a preview in another tab."""
    form = Form(walker.page().text)
    settings = app.extensions[EXTENSION].settings
    walker.client.get(f"/preview/gulls/{sign_mode(settings.secret_key, 'gulls', 'preview')}")
    assert Form(walker.page().text).action != form.action
    reply = walker.client.post(f"{form.action}?showing=", data={**form.hidden, "response": "agree"}, headers=JSON)
    assert reply.get_json()["receipt"] == "stored"
    stranger = app.test_client()
    Walker(stranger).begin()
    assert stranger.post(form.action, data=form.hidden, headers=JSON).get_json() == {"receipt": "stale"}
