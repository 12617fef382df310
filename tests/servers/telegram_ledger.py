"""What stands in the chats of the fake Telegram, and what happened to it: for tests.

Owns every message with its whole history, every file, the numbers that they get, and the list of
requests. Must not know HTTP or JSON. Everything is read by the test's thread and written by the
server's.
"""

from __future__ import annotations

import itertools
import time
from dataclasses import replace
from typing import Any

from tests.servers.telegram_values import Action, File, Message, Query, Request, Room, User
from tests.servers.watched import Watched


class Ledger(Watched):
    """Everything that the platform remembers."""

    def __init__(self, bot: User) -> None:
        super().__init__()
        self.bot = bot
        self.rooms: dict[int, Room] = {}
        self.users: dict[str, User] = {}
        self.files: dict[str, File] = {}
        self.queries: dict[str, Query] = {}
        self._messages: dict[tuple[int, int], Message] = {}
        self._requests: list[Request] = []
        self._actions: list[Action] = []
        self._ids = itertools.count(1)
        # One row of numbers for private chats and groups, one for each supergroup: as it is there.
        self._numbers: dict[int, int] = {}

    def number(self) -> int:
        """The next number of anything; growing."""
        with self.changed:
            return next(self._ids)

    def user(self, name: str, language: str | None = None) -> User:
        """The person of that name, made if nobody is called so."""
        with self.changed:
            known = self.users.get(name)
            if known is None:
                known = User(5_100_000_000 + self.number(), name, language or "en", f"{name}_tg")
            elif language is not None:
                known = replace(known, language=language)
            self.users[name] = known
            return known

    def add_room(self, room: Room) -> Room:
        """Let there be a chat."""
        with self.changed:
            self.rooms[room.id] = room
            return room

    def next_message_id(self, room: Room) -> int:
        """The number of the next message there."""
        with self.changed:
            row = room.id if room.kind == "supergroup" else 0
            self._numbers[row] = self._numbers.get(row, 0 if row else 40) + 1
            return self._numbers[row]

    def messages(self, chat: int | None = None) -> list[Message]:
        """Every message that ever stood in the chat, or in all of them, in order."""
        with self.changed:
            return [one for one in self._messages.values() if chat in (None, one.chat)]

    def message(self, chat: int, message_id: int) -> Message | None:
        """One message that stands in the chat."""
        with self.changed:
            found = self._messages.get((chat, message_id))
            return None if found is None or found.deleted_at_s is not None else found

    def put(self, message: Message) -> Message:
        """Let a message stand, in the place of an earlier state of it where there is one."""
        with self.changed:
            self._messages[message.chat, message.id] = message
            self.changed.notify_all()
            return message

    def revise(self, message: Message, **changes: Any) -> Message:
        """Give a message a further version."""
        with self.changed:
            version = replace(message.now, at_s=time.monotonic(), date=int(time.time()), **changes)
            return self.put(replace(message, versions=(*message.versions, version)))

    def delete(self, message: Message) -> None:
        """Take a message away; the ledger keeps it."""
        self.put(replace(message, deleted_at_s=time.monotonic()))

    def add_file(self, file: File) -> File:
        """Keep a file, so that it can be fetched and sent again by its ref."""
        with self.changed:
            self.files[file.ref] = file
            for smaller in file.sizes:
                self.files[smaller.ref] = smaller
            return file

    def note(self, request: Request) -> None:
        """Write a request down."""
        with self.changed:
            self._requests.append(request)
            self.changed.notify_all()

    def requests(self, method: str | None = None) -> list[Request]:
        """The requests, of one method or all."""
        with self.changed:
            return [one for one in self._requests if method in (None, one.method)]

    def act(self, chat: int, thread: int | None, action: str) -> None:
        """Write a chat action down."""
        with self.changed:
            self._actions.append(Action(time.monotonic(), chat, thread, action))
            self.changed.notify_all()

    def actions(self, chat: int) -> list[Action]:
        """The chat actions in a room."""
        with self.changed:
            return [one for one in self._actions if one.chat == chat]
