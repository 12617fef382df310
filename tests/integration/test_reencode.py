"""A real encode of a real clip: it fits, stays in step and upright, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from core.errors import ResultUnusable
from core.reencode import Facts, probe, reencode
from core.reencoding.limits import NICENESS
from core.shrinking import Plan, plan
from tests.integration.reencode_tools import (
    FLASH_AT,
    RATE,
    busy,
    busy_clip,
    children,
    is_running,
    ours,
    until,
)
from tests.integration.render_tools import REPOSITORY, Seen, decode, write_clip

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
HD = (1280, 720)
STEP_S = 1 / 30
"""A frame's length as most videos have it: by less than that must sound and picture part."""


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return busy_clip(tmp_path_factory.mktemp("clips") / "hd.mp4", HD, 4)


@pytest.fixture(scope="module")
def full_hd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return busy_clip(tmp_path_factory.mktemp("clips") / "full.mp4", (1920, 1080), 3)


def onset_s(seen: Seen) -> float:
    """When the sound begins to be loud."""
    loud = np.flatnonzero(np.abs(seen.sound) > 0.2)
    return float(seen.sound_start_s + loud[0] / seen.sound_rate)


def flash_s(seen: Seen) -> float:
    """When the white frame is shown."""
    brightness = [float(frame[::16, ::16].mean()) for frame in seen.frames]
    return float(seen.times_s[int(np.argmax(brightness))])


def in_folder(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("limit_bytes", [800_000, 2_500_000])
async def test_it_fits_and_uses_what_it_may(clip: Path, tmp_path: Path, limit_bytes: int) -> None:
    facts = await probe(clip)
    found = plan(clip.stat().st_size, *facts, limit_bytes)
    assert found is not None
    target = tmp_path / "small.mp4"
    assert await reencode(clip, target, found, limit_bytes)
    assert 0.7 * limit_bytes < target.stat().st_size <= limit_bytes
    assert await probe(target) == facts
    assert in_folder(tmp_path) == ["small.mp4"]


@pytest.mark.parametrize(
    ("limit_bytes", "size"), [(900_000, (1280, 720)), (2_000_000, (1920, 1080))]
)
async def test_1080p_stays_as_long_as_it_is_decent(
    full_hd: Path, tmp_path: Path, limit_bytes: int, size: tuple[int, int]
) -> None:
    found = plan(full_hd.stat().st_size, *await probe(full_hd), limit_bytes)
    assert found is not None
    target = tmp_path / "small.mp4"
    assert await reencode(full_hd, target, found, limit_bytes)
    assert target.stat().st_size <= limit_bytes
    assert await probe(target) == Facts(3000, *size)


@pytest.mark.parametrize("audio_bps", [32_000, 256_000], ids=["encoded", "copied"])
@pytest.mark.soak
async def test_picture_and_sound_stay_in_step(clip: Path, tmp_path: Path, audio_bps: int) -> None:
    target = tmp_path / "small.mp4"
    assert await reencode(clip, target, Plan(*HD, 2_000_000, audio_bps), 10_000_000)
    before, after = decode(clip), decode(target)
    assert after.stream["codec"] == "h264" and after.stream["audio_codec"] == "aac"
    assert after.stream["pixel_format"] == "yuv420p"
    assert after.times_s == pytest.approx(before.times_s, abs=1e-3)
    assert flash_s(after) == pytest.approx(FLASH_AT / RATE, abs=1e-3)
    assert onset_s(after) == pytest.approx(onset_s(before), abs=0.5 * STEP_S)
    assert after.duration_s == pytest.approx(before.duration_s, abs=STEP_S)
    lengths = (after.stream["audio_duration_s"], before.stream["audio_duration_s"])
    assert lengths[0] == pytest.approx(lengths[1], abs=STEP_S)


@pytest.mark.soak
async def test_the_index_stands_in_front_of_the_pictures(clip: Path, tmp_path: Path) -> None:
    target = tmp_path / "small.mp4"
    assert await reencode(clip, target, Plan(*HD, 2_000_000, 96_000), 10_000_000)
    data = target.read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


@pytest.mark.soak
async def test_frames_at_odd_times_keep_them(tmp_path: Path) -> None:
    ticks = [0, 1, 2, 10, 11, 30, 31, 32, 33, 60]
    source = write_clip(
        tmp_path / "odd.mp4", busy(*HD), 10, size=HD, ticks=ticks, time_base=Fraction(1, 90)
    )
    target = tmp_path / "small.mp4"
    assert await reencode(source, target, Plan(*HD, 4_000_000, 96_000), 10_000_000)
    assert decode(target).times_s == pytest.approx([tick / 90 for tick in ticks], abs=1e-3)


@pytest.mark.parametrize("rotation", [90, -90, 180])
@pytest.mark.soak
async def test_what_a_phone_turned_stays_upright(tmp_path: Path, rotation: int) -> None:
    """Stored lying with a bright bar at its upper left; shown turned, also in the thumbnail."""
    picture = np.full((720, 1280, 3), (160, 60, 40), np.uint8)
    picture[:180, :640] = (60, 200, 60)
    source = write_clip(tmp_path / "phone.mp4", lambda _: picture, 30, size=HD, rotation=rotation)
    shown = np.rot90(picture, rotation // 90)
    height, width = shown.shape[:2]
    thumbnail = tmp_path / "thumbnail.jpg"
    assert await probe(source, thumbnail) == Facts(1000, width, height)
    small = cv2.imread(str(thumbnail))
    assert small is not None and max(small.shape) <= 320
    expected = cv2.resize(np.ascontiguousarray(shown), small.shape[1::-1])
    assert np.abs(small.astype(int) - expected.astype(int)).mean() < 6

    target = tmp_path / "small.mp4"
    wanted = Plan(width // 2, height // 2, 1_000_000, 96_000)
    assert await reencode(source, target, wanted, 10_000_000)
    assert await probe(target) == Facts(1000, width // 2, height // 2)
    with av.open(str(target)) as container:
        frame = next(container.decode(video=0))
        turned = np.rot90(frame.to_ndarray(format="bgr24"), round(frame.rotation / 90))
    expected = cv2.resize(np.ascontiguousarray(shown), (width // 2, height // 2))
    assert np.abs(turned.astype(int) - expected.astype(int)).mean() < 6


@pytest.mark.soak
async def test_a_thumbnail_of_noise_is_small_enough(clip: Path, tmp_path: Path) -> None:
    thumbnail = tmp_path / "thumbnail.jpg"
    await probe(clip, thumbnail)
    assert 0 < thumbnail.stat().st_size < 200_000
    assert in_folder(tmp_path) == ["thumbnail.jpg"]


@pytest.mark.soak
async def test_a_first_try_that_overshoots_is_followed_by_one_that_fits(
    clip: Path, tmp_path: Path
) -> None:
    told: list[float] = []

    async def progress(fraction: float) -> None:
        told.append(fraction)

    target = tmp_path / "small.mp4"
    assert await reencode(clip, target, Plan(*HD, 6_000_000, 96_000), 1_000_000, progress)
    assert 600_000 < target.stat().st_size <= 1_000_000
    assert told and all(0 <= fraction <= 1 for fraction in told)


@pytest.mark.soak
async def test_what_cannot_fit_is_said_and_leaves_nothing(clip: Path, tmp_path: Path) -> None:
    target = tmp_path / "small.mp4"
    assert not await reencode(clip, target, Plan(*HD, 2_000_000, 96_000), 200_000)
    assert in_folder(tmp_path) == []


@pytest.mark.soak
async def test_a_broken_video_and_a_missing_folder_are_told_as_ours(
    clip: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(clip.read_bytes()[:40_000])
    wanted = Plan(*HD, 2_000_000, 96_000)
    with pytest.raises(ResultUnusable):
        await probe(broken, tmp_path / "thumbnail.jpg")
    with pytest.raises(ResultUnusable):
        await reencode(broken, tmp_path / "small.mp4", wanted, 10_000_000)
    with pytest.raises(ResultUnusable):
        await reencode(clip, tmp_path / "nowhere" / "small.mp4", wanted, 10_000_000)
    assert in_folder(tmp_path) == ["broken.mp4"]


@LINUX
@pytest.mark.soak
async def test_a_cancelled_one_leaves_no_process_and_no_file(clip: Path, tmp_path: Path) -> None:
    task, child = await _begun(clip, tmp_path)
    nice = int(Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[16])
    assert nice == os.nice(0) + NICENESS
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not is_running(child) and ours() == []
    assert in_folder(tmp_path) == []


@LINUX
@pytest.mark.soak
async def test_a_killed_child_is_an_error_and_leaves_nothing(clip: Path, tmp_path: Path) -> None:
    task, child = await _begun(clip, tmp_path)
    os.kill(child, signal.SIGKILL)
    with pytest.raises(ResultUnusable):
        await task
    assert in_folder(tmp_path) == []


PARENT = """
import asyncio, sys
from pathlib import Path
from core.reencode import reencode
from core.shrinking import Plan

wanted = Plan(1280, 720, 30_000_000, 96_000)
asyncio.run(reencode(Path(sys.argv[1]), Path(sys.argv[2]), wanted, 100_000_000))
"""


@LINUX
@pytest.mark.soak
async def test_when_the_asking_process_is_killed_its_child_tidies_up_and_ends(
    clip: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", PARENT, str(clip), str(tmp_path / "small.mp4")]
    parent = await asyncio.create_subprocess_exec(*command, cwd=REPOSITORY)
    await until(lambda: in_folder(tmp_path) == ["small.mp4.part"])
    (child,) = children(parent.pid)
    parent.kill()
    await parent.wait()
    await until(lambda: not is_running(child))
    assert in_folder(tmp_path) == []


@pytest.mark.soak
def test_the_asking_process_never_loads_the_codecs() -> None:
    look = "import sys, core.reencode; sys.exit('av' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", look], cwd=REPOSITORY, check=False).returncode == 0


async def _begun(clip: Path, folder: Path) -> tuple[asyncio.Task[bool], int]:
    """An encode that is in the middle of its work, and its child."""
    wanted = Plan(*HD, 30_000_000, 96_000)
    task = asyncio.create_task(reencode(clip, folder / "small.mp4", wanted, 100_000_000))
    await until(lambda: in_folder(folder) == ["small.mp4.part"])
    (child,) = ours()
    return task, child
