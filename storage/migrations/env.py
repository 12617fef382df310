"""Alembic's entry: runs the migrations on the connection that ``storage.migrate`` hands over."""

from __future__ import annotations

from alembic import context

from storage.tables import metadata


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """DBOS's tables lie in the same database and are not compared."""
    return kind != "table" or name in metadata.tables


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_name=_is_ours,
    # The connection is in a transaction already, and SQLite can take back DDL.
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
