"""The backend is down: one looks for all who wait.

Owns when it is looked at again and who is woken. Must not know jobs, chats or what is asked of the
backend. Thousands of waiting chats cost one small request at a time.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable

from core.errors import BackendDown, NemoError, RateLimited
from core.ports import Clock
from core.timetable import Timetable

log = logging.getLogger(__name__)


class Circuit:
    """Open while the backend is down. ``look`` is a small read that works when it is up."""

    def __init__(
        self, look: Callable[[], Awaitable[object]], timetable: Timetable, clock: Clock
    ) -> None:
        self._look = look
        self._timetable = timetable
        self._clock = clock
        self._looking: asyncio.Task[None] | None = None

    async def until_up(self) -> None:
        """Return when the backend answers again. Raises ``BackendDown`` when that takes too long.

        Any answer counts, a refusal too: what it means is for the call that is made then.
        """
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._watch())
        # One waiter's cancel must not end the look of all the others.
        await asyncio.shield(self._looking)

    async def close(self) -> None:
        """End the looking; whoever waits is cancelled."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait({self._looking})

    async def _watch(self) -> None:
        timetable = self._timetable
        began_s = self._clock.monotonic_s()
        pause_s = timetable.down_first_look_s
        log.warning("%s", BackendDown("waiting jobs go on when it answers"))
        while True:
            # Jitter, so that many processes that lost the same backend don't return as one.
            await self._clock.sleep(pause_s * random.uniform(0.5, 1.0))  # noqa: S311
            try:
                await self._look()
            except (BackendDown, RateLimited) as error:
                if self._clock.monotonic_s() - began_s > timetable.down_limit_s:
                    raise BackendDown(error.detail) from error
                pause_s = min(2 * pause_s, timetable.down_look_max_s)
            except NemoError:
                break
            else:
                break
        log.warning("The Nemo backend answers again; its jobs go on.")
