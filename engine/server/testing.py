"""``/_test/…``: arming faults, the ledger, tokens with chosen powers. Only with ``--faulty``.

Also the second origin, where a client's headers must never arrive. ``engine.faults`` documents
what it all means.
"""

from __future__ import annotations

import json

from aiohttp import web

from engine.faults import UnknownFault
from engine.server import refusals
from engine.server.bodies import json_object
from engine.server.observing import Handler, shown_headers
from engine.server.wiring import parts


async def arm(request: web.Request) -> web.Response:
    """POST /_test/faults."""
    faults = parts(request).faults
    try:
        orders = json.loads(await request.read())
        for order in orders if isinstance(orders, list) else [orders]:
            faults.arm(order)
    except (UnknownFault, TypeError, ValueError) as error:
        raise refusals.malformed(str(error)) from error
    return web.json_response(faults.armed())


async def armed(request: web.Request) -> web.Response:
    """GET /_test/faults."""
    return web.json_response(parts(request).faults.armed())


async def disarm(request: web.Request) -> web.Response:
    """DELETE /_test/faults."""
    parts(request).faults.clear()
    return web.json_response([])


async def ledger(request: web.Request) -> web.Response:
    """GET /_test/ledger."""
    engine = parts(request)
    entries, messages = await engine.messages.ledger()
    return web.json_response(
        {
            "entries": entries,
            "messages": messages,
            "calls": engine.witness.calls,
            "headers": engine.witness.headers,
            "elsewhere": engine.witness.elsewhere,
        }
    )


async def make_token(request: web.Request) -> web.Response:
    """POST /_test/tokens."""
    body = await json_object(request)
    scopes = body.get("scopes", ["read", "write", "upload", "render"])
    if not isinstance(scopes, list):
        raise refusals.malformed("scopes is a list")
    engine = parts(request)
    issued = await engine.accounts.issue_registered(
        [str(scope) for scope in scopes],
        credits=int(body.get("credits", engine.settings.initial_credits)),
        plan=str(body.get("plan", "pro")),
    )
    return web.json_response({"token": issued.token, "user_id": issued.account_id})


@web.middleware
async def note_elsewhere(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Remember what arrives at the second origin."""
    parts(request).witness.elsewhere.append(
        {"path": request.path, "headers": shown_headers(request)}
    )
    return await handler(request)


async def nothing_here(request: web.Request) -> web.Response:
    """What the second origin answers to an API request that strayed there."""
    return web.json_response({"code": 404, "message": "nothing here"}, status=404)
