"""The one progress message of each job, edited seldom enough for its platform.

Owns which words are shown when: at most one edit in a period, the newest words last. Must not know
a platform or its requests. What comes too early is kept, and shown when it is due unless something
newer comes.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Final

from bots.pacing import Pace
from core.errors import DeliveryDelayed, DeliveryError
from core.model import Outgoing, Receipt

log = logging.getLogger(__name__)

_CLOSING_LIMIT_S: Final = 1.0
"""For edits in hand at the end."""
_MOST_STANDING: Final = 10_000
"""Of jobs that run or did lately; an older message is edited as soon as it has news."""

Show = Callable[[Outgoing], Awaitable[str]]
"""Sends or edits now; returns the message's id."""
PeriodOf = Callable[[int], float]
"""Seconds, by the platform's number of a chat."""


@dataclass(slots=True)
class _Shown:
    platform_id: str
    at_s: float
    waiting: Outgoing | None = None
    task: asyncio.Task[None] | None = None
    is_sleeping: bool = False
    """Whether ``task`` only waits, so that it can be cut off."""
    editing: asyncio.Lock = field(default_factory=asyncio.Lock)


class ProgressEdits:
    """All progress messages that stand now.

    ``period_s`` says how long a message of that chat stands before it is edited again; ``factor``
    shrinks it, for tests.
    """

    def __init__(self, show: Show, pace: Pace, period_s: PeriodOf, factor: float = 1.0) -> None:
        self._show = show
        self._pace = pace
        self._period_of = period_s
        self._factor = factor
        self._standing: OrderedDict[tuple[int, str], _Shown] = OrderedDict()

    async def show(self, chat_id: int, outgoing: Outgoing) -> Receipt:
        """Show it now or soon. Raises ``DeliveryError`` for one that is not shown at all."""
        if outgoing.standing is None:
            if not self._pace.take_progress(chat_id):
                raise DeliveryDelayed("the chat has no room for progress")
            platform_id = await self._show(outgoing)
            self._keep(chat_id, _Shown(platform_id, time.monotonic()))
            return Receipt(outgoing.id, platform_id)
        shown = self._standing.get((chat_id, outgoing.standing))
        if shown is None:
            shown = self._keep(chat_id, _Shown(outgoing.standing, -math.inf))
        shown.waiting = outgoing
        if shown.task is None:
            # One that is due is awaited: sent anew, it has a new id, which the caller learns.
            is_due = shown.at_s + self._period_s(chat_id) <= time.monotonic()
            if is_due and self._pace.take_progress(chat_id):
                await self._edit(chat_id, shown)
            else:
                shown.task = asyncio.create_task(self._later(chat_id, shown))
        return Receipt(outgoing.id, shown.platform_id)

    async def forget(self, chat_id: int, platform_id: str) -> str:
        """Nothing more is shown there. Returns the message's id now: it may have been sent anew.

        An edit in hand is awaited: cut off, the message that it sends anew would stay for ever.
        """
        shown = self._standing.pop((chat_id, platform_id), None)
        if shown is None:
            return platform_id
        _stop_waiting(shown)
        async with shown.editing:
            pass
        if self._standing.get((chat_id, shown.platform_id)) is shown:
            del self._standing[chat_id, shown.platform_id]
        return shown.platform_id

    async def close(self) -> None:
        """Show nothing more; edits in hand have a moment to end."""
        standing = list(self._standing.values())
        self._standing.clear()
        for shown in standing:
            _stop_waiting(shown)
        tasks = {shown.task for shown in standing if shown.task is not None}
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=_CLOSING_LIMIT_S)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)

    async def _later(self, chat_id: int, shown: _Shown) -> None:
        try:
            while shown.waiting is not None:
                due_s = shown.at_s + self._period_s(chat_id)
                shown.is_sleeping = True
                await asyncio.sleep(max(due_s - time.monotonic(), 0.0))
                shown.is_sleeping = False
                if self._pace.take_progress(chat_id):
                    await self._edit(chat_id, shown)
                else:
                    shown.at_s = time.monotonic()
        except DeliveryError as error:
            log.info("A progress message was dropped: %s", error)
        except Exception:
            log.exception("A progress message failed in a way that nobody foresaw.")
        finally:
            shown.task = None

    async def _edit(self, chat_id: int, shown: _Shown) -> None:
        async with shown.editing:
            outgoing, shown.waiting = shown.waiting, None
            if outgoing is None:
                return
            shown.at_s = time.monotonic()
            platform_id = await self._show(replace(outgoing, standing=shown.platform_id))
            if platform_id != shown.platform_id:
                shown.platform_id = platform_id
                self._keep(chat_id, shown)

    def _keep(self, chat_id: int, shown: _Shown) -> _Shown:
        self._standing[chat_id, shown.platform_id] = shown
        if len(self._standing) > _MOST_STANDING:
            self._standing.popitem(last=False)
        return shown

    def _period_s(self, chat_id: int) -> float:
        return self._period_of(chat_id) * self._factor


def _stop_waiting(shown: _Shown) -> None:
    shown.waiting = None
    if shown.task is not None and shown.is_sleeping:
        shown.task.cancel()
