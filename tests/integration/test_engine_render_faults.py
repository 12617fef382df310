"""The engine's faulty mode: renders that fail or hang, and outputs that cannot be fetched."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest

from tests.servers.engine_caller import MP4, Caller
from tests.servers.engine_process import EngineProcess

ODD = ("--worker-module", "tests.servers.odd_worker", "--heartbeat-s", "0.1")
OFFICE = "remove the original background and replace it with a virtual office scene"
BALANCE = "/api/credits/balance/simple"
LOST = (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError, aiohttp.ClientPayloadError)
FILM = b"a rendered film" * 1000


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    process = EngineProcess(
        tmp_path_factory.mktemp("engine") / "data", *ODD, "--credits", "cloud"
    ).start()
    yield process
    process.stop()


@pytest.fixture
async def caller(engine: EngineProcess) -> AsyncIterator[Caller]:
    # A connection of its own for each call: a client may otherwise repeat one that was dropped.
    connector = aiohttp.TCPConnector(force_close=True)
    async with aiohttp.ClientSession(connector=connector) as http:
        made = Caller(engine.url, http)
        await made.call("DELETE", "/_test/faults")
        await made.get_token()
        await made.open_session()
        assert (await made.upload(("clip.mp4", MP4))).code == 0
        yield made


async def rendered(caller: Caller, render_id: str) -> dict[str, object]:
    await caller.submit((await caller.state())["draft"], render_id)
    return await caller.rendered(render_id)


async def test_fail_render(caller: Caller) -> None:
    await caller.arm("render_submit", "fail_render", message="The farm is on fire.")
    status = await rendered(caller, "render_fail")
    assert (status["status"], status["error"]) == ("failed", "The farm is on fire.")
    assert (await rendered(caller, "render_fail_again"))["status"] == "completed"


async def test_stuck_render(caller: Caller) -> None:
    await caller.arm("render_submit", "stuck_render")
    await caller.submit((await caller.state())["draft"], "render_stuck")
    await caller.progressed("render_stuck", 42)
    # It takes nobody's place.
    assert (await rendered(caller, "render_not_stuck"))["status"] == "completed"
    status = await caller.render_status("render_stuck")
    assert (status["status"], status["progress"]) == ("processing", 42)
    await caller.call("POST", "/api/render/proxy/lambda/render_stuck/cancel")
    assert (await caller.render_status("render_stuck"))["status"] == "failed"


async def fetched(url: str) -> tuple[int, bytes, str]:
    async with aiohttp.ClientSession() as plain, plain.get(url) as response:
        return response.status, await response.read(), str(response.url)


async def test_output_missing(caller: Caller) -> None:
    await caller.arm("render_submit", "output_missing")
    url = (await rendered(caller, "render_missing"))["output"]["url"]  # type: ignore[index]
    assert (await fetched(url))[0] == 404
    answer = await caller.call("GET", "/api/render/proxy/render_missing/download")
    assert (answer.status, answer.body) == (200, FILM)


async def test_output_elsewhere(caller: Caller) -> None:
    await caller.arm("render_submit", "output_elsewhere")
    url = (await rendered(caller, "render_elsewhere"))["output"]["url"]  # type: ignore[index]
    assert not url.startswith(caller.url)
    assert (await fetched(url))[:2] == (200, FILM)
    assert (await caller.ledger())["elsewhere"][-1]["path"].startswith("/files/render/")


async def test_output_redirect(caller: Caller) -> None:
    await caller.arm("render_submit", "output_redirect")
    url = (await rendered(caller, "render_redirect"))["output"]["url"]  # type: ignore[index]
    assert url.startswith(caller.url)
    status, body, final = await fetched(url)
    assert (status, body) == (200, FILM)
    assert not final.startswith(caller.url)


async def test_output_cut(caller: Caller) -> None:
    await caller.arm("render_submit", "output_cut")
    url = (await rendered(caller, "render_cut"))["output"]["url"]  # type: ignore[index]
    with pytest.raises(LOST):
        await fetched(url)
    assert (await fetched(url))[:2] == (200, FILM)
