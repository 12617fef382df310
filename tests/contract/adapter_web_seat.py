"""A conversation of the chat page as a seat of the adapter contract suite.

Owns what a person does and sees there. Must not know how the page is served.
"""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from core.model import ChatRef
from tests.contract.adapter_rig import Power, Shown, ShownFile
from tests.servers.web_person import Chat
from tests.servers.web_values import File

NAMES = {"audio": "sound.mp3", "file": "x.bin"}
"""A kind is known by the file's name there, and a name is all that a person changes."""


class Behind(Protocol):
    """What a seat needs of what is behind the page."""

    say_last: Callable[[], int]

    def selected(self, query: str, *values: str) -> Any:
        """One value of the database."""
        ...

    def take_away(self, chat: ChatRef, platform_id: str) -> None:
        """Delete a message, as the core has it deleted."""
        ...


class WebSeat:
    """A conversation of somebody's, which is there once it was spoken in."""

    sender_name = ""

    def __init__(self, rig: Behind, chat: Chat) -> None:
        self._rig = rig
        self.chat = chat
        self.is_greeted = False
        self.ref = ChatRef("web", "page", chat.id)

    @property
    def sender_id(self) -> str:
        return str(
            self._rig.selected("select owner from page_conversations where id = ?", self.chat.id)
        )

    def say(
        self, text: str, *, reply_to: str = "", by: str = "", mentions_bot: bool = False
    ) -> str:
        assert not by, Power.GROUPS
        key, answered = secrets.token_hex(16), int(reply_to) if reply_to else None
        say = functools.partial(self.chat.say, text, reply_to=answered, key=key)
        self._rig.say_last = say
        return str(say())

    def send_file(
        self, path: Path, caption: str = "", *, as_: str = "video", album: str = "", by: str = ""
    ) -> str:
        assert not album, Power.ALBUMS
        assert not by, Power.GROUPS
        return str(self.chat.send(path, text=caption, name=NAMES.get(as_)))

    def send_files(self, paths: Sequence[Path], caption: str = "") -> str:
        return str(self.chat.send(*paths, text=caption))

    def press(self, platform_id: str, label: str) -> str:
        number = int(platform_id)
        self.chat.wait(lambda messages: any(one.number == number for one in messages))
        return str(self.chat.press(number, label))

    def is_answered(self, tap: str) -> bool:
        return any(one.number == int(tap) and one.is_press for one in self.chat.own)

    def edit(self, platform_id: str, text: str) -> None:
        raise NotImplementedError(Power.EDITED_MESSAGES)

    def take_away(self, platform_id: str) -> None:
        self._rig.take_away(self.ref, platform_id)

    def block(self) -> None:
        self.chat.delete()

    def forbid_files(self) -> None:
        raise NotImplementedError(Power.FORBIDDING)

    def mute(self) -> None:
        raise NotImplementedError(Power.MUTING)

    def whispered(self) -> list[str]:
        raise NotImplementedError(Power.GROUPS)

    def standing(self) -> list[Shown]:
        messages = self.chat.in_step()
        return [
            Shown(
                platform_id=str(one.number),
                versions=self.chat.seen(one.number).texts,
                buttons=one.buttons,
                files=tuple(self._file(file) for file in one.media),
                reply_to=None if one.reply_to is None else str(one.reply_to),
            )
            for one in messages
        ]

    def has_message(self, platform_id: str) -> bool:
        self.chat.in_step()
        return any(str(one.number) == platform_id for one in self.chat.everything)

    def _file(self, file: File) -> ShownFile:
        browser = self.chat.browser
        poster = browser.fetch(file.poster_url)[0].read_bytes() if file.poster_url else b""
        part = browser.ask("GET", file.url, headers={"Range": "bytes=1-2"})
        return ShownFile(
            name=file.name,
            path=browser.file(file),
            shown_as={"video": "video", "image": "picture"}.get(file.kind, "file"),
            width=file.width,
            height=file.height,
            duration_s=None if file.duration_ms is None else round(file.duration_ms / 1000),
            thumbnail=poster,
            is_streamable=(part.status, len(part.body)) == (206, 2),
        )
