"""The fake Discord as a rig of the adapter contract suite: DMs, channels of a server, threads."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bots.platforms import discord
from bots.settings import Settings
from core.model import AttachmentKind, ChatRef
from core.ports import Platform
from tests.contract.adapter_rig import FACTOR, Power, Seat, Shown, ShownFile
from tests.servers.discord import DiscordServer
from tests.servers.discord_markdown import shown
from tests.servers.discord_person import Chat
from tests.servers.discord_room_shapes import user_json
from tests.servers.discord_testing import pointed
from tests.servers.discord_values import File, Message, Room

ENDPOINTS = {
    "send": "send",
    "upload": "upload",
    "edit": "edit",
    "delete": "delete",
    "file": "file",
    "tap": "callback",
}
REFUSAL = {
    "status": 400,
    "code": 20009,
    "message": "Explicit content cannot be sent to the desired recipient(s)",
}
"""A refusal that no permission would lift. Source: the documentation's JSON error codes."""
NAMES = {"audio": "sound.mp3", "file": "x.bin"}
"""A kind is known by the file's name there, and a name is all that a person changes."""


class DiscordSeat:
    """A DM with the bot, a channel of a server, or a thread of one."""

    def __init__(self, server: DiscordServer, chat: Chat) -> None:
        self._server = server
        self.chat = chat
        self.ref = _ref(server, chat.room)
        self.sender_id = str(chat.person.id)
        self.sender_name = user_json(chat.person)["global_name"]

    def say(
        self, text: str, *, reply_to: str = "", by: str = "", mentions_bot: bool = False
    ) -> str:
        answered = int(reply_to) if reply_to else None
        said = self.chat.say(text, reply_to=answered, by=by or None, mentions_bot=mentions_bot)
        return str(said)

    def send_file(
        self, path: Path, caption: str = "", *, as_: str = "video", album: str = "", by: str = ""
    ) -> str:
        assert not album, Power.ALBUMS
        return str(self.chat.say(caption, [path], names=[NAMES.get(as_, "")], by=by or None))

    def send_files(self, paths: Sequence[Path], caption: str = "") -> str:
        return str(self.chat.say(caption, paths))

    def press(self, platform_id: str, label: str) -> str:
        return str(self.chat.press(int(platform_id), label).id)

    def is_answered(self, tap: str) -> bool:
        return self.chat.interaction(int(tap)).answer is not None

    def edit(self, platform_id: str, text: str) -> None:
        self.chat.edit(int(platform_id), text)

    def take_away(self, platform_id: str) -> None:
        self.chat.delete(int(platform_id))

    def block(self) -> None:
        self.chat.close_dms()

    def forbid_files(self) -> None:
        self.chat.deny("attach_files")

    def mute(self) -> None:
        self.chat.deny("send_messages", "send_messages_in_threads")

    def whispered(self) -> list[str]:
        return self._server.dm(self.chat.person.name).texts

    def standing(self) -> list[Shown]:
        return [_shown(one) for one in self.chat.messages]

    def has_message(self, platform_id: str) -> bool:
        return self.chat.stands(int(platform_id))


class DiscordRig:
    """The server there. Nothing is counted: what is limited by time has tests of its own."""

    lacks = frozenset(
        {
            Power.ACKNOWLEDGING,
            Power.ALBUMS,
            Power.TYPED_COMMANDS,
            Power.LANGUAGES,
            Power.OVERHEARING,
            Power.CLEARING,
            Power.BLOCKED_EDITS,
            Power.VIDEO_FACTS,
            Power.PLAIN_FILES,
            Power.DOWNLOAD_LIMIT,
        }
    )
    long_wait_s, error_status = 40.0, 503
    backlog = 250
    file_kinds = (
        ("video", AttachmentKind.VIDEO),
        ("picture", AttachmentKind.IMAGE),
        ("audio", AttachmentKind.AUDIO),
        ("file", AttachmentKind.OTHER),
    )

    def __init__(self, server: DiscordServer) -> None:
        self.server = server
        self.bot_name = server.username
        self.secrets = (server.token, server.token.rpartition(".")[2], "aW50ZXJhY3Rpb246")
        self.file_address = f"{server.url}/attachments/"

    def seat(
        self, name: str = "anna", *, language: str = "en", thread: str = "", is_group: bool = False
    ) -> Seat:
        if not is_group:
            return DiscordSeat(self.server, self.server.dm(name, language))
        chat = self.server.guild(name).channel("general")
        return DiscordSeat(self.server, chat.thread(thread) if thread else chat)

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[Platform]:
        settings = Settings(
            _env_file=None,
            discord_bot_token=SecretStr(self.server.token),
            timetable_factor=FACTOR,
        )
        with pointed(self.server):
            async with discord.connected(settings) as platform:
                yield platform

    def arm(self, what: str, fault: str, *, seat: Seat | None = None, **options: Any) -> None:
        assert seat is None or isinstance(seat, DiscordSeat)
        if fault == "refuse":
            options = REFUSAL | options
        chat = None if seat is None else seat.chat
        self.server.arm(ENDPOINTS[what], fault, chat=chat, **options)

    def go_away(self) -> None:
        self.server.go_away()

    def come_back(self) -> None:
        self.server.come_back()

    def forget_listener(self) -> None:
        self.server.lose_sessions()

    def repeat_last_update(self) -> None:
        self.server.repeat_last_event()

    def unacknowledged(self) -> int:
        raise NotImplementedError(Power.ACKNOWLEDGING)

    def listener(self) -> int:
        return self.server.listener()


def _ref(server: DiscordServer, room: Room) -> ChatRef:
    channel = room.parent or room
    name = str(channel.id) if room.guild is None else f"{room.guild.id}.{channel.id}"
    return ChatRef("discord", str(server.ledger.bot.id), name, str(room.id) if room.parent else "")


def _shown(message: Message) -> Shown:
    versions: list[str] = []
    for one in message.versions:
        # An edit to the same words is taken there, and nobody sees a difference.
        if shown(one.text) not in versions[-1:]:
            versions.append(shown(one.text))
    reference = message.reference or {}
    return Shown(
        platform_id=str(message.id),
        versions=tuple(versions),
        buttons=message.buttons,
        files=tuple(_file(one) for one in message.files),
        reply_to=reference.get("message_id"),
    )


def _file(file: File) -> ShownFile:
    kind = file.mime.partition("/")[0]
    return ShownFile(
        name=file.title,
        path=file.path,
        shown_as={"video": "video", "image": "picture"}.get(kind, "file"),
        width=file.width,
        height=file.height,
        duration_s=None,
        thumbnail=b"",
        is_streamable=kind == "video",
    )
