"""Landings by the hundred over processes, leases that expire and seats that come back meanwhile: PostgreSQL."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests.study_app.arrival_proof import check_landings, minute_study

pytestmark = pytest.mark.postgres


def test_fifty_landings_at_once_share_no_seat_and_fill_every_block(
    postgres_url: str, sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    minute_study(tmp_path / "minute", 12)
    check_landings(postgres_url, sessions, tmp_path / "minute", (36, 14), n_processes=2)


@pytest.mark.slow
def test_two_hundred_landings_at_once_share_no_seat_and_fill_every_block(
    postgres_url: str, sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    minute_study(tmp_path / "minute", 90)
    check_landings(postgres_url, sessions, tmp_path / "minute", (140, 60), n_processes=4)
