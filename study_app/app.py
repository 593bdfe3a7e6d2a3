"""create_app: the only place where the parts of the web application are wired together."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.exceptions import HTTPException

from stimuli.errors import StimuliError
from study_app import study_folder
from study_app.config import Settings
from study_app.database import make_engine, make_sessions
from study_app.errors import StudyError
from study_app.migration import require_newest
from study_app.records import MODES
from study_app.runtime import EXTENSION, Runtime, assets_of
from study_app.study.platform import UnknownArrival
from study_app.study_folder import LoadedStudy
from study_app.versions import open_study
from study_app.views import assets, entrance, notice, participant, protection, researcher, wording

LARGEST_POST_BYTES = 256 * 1024
STATIC_SECONDS = 300
COOKIE = "gullseye"
SECURE_COOKIE = f"__Host-{COOKIE}"  # browsers take it over https alone, and from no neighbour of our host
SEATED_MODES = tuple(mode for mode in MODES if mode != "preview")


def create_app(settings: Settings, report_command: Callable[[str], None] | None = None) -> Flask:
    """The web application; StudyError names every reason why it cannot be.

    report_command: makes the report of the study of that name; only the composition root can have one.
    """
    studies = load_studies(settings)
    engine = make_engine(settings.database_url)
    require_newest(engine)
    sessions = make_sessions(engine)
    _open(studies, sessions, engine)
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME=SECURE_COOKIE if settings.https else COOKIE,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        PERMANENT_SESSION_LIFETIME=timedelta(days=14),
        SESSION_REFRESH_EACH_REQUEST=False,  # a picture that caches may keep must not carry a cookie
        MAX_CONTENT_LENGTH=LARGEST_POST_BYTES,
        SEND_FILE_MAX_AGE_DEFAULT=STATIC_SECONDS,
    )
    app.extensions[EXTENSION] = Runtime(settings, sessions, studies, assets_of(studies), report_command)
    _wire(app)
    return app


def load_studies(settings: Settings) -> dict[str, LoadedStudy]:
    """The studies that the settings name, with their stimuli, by study name; one StudyError for all faults."""
    loaded: dict[str, LoadedStudy] = {}
    faults = []
    for name in settings.studies:
        try:
            written = study_folder.read(study_folder.folder_of(name))
            study = study_folder.with_stimuli(written, settings.stimuli_of(written.study.study.name))
        except (StudyError, StimuliError) as fault:
            faults.append(str(fault))
            continue
        if study.name in loaded:
            faults.append(f"{name}: another study is called {study.name!r} already")
        loaded[study.name] = study
    if faults:
        raise StudyError.of(faults)
    return loaded


def _open(studies: dict[str, LoadedStudy], sessions: sessionmaker[Session], engine: Engine) -> None:
    """Stores each study's version and seats; leaves no connection behind that a forked worker would share."""
    with sessions.begin() as session:
        for loaded in studies.values():
            for mode in SEATED_MODES:
                open_study(session, loaded, mode, datetime.now(UTC))
    engine.dispose()


def _wire(app: Flask) -> None:
    for blueprint in (entrance.blueprint, participant.blueprint, assets.blueprint, researcher.blueprint):
        app.register_blueprint(blueprint)
    app.add_template_global(assets.asset_url)
    app.add_template_global(wording.interface_words)
    app.before_request(protection.refuse_foreign_posts)
    app.after_request(protection.secure)
    app.register_error_handler(UnknownArrival, notice.of_arrival)
    app.register_error_handler(HTTPException, notice.of_http_fault)
    app.register_error_handler(Exception, notice.of_defect)
