"""The open port against clients without manners: who is let in, for how long, and how it closes."""

from __future__ import annotations

import contextlib
import ipaddress
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bots.admission import Allowance
from bots.listener import listening
from tests.integration.web_access_rig import ELSEWHERE, needs_a_second_loopback
from tests.servers.free_port import free_port
from tests.servers.raw_line import RawLine, raw_line

ALLOWANCE = Allowance(100, 100)
ASK = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


async def greet(_: web.Request) -> web.Response:
    return web.Response(text="hello")


async def take(request: web.Request) -> web.Response:
    return web.Response(text=await request.text())


async def pour(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(bytes(65536))


async def tell(request: web.Request) -> web.StreamResponse:
    line = web.WebSocketResponse()
    await line.prepare(request)
    await line.receive()
    return line


ROUTES = [web.get("/", greet), web.post("/", take), web.get("/pour", pour), web.get("/tell", tell)]


@contextlib.asynccontextmanager
async def port_with(allowance: Allowance = ALLOWANCE, **more: Any) -> AsyncIterator[int]:
    port = free_port()
    async with listening(f"127.0.0.1:{port}", ROUTES, allowance=allowance, **more):
        yield port


async def is_answered(line: RawLine) -> bool:
    with contextlib.suppress(ConnectionError):
        await line.send(ASK)
        if await line.line() == "HTTP/1.1 200 OK":
            while await line.line():
                pass
            return True
    return False


async def is_held(line: RawLine) -> bool:
    """Whether a request of it is let in, which is then answered for as long as it is open."""
    with contextlib.suppress(ConnectionError):
        await line.upgrade("/tell")
        return await line.line() == "HTTP/1.1 101 Switching Protocols"
    return False


async def test_who_asks_nothing_has_to_go_and_who_has_asked_may_stay() -> None:
    async with (
        port_with(Allowance(100, 100, first_request_s=0.1)) as port,
        raw_line(port) as asker,
        raw_line(port) as silent,
        raw_line(port) as half,
    ):
        assert await is_answered(asker)
        await half.send("GET / HTTP/1.1\r\nHost: loc")
        assert await silent.rest() == await half.rest() == b""
        await asker.send(ASK)
        assert (await asker.line()).startswith("hello")


async def test_half_a_later_request_is_not_waited_for_either() -> None:
    async with port_with(Allowance(100, 100, idle_s=0.1)) as port, raw_line(port) as line:
        assert await is_answered(line)
        await line.send(ASK[:20])
        assert await line.rest() == b"hello"


async def test_no_more_are_open_than_there_is_room_for(caplog: pytest.LogCaptureFixture) -> None:
    async with port_with(Allowance(2, 2)) as port:
        async with raw_line(port) as one, raw_line(port) as other:
            assert await is_held(one) and await is_held(other)
            for _ in range(3):
                async with raw_line(port) as third:
                    assert not await is_answered(third)
        (said,) = caplog.messages
        assert "turned away, that of 127.0.0.1" in said and "BACKDROP_WEB_PROXIES" in said
        while True:
            async with raw_line(port) as line:
                if await is_answered(line):
                    break


@needs_a_second_loopback
async def test_one_address_takes_no_other_s_room_unless_it_speaks_for_many() -> None:
    network = ipaddress.ip_network("127.0.0.0/8")
    async with port_with(Allowance(10, 1)) as port, raw_line(port) as one:
        assert await is_held(one)
        async with raw_line(port) as second, raw_line(port, ELSEWHERE) as other:
            assert not await is_answered(second)
            assert await is_answered(other)
    async with (
        port_with(Allowance(10, 1), proxies=[network]) as port,
        raw_line(port) as one,
        raw_line(port) as second,
    ):
        assert await is_answered(one) and await is_answered(second)


async def test_the_address_s_connection_that_is_idle_for_the_longest_time_makes_way() -> None:
    async with (
        port_with(Allowance(3, 3)) as port,
        raw_line(port) as busy,
        raw_line(port) as first,
        raw_line(port) as second,
    ):
        assert await is_held(busy)
        assert await is_answered(first) and await is_answered(second)
        async with raw_line(port) as newcomer:
            assert await is_answered(newcomer)
            assert await first.rest() == b"hello"
            await second.send(ASK)
            assert (await second.line()).startswith("helloHTTP/1.1 200")


async def test_whoever_hangs_on_does_not_hold_up_the_end() -> None:
    async with contextlib.AsyncExitStack() as hanging:
        async with port_with(closing_s=0.1) as port:
            lines = [await hanging.enter_async_context(raw_line(port)) for _ in range(4)]
            body, head, download, socket = lines
            await body.begin("POST", "/", 100)
            await head.send(ASK[:20])
            await download.send("GET /pour HTTP/1.1\r\nHost: localhost\r\n\r\n")
            await socket.upgrade("/tell")
            for line in (download, socket):
                assert (await line.line()).startswith("HTTP/1.1 ")
            began_s = time.monotonic()
        assert time.monotonic() - began_s < 0.9, "cut, before anything is given up"


async def test_what_no_part_answers_is_dressed_like_the_rest() -> None:
    async with port_with() as port, aiohttp.ClientSession() as session:
        for method, path, status in (("GET", "/none", 404), ("PUT", "/", 405), ("GET", "/", 200)):
            async with session.request(method, f"http://127.0.0.1:{port}{path}") as answer:
                assert answer.status == status
                assert "Server" not in answer.headers
                is_dressed = "Content-Security-Policy" in answer.headers
                assert is_dressed is (status != 200), "a route says what its own is"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_the_process_asks_for_more_descriptors_and_leaves_itself_half() -> None:
    script = (
        "import resource as r; from bots.admission import allowance; n = r.RLIMIT_NOFILE\n"
        "for limits in ((100, 300), (200, 200)):\n"
        "  r.setrlimit(n, limits); print(allowance().most_open, *r.getrlimit(n))"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert told.stdout.splitlines() == ["150 300 300", "100 200 200"], told.stderr
