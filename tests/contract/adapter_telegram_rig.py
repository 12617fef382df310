"""The fake Telegram as a rig of the adapter contract suite: polled, calling, or run by oneself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bots.listener import listening
from bots.platforms import telegram
from bots.settings import Settings
from core.model import AttachmentKind, ChatRef
from core.ports import Platform
from tests.contract.adapter_rig import FACTOR, Power, Seat, Shown, ShownFile
from tests.servers.free_port import free_port
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_ledger import File, Message
from tests.servers.telegram_person import Chat
from tests.servers.telegram_values import Kind

KINDS: dict[str, Kind] = {
    "video": "video",
    "file": "document",
    "picture": "photo",
    "audio": "audio",
    "voice": "voice",
    "round": "video_note",
    "animation": "animation",
}
METHODS = {
    "send": "sendMessage",
    "upload": "sendVideo",
    "edit": "editMessageText",
    "delete": "deleteMessage",
    "file": "file",
    "tap": "answerCallbackQuery",
}
LACKS = frozenset({Power.SEVERAL_FILES, Power.FORGETTING})
CLOUD_ONLY = frozenset({Power.FILE_SERVER, Power.DOWNLOAD_LIMIT, Power.UPLOAD_LIMIT})


class TelegramSeat:
    """A chat there, or a topic of a forum."""

    def __init__(self, server: TelegramServer, chat: Chat) -> None:
        self._server = server
        self.chat = chat
        thread = str(chat.thread or "")
        self.ref = ChatRef("telegram", server.token.partition(":")[0], str(chat.id), thread)
        self.sender_id = str(chat.person.id)
        self.sender_name = chat.person.name

    def say(
        self, text: str, *, reply_to: str = "", by: str = "", mentions_bot: bool = False
    ) -> str:
        answered = int(reply_to) if reply_to else None
        said = self.chat.say(text, reply_to=answered, by=by or None, mentions_bot=mentions_bot)
        return str(said)

    def send_file(
        self, path: Path, caption: str = "", *, as_: str = "video", album: str = "", by: str = ""
    ) -> str:
        return str(self.chat.send_video(path, caption, as_=KINDS[as_], album=album, by=by or None))

    def send_files(self, paths: Sequence[Path], caption: str = "") -> str:
        raise NotImplementedError(Power.SEVERAL_FILES)

    def press(self, platform_id: str, label: str) -> str:
        return self.chat.press(int(platform_id), label)

    def is_answered(self, tap: str) -> bool:
        return bool(self.chat.answers(tap))

    def edit(self, platform_id: str, text: str) -> None:
        self.chat.edit(int(platform_id), text)

    def take_away(self, platform_id: str) -> None:
        self.chat.delete(int(platform_id))

    def block(self) -> None:
        self.chat.block()

    def forbid_files(self) -> None:
        self.chat.restrict(can_send_videos=False, can_send_documents=False, can_send_photos=False)

    def mute(self) -> None:
        self.chat.restrict(can_send_messages=False)

    def whispered(self) -> list[str]:
        return self._server.private(self.chat.person.name).texts

    def standing(self) -> list[Shown]:
        return [_shown(one) for one in self.chat.messages]

    def has_message(self, platform_id: str) -> bool:
        return self.chat.stands(int(platform_id))


class TelegramRig:
    """The server there. ``is_called``: the adapter has a webhook, at a port of its own."""

    long_wait_s, error_status = 7.0, 502
    backlog = 250
    file_kinds = (
        ("video", AttachmentKind.VIDEO),
        ("file", AttachmentKind.VIDEO),
        ("picture", AttachmentKind.IMAGE),
        ("audio", AttachmentKind.AUDIO),
        ("voice", AttachmentKind.AUDIO),
        ("round", AttachmentKind.VIDEO),
        ("animation", AttachmentKind.VIDEO),
    )

    def __init__(self, server: TelegramServer, *, is_called: bool = False) -> None:
        self.server = server
        self.lacks = LACKS | CLOUD_ONLY if server.is_local else LACKS
        self.bot_name = f"@{server.username}"
        self.secrets = (server.token, server.token.partition(":")[2])
        self.file_address = "/file/bot"
        self._is_called = is_called

    def seat(
        self, name: str = "anna", *, language: str = "en", thread: str = "", is_group: bool = False
    ) -> Seat:
        if not is_group:
            return TelegramSeat(self.server, self.server.private(name, language))
        chat = self.server.supergroup(name, is_forum=bool(thread))
        self.server.ledger.user(chat.room.owner.name, language)
        return TelegramSeat(self.server, chat.topic(thread) if thread else chat)

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[Platform]:
        bind = f"127.0.0.1:{free_port()}"
        settings = Settings(
            _env_file=None,
            telegram_bot_token=SecretStr(self.server.token),
            telegram_api_url=self.server.url,
            telegram_local_mode=self.server.is_local,
            telegram_webhook_url=f"http://{bind}/telegram" if self._is_called else None,
            bind=bind,
            timetable_factor=FACTOR,
        )
        async with (
            telegram.connected(settings) as platform,
            listening(settings.bind, platform.routes()),
        ):
            yield platform

    def arm(self, what: str, fault: str, *, seat: Seat | None = None, **options: Any) -> None:
        assert seat is None or isinstance(seat, TelegramSeat)
        self.server.arm(METHODS[what], fault, chat=seat and seat.chat, **options)

    def go_away(self) -> None:
        self.server.go_away()

    def come_back(self) -> None:
        self.server.come_back()

    def forget_listener(self) -> None:
        raise NotImplementedError(Power.FORGETTING)

    def repeat_last_update(self) -> None:
        self.server.repeat_last_update()

    def unacknowledged(self) -> int:
        return len(self.server.updates.pending())

    def listener(self) -> int:
        raise NotImplementedError(Power.ACKNOWLEDGING)


def _shown(message: Message) -> Shown:
    return Shown(
        platform_id=str(message.id),
        versions=tuple(one.text for one in message.versions),
        buttons=message.buttons,
        files=tuple(_file(one) for one in message.files),
        reply_to=None if message.reply_to is None else str(message.reply_to),
    )


def _file(file: File) -> ShownFile:
    assert not file.thumbnail_fault
    return ShownFile(
        name=file.name,
        path=file.path,
        shown_as={"video": "video", "photo": "picture"}.get(file.kind, "file"),
        width=file.width,
        height=file.height,
        duration_s=file.duration_s,
        thumbnail=file.thumbnail.read_bytes() if file.thumbnail else b"",
        is_streamable=file.supports_streaming,
    )
