"""A file from the backend, or from where it says that it lies, into a file of ours.

Owns resuming, restarting, and that no half file is ever left under its name. Must not know
renders or previews, nor which of several addresses is the right one.
"""

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, TypeVar

from yarl import URL

from core.errors import BackendDown, DownloadFailed, OutputNotWritable
from core.nemo.codes import refusal
from core.nemo.exchange import Exchange
from core.nemo.http import Http
from core.secrecy import Secret

WRITE_BYTES: Final = 1024 * 1024
"""Bytes gathered before they are written to the disk."""
_HEAD_BYTES: Final = 64 * 1024

R = TypeVar("R")
Progress = Callable[[int, int | None], Awaitable[None]]
"""Awaited with the bytes got so far and the size, None where the server named none."""
Check = Callable[[bytes], None]
"""Looks at the first bytes; raises `DownloadFailed` where they are not what was wanted."""


@dataclass(slots=True)
class _Part:
    """What of the file is there. `etag`: the strong validator under which it may be resumed."""

    file: IO[bytes]
    got_bytes: int = 0
    size_bytes: int | None = None
    etag: str = ""


class Downloads:
    """Fetches files. One for each client; close it in the end."""

    def __init__(self, http: Http, silence_s: float) -> None:
        self._http = http
        self._silence_s = silence_s
        # A pool of our own: the durable workflows take over the loop's.
        # One thread, so that a file is never closed while a piece of it is being written.
        self._disk = ThreadPoolExecutor(1, "nemo-download")

    def close(self) -> None:
        """Let the threads end."""
        self._disk.shutdown(wait=False)

    async def fetch(
        self,
        url: URL,
        path: Path,
        *,
        token: Secret | None,
        check: Check,
        limit_bytes: int,
        progress: Progress | None = None,
    ) -> int:
        """Fetch an address into `path`; returns the size in bytes.

        The file appears under its name when it is complete. A broken connection is taken up where
        it broke if the server vouches for the same content, else from the start. Raises
        `DownloadFailed`, `BackendDown`, `OutputNotWritable` and, from the API's own origin, its
        refusals.
        """
        unfinished = path.with_name(f"{path.name}.part")
        try:
            part = _Part(await self._on_disk(unfinished.open, "wb"))
            try:
                await self._http.patiently(
                    lambda: self._http.repeatedly(
                        lambda: self._continue(url, part, token, check, limit_bytes, progress)
                    )
                )
            finally:
                await self._on_disk(part.file.close)
            await self._on_disk(unfinished.replace, path)
        except BaseException:
            with contextlib.suppress(OutputNotWritable):
                await self._on_disk(lambda: unfinished.unlink(missing_ok=True))
            raise
        return part.got_bytes

    async def _continue(
        self,
        url: URL,
        part: _Part,
        token: Secret | None,
        check: Check,
        limit_bytes: int,
        progress: Progress | None,
    ) -> None:
        # Compressed bytes could be neither counted nor resumed.
        headers = {"Accept-Encoding": "identity"}
        if part.got_bytes and part.etag:
            headers |= {"Range": f"bytes={part.got_bytes}-", "If-Range": part.etag}
        opened = self._http.open(
            "GET", url, token=token, headers=headers, silence_s=self._silence_s
        )
        async with opened as exchange:
            await self._begin(exchange, part, is_own=self._http.is_own(url))
            if (part.size_bytes or 0) > limit_bytes:
                raise DownloadFailed(f"{part.size_bytes} bytes are more than is fetched")
            buffer = bytearray()
            try:
                while piece := await exchange.chunk():
                    buffer += piece
                    if part.got_bytes + len(buffer) > limit_bytes:
                        raise DownloadFailed(f"more than the {limit_bytes} bytes that are fetched")
                    if len(buffer) >= WRITE_BYTES:
                        await self._write(part, buffer, check, progress)
            except BackendDown:
                # What has come is kept, to be taken up from there; too little can't be judged.
                if part.got_bytes or len(buffer) >= _HEAD_BYTES:
                    await self._write(part, buffer, check, progress)
                raise
            await self._write(part, buffer, check, progress)
        if part.size_bytes not in (None, part.got_bytes):
            raise BackendDown(f"{part.got_bytes} of {part.size_bytes} bytes came")
        if not part.got_bytes:
            raise DownloadFailed("an empty file")

    async def _begin(self, exchange: Exchange, part: _Part, *, is_own: bool) -> None:
        fault = exchange.fault()
        if fault is not None:
            raise fault
        status, headers = exchange.status, exchange.response.headers
        length = exchange.response.content_length
        starts_at, size_bytes = _range(headers.get("Content-Range", ""))
        if status == 206 and starts_at == part.got_bytes:
            # A server may give less than was asked for: the file is whole at its whole size.
            part.size_bytes = size_bytes or part.size_bytes
            return
        part.got_bytes, part.etag = 0, ""
        await self._on_disk(lambda: (part.file.seek(0), part.file.truncate()))
        if status in (206, 416):
            raise BackendDown(f"HTTP {status} to a resumed download; it starts anew")
        if status != 200:
            raise refusal(None, status, "") if is_own else DownloadFailed(f"HTTP {status}")
        part.size_bytes = length
        etag = headers.get("ETag", "")
        part.etag = etag if etag.startswith('"') else ""

    async def _write(
        self, part: _Part, buffer: bytearray, check: Check, progress: Progress | None
    ) -> None:
        if not buffer:
            return
        if part.got_bytes == 0:
            check(bytes(buffer[:_HEAD_BYTES]))
        await self._on_disk(part.file.write, bytes(buffer))
        part.got_bytes += len(buffer)
        buffer.clear()
        if progress is not None:
            await progress(part.got_bytes, part.size_bytes)

    async def _on_disk(self, work: Callable[..., R], *arguments: object) -> R:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._disk, work, *arguments)
        except OSError as error:
            raise OutputNotWritable(error.strerror or type(error).__name__) from error


def _range(content_range: str) -> tuple[int | None, int | None]:
    """(first byte, size of the whole) of a `Content-Range`, None for what it does not tell."""
    found = re.fullmatch(r"bytes (\d{1,15})-\d{1,15}/(\d{1,15}|\*)", content_range.strip())
    if found is None:
        return None, None
    size = found.group(2)
    return int(found.group(1)), None if size == "*" else int(size)
