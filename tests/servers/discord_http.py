"""How the fake Discord's REST API answers: for tests.

Owns who may ask, counting, misbehaving on order, the shape of answers and writing each request
down. Must not know what a route does.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.servers.chat_faults import Fault, Faults
from tests.servers.discord_cdn import Cdn
from tests.servers.discord_faults import refusal
from tests.servers.discord_ledger import Ledger
from tests.servers.discord_limits import UNAUTHORIZED, Refused
from tests.servers.discord_parameters import Call, read
from tests.servers.discord_rates import VIA, Meter
from tests.servers.discord_values import Request

Handler = Callable[[Call], Any]
"""Gives the answer's JSON, or None for a 204; may be a coroutine. Raises ``Refused``."""

_SECRET = ("interaction_token", "webhook_token")


@dataclass(frozen=True)
class Route:
    """``path`` is the published template. ``is_open``: its own token is the right to ask."""

    endpoint: str
    method: str
    path: str
    handler: Handler
    is_open: bool = False
    created: bool = False


class Http:
    """Answers requests and writes each of them down."""

    def __init__(self, token: str, ledger: Ledger, cdn: Cdn, meter: Meter, faults: Faults) -> None:
        self.token = token
        self._ledger = ledger
        self._cdn = cdn
        self._meter = meter
        self._faults = faults

    def serve(self, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """The route as the web server wants it."""

        async def handler(request: web.Request) -> web.StreamResponse:
            return await self._call(route, request)

        return handler

    async def unknown(self, request: web.Request) -> web.StreamResponse:
        """A route that bots have and this server hasn't, or nobody has."""
        self._ledger.note(
            Request(
                time.monotonic(),
                "unknown",
                request.method,
                _without_token(request.path.removeprefix("/api/v10")),
                {},
                dict(request.query),
                None,
                (),
                404,
                0,
            )
        )
        return json_answer({"message": "404: Not Found", "code": 0}, 404, VIA)

    async def _call(self, route: Route, request: web.Request) -> web.StreamResponse:
        values = dict(request.match_info)
        call = Call(values, dict(request.query), at_s=time.monotonic())
        code, told, answer = 0, None, None
        headers: dict[str, str] = dict(VIA)
        try:
            await read(request, call, self._cdn.place)
            if self._meter.is_blocked:
                answer = _blocked()
            else:
                if not route.is_open:
                    self._admit(request)
                headers = self._meter.count(
                    route.endpoint, _major(values), is_interaction=route.is_open
                )
                answer, told = await self._answer(route, call, headers)
        except Refused as refused:
            code, told = refused.code, refused.body
            answer = json_answer(told, refused.status, headers | refused.headers)
        status = 0 if answer is None else answer.status
        scope = answer.headers.get("X-RateLimit-Scope", "") if answer is not None else ""
        self._meter.answered(status, scope)
        self._ledger.note(
            Request(
                call.at_s,
                route.endpoint,
                route.method,
                route.path,
                {name: value for name, value in values.items() if name not in _SECRET},
                call.query,
                call.body,
                tuple(
                    (f"files[{one.number}]", one.file_name, one.size_bytes) for one in call.parts
                ),
                status,
                code,
                told,
                self._ledger.channel_of(values),
            )
        )
        if answer is not None:
            return answer
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _admit(self, request: web.Request) -> None:
        told = request.headers.get("Authorization", "")
        if not hmac.compare_digest(told.encode(), f"Bot {self.token}".encode()):
            raise Refused(401, UNAUTHORIZED, "401: Unauthorized")

    async def _answer(
        self, route: Route, call: Call, headers: dict[str, str]
    ) -> tuple[web.Response | None, Any]:
        """The answer and what it tells; None cuts the line."""
        channel = str(self._ledger.channel_of(call.values) or "")
        fault = self._faults.take("upload", channel) if call.parts else None
        fault = fault or self._faults.take(route.endpoint, channel)
        if fault is not None:
            if fault.kind == "drop":
                return None, None
            if (refused := refusal(fault)) is not None:
                raise refused
            if fault.kind == "banned":
                return _blocked(), None
            if fault.kind == "http_error":
                return _proxy_page(int(fault.number("status", 502))), None
            if fault.kind == "slow":
                await asyncio.sleep(fault.number("delay_s", 1))
        told = route.handler(call)
        if isinstance(told, Awaitable):
            told = await told
        if not await self._is_answered(fault):
            return None, told
        if told is None:
            return web.Response(status=204, headers=headers), None
        return json_answer(told, 201 if route.created else 200, headers), told

    @staticmethod
    async def _is_answered(fault: Fault | None) -> bool:
        if fault is not None and fault.kind == "late_answer":
            await asyncio.sleep(fault.number("delay_s", 1))
        return fault is None or fault.kind != "lost_answer"


def json_answer(told: Any, status: int, headers: Mapping[str, str]) -> web.Response:
    """JSON as the platform sends it: clients compare the type with "application/json" alone."""
    body = json.dumps(told).encode()
    return web.Response(body=body, status=status, headers=headers, content_type="application/json")


def _without_token(path: str) -> str:
    """A path that no route has, without the token that may stand third in it."""
    parts = path.split("/")
    if parts[1:2] in (["webhooks"], ["interactions"]):
        parts[3:4] = ["…"] * len(parts[3:4])
    return "/".join(parts)


def _major(values: dict[str, str]) -> str:
    """What buckets are kept apart by."""
    names = ("channel_id", "guild_id", "application_id", "webhook_id", *_SECRET)
    return ":".join(values.get(one, "") for one in names)


def _blocked() -> web.Response:
    return web.Response(status=429, text="error code: 1015", content_type="text/plain")


def _proxy_page(status: int) -> web.Response:
    page = (
        f"<html>\r\n<head><title>{status}</title></head>\r\n<body>cloudflare</body>\r\n</html>\r\n"
    )
    return web.Response(status=status, text=page, content_type="text/html")
