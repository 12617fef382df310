"""Messages to the engine: the work, its charge, the ledger, and the stream in both shapes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest

from tests.servers.engine_caller import MP4, Caller, events, said, until
from tests.servers.engine_process import EngineProcess

ODD = ("--worker-module", "tests.servers.odd_worker", "--heartbeat-s", "0.1")
OFFICE = "remove the original background and replace it with a virtual office scene"
GREEN = "make the background a green screen"
NOT_VIDEO = "write me a poem about the weather"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    process = EngineProcess(
        tmp_path_factory.mktemp("engine") / "data", *ODD, "--credits", "cloud"
    ).start()
    yield process
    process.stop()


@pytest.fixture
async def caller(engine: EngineProcess) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as http:
        made = await Caller(engine.url, http).enter()
        assert (await made.upload(("clip.mp4", MP4))).code == 0
        yield made


async def charges(caller: Caller) -> list[dict[str, object]]:
    entries = (await caller.ledger())["entries"]
    return [entry for entry in entries if entry["session_id"] == caller.session_id]


async def pictures(caller: Caller) -> list[dict[str, object]]:
    return list((await caller.state())["generated_media"])


async def test_work_is_charged_once_and_written_in_the_ledger(caller: Caller) -> None:
    await caller.message(OFFICE)
    assert await caller.credits() == {"available": 90, "frozen": 0, "total": 90}
    (entry,) = await charges(caller)
    assert (entry["text"], entry["cost"]) == (OFFICE, 10)
    assert isinstance(entry["at"], float)


async def test_undo_is_a_message_and_costs_like_one(caller: Caller) -> None:
    await caller.message(OFFICE)
    await caller.message("undo")
    assert [entry["text"] for entry in await charges(caller)] == [OFFICE, "undo"]
    assert (await caller.credits())["total"] == 80


async def test_a_message_that_changes_nothing_costs_nothing(caller: Caller) -> None:
    answer = await caller.message(NOT_VIDEO)
    assert said(answer)
    assert not any(event["type"] == "tool_call" for event in events(answer))
    assert await charges(caller) == []
    assert await caller.credits() == {"available": 100, "frozen": 0, "total": 100}
    messages = (await caller.ledger())["messages"]
    (message,) = [one for one in messages if one["session_id"] == caller.session_id]
    assert (message["status"], message["is_changed"]) == ("done", False)


async def test_credits_are_frozen_while_a_message_is_worked_on(caller: Caller) -> None:
    await caller.arm("message", "heartbeats", seconds=0.6, is_done=True)
    message = asyncio.create_task(caller.message(OFFICE))
    async with asyncio.timeout(5):
        while (balance := await caller.credits())["frozen"] == 0:
            pass
    assert balance == {"available": 90, "frozen": 10, "total": 100}
    await message
    assert await caller.credits() == {"available": 90, "frozen": 0, "total": 90}


async def test_without_credits_it_is_2001_and_nothing_is_done(caller: Caller) -> None:
    made = await caller.call("POST", "/_test/tokens", json={"credits": 15})
    caller.token = made.json["token"]
    await caller.open_session()
    await caller.upload(("clip.mp4", MP4))
    assert said(await caller.message(OFFICE))
    before = (await caller.state())["draft"]
    answer = await caller.message(GREEN)
    assert answer.code == 2001
    assert (await caller.state())["draft"] == before
    assert await caller.credits() == {"available": 5, "frozen": 0, "total": 5}
    # An export is free.
    assert (await caller.submit(before)).status == 200


async def test_messages_at_once_are_worked_on_one_after_the_other(caller: Caller) -> None:
    """Each finds what the one before it left: so each is a step that can be taken back."""
    colors = ("black", "blue", "red", "white")
    asked = [f"make the background {color}" for color in colors]
    await asyncio.gather(*(caller.message(text) for text in asked))
    entries = await charges(caller)
    assert sorted(str(entry["text"]) for entry in entries) == asked
    seen = []
    for _ in asked:
        seen.append((await caller.state())["draft"]["t"][1]["sg"][0]["m"]["color"])
        await caller.message("undo")
    assert len(set(seen)) == len(asked)
    assert len((await caller.state())["draft"]["t"]) == 1


async def test_a_message_whose_caller_hangs_up_is_done_all_the_same(caller: Caller) -> None:
    host, port = caller.url.removeprefix("http://").split(":")
    body = json.dumps(caller.message_body(OFFICE)).encode()
    headers = "".join(f"{name}: {value}\r\n" for name, value in caller.headers.items())
    _, writer = await asyncio.open_connection(host, int(port))
    head = (
        f"POST /run_sse HTTP/1.1\r\nHost: {host}\r\n{headers}"
        f"Authorization: Bearer {caller.token}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    await writer.drain()
    writer.transport.abort()
    await until(lambda: charges(caller))
    await until(lambda: pictures(caller))
    assert len(await charges(caller)) == 1


async def test_text_arrives_before_the_picture_is_made(caller: Caller) -> None:
    body = caller.message_body(OFFICE)
    headers = {**caller.headers, "Authorization": f"Bearer {caller.token}"}
    async with caller.http.post(f"{caller.url}/run_sse", json=body, headers=headers) as response:
        async for line in response.content:
            if b'"type": "text"' in line:
                break
        assert (await caller.state())["draft"]["t"][1]["m"]["role"] == "background"
        await response.read()
    assert len((await caller.state())["generated_media"]) == 1


async def test_the_newest_few_pictures_are_kept(caller: Caller, engine: EngineProcess) -> None:
    before = len(list((engine.data_dir / "previews").iterdir()))
    for number in range(7):
        assert said(await caller.message(OFFICE if number % 2 else GREEN))
    media = (await caller.state())["generated_media"]
    assert len(media) == 5
    assert [one["created_at"] for one in media] == sorted(one["created_at"] for one in media)
    assert len(list((engine.data_dir / "previews").iterdir())) == before + 5


@pytest.mark.parametrize("shape", ["flat", "adk"])
async def test_the_stream_of_either_shape(caller: Caller, shape: str) -> None:
    await caller.arm("message", shape)
    answer = await caller.message(OFFICE)
    assert said(answer)
    for event in events(answer):
        if shape == "flat":
            assert event["type"] in ("text", "tool_call", "tool_result", "heartbeat")
        else:
            assert event["author"] == "nemo_agent"
            assert set(event) >= {"content", "invocationId", "id", "timestamp", "actions"}


async def test_heartbeats_come_while_it_works(caller: Caller) -> None:
    """Seen at a stream that has nothing else to say for a second."""
    await caller.arm("message", "heartbeats", seconds=1, is_done=True)
    answer = await caller.message(OFFICE)
    beats = [event for event in events(answer) if event["type"] == "heartbeat"]
    assert len(beats) >= 8
    assert said(answer)
