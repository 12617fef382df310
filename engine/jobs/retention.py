"""What is deleted, and when: nothing is kept for ever, and the disk is never filled.

After ``retention_s`` (7 days): sessions untouched for so long with all their files, and finished
renders. When the quota is nearly used (90 %), before their time and oldest first: finished renders,
then sessions, except what was touched within the last hour or is being worked on. A file that no
row knows is removed too. Must not know HTTP.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time

from engine.settings import Settings
from engine.store.database import Database
from engine.store.disk import Disk

log = logging.getLogger(__name__)

NEAR = 0.9
UNTOUCHABLE_S = 3600.0

_IDLE_SESSIONS = (
    "SELECT id FROM sessions s WHERE used_at<? AND NOT EXISTS"
    " (SELECT 1 FROM renders r WHERE r.session_id=s.id AND r.status IN ('pending','processing'))"
    " ORDER BY used_at"
)
_FORGOTTEN_ACCOUNTS = (
    "DELETE FROM accounts WHERE created_at<?"
    " AND NOT EXISTS (SELECT 1 FROM tokens t WHERE t.account_id=accounts.id)"
    " AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.account_id=accounts.id)"
)
_DONE_RENDERS = "SELECT id FROM renders WHERE completed_at<? ORDER BY completed_at"


class Retention:
    """Sweeps at the start, at intervals, and before something large is taken in."""

    def __init__(self, settings: Settings, database: Database, disk: Disk) -> None:
        self._settings = settings
        self._database = database
        self._disk = disk

    async def run(self) -> None:
        """Sweep at intervals, for ever."""
        while True:
            await asyncio.sleep(self._settings.sweep_s)
            await self.sweep_if_possible()

    async def sweep_if_possible(self) -> None:
        """Sweep; what goes wrong is logged, since the next time may do better."""
        try:
            await self.sweep()
        except (OSError, sqlite3.Error) as error:
            log.error("sweep failed, tried again later: cause=%s", error)

    async def sweep(self) -> None:
        """Delete what is old, and what is oldest if the quota is near."""
        now = time.time()
        before = now - self._settings.retention_s
        await self._database.write(
            "DELETE FROM messages WHERE created_at<? AND status<>'working'", before
        )
        await self._database.write("DELETE FROM claims WHERE expires_at<?", now)
        await self._database.write("DELETE FROM tokens WHERE expires_at<?", before)
        for query, table in ((_DONE_RENDERS, "renders"), (_IDLE_SESSIONS, "sessions")):
            for row in await self._database.all(query, before):
                await self._delete(table, row["id"])
        await self._database.write(_FORGOTTEN_ACCOUNTS, before)
        await self._remove_unknown_files()
        await self.make_room()

    async def make_room(self, wanted_bytes: int = 0) -> None:
        """Bring what is used plus what is wanted below 90 % of the quota, as far as that goes."""
        limit_bytes = NEAR * self._settings.quota_bytes - wanted_bytes
        touched = time.time() - UNTOUCHABLE_S
        for query, table in ((_DONE_RENDERS, "renders"), (_IDLE_SESSIONS, "sessions")):
            for row in await self._database.all(query, touched):
                if await asyncio.to_thread(self._disk.used_bytes) <= limit_bytes:
                    return
                log.warning("quota near: deleting the oldest of %s", table)
                await self._delete(table, row["id"])
                await self._remove_unknown_files()

    async def _delete(self, table: str, row_id: str) -> None:
        await self._database.write(f"DELETE FROM {table} WHERE id=?", row_id)  # noqa: S608 - ours
        log.info("deleted for age or space: table=%s id=%s", table, row_id)

    async def _remove_unknown_files(self) -> None:
        # Before the rows: what a render begins meanwhile is not among these.
        in_pieces = await asyncio.to_thread(self._disk.in_pieces)
        unfinished = await self._database.all(
            "SELECT output_id FROM renders WHERE status IN ('pending','processing')"
        )
        for output_id in in_pieces - {str(row[0]) for row in unfinished}:
            await asyncio.to_thread(self._disk.drop_pieces, output_id)
        files = await asyncio.to_thread(self._disk.files)
        rows = await self._database.all(
            "SELECT id FROM assets UNION SELECT id FROM previews"
            " UNION SELECT output_id FROM renders"
        )
        known = {str(row[0]) for row in rows}
        before = time.time() - UNTOUCHABLE_S
        for path in files:
            # A young one may be about to get its row.
            if path.name.split(".")[0] not in known and path.stat().st_mtime < before:
                path.unlink(missing_ok=True)
