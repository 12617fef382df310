"""The composition root: the only place where parts are wired; start, run, drain, stop.

Owns the order of starting and stopping. Must not decide anything that a user sees.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import secrets
import signal
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web
from pydantic import SecretStr

from bots import engine_process, file_server
from bots.door.door import Doorway
from bots.door.routes import DoorRoutes
from bots.listener import Served, listening
from bots.serving.assets import Assets
from bots.serving.front import Front
from bots.serving.hosting import Home, Hosted
from bots.serving.shelf import opened as shelf_opened
from bots.serving.sweeping import swept
from bots.serving.tus import Uploads
from bots.settings import Settings
from core import durable
from core.accounts import Accounts
from core.circuit import Circuit
from core.clock import SystemClock
from core.conversation import Conversation
from core.doors import Doors
from core.flows import jobs
from core.flows.services import Services
from core.heard import HeardOn
from core.inbox import Inbox
from core.line import Line
from core.model import ChatRef
from core.nemo.account import Account
from core.nemo.attribution import attribution
from core.nemo.client import NemoClient
from core.outbox import Outbox
from core.phrases import Phrasebook
from core.ports import CatchesUp, Clock, Platform
from core.recovery import Recovery
from core.secrecy import Secret
from core.timetable import Timetable
from storage.database import Database, opened
from storage.durable import forget_jobs
from storage.lock import DataDirectory
from storage.store import SqlStore

log = logging.getLogger(__name__)

_KEEP_FILES_S: Final = 7 * 24 * 3600.0
_ENGINE_SLOTS: Final = 1
"""Renders that the embedded engine makes at a time: its own default."""


class App:
    """A running Backdrop: its services, and the platforms that feed it."""

    def __init__(self, services: Services, inbox: Inbox, platforms: list[Platform]) -> None:
        self.services = services
        self._inbox = inbox
        self._platforms = platforms
        self._recovery = Recovery(services)

    async def run(self) -> None:
        """Let every platform feed in messages until all have come to an end."""
        await self._recovery.begin()
        await self._recovery.tell()
        await self._inbox.resume()
        for platform in self._platforms:
            if isinstance(platform, CatchesUp):
                platform.catch_up_from(HeardOn(self.services.store, platform.name))
        beating = asyncio.create_task(self._recovery.beat())
        try:
            async with asyncio.TaskGroup() as group:
                for platform in self._platforms:
                    group.create_task(platform.run(self._inbox.receive))
        finally:
            beating.cancel()
            await asyncio.wait({beating})

    async def idle(self) -> None:
        """Wait until every answer is given and every job is done, those of earlier starts too."""
        await self._inbox.drain()
        await durable.idle(self.services.timetable.queue_poll_s)

    async def drain(self) -> None:
        """Nothing new is begun; what is in hand comes to a checkpoint, within the timetable."""
        limit_s = self.services.timetable.drain_limit_s
        await durable.drain(limit_s)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1.0):
                await self._inbox.drain()
        # What it needs is about to be closed; failed for that reason, it would count as answered.
        await self._inbox.break_off()


async def serve(
    settings: Settings,
    data_dir: Path,
    platforms: list[Platform],
    clock: Clock | None = None,
    on_listening: Callable[[], None] | None = None,
) -> None:
    """Run until SIGTERM or SIGINT, then drain: the next start goes on where this one stopped.

    ``on_listening`` is called once whatever is served answers. Raises ``StorageError``,
    ``EngineUnavailable``, and what a platform ended with.
    """
    serving = asyncio.current_task()
    assert serving is not None  # noqa: S101
    stop = asyncio.Event()
    is_starting = True

    def end() -> None:
        if is_starting and not stop.is_set():
            serving.cancel()
        stop.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end)
    try:
        async with running(
            settings, data_dir, platforms, clock, listens=True, on_listening=on_listening
        ) as app:
            is_starting = False
            await _run_until(stop, app)
    except asyncio.CancelledError:
        if not (is_starting and stop.is_set()):
            raise
        serving.uncancel()
        log.info("Stopped before all was there.")


async def _run_until(stop: asyncio.Event, app: App) -> None:
    feeding = asyncio.create_task(app.run())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({feeding, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if feeding.done():
        stopping.cancel()
        await feeding
        return
    log.info("Stopping: steps in hand come to their end, the rest goes on at the next start.")
    feeding.cancel()
    await asyncio.wait({feeding})
    await app.drain()


@contextlib.asynccontextmanager
async def running(
    settings: Settings,
    data_dir: Path,
    platforms: list[Platform],
    clock: Clock | None = None,
    *,
    timetable: Timetable | None = None,
    listens: bool = False,
    on_listening: Callable[[], None] | None = None,
) -> AsyncIterator[App]:
    """Open everything in order, and close it in the reverse.

    ``timetable`` stands in for the policy that the backend's address chooses. ``listens``: this
    process may be called from outside (the page, webhooks, links to large results). Raises
    ``StorageError`` for a data directory that can't be used, ``EngineUnavailable`` and, where the
    place to listen is taken, ``SettingsInvalid``.
    """
    async with contextlib.AsyncExitStack() as stack:
        directory = stack.enter_context(DataDirectory(data_dir))
        engine = None
        backend = settings.backend()
        who = " and ".join([await platform.probe() for platform in platforms])
        where = backend.api_url or "the embedded engine"
        log.info("Backdrop is %s. Clips go to %s.", who, where)
        if backend.api_url is None:
            engine_dir = data_dir / "engine"
            engine = await stack.enter_async_context(
                engine_process.running(engine_dir, matting_model=settings.matting_model)
            )
        # The engine takes a second or two to start, in which all is opened that doesn't need it.
        database = await stack.enter_async_context(
            opened(
                directory,
                clock or SystemClock(),
                url=_secret(settings.database_url),
                key=_secret(settings.key),
            )
        )
        hosted = [platform for platform in platforms if isinstance(platform, Hosted)]
        if hosted or listens:
            shelf = await stack.enter_async_context(shelf_opened(data_dir))
            uploads = Uploads(shelf)
            home = Home(database, shelf, uploads, data_dir)
            for platform in hosted:
                platform.live_in(home)
        store = SqlStore(database.engine, database.enqueue, database.clock, database.writers)
        links, door, phrasebook = None, None, Phrasebook()
        front = await stack.enter_async_context(contextlib.AsyncExitStack())
        if listens:
            links = await stack.enter_async_context(file_server.opened(settings, data_dir))
            doors = Doors(store, database.clock, phrasebook)
            door = Doorway(doors, store, shelf, database.clock, settings.public_url)
            # Its first time to the end: what opens the database next holds up this loop, and would
            # wait for a transaction that can't go on meanwhile.
            await stack.enter_async_context(swept(door.sweep, "What was brought to ended doors"))
            checks = Front(settings)
            dropping = DoorRoutes(doors, door, uploads, checks, Assets(phrasebook), database.clock)
            routes = _routes(links, platforms)
            if settings.public_url is not None:
                routes += dropping.routes(settings.prefixes)
            if settings.public_url is not None or hosted:
                routes.append(checks.elsewhere())
            hang_ups = [one.hang_up for one in platforms if isinstance(one, Hosted)]
            await front.enter_async_context(
                listening(settings.bind, routes, hang_ups, settings.web_proxies)
            )
            if routes:
                log.info("Listening on %s.", settings.bind)
            if on_listening is not None:
                on_listening()
        # The page is there already; what is said on it waits until all else is.
        api_url = await engine.address() if engine else backend.api_url
        assert api_url is not None  # noqa: S101
        name = "embedded" if engine else api_url
        timetable = (timetable or _timetable(api_url)).shrunk(settings.timetable_factor)
        accounts = await stack.enter_async_context(
            _accounts(settings, api_url, timetable, database, name)
        )
        circuit = Circuit(accounts.shared.credits, timetable, database.clock)
        stack.push_async_callback(circuit.close)
        named = {platform.name: platform for platform in platforms}
        services = Services(
            store=store,
            outbox=Outbox(store, named, timetable, database.clock),
            accounts=accounts,
            circuit=circuit,
            phrasebook=phrasebook,
            clock=database.clock,
            timetable=timetable,
            boot=secrets.token_hex(8),
            work_dir=_work_dir(data_dir),
            backend_host=backend.host,
            forget_jobs=functools.partial(_forget_jobs, database),
            links=links,
            door=door,
            line=Line(_ENGINE_SLOTS, database.clock.monotonic_s) if engine else None,
        )
        jobs.register(services)
        # It may alter its tables, and lets no task of ours go on meanwhile: nobody, not even the
        # page, which is open already, may be in the middle of a transaction that it waits for.
        async with database.writers:
            await durable.launch(poll_s=timetable.queue_poll_s)
        stack.push_async_callback(durable.stop)
        inbox = Inbox(store, Conversation(services), database.clock)
        if listens:
            dropping.feed(inbox.receive)
        # Opened before the others were there, closed before they go.
        stack.push_async_callback(front.aclose)
        yield App(services, inbox, platforms)


def _routes(links: file_server.Links | None, platforms: list[Platform]) -> list[web.RouteDef]:
    """All that this process is called at from outside."""
    routes = file_server.routes(links) if links else []
    for platform in platforms:
        if isinstance(platform, Served):
            routes += platform.routes()
    return routes


async def _forget_jobs(database: Database, chat: ChatRef) -> None:
    await asyncio.to_thread(forget_jobs, database.jobs_engine, chat)


def _secret(given: SecretStr | None) -> Secret | None:
    return None if given is None else Secret(given.get_secret_value())


@contextlib.asynccontextmanager
async def _accounts(
    settings: Settings, api_url: str, timetable: Timetable, database: Database, name: str
) -> AsyncIterator[Accounts]:
    """The account of all chats, and the making of clients for those that bring their own."""

    def client(account: Account) -> NemoClient:
        return NemoClient(
            api_url,
            account,
            timetable,
            web_url=settings.nemo_web_url,
            attributed=attribution(settings.skill_version, settings.skill_source),
        )

    token = _secret(settings.nemo_token)
    tokens = database.tokens(name)
    if token is None:
        # A wrong key is told at the start, not at somebody's first clip.
        await tokens.load()
    shared = Account.own(token) if token else Account.anonymous(tokens, timetable, database.clock)
    accounts = Accounts(
        client(shared),
        database.chat_tokens(name),
        lambda own: client(Account.own(own)),
        settings.nemo_register_url or settings.nemo_web_url,
    )
    try:
        yield accounts
    finally:
        await accounts.close()
        await accounts.shared.close()


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
