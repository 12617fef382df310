"""One HTTP exchange: what of it is certain when it breaks, and its body in measured pieces.

Owns the judgement "nothing was done" against "nobody knows". Must not know endpoints or tokens.
"""

import asyncio
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp

from core.clock import SystemClock
from core.errors import BackendDown, NemoError, OutcomeUnknown, ProtocolError, RateLimited

MAX_ANSWER_BYTES: Final = 32 * 1024 * 1024
"""Longest JSON answer that is read; a state with thousands of segments has a few MB."""
CONNECTION_ERRORS: Final = (aiohttp.ClientError, OSError, TimeoutError)

_NOTHING_DONE: Final = frozenset({501, 505, 507, 511})
"""5xx by which a server says that it did not even begin."""


@dataclass(slots=True)
class Sent:
    """Whether a request has begun to leave; set by aiohttp's tracing."""

    is_begun: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """An answer whose headers have come. `is_once`: its request must not be made twice."""

    response: aiohttp.ClientResponse
    is_once: bool

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status

    def fault(self) -> NemoError | None:
        """The error of a 429 or a 5xx, which is the way's or the server's; None for the rest."""
        if self.status == 429:
            return RateLimited("HTTP 429", retry_after_s(self.response))
        if self.status < 500:
            return None
        if self.is_once and self.status not in _NOTHING_DONE:
            return OutcomeUnknown(f"HTTP {self.status}")
        return BackendDown(f"HTTP {self.status}")

    async def chunk(self) -> bytes:
        """The next piece of the body, b"" at its end. Raises as `lost` says."""
        try:
            return await self.response.content.readany()
        except CONNECTION_ERRORS as error:
            raise lost(error, is_begun=True, is_once=self.is_once) from error

    async def body(self, limit_bytes: int = MAX_ANSWER_BYTES) -> bytes:
        """The whole body. Raises `ProtocolError` beyond the limit."""
        pieces = bytearray()
        while piece := await self.chunk():
            pieces += piece
            if len(pieces) > limit_bytes:
                raise ProtocolError(f"an answer of more than {limit_bytes} bytes")
        return bytes(pieces)


def lost(error: BaseException, *, is_begun: bool, is_once: bool) -> NemoError:
    """The error for a broken connection: certain only before the request began to leave."""
    told = f"{type(error).__name__}: {error}"
    if is_once and is_begun:
        return OutcomeUnknown(told)
    return BackendDown(told)


def retry_after_s(response: aiohttp.ClientResponse) -> float | None:
    """`Retry-After`, in seconds or as a date; None where it is missing or odd."""
    told = response.headers.get("Retry-After", "").strip()
    if told.replace(".", "", 1).isdigit() and len(told) < 10:
        return float(told)
    try:
        at = parsedate_to_datetime(told)
        return max(0.0, (at - SystemClock().now()).total_seconds())
    except (ValueError, TypeError):
        return None


def tracing() -> aiohttp.TraceConfig:
    """Notes in the `Sent` given as `trace_request_ctx` when a request begins to leave."""
    config = aiohttp.TraceConfig()

    async def begun(_: object, context: object, __: object) -> None:
        sent = getattr(context, "trace_request_ctx", None)
        if isinstance(sent, Sent):
            sent.is_begun = True

    config.on_request_headers_sent.append(begun)
    return config


def timeout(connect_s: float, silence_s: float | None) -> aiohttp.ClientTimeout:
    """No limit on the whole; one on connecting and one on silence (None: the caller keeps it)."""
    return aiohttp.ClientTimeout(
        total=None, connect=connect_s, sock_connect=connect_s, sock_read=silence_s
    )


async def stopped(task: asyncio.Task[object]) -> None:
    """Cancel a task and wait until it has ended, whatever its outcome."""
    task.cancel()
    await asyncio.wait({task})
    if not task.cancelled():
        task.exception()
