"""A browser for robots: real HTTP on one connection that is kept open, with cookies; no script, no pictures."""

from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from http.cookies import SimpleCookie
from types import TracebackType
from typing import Self
from urllib.parse import urlencode, urljoin, urlsplit

from study_app.errors import StudyError

TIMEOUT_SECONDS = 60
TRIES = 3
FORM = "application/x-www-form-urlencoded"
REDIRECTIONS = {302, 303}
LONGEST_REDIRECTION = 5


@dataclass(frozen=True)
class Reply:
    """What came back; address: after redirections, without the server."""

    address: str
    status: int
    html: str


class Browser:
    """One visitor of one server; a context manager."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise StudyError(f"--url: {url!r} is no address of a server; write http://HOST:PORT")
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._connection = kind(parts.hostname, parts.port, timeout=TIMEOUT_SECONDS)
        self._url = url.rstrip("/")
        self._cookies: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._connection.close()

    def get(self, address: str) -> Reply:
        """The page at that address, redirections followed; StudyError where it is no page."""
        return self._followed("GET", address, None)

    def post(self, address: str, fields: Mapping[str, str]) -> Reply:
        """The page that posting the fields leads to; StudyError where it is no page."""
        return self._followed("POST", address, urlencode(fields))

    def _followed(self, method: str, address: str, body: str | None) -> Reply:
        for _ in range(LONGEST_REDIRECTION):
            status, location, html = self._send(method, address, body)
            if status not in REDIRECTIONS:
                if status != 200:
                    raise StudyError(f"{self._url}{address}: status {status} to {method}; the server's log says more")
                return Reply(address, status, html)
            method, address, body = "GET", urljoin(address, location), None
        raise StudyError(f"{self._url}{address}: redirects for ever")

    def _send(self, method: str, address: str, body: str | None) -> tuple[int, str, str]:
        """Status, Location and text; a connection that the server closed is opened anew: posting twice is harmless."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        headers |= {"Content-Type": FORM} if body is not None else {}
        for attempt in range(TRIES):
            try:
                self._connection.request(method, address, body, headers)
                response = self._connection.getresponse()
                html = response.read().decode()
            except (HTTPException, OSError) as fault:
                self._connection.close()
                if attempt == TRIES - 1:
                    raise StudyError(f"{self._url}{address}: no answer to {method}: {fault}") from None
            else:
                self._keep_cookies(response.headers.get_all("Set-Cookie") or [])
                return response.status, response.headers.get("Location", ""), html
        raise AssertionError

    def _keep_cookies(self, lines: list[str]) -> None:
        for line in lines:
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
