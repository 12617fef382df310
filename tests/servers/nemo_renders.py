"""The fake Nemo's renders: submitted, looked at, cancelled, fetched, in both shapes of answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.servers.nemo_front import BODY, FAULT, Front, refusal

VIDEO = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 4096
"""What every finished render downloads as."""
PICTURE = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 16


@dataclass
class Render:
    session_id: str
    draft: Any
    fault: str = ""
    looks: int = 0
    state: str = "pending"
    has_been_cut: bool = False


class Renders(Front):
    """What the render endpoints do."""

    def __init__(self, shape: str, *, is_bare: bool) -> None:
        super().__init__(is_bare=is_bare)
        self.render_shape = shape
        self.renders: dict[str, Render] = {}

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
