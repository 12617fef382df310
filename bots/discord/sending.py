"""Messages of ours on their way into a chat, by the way that each of them takes.

Owns the choice between the answer to an interaction and the bot's own message. Must not know which
promise goes with a message.

An interaction's first answer takes the place where Discord shows that the bot thinks. After it the
bot speaks for itself wherever it may: its own messages are sent once under their nonce, can be
answered by a person, and last longer than the interaction. What concerns one person alone, and all
that is said where the bot is no member or may not speak, goes by the interaction while that lives;
after that, where the bot is no member, into that person's DM, but for progress.
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import discord

from bots.discord import faults, posting, shapes
from bots.discord.answers import Answers
from bots.discord.client import AnyClient
from bots.discord.interactions import Interactions, Live
from bots.discord.places import Place, place
from bots.pacing import Pace
from core.errors import (
    ChatGone,
    DeliveryDelayed,
    DeliveryError,
    DeliveryForbidden,
    DeliveryMuted,
    DeliveryRefused,
    PlatformDown,
)
from core.model import ChatRef, Outgoing

log = logging.getLogger(__name__)

T = TypeVar("T")

_QUIET_S: Final = 60.0
"""How long no progress is shown where the bot may not speak: Discord blocks an address after
10,000 refusals in ten minutes."""
_MOST_QUIET: Final = 10_000


class Sending:
    """What is said, edited and taken away in all chats."""

    def __init__(self, client: AnyClient, interactions: Interactions, pace: Pace) -> None:
        self._client = client
        self._interactions = interactions
        self._answers = Answers()
        self._pace = pace
        self._quiet: OrderedDict[int, tuple[float, DeliveryError]] = OrderedDict()

    async def send(self, outgoing: Outgoing) -> str:
        """Send a new message when it is its turn; its id. Raises ``DeliveryError``."""
        there = place(outgoing.chat)
        live = self._interactions.about(outgoing.about)
        sent_id = await self._by_interaction(live, there, outgoing) if live is not None else None
        if sent_id is None:
            await self._pace.turn(there.target_id)
            sent_id = await self._by_bot(there, outgoing, live)
        return sent_id

    async def show(self, outgoing: Outgoing) -> str:
        """Send or edit a word of progress, whose turn was taken already; its message's id."""
        there = place(outgoing.chat)
        if outgoing.standing is not None:
            return await self._changed(there, outgoing.standing, outgoing)
        return await self._shown(there, outgoing)

    async def edit(self, outgoing: Outgoing) -> str:
        """Change the message that stands when it is its turn; sent anew where it is gone.

        Its id then. Raises ``DeliveryError``.
        """
        there, standing = place(outgoing.chat), outgoing.standing
        assert standing is not None  # noqa: S101 - the caller has looked
        await self._pace.turn(there.target_id)
        return await self._changed(there, standing, outgoing)

    async def delete(self, chat: ChatRef, platform_id: str) -> None:
        """Take a message away. Raises ``DeliveryError`` where that is not allowed."""
        there = place(chat)
        live = self._interactions.holding(platform_id)
        if live is not None and live.is_kept and platform_id == live.original_id:
            # What was progress has become the video itself.
            return
        if live is not None and await self._answers.delete(live, platform_id):
            return
        if not there.is_ours:
            raise DeliveryRefused("it can't be reached any more")
        message = self._channel(there).get_partial_message(int(platform_id))
        await self._asked(there, message.delete)

    async def whisper(self, person_id: str, text: str) -> None:
        """Say something to a person in their DM. Raises ``DeliveryError``."""
        if not self._client.is_open:
            raise PlatformDown("not logged in at the moment")
        try:
            channel = await self._client.create_dm(discord.Object(int(person_id)))
            await channel.send(shapes.words(text), suppress_embeds=True)
        except faults.FAILURES as error:
            raise faults.delivery_error(error) from None

    async def _changed(self, there: Place, standing: str, outgoing: Outgoing) -> str:
        live = self._interactions.holding(standing)
        if live is not None and await self._answers.edit(live, standing, outgoing):
            return standing
        if there.is_ours and (live is None or not live.is_ephemeral):
            try:
                await self._asked(there, lambda: self._edit_message(there, standing, outgoing))
                return standing
            except _Gone:
                log.info("A message that was to be edited stands no more; it is sent anew.")
        return await self._shown(there, outgoing)

    async def _shown(self, there: Place, outgoing: Outgoing) -> str:
        """Send it, its turn having been taken already."""
        live = self._interactions.about(outgoing.about)
        sent_id = await self._by_interaction(live, there, outgoing) if live is not None else None
        return sent_id or await self._by_bot(there, outgoing, live)

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
                filled_id = await self._answers.fill(live, outgoing)
                if filled_id is not None:
                    return filled_id
            if is_for_one or not there.is_ours:
                return await self._answers.follow(live, outgoing, is_ephemeral=is_for_one)
            return None

    async def _by_bot(self, there: Place, outgoing: Outgoing, live: Live | None) -> str:
        """The id of the bot's own message; or of an answer, which needs no right of the bot's."""
        if outgoing.progress is not None:
            self._check_progress(there)

        async def send() -> str:
            return await posting.post(
                self._client, there, await self._own_channel_id(there), outgoing
            )

        try:
            return await self._asked(there, send, has_files=bool(outgoing.media))
        except (DeliveryMuted, DeliveryForbidden):
            if live is None or live.is_over:
                raise
            async with live.lock:
                sent_id = await self._answers.follow(live, outgoing, is_ephemeral=False)
            if sent_id is None:
                raise
            return sent_id

    def _check_progress(self, there: Place) -> None:
        """Raises ``DeliveryError`` where a word of progress would be one too many."""
        if not there.is_ours:
            raise DeliveryRefused("progress is nothing for a person's DM")
        until_s, why = self._quiet.get(there.target_id, (0.0, None))
        if why is not None and until_s > time.monotonic():
            raise why

    async def _edit_message(self, there: Place, standing: str, outgoing: Outgoing) -> None:
        message = self._channel(there).get_partial_message(int(standing))
        await message.edit(content=shapes.words(outgoing.text), view=shapes.view(outgoing.buttons))

    async def _own_channel_id(self, there: Place) -> int:
        """Where the bot speaks for itself: there, or with the person who brought it along."""
        if there.user_id is None:
            return there.target_id
        return (await self._client.create_dm(discord.Object(there.user_id))).id

    def _channel(self, there: Place) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(there.target_id, guild_id=there.guild_id)

    async def _asked(
        self, there: Place, request: Callable[[], Awaitable[T]], *, has_files: bool = False
    ) -> T:
        """The answer. Raises ``DeliveryError``, and ``_Gone`` for a message that stands no more."""
        if not self._client.is_open:
            raise PlatformDown("not logged in at the moment")
        try:
            with faults.cut_off(self._client):
                return await request()
        except faults.FAILURES as error:
            if faults.is_gone(error):
                raise _Gone("it stands no more") from None
            failure = faults.delivery_error(error, has_files=has_files)
        if isinstance(failure, DeliveryDelayed):
            self._pace.hold(there.target_id, failure.retry_after_s)
        elif isinstance(failure, DeliveryMuted | ChatGone):
            self._quiet[there.target_id] = time.monotonic() + _QUIET_S, failure
            if len(self._quiet) > _MOST_QUIET:
                self._quiet.popitem(last=False)
        # The library's error may name an address: it is left behind.
        raise failure


class _Gone(DeliveryRefused):
    """The message that was named does not stand there any more."""
