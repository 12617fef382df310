"""Finished videos to make smaller, made for a test, and the children that work on them."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tests.integration.render_tools import write_clip

Picture = npt.NDArray[np.uint8]

RATE = 15
SOUND_RATE_HZ = 48_000
FLASH_AT = 22
"""The frame that is white; the sound begins with it."""


def busy(width: int, height: int, seed: int = 1) -> Callable[[int], Picture]:
    """Pictures that cost bits: a window that moves over noise, white at ``FLASH_AT``."""
    noise = np.random.default_rng(seed).integers(0, 255, (height + 256, width + 512, 3), np.uint8)

    def picture(index: int) -> Picture:
        if index == FLASH_AT:
            return np.full((height, width, 3), 255, np.uint8)
        y, x = index * 3 % 256, index * 5 % 512
        return noise[y : y + height, x : x + width]

    return picture


def tone(duration_s: float) -> npt.NDArray[np.float32]:
    """Silence, and from the white frame on a tone."""
    t = np.arange(int(duration_s * SOUND_RATE_HZ)) / SOUND_RATE_HZ
    return (0.5 * np.sin(2 * np.pi * 440 * t) * (t >= FLASH_AT / RATE)).astype(np.float32)


def busy_clip(path: Path, size: tuple[int, int], seconds: int) -> Path:
    """A clip of about 35 Mb/s at 1080p, with sound."""
    options = {"crf": "30", "preset": "ultrafast"}
    write_clip(
        path,
        busy(*size),
        RATE * seconds,
        size=size,
        rate=RATE,
        sound=tone(seconds),
        sound_rate=SOUND_RATE_HZ,
        options=options,
    )
    return path


def children(parent: int) -> list[int]:
    """The re-encoders that a process started and that still run.

    A worker of the test runner may have other children: a PostgreSQL, say.
    """
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                command = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            is_ours = b"core.reencoding" in command
            if is_ours and int(fields[1]) == parent and fields[0] != "Z":
                found.append(int(folder.name))
    return found


def is_running(pid: int) -> bool:
    """Whether a process is there and is more than a record."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


async def until(condition: Callable[[], bool], limit_s: float = 20) -> None:
    """Wait for it. Raises ``AssertionError`` where it doesn't come."""
    end = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < end, "it did not come"
        await asyncio.sleep(0.01)


def ours() -> list[int]:
    """The children of this test."""
    return children(os.getpid())
