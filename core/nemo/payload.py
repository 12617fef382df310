"""A file on its way to the backend: multipart, streamed, never whole in memory.

Owns the body of an upload, and what is certain when it breaks. Must not know endpoints.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final, TypeVar

import aiohttp
from aiohttp.abc import AbstractStreamWriter

from core.errors import BackendDown, ClipUnreachable, OutcomeUnknown

FIELD: Final = "files"
PIECE_BYTES: Final = 256 * 1024
"""Longest piece that is handed to the connection at once."""

T = TypeVar("T")
Progress = Callable[[int], Awaitable[None]]
"""Awaited with the bytes sent so far; a slow one slows the upload."""


class FilePayload(aiohttp.Payload):
    """One file of known size as a part of a form, read from an iterator as it is sent."""

    _autoclose = True

    def __init__(
        self,
        chunks: AsyncIterator[bytes],
        *,
        name: str,
        mime: str,
        size_bytes: int,
        progress: Progress | None = None,
    ) -> None:
        """Browsers send names as they are, in UTF-8; so do we, without quotes and controls."""
        super().__init__(chunks, content_type=_plain(mime, "/") or "application/octet-stream")
        self._size = size_bytes
        self._progress = progress
        self.sent_bytes = 0
        self.moved: Callable[[], None] = lambda: None
        """Called whenever bytes have gone out."""
        self.failure: Exception | None = None
        """What our side failed of: the iterator, its size, the progress."""
        self.set_content_disposition(
            "form-data", quote_fields=False, name=FIELD, filename=_plain(name) or "clip"
        )

    @property
    def is_complete(self) -> bool:
        """Whether the last byte has been handed over; before that nothing can have been done."""
        return self.sent_bytes == self._size

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        """Refused: a file is no text and is never whole in memory."""
        raise TypeError("a streamed file can't be decoded")

    async def write(self, writer: AbstractStreamWriter) -> None:
        """Send all of it."""
        announced = self._size or 0
        while (chunk := await self._own(self._next())) is not None:
            for start in range(0, len(chunk), PIECE_BYTES):
                piece = chunk[start : start + PIECE_BYTES]
                if self.sent_bytes + len(piece) > announced:
                    await self._own(_mismatch(f"more than the {announced} bytes announced"))
                await writer.write(piece)
                self.sent_bytes += len(piece)
                self.moved()
                if self._progress is not None:
                    await self._own(self._progress(self.sent_bytes))
        if self.sent_bytes < announced:
            await self._own(_mismatch(f"{self.sent_bytes} bytes of the {announced} announced"))

    async def _own(self, work: Awaitable[T]) -> T:
        # aiohttp turns every failure of a body into one of the connection: ours are kept apart.
        try:
            return await work
        except Exception as error:
            self.failure = error
            raise

    async def _next(self) -> bytes | None:
        async for chunk in self._value:
            return bytes(chunk)
        return None


async def watched(payload: FilePayload, stall_s: float, request: Awaitable[T]) -> T:
    """Await the request that sends the payload; give up when no byte moves for `stall_s`.

    Raises what our side failed of as it was. A connection that broke before the last byte was
    handed over is `BackendDown`: with its length announced, such a body can't have been taken.
    """
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(stall_s) as deadline:

            def moved() -> None:
                # The wait for the answer, after the last byte, has a limit of its own.
                deadline.reschedule(None if payload.is_complete else loop.time() + stall_s)

            payload.moved = moved
            return await request
    except TimeoutError as error:
        raise BackendDown(f"the upload stood still for {stall_s:g} s") from error
    except (OutcomeUnknown, BackendDown) as error:
        if payload.failure is not None:
            raise payload.failure from error
        if not payload.is_complete:
            raise BackendDown(f"the upload broke off, {error.detail}") from error
        raise


def form(payload: FilePayload) -> aiohttp.MultipartWriter:
    """A form with that one file; its length is known before it is sent."""
    writer = aiohttp.MultipartWriter("form-data")
    writer.append_payload(payload)
    return writer


async def _mismatch(told: str) -> None:
    raise ClipUnreachable(f"the file does not have its announced size: {told}")


def _plain(text: str, also: str = "") -> str:
    kept = "".join(c for c in text if c.isprintable() and (c not in '"\\/' or c in also))
    return kept.encode("utf-8", errors="ignore").decode()[:150].strip()
