"""A participant without a browser: reads the forms of the pages and posts them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


@dataclass
class Form(HTMLParser):
    """The only form of a page."""

    html: str
    action: str = ""
    hidden: dict[str, str] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)
    scales: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = has["action"]
        elif tag == "input" and has.get("type") == "hidden":
            self.hidden[has["name"]] = has.get("value", "")
        elif tag == "input" and has.get("type") == "radio":
            self.scales.add(has["name"])
        elif tag == "button" and has.get("name") == "response":
            self.buttons.append(has["value"])


def first_of(form: Form) -> dict[str, str]:
    """The first button; the middle of every scale."""
    return {"response": form.buttons[0]} if form.buttons else dict.fromkeys(form.scales, "3")


@dataclass
class Walker:
    """Walks through a study with a client of its own."""

    client: FlaskClient

    def begin(self, link: str = "/s/gulls") -> TestResponse:
        """From the landing page to the first page of the session."""
        landing = self.client.get(link)
        form = Form(landing.text)
        self.client.post(form.action, data=form.hidden)
        return self.page()

    def page(self) -> TestResponse:
        """The present page."""
        return self.client.get("/session")

    def answer(self, page: TestResponse, **fields: str) -> TestResponse:
        """Posts the page's form with these fields instead of the first choice; the reply to the post."""
        form = Form(page.text)
        return self.client.post(form.action, data={**form.hidden, **(fields or first_of(form))})

    def walk(self, until: Callable[[TestResponse], bool]) -> list[TestResponse]:
        """Answers page after page until one is as wished or the session ends; all pages, that one last."""
        seen = [self.page()]
        while not until(seen[-1]) and Form(seen[-1].text).action:
            reply = self.answer(seen[-1])
            assert reply.status_code == 303, reply.text
            seen.append(self.page())
        return seen

    def walk_to_end(self) -> list[TestResponse]:
        """All pages to the last one."""
        return self.walk(lambda _: False)


def shows_picture(page: TestResponse) -> bool:
    """Whether the page asks about a picture."""
    return '<img src="/assets/' in page.text and Form(page.text).action.endswith("/answer")
