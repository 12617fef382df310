"""What a person does with commands, menus, forms and buttons: acknowledged first, then heard.

Owns what opens a form, and what is shown to that person alone. Must not know what is answered.
Discord tells each of them once: what was acknowledged is committed even at a stop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

import discord

from bots.discord import attachments, faults, forms, hints
from bots.discord.client import AnyClient
from bots.discord.interactions import Interactions, acknowledge
from bots.discord.places import Place
from bots.discord.targets import Target, Targets
from bots.discord.translation import Translation, in_guild
from core.model import Attachment, Body, Command, Inbound, Incoming, Text
from core.phrases import Phrasebook
from core.ports import Receive

log = logging.getLogger(__name__)

Interaction = discord.Interaction[Any]
Store = Callable[[Place, Inbound], Awaitable[None]]
"""Commits something when it is its turn there."""

_PERSONAL: Final = frozenset({"credits", "login", "help"})
"""Commands whose answer concerns one person alone."""
_LAST_LIMIT_S: Final = 2.0


class Using:
    """Interactions of one run. ``has_accounts``: a person may bring along one of their own."""

    def __init__(
        self,
        client: AnyClient,
        translation: Translation,
        interactions: Interactions,
        phrasebook: Phrasebook,
        store: Store,
        receive: Receive,
        *,
        has_accounts: bool,
    ) -> None:
        self._client = client
        self._translation = translation
        self._interactions = interactions
        self._phrasebook = phrasebook
        self._store = store
        self._receive = receive
        self._has_accounts = has_accounts
        self._targets = Targets()

    async def use(
        self,
        interaction: Interaction,
        name: str,
        words: str,
        files: Sequence[discord.Attachment],
    ) -> None:
        """A command."""
        if name == "login" and self._has_accounts:
            await self._open(interaction, forms.login(self._say_to(interaction)))
            return
        given = attachments.read(files, interaction.channel_id or 0)
        await self._take(
            interaction, Command(name, words), files=given, is_ephemeral=name in _PERSONAL
        )

    async def point(self, interaction: Interaction, message: discord.Message) -> None:
        """The menu of a message: what to do with the clip in it is asked in a form."""
        files = attachments.of_message(message)
        if not files and message.author.id != self._translation.bot_id:
            await hints.whisper(interaction, self._phrasebook, "no-clip")
            return
        self._targets.keep(interaction.id, message.id, files)
        form = forms.edit(self._say_to(interaction), str(interaction.id))
        await self._open(interaction, form)

    async def tap(self, interaction: Interaction) -> None:
        """A button."""
        message = interaction.message
        reply_to = message.id if message is not None else None
        await self._take(interaction, self._translation.tap(interaction), reply_to=reply_to)

    async def submit(self, interaction: Interaction) -> None:
        """A form that was filled in."""
        form = forms.read(interaction)
        if form.name == forms.LOGIN:
            body = Command("login", form.text.strip())
            await self._take(interaction, body, is_ephemeral=True, is_unseen=True)
            return
        target = self._targets.find(form.argument)
        if form.name != forms.EDIT or target is None:
            # A restart came between the form and its words: which clip it was is known no more.
            await hints.whisper(interaction, self._phrasebook, "form-lost")
            return
        await self._edit(interaction, form, target)

    async def _edit(self, interaction: Interaction, form: forms.Filled, target: Target) -> None:
        added = attachments.read_written(form.files, interaction.channel_id or 0)
        await self._take(
            interaction,
            Text(form.text),
            files=added,
            quoted=target.files,
            reply_to=target.message_id,
        )

    async def _take(
        self,
        interaction: Interaction,
        body: Body,
        *,
        files: Sequence[Attachment] = (),
        quoted: Sequence[Attachment] = (),
        reply_to: int | None = None,
        is_ephemeral: bool = False,
        is_unseen: bool = False,
    ) -> None:
        place = self._place(interaction)
        if place is None:
            await hints.whisper(interaction, self._phrasebook, "error-internal")
            return
        incoming = self._translation.interaction(
            interaction,
            place,
            body,
            files=files,
            quoted=quoted,
            reply_to=reply_to,
            is_unseen=is_unseen,
        )
        # In a DM nobody else reads along, and what is ephemeral is gone with the next start.
        is_ephemeral = is_ephemeral and not place.is_direct
        try:
            live = await acknowledge(interaction, is_ephemeral=is_ephemeral)
            self._interactions.keep(incoming.id, live)
            await self._store(place, incoming)
        except asyncio.CancelledError:
            await self._store_at_last(incoming)
            raise

    async def _store_at_last(self, incoming: Incoming) -> None:
        """The program stops before it was its turn."""
        try:
            async with asyncio.timeout(_LAST_LIMIT_S):
                await self._receive(incoming)
        except Exception:
            log.exception("A command that was acknowledged could not be stored, and is lost.")

    async def _open(self, interaction: Interaction, form: discord.ui.Modal) -> None:
        try:
            await interaction.response.send_modal(form)
        except faults.FAILURES as error:
            log.warning("A form could not be opened: %s", faults.cause_of(error))

    def _place(self, interaction: Interaction) -> Place | None:
        """Where it was used; None, with a line in the log, where Discord doesn't say."""
        channel = interaction.channel
        if channel is None:
            log.warning("An interaction came from a channel of an unknown kind.")
            return None
        if interaction.guild_id is not None:
            if self._client.get_guild(interaction.guild_id) is not None:
                return in_guild(interaction.guild_id, channel)
        elif interaction.context.dm_channel:
            return Place(channel.id)
        return Place(channel.id, user_id=interaction.user.id)

    def _say_to(self, interaction: Interaction) -> forms.Say:
        language = self._phrasebook.negotiate(interaction.locale.value)
        return lambda key: self._phrasebook.say(key, language)
