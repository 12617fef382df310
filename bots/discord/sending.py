"""Messages of ours on their way into a chat, by the way that each of them takes.

Owns the choice between the answer to an interaction and the bot's own message. Must not know which
promise goes with a message.

An interaction's first answer takes the place where Discord shows that the bot thinks. After it the
bot speaks for itself wherever it may: its own messages are sent once under their nonce, can be
answered by a person, and last longer than the interaction. What concerns one person alone, and all
that is said where the bot is no member, goes by the interaction while that lives; after that, where
the bot is no member, into that person's DM.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import discord

from bots.discord import faults, shapes
from bots.discord.answers import Answers
from bots.discord.client import AnyClient
from bots.discord.interactions import Interactions, Live
from bots.discord.places import Place, place
from bots.pacing import Pace
from core.errors import DeliveryDelayed, DeliveryRefused
from core.model import ChatRef, Outgoing

log = logging.getLogger(__name__)

T = TypeVar("T")


class Sending:
    """What is said, edited and taken away in all chats."""

    def __init__(self, client: AnyClient, interactions: Interactions, pace: Pace) -> None:
        self._client = client
        self._interactions = interactions
        self._answers = Answers()
        self._pace = pace

    async def send(self, outgoing: Outgoing) -> str:
        """Send a new message when it is its turn; its id. Raises ``DeliveryError``."""
        there = place(outgoing.chat)
        live = self._interactions.about(outgoing.about)
        if live is not None:
            sent_id = await self._by_interaction(live, there, outgoing)
            if sent_id is not None:
                return sent_id
        await self._pace.turn(there.target_id)
        return await self._by_bot(there, outgoing)

    async def send_now(self, outgoing: Outgoing) -> str:
        """The same for one whose turn was taken already."""
        there = place(outgoing.chat)
        live = self._interactions.about(outgoing.about)
        sent_id = await self._by_interaction(live, there, outgoing) if live is not None else None
        return sent_id or await self._by_bot(there, outgoing)

    async def edit(self, outgoing: Outgoing) -> str:
        """Change the message that stands when it is its turn; sent anew where it is gone.

        Its id then. Raises ``DeliveryError``.
        """
        await self._pace.turn(place(outgoing.chat).target_id)
        return await self.edit_now(outgoing)

    async def edit_now(self, outgoing: Outgoing) -> str:
        """The same for one whose turn was taken already."""
        there, standing = place(outgoing.chat), outgoing.standing
        assert standing is not None  # noqa: S101 - the caller has looked
        live = self._interactions.holding(standing)
        if live is not None and (live.is_ephemeral or not there.is_ours):
            if await self._answers.edit(live, standing, outgoing):
                return standing
        elif there.is_ours:
            try:
                await self._asked(there, lambda: self._edit_message(there, standing, outgoing))
                return standing
            except _Gone:
                log.info("A message that was to be edited stands no more; it is sent anew.")
        return await self.send_now(outgoing)

    async def delete(self, chat: ChatRef, platform_id: str) -> None:
        """Take a message away. Raises ``DeliveryError`` where that is not allowed."""
        there = place(chat)
        live = self._interactions.holding(platform_id)
        if live is not None and live.is_kept and platform_id == live.original_id:
            # What was progress has become the video itself.
            return
        if live is not None and (live.is_ephemeral or not there.is_ours):
            await self._answers.delete(live, platform_id)
            return
        message = self._channel(there).get_partial_message(int(platform_id))
        await self._asked(there, message.delete)

    async def whisper(self, person_id: str, text: str) -> None:
        """Say something to a person in their DM. Raises ``DeliveryError``."""
        try:
            channel = await self._client.create_dm(discord.Object(int(person_id)))
            await channel.send(shapes.words(text), suppress_embeds=True)
        except faults.FAILURES as error:
            raise faults.delivery_error(error) from None

    async def _by_interaction(self, live: Live, there: Place, outgoing: Outgoing) -> str | None:
        """The id of the answer; None where it is the bot's own message that is to be sent."""
        async with live.lock:
            is_personal = outgoing.is_personal and not there.is_direct
            is_for_one = is_personal or live.is_ephemeral
            is_result = bool(outgoing.media) and not is_for_one
            if live.is_waiting and is_personal and not live.is_ephemeral:
                # All would see it in the place that they see the bot think in.
                await self._answers.withdraw(live)
            elif live.is_waiting and is_result and there.is_ours:
                # A person can answer the bot's own message, and that one is sent only once.
                await self._answers.withdraw(live)
                return None
            elif live.is_waiting or (is_result and not there.is_ours and not live.is_kept):
                return await self._answers.fill(live, outgoing)
            if is_for_one or not there.is_ours:
                return await self._answers.follow(live, outgoing, is_ephemeral=is_for_one)
            return None

    async def _by_bot(self, there: Place, outgoing: Outgoing) -> str:
        async def send() -> discord.Message:
            channel = await self._own_channel(there)
            with shapes.files(outgoing.media) as files:
                # Its type has an overload for each way of saying nothing.
                options: dict[str, Any] = {
                    "files": files or None,
                    "view": shapes.view(outgoing.buttons),
                    "nonce": shapes.nonce(outgoing),
                    "reference": _reference(there, outgoing),
                    "mention_author": outgoing.is_final,
                    "suppress_embeds": True,
                    "silent": outgoing.progress is not None,
                }
                return await channel.send(shapes.words(outgoing.text) or None, **options)

        message = await self._asked(there, send, has_files=bool(outgoing.media))
        return str(message.id)

    async def _edit_message(self, there: Place, standing: str, outgoing: Outgoing) -> None:
        message = self._channel(there).get_partial_message(int(standing))
        await message.edit(content=shapes.words(outgoing.text), view=shapes.view(outgoing.buttons))

    async def _own_channel(self, there: Place) -> discord.abc.Messageable:
        """Where the bot speaks for itself: there, or with the person who brought it along."""
        if there.user_id is not None:
            return await self._client.create_dm(discord.Object(there.user_id))
        return self._channel(there)

    def _channel(self, there: Place) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(there.target_id, guild_id=there.guild_id)

    async def _asked(
        self, there: Place, request: Callable[[], Awaitable[T]], *, has_files: bool = False
    ) -> T:
        """The answer. Raises ``DeliveryError``, and ``_Gone`` for a message that stands no more."""
        try:
            return await request()
        except faults.FAILURES as error:
            if faults.is_gone(error):
                raise _Gone from None
            failure = faults.delivery_error(error, has_files=has_files)
        if isinstance(failure, DeliveryDelayed):
            self._pace.hold(there.target_id, failure.retry_after_s)
        # The library's error may name an address: it is left behind.
        raise failure


class _Gone(DeliveryRefused):
    """The message that was named does not stand there any more."""


def _reference(there: Place, outgoing: Outgoing) -> discord.MessageReference | None:
    """In a server an answer stands under what it answers."""
    if outgoing.reply_to is None or there.guild_id is None:
        return None
    return discord.MessageReference(
        message_id=int(outgoing.reply_to),
        channel_id=there.target_id,
        guild_id=there.guild_id,
        fail_if_not_exists=False,
    )
