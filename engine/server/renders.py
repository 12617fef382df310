"""Render endpoints: submit, status, download, cancel; both shapes of a status."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from engine.faults import RENDER
from engine.server import refusals
from engine.server.answers import file_url
from engine.server.bodies import json_object
from engine.server.callers import caller, caller_of, is_attributed
from engine.server.files import rendered_file
from engine.server.wiring import parts
from engine.settings import RenderShape
from engine.store.accounts import Account
from engine.store.projects import Session
from engine.store.renders import RenderStatus, StoredRender

_RENDER_ID = re.compile(r"[A-Za-z0-9_-]{4,128}")


async def submit(request: web.Request) -> web.Response:
    """POST /api/render/proxy/lambda; the same id again is the same render."""
    engine = parts(request)
    body = await json_object(request)
    account, session = await caller_of(request, str(body.get("sessionId", "")), "render")
    _require_plan(request, account, session)
    render_id, draft = str(body.get("id", "")), body.get("draft")
    if not _RENDER_ID.fullmatch(render_id):
        raise refusals.malformed("The id is missing, or not made of letters, digits, _ and -.")
    if not isinstance(draft, dict) or not is_ready(draft):
        raise refusals.malformed("The draft has nothing to render; put a clip on it first.")
    output = body.get("output") or {}
    if not isinstance(output, dict) or output.get("format", "mp4") != "mp4":
        raise refusals.malformed("Only the format mp4 is made.")
    fault = engine.faults.take("render_submit", RENDER)
    render, is_new = await engine.renders.submit(
        render_id, session.id, account.id, draft, None if fault is None else fault.as_json()
    )
    if render.account_id != account.id or render.session_id != session.id:
        raise refusals.Refusal(409, "This render id is taken.")
    if is_new:
        engine.queue.submit(render)
    return _status(request, render)


async def status(request: web.Request) -> web.Response:
    """GET /api/render/proxy/lambda/<id>."""
    return _status(request, await _own(request, "read"))


async def cancel(request: web.Request) -> web.Response:
    """POST /api/render/proxy/lambda/<id>/cancel; one that is over stays as it is."""
    render = await _own(request, "write")
    await parts(request).queue.cancel(render.id)
    return _status(request, await _own(request, "write"))


async def download(request: web.Request) -> web.StreamResponse:
    """GET /api/render/proxy/<id>/download, with the token."""
    render = await _own(request, "read")
    if render.status is not RenderStatus.COMPLETED:
        raise refusals.not_found("finished render of this id")
    return rendered_file(request, render)


def is_ready(draft: dict[str, Any]) -> bool:
    """Whether a draft can be rendered: at least one track with a segment."""
    tracks = draft.get("t")
    return isinstance(tracks, list) and any(
        isinstance(track, dict) and isinstance(track.get("sg"), list) and track["sg"]
        for track in tracks
    )


def _require_plan(request: web.Request, account: Account, session: Session) -> None:
    if account.plan == "blocked":
        raise refusals.export_blocked("This plan does not include exports.")
    if not (is_attributed(request) and session.is_attributed and account.is_attributed):
        raise refusals.export_blocked(
            "A request of this session came without the X-Skill headers; exports are blocked."
        )


async def _own(request: web.Request, scope: str) -> StoredRender:
    """The caller's render of the id in the path. Raises ``Refusal`` 404, as for a stranger's."""
    account = await caller(request, scope)
    render = await parts(request).renders.find(request.match_info["render_id"])
    if render is None or render.account_id != account.id:
        raise refusals.not_found("render")
    return render


def _status(request: web.Request, render: StoredRender) -> web.Response:
    engine = parts(request)
    url = _output_url(request, render)
    answer: dict[str, Any] = {
        "id": render.id,
        "status": render.status.value,
        "progress": _percent(render, engine.queue.fraction(render.id)),
        "createdAt": _iso(render.created_at),
        "completedAt": None if render.completed_at is None else _iso(render.completed_at),
    }
    if render.error is not None:
        answer["error"] = render.error
    if render.error_code is not None:
        answer["errorCode"] = render.error_code
    if engine.settings.render_shape is RenderShape.NESTED:
        return web.json_response({"success": True, "data": answer | {"outputUrl": url}})
    return web.json_response(answer | ({} if url is None else {"output": {"url": url}}))


def _output_url(request: web.Request, render: StoredRender) -> str | None:
    if render.status is not RenderStatus.COMPLETED:
        return None
    url = file_url(request, "render", render.output_id, render.suffix)
    if (render.fault or {}).get("fault") == "output_elsewhere":
        return url.replace(str(request.url.origin()), parts(request).elsewhere_origin, 1)
    return url


def _percent(render: StoredRender, fraction: float) -> int:
    """Whole percent. 1 is left out: readers who know fractions too would take it for all."""
    match render.status:
        case RenderStatus.COMPLETED:
            return 100
        case RenderStatus.PROCESSING:
            percent = min(99, int(fraction * 100))
            return 0 if percent == 1 else percent
    return 0


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
