"""Messages in channels of the fake Discord, as its API has them: for tests.

Owns sending, changing, deleting, reading and typing in channels. Must not know HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.servers.discord_ledger import Ledger
from tests.servers.discord_limits import (
    DM_ACTION,
    MAX_NONCE,
    NO_HISTORY,
    NONCE_S,
    NOT_AUTHOR,
    UNKNOWN_MESSAGE,
    check_length,
    invalid,
    no,
    number,
)
from tests.servers.discord_parameters import Call
from tests.servers.discord_permissions import may, need, visible, writable
from tests.servers.discord_sessions import Sessions
from tests.servers.discord_shapes import Shapes
from tests.servers.discord_values import Message, Room
from tests.servers.discord_writing import Writing


class Messages:
    """``has_content``: the application may read what people write, at the API too."""

    def __init__(
        self,
        ledger: Ledger,
        shapes: Shapes,
        sessions: Sessions,
        writing: Writing,
        *,
        has_content: bool,
    ) -> None:
        self._ledger = ledger
        self._shapes = shapes
        self._sessions = sessions
        self._writing = writing
        self._has_content = has_content

    def json(self, message: Message) -> dict[str, Any]:
        """The message as this bot is shown it."""
        return self._shapes.message(message, has_content=self._has_content)

    def create(self, call: Call) -> dict[str, Any]:
        """POST /channels/{channel_id}/messages."""
        room = writable(self._ledger, call.channel())
        return self.json(self.send(call, call.json(), room))

    def send(self, call: Call, body: dict[str, Any], room: Room) -> Message:
        """Send into a room that may be written in. Raises ``Refused``."""
        with self._ledger.changed:
            nonce = body.get("nonce")
            if nonce is not None:
                check_length("nonce", str(nonce), 0, MAX_NONCE)
            if nonce is not None and body.get("enforce_nonce"):
                before = self._ledger.said_before(room.id, str(nonce), NONCE_S)
                if before is not None:
                    return before
            message = self.composed(call, body, room)
            room.is_archived = False
            if nonce is not None:
                self._ledger.keep_nonce(room.id, str(nonce), message.id)
            return self.tell(message)

    def composed(self, call: Call, body: dict[str, Any], room: Room) -> Message:
        """The message, checked, and not sent yet. Raises ``Refused``."""
        if call.parts:
            need(room, "attach_files")
        if body.get("embeds"):
            need(room, "embed_links")
        reference, answered, snapshot = self._referred(body, room)
        version = self._writing.new(
            call, body, room, answered=answered, has_snapshot=snapshot is not None
        )
        return Message(
            id=self._ledger.clock.snowflake(),
            room=room.id,
            author=self._ledger.bot,
            versions=(version,),
            reference=reference,
            snapshot=snapshot,
            nonce=body.get("nonce"),
        )

    def tell(self, message: Message) -> Message:
        """Let it stand, and tell of it."""
        self._ledger.put(message)
        self._sessions.tell_message("MESSAGE_CREATE", message)
        return message

    def _referred(
        self, body: dict[str, Any], room: Room
    ) -> tuple[dict[str, Any] | None, Message | None, Message | None]:
        """The reference as it is kept, the message it answers, or the one it forwards."""
        told = body.get("message_reference")
        if not told:
            return None, None, None
        source = self._ledger.rooms.get(number("channel_id", told.get("channel_id") or room.id))
        found = self._ledger.message(
            number("message_reference.message_id", told.get("message_id")),
            source.id if source else -1,
        )
        is_forward = told.get("type") == 1
        if found is None or source is None or (source is not room and not is_forward):
            if told.get("fail_if_not_exists", True) or is_forward:
                raise invalid("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
            return None, None, None
        if not may(room, "read_message_history"):
            raise no(NO_HISTORY)
        kept = reference_json(found, source, is_forward=is_forward)
        return (kept, None, found) if is_forward else (kept, found, None)

    def edit(self, call: Call) -> dict[str, Any]:
        """PATCH /channels/{channel_id}/messages/{message_id}."""
        room = visible(self._ledger, call.channel())
        with self._ledger.changed:
            message = self._found(call, room)
            if message.author != self._ledger.bot:
                raise no(NOT_AUTHOR)
            if call.parts:
                need(room, "attach_files")
            revised = self._ledger.revise(
                message, self._writing.changed(call, call.json(), message, room)
            )
            self._sessions.tell_message("MESSAGE_UPDATE", revised)
        return self.json(revised)

    def delete(self, call: Call) -> None:
        """DELETE /channels/{channel_id}/messages/{message_id}."""
        room = visible(self._ledger, call.channel())
        with self._ledger.changed:
            message = self._found(call, room)
            if message.author != self._ledger.bot:
                if room.is_dm:
                    raise no(DM_ACTION)
                need(room, "manage_messages")
            self._ledger.delete(message)
            told = {"id": str(message.id), "channel_id": str(room.id)}
            told |= {"guild_id": str(room.guild.id)} if room.guild else {}
            self._sessions.tell(
                "MESSAGE_DELETE", told, room.guild, 1 << 9 if room.guild else 1 << 12
            )

    def get(self, call: Call) -> dict[str, Any]:
        """GET /channels/{channel_id}/messages/{message_id}."""
        room = visible(self._ledger, call.channel())
        need(room, "read_message_history")
        return self.json(self._found(call, room))

    def _found(self, call: Call, room: Room) -> Message:
        message = self._ledger.message(number("message_id", call.values["message_id"]), room.id)
        if message is None or message.is_ephemeral:
            raise no(UNKNOWN_MESSAGE)
        return message

    def history(self, call: Call) -> list[dict[str, Any]]:
        """GET /channels/{channel_id}/messages: newest first, nearest to what is asked for."""
        room = visible(self._ledger, call.channel())
        limit = number("limit", call.query.get("limit", 50))
        if not 1 <= limit <= 100:
            message = "int value should be between 1 and 100."
            raise invalid("limit", "NUMBER_TYPE_MAX", message)
        if not may(room, "read_message_history"):
            return []
        with self._ledger.changed:
            shown = [
                one
                for one in self._ledger.messages(room.id)
                if one.deleted_at_s is None and not one.is_ephemeral
            ]
        shown = _part(shown, call.query, limit)
        return [self.json(one) for one in reversed(shown)]

    def typing(self, call: Call) -> None:
        """POST /channels/{channel_id}/typing."""
        room = writable(self._ledger, call.channel())
        self._ledger.type(room.id)


def _part(shown: list[Message], query: Mapping[str, str], limit: int) -> list[Message]:
    """Those that are nearest to the message that is asked for; else the newest. Oldest first."""
    for name in ("after", "before", "around"):
        if name not in query:
            continue
        middle = number(name, query[name])
        earlier = [one for one in shown if one.id < middle]
        later = [one for one in shown if one.id > middle]
        if name == "after":
            return later[:limit]
        if name == "before":
            return earlier[-limit:]
        half = limit // 2
        there = [one for one in shown if one.id == middle]
        return (earlier[-half:] if half else []) + there + later[:half]
    return shown[-limit:]


def reference_json(message: Message, room: Room, *, is_forward: bool) -> dict[str, Any]:
    """A reference to a message, as it is kept."""
    told: dict[str, Any] = {
        "type": int(is_forward),
        "channel_id": str(room.id),
        "message_id": str(message.id),
    }
    return told | ({"guild_id": str(room.guild.id)} if room.guild else {})
