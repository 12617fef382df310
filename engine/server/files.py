"""Files by their signed addresses, as a CDN would serve them: no token, ranges, nothing executable.

Must not know who made a file or why.
"""

from __future__ import annotations

import asyncio
import hmac
from pathlib import Path

from aiohttp import web

from engine.server import refusals
from engine.server.answers import signature
from engine.server.wiring import Engine, parts
from engine.store.renders import StoredRender

_SUFFIXES = {"asset": ("",), "preview": (".jpg",), "render": (".mp4", ".webm")}
_TYPES = {
    "": "application/octet-stream",
    ".jpg": "image/jpeg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
}


async def serve(request: web.Request) -> web.StreamResponse:
    """GET /files/<kind>/<signature>/<name>."""
    engine = parts(request)
    kind, name = request.match_info["kind"], request.match_info["name"]
    suffix = next((one for one in _SUFFIXES.get(kind, ()) if name.endswith(one)), None)
    if suffix is None:
        raise refusals.not_found("file")
    file_id = name.removesuffix(suffix)
    given, good = request.match_info["signature"], signature(engine.signing_key, kind, file_id)
    if not hmac.compare_digest(given.encode(), good.encode()):
        raise refusals.not_found("file")
    if kind == "render":
        render = await engine.renders.by_output(file_id)
        if render is None or render.suffix != suffix:
            raise refusals.not_found("file")
        return await _rendered(request, engine, render)
    path = engine.disk.asset(file_id) if kind == "asset" else engine.disk.preview(file_id)
    return _file(path, _TYPES[suffix], file_id)


def rendered_file(request: web.Request, render: StoredRender) -> web.FileResponse:
    """A finished render. Raises ``Refusal`` 404 when its file is gone."""
    path = parts(request).disk.render(render.output_id, render.suffix)
    return _file(path, _TYPES[render.suffix], f"video{render.suffix}")


async def _rendered(
    request: web.Request, engine: Engine, render: StoredRender
) -> web.StreamResponse:
    kind = (render.fault or {}).get("fault")
    is_elsewhere = request.url.port == _port(engine.elsewhere_origin)
    if kind == "output_missing":
        raise refusals.not_found("file")
    if kind == "output_redirect" and not is_elsewhere:
        location = f"{engine.elsewhere_origin}{request.path}"
        return web.Response(status=302, headers={"Location": location})
    answer = rendered_file(request, render)
    if kind == "output_cut" and render.id not in engine.witness.cut:
        engine.witness.cut.add(render.id)
        return await _half(request, engine.disk.render(render.output_id, render.suffix))
    return answer


def _file(path: Path, content_type: str, name: str) -> web.FileResponse:
    if not path.is_file():
        raise refusals.not_found("file")
    headers = {
        "Content-Type": content_type,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, max-age=3600",
    }
    return web.FileResponse(path, headers=headers)


async def _half(request: web.Request, path: Path) -> web.StreamResponse:
    body = await asyncio.to_thread(path.read_bytes)
    broken = web.StreamResponse(headers={"Content-Type": _TYPES[path.suffix]})
    broken.content_length = len(body)
    await broken.prepare(request)
    await broken.write(body[: len(body) // 2])
    # What was written must have left before the connection is torn down.
    await asyncio.sleep(0.05)
    if request.transport is not None:
        request.transport.abort()
    return broken


def _port(origin: str) -> int | None:
    return int(origin.rpartition(":")[2]) if origin else None
