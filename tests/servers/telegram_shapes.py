"""How users, chats, files and messages of the fake Telegram look as published JSON: for tests.

Owns the objects of the Bot API's reference. Must not know requests.
"""

from __future__ import annotations

from typing import Any

from tests.servers.telegram_ledger import Ledger
from tests.servers.telegram_values import File, Message, Room, User

PERMISSIONS = [
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
]


def user_json(user: User) -> dict[str, Any]:
    """A User."""
    shape: dict[str, Any] = {"id": user.id, "is_bot": user.is_bot, "first_name": user.name}
    if user.username:
        shape["username"] = user.username
    if user.language and not user.is_bot:
        shape["language_code"] = user.language
    return shape


def chat_json(room: Room) -> dict[str, Any]:
    """A Chat."""
    shape: dict[str, Any] = {"id": room.id, "type": room.kind}
    if room.is_private:
        return shape | {"first_name": room.owner.name, "username": room.owner.username}
    return shape | {"title": room.title} | ({"is_forum": True} if room.is_forum else {})


def member_json(user: User, status: str, permissions: dict[str, bool]) -> dict[str, Any]:
    """A ChatMember."""
    shape: dict[str, Any] = {"user": user_json(user), "status": status}
    if status == "kicked":
        shape["until_date"] = 0
    if status == "restricted":
        rights = {name: permissions.get(name, True) for name in PERMISSIONS}
        shape |= {"is_member": True, "until_date": 0} | rights
    return shape


def file_json(file: File) -> dict[str, Any]:
    """A Video, Document, Animation, VideoNote, Audio, Voice or PhotoSize."""
    shape: dict[str, Any] = {
        "file_id": file.ref,
        "file_unique_id": file.unique_ref,
        "file_size": file.size_bytes,
    }
    if file.kind in ("video", "animation", "photo"):
        shape |= {"width": file.width or 0, "height": file.height or 0}
    if file.kind == "video_note":
        shape["length"] = file.width or 0
    if file.kind in ("video", "animation", "video_note", "audio", "voice"):
        shape["duration"] = file.duration_s or 0
    if file.kind in ("video", "document", "animation", "audio"):
        shape["file_name"] = file.name
    if file.kind in ("video", "document", "animation", "audio", "voice"):
        shape["mime_type"] = file.mime
    if file.kind != "photo" and file.sizes:
        shape["thumbnail"] = file_json(file.sizes[0])
    shape |= file.claims
    return {name: value for name, value in shape.items() if value is not None}


def media_json(file: File) -> dict[str, Any]:
    """The fields of a message that tell of its file."""
    if file.kind == "photo":
        return {"photo": [file_json(one) for one in (*file.sizes, file)]}
    if file.kind == "animation":
        # "For backward compatibility, when this field is set, the document field will also be".
        shape = file_json(file)
        dropped = ("width", "height", "duration")
        as_document = {name: value for name, value in shape.items() if name not in dropped}
        return {"animation": shape, "document": as_document}
    return {file.kind: file_json(file)}


def message_json(ledger: Ledger, message: Message, *, is_nested: bool = False) -> dict[str, Any]:
    """A Message; one inside of another has no ``reply_to_message`` of its own."""
    with ledger.changed:
        room, now = ledger.rooms[message.chat], message.now
        shape: dict[str, Any] = {
            "message_id": message.id,
            "from": user_json(message.author),
            "date": message.versions[0].date,
            "chat": chat_json(room),
            **message.more,
        }
        if len(message.versions) > 1:
            shape["edit_date"] = now.date
        if message.thread is not None:
            shape["message_thread_id"] = message.thread
        if message.is_in_topic:
            shape["is_topic_message"] = True
        if message.album:
            shape["media_group_id"] = message.album
        if now.file is not None:
            shape |= media_json(now.file)
            if now.text:
                shape["caption"] = now.text
            if now.entities:
                shape["caption_entities"] = list(now.entities)
        elif now.kind == "text":
            shape["text"] = now.text
            if now.entities:
                shape["entities"] = list(now.entities)
        if now.keyboard:
            shape["reply_markup"] = {"inline_keyboard": [list(row) for row in now.keyboard]}
        # In a topic, what answers nothing answers the message that began the topic.
        answered = message.reply_to or (message.thread if message.is_in_topic else None)
        if answered and not is_nested and answered != message.id:
            standing = ledger.message(message.chat, answered)
            if standing is not None:
                shape["reply_to_message"] = message_json(ledger, standing, is_nested=True)
        return shape
