"""Discord as a real server on loopback, which outlives the bot: REST, gateway and CDN: for tests.

It runs in a thread of the test's process with a loop of its own, or as a process of its own
(``python -m tests.servers.discord``). Written from the published documentation and description,
not from our adapter. Owns putting the parts together, and listening. Must not know the bot.

``/api/v10/…`` is the API (``discord_routes``), ``/gateway`` the WebSocket, ``/attachments/…`` the
CDN. What a person does is in ``discord_person``, what stands in ``discord_ledger``, what goes wrong
on order in ``discord_faults``; at the gateway: ``cut``, ``reconnect``, ``lose_sessions``, …
"""

from __future__ import annotations

import asyncio
import base64
import secrets
import threading
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web

from tests.servers.chat_faults import Faults
from tests.servers.discord_cdn import Cdn
from tests.servers.discord_clock import Clock
from tests.servers.discord_commands import Commands
from tests.servers.discord_faults import ENDPOINTS, KINDS
from tests.servers.discord_gateway import WRONG_TOKEN, Gateway
from tests.servers.discord_http import Http
from tests.servers.discord_interacting import World
from tests.servers.discord_interactions import Interactions
from tests.servers.discord_ledger import Ledger
from tests.servers.discord_limits import FILE_BYTES
from tests.servers.discord_markdown import shown
from tests.servers.discord_messages import Messages
from tests.servers.discord_person import Chat, Community
from tests.servers.discord_rates import Meter, Rates
from tests.servers.discord_rooms import Rooms
from tests.servers.discord_routes import routes
from tests.servers.discord_sessions import Sessions
from tests.servers.discord_shapes import Shapes
from tests.servers.discord_values import Guild, Request
from tests.servers.discord_writing import Writing
from tests.servers.leaving import leave

T = TypeVar("T")


class DiscordServer:
    """``with DiscordServer(folder) as server: anna = server.dm("anna")``.

    ``rates`` None lets everything pass. ``intents_allowed`` are the privileged intents that the
    operator has switched on: members, presences, message_content. ``default_bytes`` is how large a
    file may be without boosts.
    """

    def __init__(
        self,
        folder: Path,
        *,
        rates: Rates | None = None,
        intents_allowed: frozenset[str] = frozenset(),
        default_bytes: int = FILE_BYTES[0],
        heartbeat_ms: int = 41_250,
        shards: int = 1,
        username: str = "backdrop_test_bot",
        token: str = "",
        port: int = 0,
    ) -> None:
        self.clock = Clock()
        application_id = self.clock.snowflake()
        self.username = username
        self.token = token or _made_token(application_id)
        if token:
            application_id = int(base64.b64decode(token.partition(".")[0] + "=="))
        has_content = "message_content" in intents_allowed
        self.ledger = Ledger(self.clock, username, application_id)
        self.faults = Faults(ENDPOINTS, KINDS)
        self.cdn = Cdn(folder / "cdn", self.ledger, self.clock, self.faults)
        self.shapes = Shapes(self.ledger, self.cdn)
        self.sessions = Sessions(self.ledger, self.shapes)
        self.sessions.wake = self._wake
        self.meter = Meter(rates)
        writing = Writing(self.ledger, self.cdn, default_bytes)
        messages = Messages(
            self.ledger, self.shapes, self.sessions, writing, has_content=has_content
        )
        self.commands = Commands(self.ledger)
        self.rooms = Rooms(
            self.ledger,
            self.sessions,
            messages,
            self.cdn,
            shards=shards,
            has_content=has_content,
        )
        interactions = Interactions(self.ledger, self.shapes, self.sessions, writing)
        self.served = routes(messages, self.rooms, self.commands, interactions)
        self._http = Http(self.token, self.ledger, self.cdn, self.meter, self.faults)
        self.gateway = Gateway(
            self.token,
            self.ledger,
            self.sessions,
            intents_allowed=intents_allowed,
            heartbeat_ms=heartbeat_ms,
        )
        self._world = World(
            self.ledger,
            self.sessions,
            self.shapes,
            self.commands,
            self.rooms,
            self.cdn,
            default_bytes,
        )
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="discord", daemon=True)
        self._runner: web.AppRunner | None = None
        self._port = port

    def __enter__(self) -> DiscordServer:
        self._thread.start()
        self.come_back()
        return self

    def __exit__(self, *_: object) -> None:
        self.go_away()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    # --- who is there -----------------------------------------------------------------------

    def dm(self, name: str, locale: str | None = None) -> Chat:
        """That person's DM with the bot, made if it isn't there."""
        user = self.ledger.user(name, locale)
        return Chat(self._world, self.ledger.dm(user, self.ledger.bot), user)

    def dm_between(self, name: str, other: str) -> Chat:
        """A DM of two persons, in which the bot is not."""
        user = self.ledger.user(name)
        return Chat(self._world, self.ledger.dm(user, self.ledger.user(other)), user)

    def guild(
        self, name: str, *, boosts: int = 0, owner: str = "owner", has_bot: bool = True
    ) -> Community:
        """The guild of that name, made if it isn't there; ``has_bot``: the bot is in it."""
        with self.ledger.changed:
            guild = self.ledger.guild(name)
            if guild is not None:
                return Community(self._world, guild)
            person = self.ledger.user(owner)
            guild = Guild(self.clock.snowflake(), name, person, boosts, has_bot=False)
            guild.members[person.id] = person
            self.ledger.guilds[guild.id] = guild
            community = Community(self._world, guild)
            if has_bot:
                community.invite_bot()
            return community

    @property
    def requests(self) -> list[Request]:
        """Every request that came, in the order of their answers."""
        return self.ledger.requests()

    def sent(self, chat: Chat | None = None) -> list[Request]:
        """The sends and edits that were done, in one channel or all, with their times."""
        names = ("send", "edit", "followup", "edit_original", "edit_followup", "callback")
        return [
            one
            for one in self.requests
            if one.endpoint in names
            and (one.status in (0, 200, 204))
            and (chat is None or one.channel == chat.id)
        ]

    def said(self) -> Iterator[tuple[str, str, bool]]:
        """Every word of the bot's, edits, buttons, file names too: (where, words, is private).

        What one person alone sees is private anywhere.
        """
        for message in self.ledger.messages():
            if message.author != self.ledger.bot:
                continue
            room = self.ledger.rooms[message.room]
            is_private = room.is_dm or message.is_ephemeral
            for version in message.versions:
                yield from ((room.name, shown(words), is_private) for words in version.words)
        for one in self.ledger.interactions.values():
            if one.modal is not None:
                yield one.room.name, str(one.modal.get("title", "")), True

    # --- what goes wrong --------------------------------------------------------------------

    def arm(self, endpoint: str, kind: str, *, chat: Chat | None = None, **options: Any) -> None:
        """Let something go wrong; see ``discord_faults``."""
        channel = None if chat is None else str(chat.id)
        self.faults.arm(endpoint, kind, chat=channel, **options)

    def advance(self, seconds: float) -> None:
        """Let time pass at once: links and tokens grow old."""
        self.clock.advance(seconds)

    def cut(self, shard_id: int | None = None) -> None:
        """Cut gateway connections, all or that shard's, without a word; they can be resumed."""
        self._do(self.gateway.cut(shard_id))

    def reconnect(self) -> None:
        """Ask every client to connect anew, and to resume."""
        self._do(self.gateway.ask_to_reconnect())

    def invalidate(self, *, is_resumable: bool) -> None:
        """Tell every client that its session is invalid; it is forgotten if not resumable."""
        if not is_resumable:
            self.sessions.forget()
        self._do(self.gateway.invalidate(is_resumable=is_resumable))

    def lose_sessions(self) -> None:
        """Forget every session, then cut the lines: what happens meanwhile is told to nobody."""
        self.sessions.forget()
        self.cut()

    def repeat_last_event(self) -> None:
        """Tell once more what a person did last."""
        self.sessions.repeat()

    def miss_acks(self, *, is_missing: bool = True) -> None:
        """Answer no heartbeat any more."""
        self.gateway.is_missing_acks = is_missing

    def close_gateway(self, code: int) -> None:
        """Close every connection with a code."""
        self._do(self.gateway.end(code))

    def know(self, token: str) -> None:
        """Let that be the bot's token from now on; whoever came with another one is put out."""
        self.token = self._http.token = self.gateway.token = token
        self.sessions.forget()
        self.close_gateway(WRONG_TOKEN)

    def go_away(self) -> None:
        """Stop listening: connections are refused until ``come_back``. Sessions are kept."""
        if self._runner is not None:
            self._do(self._close(self._runner))
            self._runner = None

    def come_back(self) -> None:
        """Listen (again), at the same address."""
        self._do(self._listen())

    def wait_connected(self, limit_s: float = 10.0) -> None:
        """Wait until a session is connected, and was told all that there is."""

        def connected() -> bool:
            with self.ledger.changed:
                sessions = list(self.sessions.by_id.values())
                return any(one.is_connected and one.cursor == one.number for one in sessions)

        self.ledger.wait(connected, limit_s, lambda: f"{len(self.sessions.by_id)} sessions")

    def listener(self) -> int:
        """A number of its own for whoever came last, was told all, and still listens; else 0."""
        with self.ledger.changed:
            newest = next(reversed(self.sessions.by_id.values()), None)
            if newest is None or not newest.is_connected or newest.cursor < newest.number:
                return 0
            return self.sessions.identified + self.sessions.resumed

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(15)

    def _wake(self) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.gateway.wake)

    async def _close(self, runner: web.AppRunner) -> None:
        await self.gateway.cut()
        await leave(runner)

    async def _listen(self) -> None:
        app = web.Application(client_max_size=8 * 1024 * 1024)
        for route in self.served:
            app.router.add_route(route.method, f"/api/v10{route.path}", self._http.serve(route))
        app.router.add_get("/gateway", self.gateway.connect)
        app.router.add_get("/gateway/", self.gateway.connect)
        app.router.add_get(
            "/{folder:(?:ephemeral-)?attachments}/{room}/{file}/{name}", self.cdn.give
        )
        app.router.add_route("*", "/api/{rest:.*}", self._http.unknown)
        self.extend(app)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True).start()
        self._port = self._runner.addresses[0][1]
        self.url = self.cdn.url = f"http://127.0.0.1:{self._port}"
        self.gateway.url = self.rooms.gateway = f"ws://127.0.0.1:{self._port}/gateway"

    def extend(self, app: web.Application) -> None:
        """A place for further routes."""


def _made_token(application_id: int) -> str:
    """A token of the real shape: the bot's id, a time, a signature."""
    told = base64.b64encode(str(application_id).encode()).decode().rstrip("=")
    return f"{told}.{secrets.token_urlsafe(4)[:6]}.{secrets.token_urlsafe(29)[:38]}"


if __name__ == "__main__":
    # Imported here alone, as it is made of this module.
    from tests.servers.discord_control import main

    main()
