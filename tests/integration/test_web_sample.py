"""The sample clip of the page: really made, once, by a process that doesn't outlive us."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("cv2", reason="the engine's extra is not installed")

from bots.web.sample import NAME, Sample, SampleUnavailable
from tests.integration.reencode_tools import until
from tests.integration.render_tools import REPOSITORY, decode
from tests.servers.engine_process import descendants, is_alive

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def makers(parent_pid: int) -> list[int]:
    return [pid for pid, command in descendants(parent_pid).items() if "engine.sample" in command]


async def made(sample: Sample, limit_s: float = 30) -> Path:
    end_s = time.monotonic() + limit_s
    while (path := await sample.ready()) is None:
        assert time.monotonic() < end_s, "it was not made"
        await asyncio.sleep(0.05)
    return path


@LINUX
async def test_it_is_made_once_whoever_asks_and_found_from_then_on(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "sample"
    (folder / ".sample-left").mkdir(parents=True)
    (folder / ".sample-left" / "part.mp4").write_bytes(b"half")
    sample = Sample(folder, 0.2)
    assert sample.is_offered
    assert await sample.ready() is None
    assert await sample.ready() is None
    await until(lambda: makers(os.getpid()) != [])
    assert len(makers(os.getpid())) == 1
    path = await made(sample)
    assert [one.name for one in folder.iterdir()] == [NAME]
    seen = decode(path)
    assert [frame.shape for frame in seen.frames] == [(1080, 1920, 3)] * 6
    await sample.close()
    again = Sample(folder)
    assert await again.ready() == path
    await again.close()


@LINUX
async def test_closing_ends_the_making_and_no_half_of_a_clip_is_taken_for_one(
    tmp_path: Path,
) -> None:
    sample = Sample(tmp_path / "sample")
    await sample.ready()
    await until(lambda: makers(os.getpid()) != [])
    await until(lambda: list((tmp_path / "sample").glob(".sample-*")) != [])
    await sample.close()
    assert makers(os.getpid()) == []
    assert not (tmp_path / "sample" / NAME).exists()


async def test_a_failure_is_told_and_not_tried_again_at_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_bytes(b"")
    sample = Sample(tmp_path / "file" / "sample")
    with pytest.raises(SampleUnavailable, match="Not a directory"):
        await made(sample)
    with pytest.raises(SampleUnavailable):
        await sample.ready()
    await sample.close()
    assert len(caplog.messages) == 1


PARENT = """
import asyncio, sys
from pathlib import Path
from bots.web.sample import Sample

async def main():
    await Sample(Path(sys.argv[1])).ready()
    await asyncio.Event().wait()

asyncio.run(main())
"""


@LINUX
async def test_when_the_bot_is_killed_the_making_ends(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path / "sample")]
    parent = await asyncio.create_subprocess_exec(*command, cwd=REPOSITORY)
    await until(lambda: list((tmp_path / "sample").glob(".sample-*")) != [])
    (maker,) = makers(parent.pid)
    parent.send_signal(signal.SIGKILL)
    await parent.wait()
    await until(lambda: not is_alive(maker))
    assert not (tmp_path / "sample" / NAME).exists()
