"""Requests that put something into a chat: a text, a picture, a video, an edit.

Owns their shape, their retries where a group has another name now, and their turns. Must not know
which promise goes with a message. Text is always plain: nothing that a person or the backend wrote
can break its formatting. Files are streamed: the library would else hold them whole in memory.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeVar

import telegram
from telegram.constants import ChatAction
from telegram.error import ChatMigrated, RetryAfter, TelegramError

from bots.pacing import Pace
from bots.telegram import faults, limits
from core.errors import DeliveryRefused
from core.model import AttachmentKind, Button, ChatRef, Media, Outgoing
from core.splitting import utf16_length

log = logging.getLogger(__name__)

T = TypeVar("T")

_ROW_WIDTH: Final = 34
"""Letters of labels that a phone shows side by side."""
_MOST_IN_ROW: Final = 3
_ACTION_PERIOD_S: Final = 4.5
"""A chat action lasts 5 s."""
_MEDIA_ANSWER_LIMIT_S: Final = 30 * 60.0
"""A server of one's own passes the file on to Telegram before it answers."""
_NO_PREVIEW: Final = telegram.LinkPreviewOptions(is_disabled=True)


class Sending:
    """What is said, edited and taken away in all chats."""

    def __init__(self, bot: telegram.Bot, pace: Pace) -> None:
        self._bot = bot
        self._pace = pace
        self._moved: dict[int, int] = {}

    def chat_id(self, chat: ChatRef) -> int:
        """The chat's id as Telegram knows it now: a group may have become a supergroup."""
        chat_id = int(chat.chat)
        return self._moved.get(chat_id, chat_id)

    async def send(self, outgoing: Outgoing) -> str:
        """Send a new message when it is its turn; its id. Raises ``DeliveryError``."""
        await self._pace.turn(self.chat_id(outgoing.chat))
        return await self.send_now(outgoing)

    async def send_now(self, outgoing: Outgoing) -> str:
        """The same for one whose turn was taken already."""
        if not outgoing.media:
            return await self._text(outgoing)
        media, *others = outgoing.media
        if others:
            raise DeliveryRefused("several files in one message are not sent to Telegram")
        return await self._file(outgoing, media)

    async def edit(self, outgoing: Outgoing) -> str:
        """Change the message that stands when it is its turn; sent anew where it is gone.

        Its id then. Raises ``DeliveryError``.
        """
        await self._pace.turn(self.chat_id(outgoing.chat))
        return await self.edit_now(outgoing)

    async def edit_now(self, outgoing: Outgoing) -> str:
        """The same for one whose turn was taken already."""
        standing = outgoing.standing
        assert standing is not None  # noqa: S101 - the caller has looked

        async def change(chat_id: int) -> None:
            await self._bot.edit_message_text(
                outgoing.text,
                chat_id=chat_id,
                message_id=int(standing),
                reply_markup=_keyboard(outgoing.buttons),
                link_preview_options=_NO_PREVIEW,
            )

        try:
            await self._asked(outgoing.chat, change, is_expected=_is_about_standing)
        except TelegramError as error:
            if faults.is_unmodified(error):
                return standing
            return await self.send_now(outgoing)
        return standing

    async def delete(self, chat: ChatRef, platform_id: str) -> None:
        """Take a message away. Raises ``DeliveryError`` where that is not allowed."""

        async def remove(chat_id: int) -> None:
            await self._bot.delete_message(chat_id, int(platform_id))

        try:
            await self._asked(chat, remove, is_expected=_is_moved)
        except ChatMigrated as error:
            raise DeliveryRefused(error) from None

    async def _text(self, outgoing: Outgoing) -> str:
        async def say(chat_id: int) -> telegram.Message:
            return await self._bot.send_message(
                chat_id,
                outgoing.text,
                reply_markup=_keyboard(outgoing.buttons),
                link_preview_options=_NO_PREVIEW,
                **_place(outgoing, chat_id),
            )

        return str((await self._asked(outgoing.chat, say)).message_id)

    async def _file(self, outgoing: Outgoing, media: Media) -> str:
        def send(chat_id: int, file: BinaryIO) -> Awaitable[telegram.Message]:
            # Read by the library piece by piece while it is sent.
            streamed = telegram.InputFile(file, filename=media.name, read_file_handle=False)
            method, facts = _method(self._bot, media)
            return method(
                chat_id,
                streamed,
                caption=outgoing.text or None,
                reply_markup=_keyboard(outgoing.buttons),
                read_timeout=_MEDIA_ANSWER_LIMIT_S,
                **facts,
                **_place(outgoing, chat_id),
            )

        async def upload(chat_id: int) -> telegram.Message:
            with _opened(media) as file:
                return await send(chat_id, file)

        async with self._busy(outgoing, media):
            return str((await self._asked(outgoing.chat, upload)).message_id)

    async def _asked(
        self,
        chat: ChatRef,
        request: Callable[[int], Awaitable[T]],
        is_expected: Callable[[TelegramError], bool] = lambda _: False,
    ) -> T:
        """The answer, once more where the group has got another id.

        Raises ``DeliveryError``; what ``is_expected`` is raised as the library has it.
        """
        chat_id = self.chat_id(chat)
        try:
            try:
                return await request(chat_id)
            except ChatMigrated as error:
                # Telegram did nothing: it only says where the group is now.
                self._moved[int(chat.chat)] = error.new_chat_id
                if is_expected(error):
                    raise
                return await request(error.new_chat_id)
        except RetryAfter as error:
            # By the name that it has now: it may have got another right before.
            self._pace.hold(self.chat_id(chat), faults.retry_after_s(error))
            raise faults.delivery_error(error) from None
        except TelegramError as error:
            if is_expected(error):
                raise
            # The library's error may name the address, and so the token: it is left behind.
            raise faults.delivery_error(error) from None

    @contextlib.asynccontextmanager
    async def _busy(self, outgoing: Outgoing, media: Media) -> AsyncIterator[None]:
        """While the block runs, the chat's head shows that a video is being sent."""
        if media.kind is not AttachmentKind.VIDEO:
            yield
            return
        acting = asyncio.create_task(self._act(outgoing.chat))
        try:
            yield
        finally:
            acting.cancel()
            await asyncio.wait({acting})

    async def _act(self, chat: ChatRef) -> None:
        thread = int(chat.thread) if chat.thread else None
        while True:
            try:
                await self._bot.send_chat_action(
                    self.chat_id(chat), ChatAction.UPLOAD_VIDEO, message_thread_id=thread
                )
            except TelegramError as error:
                log.info("A chat action was dropped: %s", faults.cause_of(error))
                return
            await asyncio.sleep(_ACTION_PERIOD_S)


def _is_moved(error: TelegramError) -> bool:
    """Whether the group has another id now. Its messages are counted anew there."""
    return isinstance(error, ChatMigrated)


def _is_about_standing(error: TelegramError) -> bool:
    """Whether an edit was refused for what stands there: the same words, or nothing any more."""
    return faults.is_unmodified(error) or faults.is_edit_impossible(error) or _is_moved(error)


def _method(
    bot: telegram.Bot, media: Media
) -> tuple[Callable[..., Awaitable[telegram.Message]], dict[str, Any]]:
    """The method for that file, and what it is told of it."""
    if media.kind is AttachmentKind.IMAGE and media.size_bytes <= limits.MAX_PHOTO_BYTES:
        return bot.send_photo, {}
    if media.kind is not AttachmentKind.VIDEO or media.is_plain_file:
        return bot.send_document, {"disable_content_type_detection": True, **_thumbnail(media)}
    facts: dict[str, Any] = {"supports_streaming": True, **_thumbnail(media)}
    if media.width and media.height:
        facts |= {"width": media.width, "height": media.height}
    if media.duration_ms:
        facts["duration"] = max(1, round(media.duration_ms / 1000))
    return bot.send_video, facts


def _thumbnail(media: Media) -> dict[str, Any]:
    if media.thumbnail_path is None:
        return {}
    try:
        # At most 200 kB.
        picture = Path(media.thumbnail_path).read_bytes()
    except OSError as error:
        log.info("A thumbnail can't be read (%s); the video goes without.", error.strerror)
        return {}
    return {"thumbnail": telegram.InputFile(picture, filename="thumbnail.jpg")}


def _opened(media: Media) -> BinaryIO:
    try:
        return Path(media.path).open("rb")
    except OSError as error:
        raise DeliveryRefused(f"{media.name}: {error.strerror}") from None


def _place(outgoing: Outgoing, chat_id: int) -> dict[str, Any]:
    """Where in the chat: its topic, and in a group under the message that is answered.

    A group that has moved counts its messages anew, so there the answered one has another id.
    """
    place: dict[str, Any] = {}
    if outgoing.chat.thread:
        place["message_thread_id"] = int(outgoing.chat.thread)
    is_here = chat_id == int(outgoing.chat.chat)
    if outgoing.reply_to is not None and chat_id < 0 and is_here:
        place["reply_parameters"] = telegram.ReplyParameters(
            int(outgoing.reply_to), allow_sending_without_reply=True
        )
    if outgoing.progress is not None:
        place["disable_notification"] = True
    return place


def _keyboard(buttons: tuple[Button, ...]) -> telegram.InlineKeyboardMarkup | None:
    """The buttons in rows, as many side by side as a phone shows whole."""
    rows: list[list[telegram.InlineKeyboardButton]] = []
    width = 0
    for button in buttons:
        width += utf16_length(button.label)
        if not rows or width > _ROW_WIDTH or len(rows[-1]) == _MOST_IN_ROW:
            rows.append([])
            width = utf16_length(button.label)
        rows[-1].append(telegram.InlineKeyboardButton(button.label, callback_data=button.data))
    return telegram.InlineKeyboardMarkup(rows) if rows else None
