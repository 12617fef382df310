"""Telegram's Bot API as a real HTTP server on loopback, which outlives the bot: for tests.

It runs in a thread of the test's process with a loop of its own, or as a process of its own
(``python -m tests.servers.telegram``). Written from the published reference, not from our adapter.
Owns HTTP, methods by name and their answers. Must not know the bot.

``POST|GET /bot<token>/<method>`` answers ``{ok, result}`` or ``{ok: false, error_code,
description, parameters}``; ``GET /file/bot<token>/<path>`` gives a file, in cloud mode alone. What
a person does is in ``telegram_person``, what stands in ``telegram_ledger``, what goes wrong on
order in ``telegram_faults``.

A method that bots have and this server hasn't is a 404, and noted in ``requests`` as such.
"""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web

from tests.servers.chat_faults import Faults
from tests.servers.leaving import leave
from tests.servers.telegram_faults import KINDS
from tests.servers.telegram_files import Files
from tests.servers.telegram_http import Http
from tests.servers.telegram_ledger import Ledger
from tests.servers.telegram_limits import Meter, Rates
from tests.servers.telegram_methods import Methods
from tests.servers.telegram_person import Chat
from tests.servers.telegram_profile import Profile
from tests.servers.telegram_rooms import Rooms
from tests.servers.telegram_telling import World
from tests.servers.telegram_updates import Listening, Update, Updates
from tests.servers.telegram_values import Request, Room, User
from tests.servers.telegram_webhook import Webhook

T = TypeVar("T")


class TelegramServer:
    """``with TelegramServer(folder) as server: anna = server.private("anna")``.

    ``rates`` None lets everything pass. ``has_privacy``: in groups the bot hears only what is for
    it. ``is_local``: a self-hosted server with ``--local``. ``is_url_checked``: webhooks need
    https and a known port.
    """

    def __init__(
        self,
        folder: Path,
        *,
        is_local: bool = False,
        has_privacy: bool = True,
        rates: Rates | None = None,
        username: str = "backdrop_test_bot",
        token: str = "",
        port: int = 0,
        is_url_checked: bool = False,
    ) -> None:
        bot_id = 7_000_000_000 + secrets.randbelow(10**9)
        self.token = token or f"{bot_id}:AA{secrets.token_urlsafe(32)[:33]}"
        self.username = username
        self.is_local = is_local
        self.has_privacy = has_privacy
        self.url = ""
        bot = User(int(self.token.partition(":")[0]), "Backdrop", "", username, is_bot=True)
        self.ledger = Ledger(bot)
        self.updates = Updates(self.ledger)
        self.updates.wake = self._wake
        self.webhook = Webhook(self.updates, is_url_checked=is_url_checked)
        self.profile = Profile(bot.name)
        self.files = Files(folder, self.ledger, self.token, is_local=is_local)
        self.meter = Meter(rates)
        self.methods = Methods(
            self.ledger,
            Rooms(self.ledger, self.meter, lambda: not self.has_privacy),
            self.files,
            self.profile,
            self.updates,
            self.webhook,
            Listening(lambda: self._news, lambda: self._is_away),
        )
        self.faults = Faults(frozenset({*self.methods.by_name, "file"}), KINDS)
        self._http = Http(
            self.token, self.methods, self.faults, self.files, self.ledger, is_local=is_local
        )
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="telegram", daemon=True)
        self._news = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._delivering: asyncio.Task[None] | None = None
        self._is_away = False
        self._port = port
        self._world = World(self.ledger, self.updates, self.files, lambda: not self.has_privacy)

    def __enter__(self) -> TelegramServer:
        self._thread.start()
        self.come_back()
        return self

    def __exit__(self, *_: object) -> None:
        self.go_away()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    # --- who is there -----------------------------------------------------------------------

    def private(self, name: str, language: str = "en") -> Chat:
        """The chat of that person with the bot, made if it isn't there."""
        with self.ledger.changed:
            user = self.ledger.user(name, language)
            room = self.ledger.rooms.get(user.id)
            return self._chat(room or Room(user.id, "private", name, user))

    def group(self, title: str, *, owner: str = "owner") -> Chat:
        """A group of that title."""
        return self._chat(self._made(title, "group", -4_000_000_000, owner))

    def supergroup(self, title: str, *, is_forum: bool = False, owner: str = "owner") -> Chat:
        """A supergroup of that title; with ``is_forum`` it has topics."""
        room = self._made(title, "supergroup", -(10**12) - 1_500_000_000, owner)
        room.is_forum = is_forum
        return self._chat(room)

    def _made(self, title: str, kind: Any, id_base: int, owner: str) -> Room:
        with self.ledger.changed:
            for room in self.ledger.rooms.values():
                if (room.title, room.kind) == (title, kind):
                    return room
            return Room(id_base - self.ledger.number(), kind, title, self.ledger.user(owner))

    def _chat(self, room: Room) -> Chat:
        return Chat(self._world, self.ledger.add_room(room))

    @property
    def requests(self) -> list[Request]:
        """Every request that came, in the order of their answers."""
        return self.ledger.requests()

    @property
    def backlog(self) -> list[Update]:
        """What waits for the bot: neither confirmed nor older than a day."""
        return self.updates.pending()

    def sent(self, chat: Chat | None = None) -> list[Request]:
        """The sends and edits that were done, in one chat or all, with their times."""
        return [
            one
            for one in self.requests
            if one.method.startswith(("send", "edit"))
            and one.method != "sendChatAction"
            and one.status in (0, 200)
            and (chat is None or one.chat == chat.id)
        ]

    def said(self) -> Iterator[tuple[str, str, bool]]:
        """Every word of the bot's, edits, buttons, file names too: (where, words, is private)."""
        for message in self.ledger.messages():
            if message.author.id != self.ledger.bot.id:
                continue
            room = self.ledger.rooms[message.chat]
            for version in message.versions:
                words = [version.text, *(label for label, _ in version.buttons)]
                words += [version.file.name] if version.file else []
                yield from ((room.title, one, room.is_private) for one in words)
        for query in self.ledger.queries.values():
            room = self.ledger.rooms[query.chat]
            yield from ((room.title, text, room.is_private) for text, _ in query.answers)
        yield from (("its profile", words, False) for words in self.profile.words())

    # --- what goes wrong --------------------------------------------------------------------

    def arm(self, method: str, kind: str, *, chat: Chat | None = None, **options: Any) -> None:
        """Let something go wrong; see ``telegram_faults``."""
        chat_id = None if chat is None else str(chat.id)
        self.faults.arm(method, kind, chat=chat_id, **options)

    def repeat_last_update(self) -> None:
        """Give the last update once more, under its number."""
        self.updates.repeat_last()

    def go_away(self) -> None:
        """Stop listening: connections are refused until ``come_back``."""
        if self._runner is not None:
            self._is_away = True
            self._wake()
            self._do(leave(self._runner))
            self._runner = None

    def come_back(self) -> None:
        """Listen (again), at the same address."""
        self._do(self._listen())

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(15)

    def _wake(self) -> None:
        def renew() -> None:
            self._news.set()
            self._news = asyncio.Event()

        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(renew)

    async def _listen(self) -> None:
        self._is_away = False
        app = web.Application(client_max_size=8 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._http.call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._http.file)
        self.extend(app)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True).start()
        self._port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._delivering = asyncio.ensure_future(self._deliver())

    def extend(self, app: web.Application) -> None:
        """A place for further routes."""

    async def _deliver(self) -> None:
        while True:
            news = self._news
            self.webhook.deliver()
            await news.wait()


if __name__ == "__main__":
    # Imported here alone, as it is made of this module.
    from tests.servers.telegram_control import main

    main()
