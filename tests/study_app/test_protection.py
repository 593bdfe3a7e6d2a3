"""What every response tells the browser, which posts are refused, and what an address can be made to do."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from study_app.app import create_app
from study_app.config import Settings
from study_app.entry import entry_link
from study_app.models import Answer, Participant
from study_app.runtime import EXTENSION
from study_app.views.cookie import MOST
from tests.study_app.conftest import launch_all
from tests.study_app.test_researcher import password_of, sign_in, write_report
from tests.study_app.walking import Form, Walker

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POWERFUL = ("camera", "microphone", "geolocation", "display-capture", "usb", "payment", "midi", "browsing-topics")
KEPT_BY_CACHES = ("picture", "style sheet", "script")
FOREIGN = {
    "a present browser, another site": {"Sec-Fetch-Site": "cross-site"},
    "a present browser, a neighbour of our host": {"Sec-Fetch-Site": "same-site"},
    "an old browser": {"Origin": "https://evil.example"},
    "an old browser, our name at the front": {"Origin": "http://localhost.evil.example"},
    "an old browser, another port": {"Origin": "http://localhost:8081"},
    "a frame without an origin": {"Origin": "null"},
}
OURS = {
    "a present browser": {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
    "typed by hand": {"Sec-Fetch-Site": "none"},
    "an old browser": {"Origin": "http://localhost"},
    "no browser": {},
    "behind a proxy": {"Origin": "https://study.example", "X-Forwarded-Host": "study.example"},
}

STRANGE_FILES = (
    *("../manifest.json", "..%2Fmanifest.json", "%2e%2e/manifest.json", "..%5cmanifest.json", "../gulls/manifest.json"),
    *("/etc/passwd", "%2Fetc%2Fpasswd", "....//secret_key", "style.css%00.webp", "C:%5cboot.ini"),
)


@pytest.fixture
def safe(settings: Settings) -> Iterator[Flask]:
    """The web application as it is reached over https."""
    made = create_app(replace(settings, https=True))
    launch_all(made)
    yield made
    made.extensions[EXTENSION].sessions.kw["bind"].dispose()


def every_kind(app: Flask, monkeypatch: pytest.MonkeyPatch) -> dict[str, TestResponse]:
    """One response of every kind that the application can give."""
    if app.config["SESSION_COOKIE_SECURE"]:
        monkeypatch.setitem(app.config, "PREFERRED_URL_SCHEME", "https")  # what the test's client speaks
    walker, researcher = Walker(app.test_client()), app.test_client()
    page = walker.begin()
    write_report(app.extensions[EXTENSION].settings.instance, "gulls")
    assert sign_in(researcher, password_of(app)) == 303
    client, picture = walker.client, next(iter(app.extensions[EXTENSION].assets))
    found = {
        "landing page": app.test_client().get("/s/gulls"),
        "page": walker.page(),
        "way out": client.get("/session/stop"),
        "an answer's redirection": walker.answer(page, response="agree"),
        "pages ahead": client.get("/session/ahead"),
        "refused answer": walker.answer(walker.page(), response="nothing"),
        "health": client.get("/health"),
        "style sheet": client.get("/static/style.css"),
        "script": client.get("/static/page.mjs"),
        "picture": client.get(f"/assets/{picture}"),
        "unknown": client.get("/nothing"),
        "wrong method": client.post("/session"),
        "too much": client.post("/s/gulls", data={"x": "y" * 300_000}),
        "foreign post": client.post("/s/gulls", headers={"Sec-Fetch-Site": "cross-site"}),
        "sign in": client.get("/researcher"),
        "researcher's page": researcher.get("/researcher/gulls"),
        "counts": researcher.get("/researcher/gulls/counts"),
        "export": researcher.get("/researcher/gulls/export.zip"),
        "report": researcher.get("/researcher/gulls/report"),
    }
    monkeypatch.setitem(app.extensions, EXTENSION, None)
    found["defect"] = client.get("/s/gulls")
    return found


def test_every_response_is_protected(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    found = every_kind(app, monkeypatch)
    codes = {kind: reply.status_code for kind, reply in found.items() if reply.status_code != 200}
    assert codes == {
        "an answer's redirection": 303,
        "refused answer": 422,
        "unknown": 404,
        "wrong method": 405,
        "too much": 413,
        "foreign post": 403,
        "defect": 500,
    }
    for kind, reply in found.items():
        headers = reply.headers
        assert {name: headers.get(name) for name in FIXED} == FIXED, kind
        policy = headers["Content-Security-Policy"]
        for directive in ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
            assert directive in policy, kind
        assert "unsafe-eval" not in policy
        assert "http:" not in policy
        assert "https:" not in policy
        assert "*" not in policy
        assert "Server" not in headers
        assert "Strict-Transport-Security" not in headers
        if kind == "report":
            assert "script-src" not in policy  # so nothing runs there, and it is in a sandbox besides
            assert "sandbox allow-popups" in policy
        else:
            assert "unsafe" not in policy, kind
        assert ("no-store" in headers["Cache-Control"]) == (kind not in KEPT_BY_CACHES), kind
        reply.close()


def test_nothing_is_allowed_but_full_screen_on_our_own_pages(app: Flask) -> None:
    allowed = app.test_client().get("/s/gulls").headers["Permissions-Policy"].split(", ")
    assert [feature for feature in allowed if not feature.endswith("=()")] == ["fullscreen=(self)"]
    assert {f"{feature}=()" for feature in POWERFUL} <= set(allowed)


def test_over_https_nothing_is_fetched_without_it(safe: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind, reply in every_kind(safe, monkeypatch).items():
        assert reply.headers["Strict-Transport-Security"] == "max-age=15552000", kind
        assert reply.headers["Content-Security-Policy"].endswith("; upgrade-insecure-requests"), kind
        reply.close()


def test_the_cookie_belongs_to_our_host_alone(safe: Flask) -> None:
    cookie = safe.test_client().post("/s/gulls").headers["Set-Cookie"]
    assert cookie.startswith("__Host-gullseye=")
    parts = set(cookie.split("; ")[1:])
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= parts
    assert not any(part.startswith("Domain") for part in parts)


def test_the_cookie_stays_small_however_many_studies_are_opened_in_one_browser(app: Flask) -> None:
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["participants"] = {f"study-{n:02}/live": f"{n:064x}" for n in range(40)}
    reply = client.post("/s/gulls")
    assert len(reply.headers["Set-Cookie"]) < 4096
    with client.session_transaction() as cookie:
        assert len(cookie["participants"]) == MOST
        assert cookie["participants"]["gulls/live"] == cookie["open"]
    assert client.get("/s/gulls").location == "/session"


# Forged posts


def addresses(app: Flask) -> list[str]:
    """Every address that can be posted to, with something in its places."""
    places = {"study": "gulls", "name": "gulls", "token": "0" * 32, "stage": "answer"}
    rules = [rule for rule in app.url_map.iter_rules() if (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}]
    with app.test_request_context():
        return sorted(
            app.url_map.bind("").build(rule.endpoint, {name: places[name] for name in rule.arguments}) for rule in rules
        )


def test_what_can_be_posted_to_is_known(app: Flask) -> None:
    known = {"/s/gulls", f"/session/{'0' * 32}/answer", "/session/stop"}
    known |= {"/researcher/sign-in", "/researcher/sign-out", "/researcher/gulls/report"}
    assert known <= set(addresses(app))


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN.keys())
def test_no_page_of_another_site_can_post_anything(app: Flask, headers: dict[str, str]) -> None:
    client = app.test_client()
    for address in addresses(app):
        assert client.post(address, headers=headers).status_code == 403, address
    with app.extensions[EXTENSION].sessions() as session:
        assert session.scalar(select(func.count()).select_from(Participant)) == 0


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN.keys())
def test_no_page_of_another_site_can_answer_or_leave_for_somebody(app: Flask, headers: dict[str, str]) -> None:
    """As if the browser had sent the cookie along, which one that knows SameSite does not."""
    walker = Walker(app.test_client())
    form = Form(walker.begin().text)
    fields = {**form.hidden, "response": "decline"}
    assert walker.client.post(form.action, data=fields, headers=headers).status_code == 403
    assert walker.client.post("/session/stop", data={"data": "delete"}, headers=headers).status_code == 403
    with app.extensions[EXTENSION].sessions() as session:
        assert session.scalars(select(Participant.outcome)).all() == ["in_progress"]
        assert session.scalars(select(Answer)).all() == []


@pytest.mark.parametrize("headers", OURS.values(), ids=OURS.keys())
def test_our_own_pages_can_post(app: Flask, headers: dict[str, str]) -> None:
    walker = Walker(app.test_client())
    landing = Form(walker.client.get("/s/gulls").text)
    assert walker.client.post(landing.action, data=landing.hidden, headers=headers).location == "/session"
    assert walker.client.post("/session/stop", data={"data": "keep"}, headers=headers).location == "/session"


def test_a_researchers_form_needs_its_token_too(app: Flask) -> None:
    client = app.test_client()
    assert sign_in(client, password_of(app)) == 303
    for address in addresses(app):
        if address.startswith("/researcher"):
            assert client.post(address).status_code == 400, address
            assert client.post(address, data={"form_token": "0" * 32}).status_code == 400, address
    assert client.get("/researcher/gulls").status_code == 200


# Addresses


def test_no_file_but_a_picture_of_the_study_or_one_of_ours_can_be_fetched(app: Flask) -> None:
    client = app.test_client()
    for folder in ("assets", "static"):
        for name in STRANGE_FILES:
            assert client.get(f"/{folder}/{name}", follow_redirects=True).status_code == 404, name


def redirections(client: FlaskClient, **how: object) -> list[str]:
    """Where every redirection that a stranger can cause leads."""
    landing = client.get("/s/gulls", **how)
    form = Form(landing.text)
    replies = [client.post(form.action, data=form.hidden, **how)]
    for address in ("/s/gulls", f"/session/{'0' * 32}/answer", "/researcher/gulls", "/researcher/nothing/counts"):
        replies.append(client.get(address, **how))
    replies.append(client.post("/session/stop", **how))
    assert all(300 <= reply.status_code < 400 for reply in replies)
    return [reply.location for reply in replies]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80@localhost", "localhost#evil.example"])
def test_a_made_up_host_leads_nowhere_else(app: Flask, host: str) -> None:
    client = app.test_client()
    reply = client.get("/s/gulls", headers={"Host": host, "X-Forwarded-Host": host, "Forwarded": f"host={host}"})
    if reply.status_code == 200:
        told = redirections(client, headers={"Host": host, "X-Forwarded-Host": host})
        assert all(location.startswith("/") and not location.startswith("//") for location in told)
        pages = [client.get(address, headers={"Host": host}).text for address in ("/session", "/session/stop", "/no")]
        assert all("evil" not in page for page in pages)
    else:
        assert reply.status_code == 400


@pytest.mark.parametrize("address", ["//evil.example", "/%2F%2Fevil.example", "/s//evil.example", "/\\evil.example"])
def test_no_address_leads_to_another_site(app: Flask, address: str) -> None:
    reply = app.test_client().get(address, follow_redirects=False)
    assert reply.status_code in (404, 308)
    location = reply.headers.get("Location", "/")
    assert location.removeprefix("http://localhost").startswith("/")
    assert not location.removeprefix("http://localhost").startswith(("//", "/\\"))


def test_a_parameter_of_the_link_reaches_no_header(app: Flask) -> None:
    client, value = app.test_client(), "x\r\nSet-Cookie: evil=1\r\n\r\nhttps://evil.example/"
    query = dict.fromkeys(("next", "url", "return_to", "arrival", "PROLIFIC_PID", "study", "action"), value)
    landing = client.get("/s/gulls", query_string=query)
    form = Form(landing.text)
    for reply in (
        landing,
        client.post("/s/gulls", query_string=query, data=form.hidden),
        client.get("/session", query_string=query),
        client.get("/researcher", query_string=query),
    ):
        assert "evil" not in json.dumps([list(pair) for pair in reply.headers])


def test_a_session_of_another_study_opens_no_page_of_this_one(app: Flask) -> None:
    """A cookie that we signed, with a secret that is nobody's: as after a copied or a mixed-up instance."""
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["participants"] = {"gulls/live": "0" * 64, "other/live": "1" * 64}
        cookie["open"] = "1" * 64
    assert client.get("/session").status_code == 404
    assert client.get("/s/gulls").status_code == 200


def test_a_guessed_key_opens_no_preview(app: Flask, settings: Settings) -> None:
    key = entry_link(settings, "gulls", "pilot").split("key=")[1]
    for guess in ("x", key, "ü", "%00"):
        assert app.test_client().get(f"/preview/gulls/{guess}").status_code == 400
