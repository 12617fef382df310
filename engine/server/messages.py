"""POST /run_sse: a person's words into the project, the answer as a stream of events.

The work is a task of its own and goes on when the caller has gone: a message that arrived is done
and charged once, whatever becomes of its stream. Text comes as soon as the change is written; the
stream stays open until the picture of the present result is there as well.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from engine.faults import MESSAGE, Fault
from engine.jobs.editing import Outcome
from engine.server import refusals
from engine.server.bodies import json_object
from engine.server.callers import caller_of
from engine.server.event_stream import EventStream, Wire
from engine.server.misbehaving import FAULT, HOLDING, Cut, distorted, dropped, hold_back
from engine.server.wiring import Engine, parts
from engine.settings import StreamShape
from engine.store.messages import NoCredits
from engine.store.projects import Session, SessionGone

log = logging.getLogger(__name__)

APP_NAME = "nemo_agent"
TEXT_LIMIT = 150_000
"""Captions may come along with the words: an evening's film has some 80,000 characters of them."""
TOOL = "edit_timeline"
_BROKEN = "Something went wrong while working on this; nothing was changed."
_GONE = "The session is gone."


@dataclass(frozen=True, slots=True)
class _Failed:
    message: str


@dataclass(frozen=True, slots=True)
class _Note:
    text: str


_Step = Outcome | _Note | _Failed | None
"""What the work reports: its outcome, a note, a failure; None at its end."""


class _Labour:
    """The work of one message: reports its steps, and is begun at most once."""

    def __init__(self, engine: Engine, session: Session, message_id: str, text: str) -> None:
        self._engine = engine
        self._session = session
        self._message_id = message_id
        self._text = text
        self._is_begun = False
        self.steps: asyncio.Queue[_Step] = asyncio.Queue()

    def begin(self, delay_s: float = 0.0) -> None:
        """Do it, in a task that outlives the request."""
        self._is_begun = True
        self._engine.spawn(self._run(delay_s), "message")

    async def give_up_unless_begun(self) -> None:
        """It will not be done: what was reserved for it is free again."""
        if not self._is_begun:
            await self._engine.editing.abandon(self._message_id)

    async def _run(self, delay_s: float) -> None:
        session, steps = self._session, self.steps
        try:
            await asyncio.sleep(delay_s)
            outcome = await self._engine.editing.edit(session, self._message_id, self._text)
            steps.put_nowait(outcome)
            if outcome.is_changed or outcome.sheet is not None:
                note = await self._engine.editing.show(session, outcome)
                if note is not None:
                    steps.put_nowait(_Note(note))
        except SessionGone:
            steps.put_nowait(_Failed(_GONE))
        except Exception:
            # The stream is open already: the caller can only be told within it.
            log.exception("message failed: session=%s", session.id)
            steps.put_nowait(_Failed(_BROKEN))
        finally:
            steps.put_nowait(None)


async def run_sse(request: web.Request) -> web.StreamResponse:
    """Take a message and stream its answer."""
    engine = parts(request)
    session_id, text = _read(await json_object(request))
    _, session = await caller_of(request, session_id, "write")
    fault = engine.faults.take("message", MESSAGE) or request.get(FAULT)
    try:
        message_id = await engine.editing.begin(session, text)
    except NoCredits:
        raise refusals.no_credits() from None
    labour = _Labour(engine, session, message_id, text)
    try:
        is_held = fault is not None and fault.kind in HOLDING
        if not is_held:
            labour.begin()
        elif fault is not None and fault.kind == "cut_during":
            labour.begin(fault.number("delay_s", 1.0))
        shape = _shape(engine.settings.stream_shape, fault)
        stream = await EventStream.open(request, shape, _wire(fault))
        if fault is not None and is_held:
            if not await hold_back(request, stream, fault):
                return stream.response
            labour.begin()
        await _narrate(stream, labour.steps, text, fault, engine.settings.heartbeat_s)
        await stream.response.write_eof()
    except (ConnectionError, Cut):
        log.info("stream ended early: session=%s", session.id)
        return dropped(request)
    finally:
        await labour.give_up_unless_begun()
    return stream.response


async def _narrate(
    stream: EventStream,
    steps: asyncio.Queue[_Step],
    text: str,
    fault: Fault | None,
    heartbeat_s: float,
) -> None:
    """Write what the work reports until its end, a heartbeat whenever it is silent for long."""
    await stream.heartbeat()
    while True:
        try:
            async with asyncio.timeout(heartbeat_s):
                step = await steps.get()
        except TimeoutError:
            await stream.heartbeat()
            continue
        match step:
            case None:
                return
            case Outcome():
                if step.is_changed:
                    result = {"status": "ok", "duration_ms": step.after.get("d", 0)}
                    await stream.tool_used(TOOL, {"instruction": text}, result)
                await distorted(stream, step.text, fault)
            case _Note():
                await distorted(stream, f"\n\n{step.text}", fault)
            case _Failed():
                await stream.failed(step.message)


def _read(body: dict[str, Any]) -> tuple[str, str]:
    """(session id, words) of a request. Raises ``Refusal`` 400."""
    message = body.get("new_message")
    content = message.get("parts") if isinstance(message, dict) else None
    if body.get("app_name") != APP_NAME or not isinstance(content, list):
        raise refusals.malformed("Send app_name, user_id, session_id and new_message.parts.")
    texts = [part.get("text") for part in content if isinstance(part, dict)]
    text = "\n".join(part for part in texts if isinstance(part, str)).strip()
    if not text:
        raise refusals.malformed("The message has no text.")
    if len(text) > TEXT_LIMIT:
        raise refusals.malformed("The message is too long.")
    return str(body.get("session_id", "")), text


def _shape(usual: StreamShape, fault: Fault | None) -> StreamShape:
    if fault is None:
        return usual
    is_shape = fault.kind in ("flat", "adk")
    return StreamShape(fault.kind if is_shape else fault.text("shape", usual))


def _wire(fault: Fault | None) -> Wire | None:
    if fault is None or fault.kind != "odd_bytes":
        return None
    newline = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}[fault.text("newline", "crlf")]
    return Wire(newline, int(fault.number("split_bytes", 1)), has_noise=True)
