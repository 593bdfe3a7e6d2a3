import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from study_app.database import make_engine
from study_app.migration import downgrade, migrate, require_newest
from study_app.models import Table
from tests.study_app.carry_over_proof import add_newer_seats, check_new, check_old, fill

pytestmark = pytest.mark.postgres


def test_migrations_and_models_agree_after_going_up_down_and_up(postgres_url: str) -> None:
    migrate(postgres_url)
    downgrade(postgres_url, "base")
    migrate(postgres_url)
    engine = make_engine(postgres_url)
    require_newest(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []
    engine.dispose()


def test_the_usual_address_means_psycopg_3(postgres_url: str) -> None:
    engine = make_engine(postgres_url.replace("postgresql+psycopg://", "postgresql://"))
    assert engine.url.drivername == "postgresql+psycopg"
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    engine.dispose()


def test_rows_of_the_first_tables_are_carried_over_and_back(postgres_url: str) -> None:
    migrate(postgres_url, "0001")
    engine = make_engine(postgres_url)
    fill(engine)
    migrate(postgres_url)
    check_new(engine)
    add_newer_seats(engine)
    downgrade(postgres_url, "0001")
    check_old(engine)
    migrate(postgres_url)
    check_new(engine)
    engine.dispose()
