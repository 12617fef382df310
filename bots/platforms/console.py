"""The terminal as a chat platform: ``backdrop edit`` and ``backdrop chat``.

Owns the console's chats and how a message becomes lines, bars and files. Must not know flows,
storage or the backend. A chat is named by where its results go, so that a job that a crash cut
off still knows, in a later process, which file it owes.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bots.console import outputs
from bots.console.dropped import attachment, read_line
from bots.console.screen import Screen
from bots.reading import pieces
from core.errors import MAX_UPLOAD_BYTES, BackdropError, ClipMissing, MediaError
from core.model import (
    Attachment,
    AttachmentKind,
    Body,
    Capabilities,
    ChatRef,
    Command,
    Incoming,
    Media,
    Outgoing,
    Press,
    Receipt,
    Sender,
    Text,
    Tone,
    message_id,
)
from core.ports import OpenedBytes, Receive

NAME: Final = "console"
_COMMAND: Final = re.compile(r"/([A-Za-z]+)(?:\s+(.*))?", re.DOTALL)
_TO_FILE: Final = "file"
_TO_FOLDER: Final = "folder"
_CAPABILITIES: Final = Capabilities(
    max_text=1_000_000,
    max_caption=1_000_000,
    max_upload_bytes=2**63 - 1,
    max_download_bytes=MAX_UPLOAD_BYTES,
    can_edit=True,
    has_buttons=False,
    is_private=True,
    is_operators=True,
    is_original_kept=True,
)


@dataclass(frozen=True, slots=True)
class Order:
    """One clip of ``backdrop edit``: what to do with it, and the file that is wanted."""

    clip: Attachment
    words: str
    output: Path
    title: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an order ended; ``output`` is None where there is no file.

    ``took_s`` counts from the command's start, in a batch from the end of the one before.
    """

    order: Order | None
    text: str
    output: Path | None
    took_s: float


class Console:
    """The adapter. ``run`` feeds in the orders, or what is typed where there are none."""

    name = NAME

    def __init__(
        self,
        screen: Screen,
        language: str,
        orders: tuple[Order, ...] = (),
        *,
        explain: Callable[[BackdropError], str],
    ) -> None:
        self._screen = screen
        self._language = language
        self._orders = orders
        self._explain = explain
        self._by_message: dict[str, Order] = {}
        self._ended: dict[str, asyncio.Future[Outcome]] = {}
        self._offers: list[str] = []
        self._picture_dir: Path | None = None
        self._began_s = time.monotonic()
        self.outcomes: list[Outcome] = []
        """In the order in which they came about."""

    def capabilities(self, chat: ChatRef) -> Capabilities:
        """A terminal takes files of any size; a chat that owes one file is over with it."""
        return replace(_CAPABILITIES, is_one_shot=chat.chat == _TO_FILE)

    async def probe(self) -> str:
        """There is nothing to get into."""
        return "the terminal"

    async def run(self, receive: Receive) -> None:
        """Feed in all orders and wait for their ends; or talk until the input ends."""
        if self._orders:
            await self._take_orders(receive)
        else:
            await self._talk(receive)

    async def _take_orders(self, receive: Receive) -> None:
        for order in self._orders:
            chat = ChatRef(NAME, "local", _TO_FILE, str(order.output))
            incoming = self._incoming(chat, Text(order.words), (order.clip,))
            self._by_message[incoming.id] = order
            self._ended[incoming.id] = asyncio.get_running_loop().create_future()
            await receive(incoming)
            # One after another: the engine renders one at a time, and a batch that stops half-way
            # has its first clips done rather than all of them begun.
            await self._ended[incoming.id]

    async def _talk(self, receive: Receive) -> None:
        chat = ChatRef(NAME, "local", _TO_FOLDER, str(Path.cwd()))
        await receive(self._incoming(chat, Command("start")))
        while True:
            line = await _read_line()
            if line is None:
                return
            body, places = self._typed(line)
            if body is None:
                continue
            try:
                given = tuple(attachment(place) for place in places)
            except MediaError as error:
                self._screen.fail(self._explain(error))
                continue
            await receive(self._incoming(chat, body, given))

    def _typed(self, line: str) -> tuple[Body | None, tuple[str, ...]]:
        """A number picks one of the offers that were shown last; anything else is a message."""
        text = line.strip()
        if not text:
            return None, ()
        if text.isdecimal() and 1 <= int(text) <= len(self._offers):
            return Press(self._offers[int(text) - 1]), ()
        read = read_line(text)
        command = _COMMAND.fullmatch(read.words)
        if command and not read.places:
            return Command(command[1].lower(), (command[2] or "").strip()), ()
        return Text(read.words), read.places

    def _incoming(
        self, chat: ChatRef, body: Body, attachments: tuple[Attachment, ...] = ()
    ) -> Incoming:
        return Incoming(
            id=message_id(chat, time.time_ns()),
            chat=chat,
            sender=Sender(id="local", language=self._language),
            body=body,
            at=datetime.now(UTC),
            attachments=attachments,
        )

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Draw progress, print answers, put files where they were wanted.

        Raises ``OutputNotWritable`` where a file can't be put there.
        """
        order = self._by_message.get(outgoing.about or "")
        if outgoing.progress is not None:
            self._screen.progress(outgoing, order.title if order else "")
            return Receipt(outgoing.id, outgoing.id)
        saved = [await self._save(outgoing.chat, media) for media in outgoing.media]
        if outgoing.chat.chat == _TO_FILE:
            self._close_order(outgoing, order, saved)
        else:
            self._show(outgoing, saved)
        return Receipt(outgoing.id, str(saved[0]) if saved else outgoing.id)

    async def _save(self, chat: ChatRef, media: Media) -> Path:
        if chat.chat == _TO_FILE:
            target = Path(chat.thread)
        elif media.kind is AttachmentKind.IMAGE:
            target = self._pictures() / media.name
        else:
            target = outputs.in_folder(media.name, Path(chat.thread))
        await asyncio.to_thread(outputs.place, Path(media.path), target)
        return target

    def _pictures(self) -> Path:
        """A folder for previews, so that looking leaves no litter where the person works."""
        if self._picture_dir is None:
            self._picture_dir = Path(tempfile.mkdtemp(prefix="backdrop-"))
        return self._picture_dir

    def _close_order(self, outgoing: Outgoing, order: Order | None, saved: list[Path]) -> None:
        if not outgoing.is_final:
            self._screen.note(outgoing.text)
            return
        output = saved[0] if saved else None
        self._screen.end(outgoing.about or "", is_done=output is not None)
        self._end(order, outgoing.text, output)
        ended = self._ended.get(outgoing.about or "")
        if ended is not None and not ended.done():
            ended.set_result(self.outcomes[-1])

    def _end(self, order: Order | None, text: str, output: Path | None) -> None:
        now_s = time.monotonic()
        self.outcomes.append(Outcome(order, text, output, now_s - self._began_s))
        self._began_s = now_s

    def _show(self, outgoing: Outgoing, saved: list[Path]) -> None:
        self._screen.end(outgoing.about or "", is_done=outgoing.tone is not Tone.FAILED)
        self._screen.close()
        show = self._screen.fail if outgoing.tone is Tone.FAILED else self._screen.note
        show(outgoing.text)
        for path in saved:
            self._screen.result(str(path))
        if outgoing.buttons:
            self._offers = [button.data for button in outgoing.buttons]
            self._screen.note(
                "   ".join(f"[{n}] {b.label}" for n, b in enumerate(outgoing.buttons, 1))
            )

    @contextlib.asynccontextmanager
    async def open(self, attachment: Attachment) -> AsyncIterator[OpenedBytes]:
        """Stream the file. Raises ``ClipMissing``, and ``ClipUnreachable`` where the disk fails."""
        path = Path(attachment.ref)
        try:
            file = await asyncio.to_thread(path.open, "rb")
        except OSError as error:
            raise ClipMissing(f"{path.name}: {error.strerror}") from None

        with file:
            yield OpenedBytes(pieces(file), path.stat().st_size)


async def _read_line() -> str | None:
    """One typed line, or None at the end of the input. Reading never keeps the process alive."""
    loop = asyncio.get_running_loop()
    arrived: asyncio.Future[str | None] = loop.create_future()

    def settle(line: str | None) -> None:
        if not arrived.done():
            arrived.set_result(line)

    def read() -> None:
        line = sys.stdin.readline()
        # The loop may be gone by the time that somebody types.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, line or None)

    threading.Thread(target=read, daemon=True, name="typing").start()
    return await arrived
