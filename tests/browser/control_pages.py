"""A small server that draws any page with any control, and keeps what is posted; without studies and database."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import study_app
from flask import Flask, Response, redirect, render_template, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from stimuli.manifest import ASSET_FOLDER
from werkzeug.serving import make_server

from study_app.app import CONTENT_SECURITY_POLICY
from study_app.study.page import Page
from tests.browser.site import KeepAlive

STUDY = SimpleNamespace(title="Gulls", language="en", contact="A. Researcher, a@example.org")
OF_ENDED = {"code": None, "url": None}


@dataclass
class Sheets:
    """The server.  pages: by the name in their address; posted: the fields of every answer, in order.

    around: what every page is given beside its own; refusal: the message of every answer, which is refused then.
    """

    pages: Mapping[str, Page]
    url: str = ""
    posted: list[dict[str, str]] = field(default_factory=list)
    around: dict[str, object] = field(default_factory=dict)
    refusal: str | None = None

    def draw(self, name: str) -> ResponseReturnValue:
        """The page of that name."""
        action = url_for("answer", name=name)
        known = {"study": STUDY, "action": action, "stage": "answer", "trial_token": "t", "progress": 0.5}
        page, message = self.pages[name], self.refusal if request.method == "POST" else None
        html = render_template("participant/page.html", **known, page=page, message=message, preload=(), **self.around)
        return html, 422 if message else 200

    def keep(self, name: str) -> ResponseReturnValue:
        """An answer; names that come twice count as the study counts them."""
        self.posted.append(request.form.to_dict())
        return self.draw(name) if self.refusal else redirect(url_for("page", name=name), 303)


@contextmanager
def drawn(folder: Path, pages: Mapping[str, Page]) -> Iterator[Sheets]:
    """Serves those pages; folder: where their pictures were written."""
    sheets = Sheets(pages)
    app = _app(folder, sheets)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=KeepAlive)
    sheets.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield sheets
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _app(folder: Path, sheets: Sheets) -> Flask:
    app = Flask(study_app.__name__)
    app.add_template_global(lambda asset: url_for("picture", path=asset.file_name), "asset_url")
    app.add_url_rule("/page/<name>", "page", sheets.draw)
    app.add_url_rule("/page/<name>/answer", "answer", sheets.keep, methods=["POST"])
    app.add_url_rule("/assets/<path>", "picture", partial(send_from_directory, folder / ASSET_FOLDER))
    app.add_url_rule("/ended/<outcome>", "ended", partial(_ended, sheets))
    app.add_url_rule("/stop", "stop", _stop, methods=["GET", "POST"])
    app.after_request(_secured)
    return app


def _ended(sheets: Sheets, outcome: str) -> str:
    return render_template("participant/ended.html", study=STUDY, outcome=outcome, **{**OF_ENDED, **sheets.around})


def _stop() -> str:
    return render_template("participant/stop.html", study=STUDY, action=url_for("stop"), back_url="/page/choose")


def _secured(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response
