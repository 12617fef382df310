"""The chat page as a rig of the adapter contract suite: conversations, in one browser a person.

The page's server is the adapter itself, so it runs in a loop of its own, and what is behind it, the
database and the files, outlives it.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bots.listener import listening
from bots.platforms import web
from bots.serving import shelf
from bots.serving.hosting import Home
from bots.serving.tus import Uploads
from bots.settings import Settings
from core.clock import SystemClock
from core.model import AttachmentKind, ChatRef, Inbound
from core.ports import Platform
from storage.database import Database, opened
from storage.lock import DataDirectory
from storage.sqlite import sqlite_module
from tests.contract.adapter_elsewhere import Elsewhere
from tests.contract.adapter_hearing import until
from tests.contract.adapter_rig import FACTOR, Power, Seat
from tests.contract.adapter_web_seat import WebSeat
from tests.servers.free_port import free_port
from tests.servers.loop_thread import LoopThread
from tests.servers.web_person import Browser, browsers

HELLO = "hello, I am new here"


@dataclass
class _Adapter:
    """One start of the adapter; ``served`` is its listener while it is the one that listens."""

    platform: Any
    parts: AsyncExitStack
    served: AsyncExitStack
    face: Elsewhere


class WebRig:
    """What is behind the page, at one address; made by ``web_rig``."""

    lacks = frozenset(
        {
            Power.GROUPS,
            Power.REMOTE,
            Power.FORGETTING,
            Power.ALBUMS,
            Power.TYPED_COMMANDS,
            Power.OVERHEARING,
            Power.MUTING,
            Power.PLAIN_FILES,
            Power.EDITED_MESSAGES,
            Power.FORBIDDING,
            Power.REPLYING,
            Power.PACING,
            Power.FILE_SERVER,
            Power.DOWNLOAD_LIMIT,
            Power.UPLOAD_LIMIT,
        }
    )
    file_address = "api/files/"
    backlog = 30
    """Who says more in a minute is asked to wait."""
    file_kinds = (
        ("video", AttachmentKind.VIDEO),
        ("picture", AttachmentKind.IMAGE),
        ("audio", AttachmentKind.AUDIO),
        ("file", AttachmentKind.OTHER),
    )

    def __init__(self, folder: Path, thread: LoopThread, make: Callable[..., Browser]) -> None:
        bind = f"127.0.0.1:{free_port()}"
        self.bot_name = f"http://{bind}"
        self.say_last: Callable[[], int] = _nothing_said
        self.folder = folder
        self._thread = thread
        self._make = make
        self._password = secrets.token_urlsafe(12)
        self._settings = Settings(
            _env_file=None,
            bind=bind,
            data_dir=folder,
            timetable_factor=FACTOR,
            web_password=SecretStr(self._password),
        )
        self._behind = AsyncExitStack()
        self._database: Database | None = None
        self._adapters: list[_Adapter] = []
        self._browsers: dict[str, Browser] = {}
        self._seats: dict[tuple[str, str], WebSeat] = {}

    @property
    def secrets(self) -> tuple[str, ...]:
        cookies = [cookie for one in self._browsers.values() for cookie in one.http.cookies]
        return (self._password, *cookies)

    # --- persons ----------------------------------------------------------------------------

    def seat(
        self, name: str = "anna", *, language: str = "en", thread: str = "", is_group: bool = False
    ) -> Seat:
        assert not is_group, Power.GROUPS
        if (name, thread) not in self._seats:
            self._seats[name, thread] = WebSeat(self, self._browser(name, language).conversation())
            if self._adapters:
                self._greet()
        return self._seats[name, thread]

    def _browser(self, name: str, language: str) -> Browser:
        if name not in self._browsers:
            folder = self.folder.with_name(f"{self.folder.name}-{name}")
            self._browsers[name] = self._make(f"{self.bot_name}/", folder, language)
        return self._browsers[name]

    def _greet(self) -> None:
        """A conversation begins with a person's first message, of which no test hears."""
        new = [seat for seat in self._seats.values() if not seat.is_greeted]
        for seat in new:
            seat.chat.browser.log_in(self._password)
            seat.chat.say(HELLO)
        if new:
            self._thread.do(self._swallow(), 15)
        for seat in new:
            seat.chat.come()
            seat.is_greeted = True

    async def _swallow(self) -> None:
        async def swallow(_: Inbound) -> None:
            """Nobody hears it."""

        assert not self._adapters[-1].face.is_running, "a first word would be heard"
        running = asyncio.create_task(self._adapters[-1].platform.run(swallow))
        await until(lambda: not self.unacknowledged() or running.done(), "it is heard")
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running

    # --- the adapter ------------------------------------------------------------------------

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[Platform]:
        with self._all_shown_anew():
            adapter = await self._thread.call(self._started())
        self._greet()
        try:
            yield adapter.face
        finally:
            if len(self._adapters) == 1:
                await self._thread.call(self._stopped())
            else:
                with self._all_shown_anew():
                    await self._thread.call(self._stopped())

    @contextmanager
    def _all_shown_anew(self) -> Iterator[None]:
        """Pages that are open notice that another start of the adapter listens after the block."""
        open_ = [seat.chat for seat in self._seats.values() if seat.is_greeted]
        before = [chat.sight.snapshots for chat in open_]
        yield
        for chat, snapshots in zip(open_, before, strict=True):
            chat.wait_until_shown(snapshots)

    async def _started(self) -> _Adapter:
        if self._adapters:
            await self._adapters[-1].served.aclose()
        async with AsyncExitStack() as parts:
            platform = await parts.enter_async_context(web.connected(self._settings))
            files = await parts.enter_async_context(shelf.opened(self.folder))
            platform.live_in(Home(await self._opened(), files, Uploads(files), self.folder))
            face = Elsewhere(platform, self._thread)
            self._adapters.append(_Adapter(platform, parts.pop_all(), AsyncExitStack(), face))
        await self._serve()
        return self._adapters[-1]

    async def _stopped(self) -> None:
        adapter = self._adapters.pop()
        await adapter.served.aclose()
        await adapter.parts.aclose()
        if self._adapters:
            await self._serve()

    async def _serve(self) -> None:
        """The newest start is the one that listens: before it the one before it has ended."""
        adapter = self._adapters[-1]
        adapter.served = AsyncExitStack()
        routes = adapter.platform.routes()
        served = listening(self._settings.bind, routes, [adapter.platform.hang_up])
        await adapter.served.enter_async_context(served)

    async def _opened(self) -> Database:
        if self._database is None:
            directory = self._behind.enter_context(DataDirectory(self.folder))
            database = opened(directory, SystemClock())
            self._database = await self._behind.enter_async_context(database)
        return self._database

    def close(self) -> None:
        """When no adapter is left."""
        self._thread.do(self._behind.aclose())

    def take_away(self, chat: ChatRef, platform_id: str) -> None:
        """Nobody but the adapter can, at a word of the core."""
        self._thread.do(self._adapters[-1].platform.delete(chat, platform_id))

    # --- what the suite asks of a server ------------------------------------------------------

    long_wait_s, error_status = 0.0, 0

    def arm(self, what: str, fault: str, *, seat: Seat | None = None, **options: Any) -> None:
        raise NotImplementedError(Power.REMOTE)

    def go_away(self) -> None:
        raise NotImplementedError(Power.REMOTE)

    def come_back(self) -> None:
        raise NotImplementedError(Power.REMOTE)

    def forget_listener(self) -> None:
        raise NotImplementedError(Power.FORGETTING)

    def repeat_last_update(self) -> None:
        self.say_last()

    def unacknowledged(self) -> int:
        return int(self.selected("select count(*) from page_messages where not is_heard"))

    def listener(self) -> int:
        raise NotImplementedError(Power.ACKNOWLEDGING)

    def selected(self, query: str, *values: str) -> Any:
        """What the file says, by a connection of its own and the one library of this process."""
        path = DataDirectory(self.folder).database_path
        with contextlib.closing(sqlite_module().connect(path)) as database:
            return database.execute(query, values).fetchone()[0]


@contextmanager
def web_rig(folder: Path) -> Iterator[WebRig]:
    """A rig whose server runs in a thread; no work of the adapter's is left there at the end."""
    with LoopThread("page") as thread, browsers() as make:
        rig = WebRig(folder, thread, make)
        yield rig
        rig.close()
        thread.do(_nothing_runs())


async def _nothing_runs() -> None:
    """Wait until nothing else does in this loop: callbacks of what has ended have a moment."""
    me = {asyncio.current_task()}
    await until(lambda: asyncio.all_tasks() == me, "no work is left", asyncio.all_tasks, 1.0)


def _nothing_said() -> int:
    raise AssertionError("nobody has said anything")
