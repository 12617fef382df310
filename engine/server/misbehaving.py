"""What an armed fault does to an answer: the middleware for any endpoint, and the message stream.

Only the faulty mode comes here (``engine.faults`` has the table). Must not know what an endpoint
does when it behaves.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable

from aiohttp import web

from engine.faults import ANYWHERE, UPLOAD, Fault
from engine.server import refusals
from engine.server.answers import refused
from engine.server.callers import bearer
from engine.server.event_stream import EventStream
from engine.server.wiring import Engine, parts

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

FAULT = "fault"
"""The key under which a request carries the fault that its handler must play itself."""

TEMPORARY_ISSUE = "I encountered a temporary issue. Please try again later."
INTERFACE_TALK = (
    " Click Export in the top right to download. Open the Effects panel to change it,"
    " or drag the clip on the timeline. 点击导出按钮即可下载。"
)
_SLOW_BYTES_PER_S = 1000.0
_LEAVE_S = 0.05
"""For what was written to leave before the connection is torn down."""

_OVERTAKEN: set[asyncio.Task[None]] = set()
"""Work that goes on after its answer: the loop itself does not hold on to it."""

HOLDING = frozenset({"slow", "heartbeats", "error_event", "cut_before", "cut_during"})
"""Faults of a message that come before its work."""


class Cut(Exception):
    """The connection was torn down on purpose."""


@web.middleware
async def misbehave(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Play the fault that is armed for this endpoint, if there is one."""
    engine = parts(request)
    endpoint = request.match_info.route.name or ""
    fault = engine.faults.take(endpoint, ANYWHERE | UPLOAD)
    if fault is None:
        return await handler(request)
    refusal = await _refusing(engine, request, fault)
    if refusal is not None:
        return refusal
    if endpoint == "message" and fault.kind in ("lost_answer", "slow"):
        request[FAULT] = fault
        return await handler(request)
    if fault.kind == "slow":
        await asyncio.sleep(fault.number("delay_s", 0.0))
        return await _slowly(
            request, await handler(request), fault.number("bytes_per_s", _SLOW_BYTES_PER_S)
        )
    if fault.kind == "gateway_timeout":
        return await _overtaken(request, handler, fault.number("delay_s", 1.0))
    await handler(request)
    if fault.kind == "garbage":
        return web.Response(text="{this is <not> JSON", content_type="application/json")
    return dropped(request)


async def _refusing(engine: Engine, request: web.Request, fault: Fault) -> web.Response | None:
    """The answer of a fault that keeps the handler from running; None for the other faults."""
    match fault.kind:
        case "http_error":
            return _http_error(fault)
        case "rate_limit":
            retry_after_s = fault.options.get("retry_after_s", 1)
            return refused(refusals.rate_limited("Slow down.", retry_after_s))
        case "refuse":
            code = int(fault.number("code", 1))
            status = int(fault.number("status", 200))
            message = fault.text("message", "refused")
            return refused(refusals.Refusal(code, message, status, data=fault.options.get("data")))
        case "redirect":
            location = f"{engine.elsewhere_origin}{request.path_qs}"
            return web.Response(status=307, headers={"Location": location})
        case "expired_token":
            await engine.accounts.expire(bearer(request))
            return refused(refusals.bad_token())
        case "lost_session":
            await engine.projects.delete(await _session_id(request))
            return refused(refusals.no_session())
        case "drop":
            return dropped(request)
    return None


def _http_error(fault: Fault) -> web.Response:
    status = int(fault.number("status", 500))
    match fault.text("body", "json"):
        case "html":
            page = "<html><body><h1>Bad Gateway</h1></body></html>"
            return web.Response(status=status, text=page, content_type="text/html")
        case "empty":
            return web.Response(status=status)
    return web.json_response({"code": status, "message": "internal error"}, status=status)


def dropped(request: web.Request) -> web.Response:
    """Tear the connection down; what is returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _overtaken(request: web.Request, handler: Handler, delay_s: float) -> web.Response:
    """A balancer's answer in the place of ours, while the work goes on behind it."""
    await request.read()

    async def later() -> None:
        await asyncio.sleep(delay_s)
        await handler(request)

    working = asyncio.create_task(later())
    _OVERTAKEN.add(working)
    working.add_done_callback(_OVERTAKEN.discard)
    return web.Response(status=504, text="<html>Gateway Time-out", content_type="text/html")


async def _session_id(request: web.Request) -> str:
    if "session_id" in request.match_info:
        return request.match_info["session_id"]
    if "render_id" in request.match_info:
        render = await parts(request).renders.find(request.match_info["render_id"])
        return "" if render is None else render.session_id
    body = await request.json()
    return str(body.get("session_id") or body.get("sessionId") or "")


async def _slowly(
    request: web.Request, answer: web.StreamResponse, bytes_per_s: float
) -> web.StreamResponse:
    """The same answer, ten small pieces a second."""
    if isinstance(answer, web.FileResponse):
        body = await asyncio.to_thread(answer._path.read_bytes)
    elif isinstance(answer, web.Response) and isinstance(answer.body, bytes):
        body = answer.body
    else:
        return answer
    slow = web.StreamResponse(status=answer.status, headers=answer.headers)
    slow.content_length = len(body)
    await slow.prepare(request)
    step = max(1, int(bytes_per_s / 10))
    for start in range(0, len(body), step):
        await slow.write(body[start : start + step])
        await asyncio.sleep(0.1)
    await slow.write_eof()
    return slow


async def hold_back(request: web.Request, stream: EventStream, fault: Fault) -> bool:
    """Faults of ``HOLDING``, which come before the work; True when it is to be done after all.

    Raises ``Cut`` where the connection is to be torn down.
    """
    match fault.kind:
        case "slow":
            await asyncio.sleep(fault.number("delay_s", 0.0))
            return True
        case "heartbeats":
            await _only_heartbeats(stream, fault, parts(request).settings.heartbeat_s)
            return bool(fault.options.get("is_done", False))
        case "error_event":
            await stream.failed(fault.text("message", "The model is overloaded."))
            return False
    await stream.heartbeat()
    await asyncio.sleep(_LEAVE_S)
    raise Cut


async def _only_heartbeats(stream: EventStream, fault: Fault, interval_s: float) -> None:
    seconds = fault.options.get("seconds", 1)
    end = math.inf if seconds is None else time.monotonic() + float(seconds)
    while time.monotonic() < end:
        await stream.heartbeat()
        await asyncio.sleep(max(0.0, min(interval_s, end - time.monotonic())))


async def distorted(stream: EventStream, text: str, fault: Fault | None) -> None:
    """Say an answer's words as the fault has it. Raises ``Cut``."""
    match None if fault is None else fault.kind:
        case "silent":
            return
        case "lost_answer":
            raise Cut
        case "cut_after":
            await stream.half_said(text)
            await asyncio.sleep(_LEAVE_S)
            raise Cut
        case "temporary_issue":
            await stream.said(text)
            await stream.said(TEMPORARY_ISSUE)
        case "interface_talk":
            await stream.said(text + INTERFACE_TALK)
        case _:
            await stream.said(text)
