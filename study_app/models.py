"""The tables.  Answers are rows of their own; a unique key, not the code, decides what is stored once."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, MetaData, String, UniqueConstraint, false
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time in Python, whatever the database keeps (SQLite forgets the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses a time without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Puts the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(DeclarativeBase):
    """Names every constraint, so that migrations can name them too."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: JSON}  # noqa: RUF012 - read by SQLAlchemy once


class StudyVersion(Table):
    """A study exactly as it was when participants took it; a changed study, or other stimuli, are another row.

    `seed`: of the list of seats, drawn and sealed here; None where the definition names one.
    `frozen_hash`: of all that going live fixed; None before.  Live participants are let in from `launched_at` to
    `closed_at`.
    """

    __tablename__ = "study_version"
    __table_args__ = (UniqueConstraint("hash", "stimulus_set"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(40), index=True)
    definition: Mapped[dict[str, Any]]
    texts: Mapped[dict[str, Any]]
    stimulus_set: Mapped[str] = mapped_column(String(16))
    code_version: Mapped[str] = mapped_column(String(40))
    stored_at: Mapped[datetime]
    seed: Mapped[str | None] = mapped_column(String(64))
    frozen_hash: Mapped[str | None] = mapped_column(String(64))
    launched_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class CompletionCode(Table):
    """What a participant brings back to the platform, by outcome; made with `secrets`, the same for all of a study."""

    __tablename__ = "completion_code"
    __table_args__ = (UniqueConstraint("study_version_id", "mode", "outcome"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    study_version_id: Mapped[int] = mapped_column(ForeignKey("study_version.id"))
    mode: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(20), unique=True)


class Seat(Table):
    """A place in the allocation list, made in advance; claimed by one conditional statement.  Leased, not owned.

    `number` and `rank` count within the stratum, `rank` within its arm.  `arm` is None until minimisation gives one.
    `participant_id`: who holds it; another may claim it after `lease_until`, unless it is completed.
    `n_claims`: how often it was given out; those beyond the first are replacements.
    """

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("study_version_id", "mode", "stratum", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    study_version_id: Mapped[int] = mapped_column(ForeignKey("study_version.id"))
    mode: Mapped[str] = mapped_column(String(10))
    stratum: Mapped[str] = mapped_column(String(80), default="", server_default="")
    number: Mapped[int]
    block: Mapped[int]
    arm: Mapped[str | None] = mapped_column(String(40))
    rank: Mapped[int] = mapped_column(default=0, server_default="0")
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), unique=True)
    claimed_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    n_claims: Mapped[int] = mapped_column(default=0, server_default="0")


class Participant(Table):
    """Somebody who began: one session of one study version.

    `pseudonym` is what exports show; `token` is the secret in the participant's cookie.
    `seat_number`, `seat_block`, `stratum`: of the seat that was claimed, kept although the seat may go to another.
    `context`: the link's parameters and the answers that allocation goes by.
    Three flags apart: `data_complete` (every planned trial was answered or passed over), `platform_status` (what the
    platform says), `counts` (toward the target: completed on a seat of one's own).  `overrun`: the seat was given to
    another meanwhile.
    """

    __tablename__ = "participant"

    id: Mapped[int] = mapped_column(primary_key=True)
    pseudonym: Mapped[str] = mapped_column(String(16), unique=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    study_version_id: Mapped[int] = mapped_column(ForeignKey("study_version.id"), index=True)
    mode: Mapped[str] = mapped_column(String(10))
    platform: Mapped[str] = mapped_column(String(100))
    code_version: Mapped[str] = mapped_column(String(40))
    arm: Mapped[str | None] = mapped_column(String(40))
    outcome: Mapped[str] = mapped_column(String(20))
    completion_code: Mapped[str] = mapped_column(String(20))
    enrolled_at: Mapped[datetime]
    seated_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    seat_number: Mapped[int | None]
    seat_block: Mapped[int | None]
    stratum: Mapped[str | None] = mapped_column(String(80))
    context: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    data_complete: Mapped[bool] = mapped_column(default=False, server_default=false())
    platform_status: Mapped[str | None] = mapped_column(String(30))
    counts: Mapped[bool] = mapped_column(default=False, server_default=false())
    overrun: Mapped[bool] = mapped_column(default=False, server_default=false())
    n_failed_checks: Mapped[int] = mapped_column(default=0, server_default="0")
    last_seen_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    version: Mapped[StudyVersion] = relationship()
    trials: Mapped[list["Trial"]] = relationship(order_by="Trial.position", back_populates="participant")


class Identity(Table):
    """What a platform calls a person; apart from everything else, never exported.  One row per person and study."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("study_name", "mode", "platform", "person"),)

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    study_name: Mapped[str] = mapped_column(String(40))
    mode: Mapped[str] = mapped_column(String(10))
    platform: Mapped[str] = mapped_column(String(100))
    person: Mapped[str] = mapped_column(String(200))
    submission: Mapped[str | None] = mapped_column(String(200))


class Trial(Table):
    """A planned trial.  `token` is what its page posts to; `plan` is study_app.study.trial.PlannedTrial as JSON.

    `passed_over_at`: it was not asked, because a criterion was met before.
    """

    __tablename__ = "trial"
    __table_args__ = (UniqueConstraint("participant_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    position: Mapped[int]
    token: Mapped[str] = mapped_column(String(32), unique=True)
    plan: Mapped[dict[str, Any]]
    done_at: Mapped[datetime | None]
    passed_over_at: Mapped[datetime | None]

    participant: Mapped[Participant] = relationship(back_populates="trials")
    servings: Mapped[list["Serving"]] = relationship(order_by="Serving.id")
    answers: Mapped[list["Answer"]] = relationship(order_by="Answer.id")


class Serving(Table):
    """A stage of a trial was sent to the browser."""

    __tablename__ = "serving"
    __table_args__ = (UniqueConstraint("trial_id", "stage"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    trial_id: Mapped[int] = mapped_column(ForeignKey("trial.id"))
    stage: Mapped[str] = mapped_column(String(20))
    first_at: Mapped[datetime]
    n_served: Mapped[int]


class Answer(Table):
    """The answer to one stage of a trial; the unique key makes a second submission harmless.

    `values`: one JSON value per question, as the task read them.  `timing`: the browser's measurements, as received.
    """

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("trial_id", "stage"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    trial_id: Mapped[int] = mapped_column(ForeignKey("trial.id"))
    stage: Mapped[str] = mapped_column(String(20))
    values: Mapped[dict[str, Any]]
    timing: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]


class Event(Table):
    """Something that happened, appended and never changed."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_participant_id_id", "participant_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(30))
    position: Mapped[int | None]
    detail: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class ResearcherPassword(Table):
    """A one-time password for the researcher's page; only its hash is kept."""

    __tablename__ = "researcher_password"

    id: Mapped[int] = mapped_column(primary_key=True)
    password_hash: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
