"""Bringing a database's tables up to date, at every start.

Owns the run of the migrations, which come with the package. Must not know what they do. A new one
goes into ``migrations/versions`` by hand, with the next number; a test compares the outcome with
``storage.tables`` and prints what is missing.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.errors import DatabaseNewer
from storage.transactions import migrating

SCRIPTS: Final = "storage:migrations"


async def upgrade(engine: AsyncEngine) -> None:
    """Run what has not been run yet, in one transaction: all of it or, after a crash, nothing.

    Raises ``DatabaseNewer`` if the tables are at a revision that this program does not know.
    """
    async with migrating(engine).begin() as connection:
        await connection.run_sync(_upgrade)
    await engine.dispose()


def config(connection: sa.Connection) -> Config:
    """Alembic's configuration for that connection; there is no file of it."""
    made = Config()
    made.set_main_option("script_location", SCRIPTS)
    made.attributes["connection"] = connection
    return made


def _upgrade(connection: sa.Connection) -> None:
    made = config(connection)
    scripts = ScriptDirectory.from_config(made)
    present = MigrationContext.configure(connection).get_current_revision()
    if present == scripts.get_current_head():
        return
    known = {script.revision for script in scripts.walk_revisions()}
    if present is not None and present not in known:
        raise DatabaseNewer(f"its revision is {present}, the newest known here {max(known)}")
    command.upgrade(made, "head")
