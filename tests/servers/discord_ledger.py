"""What stands at the fake Discord, and what happened to it: for tests.

Owns every message with its whole history, every room, file and interaction, and the list of
requests. Must not know HTTP or JSON. Everything is read by the test's thread and written by the
server's.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.servers.discord_clock import Clock
from tests.servers.discord_values import (
    DM,
    Download,
    File,
    Guild,
    Interaction,
    Message,
    Request,
    Room,
    User,
    Version,
)
from tests.servers.watched import Watched


class Ledger(Watched):
    """Everything that the platform remembers."""

    def __init__(self, clock: Clock, bot_name: str, application_id: int) -> None:
        super().__init__()
        self.clock = clock
        # As there for every application since 2016: it and its bot have one number.
        self.bot = User(application_id, bot_name, is_bot=True)
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.guilds: dict[int, Guild] = {}
        self.rooms: dict[int, Room] = {}
        self.files: dict[int, File] = {}
        self.interactions: dict[int, Interaction] = {}
        self.downloads: list[Download] = []
        self.typing: list[tuple[float, int]] = []
        self._messages: dict[int, Message] = {}
        self._nonces: dict[tuple[int, str], tuple[float, int]] = {}
        self._requests: list[Request] = []

    def user(self, name: str, locale: str | None = None) -> User:
        """The person of that name, made if nobody is called so."""
        with self.changed:
            for known in self.users.values():
                if known.name == name and not known.is_bot:
                    known.locale = locale or known.locale
                    return known
            user = User(self.clock.snowflake(), name, locale or "en-US")
            self.users[user.id] = user
            return user

    def guild(self, name: str) -> Guild | None:
        """The guild of that name."""
        with self.changed:
            return next((one for one in self.guilds.values() if one.name == name), None)

    def room(self, **wanted: Any) -> Room | None:
        """The room whose fields are these."""
        with self.changed:
            for room in self.rooms.values():
                if not room.is_gone and all(getattr(room, key) == wanted[key] for key in wanted):
                    return room
            return None

    def dm(self, *people: User) -> Room:
        """The DM of these people, made if it isn't there."""
        with self.changed:
            wanted = {one.id for one in people}
            for room in self.rooms.values():
                if room.kind == DM and {one.id for one in room.people} == wanted:
                    return room
            room = Room(self.clock.snowflake(), DM, people[0].name, people=people, owner=people[0])
            return self.add_room(room)

    def add_room(self, room: Room) -> Room:
        """Let there be a channel."""
        with self.changed:
            self.rooms[room.id] = room
            self.changed.notify_all()
            return room

    def add_file(self, file: File) -> File:
        """Keep a file, so that it can be fetched."""
        with self.changed:
            self.files[file.id] = file
            return file

    def messages(self, room: int | None = None) -> list[Message]:
        """Every message that ever stood in the room, or in all of them, in order."""
        with self.changed:
            return [one for one in self._messages.values() if room in (None, one.room)]

    def message(self, message_id: int | None, room: int | None = None) -> Message | None:
        """One message that stands (in that room)."""
        with self.changed:
            found = self._messages.get(message_id or 0)
            if found is None or found.deleted_at_s is not None or room not in (None, found.room):
                return None
            return found

    def put(self, message: Message) -> Message:
        """Let a message stand, in the place of an earlier state of it where there is one."""
        with self.changed:
            self._messages[message.id] = message
            room = self.rooms[message.room]
            if message.seen_by is None:
                room.last_message = max(room.last_message or 0, message.id)
            self.changed.notify_all()
            return message

    def revise(self, message: Message, version: Version) -> Message:
        """Give a message a further version."""
        return self.put(replace(message, versions=(*message.versions, version)))

    def delete(self, message: Message) -> Message:
        """Take a message away; the ledger keeps it."""
        return self.put(replace(message, deleted_at_s=time.monotonic()))

    def said_before(self, room: int, nonce: str, within_s: float) -> Message | None:
        """The bot's message of that nonce, if it was sent in the last ``within_s``."""
        with self.changed:
            at_s, message_id = self._nonces.get((room, nonce), (0.0, 0))
            return self.message(message_id) if self.clock.now_s() - at_s < within_s else None

    def keep_nonce(self, room: int, nonce: str, message: int) -> None:
        """Remember under which nonce a message was sent."""
        with self.changed:
            self._nonces[room, nonce] = self.clock.now_s(), message

    def add_interaction(self, interaction: Interaction) -> Interaction:
        """Keep what a person did."""
        with self.changed:
            self.interactions[interaction.id] = interaction
            self.changed.notify_all()
            return interaction

    def note(self, request: Request) -> None:
        """Write a request down."""
        with self.changed:
            self._requests.append(request)
            self.changed.notify_all()

    def requests(self, endpoint: str | None = None) -> list[Request]:
        """The requests, of one endpoint or all, in the order of their answers."""
        with self.changed:
            return [one for one in self._requests if endpoint in (None, one.endpoint)]

    def note_download(self, download: Download) -> None:
        """Write a download down."""
        with self.changed:
            self.downloads.append(download)
            self.changed.notify_all()

    def channel_of(self, values: Mapping[str, str]) -> int | None:
        """The channel that a request's path is about, by itself or by an interaction's token."""
        told = values.get("channel_id", "")
        if told.isdigit():
            return int(told)
        token = values.get("interaction_token") or values.get("webhook_token")
        with self.changed:
            found = (one for one in self.interactions.values() if one.token == token)
            return next((one.room.id for one in found), None)

    def type(self, room: int) -> None:
        """Write down that the bot showed itself typing."""
        with self.changed:
            self.typing.append((time.monotonic(), room))
            self.changed.notify_all()
