"""Up to when all that was said is in the store: from there on a later session looks for more.

Owns when that can be said: while every shard listens, and nothing that was missed is still being
fetched. Must not know how it is fetched.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from bots.discord.client import AnyClient
from core.ports import Heard

log = logging.getLogger(__name__)

_EVERY_S: Final = 30.0


class Watermark:
    """The account's. ``is_behind`` tells whether something that was missed is being fetched."""

    def __init__(
        self,
        client: AnyClient,
        account: str,
        heard: Heard,
        is_behind: Callable[[], bool],
        factor: float,
    ) -> None:
        self._client = client
        self._account = account
        self._heard = heard
        self._is_behind = is_behind
        self._factor = factor
        self._log_ins: dict[int, int] = {}
        """Of each shard that listens: the log-in with which it does."""

    def listens(self, shard_id: int) -> None:
        """The shard has a session."""
        self._log_ins[shard_id] = self._client.logins

    def is_lost(self, shard_id: int) -> None:
        """The shard has no connection."""
        self._log_ins.pop(shard_id, None)

    async def run(self) -> None:
        """Raise it every half a minute, until cancelled."""
        while True:
            await asyncio.sleep(_EVERY_S * self._factor)
            await self.raise_it()

    async def raise_it(self) -> None:
        """Set it to the present, if all until now was heard. A failure is logged."""
        if self._is_behind() or not self._is_listening():
            return
        try:
            await self._heard.set_watermark(self._account, datetime.now(UTC))
        except Exception:
            log.exception("How far the bot has heard can't be noted; it is tried again.")

    def _is_listening(self) -> bool:
        count = self._client.shard_count or 1
        # With another log-in each of them is connected anew.
        return all(self._log_ins.get(one) == self._client.logins for one in range(count))
