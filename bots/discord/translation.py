"""From Discord's messages and interactions to the core's values.

Owns what in them is a clip, words, a command or a tap, and whether it is meant for the bot. Must
not know what any of them leads to. Without the intent for it the words and files of what doesn't
name the bot are hidden from it, in servers; commands and menus show all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import discord

from bots.discord import attachments
from bots.discord.languages import Languages
from bots.discord.places import Place
from core.model import (
    Attachment,
    Body,
    ChatRef,
    Command,
    Incoming,
    Press,
    Sender,
    Text,
    message_id,
)

_SPOKEN: Final = (discord.MessageType.default, discord.MessageType.reply)
"""Types of messages that a person writes; others tell of joins, pins, boosts, new names."""

Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class Translation:
    """Reads for the bot of that id. ``open_channels``: where everything said is for it."""

    bot_id: int
    account: str
    open_channels: frozenset[int] = field(default_factory=frozenset)
    languages: Languages = field(default_factory=Languages, compare=False)

    @property
    def can_read_all(self) -> bool:
        """Whether nothing is hidden: the intent for it is asked for with open channels."""
        return bool(self.open_channels)

    def place(self, message: discord.Message) -> Place:
        """Where a message stands."""
        # Of a server that is not known yet there is nothing but its number.
        guild_id = getattr(message.channel, "guild_id", None)
        guild_id = message.guild.id if message.guild is not None else guild_id
        return (
            Place(message.channel.id) if guild_id is None else in_guild(guild_id, message.channel)
        )

    def chat(self, place: Place) -> ChatRef:
        """The core's name of that place."""
        return place.chat(self.account)

    def message(
        self, message: discord.Message, place: Place, *, is_edited: bool = False
    ) -> Incoming | None:
        """What the message means for the core; None for what is none of our business."""
        if message.type not in _SPOKEN or message.author.id == self.bot_id:
            return None
        is_named = self.is_named(message)
        is_open = not self.open_channels.isdisjoint((place.channel_id, place.thread_id))
        if not (place.is_direct or is_named or is_open):
            return None
        files = attachments.of_message(message)
        words = self._words(message)
        quoted = self._quoted(message)
        body: Body = Text(words)
        if not words and not files and not quoted:
            if is_edited or not (place.is_direct or is_named):
                return None
            # A bare name, a sticker: nothing to work with, but somebody who wants something.
            body = Command("help")
        at = message.created_at
        number = message.id
        if is_edited and message.edited_at is not None:
            at = message.edited_at
            # Its own number is the first words' own; this is as sortable, and the same each time.
            number = discord.utils.time_snowflake(at) | (message.id & 0x3FFFFF)
            number = max(number, message.id + 1)
        chat = self.chat(place)
        reference = message.reference
        is_forward = bool(message.message_snapshots)
        answers = reference.message_id if reference is not None and not is_forward else None
        return Incoming(
            id=message_id(chat, number),
            chat=chat,
            sender=self._sender(message),
            body=body,
            at=at,
            attachments=files,
            platform_id=str(message.id),
            reply_to=str(answers) if answers else None,
            quoted=quoted,
            is_direct=place.is_direct,
            mentions_bot=is_named or is_open,
            is_edited=is_edited,
        )

    def is_named(self, message: discord.Message) -> bool:
        """Whether a message of a server calls the bot: by its name, its role, or as an answer."""
        if any(user.id == self.bot_id for user in message.mentions):
            return True
        role = message.guild.self_role if message.guild is not None else None
        if role is not None and role in message.role_mentions:
            return True
        answered = _answered(message)
        is_answer = answered is not None and answered.author.id == self.bot_id
        # An answer that doesn't ping the bot is hidden from it.
        return is_answer and bool(message.content or message.attachments)

    def is_hidden(self, message: discord.Message) -> bool:
        """Whether it answers the bot in a way that hides its words from the bot."""
        answered = _answered(message)
        return (
            message.type is discord.MessageType.reply
            and answered is not None
            and answered.author.id == self.bot_id
            and not message.content
            and not message.attachments
            and not message.stickers
            and message.guild is not None
            and not self.can_read_all
            and not any(user.id == self.bot_id for user in message.mentions)
        )

    def answers_hidden(self, message: discord.Message) -> bool:
        """Whether what it answers is hidden from the bot: there may be a clip in it, or not."""
        answered = _answered(message)
        return (
            answered is not None
            and answered.author.id != self.bot_id
            and message.guild is not None
            and not self.can_read_all
            and not answered.content
            and not answered.attachments
        )

    def interaction(
        self,
        interaction: Interaction,
        place: Place,
        body: Body,
        *,
        files: Sequence[Attachment] = (),
        quoted: Sequence[Attachment] = (),
        reply_to: int | None = None,
        is_unseen: bool = False,
    ) -> Incoming:
        """A command, a tap or a form that was sent."""
        chat = self.chat(place)
        user = interaction.user
        self.languages.note(user.id, interaction.locale.value)
        return Incoming(
            id=message_id(chat, interaction.id),
            chat=chat,
            sender=Sender(
                str(user.id), user.display_name, user.bot, language=interaction.locale.value
            ),
            body=body,
            at=min(interaction.created_at, datetime.now(UTC)),
            attachments=tuple(files),
            reply_to=str(reply_to) if reply_to else None,
            quoted=tuple(quoted),
            is_direct=place.is_direct,
            mentions_bot=True,
            is_unseen=is_unseen,
        )

    def tap(self, interaction: Interaction) -> Press:
        """A tap on a button of ours."""
        return Press(interaction.custom_id or "")

    def _words(self, message: discord.Message) -> str:
        """What is said, without the bot's name, by which it was called."""
        told = [message.content, *(one.content for one in message.message_snapshots)]
        words = "\n".join(one for one in told if one)
        names = [f"<@!?{self.bot_id}>"]
        role = message.guild.self_role if message.guild is not None else None
        if role is not None:
            names.append(f"<@&{role.id}>")
        return re.sub(rf"(?:{'|'.join(names)})[,:]?[^\S\n]*", "", words).strip()

    def _sender(self, message: discord.Message) -> Sender:
        author, guild = message.author, message.guild
        is_program = author.bot or message.webhook_id is not None
        language = self.languages.of(author.id)
        if language is None and guild is not None:
            language = guild.preferred_locale.value
        return Sender(str(author.id), author.display_name, is_program, language)

    def _quoted(self, message: discord.Message) -> tuple[Attachment, ...]:
        """The files of the answered message; what the bot itself made is no clip to begin with."""
        answered = _answered(message)
        if answered is None or answered.author.id == self.bot_id:
            return ()
        return attachments.of_message(answered)


def in_guild(guild_id: int, channel: Any) -> Place:
    """A channel of a server that the bot is a member of, or a thread of one."""
    if isinstance(channel, discord.Thread):
        return Place(channel.parent_id, channel.id, guild_id)
    return Place(channel.id, None, guild_id)


def _answered(message: discord.Message) -> discord.Message | None:
    reference = message.reference
    if reference is None or message.message_snapshots:
        return None
    return reference.resolved if isinstance(reference.resolved, discord.Message) else None
