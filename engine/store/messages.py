"""Messages that arrived, the credits that they reserve and cost: the ledger.

The charge for a message and the draft that it made are written in one transaction, so that a
charge without its work, or work without its charge, cannot be seen even after a ``kill -9``. The
words themselves are kept only where the ledger is read (``--faulty``). Must not know HTTP.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from typing import Any

from engine.store.database import Database, one_row
from engine.store.projects import save_project
from engine.timeline import Project


class NoCredits(Exception):
    """The account has fewer credits available than the message may cost."""


class Messages:
    """The life of a message: begun (credits reserved), then finished or abandoned."""

    def __init__(self, database: Database, *, keeps_text: bool) -> None:
        self._database = database
        self._keeps_text = keeps_text

    async def begin(self, session_id: str, account_id: str, text: str, reserve: int) -> str:
        """Note a message's arrival and freeze what it may cost; returns its id.

        Raises ``NoCredits``; then nothing is written.
        """
        message_id = secrets.token_hex(8)
        async with self._database.transaction() as connection:
            if reserve:
                row = one_row(
                    await connection.execute_fetchall(
                        "SELECT total-frozen AS available FROM accounts WHERE id=?", (account_id,)
                    )
                )
                if row is None or row["available"] < reserve:
                    raise NoCredits
                await connection.execute(
                    "UPDATE accounts SET frozen=frozen+? WHERE id=?", (reserve, account_id)
                )
            await connection.execute(
                "INSERT INTO messages(id,session_id,account_id,text,status,reserved,created_at)"
                " VALUES (?,?,?,?,'working',?,?)",
                (
                    message_id,
                    session_id,
                    account_id,
                    text if self._keeps_text else None,
                    reserve,
                    time.time(),
                ),
            )
        return message_id

    async def finish(
        self,
        message_id: str,
        project: Project | None,
        cost: int,
        remarked: Sequence[str] = (),
    ) -> None:
        """The message's outcome: a changed project with its charge, or None for no change.

        ``remarked`` are ids of files of which the answer said what there is to say.

        Does nothing for a message that is finished already. Raises ``SessionGone``; then nothing is
        charged.
        """
        async with self._database.transaction() as connection:
            row = one_row(
                await connection.execute_fetchall(
                    "SELECT * FROM messages WHERE id=? AND status='working'", (message_id,)
                )
            )
            if row is None:
                return
            if project is not None:
                await save_project(connection, row["session_id"], project)
            await connection.executemany(
                "UPDATE assets SET is_remarked=1 WHERE id=?", [(one,) for one in remarked]
            )
            await connection.execute(
                "UPDATE accounts SET frozen=frozen-?, total=total-? WHERE id=?",
                (row["reserved"], cost, row["account_id"]),
            )
            await connection.execute(
                "UPDATE messages SET status='done', cost=?, is_changed=?, finished_at=? WHERE id=?",
                (cost, int(project is not None), time.time(), message_id),
            )

    async def abandon(self, message_id: str) -> None:
        """The work will never be done: what was frozen is free again."""
        async with self._database.transaction() as connection:
            await connection.execute(
                "UPDATE accounts SET frozen=frozen-(SELECT reserved FROM messages WHERE id=?1)"
                " WHERE id=(SELECT account_id FROM messages WHERE id=?1 AND status='working')",
                (message_id,),
            )
            await connection.execute(
                "UPDATE messages SET status='abandoned', finished_at=?"
                " WHERE id=? AND status='working'",
                (time.time(), message_id),
            )

    async def abandon_unfinished(self) -> int:
        """At a start: what an earlier process was working on is lost; returns how many."""
        rows = await self._database.all("SELECT id FROM messages WHERE status='working'")
        for row in rows:
            await self.abandon(row["id"])
        return len(rows)

    async def ledger(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """(charges: one entry per message that did work, every message that arrived)."""
        rows = await self._database.all("SELECT * FROM messages ORDER BY created_at")
        messages = [
            {
                "message_id": row["id"],
                "session_id": row["session_id"],
                "account_id": row["account_id"],
                "text": row["text"],
                "status": row["status"],
                "is_changed": bool(row["is_changed"]),
                "cost": row["cost"],
                "at": row["finished_at"] or row["created_at"],
            }
            for row in rows
        ]
        names = ("message_id", "session_id", "account_id", "text", "cost", "at")
        entries = [
            {name: message[name] for name in names} for message in messages if message["is_changed"]
        ]
        return entries, messages
