"""Endpoints of an account: anonymous token, credits, session, claim token."""

from __future__ import annotations

import ipaddress
import re
import secrets
from datetime import UTC, datetime

from aiohttp import web

from engine.server import refusals
from engine.server.answers import success
from engine.server.bodies import json_object
from engine.server.callers import caller, caller_of, is_attributed
from engine.server.wiring import parts
from engine.settings import CreditPolicy
from engine.store.accounts import AddressExhausted, ClientHasToken

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_NAME_LIMIT = 200
_CLIENT_ID = re.compile(r"[A-Za-z0-9_.:-]{8,100}")
_RETRY_S = 30.0


async def anonymous_token(request: web.Request) -> web.Response:
    """POST /api/auth/anonymous-token."""
    engine = parts(request)
    client_id = request.headers.get("X-Client-Id", "").strip()
    if not _CLIENT_ID.fullmatch(client_id):
        raise refusals.malformed("The header X-Client-Id is missing; send a UUID.")
    address = request.remote or "unknown"
    is_exempt = _is_loopback(address) and not engine.settings.limits_loopback
    try:
        issued = await engine.accounts.issue_anonymous(
            client_id,
            None if is_exempt else address,
            per_address=engine.settings.tokens_per_address,
        )
    except ClientHasToken:
        raise refusals.rate_limited("This client id has a token already.", _RETRY_S) from None
    except AddressExhausted:
        raise refusals.rate_limited("Too many tokens for this address.", _RETRY_S) from None
    if not is_attributed(request):
        await engine.accounts.mark_unattributed(issued.account_id)
    expires_at = datetime.fromtimestamp(issued.expires_at, UTC)
    return success(
        request,
        {
            "token": issued.token,
            "user_id": issued.account_id,
            "credits": engine.settings.initial_credits,
            "expires_at": expires_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        },
    )


async def balance(request: web.Request) -> web.Response:
    """GET /api/credits/balance/simple."""
    account = await caller(request, "read")
    frozen = account.frozen if parts(request).settings.credits is CreditPolicy.CLOUD else 0
    return success(
        request,
        {"available": account.total - frozen, "frozen": frozen, "total": account.total},
    )


async def create_session(request: web.Request) -> web.Response:
    """POST /api/tasks/me/with-session/nemo_agent."""
    account = await caller(request, "write")
    body = await json_object(request)
    language = str(body.get("language") or "en")
    if not _LANGUAGE.fullmatch(language):
        raise refusals.malformed("The language is no ISO code such as en or zh-CN.")
    session = await parts(request).projects.create(
        account.id,
        str(body.get("task_name") or "project")[:_NAME_LIMIT],
        language,
        is_attributed=is_attributed(request) and account.is_attributed,
    )
    return success(
        request,
        {"task_id": session.task_id, "session_id": session.id, "user_id": account.id},
    )


async def claim_token(request: web.Request) -> web.Response:
    """POST /api/auth/claim-token; 404 where no claim tokens are made."""
    if not parts(request).settings.has_claims:
        raise refusals.not_found("endpoint")
    body = await json_object(request)
    _, session = await caller_of(request, str(body.get("session_id", "")), "write")
    if str(body.get("task_id", "")) != session.task_id:
        raise refusals.no_session()
    engine = parts(request)
    token = f"clm_{secrets.token_urlsafe(24)}"
    await engine.projects.add_claim(session.id, token, engine.settings.claim_lifetime_s)
    return success(
        request, {"claim_token": token, "expires_in": int(engine.settings.claim_lifetime_s)}
    )


def _is_loopback(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return parsed.is_loopback if mapped is None else bool(mapped.is_loopback)
