"""One message to the agent and its stream, kept in time.

Owns when a stream counts as lost and that its reader hears something often enough to keep time.
Must not know accounts or what is done with the events. A message is never sent again here: only a
429, which says that it was not taken, is waited for once.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from yarl import URL

from core.errors import NemoError, OutcomeUnknown, TokenRejected
from core.nemo import answers
from core.nemo.caller import Caller
from core.nemo.events import Closed, NemoEvent, Said, Working
from core.nemo.exchange import Exchange, stopped
from core.nemo.http import Http, data_of
from core.nemo.stream import StreamParser
from core.secrecy import Secret
from core.timetable import Timetable

_QUEUE_CHUNKS = 16
"""Pieces read ahead of the reader; a slow one slows the server."""

_Item = bytes | NemoError | None


async def listen(
    http: Http, url: URL, token: Secret, message: dict[str, Any], timetable: Timetable
) -> AsyncGenerator[NemoEvent, None]:
    """Send the message and give its events; the last one is `Closed`, whatever happens.

    Gives `Working` at least every `stream_tick_s`, so a reader can keep time by the events alone.
    """
    queue: asyncio.Queue[_Item] = asyncio.Queue(_QUEUE_CHUNKS)
    pump = asyncio.create_task(_pump(http, url, token, message, queue))
    now = asyncio.get_running_loop().time
    parser = StreamParser()
    begun_s = heard_s = now()
    try:
        while not parser.is_closed:
            lost = _overdue(now() - begun_s, now() - heard_s, timetable)
            if lost is None:
                events = await _next(queue, pump, parser, timetable.stream_tick_s)
            else:
                events = parser.close(lost)
            for event in events:
                if isinstance(event, Said) or (isinstance(event, Working) and event.is_tool):
                    heard_s = now()
                yield event
    finally:
        await stopped(pump)


def _overdue(open_s: float, quiet_s: float, timetable: Timetable) -> OutcomeUnknown | None:
    if open_s >= timetable.stream_limit_s:
        return OutcomeUnknown(f"the stream was still open after {timetable.stream_limit_s:g} s")
    if quiet_s >= timetable.heartbeat_only_limit_s:
        return OutcomeUnknown(f"only heartbeats for {timetable.heartbeat_only_limit_s:g} s")
    return None


async def _next(
    queue: asyncio.Queue[_Item], pump: asyncio.Task[None], parser: StreamParser, tick_s: float
) -> list[NemoEvent]:
    try:
        async with asyncio.timeout(tick_s):
            item = await queue.get()
    except TimeoutError:
        if pump.done():
            pump.result()
        return [Working()]
    if item is None:
        return parser.close()
    if isinstance(item, NemoError):
        return parser.close(item)
    return parser.feed(item)


async def _pump(
    http: Http,
    url: URL,
    token: Secret,
    message: dict[str, Any],
    queue: asyncio.Queue[_Item],
) -> None:
    async def attempt() -> None:
        opened = http.open(
            "POST",
            url,
            token=token,
            data=answers.serialize(message),
            headers={"Content-Type": "application/json", "Accept": "text/event-stream"},
            is_once=True,
        )
        async with opened as exchange:
            await _check(exchange)
            while chunk := await exchange.chunk():
                await queue.put(chunk)

    try:
        await http.patiently(attempt)
    except NemoError as error:
        await queue.put(error)
    else:
        await queue.put(None)


async def _check(exchange: Exchange) -> None:
    """Raise what an answer that is no stream reports."""
    fault = exchange.fault()
    if fault is not None:
        raise fault
    if exchange.status < 300 and exchange.response.content_type != "application/json":
        return
    await data_of(exchange)


async def converse(caller: Caller, session_id: str, text: str) -> AsyncGenerator[NemoEvent, None]:
    """Send a person's words in the account's name; never raises, but ends in one `Closed`.

    A token that is rejected before anything was done is renewed, and the message then sent.
    """
    message = {
        "app_name": "nemo_agent",
        "user_id": "me",
        "session_id": session_id,
        "new_message": {"parts": [{"text": text}]},
    }
    url = caller.http.url("/run_sse")
    try:
        token = await caller.token()
        while True:
            rejection: NemoError | None = None
            has_begun = False
            async with aclosing(
                listen(caller.http, url, token, message, caller.timetable)
            ) as events:
                async for event in events:
                    if isinstance(event, Closed) and event.error is not None:
                        error = caller.told(event.error)
                        if isinstance(error, TokenRejected) and not has_begun:
                            rejection = error
                            break
                        yield Closed(error)
                    else:
                        has_begun = has_begun or event != Working()
                        yield event
            if rejection is None:
                return
            token = await caller.renewed(token)
    except NemoError as error:
        yield Closed(error)
