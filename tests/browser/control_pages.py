"""A small server that draws any page with any control, and keeps what is posted; without studies and database."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import SimpleNamespace

from flask import Flask, Response, redirect, render_template, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from playwright.sync_api import Browser

import study_app
from stimuli.manifest import ASSET_FOLDER, Asset
from study_app.app import STATIC_SECONDS
from study_app.study.page import Page
from study_app.study.words import words_in
from study_app.views.protection import HEADERS
from tests.browser.site import DESKTOP, Site, Visitor, listening, visitor

STUDY = SimpleNamespace(title="Gulls", language="en", contact="A. Researcher, a@example.org")


@dataclass
class Sheets:
    """The server's pages, by the name in their address.  posted: the fields of every answer, in order.

    around: what templates are given beside a page.  refusal: the message of every answer, which is refused then.
    """

    pages: Mapping[str, Page]
    posted: list[dict[str, str]] = field(default_factory=list)
    around: dict[str, object] = field(default_factory=dict)
    refusal: str | None = None

    def page(self, name: str) -> ResponseReturnValue:
        """The page of that name."""
        message = self.refusal if request.method == "POST" else None
        html = self._drawn(
            "page",
            page=self.pages[name],
            action=url_for("answer", name=name),
            stage="answer",
            trial_token="t",
            progress=0.5,
            message=message,
        )
        return html, 422 if message else 200

    def answer(self, name: str) -> ResponseReturnValue:
        """Keeps what is posted as the study reads it: of names that are there twice the first."""
        self.posted.append(request.form.to_dict())
        if request.accept_mimetypes.best == "application/json":
            refused = {"receipt": "refused", "message": self.refusal}
            return refused if self.refusal else {"receipt": "stored", "over": True}
        return self.page(name) if self.refusal else redirect(url_for("page", name=name), 303)

    def ended(self, outcome: str) -> str:
        """The last page."""
        return self._drawn("ended", outcome=outcome, code=None, url=None)

    def stop(self) -> str:
        """The page to leave by; what is posted is kept."""
        if request.method == "POST":
            self.posted.append(request.form.to_dict())
        return self._drawn("stop", action=url_for("stop"), back_url="/ended/full")

    def _drawn(self, template: str, **known: object) -> str:
        return render_template(f"participant/{template}.html", **{"study": STUDY, **known, **self.around})


@contextmanager
def drawn(folder: Path, sheets: Sheets) -> Iterator[Site]:
    """Serves those pages; folder: where their pictures were written."""
    app = Flask(study_app.__name__)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = STATIC_SECONDS
    app.add_template_global(_asset_url, "asset_url")
    app.add_template_global(lambda study: words_in(study.language), "interface_words")
    app.add_url_rule("/page/<name>", "page", sheets.page)
    app.add_url_rule("/page/<name>/answer", "answer", sheets.answer, methods=["POST"])
    app.add_url_rule("/assets/<path>", "picture", partial(send_from_directory, folder / ASSET_FOLDER))
    app.add_url_rule("/ended/<outcome>", "ended", sheets.ended)
    app.add_url_rule("/stop", "stop", sheets.stop, methods=["GET", "POST"])
    app.after_request(_secured)
    with listening(app) as url:
        yield Site(url, app)


@contextmanager
def at(browser: Browser, site: Site, path: str, size: tuple[int, int] = DESKTOP) -> Iterator[Visitor]:
    """Somebody who has opened that address and waited until the page listens."""
    with visitor(browser, site, size) as guest:
        guest.page.goto(f"{site.url}{path}")
        guest.wait_until_it_listens()
        guest.wait_until_it_listens()
        yield guest


def _asset_url(asset: Asset) -> str:
    return url_for("picture", path=asset.file_name)


def _secured(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
