"""The core's place at an adapter of the contract suite: an inbox, and waiting for conditions.

Must not know a platform.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from typing import Any

from core.model import ChatRef, Inbound, Incoming, Text, update_of
from core.ports import CatchesUp, Platform
from tests.contract.adapter_rig import Power, Rig


class Hearing:
    """The core's place at an adapter's ``run``: an inbox that can be made to fail or to wait.

    What was stored is known to the ear of the next start, which is made with ``before``.
    """

    def __init__(self, before: Hearing | None = None) -> None:
        self.heard: list[Inbound] = []
        self._stored: dict[ChatRef, int] = dict(before._stored) if before else {}
        self._watermarks: dict[str, datetime] = dict(before._watermarks) if before else {}
        self.attempts: list[str] = []
        self.refusals = 0
        self._shut: set[ChatRef] = set()
        self._opened = asyncio.Event()

    def shut(self, chat: ChatRef) -> None:
        """Let what comes of that chat hang."""
        self._shut.add(chat)

    def let_in(self) -> None:
        """Let everything go on that hangs."""
        self._shut.clear()
        self._opened.set()

    async def receive(self, inbound: Inbound) -> None:
        """What the adapter calls."""
        self.attempts.append(words_of(inbound))
        if self.refusals:
            self.refusals -= 1
            raise OSError("no room on the disk")
        if inbound.chat in self._shut:
            await self._opened.wait()
        self.heard.append(inbound)
        if isinstance(inbound, Incoming):
            newest = self._stored.get(inbound.chat, 0)
            self._stored[inbound.chat] = max(newest, update_of(inbound.id))

    async def newest(self, account: str, since: datetime) -> Mapping[ChatRef, int]:
        """The newest number of each chat, as the store tells it; here everything is recent."""
        assert since.tzinfo is not None
        return {chat: newest for chat, newest in self._stored.items() if chat.account == account}

    async def watermark(self, account: str) -> datetime | None:
        """How far that account was heard."""
        return self._watermarks.get(account)

    async def set_watermark(self, account: str, at: datetime) -> None:
        """What the adapter says of it."""
        self._watermarks[account] = at

    async def put_off(self, chat: ChatRef, number: int) -> None:
        """Here no history is put off."""
        raise AssertionError(f"the history of {chat} was put off")

    async def messages(self, count: int) -> list[Incoming]:
        """What was heard, as soon as that are so many."""
        await until(lambda: len(self.heard) >= count, f"{count} messages", self.told)
        return [one for one in self.heard if isinstance(one, Incoming)]

    def told(self) -> object:
        """What was heard, for a failed test."""
        return [words_of(one) for one in self.heard]


def words_of(inbound: Inbound) -> str:
    """What it says, if that is words."""
    is_said = isinstance(inbound, Incoming) and isinstance(inbound.body, Text)
    return inbound.body.text if is_said else ""  # type: ignore[union-attr]


@contextmanager
def hearing(platform: Platform, ear: Hearing) -> Iterator[asyncio.Task[None]]:
    """The adapter runs while the block does."""
    if isinstance(platform, CatchesUp):
        platform.catch_up_from(ear)
    running = asyncio.create_task(platform.run(ear.receive))
    try:
        yield running
    finally:
        running.cancel()


@asynccontextmanager
async def listening(
    rig: Rig, platform: Platform, ear: Hearing
) -> AsyncIterator[asyncio.Task[None]]:
    """The same; the block begins when what is said is heard, now or later."""
    is_kept = Power.ACKNOWLEDGING not in rig.lacks
    before = 0 if is_kept else rig.listener()
    with hearing(platform, ear) as running:
        if not is_kept:
            await until(
                lambda: running.done() or rig.listener() not in (0, before), "somebody listens"
            )
        yield running


async def acknowledged(rig: Rig) -> None:
    """Wait until the platform will tell nothing a second time, where it would."""
    if Power.ACKNOWLEDGING not in rig.lacks:
        await until(lambda: not rig.unacknowledged(), "all is acknowledged")


async def ended(running: asyncio.Task[None], limit_s: float = 2.0) -> None:
    """Cancel it, and see it end in time."""
    running.cancel()
    done, _ = await asyncio.wait({running}, timeout=limit_s)
    assert done, f"the adapter still runs {limit_s} s after it was cancelled"
    assert running.cancelled(), "a cancelled run ends as cancelled"


async def until(
    condition: Callable[[], Any],
    what: object = "it",
    told: Callable[[], object] = str,
    limit_s: float = 15.0,
) -> None:
    """Wait for a condition."""
    deadline_s = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline_s, f"not so within {limit_s} s: {what}; {told()}"
        await asyncio.sleep(0.01)


async def stays(condition: Callable[[], Any], what: str, seconds: float = 0.3) -> None:
    """Nothing tells that something does not happen, so it is watched for a while."""
    deadline_s = time.monotonic() + seconds
    while time.monotonic() < deadline_s:
        assert condition(), what
        await asyncio.sleep(0.01)
