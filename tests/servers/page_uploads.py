"""The server's half of the tus protocol 1.0, in memory, misbehaving on order: for tests.

Written from the protocol's text (creation, core, termination). Owns what was sent and how. Must not
know who sends.
"""

from __future__ import annotations

import asyncio
import base64
import secrets
import threading
from collections import deque
from dataclasses import dataclass, field

from aiohttp import web

_VERSION = {"Tus-Resumable": "1.0.0"}
_TYPE = "application/offset+octet-stream"


@dataclass
class Kept:
    """What is there of one file."""

    size_bytes: int
    metadata: dict[str, str]
    data: bytearray = field(default_factory=bytearray)


@dataclass
class PageUploads:
    """The uploads of a server, by their ids."""

    kept: dict[str, Kept] = field(default_factory=dict)
    parts: list[tuple[int, int]] = field(default_factory=list)
    """Of each part that came its offset and its length, in bytes, also if it was not taken."""
    asked: list[str] = field(default_factory=list)
    """The methods in their order."""
    largest_body_bytes: int | None = None
    """A proxy before the server takes no more in one request."""
    is_proxy_silent: bool = False
    """That proxy cuts the line instead of saying 413."""
    cut_after_bytes: deque[int] = field(default_factory=deque)
    """After so many bytes of the next parts the line is cut; what came is kept."""
    is_held_after_cut: bool = False
    """Parts that come after a cut wait at the gate."""
    refusals: deque[web.Response] = field(default_factory=deque)
    """Answers to the next requests, whatever they are."""
    gate: threading.Event = field(default_factory=threading.Event)
    """While it isn't set, parts wait before they are taken."""

    def __post_init__(self) -> None:
        self.gate.set()

    def add_to(self, app: web.Application, path: str) -> None:
        """Serve them below a path."""
        app.router.add_post(path, self._create)
        app.router.add_head(f"{path}/{{id}}", self._look)
        app.router.add_patch(f"{path}/{{id}}", self._append)
        app.router.add_delete(f"{path}/{{id}}", self._delete)

    async def _create(self, request: web.Request) -> web.Response:
        refusal = self._note(request)
        if refusal is not None:
            return refusal
        told = request.headers["Upload-Metadata"].split(",")
        pairs = (pair.split(" ") for pair in told)
        metadata = {name: base64.b64decode(value).decode() for name, value in pairs}
        upload_id = secrets.token_hex(16)
        self.kept[upload_id] = Kept(int(request.headers["Upload-Length"]), metadata)
        # An address that nobody outside knows, as of a server behind a proxy.
        location = f"http://inside.invalid{request.path}/{upload_id}"
        return web.Response(status=201, headers=_VERSION | {"Location": location})

    async def _look(self, request: web.Request) -> web.Response:
        return self._note(request) or self._told(request, 200)

    async def _append(self, request: web.Request) -> web.Response:
        length = request.content_length or 0
        offset = int(request.headers["Upload-Offset"])
        self.parts.append((offset, length))
        refusal = self._note(request)
        if refusal is not None:
            return refusal
        if self.largest_body_bytes is not None and length > self.largest_body_bytes:
            if self.is_proxy_silent:
                return _cut(request)
            return web.Response(status=413, text="<h1>413</h1>", content_type="text/html")
        assert request.content_type == _TYPE
        kept = self.kept.get(request.match_info["id"])
        if kept is None:
            return web.Response(status=404, headers=_VERSION)
        if offset != len(kept.data):
            return web.Response(status=409, headers=_VERSION)
        await asyncio.to_thread(self.gate.wait, 30)
        left = self.cut_after_bytes.popleft() if self.cut_after_bytes else None
        async for chunk in request.content.iter_chunked(2**16):
            kept.data += chunk if left is None else chunk[:left]
            if left is not None:
                left -= len(chunk)
                if left <= 0:
                    if self.is_held_after_cut:
                        self.gate.clear()
                    return _cut(request)
        return self._told(request, 204)

    async def _delete(self, request: web.Request) -> web.Response:
        refusal = self._note(request)
        if refusal is not None:
            return refusal
        self.kept.pop(request.match_info["id"], None)
        return web.Response(status=204, headers=_VERSION)

    def _note(self, request: web.Request) -> web.Response | None:
        self.asked.append(request.method)
        assert request.headers["Tus-Resumable"] == _VERSION["Tus-Resumable"]
        return self.refusals.popleft() if self.refusals else None

    def _told(self, request: web.Request, status: int) -> web.Response:
        kept = self.kept.get(request.match_info["id"])
        if kept is None:
            return web.Response(status=404, headers=_VERSION)
        lengths = {"Upload-Offset": len(kept.data), "Upload-Length": kept.size_bytes}
        told = {name: str(value) for name, value in lengths.items()}
        return web.Response(status=status, headers=_VERSION | told | {"Cache-Control": "no-store"})


def _cut(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()
