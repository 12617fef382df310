"""PostgreSQL: what an address means, how connections behave, how a database is made ours.

Owns everything that is true of PostgreSQL only, as ``storage.sqlite`` does for SQLite. Must not
know tables.

Where
    Our tables lie in the schema ``backdrop``, the durable library's in its own, ``dbos``: the
    database may be shared with other programs, whose tables have the same everyday names.

One writer
    A writing transaction begins with an advisory lock, so writers come one after another and each
    sees all that was committed before it: the same promise as SQLite's BEGIN IMMEDIATE, and the
    store relies on nothing else. The durable library's own transactions don't take part.

One process
    See ``storage.postgres_lock``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from core.secrecy import Secret
from storage.errors import DatabaseUnavailable

SCHEMA: Final = "backdrop"

LOCK_TIMEOUT_MS: Final = 30_000
"""How long a writer waits for another one; as long as on SQLite."""

_CONNECT_TIMEOUT_S: Final = 10
"""The library itself would wait for minutes; DBOS has the same limit for its own connections."""

_WRITER: Final = int.from_bytes(b"bdrpwrit")
"""The lock's number. They are shared by all programs of a database, so it is no small one."""

_DBOS_CONNECTIONS: Final = 20
"""As many as DBOS's own default; opened only when needed."""

_ENCODING: Final = "UTF8"


def address(url: Secret) -> sa.URL:
    """The database that a setting names. Raises ``ValueError``, which never repeats it."""
    fault = "must be an address like postgresql://user:password@host/database"
    try:
        parsed = sa.make_url(url.reveal())
    except (sa.exc.ArgumentError, ValueError):
        raise ValueError(fault) from None
    if parsed.drivername not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise ValueError(fault)
    if not parsed.database:
        raise ValueError(f"{fault}; the name of the database is missing")
    return parsed.set(drivername="postgresql+psycopg")


async def prepare(url: sa.URL) -> None:
    """Make the schema or find it there. Before any other engine, with the database locked.

    Raises ``DatabaseUnavailable``.
    """
    engine = async_engine(url, poolclass=NullPool)
    is_there = sa.text("SELECT 1 FROM pg_namespace WHERE nspname = :name")
    with told_plainly():
        async with engine.begin() as connection:
            encoding = (await connection.execute(sa.text("SHOW server_encoding"))).scalar_one()
            if encoding != _ENCODING:
                raise DatabaseUnavailable(f"its encoding is {encoding}, not {_ENCODING}")
            found = await connection.execute(is_there, {"name": SCHEMA})
            if found.scalar_one_or_none() is None:
                await connection.execute(sa.schema.CreateSchema(SCHEMA))


@contextmanager
def told_plainly() -> Iterator[None]:
    """What the server or the way to it says becomes ``DatabaseUnavailable``, without a value."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise DatabaseUnavailable(_reason(error)) from None


def _reason(error: sa.exc.DBAPIError) -> str:
    """The server's main sentence: its details may quote values, and no password is ever in it."""
    told = getattr(getattr(error.orig, "diag", None), "message_primary", None)
    return told or str(error.orig)


def async_engine(url: sa.URL, **options: Any) -> AsyncEngine:
    """Connections for the store; those of ``transactions.writing`` come one after another."""
    engine = create_async_engine(url, **_options(url), **options)
    _set_up(engine.sync_engine)

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: sa.Connection) -> None:
        if connection.get_execution_options().get("is_writing", False):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER})")

    return engine


def dbos_engine(url: sa.URL) -> sa.Engine:
    """DBOS's connections (its ``system_database_engine``); the caller disposes of it at the end."""
    engine = sa.create_engine(
        url, pool_size=_DBOS_CONNECTIONS, max_overflow=0, pool_timeout=30, **_options(url)
    )
    _set_up(engine)
    return engine


def _options(url: sa.URL) -> dict[str, Any]:
    """What an address says itself is left as it is."""
    given = {
        "connect_timeout": _CONNECT_TIMEOUT_S,
        "application_name": "backdrop",
        "client_encoding": _ENCODING,
    }
    return {
        "connect_args": {name: value for name, value in given.items() if name not in url.query},
        # A server that was restarted is found out before a transaction, not in the middle of one.
        "pool_pre_ping": True,
        "hide_parameters": True,
    }


def _set_up(engine: sa.Engine) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        # Settings that were made in a transaction would go with it, were it taken back.
        is_autocommit = connection.autocommit
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(f"SET search_path TO {SCHEMA}")
        cursor.execute(f"SET lock_timeout TO {LOCK_TIMEOUT_MS}")
        cursor.close()
        connection.autocommit = is_autocommit
