"""An adapter that runs in a loop of its own, for tests in another one.

Owns the way across. A platform that we serve ourselves needs it: its persons wait for the server's
answer, which could not come while they hold up the loop that it is served in. Must not know a
platform.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from core.model import Attachment, Capabilities, ChatRef, Inbound, Outgoing, Receipt
from core.ports import OpenedBytes, Receive
from tests.servers.loop_thread import LoopThread


class Elsewhere:
    """That platform, with the powers of one that is ours."""

    def __init__(self, platform: Any, thread: LoopThread) -> None:
        self._platform = platform
        self._thread = thread
        self.name: str = platform.name
        self.is_running = False

    @property
    def same_within_s(self) -> float:
        return float(self._platform.same_within_s)

    def capabilities(self, chat: ChatRef) -> Capabilities:
        return self._platform.capabilities(chat)  # type: ignore[no-any-return]

    async def probe(self) -> str:
        return await self._thread.call(self._platform.probe())  # type: ignore[no-any-return]

    async def run(self, receive: Receive) -> None:
        here = asyncio.get_running_loop()

        async def received(inbound: Inbound) -> None:
            await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(receive(inbound), here))  # type: ignore[arg-type]

        self.is_running = True
        try:
            await self._thread.call(self._platform.run(received))
        finally:
            self.is_running = False

    async def send(self, outgoing: Outgoing) -> Receipt:
        return await self._thread.call(self._platform.send(outgoing))  # type: ignore[no-any-return]

    async def recall(self, outgoing: Outgoing) -> Receipt | None:
        return await self._thread.call(self._platform.recall(outgoing))  # type: ignore[no-any-return]

    async def delete(self, chat: ChatRef, platform_id: str) -> None:
        await self._thread.call(self._platform.delete(chat, platform_id))

    async def forget(self, chat: ChatRef) -> None:
        await self._thread.call(self._platform.forget(chat))

    @asynccontextmanager
    async def open(self, attachment: Attachment) -> AsyncIterator[OpenedBytes]:
        opening = self._platform.open(attachment)
        opened: OpenedBytes = await self._thread.call(opening.__aenter__())
        try:
            yield OpenedBytes(self._chunks(opened.chunks), opened.size_bytes, opened.url)
        finally:
            await self._thread.call(opening.__aexit__(None, None, None))

    async def _chunks(self, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        while (chunk := await self._thread.call(_next(chunks))) is not None:
            yield chunk


async def _next(chunks: AsyncIterator[bytes]) -> bytes | None:
    # The end of an iteration can't be raised across loops.
    return await anext(chunks, None)
