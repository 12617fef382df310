"""The short body of a request: a form, a few words of JSON.

Owns that it is read to its end, and that neither its size nor its slowness holds us up. Must not
know what it says. What is long by nature is an upload (``receiving``).
"""

from __future__ import annotations

import asyncio
import json
from typing import Any, Final

import aiohttp
from aiohttp import web

from bots.serving.refusals import Refused

MOST_JSON_BYTES: Final = 64 * 1024
WITHIN_S: Final = 30.0
"""For all of it: 64 KiB take that long over a line of 20 kbit/s."""


async def read(request: web.Request, most_bytes: int, within_s: float = WITHIN_S) -> bytes:
    """All of it, however many pieces it comes in.

    Raises ``Refused`` for one that is longer, comes too slowly or breaks off.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(within_s):
            async for chunk in request.content.iter_chunked(most_bytes):
                body += chunk
                if len(body) > most_bytes:
                    raise Refused(413, "too-long", "page-too-long")
    except TimeoutError:
        raise Refused(408, "slow", "page-slow") from None
    except (aiohttp.ClientError, ConnectionError):
        # It broke off, or is no proper body: who may still hear it is told so.
        raise Refused(400, "malformed", "page-malformed") from None
    return bytes(body)


async def read_object(request: web.Request) -> dict[str, Any]:
    """A JSON object. Raises ``Refused`` for anything else."""
    body = await read(request, MOST_JSON_BYTES)
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict):
        raise Refused(400, "malformed", "page-malformed")
    return asked
