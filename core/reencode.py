"""Videos looked at, made smaller and copied for browsers, each by a child process of its own.

Owns the child's life and the file that it writes: whatever happens, neither a process nor a half
of a file stays. Must not import PyAV (the child does: ``core.reencoding``), and must not know
chats or why there is a limit.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

from core.errors import ResultUnusable
from core.shrinking import MIN_VIDEO_BPS, Plan

STALL_LIMIT_S: Final = 300.0
"""A child that says nothing for so long is ended. It speaks several times a second; on a machine
that is busy with renders it may have to wait, since it yields to them."""

_PART: Final = ".part"

Progress = Callable[[float], Awaitable[None]]


class Facts(NamedTuple):
    """A finished video's length, and its size as it is shown (a portrait's height is longer)."""

    duration_ms: int
    width: int
    height: int


async def probe(path: Path, thumbnail: Path | None = None) -> Facts:
    """What a finished MP4 is like.

    With ``thumbnail`` a JPEG of at most 320 px and 200 kB is written there, upright. Raises
    ``ResultUnusable``.
    """
    job = {"job": "probe", "source": str(path)}
    done = await _run(job, thumbnail, None)
    return Facts(int(done["duration_ms"]), int(done["width"]), int(done["height"]))


async def reencode(
    source: Path,
    target: Path,
    plan: Plan,
    limit_bytes: int,
    progress: Progress | None = None,
) -> bool:
    """Write ``source`` to ``target`` as planned; False, and no file, if it doesn't fit after all.

    The file appears under its name only when it is whole and at most ``limit_bytes``. ``progress``
    is told a fraction from 0 to 1; it begins anew at a second try. Takes one or two seconds for a
    second of 1080p on one core, at low priority. Cancelling ends the child at once. Raises
    ``ResultUnusable``.
    """
    job = {
        "job": "reencode",
        "source": str(source),
        "width": plan.width,
        "height": plan.height,
        "video_bps": plan.video_bps,
        "audio_bps": plan.audio_bps,
        "min_video_bps": MIN_VIDEO_BPS,
        "limit_bytes": limit_bytes,
    }
    done = await _run(job, target, progress)
    return done["size_bytes"] is not None


async def make_proxy(source: Path, target: Path, progress: Progress | None = None) -> None:
    """Write a small copy of somebody's clip that every browser plays: at most 720p, H.264 and AAC.

    The clip is untrusted: the child opens what an editor takes and nothing else, and has an end to
    its memory and processor time. The file appears under its name only when it is whole.
    ``progress`` is told a fraction from 0 to 1. Cancelling ends the child at once. Raises
    ``ResultUnusable`` for a clip of which there can be no copy, and where there is no room for it.
    """
    await _run({"job": "proxy", "source": str(source)}, target, progress)


async def _run(job: dict[str, Any], target: Path | None, progress: Progress | None) -> Any:
    """Let a child do the job; what it wrote is renamed to ``target`` when it is done."""
    part = target.with_name(target.name + _PART) if target is not None else None
    if part is not None:
        job["part"] = str(part)
    try:
        async with _child() as child:
            done = await _listen(child, job, progress)
        if part is not None and target is not None and part.exists():
            part.replace(target)
        return done
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


@contextlib.asynccontextmanager
async def _child() -> AsyncIterator[asyncio.subprocess.Process]:
    # Its standard input stays open while we live: should we be killed, it ends by itself.
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "core.reencoding",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _listen(
    child: asyncio.subprocess.Process, job: dict[str, Any], progress: Progress | None
) -> Any:
    assert child.stdin is not None and child.stdout is not None  # noqa: S101
    try:
        child.stdin.write(json.dumps(job).encode() + b"\n")
        await child.stdin.drain()
        while True:
            async with asyncio.timeout(STALL_LIMIT_S):
                line = await child.stdout.readline()
            if not line:
                break
            event = json.loads(line)
            if "done" in event:
                return event["done"]
            if "failed" in event:
                raise ResultUnusable(event["failed"])
            if progress is not None:
                await progress(event["fraction"])
    except TimeoutError:
        raise ResultUnusable(f"no progress for {STALL_LIMIT_S:.0f} s") from None
    except ConnectionError as error:
        raise ResultUnusable(f"the process ended at once: {error}") from error
    raise ResultUnusable(f"the process ended with status {await child.wait()}")
