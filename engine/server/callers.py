"""Who calls, and whether they may: token, scope, the X-Skill headers, session.

Must not know what the caller wants.
"""

from __future__ import annotations

import re

from aiohttp import web

from engine.server import refusals
from engine.server.wiring import parts
from engine.store.accounts import TOKEN_PREFIX, Account
from engine.store.projects import Session

ATTRIBUTION = ("X-Skill-Source", "X-Skill-Version", "X-Skill-Platform")
_SESSION_ID = re.compile(r"[0-9]{6,30}")


def bearer(request: web.Request) -> str:
    """The token of a request, or an empty string."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def is_attributed(request: web.Request) -> bool:
    """Whether all three attribution headers are there and say something."""
    return all(request.headers.get(name, "").strip() for name in ATTRIBUTION)


async def caller(request: web.Request, scope: str) -> Account:
    """The account that a request comes from.

    A request without attribution marks its account: exports are blocked from then on. Raises
    ``Refusal`` 1001, or 403 for a token without that scope.
    """
    account = await _account(request, scope)
    if not is_attributed(request):
        await parts(request).accounts.mark_unattributed(account.id)
    return account


async def caller_of(request: web.Request, session_id: str, scope: str) -> tuple[Account, Session]:
    """The account and its session; a request without attribution marks the session.

    Raises ``Refusal`` 1001, 403 or 1002.
    """
    account = await _account(request, scope)
    if not _SESSION_ID.fullmatch(session_id):
        raise refusals.no_session()
    session = await parts(request).projects.find(session_id, account.id)
    if session is None:
        raise refusals.no_session()
    if not is_attributed(request):
        await parts(request).projects.mark_unattributed(session.id)
    return account, session


async def _account(request: web.Request, scope: str) -> Account:
    token = bearer(request)
    account = None
    if token.startswith(TOKEN_PREFIX):
        account = await parts(request).accounts.by_token(token)
    if account is None:
        raise refusals.bad_token()
    if not account.can(scope):
        raise refusals.lacks_scope(scope)
    return account
