"""A person in a channel of the fake Discord: for tests.

Owns what somebody can do there with words and files, and what becomes of the channel. Commands,
buttons and modals are in ``discord_interacting``, what they see in ``discord_eyes``. Must not know
HTTP or the bot.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.servers.discord_interacting import Interacting, World
from tests.servers.discord_mentions import pinged
from tests.servers.discord_messages import reference_json
from tests.servers.discord_permissions import BITS
from tests.servers.discord_room_shapes import guild_create_json, room_json
from tests.servers.discord_sessions import GUILDS
from tests.servers.discord_values import (
    FORUM,
    TEXT,
    File,
    Guild,
    Interaction,
    Message,
    Room,
    User,
    Version,
)


class Chat(Interacting):
    """One channel, thread or DM, with somebody who sits there."""

    def seen_by(self, who: str | User) -> Chat:
        """The same channel with another person's eyes and hands."""
        return Chat(self._world, self.room, self._who(who))

    # --- what a person does -----------------------------------------------------------------

    def say(
        self,
        text: str = "",
        files: Sequence[Path] = (),
        *,
        reply_to: Message | int | None = None,
        mentions_bot: bool = False,
        pings: bool = True,
        names: Sequence[str] = (),
        claims: dict[str, Any] | None = None,
        by: Interacting | User | str | None = None,
    ) -> int:
        """Say something, with files; its id. ``mentions_bot`` puts the bot's mention before it.

        ``pings`` False: the answered message's author is not notified. ``names`` are the files'
        where they aren't those of their paths; ``claims`` override what the platform says of them
        (``size``, ``content_type``, …; None leaves a field out).
        """
        if mentions_bot:
            text = f"<@{self._ledger.bot.id}> {text}"
        told = [
            name or path.name
            for path, name in zip(files, [*names, *[""] * len(files)], strict=False)
        ]
        where = f"attachments/{self.room.id}"
        kept = tuple(
            self._world.cdn.keep(path, name, where, claims=claims)
            for path, name in zip(files, told, strict=True)
        )
        answered = self._standing(reply_to)
        reference = reference_json(answered, self.room, is_forward=False) if answered else None
        version = self._version(text, kept, answered, pings=pings)
        return self._say(version, by, reference=reference).id

    def forward(self, message: Message, *, by: Interacting | User | str | None = None) -> int:
        """Forward a message of any channel into this one; the new one's id."""
        source = self._ledger.rooms[message.room]
        reference = reference_json(message, source, is_forward=True)
        inner = message.snapshot or message
        version = Version(time.monotonic())
        return self._say(version, by, reference=reference, snapshot=inner).id

    def edit(self, message_id: int, text: str) -> None:
        """Say something else in a message of a person's."""
        with self._ledger.changed:
            message = self.message(message_id)
            answered_id = (message.reference or {}).get("message_id")
            answered = self._ledger.message(int(answered_id)) if answered_id else None
            version = self._version(text, message.files, answered, pings=True)
            revised = self._ledger.revise(message, version)
            self._world.sessions.tell_message("MESSAGE_UPDATE", revised)

    def delete(self, message_id: int) -> None:
        """Take a message away, the bot's too."""
        with self._ledger.changed:
            self._ledger.delete(self.message(message_id))
            self._told(
                "MESSAGE_DELETE", {"id": str(message_id), "channel_id": str(self.id)}, 1 << 9
            )

    def expire(self, interaction: Interaction) -> None:
        """Let the interaction's token die now, as it does after 15 minutes."""
        with self._ledger.changed:
            interaction.is_expired = True

    def _version(
        self, text: str, files: tuple[File, ...], answered: Message | None, *, pings: bool
    ) -> Version:
        allowed = {"parse": ["users", "everyone"], "replied_user": pings}
        told = pinged(self._ledger, text, answered, allowed, may_ping_everyone=True)
        return Version(time.monotonic(), text, files, pinged=told)

    def _say(self, version: Version, by: Interacting | User | str | None, **more: Any) -> Message:
        assert self.room.kind != FORUM, "in a forum nothing is said outside of posts"
        with self._ledger.changed:
            message = Message(
                id=more.pop("id", None) or self._ledger.clock.snowflake(),
                room=self.room.id,
                author=self._who(by),
                versions=(version,),
                **more,
            )
            self._ledger.put(message)
            self._world.sessions.tell_message("MESSAGE_CREATE", message)
            return message

    def _standing(self, message: Message | int | None) -> Message | None:
        if message is None:
            return None
        return self.message(message.id if isinstance(message, Message) else message)

    # --- what becomes of the channel --------------------------------------------------------

    def thread(self, name: str) -> Chat:
        """The thread of that name in this channel, opened if it isn't there."""
        found = self._ledger.room(name=name, parent=self.room)
        room = found or self._world.rooms.add_thread(self.room, name, self.person)
        return Chat(self._world, room, self.person)

    def post(self, title: str, text: str = "", files: Sequence[Path] = (), **options: Any) -> Chat:
        """A post in this forum; its first message has the post's id."""
        assert self.room.kind == FORUM, "posts are made in forums"
        with self._ledger.changed:
            room = self._world.rooms.add_thread(self.room, title, self.person)
            chat = Chat(self._world, room, self.person)
            mention = f"<@{self._ledger.bot.id}> " if options.pop("mentions_bot", False) else ""
            where = f"attachments/{room.id}"
            kept = tuple(self._world.cdn.keep(path, path.name, where) for path in files)
            chat._say(self._version(mention + text, kept, None, pings=True), None, id=room.id)
        return chat

    def deny(self, *permissions: str) -> None:
        """Take permissions from the bot here, by name: ``attach_files``."""
        self._permit(self.room.denied | set(permissions))

    def allow(self, *permissions: str) -> None:
        """Give them back."""
        self._permit(self.room.denied - set(permissions))

    def _permit(self, denied: set[str]) -> None:
        assert self.room.guild is not None, "permissions are of guilds"
        assert denied <= set(BITS), f"no such permission: {denied - set(BITS)}"
        with self._ledger.changed:
            self.room.denied = denied
            name = "THREAD_UPDATE" if self.room.is_thread else "CHANNEL_UPDATE"
            self._told(name, room_json(self._ledger, self.room), GUILDS)

    def archive(self, *, is_locked: bool = False) -> None:
        """Archive this thread; a locked one takes nothing more."""
        with self._ledger.changed:
            self.room.is_archived, self.room.is_locked = True, is_locked
            self._told("THREAD_UPDATE", room_json(self._ledger, self.room), GUILDS)

    def delete_channel(self) -> None:
        """Take this channel away."""
        with self._ledger.changed:
            told = room_json(self._ledger, self.room)
            self._told("THREAD_DELETE" if self.room.is_thread else "CHANNEL_DELETE", told, GUILDS)
            self.room.is_gone = True

    def close_dms(self, *, is_closed: bool = True) -> None:
        """This person takes no DMs of the bot any more; it is told nothing."""
        with self._ledger.changed:
            self.person.takes_dms = not is_closed

    def kick_bot(self) -> None:
        """Put the bot out of this channel's guild."""
        assert self.room.guild is not None, "one is kicked out of a guild"
        Community(self._world, self.room.guild).kick_bot()

    def _told(self, name: str, data: dict[str, Any], intent: int) -> None:
        guild = self.room.guild
        if guild is not None and guild.has_bot:
            data = data | {"guild_id": str(guild.id)}
            self._world.sessions.tell(name, data, guild, intent)
        elif guild is None and self._ledger.bot in self.room.people:
            self._world.sessions.tell(name, data, None, 1 << 12)


class Community:
    """A guild, seen by its owner."""

    def __init__(self, world: World, guild: Guild) -> None:
        self._world = world
        self.guild = guild

    @property
    def id(self) -> int:
        """The guild's id."""
        return self.guild.id

    def channel(self, name: str) -> Chat:
        """The text channel of that name, made if it isn't there."""
        return self._chat(name, TEXT)

    def forum(self, name: str) -> Chat:
        """The forum of that name, made if it isn't there."""
        return self._chat(name, FORUM)

    def _chat(self, name: str, kind: int) -> Chat:
        ledger = self._world.ledger
        with ledger.changed:
            room = ledger.room(name=name, kind=kind, guild=self.guild)
            if room is None:
                room = ledger.add_room(Room(ledger.clock.snowflake(), kind, name, self.guild))
                if self.guild.has_bot:
                    told = room_json(ledger, room)
                    self._world.sessions.tell("CHANNEL_CREATE", told, self.guild, GUILDS)
            return Chat(self._world, room, self.guild.owner)

    def boost(self, boosts: int) -> None:
        """Let the guild have so many boosts; the bot is told."""
        with self._world.ledger.changed:
            self.guild.boosts = boosts
            told = guild_create_json(self._world.ledger, self.guild)
            self._world.sessions.tell("GUILD_UPDATE", told, self.guild, GUILDS)

    def kick_bot(self) -> None:
        """Put the bot out; it is told, and has no access any more."""
        with self._world.ledger.changed:
            told = {"id": str(self.guild.id)}
            self._world.sessions.tell("GUILD_DELETE", told, self.guild, GUILDS)
            self.guild.has_bot = False

    def invite_bot(self) -> None:
        """Let the bot in (again)."""
        with self._world.ledger.changed:
            self.guild.has_bot = True
            told = guild_create_json(self._world.ledger, self.guild)
            self._world.sessions.tell("GUILD_CREATE", told, self.guild, GUILDS)
