"""Statements that each database spells in its own way.

Owns the few of them. Must not know tables. SQLite and PostgreSQL spell these the same, in two
modules of SQLAlchemy; the contract suite runs on both.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


async def insert_if_absent(
    connection: AsyncConnection, table: sa.Table, values: dict[str, Any]
) -> bool:
    """Insert a row unless one with its primary key is there. True if it was inserted."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(values).on_conflict_do_nothing(index_elements=_key(table))
    # After an INSERT psycopg's count is gone unless it is asked for.
    counted = await connection.execute(statement, execution_options={"preserve_rowcount": True})
    return counted.rowcount == 1


async def insert_or_replace(
    connection: AsyncConnection, table: sa.Table, values: dict[str, Any]
) -> None:
    """Insert a row, or overwrite these columns of the one with its primary key."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    key = _key(table)
    others = {name: value for name, value in values.items() if name not in key}
    statement = insert(table).values(values)
    await connection.execute(statement.on_conflict_do_update(index_elements=key, set_=others))


def _key(table: sa.Table) -> list[str]:
    return [column.name for column in table.primary_key]
