"""The engine's API as its contract tells it: every endpoint, every code, every shape of answer."""

from __future__ import annotations

import re
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from engine.server.messages import TEXT_LIMIT
from tests.servers.engine_caller import Caller, events, said
from tests.servers.engine_process import EngineProcess

pytest.importorskip("av", reason="the engine's extra is not installed")

from tests.servers.engine_clips import clip

ODD = ("--worker-module", "tests.servers.odd_worker", "--heartbeat-s", "0.2")
OFFICE = "remove the original background and replace it with a virtual office scene"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    process = EngineProcess(tmp_path_factory.mktemp("engine") / "data", *ODD).start()
    yield process
    process.stop()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clip(tmp_path_factory.mktemp("clips") / "sample.mp4")


@pytest.fixture
async def caller(engine: EngineProcess) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as http:
        made = Caller(engine.url, http)
        await made.get_token()
        await made.open_session()
        yield made


async def test_ids_are_long_digit_strings(caller: Caller) -> None:
    assert re.fullmatch(r"\d{19}", caller.session_id)
    assert re.fullmatch(r"\d{19}", caller.task_id)


async def test_a_stranger_s_session_is_1002(caller: Caller, engine: EngineProcess) -> None:
    stranger = Caller(engine.url, caller.http)
    await stranger.get_token()
    stranger.session_id = caller.session_id
    assert (await stranger.call("GET", stranger.state_path)).code == 1002
    assert (await stranger.message(OFFICE)).code == 1002
    assert (await stranger.upload(("a.mp4", b"x"))).code == 1002
    assert (await stranger.submit({"t": [{"sg": [{}]}]})).code == 1002
    stranger.session_id = "../../etc"
    assert (await stranger.message(OFFICE)).code == 1002


async def test_a_claim_token_is_made_for_one_s_own_project(caller: Caller) -> None:
    body = {"task_id": caller.task_id, "session_id": caller.session_id}
    answer = await caller.call("POST", "/api/auth/claim-token", json=body)
    assert answer.data["claim_token"].startswith("clm_")
    assert answer.data["expires_in"] == 604800
    wrong = {**body, "task_id": "1234567890123456789"}
    assert (await caller.call("POST", "/api/auth/claim-token", json=wrong)).code == 1002


async def test_a_claim_token_opens_its_project_and_nothing_else(
    caller: Caller, sample: Path
) -> None:
    await caller.upload(("<img src=x onerror=alert(1)>.mp4", sample))
    await caller.message(OFFICE)
    await caller.submit((await caller.state())["draft"], "render_claimed")
    await caller.rendered("render_claimed")
    body = {"task_id": caller.task_id, "session_id": caller.session_id}
    claim = (await caller.call("POST", "/api/auth/claim-token", json=body)).data["claim_token"]
    async with aiohttp.ClientSession() as browser:
        async with browser.get(f"{caller.url}/workspace/claim", params={"ct": claim}) as page:
            assert (page.status, page.content_type) == (200, "text/html")
            assert "script-src" not in page.headers["Content-Security-Policy"]
            text = await page.text()
        assert "<img src=x" not in text
        assert "&lt;img src=x" in text
        film = re.search(r'href="([^"]+\.mp4)"', text)
        assert film
        async with browser.get(film[1]) as response:
            assert response.status == 200
        for wrong in ("", "clm_wrong", caller.token):
            url = f"{caller.url}/workspace/claim"
            async with browser.get(url, params={"ct": wrong}) as page:
                assert page.status == 404
    stolen = Caller(caller.url, caller.http, token=claim, session_id=caller.session_id)
    assert (await stolen.call("GET", stolen.state_path)).code == 1001


async def test_an_upload_is_described_and_goes_on_the_timeline(
    caller: Caller, sample: Path
) -> None:
    data = (await caller.upload(("Monday news.mp4", sample), ("two.mp4", sample))).data
    assert data["session_state_applied"] is True
    first = data["files"][0]
    assert first["filename"] == "Monday news.mp4"
    assert first["file_type"] == "video"
    assert (first["width"], first["height"], first["duration"]) == (320, 180, 1.0)
    assert len(data["files"]) == 2
    assert data["files"][1]["hash"] == first["hash"]

    state = await caller.state()
    assert [info["hash"] for info in state["video_infos"]] == [first["hash"]] * 2
    segments = state["draft"]["t"][0]["sg"]
    assert [segment["st"] for segment in segments] == [0, 1000]
    assert state["canvas_config"] == {"width": 1920, "height": 1080}

    async with aiohttp.ClientSession() as plain, plain.get(first["cdn_url"]) as response:
        assert await response.read() == sample.read_bytes()


async def test_a_message_changes_the_project_and_leaves_a_picture(
    caller: Caller, sample: Path
) -> None:
    await caller.upload(("sample.mp4", sample))
    answer = await caller.message(OFFICE)
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    assert said(answer)
    assert {event["type"] for event in events(answer)} >= {"text", "tool_call", "tool_result"}
    state = await caller.state()
    assert any(track["m"].get("role") == "background" for track in state["draft"]["t"])
    async with (
        aiohttp.ClientSession() as plain,
        plain.get(state["generated_media"][-1]["url"]) as response,
    ):
        assert response.content_type == "image/jpeg"
        assert (await response.read()).startswith(b"\xff\xd8\xff")


async def test_free_work_leaves_the_balance_alone(caller: Caller, sample: Path) -> None:
    await caller.upload(("sample.mp4", sample))
    await caller.message(OFFICE)
    assert await caller.credits() == {"available": 100, "frozen": 0, "total": 100}


async def test_a_render_from_submission_to_file(caller: Caller, sample: Path) -> None:
    await caller.upload(("sample.mp4", sample))
    draft = (await caller.state())["draft"]
    answer = await caller.submit(draft, "render_1700000000000_abc")
    assert answer.json["status"] in ("pending", "processing")
    status = await caller.rendered("render_1700000000000_abc")
    assert (status["status"], status["progress"]) == ("completed", 100)
    download = await caller.call("GET", "/api/render/proxy/render_1700000000000_abc/download")
    async with (
        aiohttp.ClientSession() as plain,
        plain.get(status["output"]["url"]) as response,
    ):
        assert response.status == 200
        assert response.content_type == "video/mp4"
        assert await response.read() == download.body


async def test_a_malformed_request_is_400(caller: Caller) -> None:
    sid = caller.session_id
    for body in (
        {"data": b"{not json"},
        {"data": b"[1, 2]"},
        {"data": b"[" * 100_000},
        {"json": {"session_id": sid}},
        {"json": {**caller.message_body(" "), "app_name": "nemo_agent"}},
        {"json": {**caller.message_body("hi"), "app_name": "other"}},
        {"json": {**caller.message_body("hi"), "new_message": {"parts": "text"}}},
        {"json": caller.message_body("x" * (TEXT_LIMIT + 1))},
    ):
        answer = await caller.call("POST", "/run_sse", **body)
        assert (answer.status, answer.code) == (400, 400), body


async def test_an_unknown_path_is_404_in_json(caller: Caller) -> None:
    answer = await caller.call("GET", "/api/nothing")
    assert (answer.status, answer.code) == (404, 404)
    answer = await caller.call("GET", "/run_sse")
    assert answer.status == 405


async def test_a_token_never_reaches_the_log(
    caller: Caller, engine: EngineProcess, sample: Path
) -> None:
    await caller.upload(("a secret name.mp4", sample))
    await caller.message("the title says ZEBRA77, and an office behind me")
    status = await caller.submit((await caller.state())["draft"], "render_log")
    assert status.status == 200
    done = await caller.rendered("render_log")
    await caller.call("GET", done["output"]["url"])
    log = engine.log()
    assert "endpoint=output" in log
    assert caller.token not in log
    assert "nmv_usr_" not in log
    assert "ZEBRA77" not in log
    assert "secret name" not in log
    assert done["output"]["url"].rsplit("/", 2)[1] not in log


async def test_the_other_shapes(tmp_path: Path, sample: Path) -> None:
    engine = EngineProcess(
        tmp_path / "data",
        *ODD,
        "--bare",
        "--stream-shape",
        "adk",
        "--render-shape",
        "nested",
        "--no-claims",
        faulty=False,
    ).start()
    try:
        async with aiohttp.ClientSession() as http:
            made = Caller(engine.url, http)
            answer = await made.call(
                "POST", "/api/auth/anonymous-token", headers={"X-Client-Id": str(uuid.uuid4())}
            )
            made.token = answer.json["token"]
            answer = await made.call("POST", "/api/tasks/me/with-session/nemo_agent", json={})
            made.session_id = answer.json["session_id"]
            await made.upload(("sample.mp4", sample))

            answer = await made.message(OFFICE)
            found = events(answer)
            partial = "".join(
                event["content"]["parts"][0]["text"] for event in found if event.get("partial")
            )
            assert partial
            assert said(answer) == partial
            assert any("functionCall" in e["content"]["parts"][0] for e in found if "content" in e)
            assert b": ping" in answer.body

            state = (await made.call("GET", made.state_path)).json["state"]
            answer = await made.submit(state["draft"], "render_nested")
            assert answer.json["success"] is True
            assert (await made.rendered("render_nested"))["outputUrl"].startswith(engine.url)

            body = {"task_id": "1", "session_id": made.session_id}
            assert (await made.call("POST", "/api/auth/claim-token", json=body)).status == 404

            made.token = "nmv_usr_wrong"
            assert (await made.call("GET", made.state_path)).json["code"] == 1001
            assert (await made.call("GET", "/_test/ledger")).status == 404
    finally:
        engine.stop()
