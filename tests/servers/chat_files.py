"""Files in both directions at the fake chat platform, never whole in memory: for tests.

Owns receiving a multipart send onto the disk and giving a person's file, fast, slow or cut. Must
not know chats.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import mimetypes
from pathlib import Path, PurePath
from typing import Any

from aiohttp import BodyPartReader, web

from tests.servers.chat_faults import Fault
from tests.servers.chat_ledger import File, Ledger

_CHUNK_BYTES = 256 * 1024
_ENVELOPE_BYTES = 320 * 1024
"""What a multipart body may have beside the files: mostly a thumbnail of 200 kB as base64."""


class TooLarge(Exception):
    """More bytes than this chat takes."""


def kind_of(name: str) -> tuple[str, str]:
    """(kind, MIME type) of a file as its sender's program would claim them, by its name."""
    mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
    kind = mime.partition("/")[0]
    return (kind if kind in ("video", "image", "audio") else "other"), mime


class Receiving:
    """The bot's files, put into a folder."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        self._folder = folder
        self._ledger = ledger

    async def take(
        self, request: web.Request, max_bytes: int
    ) -> tuple[dict[str, Any], tuple[File, ...]]:
        """The message and its files. Raises ``TooLarge``, before the body where it is announced."""
        if (request.content_length or 0) > max_bytes + _ENVELOPE_BYTES:
            raise TooLarge
        if request.headers.get("Expect", "").lower() == "100-continue":
            await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            request.writer.output_size = 0
        body: dict[str, Any] = {}
        files: list[File] = []
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            if part.name == "message":
                body = json.loads(await part.text())
            else:
                about = body.get("files", [])[len(files)]
                files.append(await self._file(part, about, max_bytes))
        assert len(files) == len(body.get("files", [])), "every announced file came"
        return body, tuple(files)

    async def _file(self, part: BodyPartReader, about: dict[str, Any], max_bytes: int) -> File:
        ref = f"f{self._ledger.number()}"
        name = about["name"]
        path = self._folder / f"{ref}{PurePath(name).suffix}"
        digest, size_bytes = hashlib.sha256(), 0
        with path.open("wb") as out:
            while chunk := await part.read_chunk(_CHUNK_BYTES):
                size_bytes += len(chunk)
                if size_bytes > max_bytes:
                    path.unlink()
                    raise TooLarge
                digest.update(chunk)
                out.write(chunk)
        return self._ledger.add_file(
            File(
                ref=ref,
                name=name,
                path=path,
                size_bytes=size_bytes,
                kind=about.get("kind") or kind_of(name)[0],
                mime=kind_of(name)[1],
                sha256=digest.hexdigest(),
                width=about.get("width"),
                height=about.get("height"),
                duration_ms=about.get("duration_ms"),
                is_plain=about.get("is_plain_file", False),
                thumbnail=base64.b64decode(about.get("thumbnail", "")),
            )
        )


GIVEN_BYTES: web.ResponseKey[int] = web.ResponseKey("given_bytes", int)
"""How much of a file an answer has carried so far."""


async def send_file(
    request: web.Request, path: Path, fault: Fault | None, link: str | None = None
) -> web.StreamResponse:
    """Stream a file, or the one range of it that is asked for, which must lie in it.

    A ``slow`` fault with ``bytes_per_s`` drips, a ``cut`` ends in the middle. ``link`` is told as
    another address of the same file.
    """
    whole_bytes = path.stat().st_size
    asked = range(whole_bytes)[request.http_range]
    size_bytes = len(asked)
    response = web.StreamResponse()
    if "Range" in request.headers:
        response.set_status(206)
        response.headers["Content-Range"] = f"bytes {asked[0]}-{asked[-1]}/{whole_bytes}"
    if link is not None:
        response.headers["Link"] = f'<{link}>; rel="alternate"'
    response.content_length = size_bytes
    await response.prepare(request)
    is_cut = fault is not None and fault.kind == "cut"
    rate = fault.number("bytes_per_s", 0) if fault is not None else 0
    left_bytes = size_bytes // 2 if is_cut else size_bytes
    piece_bytes = max(1, int(rate / 20)) if rate else _CHUNK_BYTES
    with path.open("rb") as file:
        file.seek(asked.start)
        while left_bytes > 0:
            piece = file.read(min(piece_bytes, left_bytes))
            left_bytes -= len(piece)
            await response.write(piece)
            response[GIVEN_BYTES] = response.get(GIVEN_BYTES, 0) + len(piece)
            if rate:
                await asyncio.sleep(len(piece) / rate)
    if is_cut and request.transport is not None:
        # Closing (not aborting) sends what was written, then ends before the promised length.
        request.transport.close()
    return response
