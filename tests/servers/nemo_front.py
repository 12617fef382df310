"""The fake Nemo's front: serving, noting, refusing and misbehaving, whatever the endpoint."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

OURS = ("Authorization", "X-Skill-Source", "X-Skill-Version", "X-Skill-Platform")
SCOPES = ("read", "write", "upload", "render")
NEEDED = {
    "session": "write",
    "message": "write",
    "claim": "write",
    "upload": "upload",
    "render_submit": "render",
}

BODY: web.RequestKey[dict[str, Any]] = web.RequestKey("body", dict)
FAULT: web.RequestKey[Any] = web.RequestKey("fault", object)

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Call:
    """One request as it arrived."""

    endpoint: str
    path: str
    headers: dict[str, str]
    body: Any = None
    port: int = 0


@dataclass
class Fault:
    kind: str
    times: int
    after: int
    options: dict[str, Any]


@dataclass
class Token:
    """What a token may do."""

    user_id: str
    scopes: tuple[str, ...] = SCOPES
    plan: str = "pro"


class Front:
    """What stands before every endpoint."""

    def __init__(self, *, is_bare: bool) -> None:
        self.is_bare = is_bare
        self.calls: list[Call] = []
        self.elsewhere: list[Call] = []
        self.tokens: dict[str, Token] = {}
        self.sessions: dict[str, Any] = {}
        self.guards_sessions = False
        self.url = self.elsewhere_url = ""
        self._faults: dict[str, list[Fault]] = {}
        self._runners: list[web.AppRunner] = []

    async def close(self) -> None:
        """Stop listening."""
        for runner in self._runners:
            await runner.cleanup()

    def arm(
        self, endpoint: str, fault: str, *, times: int = 1, after: int = 0, **options: Any
    ) -> None:
        """Let the endpoint misbehave for the next `times` calls after `after` good ones."""
        self._faults.setdefault(endpoint, []).append(Fault(fault, times, after, options))

    def seen(self, endpoint: str) -> list[Call]:
        """The calls of one endpoint."""
        return [call for call in self.calls if call.endpoint == endpoint]

    async def serve(self, app: web.Application) -> str:
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        self._runners.append(runner)
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    def guarded(self, name: str, handler: Answer) -> Answer:
        async def guarded(request: web.Request) -> web.StreamResponse:
            body = None
            if request.content_type == "application/json" and request.can_read_body:
                body = await request.json()
            request[BODY] = body or {}
            port = (request.get_extra_info("peername") or ("", 0))[1]
            self.calls.append(Call(name, request.path, dict(request.headers), body, port))
            request[FAULT] = fault = self.take(name)
            refused = await self._misbehave(request, fault, handler) if fault else None
            if refused is None and name not in ("token", "output", "picture"):
                refused = self._refused_caller(request, name)
            return refused or await handler(request)

        return guarded

    def take(self, name: str) -> Fault | None:
        for fault in self._faults.get(name, []):
            if fault.after > 0:
                fault.after -= 1
            elif fault.times > 0:
                fault.times -= 1
                return fault
        return None

    async def _misbehave(
        self, request: web.Request, fault: Fault, handler: Answer
    ) -> web.StreamResponse | None:
        options = fault.options
        match fault.kind:
            case "http_error":
                return web.Response(status=options.get("status", 500), text="<html>oops</html>")
            case "rate_limit":
                wait = options.get("retry_after_s", 1)
                headers = {} if wait is None else {"Retry-After": str(wait)}
                return refusal(429, "slow down", 429, headers)
            case "refuse":
                return refusal(
                    options["code"], options.get("message", "no"), options.get("status", 200)
                )
            case "drop":
                return self._abort(request)
            case "lost_answer":
                await handler(request)
                return self._abort(request)
            case "garbage":
                await handler(request)
                return web.Response(text="{this is <not> JSON", content_type="application/json")
            case "redirect":
                target = options.get("to") or f"{self.elsewhere_url}{request.path_qs}"
                return web.Response(status=307, headers={"Location": target})
            case "expired_token":
                self.tokens.pop(self.bearer(request), None)
            case "lost_session":
                self.sessions.pop(self.session_id(request), None)
            case "answer":
                return web.json_response(options["body"], status=options.get("status", 200))
            case "stall":
                await asyncio.sleep(options.get("seconds", 60))
        return None

    @staticmethod
    def _abort(request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _refused_caller(self, request: web.Request, name: str) -> web.Response | None:
        token = self.tokens.get(self.bearer(request))
        if token is None:
            return refusal(1001, "The token is invalid or has expired.", 401)
        needed = NEEDED.get(name, "read")
        if needed not in token.scopes:
            return refusal(403, f"The token lacks the scope {needed!r}.", 403)
        if name == "render_submit" and token.plan == "blocked":
            return refusal(402, "This plan has no exports.", 402)
        if any(not request.headers.get(name) for name in OURS):
            return refusal(402, "attribution is missing", 402)
        session_id = self.session_id(request)
        if session_id and not self._has_session(token, session_id):
            return refusal(1002, "There is no such session.", 404)
        return None

    def _has_session(self, token: Token, session_id: str) -> bool:
        """Whether that project exists; with `guards_sessions`, for that account."""
        session = self.sessions.get(session_id)
        is_theirs = not self.guards_sessions or getattr(session, "user_id", "") == token.user_id
        return session is not None and is_theirs

    @staticmethod
    def bearer(request: web.Request) -> str:
        return request.headers.get("Authorization", "").removeprefix("Bearer ")

    @staticmethod
    def session_id(request: web.Request) -> str:
        body = request[BODY]
        named = body.get("session_id") or body.get("sessionId") or ""
        return request.match_info.get("session", str(named))

    def success(self, data: dict[str, Any]) -> web.Response:
        whole = {"code": 0, "message": "ok", "data": data}
        return web.json_response(data if self.is_bare else whole)


def refusal(code: int, message: str, status: int = 200, headers: Any = None) -> web.Response:
    """An error as the contract has it."""
    body = {"code": code, "message": message}
    return web.json_response(body, status=status, headers=headers)
