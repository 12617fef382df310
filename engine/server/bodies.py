"""Reading a request's JSON body with a limit of size and of nesting."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from engine.server import refusals

LIMIT_BYTES = 8 * 1024 * 1024
"""Of a JSON body; a draft with a thousand segments has some 200 kB."""


async def json_object(request: web.Request) -> dict[str, Any]:
    """The body as an object. Raises ``Refusal`` 400 for anything else."""
    try:
        value = json.loads(await request.read())
    except web.HTTPRequestEntityTooLarge:
        raise refusals.malformed("The body is too large.") from None
    except (ValueError, RecursionError):
        raise refusals.malformed("The body is no JSON.") from None
    if not isinstance(value, dict):
        raise refusals.malformed("The body is no JSON object.")
    return value
