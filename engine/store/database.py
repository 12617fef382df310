"""The SQLite file: opening, schema, transactions. Knows the tables, not what they mean."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite

_FIRST_SCHEMA = """
CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  scopes TEXT NOT NULL,
  plan TEXT NOT NULL,
  total INTEGER NOT NULL,
  frozen INTEGER NOT NULL DEFAULT 0,
  is_attributed INTEGER NOT NULL DEFAULT 1,
  created_at REAL NOT NULL
);
CREATE TABLE tokens (
  hash TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
  client_hash TEXT,
  expires_at REAL NOT NULL
);
CREATE INDEX tokens_by_client ON tokens(client_hash);
CREATE TABLE token_issues (address_hash TEXT NOT NULL, at REAL NOT NULL);
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  task_id TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  language TEXT NOT NULL,
  is_attributed INTEGER NOT NULL DEFAULT 1,
  draft TEXT NOT NULL,
  history TEXT NOT NULL,
  created_at REAL NOT NULL,
  used_at REAL NOT NULL
);
CREATE TABLE claims (
  hash TEXT PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  expires_at REAL NOT NULL
);
CREATE TABLE assets (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  file_type TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  duration_ms INTEGER,
  width INTEGER,
  height INTEGER,
  fps REAL,
  has_audio INTEGER NOT NULL,
  created_at REAL NOT NULL
);
CREATE TABLE previews (
  id TEXT PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  at_ms INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  created_at REAL NOT NULL
);
CREATE TABLE messages (
  id TEXT PRIMARY KEY,
  session_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  text TEXT,
  status TEXT NOT NULL,
  reserved INTEGER NOT NULL,
  cost INTEGER NOT NULL DEFAULT 0,
  is_changed INTEGER NOT NULL DEFAULT 0,
  created_at REAL NOT NULL,
  finished_at REAL
);
CREATE TABLE renders (
  id TEXT PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  account_id TEXT NOT NULL,
  draft TEXT NOT NULL,
  status TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  error TEXT,
  output_id TEXT NOT NULL,
  duration_ms INTEGER,
  width INTEGER,
  height INTEGER,
  size_bytes INTEGER,
  fault TEXT,
  created_at REAL NOT NULL,
  completed_at REAL
);
"""
_SECOND_SCHEMA = """
ALTER TABLE assets ADD COLUMN is_cut_short INTEGER NOT NULL DEFAULT 0;
ALTER TABLE assets ADD COLUMN is_remarked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE renders ADD COLUMN error_code TEXT;
ALTER TABLE sessions ADD COLUMN undone TEXT NOT NULL DEFAULT '[]';
"""
_THIRD_SCHEMA = "ALTER TABLE assets ADD COLUMN is_picture INTEGER NOT NULL DEFAULT 0;"
_SCHEMAS = (_FIRST_SCHEMA, _SECOND_SCHEMA, _THIRD_SCHEMA)
"""Each takes the file one version further; a new file goes through all of them."""
SCHEMA_VERSION = len(_SCHEMAS)


class NewerDatabase(Exception):
    """The file was written by a newer engine than this one; the text says what to do."""


class Database:
    """One connection, used by one coroutine at a time."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._lock = asyncio.Lock()

    @classmethod
    async def open(cls, path: Path) -> Database:
        """Open the file, making it (mode 600) and its tables, or bringing an older one up.

        Raises ``NewerDatabase``, and ``sqlite3.DatabaseError`` for a file that is no database.
        """
        path.touch(mode=0o600, exist_ok=True)
        connection = await aiosqlite.connect(path, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            await connection.execute("PRAGMA journal_mode=WAL")
            await connection.execute("PRAGMA synchronous=NORMAL")
            await connection.execute("PRAGMA foreign_keys=ON")
            cursor = await connection.execute("PRAGMA user_version")
            row = await cursor.fetchone()
            version = int(row[0]) if row is not None else 0
            if version > SCHEMA_VERSION:
                raise NewerDatabase(
                    f"{path} has schema {version}, this engine knows {SCHEMA_VERSION}: "
                    "update the program, or give it another --data-dir"
                )
            for number, schema in enumerate(_SCHEMAS[version:], start=version + 1):
                await connection.executescript(
                    f"BEGIN;{schema}PRAGMA user_version={number};COMMIT;"
                )
        except BaseException:
            await connection.close()
            raise
        return cls(connection)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        """All statements of the block are written together, or none when it raises."""
        async with self._lock:
            await self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                await self._connection.rollback()
                raise
            await self._connection.commit()

    async def all(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """Every row of a query."""
        async with self._lock:
            return list(await self._connection.execute_fetchall(sql, values))

    async def one(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        rows = await self.all(sql, *values)
        return rows[0] if rows else None

    async def write(self, sql: str, *values: Any) -> int:
        """One statement as a transaction of its own; returns how many rows it touched."""
        async with self.transaction() as connection:
            cursor = await connection.execute(sql, values)
            return cursor.rowcount

    async def close(self) -> None:
        """Fold the log into the file and let go of it."""
        async with self._lock:
            await self._connection.close()


def one_row(rows: Iterable[sqlite3.Row]) -> sqlite3.Row | None:
    """The first of some rows, for queries within a transaction."""
    return next(iter(rows), None)
