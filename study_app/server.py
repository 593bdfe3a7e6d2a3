"""The web application under gunicorn."""

from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

# No address of a participant and no query string (a platform puts its identities there) is ever logged.
ACCESS_LOG = "%(t)s %(m)s %(U)s %(s)s %(M)sms"
N_WORKERS = 2
N_THREADS = 4
GRACE_SECONDS = 10


def run_server(app: Flask, options: dict[str, Any], *, quiet: bool = False) -> None:
    """Serves the application until it is told to stop; `options` are gunicorn's (bind, workers, threads)."""
    Server(app, {"workers": N_WORKERS, "threads": N_THREADS, **_logging(quiet), **options}).run()


def _logging(quiet: bool) -> dict[str, Any]:
    """What gunicorn is told about its log."""
    if quiet:
        return {"loglevel": "warning"}
    return {"loglevel": "info", "accesslog": "-", "access_log_format": ACCESS_LOG}


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with our application, which is made once, before the workers are."""

    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self._app = app
        self._options = {
            "worker_class": "gthread",
            "preload_app": True,
            "graceful_timeout": GRACE_SECONDS,
            "keepalive": 15,
            **options,
        }
        super().__init__()

    def load_config(self) -> None:
        """Hands our options over; no control socket in the home folder, where this gunicorn would open one."""
        for name, value in self._options.items():
            self.cfg.set(name, value)
        if "control_socket_disable" in self.cfg.settings:
            self.cfg.set("control_socket_disable", True)

    def load(self) -> Flask:
        """The application."""
        return self._app
