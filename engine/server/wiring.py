"""The parts of one running engine, put together, opened and closed in order.

The one place where parts meet. Handlers reach them by ``parts(request)``. Must not know what any
endpoint answers.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from engine.faults import Faults
from engine.jobs.editing import Editing
from engine.jobs.render_queue import RenderQueue
from engine.jobs.retention import Retention
from engine.jobs.worker_process import Workers
from engine.settings import Settings
from engine.store.accounts import Accounts
from engine.store.database import Database
from engine.store.disk import Disk
from engine.store.messages import Messages
from engine.store.projects import Projects
from engine.store.renders import Renders

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Witness:
    """What the test mode remembers of requests; stays empty without it."""

    calls: dict[str, int] = field(default_factory=dict)
    headers: list[dict[str, Any]] = field(default_factory=list)
    elsewhere: list[dict[str, Any]] = field(default_factory=list)
    cut: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Engine:
    """One running engine."""

    settings: Settings
    database: Database
    disk: Disk
    accounts: Accounts
    projects: Projects
    messages: Messages
    renders: Renders
    workers: Workers
    queue: RenderQueue
    editing: Editing
    retention: Retention
    signing_key: bytes
    faults: Faults = field(default_factory=Faults)
    witness: Witness = field(default_factory=Witness)
    elsewhere_origin: str = ""
    """The second origin of the faulty mode, as ``http://host:port``."""
    tasks: set[asyncio.Task[Any]] = field(default_factory=set)
    """Work of messages, which goes on when the caller has gone."""

    @classmethod
    async def open(cls, settings: Settings) -> Engine:
        """Open the data directory and take up again what an earlier process left.

        Raises ``NewerDatabase``, ``OSError`` or ``sqlite3.DatabaseError`` for a directory that
        cannot be used.
        """
        disk = Disk(settings)
        await asyncio.to_thread(disk.prepare)
        database = await Database.open(settings.database_path)
        try:
            projects, renders = Projects(database), Renders(database)
            messages = Messages(database, keeps_text=settings.is_faulty)
            workers = Workers(settings.worker_module)
            engine = cls(
                settings=settings,
                database=database,
                disk=disk,
                accounts=Accounts(
                    database,
                    lifetime_s=settings.token_lifetime_s,
                    credits=settings.initial_credits,
                ),
                projects=projects,
                messages=messages,
                renders=renders,
                workers=workers,
                queue=RenderQueue(settings, renders, projects, disk, workers),
                editing=Editing(settings, projects, messages, disk, workers),
                retention=Retention(settings, database, disk),
                signing_key=await asyncio.to_thread(_signing_key, settings),
            )
            await engine.retention.sweep_if_possible()
            lost, resumed = await messages.abandon_unfinished(), await engine.queue.resume()
        except BaseException:
            await database.close()
            raise
        if lost or resumed:
            log.warning("taken up after a restart: renders=%d messages_lost=%d", resumed, lost)
        engine.spawn(engine.retention.run(), "retention")
        return engine

    def spawn(self, work: Any, name: str) -> asyncio.Task[Any]:
        """Run a coroutine that outlives the request that began it."""
        task: asyncio.Task[Any] = asyncio.create_task(work, name=name)
        self.tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def close(self) -> None:
        """End all work and workers, then let go of the files."""
        tasks = list(self.tasks)
        for task in tasks:
            task.cancel()
        try:
            await self.queue.stop()
            await asyncio.gather(*tasks, return_exceptions=True)
        finally:
            self.workers.kill_all()
            await self.database.close()

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("background work failed: name=%s", task.get_name(), exc_info=task.exception())


ENGINE: web.AppKey[Engine] = web.AppKey("engine", Engine)


def parts(request: web.Request) -> Engine:
    """The engine that a request reached."""
    return request.app[ENGINE]


def _signing_key(settings: Settings) -> bytes:
    """The key of output URLs: made once, kept in a file of mode 600, so that URLs outlive us."""
    path = settings.data_dir / "signing.key"
    with contextlib.suppress(FileNotFoundError):
        key = path.read_bytes()
        if len(key) == 32:
            return key
    unfinished = path.with_suffix(".part")
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(secrets.token_bytes(32))
    unfinished.replace(path)
    return path.read_bytes()
