"""A person in a chat of the fake Telegram: for tests.

Owns what somebody can do there: say, send files, forward, edit, tap, block, move. What they see is
in ``telegram_eyes``. Must not know HTTP or the bot.
"""

from __future__ import annotations

import datetime
import secrets
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.servers.telegram_entities import detected, stripped
from tests.servers.telegram_shapes import (
    chat_json,
    member_json,
    message_json,
    user_json,
)
from tests.servers.telegram_telling import Telling, unix_time
from tests.servers.telegram_values import File, Kind, Message, Query, Room, User, Version


class Chat(Telling):
    """One chat, or one topic of it, with whoever sits there."""

    # --- what a person does -----------------------------------------------------------------

    def say(
        self,
        text: str,
        *,
        reply_to: Message | int | None = None,
        by: Chat | User | str | None = None,
        mentions_bot: bool = False,
        at: datetime.datetime | None = None,
        quote: str = "",
        reply_elsewhere: tuple[Chat, Message | int] | None = None,
    ) -> int:
        """Say something; its id. ``mentions_bot`` puts the bot's @name before it.

        ``at`` is when it was said (default: now); ``quote`` the part of the answered message that
        is quoted; ``reply_elsewhere`` a message of another chat that is answered.
        """
        if mentions_bot:
            text = f"@{self._ledger.bot.username} {text}"
        text, _ = stripped(text, ())
        version = Version(time.monotonic(), unix_time(at), text, detected(text))
        more = self._quoted(reply_to, quote) | self._external(reply_elsewhere)
        return self._send(version, by, reply_to=reply_to, more=more).id

    def send_video(
        self,
        path: Path,
        caption: str = "",
        *,
        as_: Kind = "video",
        name: str | None = None,
        claims: dict[str, Any] | None = None,
        album: str = "",
        reply_to: Message | int | None = None,
        by: Chat | User | str | None = None,
        at: datetime.datetime | None = None,
    ) -> int:
        """Send a file; its message's id.

        ``claims`` override what the platform says of it (``file_size``, ``mime_type``, …; None
        leaves a field out). Parts of one album are sent one after another with the same ``album``.
        """
        file = self._world.files.of_person(path, as_, name, claims)
        return self._send(_version(file, caption, at), by, reply_to=reply_to, album=album).id

    def send_album(
        self,
        parts: Sequence[tuple[Path, str]],
        *,
        as_: Kind = "video",
        by: Chat | User | str | None = None,
        reply_to: Message | int | None = None,
    ) -> list[int]:
        """Send several files as one, each with its caption; their ids."""
        album = str(10**16 + secrets.randbelow(10**16))
        return [
            self.send_video(path, caption, as_=as_, album=album, by=by, reply_to=reply_to)
            for path, caption in parts
        ]

    def forward(
        self, message: Message, *, is_hidden: bool = False, by: Chat | User | str | None = None
    ) -> int:
        """Forward a message of any chat into this one; the new one's id."""
        origin: dict[str, Any] = {"date": message.versions[0].date}
        if is_hidden:
            origin |= {"type": "hidden_user", "sender_user_name": message.author.name}
        else:
            origin |= {"type": "user", "sender_user": user_json(message.author)}
        version = replace(message.now, at_s=time.monotonic(), date=unix_time(None), keyboard=())
        return self._send(version, by, more={"forward_origin": origin}).id

    def edit(self, message_id: int, text: str) -> None:
        """Say something else in a message of one's own, caption or text."""
        with self._ledger.changed:
            message = self._ledger.message(self.id, message_id)
            assert message is not None, f"{message_id} does not stand in {self.name}"
            text, _ = stripped(text, ())
            revised = self._ledger.revise(message, text=text, entities=detected(text))
            self._tell(revised, "edited_message")

    def delete(self, message_id: int) -> None:
        """Take a message away; the bot is told nothing."""
        message = self._ledger.message(self.id, message_id)
        assert message is not None, f"{message_id} does not stand in {self.name}"
        self._ledger.delete(message)

    def press(
        self,
        message: Message | int,
        label_or_data: str,
        *,
        by: Chat | User | str | None = None,
        is_inaccessible: bool = False,
    ) -> str:
        """Tap a button that the message has now; the query's id.

        ``is_inaccessible``: the platform no longer shows the bot the message (it is too old).
        """
        message_id = message.id if isinstance(message, Message) else message
        with self._ledger.changed:
            standing = self._ledger.message(self.id, message_id)
            assert standing is not None, f"{message_id} does not stand in {self.name}"
            data = [data for label, data in standing.buttons if label_or_data in (label, data)]
            assert data, f"no button {label_or_data!r} at {standing.text!r}: {standing.buttons}"
            user = self._who(by)
            query = Query(str(secrets.randbits(62)), self.id, user, data[0])
            self._ledger.queries[query.id] = query
            shape = message_json(self._ledger, standing)
            if is_inaccessible:
                shape = {"chat": chat_json(self._room), "message_id": message_id, "date": 0}
            body = {
                "id": query.id,
                "from": user_json(user),
                "message": shape,
                "chat_instance": self._room.chat_instance,
                "data": data[0],
            }
        self._world.updates.add("callback_query", body, self.id)
        return query.id

    def answers(self, query_id: str) -> list[tuple[str, bool]]:
        """What the bot showed for a tap, as (text, is_alert)."""
        with self._ledger.changed:
            return list(self._ledger.queries[query_id].answers)

    def expire(self, query_id: str) -> None:
        """Let a tap become too old to be answered."""
        with self._ledger.changed:
            self._ledger.queries[query_id].is_expired = True

    # --- what becomes of the chat -----------------------------------------------------------

    def block(self) -> None:
        """Block the bot in a private chat: it is told, and can say nothing more."""
        assert self._room.is_private, "only a person blocks; a group removes"
        self._become("kicked")

    def unblock(self) -> None:
        """Let the bot in again."""
        self._become("member")

    def remove_bot(self) -> None:
        """Take the bot out of a group."""
        assert not self._room.is_private, "only a group removes; a person blocks"
        self._become("kicked")

    def restrict(self, **permissions: bool) -> None:
        """Set what may be sent in a group, in published names: ``can_send_videos=False``.

        In a supergroup the bot alone is restricted, and told so; a group restricts everybody.
        """
        with self._ledger.changed:
            self._room.permissions |= permissions
            is_restricted = not all(self._room.permissions.values())
        if self._room.kind == "supergroup":
            self._become("restricted" if is_restricted else "member")

    def _become(self, status: str) -> None:
        with self._ledger.changed:
            before, self._room.status = self._room.status, status
            bot, permissions = self._ledger.bot, self._room.permissions
            body = {
                "chat": chat_json(self._room),
                "from": user_json(self.person),
                "date": unix_time(None),
                "old_chat_member": member_json(bot, before, {}),
                "new_chat_member": member_json(bot, status, permissions),
            }
            self._ledger.changed.notify_all()
        self._world.updates.add("my_chat_member", body, self.id)

    def migrate(self, *, is_told_in_old: bool = True) -> int:
        """Make the group a supergroup: both service messages; this chat is the new one, its id.

        Telegram gives them in no promised order: the one in the old chat may be missing so far.
        """
        assert self._room.kind == "group", "only a group becomes a supergroup"
        old = self._room
        with self._ledger.changed:
            new_id = -(10**12) - 2_000_000_000 - self._ledger.number()
            new = Room(new_id, "supergroup", old.title, old.owner)
            new.permissions = dict(old.permissions)
            self._ledger.add_room(new)
            service = Version(time.monotonic(), unix_time(None), kind="service")
            if is_told_in_old:
                self._send(service, None, more={"migrate_to_chat_id": new.id})
            old.migrated_to = new.id
            self._room = new
            self._send(service, None, more={"migrate_from_chat_id": old.id})
        return new.id

    def topic(self, name: str) -> Chat:
        """The topic of that name in a forum, made if it isn't there; the bot is told of it."""
        assert self._room.is_forum, "only a forum has topics"
        with self._ledger.changed:
            for thread, called in self._room.topics.items():
                if called == name:
                    return Chat(self._world, self._room, thread)
            thread = self._ledger.next_message_id(self._room)
            self._room.topics[thread] = name
            made = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
            message = Message(
                thread,
                self.id,
                self.person,
                (Version(time.monotonic(), unix_time(None), kind="service"),),
                thread=thread,
                is_in_topic=True,
                more=made,
            )
            self._ledger.put(message)
            self._tell(message, "message")
            return Chat(self._world, self._room, thread)

    def delete_topic(self) -> None:
        """Take this topic away with all that stood there."""
        assert self.thread is not None, "this is no topic"
        with self._ledger.changed:
            del self._room.topics[self.thread]
            for message in self._ledger.messages(self.id):
                if message.thread == self.thread and message.deleted_at_s is None:
                    self._ledger.delete(message)


def _version(file: File, caption: str, at: datetime.datetime | None) -> Version:
    text, _ = stripped(caption, ())
    return Version(time.monotonic(), unix_time(at), text, detected(text), (), file.kind, file)
