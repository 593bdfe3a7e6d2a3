"""The demonstration on a real PostgreSQL server: several processes of the web server, several robots at once."""

from collections import Counter
from pathlib import Path

import pytest

from tests.gull_copies import without_concepts
from tests.journeys.commands import gullseye, rows

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

N_ROBOTS = 30


def test_robots_take_the_study_and_every_closed_block_is_exact(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GULLSEYE_DATABASE_URL", postgres_url.replace("+psycopg", ""))
    without_concepts(tmp_path / "plain")
    gullseye("demo", "plain", "--port", "0", "--robots", str(N_ROBOTS), "--then-stop", folder=tmp_path)
    gullseye("export", "plain", "--out", "export", folder=tmp_path)
    people = rows(tmp_path / "export" / "participants.csv")
    assert [p["outcome"] for p in people] == ["completed"] * N_ROBOTS
    per_block = Counter((p["seat_block"], p["arm"]) for p in people)
    assert len(per_block) == N_ROBOTS // 6 * 3
    assert set(per_block.values()) == {2}
    assert not (tmp_path / "instance" / "gullseye.db").exists()
