"""The closing messages of a run, and the waiting for them.

Must not know what is measured.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tests.bench.load_platform import Sent


class Finals:
    """The closing messages, each with its time, and a way to wait for so many of them."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self._moved = asyncio.Condition()
        self._waking: set[asyncio.Task[None]] = set()

    def __call__(self, sent: Sent) -> None:
        if not sent.outgoing.is_final:
            return
        self.sent.append(sent)
        task = asyncio.create_task(self._wake())
        self._waking.add(task)
        task.add_done_callback(self._waking.discard)

    async def _wake(self) -> None:
        async with self._moved:
            self._moved.notify_all()

    async def until(self, is_enough: Callable[[], bool]) -> None:
        async with self._moved:
            await self._moved.wait_for(is_enough)

    async def about(self, message_id: str) -> Sent:
        """The closing message about that one, once it is there."""

        def found() -> Sent | None:
            return next((one for one in self.sent if one.outgoing.about == message_id), None)

        await self.until(lambda: found() is not None)
        sent = found()
        assert sent is not None
        return sent
