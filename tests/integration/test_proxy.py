"""Copies of clips for browsers, really made of real files: odd, damaged and hostile ones too."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from core.errors import ResultUnusable
from core.reencode import make_proxy
from core.reencoding import accepted
from engine.media import source as engine_source
from tests.integration.reencode_tools import FLASH_AT, RATE, Picture, busy, ours, tone, until
from tests.integration.render_tools import Seen, decode, write_clip

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
SIZE = (320, 176)
STEP_S = 1 / 30


def flat(blue: int, green: int, red: int, size: tuple[int, int] = SIZE) -> Callable[[int], Picture]:
    return lambda _: np.full((size[1], size[0], 3), (blue, green, red), np.uint8)


async def copied(*sources: Path) -> list[Path]:
    """Copies of these, made beside each other."""
    targets = [source.with_name(f"{source.name}.copy.mp4") for source in sources]
    await asyncio.gather(*map(make_proxy, sources, targets))
    return targets


async def refused(*sources: Path) -> list[str]:
    """Why there are no copies of these, and nothing is left of the tries."""
    targets = [source.with_name(f"{source.name}.copy.mp4") for source in sources]
    told = await asyncio.gather(*map(make_proxy, sources, targets), return_exceptions=True)
    assert not any(
        target.exists() or target.with_name(target.name + ".part").exists() for target in targets
    )
    assert all(isinstance(one, ResultUnusable) for one in told), told
    return [str(getattr(one, "detail", "")) for one in told]


def is_for_browsers(seen: Seen) -> bool:
    kinds = (seen.stream["codec"], seen.stream["pixel_format"])
    return kinds == ("h264", "yuv420p")


def lag_s(seen: Seen) -> float:
    """By how much the sound comes after the white frame with which it begins."""
    loud = np.flatnonzero(np.abs(seen.sound) > 0.2)
    onset_s = float(seen.sound_start_s + loud[0] / seen.sound_rate)
    return onset_s - float(seen.times_s[FLASH_AT])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two seconds of what phones, old cameras, screen recorders and browsers write."""
    folder = tmp_path_factory.mktemp("clips")
    kinds: Sequence[tuple[str, str, dict[str, Any]]] = (
        ("hevc.mp4", "libx265", {"options": {"x265-params": "log-level=none"}}),
        ("mpeg4.avi", "mpeg4", {}),
        ("mjpeg.avi", "mjpeg", {"pixel_format": "yuvj420p"}),
        ("prores.mov", "prores_ks", {"pixel_format": "yuv422p10le"}),
        ("vp8.webm", "libvpx", {"options": {"deadline": "realtime", "cpu-used": "8"}}),
    )
    return {
        name: write_clip(
            folder / name,
            busy(*SIZE),
            2 * RATE,
            size=SIZE,
            rate=RATE,
            codec=codec,
            sound=tone(2),
            sound_rate=48_000,
            **options,
        )
        for name, codec, options in kinds
    }


async def test_what_a_browser_can_t_play_is_copied_whole_and_in_step(made: dict[str, Path]) -> None:
    for source, copy in zip(made.values(), await copied(*made.values()), strict=True):
        before, seen = decode(source), decode(copy)
        assert is_for_browsers(seen), copy
        assert seen.stream["size"] == SIZE
        assert len(seen.frames) == 2 * RATE
        times_s = [time_s - before.times_s[0] for time_s in before.times_s]
        assert seen.times_s == pytest.approx(times_s, abs=2e-3), copy
        assert int(np.argmax([frame.mean() for frame in seen.frames])) == FLASH_AT
        assert lag_s(seen) == pytest.approx(lag_s(before), abs=STEP_S), copy
        data = copy.read_bytes()
        assert 0 < data.index(b"moov") < data.index(b"mdat"), "it plays while it loads"


async def test_it_is_small_thirty_frames_a_second_and_upright(tmp_path: Path) -> None:
    hd, phone = (1920, 1080), (1280, 720)
    picture = np.full((720, 1280, 3), (160, 60, 40), np.uint8)
    picture[:180, :640] = (60, 200, 60)
    quick = {"preset": "ultrafast"}
    sources = [
        write_clip(tmp_path / "fast.mp4", flat(9, 9, 9, hd), 30, size=hd, rate=60, options=quick),
        write_clip(
            tmp_path / "phone.mp4", lambda _: picture, 3, size=phone, rotation=90, options=quick
        ),
        write_clip(tmp_path / "wide.mp4", flat(9, 9, 9), 3, size=SIZE, aspect=Fraction(2)),
    ]
    fast, turned, wide = map(decode, await copied(*sources))
    assert fast.stream["size"] == (1280, 720)
    assert fast.times_s == pytest.approx([n / 30 for n in range(15)], abs=2e-3)
    assert turned.stream["size"] == phone
    assert wide.stream["size"] == (2 * SIZE[0], SIZE[1])
    with av.open(str(tmp_path / "phone.mp4.copy.mp4")) as container:
        frame = next(container.decode(video=0))
        shown = np.rot90(frame.to_ndarray(format="bgr24"), round(frame.rotation / 90))
    assert np.abs(shown.astype(int) - np.rot90(picture).astype(int)).mean() < 6


@pytest.mark.parametrize(
    ("size", "codec", "options"),
    [
        (SIZE, "libx264", {}),
        ((1280, 720), "libx264", {}),
        (SIZE, "mjpeg", {"pixel_format": "yuvj420p"}),
        (SIZE, "mpeg4", {}),
    ],
    ids=["untagged", "untagged HD", "full range", "mpeg4"],
)
async def test_colours_stay(
    tmp_path: Path, size: tuple[int, int], codec: str, options: dict[str, Any]
) -> None:
    colour = (40, 60, 200)
    source = write_clip(
        tmp_path / "a.avi", flat(*colour, size), 3, size=size, codec=codec, **options
    )
    [copy] = await copied(source)
    assert decode(copy).frames[-1].mean(axis=(0, 1)) == pytest.approx(colour, abs=8)


async def test_a_clip_cut_off_or_damaged_is_shown_as_far_as_it_goes(
    made: dict[str, Path], tmp_path: Path
) -> None:
    cut, holes = tmp_path / "cut.webm", tmp_path / "holes.avi"
    whole = made["vp8.webm"].read_bytes()
    cut.write_bytes(whole[: len(whole) * 4 // 5])
    damaged = bytearray(made["mpeg4.avi"].read_bytes())
    for at in range(20_000, len(damaged) - 20_000, 9_000):
        damaged[at : at + 300] = bytes(300)
    holes.write_bytes(damaged)
    short, patched = map(decode, await copied(cut, holes))
    assert is_for_browsers(short) and is_for_browsers(patched)
    assert 3 < len(short.frames) < 2 * RATE
    assert len(patched.frames) > RATE


async def test_what_is_no_clip_is_refused_and_leaves_nothing(
    made: dict[str, Path], tmp_path: Path
) -> None:
    garbage = np.random.default_rng(1).integers(0, 255, 50_000, np.uint8).tobytes()
    hevc = made["hevc.mp4"].read_bytes()
    files = {
        "garbage.mp4": garbage,
        "garbage-with-a-head.mp4": b"\0\0\0\x18ftypisom" + garbage,
        "without-its-index.mp4": hevc[: hevc.index(b"moov")],
        "page.mp4": b"<!doctype html><script>alert(1)</script>",
        "playlist.mp4": b"#EXTM3U\n#EXTINF:1\nfile:///etc/passwd\n",
        "list.mp4": b"ffconcat version 1.0\nfile /etc/passwd\n",
        "empty.mp4": b"",
        "heic.mp4": b"\0\0\0\x18ftypheic" + garbage,
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    reasons = await refused(*(tmp_path / name for name in files))
    assert len(reasons) == len(files) and all(reasons)
    assert not any("etc/passwd" in reason for reason in reasons)


async def test_a_picture_larger_than_4k_and_a_clip_longer_than_is_edited_are_refused(
    tmp_path: Path,
) -> None:
    size = (4224, 2304)
    large = write_clip(
        tmp_path / "large.mp4", flat(9, 9, 9, size), 1, size=size, options={"preset": "ultrafast"}
    )
    ticks = [0, 1, 1801]
    long = write_clip(
        tmp_path / "long.mp4", flat(9, 9, 9), 3, ticks=ticks, time_base=Fraction(1, 1), size=SIZE
    )
    too_large, too_long = await refused(large, long)
    assert "more pixels" in too_large
    assert "longer" in too_long


@LINUX
async def test_who_takes_too_much_processor_time_or_memory_is_ended(made: dict[str, Path]) -> None:
    """The limits are set in the child, before a frame is decoded."""
    task = asyncio.create_task(copied(made["prores.mov"]))
    await until(lambda: len(ours()) == 1)
    (child,) = ours()
    await until(lambda: _limit(child, "Max data size") == str(2 * 1024**3))
    await until(lambda: _limit(child, "Max cpu time") == str(60 + 2 * 8))
    await task


def _limit(child: int, name: str) -> str:
    rows = Path(f"/proc/{child}/limits").read_text().splitlines()
    return next(row.split()[len(name.split())] for row in rows if row.startswith(name))


def test_the_same_kinds_of_clip_are_copied_as_are_edited() -> None:
    assert accepted.ORIGINAL.video == engine_source.VIDEO_CODECS
    assert accepted.ORIGINAL.audio == engine_source.AUDIO_CODECS
    heads = [
        *(b"\0\0\0\x18ftyp" + brand for brand in (b"isom", b"qt  ", *engine_source.STILL_BRANDS)),
        *(b"\0\0\0\x08" + box for box in (b"moov", b"mdat", b"free", b"wide", b"skip", b"else")),
        b"\x1aE\xdf\xa3",
        b"RIFF\0\0\0\0AVI LIST",
        b"#EXTM3U",
        b"",
    ]
    for head in heads:
        kind = engine_source.container_kind(head)
        assert accepted.demuxer_of(head) == (kind and engine_source.DEMUXERS[kind]), head
