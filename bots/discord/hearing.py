"""Events on their way to the core: acknowledged, translated, committed in order.

Owns the order of these, for one run of the adapter. Must not know what is answered. Messages wait
for what was missed before them; an interaction is acknowledged first of all, whatever else waits.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterator, Sequence
from typing import Any, Final

import discord

from bots.discord import attachments, faults, forms, hints
from bots.discord.client import AnyClient
from bots.discord.history import History
from bots.discord.interactions import Interactions, acknowledge
from bots.discord.places import Place
from bots.discord.targets import Targets
from bots.discord.translation import Translation, in_guild
from bots.lanes import Lanes
from core.model import Attachment, Body, Command, Inbound, Incoming, Left, Text
from core.phrases import Phrasebook
from core.router import Action, route

log = logging.getLogger(__name__)

Interaction = discord.Interaction[Any]

_CLOSING_LIMIT_S: Final = 1.0
_PERSONAL: Final = frozenset({"credits", "login", "help"})
"""Commands whose answer concerns one person alone."""


class Hearing:
    """The listener of one run."""

    def __init__(
        self,
        client: AnyClient,
        translation: Translation,
        lanes: Lanes,
        history: History,
        interactions: Interactions,
        phrasebook: Phrasebook,
        *,
        has_accounts: bool,
    ) -> None:
        self._client = client
        self._translation = translation
        self._lanes = lanes
        self._history = history
        self._interactions = interactions
        self._phrasebook = phrasebook
        self._has_accounts = has_accounts
        self._targets = Targets()
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
        self._tell_back(shard_id)

    async def disconnected(self, shard_id: int) -> None:
        """Told once; the library says it at every try."""
        if not self._lost:
            log.warning("The connection to Discord is lost; another is being made.")
        self._lost.add(shard_id)

    def _tell_back(self, shard_id: int) -> None:
        if shard_id in self._lost:
            self._lost.discard(shard_id)
            if not self._lost:
                log.warning("The connection to Discord is back.")

    # --- messages ---------------------------------------------------------------------------

    async def message(self, message: discord.Message) -> None:
        """Somebody said something."""
        with self._in_hand():
            await self._say(message, is_edited=False)

    async def edited(self, message: discord.Message) -> None:
        """Somebody changed what they had said; Discord also changes messages by itself."""
        if message.edited_at is not None:
            with self._in_hand():
                await self._say(message, is_edited=True)

    async def _say(self, message: discord.Message, *, is_edited: bool) -> None:
        if message.author.bot:
            return
        try:
            place = self._translation.place(message)
            incoming = self._translation.message(message, place, is_edited=is_edited)
        except Exception:
            log.exception("A message can't be understood; please report it.")
            return
        if not is_edited and self._translation.is_hidden(message):
            await hints.give(message, self._phrasebook, "answer-hidden")
            return
        if incoming is None:
            return
        if self._translation.answers_hidden(message) and _wants_edit(incoming):
            await hints.give(message, self._phrasebook, "clip-hidden")
            return
        await self._store(place, incoming)

    async def _store(self, place: Place, inbound: Inbound) -> None:
        """Returns when it is safe on disk, after all that came before it there."""
        await self._history.has_begun()
        await self._lanes.take(place.target_id, [inbound])

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

    # --- interactions -----------------------------------------------------------------------

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
        is_ours = message.author.id == self._translation.bot_id
        if not files and not is_ours:
            await hints.whisper(interaction, self._phrasebook, "no-clip")
            return
        self._targets.keep(interaction.id, message.id, () if is_ours else files)
        form = forms.edit(self._say_to(interaction), str(interaction.id))
        await self._open(interaction, form)

    async def interaction(self, interaction: Interaction) -> None:
        """A tap, or a form that was sent. Commands come by ``use`` and ``point``."""
        if interaction.type is discord.InteractionType.component:
            place = self._place(interaction)
            if place is not None:
                await self._commit(
                    interaction, place, self._translation.pressed(interaction, place), False
                )
        elif interaction.type is discord.InteractionType.modal_submit:
            await self._filled(interaction, forms.read(interaction))

    async def _filled(self, interaction: Interaction, form: forms.Filled) -> None:
        if form.name == forms.LOGIN:
            body = Command("login", form.text.strip())
            await self._take(interaction, body, is_ephemeral=True, is_unseen=True)
            return
        target = self._targets.take(form.argument)
        if form.name != forms.EDIT or target is None:
            # A restart came between the form and its words: which clip it was is known no more.
            await hints.whisper(interaction, self._phrasebook, "form-lost")
            return
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
        await self._commit(interaction, place, incoming, is_ephemeral)

    async def _commit(
        self, interaction: Interaction, place: Place, incoming: Incoming, is_ephemeral: bool
    ) -> None:
        with self._in_hand():
            # In a DM nobody else reads along, and what is ephemeral is gone with the next start.
            live = await acknowledge(interaction, is_ephemeral=is_ephemeral and not place.is_direct)
            self._interactions.keep(incoming.id, live)
            await self._store(place, incoming)

    async def _open(self, interaction: Interaction, form: discord.ui.Modal) -> None:
        try:
            await interaction.response.send_modal(form)
        except faults.FAILURES as error:
            log.warning("A form could not be opened: %s", faults.cause_of(error))

    def _place(self, interaction: Interaction) -> Place | None:
        """Where it was used; None, with a line in the log, where Discord doesn't say."""
        channel = interaction.channel
        if channel is None:
            log.warning("An interaction came from a channel of an unknown kind, and is dropped.")
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

    # --- news of chats ----------------------------------------------------------------------

    async def left(self, guild: discord.Guild) -> None:
        """Nobody waits for an answer in any of its channels."""
        for channel in guild.channels:
            await self.closed(guild.id, channel.id, None)

    async def closed(self, guild_id: int, channel_id: int, thread_id: int | None) -> None:
        """Nobody waits for an answer there."""
        place = Place(channel_id, thread_id, guild_id)
        with self._in_hand():
            await self._store(place, Left(self._translation.chat(place)))


def _wants_edit(incoming: Incoming) -> bool:
    """Whether it may be meant for what it answers: words for a clip, and none along with them."""
    body = incoming.body
    if incoming.attachments or not isinstance(body, Text):
        return False
    return not body.text or route(body.text).action is Action.EDIT
