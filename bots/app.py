"""The composition root: the only place where parts are wired; start, run, drain, stop.

Owns the order of starting and stopping. Must not decide anything that a user sees.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy.ext.asyncio import AsyncEngine

from bots import engine_process
from bots.settings import Settings
from core import durable
from core.clock import SystemClock
from core.conversation import Conversation
from core.flows import jobs
from core.flows.services import Services
from core.inbox import Inbox
from core.nemo.account import Account, TokenStore
from core.nemo.attribution import attribution
from core.nemo.client import NemoClient
from core.outbox import Outbox
from core.phrases import Phrasebook
from core.ports import Clock, Platform
from core.secrecy import Secret
from core.timetable import Timetable
from storage import migrate, sqlite
from storage.accounts import SqlTokenStore
from storage.durable import Enqueue, enqueuer
from storage.key import load_key
from storage.lock import DataDirectory
from storage.store import SqlStore

log = logging.getLogger(__name__)

_KEEP_FILES_S: Final = 7 * 24 * 3600.0


class App:
    """A running Backdrop: its services, and the platforms that feed it."""

    def __init__(self, services: Services, inbox: Inbox, platforms: list[Platform]) -> None:
        self.services = services
        self._inbox = inbox
        self._platforms = platforms

    async def run(self) -> None:
        """Let every platform feed in messages until all have come to an end."""
        await self._inbox.resume()
        async with asyncio.TaskGroup() as group:
            for platform in self._platforms:
                group.create_task(platform.run(self._inbox.receive))

    async def idle(self) -> None:
        """Wait until every answer is given and every job is done, those of earlier starts too."""
        await self._inbox.drain()
        await durable.idle(self.services.timetable.queue_poll_s)


@contextlib.asynccontextmanager
async def running(
    settings: Settings, data_dir: Path, platforms: list[Platform]
) -> AsyncIterator[App]:
    """Open everything in order, and close it in the reverse.

    Raises ``StorageError`` for a data directory that can't be used and ``EngineUnavailable``.
    """
    async with contextlib.AsyncExitStack() as stack:
        directory = stack.enter_context(DataDirectory(data_dir))
        engine = None
        backend = settings.backend()
        if backend.api_url is None:
            engine_dir = data_dir / "engine"
            engine = await stack.enter_async_context(engine_process.running(engine_dir))
        # The engine takes a second to start, in which the database is opened.
        database = await stack.enter_async_context(_database(settings, directory))
        api_url = await engine.address() if engine else backend.api_url
        assert api_url is not None  # noqa: S101
        log.info("Clips go to %s.", "the embedded engine" if engine else api_url)
        name = "embedded" if engine else api_url
        timetable = _timetable(api_url).shrunk(settings.timetable_factor)
        nemo = await stack.enter_async_context(
            _nemo(settings, api_url, timetable, database.tokens(name))
        )
        store = SqlStore(database.engine, database.enqueue, database.clock)
        services = Services(
            store=store,
            outbox=Outbox(store, {platform.name: platform for platform in platforms}),
            nemo=nemo,
            phrasebook=Phrasebook(),
            clock=database.clock,
            timetable=timetable,
            boot=secrets.token_hex(8),
            work_dir=_work_dir(data_dir),
            backend_host=backend.host,
        )
        jobs.register(services)
        await durable.launch(poll_s=timetable.queue_poll_s)
        stack.push_async_callback(durable.stop)
        conversation = Conversation(services)
        yield App(services, Inbox(store, conversation, database.clock), platforms)


@dataclass(frozen=True, slots=True)
class _Database:
    engine: AsyncEngine
    enqueue: Enqueue
    tokens: Callable[[str], TokenStore]
    clock: Clock


@contextlib.asynccontextmanager
async def _database(settings: Settings, directory: DataDirectory) -> AsyncIterator[_Database]:
    """The one file, its tables up to date, and the durable library on the same file."""
    path = directory.database_path
    await asyncio.to_thread(sqlite.prepare, path)
    engine = sqlite.async_engine(path)
    jobs_engine = sqlite.dbos_engine(path)
    try:
        await migrate.upgrade(engine)
        given = Secret(settings.key.get_secret_value()) if settings.key else None
        cipher = load_key(directory.key_path, given)
        durable.create(jobs_engine)
        yield _Database(
            engine=engine,
            enqueue=enqueuer(jobs_engine, durable.APPLICATION_VERSION),
            tokens=lambda name: SqlTokenStore(engine, cipher, name),
            clock=SystemClock(),
        )
    finally:
        jobs_engine.dispose()
        await engine.dispose()


@contextlib.asynccontextmanager
async def _nemo(
    settings: Settings, api_url: str, timetable: Timetable, tokens: TokenStore
) -> AsyncIterator[NemoClient]:
    if settings.nemo_token is not None:
        account = Account.own(Secret(settings.nemo_token.get_secret_value()))
    else:
        # A wrong key is told at the start, not at somebody's first clip.
        await tokens.load()
        account = Account.anonymous(tokens, timetable)
    async with NemoClient(
        api_url,
        account,
        timetable,
        web_url=settings.nemo_web_url,
        attributed=attribution(settings.skill_version, settings.skill_source),
    ) as client:
        yield client


def _timetable(api_url: str) -> Timetable:
    """The policy of the backend: on this machine it is asked often, elsewhere as the contract says.

    Any engine on loopback is an embedded one, whoever started it.
    """
    host = urlsplit(api_url).hostname
    is_loopback = host in ("localhost", "127.0.0.1", "::1")
    return Timetable.embedded() if is_loopback else Timetable.cloud()


def _work_dir(data_dir: Path) -> Path:
    """Files on their way to a chat; what a lost job left there a week ago goes."""
    folder = data_dir / "work"
    folder.mkdir(mode=0o700, exist_ok=True)
    for path in folder.iterdir():
        if time.time() - path.stat().st_mtime > _KEEP_FILES_S:
            path.unlink(missing_ok=True)
    return folder
