"""What is left of somebody: in the database, in files, in the log.

Owns looking. Must not know a platform. What is looked at is what another program finds on the disk.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.servers.bot_process import BotProcess


def kept(bot: BotProcess) -> bytes:
    """Every byte that the bot keeps or logs."""
    files = [path for path in bot.data_dir.rglob("*") if path.is_file()]
    return b"".join(path.read_bytes() for path in files) + bot.log().encode()


def rows_about(data_dir: Path, folder: Path, *names: str) -> dict[str, list[str]]:
    """The tables of the database, once for each row in which the name stands.

    The bot has ended: what it has not yet taken from its log into the file would be missed.
    """
    found: dict[str, list[str]] = {name: [] for name in names}
    with _copy(data_dir, folder) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - a test's copy
                for name in names:
                    if any(name in str(value) for value in row):
                        found[name].append(table)
    return found


def rows_of(data_dir: Path, folder: Path, table: str) -> list[dict[str, Any]]:
    """All rows of a table, of a bot that has ended."""
    with _copy(data_dir, folder) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(f'SELECT * FROM "{table}"')]  # noqa: S608


@contextlib.contextmanager
def _copy(data_dir: Path, folder: Path) -> Iterator[sqlite3.Connection]:
    """A copy, so that looking changes nothing."""
    copied = shutil.copy(data_dir / "backdrop.sqlite3", folder / "copy.sqlite3")
    with contextlib.closing(sqlite3.connect(copied)) as database:
        yield database
