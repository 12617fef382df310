"""What persons say on the page, on its way to the core: in order, until that has it.

Owns the patience, and the words of which only a mask is kept, while they are on their way. Must not
know how a message is taken or shown. What an earlier start left is given first.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from bots.lanes import Lanes
from bots.web import messages
from core.ports import Receive
from storage.page import PageRows

log = logging.getLogger(__name__)

_MOST_SECRETS: Final = 1_000
_PAUSE_S: Final = 0.5
_LONGEST_PAUSE_S: Final = 15.0
_ROUND_S: Final = 3600.0
"""After so long it is looked anew for what was left, and what had its time is let go of."""


class Feeding:
    """Of all conversations. ``factor`` shrinks the pauses, for tests."""

    def __init__(self, rows: PageRows, factor: float) -> None:
        self._rows = rows
        self._factor = factor
        self._lanes: Lanes | None = None
        self._giving: set[asyncio.Task[None]] = set()
        # By conversation and key: they are here before the message can be read by anybody.
        self._secrets: dict[tuple[str, str], str] = {}

    async def run(self, receive: Receive) -> None:
        """Give the core what is said, until cancelled."""
        self._lanes = Lanes(receive, self._factor)
        try:
            while True:
                pause_s = await self._round()
                await asyncio.sleep(pause_s)
        finally:
            self._lanes = None
            for task in self._giving:
                task.cancel()
            if self._giving:
                await asyncio.wait(self._giving)

    async def _round(self) -> float:
        """Give what was left; returns the seconds until it is looked anew."""
        try:
            await self._rows.purge()
            for conversation in {row.conversation for row in await self._rows.unheard()}:
                self.feed(conversation)
        except Exception:
            # The database may be locked for a moment; every other platform goes on meanwhile.
            log.exception("What was left of the page could not be read; it is tried again.")
            return _LONGEST_PAUSE_S * self._factor
        return _ROUND_S

    def feed(self, conversation: str) -> None:
        """Something was said there. While nobody listens it waits for the next ``run``."""
        if self._lanes is not None:
            task = asyncio.create_task(self._give_patiently(self._lanes, conversation))
            self._giving.add(task)
            task.add_done_callback(self._giving.discard)

    def keep_secret(self, conversation: str, key: str, words: str) -> None:
        """The whole words of a message that is about to be written down masked."""
        self._secrets[conversation, key] = words
        if len(self._secrets) > _MOST_SECRETS:
            del self._secrets[next(iter(self._secrets))]

    def drop_secret(self, conversation: str, key: str) -> None:
        """They are no longer needed."""
        self._secrets.pop((conversation, key), None)

    async def _give_patiently(self, lanes: Lanes, conversation: str) -> None:
        pause_s = _PAUSE_S
        while True:
            try:
                await self._give(lanes, conversation)
                return
            except Exception:
                # They were acknowledged to the page, which does not say them again.
                log.exception("Messages of the page could not be read; it is tried again.")
            await asyncio.sleep(pause_s * self._factor)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)

    async def _give(self, lanes: Lanes, conversation: str) -> None:
        async with lanes.hold(conversation) as commit:
            for row in await self._rows.unheard(conversation):
                reply_to = row.payload["reply_to"]
                quoted = None
                if reply_to is not None:
                    answered = await self._rows.by_number(conversation, reply_to)
                    quoted = answered.payload if answered else None
                text = self._secrets.get((conversation, row.key))
                await commit(messages.incoming(row, quoted, text))
                await self._rows.mark_heard(row.number)
                self.drop_secret(conversation, row.key)
