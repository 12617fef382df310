"""Every path of the API with the name by which logs, faults and the ledger call it."""

from __future__ import annotations

from aiohttp import web

from engine.server import accounts, claim_page, files, messages, renders, state, testing, uploads
from engine.server.bodies import LIMIT_BYTES
from engine.server.misbehaving import misbehave
from engine.server.observing import observe
from engine.server.wiring import ENGINE, Engine

_FILES = "/files/{kind}/{signature}/{name}"
_RENDER = "/api/render/proxy/lambda"


async def alive(request: web.Request) -> web.Response:
    """GET /livez: the process serves requests."""
    return web.json_response({"status": "ok"})


def application(engine: Engine) -> web.Application:
    """The API's application."""
    is_faulty = engine.settings.is_faulty
    app = web.Application(
        client_max_size=LIMIT_BYTES,
        middlewares=[observe, misbehave] if is_faulty else [observe],
    )
    app[ENGINE] = engine
    add = app.router.add_route
    add("GET", "/livez", alive, name="live")
    add("POST", "/api/auth/anonymous-token", accounts.anonymous_token, name="token")
    add("POST", "/api/tasks/me/with-session/nemo_agent", accounts.create_session, name="session")
    add("POST", "/api/auth/claim-token", accounts.claim_token, name="claim")
    add("POST", "/api/upload-video/nemo_agent/me/{session_id}", uploads.upload, name="upload")
    add("POST", "/run_sse", messages.run_sse, name="message")
    add("GET", "/api/state/nemo_agent/me/{session_id}/latest", state.latest, name="state")
    add("GET", "/api/credits/balance/simple", accounts.balance, name="credits")
    add("POST", _RENDER, renders.submit, name="render_submit")
    add("GET", f"{_RENDER}/{{render_id}}", renders.status, name="render_status")
    add("POST", f"{_RENDER}/{{render_id}}/cancel", renders.cancel, name="render_cancel")
    # These two answer HEAD as well, as a CDN does.
    get = app.router.add_get
    get("/api/render/proxy/{render_id}/download", renders.download, name="render_download")
    get(_FILES, files.serve, name="output")
    get("/workspace/claim", claim_page.show, name="claim_page")
    if is_faulty:
        add("GET", "/_test/faults", testing.armed)
        add("POST", "/_test/faults", testing.arm)
        add("DELETE", "/_test/faults", testing.disarm)
        add("GET", "/_test/ledger", testing.ledger)
        add("POST", "/_test/tokens", testing.make_token)
    return app


def elsewhere(engine: Engine) -> web.Application:
    """The second origin of the faulty mode: files, and a note of all that arrives."""
    app = web.Application(middlewares=[testing.note_elsewhere, observe])
    app[ENGINE] = engine
    app.router.add_get(_FILES, files.serve)
    app.router.add_route("*", "/{path:.*}", testing.nothing_here)
    return app
