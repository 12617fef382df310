"""Sessions with their project (draft, undo history, files), claim links and preview pictures.

Rows only: the bytes of files lie in the data directory under the ids kept here. Must not know HTTP
or what a draft means; ``engine.timeline`` does.
"""

from __future__ import annotations

import json
import logging
import secrets
import sqlite3
import time
from dataclasses import dataclass
from typing import Any, get_args

import aiosqlite

from engine.store.accounts import hashed
from engine.store.database import Database
from engine.timeline import Asset, Draft, FileType, Project, new_project

log = logging.getLogger(__name__)

PREVIEWS_KEPT = 5
"""Pictures of one session; older ones go."""
NOTED_EVERY_S = 60.0
"""How exactly it is known when a session was last used."""


class SessionGone(Exception):
    """The session was deleted meanwhile."""


@dataclass(frozen=True, slots=True)
class Session:
    """One project of an account. Ids are long strings of digits."""

    id: str
    task_id: str
    account_id: str
    language: str
    is_attributed: bool


@dataclass(frozen=True, slots=True)
class StoredAsset:
    """A file of a session as it was probed; the bytes lie under ``id``."""

    id: str
    name: str
    file_type: FileType
    sha256: str
    size_bytes: int
    duration_ms: int | None
    width: int | None
    height: int | None
    fps: float | None
    has_audio: bool
    is_cut_short: bool = False
    is_picture: bool = False

    def on_timeline(self) -> Asset:
        """The same file as the timeline knows it."""
        return Asset(
            id=self.id,
            name=self.name,
            file_type=self.file_type,
            duration_ms=self.duration_ms or 0,
            width_px=self.width or 0,
            height_px=self.height or 0,
            fps=self.fps,
            is_cut_short=self.is_cut_short,
            is_picture=self.is_picture,
        )


@dataclass(frozen=True, slots=True)
class Preview:
    """A picture of one frame as a draft looked; the bytes lie under ``id``."""

    id: str
    at_ms: int
    width: int
    height: int
    size_bytes: int
    created_at: float


def new_id() -> str:
    """A session's or file's id as the cloud's look: 19 digits, unguessable enough to be unique."""
    return str(secrets.randbelow(9 * 10**18) + 10**18)


class Projects:
    """Sessions and what belongs to them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(
        self, account_id: str, name: str, language: str, *, is_attributed: bool
    ) -> Session:
        """A new session with an empty project."""
        project, now = new_project(), time.time()
        session = Session(new_id(), new_id(), account_id, language, is_attributed)
        await self._database.write(
            "INSERT INTO sessions(id,task_id,account_id,name,language,is_attributed,draft,history,"
            "created_at,used_at) VALUES (?,?,?,?,?,?,?,?,?,?)",
            session.id,
            session.task_id,
            account_id,
            name,
            language,
            int(is_attributed),
            json.dumps(project.draft),
            json.dumps(list(project.history)),
            now,
            now,
        )
        return session

    async def find(self, session_id: str, account_id: str) -> Session | None:
        """That account's session; looking it up counts as using it, noted once a minute."""
        row = await self._database.one(
            # Not all of it: a history is up to megabytes, and this is asked at every request.
            "SELECT id, task_id, account_id, language, is_attributed, used_at FROM sessions"
            " WHERE id=? AND account_id=?",
            session_id,
            account_id,
        )
        if row is None:
            return None
        now = time.time()
        if now - row["used_at"] > NOTED_EVERY_S:
            try:
                await self._database.write(
                    "UPDATE sessions SET used_at=? WHERE id=?", now, session_id
                )
            except sqlite3.Error as error:
                # A full disk must not keep a project from being read.
                log.warning("use not noted: session=%s cause=%s", session_id, error)
        return _session(row)

    async def mark_unattributed(self, session_id: str) -> None:
        """A request for this session came without the X-Skill headers."""
        await self._database.write("UPDATE sessions SET is_attributed=0 WHERE id=?", session_id)

    async def project(self, session_id: str) -> Project:
        """The session's project. Raises ``SessionGone``."""
        row = await self._database.one(
            "SELECT draft, history, undone FROM sessions WHERE id=?", session_id
        )
        if row is None:
            raise SessionGone(session_id)
        assets = await self.assets(session_id)
        return Project(
            draft=json.loads(row["draft"]),
            history=tuple(json.loads(row["history"])),
            assets=tuple(asset.on_timeline() for asset in assets),
            undone=tuple(json.loads(row["undone"])),
        )

    async def draft(self, session_id: str) -> Draft:
        """The session's draft alone. Raises ``SessionGone``."""
        row = await self._database.one("SELECT draft FROM sessions WHERE id=?", session_id)
        if row is None:
            raise SessionGone(session_id)
        draft: Draft = json.loads(row["draft"])
        return draft

    async def add_assets(
        self, session_id: str, assets: list[StoredAsset], project: Project
    ) -> None:
        """Take files up together with the project that holds them."""
        async with self._database.transaction() as connection:
            for asset in assets:
                await connection.execute(
                    "INSERT INTO assets(id,session_id,name,file_type,sha256,size_bytes,duration_ms,"
                    "width,height,fps,has_audio,is_cut_short,is_picture,created_at)"
                    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                    (
                        asset.id,
                        session_id,
                        asset.name,
                        asset.file_type,
                        asset.sha256,
                        asset.size_bytes,
                        asset.duration_ms,
                        asset.width,
                        asset.height,
                        asset.fps,
                        int(asset.has_audio),
                        int(asset.is_cut_short),
                        int(asset.is_picture),
                        time.time(),
                    ),
                )
            await save_project(connection, session_id, project)

    async def assets(self, session_id: str) -> list[StoredAsset]:
        """The session's files in the order of their upload."""
        rows = await self._database.all(
            "SELECT * FROM assets WHERE session_id=? ORDER BY number", session_id
        )
        return [_asset(row) for row in rows]

    async def unremarked(self, session_id: str) -> list[StoredAsset]:
        """Files of which something is to be said that has not been said yet."""
        rows = await self._database.all(
            "SELECT * FROM assets WHERE session_id=? AND is_cut_short AND NOT is_remarked"
            " ORDER BY number",
            session_id,
        )
        return [_asset(row) for row in rows]

    async def add_preview(self, session_id: str, preview: Preview) -> list[str]:
        """Keep the newest few pictures of a session; returns the ids of those let go."""
        async with self._database.transaction() as connection:
            await connection.execute(
                "INSERT INTO previews VALUES (?,?,?,?,?,?,?)",
                (
                    preview.id,
                    session_id,
                    preview.at_ms,
                    preview.width,
                    preview.height,
                    preview.size_bytes,
                    preview.created_at,
                ),
            )
            old = await connection.execute_fetchall(
                "SELECT id FROM previews WHERE session_id=?"
                " ORDER BY created_at DESC LIMIT -1 OFFSET ?",
                (session_id, PREVIEWS_KEPT),
            )
            ids = [str(row["id"]) for row in old]
            await connection.executemany("DELETE FROM previews WHERE id=?", [(i,) for i in ids])
        return ids

    async def previews(self, session_id: str) -> list[Preview]:
        """The session's pictures, oldest first."""
        rows = await self._database.all(
            "SELECT * FROM previews WHERE session_id=? ORDER BY created_at", session_id
        )
        return [
            Preview(
                row["id"],
                row["at_ms"],
                row["width"],
                row["height"],
                row["size_bytes"],
                row["created_at"],
            )
            for row in rows
        ]

    async def add_claim(self, session_id: str, claim_token: str, lifetime_s: float) -> None:
        """A claim token opens this project and nothing else; kept as its hash."""
        await self._database.write(
            "INSERT INTO claims VALUES (?,?,?)",
            hashed(claim_token),
            session_id,
            time.time() + lifetime_s,
        )

    async def claimed(self, claim_token: str) -> Session | None:
        """The session that a claim token opens."""
        row = await self._database.one(
            "SELECT s.id, s.task_id, s.account_id, s.language, s.is_attributed"
            " FROM claims c JOIN sessions s ON s.id=c.session_id"
            " WHERE c.hash=? AND c.expires_at>?",
            hashed(claim_token),
            time.time(),
        )
        return None if row is None else _session(row)

    async def delete(self, session_id: str) -> None:
        """The session and everything that belongs to it, files excepted (the sweep takes those)."""
        await self._database.write("DELETE FROM sessions WHERE id=?", session_id)


async def save_project(connection: aiosqlite.Connection, session_id: str, project: Project) -> None:
    """Write draft and history within the caller's transaction.

    Raises ``SessionGone``.
    """
    cursor = await connection.execute(
        "UPDATE sessions SET draft=?, history=?, undone=?, used_at=? WHERE id=?",
        (
            json.dumps(project.draft),
            json.dumps(list(project.history)),
            json.dumps(list(project.undone)),
            time.time(),
            session_id,
        ),
    )
    if cursor.rowcount == 0:
        raise SessionGone(session_id)


def _session(row: sqlite3.Row) -> Session:
    return Session(
        id=row["id"],
        task_id=row["task_id"],
        account_id=row["account_id"],
        language=row["language"],
        is_attributed=bool(row["is_attributed"]),
    )


def _asset(row: sqlite3.Row) -> StoredAsset:
    return StoredAsset(
        id=row["id"],
        name=row["name"],
        file_type=file_type(row["file_type"]),
        sha256=row["sha256"],
        size_bytes=row["size_bytes"],
        duration_ms=row["duration_ms"],
        width=row["width"],
        height=row["height"],
        fps=row["fps"],
        has_audio=bool(row["has_audio"]),
        is_cut_short=bool(row["is_cut_short"]),
        is_picture=bool(row["is_picture"]),
    )


def file_type(value: Any) -> FileType:
    """A word as one of the three kinds of file. Raises ``ValueError``."""
    for known in get_args(FileType):
        if value == known:
            kind: FileType = known
            return kind
    raise ValueError(f"no such kind of file: {value!r}")
