"""Round every request: one log line, one place where errors become answers, the test mode's count.

A log line names the endpoint and never the path, which may be signed, nor a header, which may hold
a token.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import time
from collections.abc import Awaitable, Callable

from aiohttp import web

from engine.server import refusals
from engine.server.answers import refused
from engine.server.wiring import parts
from engine.store.disk import FULL, NO_ROOM, DiskFull

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_ROUTINE = frozenset({"render_status", "live"})
"""Asked twice a second while a render is waited for."""
_FULL_DATABASE = frozenset({"SQLITE_FULL", "SQLITE_IOERR_WRITE"})


@web.middleware
async def observe(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Log, count, and turn what is raised into an answer."""
    endpoint = request.match_info.route.name or "unknown"
    begun = time.monotonic()
    engine = parts(request)
    if engine.settings.is_faulty and not request.path.startswith("/_test/"):
        calls = engine.witness.calls
        calls[endpoint] = calls.get(endpoint, 0) + 1
        engine.witness.headers.append({"endpoint": endpoint, "headers": shown_headers(request)})
    answer = await _answered(request, handler)
    is_routine = endpoint in _ROUTINE and answer.status < 400
    log.log(
        logging.DEBUG if is_routine else logging.INFO,
        "request: endpoint=%s method=%s status=%d ms=%d",
        endpoint,
        request.method,
        answer.status,
        int((time.monotonic() - begun) * 1000),
    )
    return answer


async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except refusals.Refusal as refusal:
        return refused(refusal)
    except DiskFull as error:
        log.error("disk full: free space or raise the quota")
        return refused(refusals.disk_full(str(error)))
    except web.HTTPException as error:
        return refused(refusals.Refusal(error.status, error.reason))
    except ConnectionError:
        # The caller has gone; whatever is returned is read by nobody.
        return refused(refusals.malformed("The connection was closed."))
    except Exception as error:
        if _is_full(error):
            log.error("disk full: free space or raise the quota")
            return refused(refusals.disk_full(NO_ROOM))
        log.exception("request failed: endpoint=%s", request.match_info.route.name)
        return refused(refusals.Refusal(500, "Something went wrong; try again."))


def shown_headers(request: web.Request) -> dict[str, str]:
    """A request's headers for the test mode; a token only as the beginning of its hash."""
    shown = {name.title(): value for name, value in request.headers.items()}
    if "Authorization" in shown:
        shown["Authorization"] = hashlib.sha256(shown["Authorization"].encode()).hexdigest()[:16]
    return shown


def _is_full(error: Exception) -> bool:
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorname", "") in _FULL_DATABASE
    return isinstance(error, OSError) and error.errno in FULL
