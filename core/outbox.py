"""Sending: progress is best-effort, finals are recorded before and after.

Owns which promise goes with which message. Must not know any platform or any wording. A final
video is delivered at least once and recognisably once: the same ``Outgoing.id`` is used again
after a crash, and a send whose outcome is unknown is repeated only for finals.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from core.errors import ChatGone, DeliveryError, DeliveryRefused
from core.model import Capabilities, ChatRef, DeliveryState, Outgoing
from core.ports import Platform, Store

log = logging.getLogger(__name__)


class Outbox:
    """The one way out to every platform."""

    def __init__(self, store: Store, platforms: Mapping[str, Platform]) -> None:
        self._store = store
        self._platforms = platforms

    def platform(self, chat: ChatRef) -> Platform:
        """The adapter of that chat. Raises ``DeliveryRefused`` if it isn't running any more."""
        try:
            return self._platforms[chat.platform]
        except KeyError:
            raise DeliveryRefused(f"no adapter for {chat.platform} is running") from None

    def capabilities(self, chat: ChatRef) -> Capabilities:
        """What that chat can take."""
        return self.platform(chat).capabilities(chat)

    async def show(self, outgoing: Outgoing) -> None:
        """Send something that may be lost: progress, a preview. A failure is logged, not raised."""
        try:
            await self.platform(outgoing.chat).send(outgoing)
        except DeliveryError as error:
            log.info("A progress message was dropped: %s", error)

    async def deliver(self, outgoing: Outgoing) -> None:
        """Send something that must arrive: an answer, a finished video. Done already: no-op.

        Raises ``DeliveryError`` if it is certain, or can't be known, that it did not arrive.
        """
        before = await self._store.begin_delivery(outgoing.id, outgoing.chat)
        if before.state is DeliveryState.SENT:
            return
        try:
            receipt = await self.platform(outgoing.chat).send(outgoing)
        except ChatGone as error:
            log.info("%s", error)
            await self._store.end_delivery(outgoing.id, None)
            return
        except DeliveryError as error:
            if error.is_outcome_known:
                await self._store.end_delivery(outgoing.id, None)
            raise
        await self._store.end_delivery(outgoing.id, receipt.platform_id)
