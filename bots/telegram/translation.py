"""From Telegram's updates to the core's values.

Owns what in an update is a clip, words, a command, a tap or news of a chat. Must not know what any
of them leads to. Nothing in an update is believed beyond what it claims.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import telegram
from telegram.constants import ChatMemberStatus, ChatType, MessageEntityType

from bots.telegram import menu
from core.media import kind_of_name
from core.model import (
    Attachment,
    AttachmentKind,
    Body,
    ChatRef,
    Command,
    Inbound,
    Incoming,
    Left,
    Moved,
    Press,
    Sender,
    Text,
    message_id,
)

NAME: Final = "telegram"
ALLOWED_UPDATES: Final = ("message", "edited_message", "callback_query", "my_chat_member")
_COMMANDS: Final = frozenset(("start", "edit", *menu.COMMANDS))
"""Those that are ours also where several bots listen and none is named."""
_AFTER_COMMAND: Final = ",.:;!?"
_GROUPS: Final = (ChatType.GROUP, ChatType.SUPERGROUP)
_OUT: Final = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)

Holder = telegram.Message | telegram.ExternalReplyInfo
"""What may have files: a message, or what is told of one in another chat."""


@dataclass(frozen=True, slots=True)
class Translation:
    """Reads updates for the bot of that id and name."""

    bot_id: int
    username: str

    def inbound(self, update: telegram.Update) -> Inbound | None:
        """What the update means for the core; None for what is none of our business."""
        if update.callback_query is not None:
            return self._pressed(update.update_id, update.callback_query)
        if update.my_chat_member is not None:
            return self._membership(update.update_id, update.my_chat_member)
        message = update.message or update.edited_message
        if message is None:
            return None
        if message.migrate_to_chat_id is not None:
            after = ChatRef(NAME, str(self.bot_id), str(message.migrate_to_chat_id))
            return Moved(chat=after, before=self.chat(message.chat))
        if message.migrate_from_chat_id is not None:
            # The same news, told in the new chat, where nothing that follows may overtake it.
            before = ChatRef(NAME, str(self.bot_id), str(message.migrate_from_chat_id))
            return Moved(chat=self.chat(message.chat), before=before)
        return self._message(update.update_id, message, is_edited=update.message is None)

    def chat(self, chat: telegram.Chat, thread: int | None = None) -> ChatRef:
        """The chat, or the topic of it."""
        return ChatRef(NAME, str(self.bot_id), str(chat.id), str(thread or ""))

    def _message(
        self, update_id: int, message: telegram.Message, *, is_edited: bool
    ) -> Incoming | None:
        is_direct = message.chat.type == ChatType.PRIVATE
        if not is_direct and message.chat.type not in _GROUPS:
            return None
        if message.is_automatic_forward or (message.from_user or message.sender_chat) is None:
            return None
        is_named = self._is_named(message)
        body = self._body(message, is_meant=is_direct or is_named)
        if body is None and (is_direct or is_named) and not is_edited:
            body = _wish_without_words(message)
        if body is None:
            return None
        chat = self.chat(message.chat, message.message_thread_id if _is_topic(message) else None)
        answered = _answered(message)
        others = () if message.external_reply is None else attachments(message.external_reply)
        at = message.edit_date if is_edited else message.date
        return Incoming(
            id=message_id(chat, update_id),
            chat=chat,
            sender=_sender(message),
            body=body,
            at=at or message.date,
            attachments=(*attachments(message), *others),
            album=message.media_group_id,
            platform_id=str(message.message_id),
            reply_to=str(answered.message_id) if answered else None,
            quoted=self._quoted(answered) if answered else (),
            is_direct=is_direct,
            mentions_bot=is_named,
            is_edited=is_edited,
        )

    def _quoted(self, answered: telegram.Message) -> tuple[Attachment, ...]:
        """The files of the answered message; what the bot itself made is no clip to begin with."""
        is_ours = answered.from_user is not None and answered.from_user.id == self.bot_id
        return () if is_ours else attachments(answered)

    def _body(self, message: telegram.Message, *, is_meant: bool) -> Body | None:
        """Words or a command; None for what says nothing to us, or is meant for another bot."""
        text, entities = _words(message)
        length = _command_length(entities)
        if length:
            name, _, addressee = text[:length].removeprefix("/").lower().partition("@")
            is_others = bool(addressee) and addressee != self.username.lower()
            if is_others or (name not in _COMMANDS and not is_meant):
                return None
            return Command(name, self._without_name(text[length:].lstrip(_AFTER_COMMAND)))
        if text or attachments(message):
            return Text(self._without_name(text))
        return None

    def _without_name(self, text: str) -> str:
        """The words without the bot's own name, by which they were addressed."""
        name = rf"(?<![\w@])@{re.escape(self.username)}\b[,:]?[^\S\n]*"
        return re.sub(name, "", text, flags=re.IGNORECASE).strip()

    def _is_named(self, message: telegram.Message) -> bool:
        answered = _answered(message)
        if answered and answered.from_user and answered.from_user.id == self.bot_id:
            return True
        name = f"@{self.username}".lower()
        found = message.parse_entities() | message.parse_caption_entities()
        for entity, words in found.items():
            if entity.type in (MessageEntityType.MENTION, MessageEntityType.BOT_COMMAND):
                if words.lower().endswith(name):
                    return True
            elif entity.user is not None and entity.user.id == self.bot_id:
                return True
        return False

    def _pressed(self, update_id: int, query: telegram.CallbackQuery) -> Incoming | None:
        message = query.message
        if message is None or query.data is None:
            return None
        whole = message if isinstance(message, telegram.Message) else None
        thread = whole.message_thread_id if whole and _is_topic(whole) else None
        chat = self.chat(message.chat, thread)
        return Incoming(
            id=message_id(chat, update_id),
            chat=chat,
            sender=_person(query.from_user),
            body=Press(query.data),
            # Telegram doesn't say when it was tapped, and keeps no tap for long.
            at=datetime.now(UTC),
            reply_to=str(message.message_id),
            is_direct=message.chat.type == ChatType.PRIVATE,
        )

    def _membership(self, update_id: int, news: telegram.ChatMemberUpdated) -> Inbound | None:
        """The bot was blocked, removed, or brought into a group, where it introduces itself."""
        chat = self.chat(news.chat)
        was_out = news.old_chat_member.status in _OUT
        if news.new_chat_member.status in _OUT:
            return Left(chat)
        if was_out and news.chat.type in _GROUPS:
            return Incoming(
                id=message_id(chat, update_id),
                chat=chat,
                sender=_person(news.from_user),
                body=Command("start"),
                at=news.date,
                is_direct=False,
            )
        return None


def attachments(holder: Holder) -> tuple[Attachment, ...]:
    """The files of a message. A message has one at most; ``ref`` is Telegram's file id."""
    if holder.video is not None:
        return (_attachment(holder.video, AttachmentKind.VIDEO, "video"),)
    if holder.animation is not None:
        # Comes along with a document that is the same file.
        return (_attachment(holder.animation, AttachmentKind.VIDEO, "animation"),)
    if holder.document is not None:
        return (_attachment(holder.document, _kind(holder.document), "file"),)
    if holder.video_note is not None:
        return (_attachment(holder.video_note, AttachmentKind.VIDEO, "round video"),)
    if holder.photo:
        largest = max(holder.photo, key=lambda size: size.width * size.height)
        return (_attachment(largest, AttachmentKind.IMAGE, "photo"),)
    if holder.audio is not None:
        return (_attachment(holder.audio, AttachmentKind.AUDIO, "audio"),)
    if holder.voice is not None:
        return (_attachment(holder.voice, AttachmentKind.AUDIO, "voice message"),)
    return ()


def _wish_without_words(message: telegram.Message) -> Body | None:
    """A sticker, a place, a contact: nothing to work with, but somebody who wants something."""
    return Command("help") if message.effective_attachment is not None else None


def _attachment(
    file: telegram.Video
    | telegram.Animation
    | telegram.Document
    | telegram.VideoNote
    | telegram.PhotoSize
    | telegram.Audio
    | telegram.Voice,
    kind: AttachmentKind,
    called: str,
) -> Attachment:
    duration = getattr(file, "duration", None)
    return Attachment(
        ref=file.file_id,
        kind=kind,
        name=getattr(file, "file_name", None) or called,
        mime=getattr(file, "mime_type", None) or "",
        size_bytes=file.file_size,
        duration_ms=_ms(duration) if isinstance(duration, timedelta) else None,
    )


def _ms(duration: timedelta) -> int:
    return int(duration.total_seconds() * 1000)


def _kind(document: telegram.Document) -> AttachmentKind:
    """What a file sent as such claims to be, by its type, else by its name."""
    mime = document.mime_type or mimetypes.guess_type(document.file_name or "")[0] or ""
    named = {
        "video": AttachmentKind.VIDEO,
        "image": AttachmentKind.IMAGE,
        "audio": AttachmentKind.AUDIO,
    }.get(mime.partition("/")[0])
    return named or kind_of_name(document.file_name or "")


def _answered(message: telegram.Message) -> telegram.Message | None:
    """The message that this one answers. In a topic every message "answers" its first one."""
    answered = message.reply_to_message
    if answered is None or answered.forum_topic_created is not None:
        return None
    return answered


def _words(message: telegram.Message) -> tuple[str, Sequence[telegram.MessageEntity]]:
    if message.text is not None:
        return message.text, message.entities
    return message.caption or "", message.caption_entities


def _command_length(entities: Sequence[telegram.MessageEntity]) -> int:
    """The length of the command that the words begin with, which is ASCII; 0 without one.

    Other entities may begin there too: a bold command is one and the other.
    """
    return next(
        (
            entity.length
            for entity in entities
            if entity.type == MessageEntityType.BOT_COMMAND and not entity.offset
        ),
        0,
    )


def _is_topic(message: telegram.Message) -> bool:
    return bool(message.is_topic_message)


def _sender(message: telegram.Message) -> Sender:
    """Who wrote: a person, or a chat in whose name they did, which is no bot.

    That is the group for an admin who stays anonymous, else a channel. ``from_user`` is then a bot
    that stands in for it.
    """
    if message.sender_chat is not None:
        return Sender(str(message.sender_chat.id), message.sender_chat.effective_name or "")
    assert message.from_user is not None  # noqa: S101 - the caller has looked
    return _person(message.from_user)


def _person(user: telegram.User) -> Sender:
    return Sender(str(user.id), user.full_name, user.is_bot, user.language_code)
