"""Study versions: a study exactly as it is taken, opened for rehearsal, launched for people, closed."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version as installed_version

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from study_app.errors import StudyError
from study_app.models import CompletionCode, StudyVersion
from study_app.records import LIVE, OUTCOMES
from study_app.seating import make_seats
from study_app.study_folder import LoadedStudy

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is read as another
CODE_LENGTH = 8


def code_version() -> str:
    """The installed version of Gullseye."""
    return installed_version("gullseye")


def version_of(session: Session, loaded: LoadedStudy) -> StudyVersion | None:
    """The stored version of exactly this study with exactly these stimuli."""
    return session.scalar(
        select(StudyVersion).where(
            StudyVersion.hash == loaded.hash, StudyVersion.stimulus_set == loaded.material.stimuli.set_id
        )
    )


def open_study(session: Session, loaded: LoadedStudy, mode: str, now: datetime) -> StudyVersion:
    """The stored version of the study, with its seats for that mode; both are made where they are missing."""
    stored = stored_version(session, loaded, now)
    make_seats(session, loaded, stored, mode)
    return stored


def stored_version(session: Session, loaded: LoadedStudy, now: datetime) -> StudyVersion:
    """The stored version of the study, without seats where nobody needed any yet."""
    return version_of(session, loaded) or _store(session, loaded, now)


def launch(session: Session, loaded: LoadedStudy, now: datetime) -> StudyVersion:
    """Lets people in: freezes definition, texts, manifest and code version under one hash, stored with the version.

    Launching what is open changes nothing.  What was closed is opened again, and frozen anew with the code version of
    that time; a participant's own code version is in every row.
    """
    version = open_study(session, loaded, LIVE, now)
    if lets_people_in(version):
        return version
    version.launched_at = version.launched_at or now
    version.frozen_hash, version.code_version = frozen_hash(loaded), code_version()
    version.closed_at = None
    return version


def close(session: Session, loaded: LoadedStudy, now: datetime) -> StudyVersion:
    """Lets nobody new in; who is under way may finish.  StudyError where the study as it is now was never launched."""
    version = version_of(session, loaded)
    if version is None or version.launched_at is None:
        raise StudyError(f"{loaded.name}: this version was never launched; `gullseye launch` lets people in")
    version.closed_at = version.closed_at or now
    return version


def frozen_hash(loaded: LoadedStudy) -> str:
    """SHA-256 over the hash of definition and texts, the hash of the manifest, and the code version."""
    manifest = loaded.material.stimuli.model_dump(mode="json")
    parts = [loaded.hash, _digest(manifest), code_version()]
    return sha256("\n".join(parts).encode()).hexdigest()


def lets_people_in(version: StudyVersion | None) -> bool:
    """Whether live participants can begin."""
    return version is not None and version.launched_at is not None and version.closed_at is None


def code_for(session: Session, version: StudyVersion, mode: str, outcome: str) -> str:
    """The code that everybody with that outcome brings back to the platform; made on first use."""
    wanted = (
        CompletionCode.study_version_id == version.id,
        CompletionCode.mode == mode,
        CompletionCode.outcome == outcome,
    )
    found = session.scalar(select(CompletionCode.code).where(*wanted))
    if found is not None:
        return found
    made = CompletionCode(study_version_id=version.id, mode=mode, outcome=outcome, code=new_code())
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:  # somebody else needed it at the same moment
        return session.scalars(select(CompletionCode.code).where(*wanted)).one()
    return made.code


def make_codes(session: Session, version: StudyVersion, mode: str) -> dict[str, str]:
    """The code of every outcome that a session can end with."""
    return {outcome: code_for(session, version, mode, outcome) for outcome in OUTCOMES if outcome != "in_progress"}


def new_code() -> str:
    """A code that nobody can guess."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def _store(session: Session, loaded: LoadedStudy, now: datetime) -> StudyVersion:
    """Stores the version; if another process was first, its row is the one."""
    stored = StudyVersion(
        hash=loaded.hash,
        name=loaded.name,
        definition=loaded.study.model_dump(mode="json"),
        texts=dict(loaded.written.sources),
        stimulus_set=loaded.material.stimuli.set_id,
        code_version=code_version(),
        stored_at=now,
        seed=secrets.token_hex(32) if loaded.study.allocation.seed is None else None,
    )
    try:
        with session.begin_nested():
            session.add(stored)
    except IntegrityError:
        found = version_of(session, loaded)
        if found is None:
            raise
        return found
    return stored


def _digest(value: Mapping[str, object]) -> str:
    return sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
