"""The methods of the fake Telegram by which a bot sends: for tests.

Owns sendMessage, sendVideo and its likes, sendMediaGroup. Must not know HTTP.
"""

from __future__ import annotations

import secrets
import time
from typing import Any

from tests.servers.telegram_entities import detected, stripped
from tests.servers.telegram_files import Files
from tests.servers.telegram_ledger import Ledger
from tests.servers.telegram_limits import (
    bad,
    check_album,
    check_caption,
    check_text,
    inline_keyboard,
)
from tests.servers.telegram_markup import Parsed, parsed
from tests.servers.telegram_parameters import Parameters
from tests.servers.telegram_rooms import Rooms, Target
from tests.servers.telegram_values import File, Kind, Message, Version

FILE_FIELDS: dict[str, Kind] = {
    "video": "video",
    "document": "document",
    "animation": "animation",
    "video_note": "video_note",
    "audio": "audio",
    "voice": "voice",
    "photo": "photo",
}
"""The parameter of each ``send…`` that carries its file."""


def words(parameters: Parameters, name: str, entities: str) -> Parsed:
    """The words of a parameter, read by its parse mode, with all entities. Raises ``Refused``."""
    text = parameters.text(name)
    mode = parameters.text("parse_mode")
    return spoken(text, mode, parameters.value(entities))


def spoken(text: str, mode: str, given: Any) -> Parsed:
    """The same for words that are already at hand."""
    text, entities = stripped(*parsed(text, mode, given))
    return text, detected(text, entities)


class Sending:
    """What a bot sends."""

    def __init__(self, ledger: Ledger, rooms: Rooms, files: Files) -> None:
        self._ledger = ledger
        self._rooms = rooms
        self._files = files

    async def send_message(self, parameters: Parameters) -> Any:
        """sendMessage."""
        target = self._rooms.target(parameters)
        text, entities = words(parameters, "text", "entities")
        check_text(text)
        keyboard = inline_keyboard(parameters.value("reply_markup"))
        self._rooms.permit(target.room, "text")
        self._rooms.count(target.room, is_edit=False)
        version = Version(time.monotonic(), int(time.time()), text, entities, keyboard)
        return self._rooms.json(self._stand(target, version))

    async def send_file(self, parameters: Parameters, kind: Kind) -> Any:
        """sendVideo, sendDocument, sendPhoto and the others with one file."""
        target = self._rooms.target(parameters)
        text, entities = words(parameters, "caption", "caption_entities")
        check_caption(text)
        keyboard = inline_keyboard(parameters.value("reply_markup"))
        self._rooms.permit(target.room, kind)
        self._rooms.count(target.room, is_edit=False)
        value = parameters.values.get(kind)
        file = await self._files.of_bot(parameters, kind, value, kind, parameters.values)
        version = Version(time.monotonic(), int(time.time()), text, entities, keyboard, kind, file)
        return self._rooms.json(self._stand(target, version))

    async def send_media_group(self, parameters: Parameters) -> Any:
        """sendMediaGroup: no keyboard, each its caption."""
        target = self._rooms.target(parameters)
        media = parameters.value("media")
        if not isinstance(media, list):
            raise bad("can't parse media JSON object")
        check_album(str(one.get("type")) for one in media)
        versions = []
        for one in media:
            self._rooms.permit(target.room, one["type"])
            versions.append(await self.version_of(parameters, one))
        for _ in versions:
            self._rooms.count(target.room, is_edit=False)
        album = str(10**16 + secrets.randbelow(10**16))
        return [self._rooms.json(self._stand(target, one, album)) for one in versions]

    async def version_of(self, parameters: Parameters, media: Any) -> Version:
        """What an InputMedia makes of a message. Raises ``Refused``."""
        if not isinstance(media, dict) or media.get("type") not in FILE_FIELDS:
            raise bad("can't parse InputMedia: type must be one of those published")
        kind = FILE_FIELDS[media["type"]]
        text, entities = spoken(
            media.get("caption") or "",
            media.get("parse_mode") or "",
            media.get("caption_entities"),
        )
        check_caption(text)
        file: File = await self._files.of_bot(parameters, "media", media.get("media"), kind, media)
        return Version(time.monotonic(), int(time.time()), text, entities, (), kind, file)

    def _stand(self, target: Target, version: Version, album: str = "") -> Message:
        with self._ledger.changed:
            return self._ledger.put(
                Message(
                    id=self._ledger.next_message_id(target.room),
                    chat=target.room.id,
                    author=self._ledger.bot,
                    versions=(version,),
                    thread=target.thread,
                    is_in_topic=target.thread is not None,
                    reply_to=target.reply_to,
                    album=album,
                )
            )
