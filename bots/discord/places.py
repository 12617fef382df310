"""Where a chat is on Discord, and how that is written into a chat's name.

Owns the writing and the reading of ``ChatRef.chat``. Must not know what is said there. It is the
channel's id alone for a DM with the bot, ``<server>.<channel>`` where the bot is a member, and
``<user>@<channel>`` where it isn't: there a person brought it along, may answer only what that
person asked, and each of them has a conversation of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from core.errors import ChatGone
from core.model import ChatRef

NAME: Final = "discord"


@dataclass(frozen=True, slots=True)
class Place:
    """A channel or thread. ``guild_id``: its server, with the bot in it; ``user_id``: see above."""

    channel_id: int
    thread_id: int | None = None
    guild_id: int | None = None
    user_id: int | None = None

    @property
    def target_id(self) -> int:
        """Where messages go: a thread is a channel to Discord."""
        return self.thread_id or self.channel_id

    @property
    def is_direct(self) -> bool:
        """Whether it is a person's DM with the bot."""
        return self.guild_id is None and self.user_id is None

    @property
    def is_ours(self) -> bool:
        """Whether the bot may speak there by itself."""
        return self.user_id is None

    def chat(self, account: str) -> ChatRef:
        """The chat's name."""
        name = str(self.channel_id)
        if self.guild_id is not None:
            name = f"{self.guild_id}.{name}"
        elif self.user_id is not None:
            name = f"{self.user_id}@{name}"
        return ChatRef(NAME, account, name, str(self.thread_id or ""))


def place(chat: ChatRef) -> Place:
    """The place of that name. Raises ``ChatGone`` for one that is not ours."""
    guild, dot, channel = chat.chat.rpartition(".")
    user, at, channel = channel.rpartition("@")
    numbers = [channel, *([guild] if dot else []), *([user] if at else [])]
    numbers += [chat.thread] if chat.thread else []
    if not all(one.isdecimal() for one in numbers):
        raise ChatGone("no chat of this kind")
    return Place(
        int(channel),
        int(chat.thread) if chat.thread else None,
        int(guild) if dot else None,
        int(user) if at else None,
    )
