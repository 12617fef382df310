"""The whole engine with its real worker and its real agent: from a clip to an MP4, over HTTP."""

from __future__ import annotations

import asyncio
import io
import struct
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.servers.engine_caller import Caller, said, until
from tests.servers.engine_process import REPOSITORY, EngineProcess, is_alive, wait_until

av = pytest.importorskip("av", reason="the engine's extra is not installed")

from tests.servers.engine_clips import clip, picture, sound  # noqa: E402

PEOPLE = REPOSITORY.parent / "shared" / "clips"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    process = EngineProcess(tmp_path_factory.mktemp("engine") / "data").start()
    yield process
    process.stop()


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clip(tmp_path_factory.mktemp("clips") / "short.mp4", seconds=0.5)


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Long enough to be killed in the middle of its render."""
    return clip(tmp_path_factory.mktemp("clips") / "long.mp4", seconds=2)


@pytest.fixture
async def caller(engine: EngineProcess) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as http:
        made = Caller(engine.url, http)
        await made.get_token()
        await made.open_session()
        yield made


async def film(caller: Caller, render_id: str) -> av.container.InputContainer:
    answer = await caller.call("GET", f"/api/render/proxy/{render_id}/download")
    assert answer.status == 200
    return av.open(io.BytesIO(answer.body))


async def test_a_person_is_put_before_another_background(caller: Caller) -> None:
    if not PEOPLE.is_dir():
        pytest.skip("the shared clips of real people are not here")
    assert (await caller.upload(("talk.mp4", PEOPLE / "d6.mp4"))).code == 0
    assert said(await caller.message("keep only the first second"))
    begun = time.monotonic()
    assert said(await caller.message("make the background a green screen"))
    took_s = time.monotonic() - begun
    state = await caller.state()
    assert state["draft"]["d"] == 1000
    async with (
        aiohttp.ClientSession() as plain,
        plain.get(state["generated_media"][-1]["url"]) as response,
    ):
        assert greenness(await response.read()) > 0.2
    # Two seconds on a quiet machine; here others may be at work too.
    assert took_s < 10

    await caller.submit(state["draft"], "render_green")
    assert (await caller.rendered("render_green", 60))["status"] == "completed"
    with await film(caller, "render_green") as made:
        stream = made.streams.video[0]
        size = (state["draft"]["cw"], state["draft"]["ch"])
        assert (stream.codec_context.name, stream.width, stream.height) == ("h264", *size)
        frames = list(made.decode(stream))
    assert abs(len(frames) / float(stream.average_rate) - 1.0) < 0.1
    last = io.BytesIO()
    frames[-1].to_image().save(last, "JPEG")
    assert greenness(last.getvalue()) > 0.2


def greenness(jpeg: bytes) -> float:
    """The share of a picture that is the green of a green screen."""
    with av.open(io.BytesIO(jpeg)) as container:
        pixels = next(container.decode(video=0)).to_ndarray(format="rgb24").astype(int)
    red, green, blue = pixels[..., 0], pixels[..., 1], pixels[..., 2]
    is_green = (abs(red) < 40) & (abs(green - 0xB1) < 40) & (abs(blue - 0x40) < 40)
    return float(is_green.mean())


async def test_clips_one_after_another_with_a_title(caller: Caller, short: Path) -> None:
    await caller.upload(("one.mp4", short))
    await caller.upload(("two.mp4", short))
    assert said(await caller.message('add a title "Monday news"'))
    draft = (await caller.state())["draft"]
    assert draft["t"][-1]["sg"][0]["m"]["text"] == "Monday news"
    await caller.submit(draft, "render_two")
    status = await caller.rendered("render_two", 60)
    assert status["status"] == "completed", status
    with await film(caller, "render_two") as made:
        video = made.streams.video[0]
        assert (video.width, video.height) == (1920, 1080)
        assert len(list(made.decode(video))) == 30
    with await film(caller, "render_two") as made:
        assert made.streams.audio[0].codec_context.name == "aac"


async def test_it_cannot_make_a_film_from_words_and_says_so(caller: Caller) -> None:
    before = (await caller.state())["draft"]
    answer = said(await caller.message("generate a video of a dragon flying over a city"))
    assert "can't" in answer or "cannot" in answer
    assert (await caller.state())["draft"] == before


async def test_the_language_of_the_session_is_the_language_of_the_answer(
    caller: Caller, short: Path
) -> None:
    await caller.open_session("zh-CN")
    await caller.upload(("clip.mp4", short))
    answer = said(await caller.message("背景换成绿幕"))
    assert any("\u4e00" <= character <= "\u9fff" for character in answer)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.mp4", lambda path: path.read_bytes()[:600]),
        ("empty.mp4", lambda path: b""),
        ("page.mp4", lambda path: b"<!DOCTYPE html><html></html>"),
        ("noise.mp4", lambda path: path.read_bytes()[:40] + bytes(range(256)) * 40),
        ("bomb.png", lambda path: bomb(60_000, 60_000)),
    ],
)
async def test_what_cannot_be_used_is_4001_or_4002(
    caller: Caller, short: Path, name: str, content: object
) -> None:
    assert callable(content)
    answer = await caller.upload((name, content(short)))
    assert answer.code in (4001, 4002)
    assert answer.json["message"].endswith(".")
    assert "Traceback" not in answer.json["message"]
    assert (await caller.state())["video_infos"] == []


def bomb(width: int, height: int) -> bytes:
    """A PNG that claims to be huge."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + header + bytes(4)


async def test_pictures_and_sounds_wait_beside_the_timeline(caller: Caller, tmp_path: Path) -> None:
    data = (
        await caller.upload(
            ("wall.png", picture(tmp_path / "wall.png")),
            ("tune.m4a", sound(tmp_path / "tune.m4a", "ipod", "aac")),
        )
    ).data
    assert [file["file_type"] for file in data["files"]] == ["image", "audio"]
    assert (data["files"][0]["width"], data["files"][0]["height"]) == (320, 180)
    state = await caller.state()
    assert len(state["video_infos"]) == 2
    assert state["draft"]["t"] == []


async def test_a_render_is_cancelled_within_a_second(
    caller: Caller, engine: EngineProcess, long: Path
) -> None:
    await caller.upload(("long.mp4", long))
    await caller.submit((await caller.state())["draft"], "render_long")
    await caller.progressed("render_long", 2, 30)
    workers = engine.workers()
    begun = time.monotonic()
    answer = await caller.call("POST", "/api/render/proxy/lambda/render_long/cancel")
    assert answer.json["status"] == "failed"
    await until(lambda: not any(is_alive(pid) for pid in workers), 3)
    assert time.monotonic() - begun < 1.5
    await until(lambda: list((engine.data_dir / "renders").glob("*.part*")) == [])


async def test_a_render_survives_a_kill_in_its_middle(tmp_path: Path, long: Path) -> None:
    engine = EngineProcess(tmp_path / "data").start()
    try:
        async with aiohttp.ClientSession() as http:
            made = Caller(engine.url, http)
            await made.get_token()
            await made.open_session()
            await made.upload(("long.mp4", long))
            await made.submit((await made.state())["draft"], "render_killed")
            await made.progressed("render_killed", 5, 30)
            workers = list(engine.workers())
            engine.kill()
            wait_until(lambda: not any(is_alive(pid) for pid in workers), 2, "the worker's end")
            made.url = engine.start().url
            assert (await made.render_status("render_killed"))["status"] != "failed"
            assert (await made.rendered("render_killed", 120))["status"] == "completed"
            with await film(made, "render_killed") as container:
                assert len(list(container.decode(video=0))) == 60
    finally:
        await asyncio.to_thread(engine.stop)
