"""The chat page's server as its modules see it, on loopback, misbehaving on order: for tests.

Written from the page's contract, not from our server, and with memory only. Owns the socket, the
taking of messages and the test page by which a real browser loads the modules of ``bots/page``.
Uploads are ``page_uploads``'s. Must not know what the modules do with what they hear.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

from aiohttp import WSCloseCode, web

from bots.serving.headers import secure
from tests.servers.leaving import leave
from tests.servers.loop_thread import LoopThread
from tests.servers.page_uploads import PageUploads

T = TypeVar("T")
PAGE: Final = Path(__file__).resolve().parents[2] / "bots" / "page"
SIGNED_OUT: Final = 4401
TOO_MANY_PAGES: Final = 4429
_TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_HTML: Final = (
    '<!doctype html><html lang="en"><title>modules</title><link rel="icon" href="data:,">'
    '<script type="module" src="assets/testing.js"></script><video></video><input type="file">'
)
_TESTING_JS: Final = """
for (const name of %s) Object.assign(window, await import(`./${name}.js`));
window.isReady = true;
"""
_MODULES: Final = (
    *("answers", "chunks", "connection", "keeping", "outbox", "pace"),
    *("recorder", "uploads", "waits"),
)


@dataclass(frozen=True)
class Post:
    """A message as it came, whatever became of it."""

    conversation: str
    said: dict[str, Any]

    @property
    def key(self) -> str:
        """The name that the page gave it."""
        return str(self.said["key"])


@dataclass
class PageServer:
    """``with PageServer() as server: page.goto(server.url)``."""

    prefix: str = "/"
    """Below which path the page is."""
    url: str = ""
    port: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Of each socket its conversation, and after which event it went on."""
    posts: list[Post] = field(default_factory=list)
    """Every message that came, also what was not taken."""
    taken: list[Post] = field(default_factory=list)
    """The messages that are kept, each once."""
    faults: deque[Callable[[Post], web.Response | None]] = field(default_factory=deque)
    """What becomes of the next messages: an answer before they are taken, or none at all."""
    busy: set[str] = field(default_factory=set)
    """Conversations in which nothing is taken at the moment."""
    refused_sockets: int = 0
    """So many of the next sockets are not let in."""
    crowded_sockets: int = 0
    """So many of the next are let in, and closed as those of one page too many."""
    uploads: PageUploads = field(default_factory=PageUploads)
    more: list[web.RouteDef] = field(default_factory=list)
    """What else is served, at paths of its own."""
    _start_number: int = 0
    _events: list[dict[str, Any]] = field(default_factory=list)
    _sockets: set[web.WebSocketResponse] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _thread: LoopThread = field(default_factory=lambda: LoopThread("page server"))
    _runner: web.AppRunner | None = None

    def __enter__(self) -> PageServer:
        self._thread.__enter__()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._thread.__exit__(*_)

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something in the server's own loop."""
        return self._thread.do(work)

    def start(self) -> None:
        """Listen, on the port of before if there was one. Events of before are forgotten."""
        self._start_number += 1
        self._events.clear()
        self._thread.do(self._start())

    def stop(self) -> None:
        """Be away, with every connection."""
        if self._runner is not None:
            self._thread.do(leave(self._runner))
        self._runner = None
        self._sockets.clear()

    def tell(self, **frame: Any) -> str:
        """Say something to every page that listens, and keep it; returns the event's id."""
        frame["id"] = f"{self._start_number}.{next(self._numbers)}"
        self._events.append(frame)
        self._thread.do(self._send(frame))
        return str(frame["id"])

    def tick(self) -> None:
        """Say that the line is alive."""
        self._thread.do(self._send({"type": "tick"}))

    def cut(self, code: int | None = None) -> None:
        """Lose every socket, or close it with a code."""
        self._thread.do(self._cut(code))

    async def _start(self) -> None:
        app = web.Application(client_max_size=2**30)
        app.on_response_prepare.append(_protect)
        below = self.prefix
        app.router.add_get(below, self._page)
        app.router.add_get(f"{below}assets/{{name}}", self._asset)
        app.router.add_get(f"{below}api/socket", self._socket)
        app.router.add_post(f"{below}api/conversations/{{id}}/messages", self._message)
        self.uploads.add_to(app, f"{below}api/uploads")
        app.add_routes(self.more)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self.port}{below}"

    async def _page(self, _: web.Request) -> web.Response:
        return web.Response(text=_HTML, content_type="text/html")

    async def _asset(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name == "testing.js":
            text = _TESTING_JS % json.dumps(_MODULES)
            return web.Response(text=text, content_type="text/javascript")
        path = PAGE / name
        return web.Response(text=path.read_text(), content_type=_TYPES[path.suffix])

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        conversation, after = request.query["conversation"], request.query["after"]
        self.asked.append((conversation, after))
        if self.refused_sockets > 0:
            self.refused_sockets -= 1
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if self.crowded_sockets > 0:
            self.crowded_sockets -= 1
            await socket.close(code=TOO_MANY_PAGES)
            return socket
        known = [event["id"] for event in self._events]
        if after in known:
            await socket.send_json({"type": "resumed", "id": after})
            for event in self._events[known.index(after) + 1 :]:
                await socket.send_json(event)
        else:
            last = known[-1] if known else f"{self._start_number}.0"
            begun = {"conversation": conversation, "conversations": []}
            kept = [{"number": 1, "text": f"snapshot of start {self._start_number}"}]
            await socket.send_json({"type": "snapshot", "id": last, "messages": kept, **begun})
            if not known:
                self._events.append({"type": "tick", "id": last})
        self._sockets.add(socket)
        async for _ in socket:
            pass
        self._sockets.discard(socket)
        return socket

    async def _send(self, frame: dict[str, Any]) -> None:
        for socket in list(self._sockets):
            await socket.send_json(frame)

    async def _cut(self, code: int | None) -> None:
        for socket in list(self._sockets):
            if code is None:
                transport = socket._req.transport if socket._req else None
                if transport is not None:
                    transport.abort()
            else:
                await socket.close(code=code or WSCloseCode.OK)
        self._sockets.clear()

    async def _message(self, request: web.Request) -> web.Response:
        post = Post(request.match_info["id"], await request.json())
        self.posts.append(post)
        if post.conversation in self.busy:
            return told(503)
        fault = self.faults.popleft() if self.faults else None
        answer = fault(post) if fault else None
        if answer is not None:
            return answer
        if post.key not in [taken.key for taken in self.taken]:
            self.taken.append(post)
        if fault:
            assert request.transport is not None
            request.transport.abort()
            await asyncio.sleep(0)
        number = [taken.key for taken in self.taken].index(post.key) + 1
        return web.json_response({"number": number})


def told(status: int, code: str = "", sentence: str = "", **headers: str) -> web.Response:
    """An answer that is a sentence for the person."""
    said = {"error": sentence, "code": code}
    return web.json_response(said, status=status, headers=headers)


def lost(_: Post) -> None:
    """The message is taken, and its answer lost with the line."""


async def _protect(request: web.Request, response: web.StreamResponse) -> None:
    secure(response, request.host)
