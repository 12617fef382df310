"""Bytes from the network into a file: streamed, hashed, limited, written off the event loop.

No more than one buffer of a file is ever in memory, and a file that was not finished is removed.
Must not know where the bytes come from.
"""

from __future__ import annotations

import asyncio
import hashlib
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

from engine.server import refusals
from engine.settings import MIB
from engine.store.disk import FULL, Disk, DiskFull
from engine.store.projects import new_id

_BUFFER_BYTES = MIB
_NAME_LIMIT = 120


@dataclass(frozen=True, slots=True)
class Received:
    """A file on disk, still under its unfinished name."""

    id: str
    name: str
    path: Path
    size_bytes: int
    sha256: str


class Budget:
    """The bytes that one request may still bring; shared by its files."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._left_bytes = limit_bytes

    def take(self, size_bytes: int) -> None:
        """Raises ``Refusal`` 4002 beyond the limit."""
        self._left_bytes -= size_bytes
        if self._left_bytes < 0:
            raise too_much(self._limit_bytes)


def too_much(limit_bytes: int) -> refusals.Refusal:
    """4002 with the limit in it."""
    return refusals.too_large(
        f"Files may have {limit_bytes // MIB} MB at most; trim or compress this one."
    )


class _Sink:
    """A file being written, a buffer at a time, in a thread."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self._buffer = bytearray()
        self.size_bytes = 0

    async def write(self, chunk: bytes) -> bool:
        """Take a chunk in; whether the buffer went to the file with it."""
        self._buffer += chunk
        self.size_bytes += len(chunk)
        is_full = len(self._buffer) >= _BUFFER_BYTES
        if is_full:
            await self.flush()
        return is_full

    async def flush(self) -> None:
        buffer, self._buffer = self._buffer, bytearray()
        await asyncio.to_thread(self._append, buffer)

    def sha256(self) -> str:
        return self._hash.hexdigest()

    def _append(self, buffer: bytearray) -> None:
        self._hash.update(buffer)
        self._file.write(buffer)


async def receive(disk: Disk, name: str, chunks: AsyncIterator[bytes], budget: Budget) -> Received:
    """Write a stream of chunks into a new unfinished file.

    Raises ``Refusal`` 4002 beyond the budget and ``DiskFull``; then the file is gone again, as
    when the source breaks off.
    """
    file_id = new_id()
    path = disk.unfinished_asset(file_id)
    try:
        async with _opened(path) as sink:
            async for chunk in chunks:
                budget.take(len(chunk))
                if await sink.write(chunk):
                    disk.require_spare()
            await sink.flush()
    except OSError as error:
        path.unlink(missing_ok=True)
        if error.errno in FULL:
            raise DiskFull from error
        raise
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Received(file_id, plain_name(name), path, sink.size_bytes, sink.sha256())


@asynccontextmanager
async def _opened(path: Path) -> AsyncIterator[_Sink]:
    file = await asyncio.to_thread(path.open, "wb", 0)
    try:
        yield _Sink(file)
    finally:
        await asyncio.to_thread(file.close)


def plain_name(name: str) -> str:
    """A file's name for people: no folder, no control or format characters, 120 at most.

    It is shown and never used as a path.
    """
    # Some clients percent-encode a name in a multipart header, though nothing asks for it.
    last = unquote(name).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(
        " " if character.isspace() else character
        for character in last
        if character.isspace() or unicodedata.category(character)[0] != "C"
    )
    shown = " ".join(shown.split()).strip(". ")
    if len(shown) > _NAME_LIMIT:
        stem, dot, suffix = shown.rpartition(".")
        tail = f".{suffix}" if dot and len(suffix) <= 8 else ""
        shown = (stem if tail else shown)[: _NAME_LIMIT - len(tail)] + tail
    return shown or "file"
