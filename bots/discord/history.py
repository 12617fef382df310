"""What was said while nobody listened: fetched from the history of the chats that are known.

Owns when that is done (at each new session, since Discord replays only a lost connection's own),
how far back, and how long what is new waits for it. Must not know what a message means. A message
that came both ways is the core's to recognise.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import discord

from bots.discord import faults
from bots.discord.client import AnyClient
from bots.discord.places import Place, place
from bots.discord.reading import Reading
from bots.discord.turns import Turns
from bots.discord.watermark import Watermark
from bots.lanes import Lanes
from core.errors import ChatGone
from core.model import ChatRef, Inbound, Incoming
from core.ports import Heard, Receive

log = logging.getLogger(__name__)

_SPOKEN_WITHIN: Final = timedelta(days=30)
"""A chat that was silent for longer is not asked."""
_MISSED_WITHIN: Final = timedelta(days=7)
"""What is older when it is found is left alone."""
_MARGIN: Final = timedelta(minutes=10)
"""Before the watermark: for a connection that died unseen (Discord's heartbeat takes up to a minute
and a half to tell), for what was in hand at a crash, and for clocks that differ."""
_AT_A_TIME: Final = 4
"""Of Discord's 50 requests a second most are left for answers."""
_TRIES: Final = 8
_PAUSE_S: Final = 2.0
_LONGEST_PAUSE_S: Final = 60.0
"""All tries together take three minutes, in which the chat's own new messages wait."""
_USED_WAITS_S: Final = 5.0
"""How long an interaction waits for them: its person is shown that the bot thinks."""
_LATER_S: Final = 300.0
_GUILD_LOOKS: Final = 20
_GUILD_PAUSE_S: Final = 0.25
_PAGE: Final = 100
"""Messages that Discord gives at once."""
_MOST_MESSAGES: Final = 2_000
"""In one channel: a busy one may have had many times that, of which hardly any were for the bot."""


class History:
    """Catches up in one run of the adapter. ``factor`` shrinks pauses, for tests."""

    def __init__(
        self,
        client: AnyClient,
        account: str,
        reading: Reading,
        lanes: Lanes,
        heard: Heard | None,
        factor: float,
    ) -> None:
        self._client = client
        self._account = account
        self._reading = reading
        self._lanes = lanes
        self._heard = heard
        self._factor = factor
        self._turns = Turns(_AT_A_TIME)
        self._beginning = 0
        self._has_begun = asyncio.Event()
        self._work: set[asyncio.Task[None]] = set()
        self._held: dict[int, set[asyncio.Future[None]]] = {}
        """By chat: what is done when its lane, held for what was missed, is free again."""
        self._left: set[int] = set()
        """Chats whose history is fetched later."""
        self._watermark: Watermark | None = None
        if heard is not None:
            self._watermark = Watermark(client, account, heard, self._is_behind, factor)
            self._start(self._watermark.run())

    async def store(self, there: Place, inbound: Inbound) -> None:
        """Returns when it is safe on disk, after all that was missed, or came, before it there.

        An interaction, which is no message, waits for what was missed only for a moment.
        """
        await self._has_begun.wait()
        chat = there.target_id
        if chat in self._held:
            self._turns.hurry(chat)
        if isinstance(inbound, Incoming) and not inbound.platform_id:
            # Among themselves they keep their order.
            async with self._lanes.hold((chat, "used")) as commit:
                if await self._is_free(chat):
                    await self._lanes.take(chat, [inbound])
                else:
                    await commit(inbound)
            return
        await self._lanes.take(chat, [inbound])

    async def begin(self, shard_id: int) -> None:
        """Hold the lanes of all chats of a shard that may have missed something.

        Returns when they are held; the fetching goes on behind it.
        """
        self._beginning += 1
        self._has_begun.clear()
        self.goes_on(shard_id)
        await asyncio.wait({self._start(self._hold(shard_id))})
        self._beginning -= 1
        if not self._beginning:
            self._has_begun.set()

    def goes_on(self, shard_id: int) -> None:
        """The shard listens, and has missed nothing but what is being fetched."""
        if self._watermark is not None:
            self._watermark.listens(shard_id)

    def is_cut_off(self, shard_id: int) -> None:
        """The shard has no connection."""
        if self._watermark is not None:
            self._watermark.is_lost(shard_id)

    async def close(self) -> None:
        """Fetch no more; the next start does."""
        if self._watermark is not None:
            await self._watermark.raise_it()
        tasks = set(self._work)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)
        return task

    async def _hold(self, shard_id: int) -> None:
        known, watermark = await self._known()
        oldest = _number(datetime.now(UTC) - _MISSED_WITHIN)
        told = None
        if watermark is not None:
            # In a busy channel the last message that was for the bot may be days old.
            oldest, told = max(oldest, _number(watermark - _MARGIN)), _number(watermark)
        for chat, newest in known.items():
            try:
                there = place(chat)
            except ChatGone:
                continue
            if there.is_ours and self._shard_of(there) == shard_id:
                self._start(self._catch_up(there, max(newest, oldest), told))
        # Each of them takes its lane in its first turn.
        await asyncio.sleep(0)

    async def _known(self) -> tuple[Mapping[ChatRef, int], datetime | None]:
        """Each chat's newest number, and the watermark.

        Asked until there is an answer: what is new must not hide what was missed.
        """
        if self._heard is None:
            return {}, None
        pause_s = _PAUSE_S
        while True:
            try:
                since = datetime.now(UTC) - _SPOKEN_WITHIN
                newest = await self._heard.newest(self._account, since)
                return newest, await self._heard.watermark(self._account)
            except Exception:
                log.exception("What was missed can't be looked for; it is tried again.")
            await asyncio.sleep(pause_s * self._factor)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)

    def _shard_of(self, there: Place) -> int:
        """Source: the documentation, "Sharding"; DMs are of the first one."""
        return ((there.guild_id or 0) >> 22) % (self._client.shard_count or 1)

    async def _catch_up(self, there: Place, after: int, told: int | None) -> None:
        """``told``: who wrote before that number was told by then what couldn't be read."""
        reached: int | None = after
        while True:
            assert reached is not None  # noqa: S101
            async with self._holding(there.target_id) as commit:
                if not await self._may_have_more(there, reached):
                    return
                reached = await self._read_from(there, reached, told, commit)
                if reached is None:
                    return
                await self._put_off(there, reached)
            # The chat's new messages go on meanwhile.
            self._left.add(there.target_id)
            await asyncio.sleep(_LATER_S * self._factor)
            self._left.discard(there.target_id)

    async def _put_off(self, there: Place, reached: int) -> None:
        """Let the next start know, before anything new hides that something was missed."""
        if self._heard is None:
            return
        try:
            await self._heard.put_off(there.chat(self._account), reached)
        except Exception:
            log.exception("If the bot stops before that, what was missed there may be lost.")

    @asynccontextmanager
    async def _holding(self, chat: int) -> AsyncIterator[Receive]:
        """Have the chat's lane, and let it be known that it is held for what was missed."""
        is_over = asyncio.get_running_loop().create_future()
        held = self._held.setdefault(chat, set())
        held.add(is_over)
        try:
            async with self._lanes.hold(chat) as commit:
                yield commit
        finally:
            held.discard(is_over)
            is_over.set_result(None)
            if not held:
                self._held.pop(chat, None)
                self._turns.calm(chat)

    async def _is_free(self, chat: int) -> bool:
        """Whether the chat's lane is held for nothing that was missed; waits for that a little."""
        held = self._held.get(chat)
        if held:
            await asyncio.wait(held, timeout=_USED_WAITS_S * self._factor)
        return chat not in self._held

    def _is_behind(self) -> bool:
        return bool(self._held or self._left) or not self._has_begun.is_set()

    async def _read_from(
        self, there: Place, after: int, told: int | None, commit: Receive
    ) -> int | None:
        """Commit what came after that message; the last one reached, or None where all is done."""
        for _ in range(_MOST_MESSAGES // _PAGE):
            page = await self._page(there, after)
            if page is None:
                return after
            for message in page:
                is_news = told is not None and message.id > told
                incoming = await self._reading.read(message, there, may_hint=is_news)
                if incoming is not None:
                    await commit(incoming)
                after = message.id
            if len(page) < _PAGE:
                return None
        log.warning("A channel had more than %d messages; later ones are missed.", _MOST_MESSAGES)
        return None

    async def _page(self, there: Place, after: int) -> list[discord.Message] | None:
        """The next messages, oldest first; None where they can't be had at the moment."""
        channel = self._client.get_partial_messageable(there.target_id, guild_id=there.guild_id)
        pause_s = _PAUSE_S
        for tried in range(1, _TRIES + 1):
            try:
                async with self._turns.turn(there.target_id):
                    messages = channel.history(
                        limit=_PAGE, after=discord.Object(after), oldest_first=True
                    )
                    return [one async for one in messages]
            except faults.FAILURES as error:
                if isinstance(error, discord.HTTPException) and error.status in (403, 404):
                    log.info("A history is closed to the bot: %s", faults.cause_of(error))
                    return []
                log.warning(
                    "A chat's history can't be fetched (try %d of %d): %s",
                    tried,
                    _TRIES,
                    faults.cause_of(error),
                )
            if tried < _TRIES:
                await asyncio.sleep(pause_s * self._factor)
                pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
        log.error("What was said in a chat while the bot was away is fetched later.")
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


def _number(at: datetime) -> int:
    """The least number of a message of that time."""
    return discord.utils.time_snowflake(at)
