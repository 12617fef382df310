"""The message stream on the wire: both shapes of event, heartbeats, chunks of text.

Knows how an event looks, not why it is sent. The flat shape sends a text in chunks that are to be
joined; the agent server's own (ADK) sends chunks marked partial and then the whole text once more.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from engine.settings import StreamShape

_WORDS_PER_CHUNK = 6


@dataclass(frozen=True, slots=True)
class Wire:
    """How events are written; the defaults are the plain way, the rest is for the faulty mode."""

    newline: str = "\n"
    split_bytes: int | None = None
    has_noise: bool = False


class EventStream:
    """An open stream of one message."""

    def __init__(
        self, response: web.StreamResponse, shape: StreamShape, wire: Wire | None = None
    ) -> None:
        self._response = response
        self._shape = shape
        self._wire = wire or Wire()
        self._invocation = f"e-{secrets.token_hex(8)}"

    @classmethod
    async def open(
        cls, request: web.Request, shape: StreamShape, wire: Wire | None = None
    ) -> EventStream:
        """Send the headers of a stream."""
        response = web.StreamResponse(
            headers={
                "Content-Type": "text/event-stream; charset=utf-8",
                "Cache-Control": "no-store",
                "X-Accel-Buffering": "no",
            }
        )
        await response.prepare(request)
        return cls(response, shape, wire)

    @property
    def response(self) -> web.StreamResponse:
        """What the handler returns in the end."""
        return self._response

    async def heartbeat(self) -> None:
        """Still working."""
        if self._shape is StreamShape.FLAT:
            await self._event({"type": "heartbeat"})
        else:
            await self._write(f": ping{self._wire.newline}{self._wire.newline}")

    async def said(self, text: str) -> None:
        """Words for the person, in chunks."""
        if self._shape is StreamShape.FLAT:
            for chunk in chunked(text):
                await self._event({"type": "text", "content": chunk})
            return
        for chunk in chunked(text):
            await self._event(self._adk([{"text": chunk}]) | {"partial": True})
        await self._event(self._adk([{"text": text}]))

    async def half_said(self, text: str) -> None:
        """The first half of some words, as if the rest were to come."""
        chunks = list(chunked(text))
        for chunk in chunks[: max(1, len(chunks) // 2)]:
            if self._shape is StreamShape.FLAT:
                await self._event({"type": "text", "content": chunk})
            else:
                await self._event(self._adk([{"text": chunk}]) | {"partial": True})

    async def tool_used(self, name: str, arguments: dict[str, Any], result: dict[str, Any]) -> None:
        """A tool's call and its result; never shown to a person."""
        if self._shape is StreamShape.FLAT:
            await self._event({"type": "tool_call", "name": name, "args": arguments})
            await self._event({"type": "tool_result", "name": name, "result": result})
            return
        call_id = f"adk-{secrets.token_hex(8)}"
        call = {"id": call_id, "name": name, "args": arguments}
        answer = {"id": call_id, "name": name, "response": result}
        await self._event(self._adk([{"functionCall": call}]))
        await self._event(self._adk([{"functionResponse": answer}], role="user"))

    async def failed(self, message: str) -> None:
        """An error within the stream."""
        if self._shape is StreamShape.FLAT:
            await self._event({"error": message})
        else:
            await self._event({"errorCode": "INTERNAL", "errorMessage": message})

    def _adk(self, content_parts: list[dict[str, Any]], role: str = "model") -> dict[str, Any]:
        return {
            "content": {"role": role, "parts": content_parts},
            "author": "nemo_agent",
            "invocationId": self._invocation,
            "id": secrets.token_hex(8),
            "timestamp": time.time(),
            "actions": {"stateDelta": {}, "artifactDelta": {}},
        }

    async def _event(self, event: dict[str, Any]) -> None:
        newline = self._wire.newline
        text = f"data: {json.dumps(event, ensure_ascii=False)}{newline}{newline}"
        if self._wire.has_noise:
            text = f": noise{newline}data:{newline}{newline}{text}"
        await self._write(text)

    async def _write(self, text: str) -> None:
        encoded = text.encode()
        step = self._wire.split_bytes or len(encoded)
        for start in range(0, len(encoded), step):
            await self._response.write(encoded[start : start + step])
            if self._wire.split_bytes is not None:
                # Let the transport send this piece before it is joined with the next.
                await asyncio.sleep(0)


def chunked(text: str) -> Iterator[str]:
    """A text in pieces that join to it again, a few words each (or characters, of Chinese)."""
    words = re.findall(r"\s*(?:[^\s\u2e80-\u9fff]+|[\u2e80-\u9fff])|\s+$", text)
    if "".join(words) != text:
        words = [text]
    for start in range(0, len(words), _WORDS_PER_CHUNK):
        yield "".join(words[start : start + _WORDS_PER_CHUNK])
