"""A page behind its access checks on loopback, and browsers that ask for it.

The page says who asks. A browser keeps cookies as it is told; what it says of itself (``Host``,
``Origin``) can be chosen, as an attacker's page or a proxy would.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.cookies import Morsel, SimpleCookie
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from multidict import CIMultiDictProxy
from yarl import URL

from bots.listener import listening
from bots.serving.assets import Assets
from bots.settings import Settings
from bots.web.access import Access, Visitor
from bots.web.limits import Doing, Limits
from bots.web.login import Login
from core.clock import SystemClock
from core.phrases import Phrasebook
from tests.servers.free_port import free_port

PASSWORD = "open sesame 1"
PUBLIC = "https://videos.example"
EVERYWHERE = "0.0.0.0"  # noqa: S104
ELSEWHERE = "127.0.0.2"
"""Another address to ask from."""

needs_a_second_loopback = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux has all of 127.0.0.0/8"
)


class OwnClock(SystemClock):
    """Time that passes when told."""

    def __init__(self) -> None:
        self.at = datetime(2026, 5, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def monotonic_s(self) -> float:
        return self.at.timestamp()

    def passes(self, **time: float) -> None:
        self.at += timedelta(**time)


@dataclass
class Answer:
    status: int
    headers: CIMultiDictProxy[str]
    text: str
    cookies: dict[str, Morsel[str]]

    @property
    def said(self) -> Any:
        return json.loads(self.text)


@dataclass
class Browser:
    """One with its cookies; ``headers`` are sent with every request."""

    base: str
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    from_address: str = "127.0.0.1"

    async def ask(self, path: str, method: str = "GET", body: Any = None, **headers: str) -> Answer:
        """Headers by their names with ``_`` for ``-``; an empty one is left out."""
        asked = self._headers(headers)
        async with (
            self._session() as session,
            session.request(
                method,
                URL(self.base + path, encoded=True),
                headers=asked,
                data=body,
                allow_redirects=False,
            ) as answer,
        ):
            given = SimpleCookie()
            for line in answer.headers.getall("Set-Cookie", []):
                given.load(line)
            for name, morsel in given.items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
            return Answer(answer.status, answer.headers, await answer.text(), dict(given))

    async def visitor(self) -> str:
        """Who the page says that this browser is."""
        answer = await self.ask("/api/who")
        assert answer.status == 200, answer.text
        return str(answer.said["visitor"])

    async def log_in(self, password: str = PASSWORD) -> Answer:
        return await self.ask("/login", "POST", {"password": password})

    async def listen(self, **headers: str) -> int | None:
        """The code with which a WebSocket is closed at once; None for one that stays open.

        Raises ``aiohttp.WSServerHandshakeError`` where there is none.
        """
        async with (
            self._session() as session,
            session.ws_connect(f"{self.base}/api/socket", headers=self._headers(headers)) as line,
        ):
            first = await line.receive()
            if first.type is aiohttp.WSMsgType.TEXT:
                return None
            return line.close_code

    def _session(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(local_addr=(self.from_address, 0))
        return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        own = {name.replace("_", "-"): value for name, value in headers.items()}
        asked = {"Cookie": cookies, **self.headers, **own}
        return {name: value for name, value in asked.items() if value}


class Rig:
    """A start of the page; ``hung_up`` has the visitors whose lines were cut.

    ``forgotten`` are those of whom all is deleted: as soon as ``may_forget`` is set, and unless one
    of ``faults`` happens.
    """

    def __init__(self, settings: Settings, folder: Path, clock: OwnClock, limits: Limits) -> None:
        self.settings = settings
        self.clock = clock
        self.port = int(settings.bind.rpartition(":")[2])
        self.base = f"http://127.0.0.1:{self.port}"
        self.hung_up: list[str] = []
        self.assets = Assets(Phrasebook())
        self.access = Access(settings, folder, clock=clock, limits=limits)
        self.forgotten: list[str] = []
        self.faults: list[Exception] = []
        self.is_forgetting, self.may_forget = asyncio.Event(), asyncio.Event()
        self.may_forget.set()
        self.login = Login(self.access, self.assets, self.hung_up.append, self._forget)

    async def _forget(self, visitor: str) -> None:
        self.is_forgetting.set()
        await self.may_forget.wait()
        if self.faults:
            raise self.faults.pop()
        self.forgotten.append(visitor)

    def browser(self, **headers: str) -> Browser:
        return Browser(self.base, {name.replace("_", "-"): it for name, it in headers.items()})

    def returning(self, cookies: dict[str, str]) -> Browser:
        """A browser with the cookies of an earlier start, which had another port."""
        renamed = {re.sub(r"\d+$", str(self.port), name): it for name, it in cookies.items()}
        return Browser(self.base, cookies=renamed)

    async def raw(self, lines: str) -> str:
        """The first line of the answer to exactly these lines."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(lines.replace("\n", "\r\n").encode() + b"\r\n\r\n")
        answer = await reader.readline()
        writer.close()
        await writer.wait_closed()
        return answer.decode().strip()

    def routes(self) -> list[web.RouteDef]:
        guarded = self.access.guarded
        made: list[web.RouteDef] = []
        for under in self.settings.prefixes:
            made += [
                web.get(f"{under}/", guarded(_page, is_page=True)),
                web.get(f"{under}/api/who", guarded(_who)),
                web.get(f"{under}/api/socket", guarded(_socket)),
                web.get(f"{under}/api/fault", guarded(_fault)),
                web.get(f"{under}/api/missing", guarded(_missing)),
                web.get(f"{under}/assets/{{file}}", self.access.front.checked(self.assets.serve)),
                *self.login.routes(under),
            ]
            made += [
                web.route(method, f"{under}/api/do", guarded(_who, doing=Doing.MESSAGE))
                for method in ("POST", "PATCH", "DELETE")
            ]
        return [*made, self.access.front.elsewhere()]


async def _page(request: web.Request, visitor: Visitor) -> web.StreamResponse:
    return web.Response(text=visitor.id, content_type="text/html")


async def _who(request: web.Request, visitor: Visitor) -> web.StreamResponse:
    return web.json_response({"visitor": visitor.id, "is_operator": visitor.is_operator})


async def _socket(request: web.Request, visitor: Visitor) -> web.StreamResponse:
    line = web.WebSocketResponse()
    await line.prepare(request)
    await line.send_json({"visitor": visitor.id})
    await line.receive()
    return line


async def _fault(request: web.Request, visitor: Visitor) -> web.StreamResponse:
    raise RuntimeError("hunter2")


async def _missing(request: web.Request, visitor: Visitor) -> web.StreamResponse:
    raise web.HTTPNotFound


@contextlib.asynccontextmanager
async def serving(
    folder: Path,
    clock: OwnClock | None = None,
    limits: Limits | None = None,
    *,
    host: str = "127.0.0.1",
    **settings: Any,
) -> AsyncIterator[Rig]:
    """A start with these settings, on a free port of ``host``."""
    made = Settings(_env_file=None, data_dir=folder, bind=f"{host}:{free_port()}", **settings)
    rig = Rig(made, folder, clock or OwnClock(), limits or Limits())
    async with listening(made.bind, rig.routes()):
        yield rig
