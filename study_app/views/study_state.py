"""What the researcher's page says of a study as it stands: its links, its frozen version, the seal of its seats."""

from flask import request, url_for
from sqlalchemy import select

from study_app.config import Settings
from study_app.database import reading
from study_app.enrolment import PREVIEW
from study_app.entry import entry_link, sign_mode
from study_app.models import StudyVersion
from study_app.records import PEOPLE
from study_app.runtime import runtime
from study_app.seating import seed_of
from study_app.study.allocation import sealed
from study_app.study_folder import LoadedStudy
from study_app.versions import version_of


def links_of(settings: Settings, name: str) -> dict[str, str]:
    """The addresses to give out, and the one to look at the study oneself."""
    host = request.host_url.rstrip("/")
    links = {mode: f"{host}{entry_link(settings, name, mode)}" for mode in PEOPLE}
    key = sign_mode(settings.secret_key, name, PREVIEW)
    return links | {PREVIEW: f"{host}{url_for('entrance.preview', study=name, key=key)}"}


def frozen_state(loaded: LoadedStudy) -> dict[str, object]:
    """The version of the study as it is now, whether others were open before, and the seal of its seats."""
    with reading(runtime().sessions) as database:
        version = version_of(database, loaded)
        before = select(StudyVersion.id).where(StudyVersion.name == loaded.name, StudyVersion.launched_at.is_not(None))
        others = [number for number in database.scalars(before) if version is None or number != version.id]
    is_sealed = version is not None and loaded.study.allocation.seed is None
    seal = sealed(seed_of(loaded, version)) if version is not None and is_sealed else None
    return {"version": version, "other_versions": others, "seal": seal}
