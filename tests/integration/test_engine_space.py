"""A disk that really fills up under the engine: a small file system of its own."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.servers.engine_caller import MP4, Caller, until
from tests.servers.engine_process import EngineProcess

MB = 1024 * 1024


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder with room for 160 MB."""
    if sys.platform != "linux":
        pytest.skip("needs Linux, to mount a small file system")
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=160m", "none", str(place)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("needs the right to mount a small file system")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def engine(small_disk: Path) -> Iterator[EngineProcess]:
    process = EngineProcess(
        small_disk / "data", "--worker-module", "tests.servers.odd_worker"
    ).start()
    yield process
    process.stop()


@pytest.fixture
async def caller(engine: EngineProcess) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as http:
        made = await Caller(engine.url, http).enter()
        assert (await made.upload(("clip.mp4", MP4))).code == 0
        yield made


async def endless(place: Path, free: list[int]) -> AsyncIterator[bytes]:
    yield MP4
    for _ in range(300):
        free.append(shutil.disk_usage(place).free)
        yield bytes(MB)


async def test_an_upload_stops_before_the_disk_is_full(
    caller: Caller, engine: EngineProcess
) -> None:
    free: list[int] = []
    answer = await caller.upload(("large.mp4", endless(engine.data_dir, free)))
    assert (answer.status, answer.code) == (507, 507)
    assert "disk space" in answer.json["message"]
    assert min(free) > 50 * MB
    assert len(list((engine.data_dir / "assets").iterdir())) == 1
    assert len((await caller.state())["video_infos"]) == 1


async def test_a_render_ends_with_a_plain_sentence_when_the_disk_fills(
    caller: Caller, engine: EngineProcess, small_disk: Path
) -> None:
    draft = (await caller.state())["draft"] | {"odd": "endless"}
    await caller.submit(draft, "render_full")
    await caller.progressed("render_full", 2)
    filler = small_disk / "somebody else's"
    filler.write_bytes(bytes(120 * MB))
    status = await caller.rendered("render_full", 5)
    assert (status["status"], "disk space" in status["error"]) == ("failed", True)
    await until(lambda: not engine.workers())
    assert list((engine.data_dir / "renders").iterdir()) == []
    # With room again, work goes on.
    await asyncio.to_thread(filler.unlink)
    await caller.submit(draft | {"odd": ""}, "render_after")
    assert (await caller.rendered("render_after"))["status"] == "completed"


async def test_a_full_disk_is_said_and_reading_goes_on(caller: Caller, small_disk: Path) -> None:
    filler = small_disk / "somebody else's"
    with pytest.raises(OSError, match="No space left"), filler.open("wb") as file:
        while True:
            file.write(bytes(MB))
    before = (await caller.state())["draft"]
    answer = await caller.upload(("more.mp4", MP4))
    assert (answer.status, answer.code) == (507, 507)
    assert (await caller.state())["draft"] == before
    await asyncio.to_thread(filler.unlink)
    assert (await caller.upload(("more.mp4", MP4))).code == 0
