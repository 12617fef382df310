"""Short bodies of requests: whole however they come, never too long, never waited for too long."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bots.listener import listening
from bots.serving.body import read
from bots.serving.front import Front
from bots.serving.origin import Asked
from bots.settings import load
from tests.servers.free_port import free_port
from tests.servers.raw_line import raw_line


@contextlib.asynccontextmanager
async def echo(within_s: float = 30.0) -> AsyncIterator[int]:
    """The port of a server that tells how many bytes came, of eight at most."""

    async def handle(request: web.Request, _: Asked) -> web.Response:
        return web.Response(text=(await read(request, 8, within_s)).decode())

    port = free_port()
    front = Front(load(bind=f"127.0.0.1:{port}"))
    async with listening(f"127.0.0.1:{port}", [web.post("/", front.checked(handle))]):
        yield port


async def test_it_is_whole_in_whatever_pieces_it_comes() -> None:
    async with echo() as port, raw_line(port) as line:
        await line.begin("POST", "/", 8, Host=f"localhost:{port}", Connection="close")
        for letter in "12345678":
            await line.send(letter)
        assert (await line.rest()).endswith(b"\r\n\r\n12345678")


async def test_one_byte_more_is_refused() -> None:
    async with echo() as port, raw_line(port) as line:
        await line.begin("POST", "/", 9, Host=f"localhost:{port}", Connection="close")
        await line.send("123456789")
        assert (await line.line()).startswith("HTTP/1.1 413")


async def test_one_that_never_ends_is_not_waited_for() -> None:
    async with echo(within_s=0.05) as port, raw_line(port) as line:
        await line.begin("POST", "/", 8, Host=f"localhost:{port}")
        await line.send("1")
        assert (await line.line()).startswith("HTTP/1.1 408")


async def test_one_that_breaks_off_is_no_fault_of_ours(caplog: pytest.LogCaptureFixture) -> None:
    async with echo() as port:
        async with raw_line(port) as line:
            await line.begin("POST", "/", 8, Host=f"localhost:{port}")
            await line.send("1")
        async with raw_line(port) as line:
            await line.begin("POST", "/", 1, Host=f"localhost:{port}")
            await line.send("1")
            assert (await line.line()).startswith("HTTP/1.1 200")
    assert caplog.messages == []
