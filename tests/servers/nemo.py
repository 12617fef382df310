"""A scripted Nemo, written from the contract: real HTTP on loopback, both shapes of every answer.

It keeps tokens, sessions, drafts, files and renders in memory, notes every call with its headers,
and misbehaves on order (`arm`). With `generation` set it makes clips out of words; `purse` holds
everybody's credits. A second origin, which must never see a header of ours, stands beside it. The
names of the faults are those of the embedded engine's faulty mode, so that one contract suite
serves both.
"""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.servers.nemo_front import BODY, FAULT, SCOPES, Call, Token, refusal
from tests.servers.nemo_generation import Generation, stream_generation, stripped, strips
from tests.servers.nemo_purse import Purse
from tests.servers.nemo_renders import PICTURE, VIDEO, Renders
from tests.servers.nemo_stream import Reply, stream_reply

__all__ = ["PICTURE", "TEXT", "VIDEO", "FakeNemo", "Session"]

TEXT = "Your clip is trimmed — 好了 🎬. Click Export to download."


@dataclass
class Session:
    task_id: str
    owner: str
    user_id: str
    draft: dict[str, Any] = field(default_factory=dict)
    files: list[dict[str, Any]] = field(default_factory=list)
    pictures: list[dict[str, Any]] = field(default_factory=list)


class FakeNemo(Renders):
    """`async with FakeNemo(stream="adk", render="nested", is_bare=True) as nemo: nemo.url`."""

    def __init__(self, stream: str = "flat", render: str = "top", *, is_bare: bool = False) -> None:
        super().__init__(render, is_bare=is_bare)
        self.stream_shape = stream
        self.issued: Counter[str] = Counter()
        self.sessions: dict[str, Session] = {}
        self.done: list[str] = []
        self.uploaded_bytes = 0
        self.reply = Reply(TEXT)
        self.generation: Generation | None = None
        self.purse = Purse()
        self._ids = itertools.count(7_000_000_000_000_000_001)

    async def __aenter__(self) -> FakeNemo:
        self.elsewhere_url = await self.serve(self._elsewhere_app())
        self.url = await self.serve(self._app())
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def new_token(self, user_id: str, scopes: Sequence[str] = SCOPES, plan: str = "pro") -> str:
        """A token that this server knows; several may be of one account."""
        token = f"nmv_usr_{next(self._ids)}"
        self.tokens[token] = Token(user_id, tuple(scopes), plan)
        return token

    @property
    def users(self) -> dict[str, str]:
        """Which token belongs to which account."""
        return {token: known.user_id for token, known in self.tokens.items()}

    def sessions_of(self, user_id: str) -> list[str]:
        """The ids of the account's projects, in the order in which they were made."""
        return [key for key, session in self.sessions.items() if session.user_id == user_id]

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=2**30)
        add = app.router.add_route
        render = "/api/render/proxy"
        for method, path, name, handler in [
            ("POST", "/api/auth/anonymous-token", "token", self._token),
            ("POST", "/api/tasks/me/with-session/nemo_agent", "session", self._session),
            ("POST", "/api/auth/claim-token", "claim", self._claim),
            ("POST", "/api/upload-video/nemo_agent/me/{session}", "upload", self._upload),
            ("POST", "/run_sse", "message", self._message),
            ("GET", "/api/state/nemo_agent/me/{session}/latest", "state", self._state),
            ("GET", "/api/credits/balance/simple", "credits", self._credits),
            ("POST", f"{render}/lambda", "render_submit", self._submit),
            ("GET", f"{render}/lambda/{{render}}", "render_status", self._status),
            ("POST", f"{render}/lambda/{{render}}/cancel", "render_cancel", self._cancel),
            ("GET", f"{render}/{{render}}/download", "render_download", self._download),
            ("GET", "/files/{render}.mp4", "output", self._output),
            ("GET", "/files/{picture}.jpg", "picture", self._picture),
        ]:
            add(method, path, self.guarded(name, handler))
        return app

    def _elsewhere_app(self) -> web.Application:
        async def anything(request: web.Request) -> web.StreamResponse:
            call = Call("elsewhere", request.path, dict(request.headers))
            self.elsewhere.append(call)
            if request.path.endswith(".jpg"):
                return web.Response(body=PICTURE, content_type="image/jpeg")
            if "back" in request.query:
                raise web.HTTPFound(f"{self.url}/files/back.mp4")
            return web.Response(body=VIDEO, content_type="video/mp4")

        app = web.Application()
        app.router.add_route("*", "/{path:.*}", anything)
        return app

    # --- endpoints --------------------------------------------------------------------------

    async def _token(self, request: web.Request) -> web.Response:
        client_id = request.headers.get("X-Client-Id", "")
        if not client_id:
            return refusal(400, "X-Client-Id is missing", 400)
        self.issued[client_id] += 1
        token = self.new_token(f"anon_{len(self.tokens)}")
        return self.success(
            {
                "token": token,
                "user_id": self.tokens[token].user_id,
                "credits": 100,
                "expires_at": "2099-01-01T00:00:00Z",
            }
        )

    async def _session(self, request: web.Request) -> web.Response:
        session_id, task_id = str(next(self._ids)), str(next(self._ids))
        user_id = self.users[self.bearer(request)]
        self.sessions[session_id] = Session(task_id, self.bearer(request), user_id)
        # Ids come as numbers here: a client must keep them as text all the same.
        return self.success(
            {"task_id": int(task_id), "session_id": int(session_id), "user_id": user_id}
        )

    async def _claim(self, request: web.Request) -> web.Response:
        return self.success({"claim_token": f"clm_{next(self._ids)}", "expires_in": 604800})

    async def _upload(self, request: web.Request) -> web.Response:
        session = self.sessions[self.session_id(request)]
        names: list[tuple[str, str]] = []
        if request.content_type == "multipart/form-data":
            async for part in await request.multipart():
                digest, size_bytes = hashlib.sha256(), 0
                while chunk := await part.read_chunk(2**16):
                    digest.update(chunk)
                    size_bytes += len(chunk)
                self.uploaded_bytes = size_bytes
                if part.name == "files":
                    names.append((part.filename, digest.hexdigest()))
        else:
            names = [await self.fetched(url) for url in request[BODY]["urls"]]
        if any(name.endswith(".txt") for name, _ in names):
            return refusal(4001, "unsupported type", 415)
        files = [
            {
                "filename": name,
                "file_type": "video",
                "cdn_url": f"{self.elsewhere_url}/{name}",
                "duration": 2.5,
                "width": 320,
                "height": 180,
                "fps": 30,
                "hash": digest,
            }
            for name, digest in names
        ]
        session.files += files
        for file in files:
            segment = {"id": str(next(self._ids)), "d": 2500, "m": {"name": file["filename"]}}
            session.draft = {"d": 2500, "t": [{"tt": 0, "m": {}, "sg": [segment]}]}
        return self.success({"files": files, "session_state_applied": True})

    async def fetched(self, url: str) -> tuple[str, str]:
        """(name, SHA-256) of a file that it is to fetch itself; here it only says that it did."""
        return url.rpartition("/")[2], "0" * 64

    async def _message(self, request: web.Request) -> web.StreamResponse:
        session = self.sessions[self.session_id(request)]
        text = request[BODY]["new_message"]["parts"][0]["text"]
        user_id, fault = self.users[self.bearer(request)], request[FAULT]
        generation = None if session.files or session.draft.get("t") else self.generation
        price = self.purse.generation_cost if generation else self.purse.message_cost
        if not self.purse.reserve(user_id, price):
            return refusal(2001, "Not enough credits for this.")
        settled: list[str] = []

        def finish() -> None:
            settled.append(text)
            self.done.append(text)
            self.purse.charge(user_id, text, price)
            picture = f"{self.elsewhere_url}/p{len(self.done)}.jpg"
            session.pictures.append({"url": picture, "media_type": "image"})

        def work() -> None:
            if generation:
                generation.raw(session.draft)
                generation.second(session.draft)
            elif strips(text):
                stripped(session.draft)
            else:
                _trim(session.draft)
            finish()

        def second() -> None:
            assert generation is not None
            generation.second(session.draft)
            finish()

        is_cut = bool(fault and fault.kind == "cut_between_stages")
        try:
            if generation and (is_cut or fault is None):
                stages = (lambda: generation.raw(session.draft), second)
                shape = self.stream_shape
                return await stream_generation(request, shape, generation, stages, is_cut=is_cut)
            return await stream_reply(request, self.stream_shape, self.reply, fault, work)
        finally:
            if not settled:
                self.purse.release(user_id, price)

    async def _state(self, request: web.Request) -> web.Response:
        session = self.sessions[self.session_id(request)]
        state = {
            "draft": session.draft,
            "video_infos": session.files,
            "canvas_config": {"width": 1920, "height": 1080},
            "generated_media": session.pictures,
            "video_analyses": [],
        }
        return self.success({"state": state})

    async def _credits(self, request: web.Request) -> web.Response:
        return self.success(self.purse.of(self.users[self.bearer(request)]).answer())


def _trim(draft: dict[str, Any]) -> None:
    for track in draft.get("t", []):
        for segment in track["sg"]:
            segment["d"] = 1000
