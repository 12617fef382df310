"""Faults of ours, told to whoever asked: what passes is to be asked for again, the rest is not."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa
from aiohttp import web
from sqlalchemy.ext.asyncio import create_async_engine

from bots.listener import listening
from bots.serving.body import read
from bots.serving.front import Front
from bots.serving.in_hand import MOST_SHORT
from bots.serving.origin import Asked
from bots.settings import load
from core.errors import NoRoom
from tests.integration.web_access_rig import PASSWORD, PUBLIC
from tests.servers.free_port import free_port
from tests.servers.raw_line import RawLine, raw_line


@contextlib.asynccontextmanager
async def doing(work: Callable[[], Awaitable[Any]]) -> AsyncIterator[str]:
    """The address of a server that does that for whoever asks."""

    async def handle(request: web.Request, _: Asked) -> web.Response:
        await work()
        return web.Response()

    bind = f"127.0.0.1:{free_port()}"
    front = Front(load(bind=bind))
    async with listening(bind, [web.post("/", front.checked(handle))]):
        yield f"http://{bind}/"


async def answered(address: str) -> tuple[int, str, str | None]:
    async with aiohttp.ClientSession() as session, session.post(address) as answer:
        code = json.loads(await answer.read())["code"]
        return answer.status, code, answer.headers.get("Retry-After")


async def test_a_locked_database_is_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "rows.sqlite3"
    with contextlib.closing(sqlite3.connect(path)) as holder:
        holder.execute("create table t (x)")
        holder.execute("begin exclusive")
        engine = create_async_engine(f"sqlite+aiosqlite:///{path}", connect_args={"timeout": 0.0})

        async def write() -> None:
            async with engine.begin() as connection:
                await connection.execute(sa.text("insert into t values (1)"))

        async with doing(write) as address:
            assert await answered(address) == (503, "later", "5")
        await engine.dispose()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /dev/full")
async def test_a_full_disk_is_tried_again() -> None:
    async def write() -> None:
        Path("/dev/full").write_bytes(b"x")

    async with doing(write) as address:
        assert await answered(address) == (503, "later", "5")


@pytest.mark.parametrize("error", [FileNotFoundError(2, "gone"), ValueError("x"), NoRoom("x")])
async def test_what_stays_is_not(error: Exception) -> None:
    async def fail() -> None:
        raise error

    async with doing(fail) as address:
        assert await answered(address) == (500, "fault", None)


async def test_one_asker_behind_a_proxy_has_so_much_in_hand_and_others_go_on() -> None:
    async def handle(request: web.Request, _: Asked) -> web.Response:
        return web.Response(body=await read(request, 8))

    port = free_port()
    front = Front(load(bind=f"127.0.0.1:{port}", public_url=PUBLIC, web_password=PASSWORD))
    asker = {"Host": "videos.example", "X_Forwarded_For": "203.0.113.7"}
    other = asker | {"X_Forwarded_For": "203.0.113.8"}
    async with (
        listening(f"127.0.0.1:{port}", [web.post("/", front.checked(handle))]),
        contextlib.AsyncExitStack() as hanging,
    ):

        async def begun(**headers: str) -> RawLine:
            line = await hanging.enter_async_context(raw_line(port))
            await line.begin("POST", "/", 1, **headers)
            return line

        lines = [await begun(**asker) for _ in range(MOST_SHORT)]
        refused, served = await begun(**asker), await begun(**other)
        answer = await refused.rest()
        assert answer.startswith(b"HTTP/1.1 429") and b"Connection: close" in answer
        await served.send("x")
        assert (await served.line()).startswith("HTTP/1.1 200")
        await lines[0].send("x")
        assert (await lines[0].line()).startswith("HTTP/1.1 200")
        again = await begun(**asker)
        await again.send("x")
        assert (await again.line()).startswith("HTTP/1.1 200")
