"""SQLite: which library, how a file is made ours, how connections to it behave.

Owns everything that is true of SQLite only; no other module has SQL that PostgreSQL would not
take. Must not know tables.

One library per process
    A process may have two SQLites: Python's own and the one inside ``pysqlite3``. Each is safe by
    itself, but each believes that it alone holds the file's POSIX locks, and the system drops all
    locks of a process when it closes any descriptor of the file (sqlite.org/howtocorrupt.html,
    2.2.1). Measured: while one library had a write transaction open, opening and closing the file
    with the other deleted the log under it; a second process then wrote, committed and lost its
    row without an error. So ``sqlite_module`` decides once, and both engines use it. Nothing else
    in this process may open the file.

Which library
    The newer one. DBOS needs 3.42 on Python 3.12 and later, and 3.7.0 to 3.51.2 can, very rarely,
    corrupt a file when two connections write and checkpoint at once, which is how we work
    (sqlite.org/wal.html#walresetbug).

Durability
    WAL with synchronous FULL, here and in DBOS's connections. A killed process loses nothing with
    NORMAL either, but a power cut would take back commits: messages that a platform was already
    told we have, and the fence against a second send, which is then charged twice.
"""

from __future__ import annotations

import functools
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import aiosqlite
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_dbapi
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.errors import DatabaseCorrupt, DatabaseForeign, DatabaseUnusable, SqliteTooOld

BUSY_TIMEOUT_MS: Final = 30_000
"""How long a writer waits for another one; DBOS waits as long."""

APPLICATION_ID: Final = 0x42_64_72_70
"""Marks a file as ours in its header ("Bdrp"; sqlite.org/fileformat.html, offset 68)."""

_OLDEST: Final = (3, 42, 0) if sys.version_info >= (3, 12) else (3, 35, 0)
"""DBOS 3.4.0 writes RETURNING (3.35) and, on Python 3.12 and later, unixepoch('subsec')."""

_DBOS_CONNECTIONS: Final = 20
"""As many as DBOS's own default; opened only when needed."""

_SMALLEST_PAGE_BYTES: Final = 512

_DAMAGED: Final = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


@functools.cache
def sqlite_module() -> ModuleType:
    """The one SQLite library of this process, as a DB-API module. Raises ``SqliteTooOld``."""
    found: list[ModuleType] = [sqlite3]
    try:
        import pysqlite3
    except ImportError:
        pass
    else:
        found.append(pysqlite3)
    newest = max(found, key=lambda module: _version(module))
    if _version(newest) < _OLDEST:
        raise SqliteTooOld(f"found {newest.sqlite_version}")
    return newest


def _version(module: ModuleType) -> tuple[int, ...]:
    version: tuple[int, ...] = module.sqlite_version_info
    return version


def prepare(path: Path) -> None:
    """Make the file (mode 600) or check it, and put it into WAL mode. Before any engine.

    Raises ``DatabaseCorrupt``, ``DatabaseForeign`` and ``DatabaseUnusable``; a file that is
    refused stays as it was. Reads the whole file once (a check of its structure).
    """
    with _told_plainly(path):
        if not path.exists():
            path.touch(mode=0o600)
        elif 0 < path.stat().st_size < _SMALLEST_PAGE_BYTES:
            # SQLite takes so small a file for an empty database and would write over it.
            raise DatabaseCorrupt(path)
        connection = sqlite_module().connect(str(path), isolation_level=None)
        try:
            _prepare(path, connection)
        finally:
            connection.close()


def _prepare(path: Path, connection: Any) -> None:
    def value(pragma: str) -> Any:
        return connection.execute(f"PRAGMA {pragma}").fetchone()[0]

    value(f"busy_timeout={BUSY_TIMEOUT_MS}")
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    application_id = value("application_id")
    if application_id != APPLICATION_ID and (application_id or tables):
        raise DatabaseForeign(path)
    verdict = value("quick_check(1)")
    if verdict != "ok":
        raise DatabaseCorrupt(f"{path}, {verdict}")
    if application_id != APPLICATION_ID:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    if value("journal_mode=WAL") != "wal":
        raise DatabaseUnusable(f"{path} takes no write-ahead log")


@contextmanager
def _told_plainly(path: Path) -> Iterator[None]:
    module = sqlite_module()
    try:
        yield
    except OSError as error:
        raise DatabaseUnusable(f"{path}, {error.strerror}") from error
    except module.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(_DAMAGED) or "malformed" in str(error) or "not a data" in str(error):
            raise DatabaseCorrupt(f"{path}, {error}") from error
        raise DatabaseUnusable(f"{path}, {error}") from error


def async_engine(path: Path) -> AsyncEngine:
    """Connections for the store. Call ``prepare`` first.

    A transaction sees one state throughout; ``transactions.writing`` gives those that may write.
    They take the write lock at once: a read transaction that turns into a writing one fails at
    once, without waiting, when another has written meanwhile.
    """
    module = sqlite_module()
    # SQLAlchemy gives an alternative library to the sync dialect only, so the small set of names
    # that it takes from aiosqlite is offered here over the library chosen above.
    driver = ModuleType("aiosqlite")
    driver.__dict__.update(
        {name: given for name, given in vars(module).items() if not name.startswith("_")},
        __version__=aiosqlite.__version__,
        Connection=aiosqlite.Connection,
        connect=functools.partial(_connect, module),
    )
    engine = create_async_engine(
        sa.URL.create("sqlite+aiosqlite", database=str(path)),
        module=AsyncAdapt_aiosqlite_dbapi(driver, module),
        hide_parameters=True,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        # Off: the library would begin transactions late, at the first write, and never for DDL.
        connection.isolation_level = None
        _configure(connection)

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: sa.Connection) -> None:
        options = connection.get_execution_options()
        # SQLite alters a table by making it anew and dropping the old one, which would delete all
        # rows that belong to the old one's (sqlite.org/lang_altertable.html, 7).
        if options.get("is_migrating", False):
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        is_writing = options.get("is_writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")

    return engine


def _connect(module: ModuleType, database: str, **kwargs: Any) -> aiosqlite.Connection:
    return aiosqlite.Connection(
        functools.partial(module.connect, database, **kwargs), iter_chunk_size=64
    )


def dbos_engine(path: Path) -> sa.Engine:
    """DBOS's connections (its ``system_database_engine``); the caller disposes of it at the end.

    DBOS configures only engines that it made itself, so this does what it would have done.
    """
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        module=sqlite_module(),
        pool_size=_DBOS_CONNECTIONS,
        max_overflow=0,
        pool_timeout=30,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = "IMMEDIATE"
        _configure(connection)

    return engine


def _configure(connection: Any) -> None:
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
        "synchronous=FULL",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
