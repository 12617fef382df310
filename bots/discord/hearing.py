"""Events on their way to the core, in order.

Owns their order, for one run of the adapter, and what an operator is told of the connection. Must
not know what is answered. What is new waits for what was missed before it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterator
from typing import Any, Final

import discord

from bots.discord.history import History
from bots.discord.places import Place
from bots.discord.reading import Reading
from bots.discord.translation import Translation
from bots.discord.using import Using
from core.model import Left

log = logging.getLogger(__name__)

Interaction = discord.Interaction[Any]

_CLOSING_LIMIT_S: Final = 1.0


class Hearing:
    """The listener of one run."""

    def __init__(
        self, translation: Translation, reading: Reading, history: History, using: Using
    ) -> None:
        self._translation = translation
        self._reading = reading
        self._history = history
        self._using = using
        self._lost: set[int] = set()
        """Shards without a connection."""
        self._held: set[asyncio.Task[Any]] = set()

    async def close(self) -> None:
        """What is being committed may come to its end, if that takes no longer than a moment."""
        if self._held:
            _, left = await asyncio.wait(self._held, timeout=_CLOSING_LIMIT_S)
            for task in left:
                task.cancel()
            if left:
                await asyncio.wait(left)

    # --- the connection ---------------------------------------------------------------------

    async def connected(self, shard_id: int) -> None:
        """A new session."""
        self._tell_back(shard_id)
        await self._history.begin(shard_id)

    async def resumed(self, shard_id: int) -> None:
        """The old session."""
        self._history.goes_on(shard_id)
        self._tell_back(shard_id)

    async def disconnected(self, shard_id: int) -> None:
        """Told once; the library says it at every try."""
        if not self._lost:
            log.warning("The connection to Discord is lost; another is being made.")
        self._lost.add(shard_id)
        self._history.is_cut_off(shard_id)

    def _tell_back(self, shard_id: int) -> None:
        if shard_id in self._lost:
            self._lost.discard(shard_id)
            if not self._lost:
                log.warning("The connection to Discord is back.")

    # --- what is said and done --------------------------------------------------------------

    async def message(self, message: discord.Message) -> None:
        """Somebody said something."""
        with self._in_hand():
            await self._say(message, is_edited=False)

    async def edited(self, message: discord.Message) -> None:
        """Somebody changed what they had said; Discord also changes messages by itself."""
        if message.edited_at is not None:
            with self._in_hand():
                await self._say(message, is_edited=True)

    async def interaction(self, interaction: Interaction) -> None:
        """A tap, or a form that was sent; commands come by the command tree."""
        with self._in_hand():
            if interaction.type is discord.InteractionType.component:
                await self._using.tap(interaction)
            elif interaction.type is discord.InteractionType.modal_submit:
                await self._using.submit(interaction)

    async def use(
        self,
        interaction: Interaction,
        name: str,
        words: str,
        files: tuple[discord.Attachment, ...],
    ) -> None:
        """A command."""
        with self._in_hand():
            await self._using.use(interaction, name, words, files)

    async def point(self, interaction: Interaction, message: discord.Message) -> None:
        """The menu of a message."""
        with self._in_hand():
            await self._using.point(interaction, message)

    async def left(self, guild: discord.Guild) -> None:
        """Nobody waits for an answer in any of its channels."""
        for channel in guild.channels:
            await self.closed(guild.id, channel.id, None)

    async def closed(self, guild_id: int, channel_id: int, thread_id: int | None) -> None:
        """Nobody waits for an answer there."""
        place = Place(channel_id, thread_id, guild_id)
        with self._in_hand():
            await self._history.store(place, Left(self._translation.chat(place)))

    async def _say(self, message: discord.Message, *, is_edited: bool) -> None:
        place = self._translation.place(message)
        incoming = await self._reading.read(message, place, is_edited=is_edited)
        if incoming is not None:
            await self._history.store(place, incoming)

    @contextlib.contextmanager
    def _in_hand(self) -> Iterator[None]:
        """The library runs each event as a task, and forgets it."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101
        self._held.add(task)
        try:
            yield
        finally:
            self._held.discard(task)
