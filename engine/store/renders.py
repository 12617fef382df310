"""Renders under the ids that clients gave them.

An id is taken once: a second submission of it finds the first. Must not know HTTP or worker
processes; progress while rendering is no fact worth a write and lives in ``engine.jobs``.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from engine.store.database import Database, one_row


class RenderStatus(StrEnum):
    """The contract's four; a cancelled render is a failed one that says so."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finished:
    """What a worker says of the file that it wrote."""

    duration_ms: int
    width: int
    height: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class StoredRender:
    """One render. ``output_id`` names its file; a client's id never becomes part of a path."""

    id: str
    session_id: str
    account_id: str
    draft: dict[str, Any]
    status: RenderStatus
    attempts: int
    error: str | None
    error_code: str | None
    output_id: str
    finished: Finished | None
    fault: dict[str, Any] | None
    created_at: float
    completed_at: float | None

    @property
    def suffix(self) -> str:
        """Of its file: WebM carries a person before nothing, MP4 everything else."""
        return ".webm" if _is_transparent(self.draft) else ".mp4"


class Renders:
    """Every render that this engine knows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def submit(
        self,
        render_id: str,
        session_id: str,
        account_id: str,
        draft: dict[str, Any],
        fault: dict[str, Any] | None,
    ) -> tuple[StoredRender, bool]:
        """The render of that id, and whether this call made it."""
        async with self._database.transaction() as connection:
            cursor = await connection.execute(
                "INSERT OR IGNORE INTO renders"
                "(id,session_id,account_id,draft,status,output_id,fault,created_at)"
                " VALUES (?,?,?,?,?,?,?,?)",
                (
                    render_id,
                    session_id,
                    account_id,
                    json.dumps(draft),
                    RenderStatus.PENDING.value,
                    secrets.token_hex(16),
                    None if fault is None else json.dumps(fault),
                    time.time(),
                ),
            )
            is_new = cursor.rowcount == 1
            row = one_row(
                await connection.execute_fetchall("SELECT * FROM renders WHERE id=?", (render_id,))
            )
        if row is None:
            raise KeyError(render_id)
        return _render(row), is_new

    async def find(self, render_id: str) -> StoredRender | None:
        """The render of that id."""
        row = await self._database.one("SELECT * FROM renders WHERE id=?", render_id)
        return None if row is None else _render(row)

    async def by_output(self, output_id: str) -> StoredRender | None:
        """The render that made a file."""
        row = await self._database.one("SELECT * FROM renders WHERE output_id=?", output_id)
        return None if row is None else _render(row)

    async def completed(self, session_id: str) -> list[StoredRender]:
        """A session's finished films, newest first."""
        rows = await self._database.all(
            "SELECT * FROM renders WHERE session_id=? AND status=? ORDER BY completed_at DESC",
            session_id,
            RenderStatus.COMPLETED.value,
        )
        return [_render(row) for row in rows]

    async def unfinished(self) -> list[StoredRender]:
        """Renders that wait or were being made when the engine ended, oldest first."""
        rows = await self._database.all(
            "SELECT * FROM renders WHERE status IN (?,?) ORDER BY created_at",
            RenderStatus.PENDING.value,
            RenderStatus.PROCESSING.value,
        )
        return [_render(row) for row in rows]

    async def begin(self, render_id: str) -> None:
        """A worker takes it up; counted, so that one that kills the engine is given up."""
        await self._database.write(
            "UPDATE renders SET status=?, attempts=attempts+1 WHERE id=? AND status IN (?,?)",
            RenderStatus.PROCESSING.value,
            render_id,
            RenderStatus.PENDING.value,
            RenderStatus.PROCESSING.value,
        )

    async def put_back(self, render_id: str) -> None:
        """The engine ends in good order while it is being made: that is no failed attempt."""
        await self._database.write(
            "UPDATE renders SET attempts=attempts-1, status=? WHERE id=? AND status=?",
            RenderStatus.PENDING.value,
            render_id,
            RenderStatus.PROCESSING.value,
        )

    async def complete(self, render_id: str, finished: Finished) -> bool:
        """The file is there, whole; False when the render was cancelled or deleted meanwhile."""
        return bool(
            await self._database.write(
                "UPDATE renders SET status=?, duration_ms=?, width=?, height=?, size_bytes=?,"
                " completed_at=? WHERE id=? AND status=?",
                RenderStatus.COMPLETED.value,
                finished.duration_ms,
                finished.width,
                finished.height,
                finished.size_bytes,
                time.time(),
                render_id,
                RenderStatus.PROCESSING.value,
            )
        )

    async def fail(self, render_id: str, error: str, code: str | None = None) -> bool:
        """It is over, with one plain sentence why; False when it was over already.

        ``code`` is the worker's word for it, where trying again is of no use.
        """
        return bool(
            await self._database.write(
                "UPDATE renders SET status=?, error=?, error_code=?, completed_at=?"
                " WHERE id=? AND status IN (?,?)",
                RenderStatus.FAILED.value,
                error,
                code,
                time.time(),
                render_id,
                RenderStatus.PENDING.value,
                RenderStatus.PROCESSING.value,
            )
        )


def _is_transparent(draft: dict[str, Any]) -> bool:
    """As the worker reads it; a draft may be anybody's and of any shape."""
    for track in draft.get("t", []):
        match track:
            case {"m": {"role": "background"}, "sg": [{"m": {"kind": kind}}, *_]}:
                return bool(kind == "transparent")
    return False


def _render(row: sqlite3.Row) -> StoredRender:
    finished = None
    if row["size_bytes"] is not None:
        finished = Finished(row["duration_ms"], row["width"], row["height"], row["size_bytes"])
    return StoredRender(
        id=row["id"],
        session_id=row["session_id"],
        account_id=row["account_id"],
        draft=json.loads(row["draft"]),
        status=RenderStatus(row["status"]),
        attempts=row["attempts"],
        error=row["error"],
        error_code=row["error_code"],
        output_id=row["output_id"],
        finished=finished,
        fault=None if row["fault"] is None else json.loads(row["fault"]),
        created_at=row["created_at"],
        completed_at=row["completed_at"],
    )
