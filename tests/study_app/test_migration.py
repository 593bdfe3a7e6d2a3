from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from study_app.database import make_engine
from study_app.errors import StudyError
from study_app.migration import downgrade, migrate, require_newest
from study_app.models import Table
from tests.study_app.carry_over_proof import add_newer_seats, check_new, check_old, fill


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/a 100% new.db"


def differences(url: str) -> list[object]:
    engine = make_engine(url)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), Table.metadata)
    engine.dispose()
    return list(found)


def tables(url: str) -> set[str]:
    engine = make_engine(url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


def test_migrations_and_models_agree(url: str) -> None:
    migrate(url)
    assert differences(url) == []


def test_one_can_go_down_and_up_again(url: str) -> None:
    migrate(url)
    downgrade(url, "base")
    assert tables(url) == {"alembic_version"}
    migrate(url)
    assert tables(url) == {"alembic_version", *Table.metadata.tables}
    assert differences(url) == []


def test_migrating_again_changes_nothing(url: str) -> None:
    migrate(url)
    migrate(url)
    assert differences(url) == []


def test_a_database_that_is_behind_is_refused_with_what_to_do(url: str) -> None:
    engine = make_engine(url)
    with pytest.raises(StudyError, match=r"tables of revision none, needs 0002; run `gullseye migrate`"):
        require_newest(engine)
    migrate(url)
    require_newest(engine)
    engine.dispose()


def test_rows_of_the_first_tables_are_carried_over_and_back(url: str) -> None:
    migrate(url, "0001")
    engine = make_engine(url)
    fill(engine)
    migrate(url)
    check_new(engine)
    add_newer_seats(engine)
    downgrade(url, "0001")
    check_old(engine)
    migrate(url)
    check_new(engine)
    engine.dispose()
