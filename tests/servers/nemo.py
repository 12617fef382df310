"""A scripted Nemo, written from the contract: real HTTP on loopback, both shapes of every answer.

It keeps tokens, sessions, drafts, files and renders in memory, notes every call with its headers,
and misbehaves on order (`arm`). A second origin, which must never see a header of ours, stands
beside it. The names of the faults are those of the embedded engine's faulty mode, so that one
contract suite serves both.
"""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.servers.nemo_front import BODY, FAULT, SCOPES, Call, Front, Token, refusal
from tests.servers.nemo_stream import Reply, stream_reply

VIDEO = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 4096
"""What every finished render downloads as."""
PICTURE = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 16
TEXT = "Your clip is trimmed — 好了 🎬. Click Export to download."


@dataclass
class Session:
    task_id: str
    owner: str
    draft: dict[str, Any] = field(default_factory=dict)
    files: list[dict[str, Any]] = field(default_factory=list)
    pictures: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Render:
    session_id: str
    draft: Any
    fault: str = ""
    looks: int = 0
    state: str = "pending"
    has_been_cut: bool = False


class FakeNemo(Front):
    """`async with FakeNemo(stream="adk", render="nested", is_bare=True) as nemo: nemo.url`."""

    def __init__(self, stream: str = "flat", render: str = "top", *, is_bare: bool = False) -> None:
        super().__init__(is_bare=is_bare)
        self.stream_shape, self.render_shape = stream, render
        self.issued: Counter[str] = Counter()
        self.sessions: dict[str, Session] = {}
        self.renders: dict[str, Render] = {}
        self.done: list[str] = []
        self.uploaded_bytes = 0
        self.reply = Reply(TEXT)
        self._ids = itertools.count(7_000_000_000_000_000_001)

    async def __aenter__(self) -> FakeNemo:
        self.elsewhere_url = await self.serve(self._elsewhere_app())
        self.url = await self.serve(self._app())
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def new_token(self, user_id: str, scopes: Sequence[str] = SCOPES, plan: str = "pro") -> str:
        """A token that this server knows."""
        token = f"nmv_usr_{next(self._ids)}"
        self.tokens[token] = Token(user_id, tuple(scopes), plan)
        return token

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
        self.sessions[session_id] = Session(task_id, self.bearer(request))
        user_id = self.tokens[self.bearer(request)].user_id
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
            names = [(url.rpartition("/")[2], "0" * 64) for url in request[BODY]["urls"]]
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

    async def _message(self, request: web.Request) -> web.StreamResponse:
        session = self.sessions[self.session_id(request)]
        text = request[BODY]["new_message"]["parts"][0]["text"]

        def work() -> None:
            self.done.append(text)
            name = f"p{len(self.done)}"
            for track in session.draft.get("t", []):
                for segment in track["sg"]:
                    segment["d"] = 1000
            picture = f"{self.elsewhere_url}/{name}.jpg"
            session.pictures.append({"url": picture, "media_type": "image"})

        return await stream_reply(request, self.stream_shape, self.reply, request[FAULT], work)

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
        return self.success({"available": 60, "frozen": 40, "total": 100})

    async def _submit(self, request: web.Request) -> web.Response:
        body, fault = request[BODY], request[FAULT]
        render = Render(body["sessionId"], body["draft"], fault.kind if fault else "")
        self.renders.setdefault(body["id"], render)
        return self._render_answer(body["id"], self.renders[body["id"]])

    async def _status(self, request: web.Request) -> web.Response:
        render = self.renders.get(request.match_info["render"])
        if render is None:
            return refusal(404, "no such render", 404)
        if render.state in ("pending", "processing"):
            render.looks += 1
            is_over = render.looks > 2 and render.fault != "stuck_render"
            over = "failed" if render.fault == "fail_render" else "completed"
            render.state = over if is_over else "processing"
        return self._render_answer(request.match_info["render"], render)

    async def _cancel(self, request: web.Request) -> web.Response:
        render = self.renders[request.match_info["render"]]
        render.state = "cancelled"
        return self._render_answer(request.match_info["render"], render)

    def _render_answer(self, render_id: str, render: Render) -> web.Response:
        is_done = render.state == "completed"
        origin = self.elsewhere_url if render.fault == "output_elsewhere" else self.url
        url = f"{origin}/files/{render_id}.mp4" if is_done else None
        percent = 100 if is_done else 40 * min(render.looks, 2)
        fine = {"id": render_id, "status": render.state, "createdAt": "2026-01-01T00:00:00Z"}
        if render.state == "failed":
            fine["error"] = "the encoder fell over"
        if self.render_shape == "top":
            top = {**fine, "progress": percent / 100, "output": {"url": url} if url else {}}
            return web.json_response(top)
        data = {**fine, "progress": percent, "outputUrl": url}
        return web.json_response({"success": True, "data": data})

    async def _download(self, request: web.Request) -> web.StreamResponse:
        return web.Response(body=VIDEO, content_type="video/mp4")

    async def _output(self, request: web.Request) -> web.StreamResponse:
        render = self.renders.get(request.match_info["render"]) or Render("", None)
        match render.fault:
            case "output_missing":
                return web.Response(status=404)
            case "output_redirect":
                raise web.HTTPFound(f"{self.elsewhere_url}{request.path}?back=1")
            case "output_cut" if not render.has_been_cut:
                render.has_been_cut = True
                return await self._half(request)
        start = request.http_range.start or 0
        etag = {"ETag": '"v1"'}
        if not start or request.headers.get("If-Range") != '"v1"':
            return web.Response(body=VIDEO, headers=etag, content_type="video/mp4")
        # No more than so much at a time: a client has to ask again for the rest.
        end = min(start + len(VIDEO) // 3, len(VIDEO))
        part = {**etag, "Content-Range": f"bytes {start}-{end - 1}/{len(VIDEO)}"}
        return web.Response(
            status=206, body=VIDEO[start:end], headers=part, content_type="video/mp4"
        )

    async def _half(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"ETag": '"v1"', "Content-Type": "video/mp4"})
        response.content_length = len(VIDEO)
        await response.prepare(request)
        await response.write(VIDEO[: len(VIDEO) // 2])
        # Closing (not aborting) sends what was written, then ends before the promised length.
        if request.transport is not None:
            request.transport.close()
        return response

    async def _picture(self, request: web.Request) -> web.Response:
        return web.Response(body=PICTURE, content_type="image/jpeg")
