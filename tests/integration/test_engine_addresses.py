"""Addresses given to the engine: fetched from the public internet only, and within limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.servers.engine_caller import MP4, Caller, until
from tests.servers.engine_process import EngineProcess

ODD = ("--worker-module", "tests.servers.odd_worker")
MB = 1024 * 1024


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    process = EngineProcess(
        tmp_path_factory.mktemp("engine") / "data", *ODD, "--upload-limit-mb", "4"
    ).start()
    yield process
    process.stop()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def caller(engine: EngineProcess, http: aiohttp.ClientSession) -> Caller:
    return await entered(engine, http)


async def entered(engine: EngineProcess, http: aiohttp.ClientSession) -> Caller:
    made = await Caller(engine.url, http).enter()
    return made


def left_files(engine: EngineProcess) -> set[str]:
    return {path.name for path in (engine.data_dir / "assets").iterdir()}


async def sent(size_bytes: int, piece: bytes = b"\0" * 65536) -> AsyncIterator[bytes]:
    yield MP4
    for _ in range(size_bytes // len(piece)):
        yield piece


@pytest.fixture(scope="module")
def open_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    """One that may fetch from this machine."""
    process = EngineProcess(
        tmp_path_factory.mktemp("open") / "data",
        *ODD,
        "--upload-limit-mb",
        "4",
        "--allow-private-urls",
    ).start()
    yield process
    process.stop()


@dataclass
class Site:
    """A site with clips, redirects and traps on loopback."""

    url: str
    asked: list[str]


async def clip_server(asked: list[str]) -> web.AppRunner:
    @web.middleware
    async def note(request: web.Request, handler: Any) -> Any:
        asked.append(request.path)
        return await handler(request)

    async def clip(request: web.Request) -> web.Response:
        return web.Response(body=MP4)

    async def page(request: web.Request) -> web.Response:
        return web.Response(text="<html>", content_type="video/mp4")

    async def moved(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": request.query["to"]})

    async def huge(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        if "length" in request.query:
            response.content_length = 600 * MB
        await response.prepare(request)
        async for piece in sent(6 * MB):
            await response.write(piece)
        return response

    async def broken(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        response.content_length = 2 * MB
        await response.prepare(request)
        await response.write(MP4)
        assert request.transport is not None
        request.transport.abort()
        return response

    app = web.Application(middlewares=[note])
    app.router.add_get("/clips/talk one.mp4", clip)
    app.router.add_get("/page.mp4", page)
    app.router.add_get("/moved", moved)
    app.router.add_get("/huge.mp4", huge)
    app.router.add_get("/broken.mp4", broken)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    asked: list[str] = []
    runner = await clip_server(asked)
    yield Site(f"http://127.0.0.1:{runner.addresses[0][1]}", asked)
    await runner.cleanup()


async def test_an_address_is_fetched(
    open_engine: EngineProcess, http: aiohttp.ClientSession, site: Site
) -> None:
    made = await entered(open_engine, http)
    data = (await made.upload_urls(f"{site.url}/clips/talk%20one.mp4")).data
    assert data["files"][0]["filename"] == "talk one.mp4"
    assert data["files"][0]["size"] == len(MP4)
    moved = f"{site.url}/moved?to=/clips/talk%2520one.mp4"
    assert (await made.upload_urls(moved)).code == 0
    assert len((await made.state())["draft"]["t"][0]["sg"]) == 2


async def test_an_answer_that_comes_before_the_fetch_is_the_balancers(
    open_engine: EngineProcess, http: aiohttp.ClientSession, site: Site
) -> None:
    made = await entered(open_engine, http)
    await made.arm("upload", "gateway_timeout", delay_s=0.2)
    assert (await made.upload_urls(f"{site.url}/clips/talk%20one.mp4")).status == 504
    assert (await made.state())["video_infos"] == []

    async def files() -> list[Any]:
        return list((await made.state())["video_infos"])

    assert [file["size"] for file in await until(files)] == [len(MP4)]


async def test_what_an_address_may_not_do(
    open_engine: EngineProcess, http: aiohttp.ClientSession, site: Site
) -> None:
    made = await entered(open_engine, http)
    before = left_files(open_engine)
    assert (await made.upload_urls(f"{site.url}/page.mp4")).code == 4001
    assert (await made.upload_urls(f"{site.url}/huge.mp4")).code == 4002
    assert (await made.upload_urls(f"{site.url}/huge.mp4?length=1")).code == 4002
    assert (await made.upload_urls(f"{site.url}/broken.mp4")).code == 400
    assert (await made.upload_urls(f"{site.url}/nothing.mp4")).code == 400
    assert (await made.upload_urls(f"{site.url}/moved?to={site.url}/moved")).code == 400
    assert (await made.upload_urls(f"{site.url}/moved?to=file:///etc/passwd")).code == 400
    assert (await made.upload_urls("file:///etc/passwd")).code == 400
    assert (await made.upload_urls("ftp://example.com/a.mp4")).code == 400
    assert (await made.upload_urls("http://me:secret@example.com/a.mp4")).code == 400
    assert (await made.upload_urls("not an address")).code == 400
    assert (await made.upload_urls()).code == 400
    assert left_files(open_engine) == before
    assert (await made.state())["video_infos"] == []


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "[::ffff:127.0.0.1]", "0", "2130706433", "0x7f.1"],
)
async def test_this_machine_is_never_asked(caller: Caller, site: Site, host: str) -> None:
    port = site.url.rsplit(":", 1)[1]
    answer = await caller.upload_urls(f"http://{host}:{port}/clips/talk%20one.mp4")
    assert answer.code == 400
    assert site.asked == []


async def test_a_link_local_address_is_never_asked(caller: Caller) -> None:
    """The one where clouds keep the keys of a machine."""
    async with asyncio.timeout(5):
        answer = await caller.upload_urls("http://169.254.169.254/latest/meta-data/")
    assert answer.code == 400
