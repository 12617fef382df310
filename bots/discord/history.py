"""What was said while nobody listened: fetched from the history of the chats that are known.

Owns when that is done (at each new session, since Discord replays only a lost connection's own)
and how far back. Must not know what a message means. A message that came both ways is the core's
to recognise.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import discord

from bots.discord import faults
from bots.discord.client import AnyClient
from bots.discord.places import Place, place
from bots.discord.translation import Translation
from bots.lanes import Lanes
from core.errors import ChatGone
from core.ports import Heard

log = logging.getLogger(__name__)

_SPOKEN_WITHIN: Final = timedelta(days=30)
"""A chat that was silent for longer is not asked."""
_MISSED_WITHIN: Final = timedelta(days=7)
"""What is older when it is found is left alone."""
_AT_A_TIME: Final = 8
_TRIES: Final = 5
_PAUSE_S: Final = 2.0
_GUILD_LOOKS: Final = 20
_GUILD_PAUSE_S: Final = 0.25
_MOST_MESSAGES: Final = 2_000
"""In one channel: a busy one may have had many times that, of which hardly any were for the bot."""


class History:
    """Catches up in one run of the adapter. ``factor`` shrinks pauses, for tests."""

    def __init__(
        self,
        client: AnyClient,
        translation: Translation,
        lanes: Lanes,
        heard: Heard | None,
        factor: float,
    ) -> None:
        self._client = client
        self._translation = translation
        self._lanes = lanes
        self._heard = heard
        self._factor = factor
        self._turns = asyncio.Semaphore(_AT_A_TIME)
        self._has_begun = asyncio.Event()
        self._fetching: set[asyncio.Task[None]] = set()

    async def has_begun(self) -> None:
        """Returns when what was missed is sure to come before what is committed now."""
        await self._has_begun.wait()

    async def begin(self) -> None:
        """Hold the lanes of all chats that may have missed something; returns when they are held.

        The fetching goes on behind it.
        """
        self._has_begun.clear()
        try:
            since = datetime.now(UTC) - _SPOKEN_WITHIN
            account = self._translation.account
            heard = await self._heard(account, since) if self._heard is not None else {}
            for chat, newest in heard.items():
                try:
                    there = place(chat)
                except ChatGone:
                    continue
                if there.is_ours:
                    task = asyncio.create_task(self._catch_up(there, newest))
                    self._fetching.add(task)
                    task.add_done_callback(self._fetching.discard)
            # Each of them takes its lane in its first turn.
            await asyncio.sleep(0)
        except Exception:
            log.exception("What was missed can't be looked for; please report it.")
        finally:
            self._has_begun.set()

    async def close(self) -> None:
        """Fetch no more; the next start does."""
        tasks = set(self._fetching)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def _catch_up(self, there: Place, newest: int) -> None:
        async with self._lanes.hold(there.target_id) as commit:
            if not await self._may_have_more(there, newest):
                return
            oldest = discord.utils.time_snowflake(datetime.now(UTC) - _MISSED_WITHIN)
            channel = self._client.get_partial_messageable(there.target_id, guild_id=there.guild_id)
            after = max(newest, oldest)
            for tried in range(1, _TRIES + 1):
                try:
                    async with self._turns:
                        async for message in channel.history(
                            limit=_MOST_MESSAGES, after=discord.Object(after), oldest_first=True
                        ):
                            incoming = self._read(message, there)
                            if incoming is not None:
                                await commit(incoming)
                            after = message.id
                    return
                except faults.FAILURES as error:
                    if isinstance(error, discord.HTTPException) and error.status in (403, 404):
                        log.info("A history is closed to the bot: %s", faults.cause_of(error))
                        return
                    log.warning(
                        "A chat's history can't be fetched (try %d of %d): %s",
                        tried,
                        _TRIES,
                        faults.cause_of(error),
                    )
                await asyncio.sleep(_PAUSE_S * tried * self._factor)

    def _read(self, message: discord.Message, there: Place) -> Any:
        if message.author.bot:
            return None
        try:
            return self._translation.message(message, there)
        except Exception:
            log.exception("A message can't be understood; please report it.")
            return None

    async def _may_have_more(self, there: Place, newest: int) -> bool:
        """Whether the chat has anything newer, as far as is known without asking."""
        if there.guild_id is None:
            return True
        guild = self._client.get_guild(there.guild_id)
        # After a new session Discord tells of the servers one by one.
        for _ in range(_GUILD_LOOKS):
            if guild is None or not guild.unavailable:
                break
            await asyncio.sleep(_GUILD_PAUSE_S * self._factor)
            guild = self._client.get_guild(there.guild_id)
        if guild is None or guild.unavailable:
            return True
        channel = guild.get_channel_or_thread(there.target_id)
        last = getattr(channel, "last_message_id", None)
        return last is None or last > newest
