"""Whether the connections are there, and how long one may be away before it is made by us.

Owns that patience, and what is done about a single shard. Must not know the log-in, nor what is
told. Every connection that is made anew may cost one of the day's session starts.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

from bots.discord import faults
from bots.discord.client import AnyClient, ShardedClient

SPARE_SESSIONS: Final = 20
"""Session starts of a day that are left to what the library begins by itself, unasked."""
_LOOK_S: Final = 5.0
_LONGEST_AWAY_S: Final = 60.0
"""The library waits longer and longer, at last a quarter of an hour, and no command is heard."""
_MOST_PATIENCE_S: Final = 960.0
"""For a shard that goes again and again: 90 session starts a day, of the 1,000 that there are."""
_STEADY_S: Final = 300.0
_MAKING_LIMIT_S: Final = 30.0
"""How long one connection may take; the library's own pause after a failure is cut off by it."""


class Watch:
    """The watch of one log-in's connections.

    ``was_steady``: all of them have been there together for some minutes.
    """

    def __init__(self, client: AnyClient, factor: float) -> None:
        self._client = client
        self._factor = factor
        self._away_s: dict[int, float] = {}
        self._patience_s: dict[int, float] = {}
        self._making: asyncio.Task[None] | None = None
        self.was_steady = False

    async def run(self) -> None:
        """Returns when there has been no connection at all for so long as the library may need.

        A single shard is connected anew meanwhile, and the others stay as they are.
        """
        all_away_s = whole_s = 0.0
        client = self._client
        try:
            while all_away_s < _LONGEST_AWAY_S:
                await asyncio.sleep(_LOOK_S * self._factor)
                all_away_s = all_away_s + _LOOK_S if client.is_away else 0.0
                whole_s = whole_s + _LOOK_S if client.is_whole else 0.0
                if whole_s >= _STEADY_S:
                    self.was_steady = True
                    self._patience_s.clear()
                if isinstance(client, ShardedClient) and client.is_launched and not client.is_away:
                    self._look_at_each(client)
        finally:
            if self._making is not None:
                await ended(self._making)

    def _look_at_each(self, client: ShardedClient) -> None:
        """One at a time, as Discord wants it."""
        away = client.shards_away
        self._away_s = {one: self._away_s.get(one, 0.0) + _LOOK_S for one in away}
        if self._making is not None:
            if not self._making.done():
                return
            self._making.result()
            self._making = None
        for one, away_s in self._away_s.items():
            patience_s = self._patience_s.get(one, _LONGEST_AWAY_S)
            if away_s >= patience_s:
                self._patience_s[one] = min(2 * patience_s, _MOST_PATIENCE_S)
                self._away_s[one] = 0.0
                self._making = asyncio.create_task(_made(client, one))
                return


async def _made(client: ShardedClient, shard_id: int) -> None:
    shard = client.get_shard(shard_id)
    assert shard is not None  # noqa: S101 - it was launched
    if client.is_closed():
        return
    # What goes wrong is dealt with by the library, which then pauses here.
    with contextlib.suppress(*faults.FAILURES):
        async with asyncio.timeout(_MAKING_LIMIT_S):
            if (await client.fetch_session_start_limits()).remaining > SPARE_SESSIONS:
                await shard.reconnect()


async def ended(task: asyncio.Task[None]) -> None:
    """Cancel it until it is at an end: a shard that is about to connect swallows it."""
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=0.05)
