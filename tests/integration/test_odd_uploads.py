"""Odd files through the whole engine, over HTTP: what is said of them, and said once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

av = pytest.importorskip("av", reason="the engine's extra is not installed")

import numpy as np  # noqa: E402
from PIL import Image  # noqa: E402

from tests.integration.render_tools import write_clip  # noqa: E402
from tests.servers.engine_caller import Caller, said  # noqa: E402
from tests.servers.engine_process import EngineProcess  # noqa: E402


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    process = EngineProcess(tmp_path_factory.mktemp("engine") / "data", faulty=False).start()
    yield process
    process.stop()


@pytest.fixture
async def caller(engine: EngineProcess) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as http:
        yield await Caller(engine.url, http).enter()


def noisy(index: int) -> np.ndarray:
    return np.random.default_rng(index).integers(60, 90, (176, 320, 3)).astype(np.uint8)


async def test_that_an_end_is_missing_is_said_once(caller: Caller, tmp_path: Path) -> None:
    data = write_clip(tmp_path / "holiday.mkv", noisy, 30).read_bytes()
    answer = await caller.upload(("holiday.mkv", data[: len(data) * 6 // 10]))
    length_s = answer.data["files"][0]["duration"]
    assert 0.2 < length_s < 0.9
    first = said(await caller.message("add the title “Rome”"))
    assert "The end of “holiday.mkv” is missing" in first
    assert "Rome" in first
    assert "missing" not in said(await caller.message("remove the title"))


async def test_a_moving_gif_alone_is_a_clip(caller: Caller, tmp_path: Path) -> None:
    frames = [Image.new("RGB", (64, 48), (40 * index, 0, 90)) for index in range(5)]
    path = tmp_path / "a.gif"
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=100)
    file = (await caller.upload(("a.gif", path))).data["files"][0]
    assert (file["file_type"], file["duration"]) == ("video", 0.5)
    draft = (await caller.state())["draft"]
    assert draft["d"] == 500
    await caller.submit(draft, "render_gif")
    assert (await caller.rendered("render_gif"))["status"] == "completed"


async def test_a_render_that_finds_nobody_says_why_in_a_word(
    caller: Caller, tmp_path: Path
) -> None:
    await caller.upload(("room.mp4", write_clip(tmp_path / "room.mp4", noisy, 5)))
    told = said(await caller.message("blur the background"))
    assert "can't find a person" in told
    await caller.submit((await caller.state())["draft"], "render_nobody")
    status = await caller.rendered("render_nobody")
    assert (status["status"], status["errorCode"]) == ("failed", "no_person")
    assert "person" in status["error"]


async def test_a_moving_gif_beside_a_clip_can_be_its_background(
    caller: Caller, tmp_path: Path
) -> None:
    frames = [Image.new("RGB", (64, 48), (40 * index, 0, 90)) for index in range(5)]
    gif = tmp_path / "a.gif"
    frames[0].save(gif, save_all=True, append_images=frames[1:], duration=100)
    await caller.upload(("a.gif", gif))
    await caller.upload(("room.mp4", write_clip(tmp_path / "room.mp4", noisy, 5)))
    said(await caller.message("use this picture as the background"))
    tracks = {track["m"]["role"]: track["sg"] for track in (await caller.state())["draft"]["t"]}
    assert [clip["m"]["name"] for clip in tracks["main"]] == ["room.mp4"]
    (behind,) = tracks["background"]
    assert (behind["m"]["name"], behind["m"]["kind"]) == ("a.gif", "video")
