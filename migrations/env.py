"""Runs the migrations on the connection that study_app.migration hands over."""

from alembic import context

from study_app.models import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
