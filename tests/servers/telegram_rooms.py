"""Which chat a request means and what the bot may do there, at the fake Telegram: for tests.

Owns finding a room, its topics, the message that is answered, and rights. Must not know HTTP.

Blocked or removed, the bot can send, edit and act no more; whether the real one still lets a
blocked bot edit is not documented.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.servers.telegram_ledger import Ledger
from tests.servers.telegram_limits import Meter, Refused, bad
from tests.servers.telegram_parameters import Parameters
from tests.servers.telegram_shapes import (
    PERMISSIONS,
    chat_json,
    member_json,
    message_json,
    user_json,
)
from tests.servers.telegram_values import GENERAL, Message, Room

_RIGHTS = {
    "text": ("can_send_messages", "text messages"),
    "video": ("can_send_videos", "videos"),
    "document": ("can_send_documents", "documents"),
    "photo": ("can_send_photos", "photos"),
    "audio": ("can_send_audios", "music"),
    "voice": ("can_send_voice_notes", "voice notes"),
    "video_note": ("can_send_video_notes", "video notes"),
    "animation": ("can_send_other_messages", "animations"),
}


@dataclass(frozen=True)
class Target:
    """Where a message goes."""

    room: Room
    thread: int | None
    reply_to: int | None


class Rooms:
    """The chats, as requests name them."""

    def __init__(self, ledger: Ledger, meter: Meter, reads_all: Callable[[], bool]) -> None:
        self._ledger = ledger
        self._reads_all = reads_all
        self._meter = meter

    def room(self, parameters: Parameters) -> Room:
        """The chat of ``chat_id``, if the bot is in it. Raises ``Refused``."""
        value = parameters.values.get("chat_id")
        if value in (None, ""):
            raise bad("chat_id is empty")
        try:
            room = self._ledger.rooms.get(int(value))
        except (TypeError, ValueError):
            room = None
        if room is None:
            raise bad("chat not found")
        if room.migrated_to is not None:
            raise bad(
                "group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=room.migrated_to,
            )
        if room.status == "kicked" and room.is_private:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if room.status == "kicked":
            raise Refused(403, f"Forbidden: bot was kicked from the {room.kind} chat")
        if room.status == "left":
            raise Refused(403, f"Forbidden: bot is not a member of the {room.kind} chat")
        return room

    def target(self, parameters: Parameters) -> Target:
        """Where a new message goes: chat, topic, message answered. Raises ``Refused``."""
        room = self.room(parameters)
        answered = self._answered(room, parameters)
        thread = parameters.integer("message_thread_id")
        if thread:
            # General is known by its absence: the real server does not find thread 1 either.
            if not room.is_forum or thread not in room.topics:
                raise bad("message thread not found")
        elif room.is_forum and answered is not None and answered.is_in_topic:
            thread = answered.thread
        return Target(room, thread or None, answered.id if answered else None)

    def _answered(self, room: Room, parameters: Parameters) -> Message | None:
        told = parameters.value("reply_parameters")
        if told is None and parameters.has("reply_to_message_id"):
            told = {
                "message_id": parameters.integer("reply_to_message_id"),
                "allow_sending_without_reply": parameters.flag("allow_sending_without_reply"),
            }
        if told is None:
            return None
        if not isinstance(told, dict) or not isinstance(told.get("message_id"), int):
            raise bad("can't parse reply parameters JSON object")
        found = self._ledger.message(int(told.get("chat_id", room.id)), told["message_id"])
        if found is None and not told.get("allow_sending_without_reply"):
            raise bad("message to be replied not found")
        return found

    def permit(self, room: Room, kind: str) -> None:
        """The bot may send that kind there. Raises ``Refused``."""
        right, words = _RIGHTS[kind]
        if not room.permissions.get(right, True):
            raise bad(f"not enough rights to send {words} to the chat")

    def count(self, room: Room, *, is_edit: bool) -> None:
        """Count a message or an edit. Raises ``Refused`` (429)."""
        self._meter.count(room, is_edit=is_edit)

    def send_chat_action(self, parameters: Parameters) -> Any:
        """sendChatAction."""
        room = self.room(parameters)
        thread = parameters.integer("message_thread_id")
        if thread and not (room.is_forum and (thread == GENERAL or thread in room.topics)):
            raise bad("message thread not found")
        action = parameters.text("action")
        if action not in _ACTIONS:
            raise bad("wrong parameter action in request")
        self._ledger.act(room.id, thread, action)
        return True

    def get_chat(self, parameters: Parameters) -> Any:
        """getChat."""
        room = self.room(parameters)
        shape = chat_json(room) | {
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(
                (
                    "unlimited_gifts",
                    "limited_gifts",
                    "unique_gifts",
                    "premium_subscription",
                    "gifts_from_channels",
                ),
                False,
            ),
        }
        if not room.is_private:
            shape["permissions"] = {name: self._general(room, name) for name in PERMISSIONS}
        return shape

    def _general(self, room: Room, name: str) -> bool:
        # A supergroup restricts the one member, a group can restrict only everybody.
        return room.kind == "supergroup" or room.permissions.get(name, True)

    def get_chat_member(self, parameters: Parameters) -> Any:
        """getChatMember."""
        room = self.room(parameters)
        user_id = parameters.needed("user_id", "invalid user_id specified")
        if user_id == self._ledger.bot.id:
            return member_json(self._ledger.bot, room.status, room.permissions)
        for user in self._ledger.users.values():
            if user.id == user_id:
                status = "creator" if user.id == room.owner.id and not room.is_private else "member"
                more = {"is_anonymous": False} if status == "creator" else {}
                return member_json(user, status, {}) | more
        raise bad("member not found")

    def get_me(self, _: Parameters) -> Any:
        """getMe."""
        return user_json(self._ledger.bot) | {
            "can_join_groups": True,
            "can_read_all_group_messages": self._reads_all(),
            "supports_guest_queries": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
            "can_manage_bots": False,
            "supports_join_request_queries": False,
        }

    def json(self, message: Message) -> dict[str, Any]:
        """A message as it is answered."""
        return message_json(self._ledger, message)


_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
