"""The methods of the fake Telegram that change what stands, and answer taps: for tests.

Owns edit…, delete…, answerCallbackQuery. Must not know HTTP.
"""

from __future__ import annotations

import time
from typing import Any

from tests.servers.telegram_entities import units
from tests.servers.telegram_ledger import Ledger
from tests.servers.telegram_limits import (
    MAX_ANSWER_UNITS,
    bad,
    check_caption,
    check_text,
    inline_keyboard,
)
from tests.servers.telegram_parameters import Parameters
from tests.servers.telegram_rooms import Rooms
from tests.servers.telegram_sending import Sending, words
from tests.servers.telegram_values import Message, Room, Version

_DELETABLE_S = 48 * 3600
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)


class Editing:
    """What a bot changes."""

    def __init__(self, ledger: Ledger, rooms: Rooms, sending: Sending) -> None:
        self._ledger = ledger
        self._rooms = rooms
        self._sending = sending

    def _mine(self, parameters: Parameters) -> tuple[Room, Message]:
        room = self._rooms.room(parameters)
        message_id = parameters.needed("message_id", "message identifier is not specified")
        message = self._ledger.message(room.id, message_id)
        if message is None:
            raise bad("message to edit not found")
        if message.author.id != self._ledger.bot.id:
            raise bad("message can't be edited")
        return room, message

    def _revise(self, room: Room, message: Message, **changes: Any) -> Any:
        now = message.now
        if all(getattr(now, name) == value for name, value in changes.items()):
            raise bad(_NOT_MODIFIED)
        self._rooms.count(room, is_edit=True)
        return self._rooms.json(self._ledger.revise(message, **changes))

    def edit_text(self, parameters: Parameters) -> Any:
        """editMessageText; without a keyboard in it, the keyboard goes."""
        room, message = self._mine(parameters)
        text, entities = words(parameters, "text", "entities")
        check_text(text)
        if message.now.file is not None:
            raise bad("there is no text in the message to edit")
        keyboard = inline_keyboard(parameters.value("reply_markup"))
        self._rooms.permit(room, "text")
        return self._revise(room, message, text=text, entities=entities, keyboard=keyboard)

    def edit_caption(self, parameters: Parameters) -> Any:
        """editMessageCaption."""
        room, message = self._mine(parameters)
        text, entities = words(parameters, "caption", "caption_entities")
        check_caption(text)
        if message.now.file is None:
            raise bad("there is no caption in the message to edit")
        keyboard = inline_keyboard(parameters.value("reply_markup"))
        return self._revise(room, message, text=text, entities=entities, keyboard=keyboard)

    def edit_markup(self, parameters: Parameters) -> Any:
        """editMessageReplyMarkup."""
        room, message = self._mine(parameters)
        keyboard = inline_keyboard(parameters.value("reply_markup"))
        if message.album and keyboard:
            raise bad("message can't be edited")
        return self._revise(room, message, keyboard=keyboard)

    async def edit_media(self, parameters: Parameters) -> Any:
        """editMessageMedia: another file, or a file in the place of words."""
        room, message = self._mine(parameters)
        keyboard = inline_keyboard(parameters.value("reply_markup"))
        new: Version = await self._sending.version_of(parameters, parameters.value("media"))
        self._rooms.permit(room, new.kind)
        return self._revise(
            room,
            message,
            text=new.text,
            entities=new.entities,
            keyboard=keyboard,
            kind=new.kind,
            file=new.file,
        )

    def delete_message(self, parameters: Parameters) -> Any:
        """deleteMessage."""
        room = self._rooms.room(parameters)
        message_id = parameters.needed("message_id", "message identifier is not specified")
        self._delete(room, message_id)
        return True

    def delete_messages(self, parameters: Parameters) -> Any:
        """deleteMessages: those that can't be found are skipped."""
        room = self._rooms.room(parameters)
        ids = parameters.value("message_ids")
        if not isinstance(ids, list) or not 1 <= len(ids) <= 100:
            raise bad("message identifiers are not specified")
        for message_id in ids:
            if self._ledger.message(room.id, message_id) is not None:
                self._delete(room, message_id)
        return True

    def _delete(self, room: Room, message_id: int) -> None:
        message = self._ledger.message(room.id, message_id)
        if message is None:
            raise bad("message to delete not found")
        is_mine = message.author.id == self._ledger.bot.id
        if not is_mine and not room.is_private and room.status != "administrator":
            raise bad("message can't be deleted")
        if time.time() - message.versions[0].date > _DELETABLE_S:
            raise bad("message can't be deleted for everyone")
        self._ledger.delete(message)

    def answer_callback(self, parameters: Parameters) -> Any:
        """answerCallbackQuery."""
        query = self._ledger.queries.get(parameters.text("callback_query_id"))
        text = parameters.text("text")
        if query is None or query.is_expired:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        if units(text) > MAX_ANSWER_UNITS:
            raise bad("MESSAGE_TOO_LONG")
        with self._ledger.changed:
            query.answers.append((text, parameters.flag("show_alert")))
            self._ledger.changed.notify_all()
        return True
