"""The whole chat page before a server of memory only, on loopback: for tests of what is seen.

Written from the page's contract, not from our server. Owns the conversation that it shows and what
the page sent. The page's files are the real ones, filled in as shipped. Must not know a view.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from bots.serving.assets import PAGE, TYPES, Assets
from bots.serving.headers import secure
from core.phrases import Phrasebook
from tests.servers.leaving import leave
from tests.servers.loop_thread import LoopThread
from tests.servers.page_uploads import PageUploads

CONVERSATION = "c" * 32
_AT = "2026-01-02T03:04:05+00:00"


@dataclass
class WholePage:
    """``with WholePage() as server: page.goto(server.url)``."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    """What the next snapshot shows."""
    posts: list[dict[str, Any]] = field(default_factory=list)
    """What was said, in the order in which it came, each with its ``conversation``."""
    answers: list[web.Response] = field(default_factory=list)
    """What the next messages are answered instead of being taken."""
    files: dict[str, Path | Callable[[], web.Response]] = field(default_factory=dict)
    """By path below ``api/files/``: a file, or what makes the answer to each request."""
    uploads: PageUploads = field(default_factory=PageUploads)
    sample: str | None = None
    """The sample's upload; None: it is being made."""
    is_password: bool = False
    """Whether one is logged in, and may log out."""
    log_outs: list[dict[str, str]] = field(default_factory=list)
    """The form of each log-out."""
    url: str = ""
    _events: int = 0
    _sockets: list[web.WebSocketResponse] = field(default_factory=list)
    _thread: LoopThread = field(default_factory=lambda: LoopThread("whole page"))
    _runner: web.AppRunner | None = None

    def __enter__(self) -> WholePage:
        self._thread.__enter__()
        self._thread.do(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        assert self._runner is not None
        self._thread.do(leave(self._runner))
        self._thread.__exit__(*_)

    def tell(self, **frame: Any) -> None:
        """Say something to the page."""
        self._thread.do(self._tell(frame))

    def show(self, message: dict[str, Any]) -> None:
        """Insert or replace a message."""
        self.tell(type="message", conversation=CONVERSATION, message=message)

    async def _start(self) -> None:
        self._assets = Assets(Phrasebook())
        app = web.Application()
        app.on_response_prepare.append(_protect)
        app.router.add_get("/", self._page)
        app.router.add_get("/assets/{file}", self._asset)
        app.router.add_get("/api/socket", self._socket)
        app.router.add_post("/api/conversations/{id}/messages", self._message)
        app.router.add_get("/api/files/{path:.+}", self._file)
        app.router.add_post("/logout", self._log_out)
        app.router.add_post("/api/sample", self._make_sample)
        self.uploads.add_to(app, "/api/uploads")
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/"

    async def _page(self, _: web.Request) -> web.Response:
        config = {
            "language": "en",
            "languages": [{"tag": "en", "name": "English"}, {"tag": "zh-CN", "name": "中文"}],
            "taps": [{"name": "export", "label": "Export", "data": "1:export"}],
            "ideas": [{"words": "blur the background"}],
            "phrases": Phrasebook().patterns("en", "page-", "stage-", "project-untitled"),
            "max_upload_bytes": 500 * 2**20,
            "max_text": 8000,
            "has_sample": True,
            "is_password": self.is_password,
            "place": "Your clips stay on this computer.",
        }
        text = self._assets.fill("index.html", "en", language="en", config=config)
        return web.Response(text=text, content_type="text/html")

    async def _asset(self, request: web.Request) -> web.Response:
        path = PAGE / request.match_info["file"]
        return web.Response(body=path.read_bytes(), content_type=TYPES[path.suffix])

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        known = [{"id": CONVERSATION, "title": "x", "changed_at": _AT, "is_working": False}]
        frame = {
            "type": "snapshot",
            "id": f"{self._events}",
            "conversation": request.query["conversation"],
            "conversations": known if self.messages else [],
            "messages": self.messages,
        }
        await socket.send_json(frame)
        self._sockets.append(socket)
        async for _ in socket:
            pass
        self._sockets.remove(socket)
        return socket

    async def _tell(self, frame: dict[str, Any]) -> None:
        self._events += 1
        for socket in list(self._sockets):
            await socket.send_json({**frame, "id": f"{self._events}"})

    async def _message(self, request: web.Request) -> web.Response:
        said = await request.json()
        if self.answers:
            return self.answers.pop(0)
        if said["key"] not in [one["key"] for one in self.posts]:
            self.posts.append(said | {"conversation": request.match_info["id"]})
        return web.json_response({"number": 1000 + len(self.posts)})

    async def _log_out(self, request: web.Request) -> web.Response:
        form = await request.post()
        self.log_outs.append({name: str(value) for name, value in form.items()})
        return web.Response(status=303, headers={"Location": "./"})

    async def _make_sample(self, _: web.Request) -> web.Response:
        if self.sample is None:
            return web.json_response({}, status=202)
        told = {"upload": self.sample, "name": "sample.mp4", "size_bytes": 1_000_000}
        return web.json_response(told)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        kept = self.files[request.match_info["path"]]
        return web.FileResponse(kept) if isinstance(kept, Path) else kept()


def bot(number: int, text: str, **more: Any) -> dict[str, Any]:
    """A message of the bot, as the page gets it; a finished one unless it is said otherwise."""
    message = {
        **{"number": number, "key": None, "author": "bot", "at": _AT, "text": text},
        **{"is_press": False, "reply_to": None, "attachments": [], "media": [], "before": None},
        **{"buttons": [], "progress": None, "tone": "info", "is_final": True},
    }
    return message | more


def person(number: int, text: str, **more: Any) -> dict[str, Any]:
    """A message of the person's."""
    return bot(number, text, **({"author": "person", "key": f"{number:032x}"} | more))


def video(file: str, name: str = "result.mp4") -> dict[str, Any]:
    """A finished video of two seconds, at ``api/files/<file>/<name>``."""
    return {
        **{"file": file, "kind": "video", "name": name, "size_bytes": 1_200_000},
        **{"width": 320, "height": 180, "duration_ms": 2000, "poster_url": None, "is_kept": True},
        **{
            "url": f"api/files/{file}/{name}",
            "download_url": f"api/files/{file}/{name}?download=1",
        },
    }


def original(file: str, name: str = "clip.mp4") -> dict[str, Any]:
    """The clip of which a video was made."""
    playable = f"api/files/{file}/playable"
    return {
        "kind": "video",
        "name": name,
        "url": f"api/files/{file}/{name}",
        "playable_url": playable,
    }


async def _protect(request: web.Request, response: web.StreamResponse) -> None:
    secure(response, request.host)
