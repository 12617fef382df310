"""The engine's faulty mode: every fault of the table does what the table says."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.servers.engine_caller import MP4, Answer, Caller, events, said, until
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


async def charges(caller: Caller) -> int:
    entries = (await caller.ledger())["entries"]
    return len([entry for entry in entries if entry["session_id"] == caller.session_id])


async def partly(caller: Caller, text: str) -> tuple[Answer, bool]:
    """What came of a stream, and whether it ended as it should."""
    headers = {**caller.headers, "Authorization": f"Bearer {caller.token}"}
    body, is_whole = b"", True
    async with caller.http.post(
        f"{caller.url}/run_sse", json=caller.message_body(text), headers=headers
    ) as response:
        try:
            async for chunk in response.content.iter_any():
                body += chunk
        except aiohttp.ClientError:
            is_whole = False
        return Answer(response.status, response.headers, body), is_whole


async def rendered(caller: Caller, render_id: str) -> dict[str, object]:
    await caller.submit((await caller.state())["draft"], render_id)
    return await caller.rendered(render_id)


async def test_there_is_no_faulty_mode_unless_asked_for(tmp_path: Path) -> None:
    engine = EngineProcess(tmp_path / "data", *ODD, faulty=False).start()
    try:
        async with aiohttp.ClientSession() as http:
            made = Caller(engine.url, http)
            for method, path in (
                ("GET", "/_test/faults"),
                ("POST", "/_test/faults"),
                ("GET", "/_test/ledger"),
                ("POST", "/_test/tokens"),
            ):
                assert (await made.call(method, path)).status == 404
    finally:
        engine.stop()


@pytest.mark.parametrize(
    "order",
    [
        {"endpoint": "nowhere", "fault": "drop"},
        {"endpoint": "state", "fault": "silent"},
        {"endpoint": "state", "fault": "drop", "times": "many"},
        ["drop"],
        "drop",
    ],
)
async def test_a_wrong_order_is_refused(caller: Caller, order: object) -> None:
    answer = await caller.call("POST", "/_test/faults", json=order)
    assert answer.status == 400
    assert (await caller.call("GET", "/_test/faults")).json == []


async def test_times_and_after(caller: Caller) -> None:
    await caller.arm("credits", "http_error", times=2, after=1)
    statuses = [(await caller.call("GET", BALANCE)).status for _ in range(5)]
    assert statuses == [200, 500, 500, 200, 200]


@pytest.mark.parametrize(("body", "begins"), [("json", b"{"), ("html", b"<"), ("empty", b"")])
async def test_http_error(caller: Caller, body: str, begins: bytes) -> None:
    await caller.arm("credits", "http_error", status=502, body=body)
    answer = await caller.call("GET", BALANCE)
    assert answer.status == 502
    assert answer.body.startswith(begins)


async def test_rate_limit(caller: Caller) -> None:
    await caller.arm("credits", "rate_limit", retry_after_s=7)
    answer = await caller.call("GET", BALANCE)
    assert (answer.status, answer.code, answer.headers["Retry-After"]) == (429, 429, "7")
    await caller.arm("credits", "rate_limit", retry_after_s=None)
    assert "Retry-After" not in (await caller.call("GET", BALANCE)).headers


async def test_refuse(caller: Caller) -> None:
    await caller.arm("message", "refuse", code=2001, message="no more credits")
    answer = await caller.message(OFFICE)
    assert (answer.status, answer.code) == (200, 2001)
    assert await charges(caller) == 0


async def test_drop_does_nothing(caller: Caller) -> None:
    await caller.arm("upload", "drop")
    with pytest.raises(LOST):
        await caller.upload(("clip.mp4", MP4))
    assert len((await caller.state())["video_infos"]) == 1


@pytest.mark.parametrize("endpoint", ["upload", "message", "render_submit"])
async def test_lost_answer_does_the_work(caller: Caller, endpoint: str) -> None:
    await caller.arm(endpoint, "lost_answer")
    match endpoint:
        case "upload":
            with pytest.raises(LOST):
                await caller.upload(("lost.mp4", MP4))
            names = [info["filename"] for info in (await caller.state())["video_infos"]]
            assert names == ["clip.mp4", "lost.mp4"]
        case "message":
            with pytest.raises(LOST):
                await caller.message(OFFICE)
            assert await charges(caller) == 1
        case _:
            draft = (await caller.state())["draft"]
            with pytest.raises(LOST):
                await caller.submit(draft, "render_lost_answer")
            assert (await caller.rendered("render_lost_answer"))["status"] == "completed"


async def test_slow(caller: Caller) -> None:
    await caller.arm("credits", "slow", delay_s=0.2, bytes_per_s=100)
    begun = time.monotonic()
    answer = await caller.call("GET", BALANCE)
    assert answer.code == 0
    assert time.monotonic() - begun > 0.2 + (len(answer.body) - 10) / 100 * 0.9


async def test_slow_bytes_of_a_film(caller: Caller) -> None:
    await rendered(caller, "render_slow_bytes")
    await caller.arm("render_download", "slow", bytes_per_s=30_000)
    begun = time.monotonic()
    answer = await caller.call("GET", "/api/render/proxy/render_slow_bytes/download")
    assert answer.body == FILM
    assert time.monotonic() - begun > 0.4


async def test_garbage(caller: Caller) -> None:
    await caller.arm("credits", "garbage")
    answer = await caller.call("GET", BALANCE)
    assert answer.status == 200
    with pytest.raises(json.JSONDecodeError):
        _ = answer.json


async def test_redirect_leads_to_an_origin_that_notes_what_it_sees(caller: Caller) -> None:
    await caller.arm("credits", "redirect")
    answer = await caller.call("GET", BALANCE)
    assert answer.status == 307
    location = answer.headers["Location"]
    assert not location.startswith(caller.url)
    await caller.call("GET", location, headers={"X-Careless": "yes"})
    noted = (await caller.ledger())["elsewhere"][-1]
    assert noted["path"] == BALANCE
    assert noted["headers"]["X-Careless"] == "yes"
    assert "Authorization" in noted["headers"]
    assert caller.token not in json.dumps(noted)


async def test_expired_token_is_void_for_good(caller: Caller) -> None:
    await caller.arm("state", "expired_token")
    for path in (caller.state_path, caller.state_path, BALANCE):
        answer = await caller.call("GET", path)
        assert (answer.status, answer.code) == (401, 1001)


@pytest.mark.parametrize("endpoint", ["state", "message", "upload", "render_submit"])
async def test_lost_session_is_gone_for_good(caller: Caller, endpoint: str) -> None:
    draft = (await caller.state())["draft"]
    await caller.arm(endpoint, "lost_session")
    match endpoint:
        case "state":
            answer = await caller.call("GET", caller.state_path)
        case "message":
            answer = await caller.message(OFFICE)
        case "upload":
            answer = await caller.upload(("clip.mp4", MP4))
        case _:
            answer = await caller.submit(draft)
    assert (answer.status, answer.code) == (404, 1002)
    assert (await caller.call("GET", caller.state_path)).code == 1002
    await caller.open_session()
    assert (await caller.call("GET", caller.state_path)).code == 0


async def test_silent(caller: Caller) -> None:
    await caller.arm("message", "silent")
    answer, is_whole = await partly(caller, OFFICE)
    assert (said(answer), is_whole) == ("", True)
    assert await charges(caller) == 1
    assert len((await caller.state())["draft"]["t"]) == 2


@pytest.mark.parametrize("newline", ["lf", "crlf", "cr"])
async def test_odd_bytes(caller: Caller, newline: str) -> None:
    await caller.arm("message", "odd_bytes", newline=newline, split_bytes=3)
    answer = await caller.message(OFFICE)
    assert said(answer)
    ends = {"lf": b"\n\n", "crlf": b"\r\n\r\n", "cr": b"\r\r"}
    assert answer.body.endswith(ends[newline])
    assert b": noise" in answer.body
    if newline == "cr":
        assert b"\n" not in answer.body


@pytest.mark.parametrize("is_done", [True, False])
async def test_heartbeats(caller: Caller, is_done: bool) -> None:
    await caller.arm("message", "heartbeats", seconds=0.3, is_done=is_done)
    answer, is_whole = await partly(caller, OFFICE)
    assert is_whole
    assert bool(said(answer)) is is_done
    assert await charges(caller) == int(is_done)
    assert (await caller.credits())["frozen"] == 0


async def test_cut_before_the_work(caller: Caller) -> None:
    await caller.arm("message", "cut_before")
    answer, is_whole = await partly(caller, OFFICE)
    assert (said(answer), is_whole) == ("", False)
    await asyncio.sleep(0.2)
    assert await charges(caller) == 0
    assert await caller.credits() == {"available": 100, "frozen": 0, "total": 100}


async def test_cut_during_the_work(caller: Caller) -> None:
    await caller.arm("message", "cut_during", delay_s=0.3)
    answer, is_whole = await partly(caller, OFFICE)
    assert (said(answer), is_whole) == ("", False)
    assert await charges(caller) == 0
    assert (await caller.credits())["frozen"] == 10
    await until(lambda: charges(caller))
    assert len((await caller.state())["draft"]["t"]) == 2
    assert await charges(caller) == 1


async def test_cut_after_the_work(caller: Caller) -> None:
    await caller.arm("message", "cut_after")
    answer, is_whole = await partly(caller, OFFICE)
    assert not is_whole
    half = said(answer)
    assert half
    assert await charges(caller) == 1
    await caller.message("undo")
    whole = said(await caller.message(OFFICE))
    assert whole.startswith(half)
    assert len(half) < len(whole)


async def test_temporary_issue(caller: Caller) -> None:
    await caller.arm("message", "temporary_issue")
    text = said(await caller.message(OFFICE))
    assert len(text.split("I encountered a temporary issue")[0]) > 10
    assert await charges(caller) == 1


async def test_interface_talk(caller: Caller) -> None:
    await caller.arm("message", "interface_talk")
    text = said(await caller.message(OFFICE))
    assert "Click Export" in text
    assert "点击导出按钮" in text


@pytest.mark.parametrize("shape", ["flat", "adk"])
async def test_error_event(caller: Caller, shape: str) -> None:
    await caller.arm("message", "error_event", message="The model is busy.", shape=shape)
    (event,) = [e for e in events(await caller.message(OFFICE)) if "heartbeat" not in e.values()]
    assert event["error" if shape == "flat" else "errorMessage"] == "The model is busy."
    assert await charges(caller) == 0


async def test_the_ledger_counts_calls_and_shows_headers(caller: Caller) -> None:
    before = (await caller.ledger())["calls"].get("token", 0)
    await caller.call(
        "POST", "/api/auth/anonymous-token", headers={"X-Client-Id": str(uuid.uuid4())}
    )
    ledger = await caller.ledger()
    assert ledger["calls"]["token"] == before + 1
    seen = ledger["headers"][-1]
    assert seen["endpoint"] == "token"
    assert seen["headers"]["X-Skill-Source"] == "tomoviee-video-background"
    assert "nmv_usr_" not in json.dumps(ledger)
