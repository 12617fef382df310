"""The bytes of one request's body, on their way to the end of a file.

Owns that memory stays small, that what came is kept when the line breaks, and that a newer request
can end an older one on a dead line. Must not know the protocol, nor whose file it is.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from enum import Enum, auto
from io import FileIO
from pathlib import Path
from typing import Final

import aiohttp
from aiohttp import web

_WRITE_BYTES: Final = 1024 * 1024
"""Written at once."""
_HOLD_S: Final = 0.25
"""What a slow line brings is written at least so often: a crash costs no more than that."""


class Ending(Enum):
    """How a body came to its end."""

    COMPLETE = auto()
    """All of it is in the file."""
    BROKEN = auto()
    """The line broke; what came before is in the file."""
    SILENT = auto()
    """Not a byte for too long; what came before is in the file."""
    STOPPED = auto()
    """``stop`` was called; what came before is in the file."""
    TOO_LONG = auto()
    """It was longer than there is room for in the file, which is as it was before."""


class Receiving:
    """One body being written to the end of the file at ``path``, up to ``limit_bytes`` of it.

    ``check`` is asked in a thread before each piece is written; what it raises ends the writing.
    """

    def __init__(
        self, path: Path, limit_bytes: int, silence_s: float, check: Callable[[], None]
    ) -> None:
        self._check = check
        self._path = path
        self._limit_bytes = limit_bytes
        self._silence_s = silence_s
        self._is_stopped = False
        self._waiting: asyncio.Timeout | None = None
        self._ended = asyncio.Event()

    async def run(self, content: aiohttp.StreamReader) -> Ending:
        """Take all of it; whatever happens, what the answer tells of is on the disk.

        Raises ``OSError`` where the disk fails, and what ``check`` raises; the file then ends with
        the last byte written.
        """
        try:
            # Never made here: somebody may have deleted it.
            with self._path.open("r+b", buffering=0) as file:
                begun_bytes = file.seek(0, os.SEEK_END)
                ending = await self._take(content, file, self._limit_bytes - begun_bytes)
                if ending is Ending.TOO_LONG:
                    file.truncate(begun_bytes)
                return ending
        finally:
            self._ended.set()

    async def stop(self) -> None:
        """End it, and return once nothing is written any more."""
        self._is_stopped = True
        if self._waiting is not None and not self._waiting.expired():
            self._waiting.reschedule(asyncio.get_running_loop().time())
        await self._ended.wait()

    async def _take(self, content: aiohttp.StreamReader, file: FileIO, room_bytes: int) -> Ending:
        loop = asyncio.get_running_loop()
        held: list[bytes] = []
        held_bytes = 0
        heard_at_s = written_at_s = loop.time()
        try:
            while True:
                due_s = heard_at_s + self._silence_s
                if held:
                    due_s = min(due_s, written_at_s + _HOLD_S)
                outcome = await self._next(content, due_s)
                if isinstance(outcome, bytes):
                    room_bytes -= len(outcome)
                    if room_bytes < 0:
                        held.clear()
                        return Ending.TOO_LONG
                    if not held:
                        written_at_s = loop.time()
                    held.append(outcome)
                    held_bytes += len(outcome)
                    heard_at_s = loop.time()
                elif outcome is not None:
                    writing, held = held, []
                    await _in_thread(self._write_checked, file, writing)
                    return outcome
                elif loop.time() >= heard_at_s + self._silence_s:
                    return Ending.SILENT
                if held_bytes >= _WRITE_BYTES or (held and loop.time() >= written_at_s + _HOLD_S):
                    writing, held, held_bytes = held, [], 0
                    await _in_thread(self._write_checked, file, writing)
        finally:
            await _in_thread(_write_through, file, held)

    def _write_checked(self, file: FileIO, pieces: list[bytes]) -> None:
        if pieces:
            self._check()
            _write(file, pieces)

    async def _next(self, content: aiohttp.StreamReader, due_s: float) -> bytes | Ending | None:
        """What comes next, how it ended, or None if neither was so until then."""
        if self._is_stopped:
            return Ending.STOPPED
        try:
            async with asyncio.timeout_at(due_s) as self._waiting:
                chunk = await content.readany()
        except TimeoutError:
            if self._waiting is None or not self._waiting.expired():
                # The system's own: the line is dead.
                return Ending.BROKEN
            return Ending.STOPPED if self._is_stopped else None
        except (OSError, aiohttp.ClientError, web.RequestPayloadError):
            return Ending.BROKEN
        finally:
            self._waiting = None
        if chunk:
            return chunk
        return Ending.COMPLETE if content.at_eof() else None


async def _in_thread(
    write: Callable[[FileIO, list[bytes]], None], file: FileIO, pieces: list[bytes]
) -> None:
    """To its end, even if we are cancelled: the file is closed after it."""
    writing = asyncio.ensure_future(asyncio.to_thread(write, file, pieces))
    try:
        await asyncio.shield(writing)
    except asyncio.CancelledError:
        await asyncio.wait({writing})
        raise


def _write(file: FileIO, pieces: list[bytes]) -> None:
    for piece in pieces:
        left = memoryview(piece)
        while left:
            left = left[file.write(left) :]


def _write_through(file: FileIO, pieces: list[bytes]) -> None:
    _write(file, pieces)
    os.fsync(file.fileno())
