"""Seats are leased and stratified, studies frozen at launch, outcomes have codes and flags."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TIME = sa.DateTime(timezone=True)
GRACE = timedelta(hours=1)  # who is under way during the update keeps the seat so long
OLD_KEY = "uq_seat_study_version_id_mode_number"
NEW_KEY = "uq_seat_study_version_id_mode_stratum_number"


def upgrade() -> None:
    """Only `seat` is made anew on SQLite: nothing refers to it, while rows that are referred to cannot be moved."""
    op.create_table(
        "completion_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_version_id", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_version_id"], ["study_version.id"], name=op.f("fk_completion_code_study_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completion_code")),
        sa.UniqueConstraint("code", name=op.f("uq_completion_code_code")),
        sa.UniqueConstraint(
            "study_version_id", "mode", "outcome", name=op.f("uq_completion_code_study_version_id_mode_outcome")
        ),
    )
    op.add_column("study_version", sa.Column("seed", sa.String(length=64), nullable=True))
    op.add_column("study_version", sa.Column("frozen_hash", sa.String(length=64), nullable=True))
    op.add_column("study_version", sa.Column("launched_at", TIME, nullable=True))
    op.add_column("study_version", sa.Column("closed_at", TIME, nullable=True))
    with op.batch_alter_table("seat") as table:
        table.add_column(sa.Column("stratum", sa.String(length=80), nullable=False, server_default=""))
        table.add_column(sa.Column("rank", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("lease_until", TIME, nullable=True))
        table.add_column(sa.Column("completed_at", TIME, nullable=True))
        table.add_column(sa.Column("n_claims", sa.Integer(), nullable=False, server_default="0"))
        table.alter_column("arm", existing_type=sa.String(length=40), nullable=True)
        table.drop_constraint(OLD_KEY, type_="unique")
        table.create_unique_constraint(NEW_KEY, ["study_version_id", "mode", "stratum", "number"])
    op.add_column("participant", sa.Column("seat_number", sa.Integer(), nullable=True))
    op.add_column("participant", sa.Column("seat_block", sa.Integer(), nullable=True))
    op.add_column("participant", sa.Column("stratum", sa.String(length=80), nullable=True))
    op.add_column("participant", sa.Column("context", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("participant", sa.Column("data_complete", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("participant", sa.Column("platform_status", sa.String(length=30), nullable=True))
    op.add_column("participant", sa.Column("counts", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("participant", sa.Column("overrun", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("participant", sa.Column("n_failed_checks", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("participant", sa.Column("last_seen_at", TIME, nullable=True))
    op.add_column("participant", sa.Column("erased_at", TIME, nullable=True))
    op.add_column("trial", sa.Column("passed_over_at", TIME, nullable=True))
    _carry_over()


def _carry_over() -> None:
    """What was known of seats before they were leased: their rank in their arm, who completed on them."""
    op.execute(
        "UPDATE seat SET rank = (SELECT count(*) FROM seat AS other WHERE other.study_version_id = "
        "seat.study_version_id AND other.mode = seat.mode AND other.arm = seat.arm AND other.number < seat.number)"
    )
    op.get_bind().execute(
        sa.text("UPDATE seat SET n_claims = 1, lease_until = :until WHERE participant_id IS NOT NULL").bindparams(
            sa.bindparam("until", datetime.now(UTC) + GRACE, TIME)
        )
    )
    holder = "FROM participant WHERE participant.id = seat.participant_id"
    op.execute(
        f"UPDATE seat SET completed_at = (SELECT finished_at {holder}) "  # noqa: S608 - no value from outside
        f"WHERE EXISTS (SELECT 1 {holder} AND outcome = 'completed')"
    )
    seat = "FROM seat WHERE seat.participant_id = participant.id"
    op.execute(
        f"UPDATE participant SET seat_number = (SELECT number {seat}), seat_block = (SELECT block {seat}), "  # noqa: S608
        "stratum = '' WHERE seated_at IS NOT NULL"
    )
    op.execute(
        f"UPDATE participant SET data_complete = {_true()}, counts = {_true()} WHERE outcome = 'completed'"  # noqa: S608
    )


def _true() -> str:
    return "true" if op.get_bind().dialect.name == "postgresql" else "1"


def downgrade() -> None:
    """What the older tables cannot hold goes: seats of strata, whose numbers begin anew, and seats without an arm."""
    op.execute("DELETE FROM seat WHERE arm IS NULL OR stratum <> ''")
    op.drop_column("trial", "passed_over_at")
    for name in (
        "seat_number",
        "seat_block",
        "stratum",
        "context",
        "data_complete",
        "platform_status",
        "counts",
        "overrun",
        "n_failed_checks",
        "last_seen_at",
        "erased_at",
    ):
        op.drop_column("participant", name)
    with op.batch_alter_table("seat") as table:
        table.drop_constraint(NEW_KEY, type_="unique")
        for name in ("stratum", "rank", "lease_until", "completed_at", "n_claims"):
            table.drop_column(name)
        table.alter_column("arm", existing_type=sa.String(length=40), nullable=False)
        table.create_unique_constraint(OLD_KEY, ["study_version_id", "mode", "number"])
    for name in ("seed", "frozen_hash", "launched_at", "closed_at"):
        op.drop_column("study_version", name)
    op.drop_table("completion_code")
