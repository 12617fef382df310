"""The fake Nemo's message stream: both shapes of event, and every way to misbehave."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from tests.servers.nemo_front import Fault


@dataclass
class Reply:
    """What the agent says: `text`, in chunks of `chunk` characters."""

    text: str
    chunk: int = 7

    def events(self, shape: str) -> list[dict[str, Any]]:
        """The events of one answer: sign of life, tool use, text."""
        beat = [{"type": "heartbeat"}] if shape == "flat" else []
        return [*beat, *tool_events(shape, "trim"), *self.words(shape)]

    def words(self, shape: str) -> list[dict[str, Any]]:
        """The events of the text alone."""
        pieces = [self.text[i : i + self.chunk] for i in range(0, len(self.text), self.chunk)]
        if shape == "flat":
            return [{"type": "text", "content": piece} for piece in pieces]
        return [
            *({**_adk([{"text": piece}]), "partial": True} for piece in pieces),
            _adk([{"text": self.text}]),
        ]


def tool_events(shape: str, name: str) -> list[dict[str, Any]]:
    """A tool's call and its result."""
    if shape == "flat":
        return [
            {"type": "tool_call", "name": name, "args": {"to": 1}},
            {"type": "tool_result", "name": name, "result": "Click Export"},
        ]
    call = {"functionCall": {"id": "1", "name": name, "args": {"to": 1}}}
    result = {"functionResponse": {"id": "1", "name": name, "response": {"ok": True}}}
    return [_adk([call]), _adk([result], role="user")]


def _adk(parts: list[dict[str, Any]], role: str = "model") -> dict[str, Any]:
    return {
        "content": {"role": role, "parts": parts},
        "author": "nemo_agent",
        "invocationId": "e-1",
        "id": "x",
        "timestamp": 1.5,
        "actions": {},
    }


def encoded(event: dict[str, Any], end: str = "\n") -> bytes:
    """One event as it goes over the line."""
    return f"data: {json.dumps(event, ensure_ascii=False)}{end}{end}".encode()


async def stream_reply(
    request: web.Request, shape: str, reply: Reply, fault: Fault | None, work: Callable[[], None]
) -> web.StreamResponse:
    """Do the work and stream the answer, as the fault has it."""
    kind, options = (fault.kind, fault.options) if fault else ("", {})
    if kind == "late":
        # No header for a while, as behind a proxy that waits for the first event.
        await asyncio.sleep(options["seconds"])
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    events = reply.events(options.get("shape", shape))
    match kind:
        case "cut_before":
            await response.write(b": ping\n\n")
            return await cut(request, response)
        case "heartbeats":
            beat = b"data: {}\n\n"
            while True:
                await response.write(options.get("beat", beat))
                await asyncio.sleep(options.get("every_s", 0.02))
        case "silence":
            await asyncio.sleep(60)
        case "error_event":
            await response.write(encoded(options.get("event", {"error": "overloaded"})))
            return response
        case "raw":
            work()
            await response.write(options["data"])
            return response
        case "silent":
            work()
            return response
        case "odd_bytes":
            work()
            ends = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}
            end = ends[options.get("newline", "crlf")]
            for event in events:
                noise = f": noise{end}data:{end}{end}".encode()
                for byte in noise + encoded(event, end):
                    await response.write(bytes([byte]))
            return response
        case "cut_after":
            work()
            for event in events[: len(events) // 2]:
                await response.write(encoded(event))
            return await cut(request, response)
    work()
    for event in events:
        await response.write(encoded(event))
    return response


async def cut(request: web.Request, response: web.StreamResponse) -> web.StreamResponse:
    """Break the connection off in the middle of a body."""
    # Closing sends what was written, but not the end of the chunked body.
    if request.transport is not None:
        request.transport.close()
    return response
