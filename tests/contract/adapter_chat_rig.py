"""The fake chat platform as a rig of the adapter contract suite."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from core.model import AttachmentKind, ChatRef
from core.ports import Platform
from tests.contract.adapter_rig import Power, Seat, Shown, ShownFile
from tests.servers.chat import ChatServer
from tests.servers.chat_ledger import File, Message
from tests.servers.chat_person import Chat
from tests.servers.chat_platform import connect

MIB = 1024 * 1024


class ChatSeat:
    """A chat there."""

    def __init__(self, server: ChatServer, chat: Chat) -> None:
        self._server = server
        self._chat = chat
        self.ref = ChatRef("testchat", "backdrop", chat.name, chat.thread)
        self.sender_id = self.sender_name = chat.name if chat.limits.is_private else "carla"

    def say(
        self, text: str, *, reply_to: str = "", by: str = "", mentions_bot: bool = False
    ) -> str:
        return self._chat.say(
            text, reply_to=reply_to, sender=by or self.sender_name, mentions_bot=mentions_bot
        )

    def send_file(
        self, path: Path, caption: str = "", *, as_: str = "video", album: str = "", by: str = ""
    ) -> str:
        # The platform knows a kind by the file's name, and a name is all that a person changes.
        names = {"video": path.name, "picture": path.name, "audio": "sound.mp3", "file": "x.bin"}
        return self._chat.say(
            caption, [(path, names[as_])], album=album, sender=by or self.sender_name
        )

    def send_files(self, paths: Sequence[Path], caption: str = "") -> str:
        return self._chat.say(caption, paths, sender=self.sender_name)

    def press(self, platform_id: str, label: str) -> str:
        return self._chat.press(platform_id, label, sender=self.sender_name)

    def is_answered(self, tap: str) -> bool:
        raise NotImplementedError(Power.TAP_ANSWERS)

    def edit(self, platform_id: str, text: str) -> None:
        raise NotImplementedError(Power.EDITED_MESSAGES)

    def take_away(self, platform_id: str) -> None:
        message = self._server.ledger.message(self._chat.name, platform_id)
        assert message is not None
        self._server.ledger.delete_message(message)

    def block(self) -> None:
        self._chat.block()

    def forbid_files(self) -> None:
        self._chat.limit(may_send_files=False)

    def mute(self) -> None:
        raise NotImplementedError(Power.MUTING)

    def whispered(self) -> list[str]:
        return self._server.chat(self.sender_name).texts

    def standing(self) -> list[Shown]:
        return [_shown(one) for one in self._chat.messages]

    def has_message(self, platform_id: str) -> bool:
        return self._chat.stands(platform_id)


class ChatRig:
    """The server there."""

    lacks = frozenset(
        {
            Power.EDITED_MESSAGES,
            Power.REPLYING,
            Power.PACING,
            Power.TAP_ANSWERS,
            Power.DOWNLOAD_LIMIT,
            Power.MUTING,
            Power.FORGETTING,
        }
    )
    bot_name = "backdrop"
    long_wait_s, error_status = 7.0, 502
    backlog = 250
    secrets = ()
    """No token there; its addresses are as good as one."""
    file_kinds = (
        ("video", AttachmentKind.VIDEO),
        ("picture", AttachmentKind.IMAGE),
        ("audio", AttachmentKind.AUDIO),
        ("file", AttachmentKind.OTHER),
    )

    def __init__(self, server: ChatServer) -> None:
        self._server = server
        self.file_address = f"{server.url}/files/"
        for name in ("anna", "ben", "carla", "team"):
            server.chat(name, private=name != "team", max_upload_bytes=110 * MIB)

    def seat(
        self, name: str = "anna", *, language: str = "en", thread: str = "", is_group: bool = False
    ) -> Seat:
        chat = self._server.chat(name, thread=thread, language=language)
        assert chat.limits.is_private is not is_group
        return ChatSeat(self._server, chat)

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[Platform]:
        platform = await connect(self._server.url)
        try:
            yield platform
        finally:
            await platform.close()

    def arm(self, what: str, fault: str, *, seat: Seat | None = None, **options: Any) -> None:
        chat = None if seat is None else seat.ref.chat
        self._server.arm(what, fault, chat=chat, **options)

    def go_away(self) -> None:
        self._server.go_away()

    def come_back(self) -> None:
        self._server.come_back()

    def forget_listener(self) -> None:
        raise NotImplementedError(Power.FORGETTING)

    def repeat_last_update(self) -> None:
        self._server.repeat_last_update()

    def unacknowledged(self) -> int:
        return sum(not one.is_acknowledged for one in self._server.ledger.updates())

    def listener(self) -> int:
        raise NotImplementedError(Power.ACKNOWLEDGING)


def _shown(message: Message) -> Shown:
    return Shown(
        platform_id=message.id,
        versions=tuple(one.text for one in message.versions),
        buttons=message.buttons,
        files=tuple(_file(one) for one in message.files),
        reply_to=message.reply_to or None,
    )


def _file(file: File) -> ShownFile:
    shown_as = {"video": "video", "image": "picture"}.get(file.kind, "file")
    return ShownFile(
        name=file.name,
        path=file.path,
        shown_as="file" if file.is_plain else shown_as,
        width=file.width,
        height=file.height,
        duration_s=None if file.duration_ms is None else round(file.duration_ms / 1000),
        thumbnail=file.thumbnail,
        is_streamable=file.kind == "video",
    )
