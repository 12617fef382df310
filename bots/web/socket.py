"""The line by which a page is told what happens: a WebSocket that only we speak on.

Owns its life: what comes first, the ticks by which a page knows that it still lives, its end. Must
not know what an event says. What a page says comes by requests, which are answered.
"""

from __future__ import annotations

import asyncio
import logging
import re
from typing import Final

from aiohttp import WSCloseCode, web

from bots.web.access import hung_up
from bots.web.hub import Hub, Listener
from bots.web.limits import Limits
from bots.web.telling import Telling

log = logging.getLogger(__name__)

TICK_S: Final = 15.0
TOO_MANY_PAGES: Final = 4429
"""Code with which the line of one page too many is closed; scripts see no HTTP status."""
_HEARTBEAT_S: Final = 20.0
"""A page that answers no ping for half of that is taken for gone."""
_MOST_HEARD_BYTES: Final = 1024
CONVERSATION: Final = re.compile(r"[0-9a-f]{32}")


async def serve(
    request: web.Request, owner: str, telling: Telling, hub: Hub, limits: Limits
) -> web.WebSocketResponse:
    """Tell that visitor's page all there is and all that happens, until one of both goes."""
    if hub.listeners(owner) >= limits.sockets:
        return await hung_up(request, TOO_MANY_PAGES)
    conversation = request.query.get("conversation", "")
    if conversation and not CONVERSATION.fullmatch(conversation):
        raise web.HTTPNotFound
    # Uncompressed: each page would cost a compressor's memory.
    line = web.WebSocketResponse(
        heartbeat=_HEARTBEAT_S, compress=False, max_msg_size=_MOST_HEARD_BYTES
    )
    await line.prepare(request)
    listener = hub.join(owner, conversation)
    speaking = asyncio.create_task(
        _tell(line, listener, owner, request.query.get("after", ""), telling, hub)
    )
    try:
        async for _ in line:
            # A page has nothing to say here; whatever comes is not looked at.
            pass
    finally:
        hub.leave(owner, listener)
        speaking.cancel()
        await asyncio.wait({speaking})
    return line


async def _tell(
    line: web.WebSocketResponse,
    listener: Listener,
    owner: str,
    after: str,
    telling: Telling,
    hub: Hub,
) -> None:
    try:
        missed = hub.missed(owner, listener.conversation, after)
        if missed is None:
            await line.send_str(await telling.snapshot(owner, listener))
        else:
            await line.send_json({"type": "resumed", "id": after})
            for event in missed:
                await line.send_str(event)
        while True:
            try:
                async with asyncio.timeout(TICK_S):
                    text = await listener.next()
            except TimeoutError:
                await line.send_json({"type": "tick"})
                continue
            if text is None:
                break
            await line.send_str(text)
    except ConnectionError:
        log.debug("A page has gone.")
    except Exception:
        # The page comes back, and is told everything anew.
        log.exception("A page could not be told what happens.")
    await line.close(code=WSCloseCode.TRY_AGAIN_LATER)
