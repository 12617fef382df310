"""The fake Discord's gateway: WebSocket connections of clients: for tests.

Owns hello, identify, heartbeats, resuming and closing, and misbehaving there on order. Must not
know what is told; that is in ``discord_sessions``.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.servers.discord_compression import Packing, packing
from tests.servers.discord_ledger import Ledger
from tests.servers.discord_sessions import PRIVILEGED, Session, Sessions

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, RESUME = 0, 1, 2, 3, 6
RECONNECT, MEMBERS, INVALID, HELLO, ACK = 7, 8, 9, 10, 11
UNKNOWN_OPCODE, NOT_JSON, NOT_AUTHENTICATED, WRONG_TOKEN, TWICE = 4001, 4002, 4003, 4004, 4005
TIMED_OUT, BAD_SHARD, BAD_INTENTS, DISALLOWED_INTENTS = 4009, 4010, 4013, 4014


@dataclass
class Connection:
    """One socket. ``beat`` is set by a heartbeat; ``beats`` and ``acks`` are counted."""

    socket: web.WebSocketResponse
    request: web.Request
    packing: Packing
    session: Session | None = None
    beat: asyncio.Event = field(default_factory=asyncio.Event)
    beats: int = 0
    acks: int = 0

    async def send(
        self, op: int, data: Any = None, name: str = "", number: int | None = None
    ) -> None:
        """Send one message."""
        await self.packing.send(self.socket, {"op": op, "d": data, "s": number, "t": name or None})


class Gateway:
    """Answers ``GET /gateway``. ``intents_allowed`` are the privileged ones, by name."""

    def __init__(
        self,
        token: str,
        ledger: Ledger,
        sessions: Sessions,
        *,
        intents_allowed: frozenset[str],
        heartbeat_ms: int = 41_250,
    ) -> None:
        self.token = token
        self._ledger = ledger
        self._sessions = sessions
        self.intents_allowed = intents_allowed
        self._heartbeat_ms = heartbeat_ms
        self._news = asyncio.Event()
        self.connections: list[Connection] = []
        self.closed_with: list[int] = []
        self.is_missing_acks = False
        self.is_full = False
        """Whether whoever comes is sent away again, with HTTP 503."""
        self.turned_away = 0
        self.url = ""

    def wake(self) -> None:
        """Something is to be told; to be called in the loop."""
        self._news.set()
        self._news = asyncio.Event()

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """One client's connection, until its end."""
        if self.is_full:
            self.turned_away += 1
            return web.Response(status=503)
        socket = web.WebSocketResponse(autoping=True, max_msg_size=4096 * 4)
        await socket.prepare(request)
        connection = Connection(socket, request, packing(request.query.get("compress", "")))
        with self._ledger.changed:
            self.connections.append(connection)
        work = [asyncio.ensure_future(self._tell(connection))]
        work.append(asyncio.ensure_future(self._watch(connection)))
        try:
            await connection.send(HELLO, {"heartbeat_interval": self._heartbeat_ms})
            async for frame in socket:
                if frame.type is not WSMsgType.TEXT:
                    await self.close(connection, NOT_JSON)
                    break
                code = await self._hear(connection, json.loads(frame.data))
                if code:
                    await self.close(connection, code)
        except ConnectionError:
            # The other side went away while we were speaking: as good as its closing.
            pass
        finally:
            for one in work:
                one.cancel()
            await _ended(work)
            with self._ledger.changed:
                self.connections.remove(connection)
                if connection.session is not None:
                    connection.session.is_connected = False
                self._ledger.changed.notify_all()
        return socket

    async def close(self, connection: Connection, code: int) -> None:
        """Close with a code."""
        with self._ledger.changed:
            self.closed_with.append(code)
        await connection.socket.close(code=code)

    async def _hear(self, connection: Connection, told: dict[str, Any]) -> int:
        """Do what a client says; a code to close with, or 0."""
        op, data = told.get("op"), told.get("d")
        if op == HEARTBEAT:
            connection.beat.set()
            connection.beats += 1
            if connection.session is not None and isinstance(data, int):
                with self._ledger.changed:
                    connection.session.acknowledged(data)
            if not self.is_missing_acks:
                await connection.send(ACK)
                connection.acks += 1
            return 0
        if op == IDENTIFY:
            return self._identify(connection, data or {})
        if op == RESUME:
            return await self._resume(connection, data or {})
        if connection.session is None:
            return NOT_AUTHENTICATED
        # Presence and voice say nothing to anybody here; members are none of ours.
        return 0 if op in (PRESENCE, 4, MEMBERS) else UNKNOWN_OPCODE

    def _identify(self, connection: Connection, data: dict[str, Any]) -> int:
        if connection.session is not None:
            return TWICE
        if not self._is_ours(data):
            return WRONG_TOKEN
        intents, shard = data.get("intents"), data.get("shard", [0, 1])
        if not isinstance(intents, int) or intents < 0 or intents >= 1 << 26:
            return BAD_INTENTS
        if intents & sum(PRIVILEGED[one] for one in set(PRIVILEGED) - self.intents_allowed):
            return DISALLOWED_INTENTS
        if len(shard) != 2 or not 0 <= shard[0] < shard[1]:
            return BAD_SHARD
        self._attach(connection, self._sessions.begin(intents, (shard[0], shard[1]), self.url))
        return 0

    async def _resume(self, connection: Connection, data: dict[str, Any]) -> int:
        if connection.session is not None:
            return TWICE
        if not self._is_ours(data):
            return WRONG_TOKEN
        session = self._sessions.resume(str(data.get("session_id")), int(data.get("seq") or 0))
        if session is None:
            await connection.send(INVALID, False)
            return 0
        self._attach(connection, session)
        return 0

    def _is_ours(self, data: dict[str, Any]) -> bool:
        # With or without the word that stands before it in a header.
        told = str(data.get("token", "")).removeprefix("Bot ")
        return hmac.compare_digest(told.encode(), self.token.encode())

    def _attach(self, connection: Connection, session: Session) -> None:
        with self._ledger.changed:
            for other in self.connections:
                if other.session is session:
                    other.session = None
            connection.session = session
            session.is_connected = True
            self._ledger.changed.notify_all()
        self.wake()

    async def _tell(self, connection: Connection) -> None:
        while not connection.socket.closed:
            news = self._news
            for number, name, data in self._left(connection):
                await connection.send(DISPATCH, data, name, number)
            await news.wait()

    def _left(self, connection: Connection) -> list[tuple[int, str, Any]]:
        with self._ledger.changed:
            session = connection.session
            if session is None:
                return []
            left = [one for one in session.events if one[0] > session.cursor]
            if left:
                session.cursor = left[-1][0]
            return left

    async def _watch(self, connection: Connection) -> None:
        """End a connection whose client no longer beats."""
        with contextlib.suppress(TimeoutError):
            while True:
                async with asyncio.timeout(self._heartbeat_ms / 1000 * 1.5):
                    await connection.beat.wait()
                connection.beat.clear()
        await self.close(connection, TIMED_OUT)

    # --- on order ---------------------------------------------------------------------------

    async def cut(self, shard_id: int | None = None) -> None:
        """Cut every line, or that shard's, without a word; sessions live on."""
        for one in list(self.connections):
            is_meant = shard_id is None or (one.session and one.session.shard[0] == shard_id)
            if is_meant and one.request.transport is not None:
                one.request.transport.abort()

    async def end(self, code: int) -> None:
        """Close every connection with that code."""
        for one in list(self.connections):
            await self.close(one, code)

    async def ask_to_reconnect(self) -> None:
        """Send every client the order to connect anew, and to resume."""
        for one in list(self.connections):
            await one.send(RECONNECT)

    async def ask_to_beat(self) -> None:
        """Ask every client for a heartbeat at once."""
        for one in list(self.connections):
            await one.send(HEARTBEAT)

    async def invalidate(self, *, is_resumable: bool) -> None:
        """Tell every client that its session is invalid."""
        for one in list(self.connections):
            await one.send(INVALID, is_resumable)


async def _ended(work: list[asyncio.Task[None]]) -> None:
    """Wait for the tasks' ends; a line that broke under them is no fault of ours."""
    for outcome in await asyncio.gather(*work, return_exceptions=True):
        if isinstance(outcome, Exception) and not isinstance(outcome, ConnectionError):
            raise outcome
