"""What the library raises, as the core's delivery errors.

Owns the reading of Telegram's refusals. Must not know what was sent. Whether an outcome is known
is told truly: only what certainly never left, and what Telegram answered, is known.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from core.errors import (
    ChatGone,
    DeliveryDelayed,
    DeliveryError,
    DeliveryForbidden,
    DeliveryMuted,
    DeliveryRefused,
    DeliveryTooLarge,
    DeliveryUnknown,
    PlatformDown,
)

_NOT_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.ProxyError,
)
_GONE: Final = (
    "chat not found",
    "user not found",
    "user is deactivated",
    "group is deactivated",
    "chat was deleted",
    "bot was blocked",
    "bot was kicked",
    "bot is not a member",
    "can't initiate conversation",
    "can't send messages to bots",
    "message thread not found",
    "topic_deleted",
)
"""Nothing more can be said there; compared in lower case."""
_MUTED: Final = (
    "not enough rights to send text messages",
    "have no rights to send a message",
    "chat_write_forbidden",
)
"""Nothing can be said there for want of a right; compared in lower case, before what follows."""
_NO_MEDIA: Final = "not enough rights to send"
_PAGE: Final = ". Parsing the server response"
"""Behind these words the library puts whatever a proxy has answered."""
_TOO_LARGE: Final = ("request entity too large", "file is too big")


def delivery_error(error: TelegramError) -> DeliveryError:
    """The core's error for what went wrong with a request that sends, edits or deletes."""
    text = str(error).lower()
    if isinstance(error, RetryAfter):
        return DeliveryDelayed("flood control", retry_after_s=retry_after_s(error))
    if any(sign in text for sign in _TOO_LARGE):
        return DeliveryTooLarge(error)
    if isinstance(error, Forbidden | BadRequest) and any(sign in text for sign in _GONE):
        return ChatGone(error)
    if isinstance(error, Forbidden | BadRequest) and any(sign in text for sign in _MUTED):
        return DeliveryMuted(error)
    if isinstance(error, BadRequest) and _NO_MEDIA in text:
        return DeliveryForbidden(error)
    if isinstance(error, BadRequest | Forbidden | InvalidToken | ChatMigrated | Conflict):
        return DeliveryRefused(cause_of(error))
    if isinstance(error, NetworkError) and isinstance(error.__cause__, _NOT_SENT):
        return PlatformDown(cause_of(error))
    return DeliveryUnknown(cause_of(error))


def cause_of(error: TelegramError) -> str:
    """What happened, for a log line: never an address or the library's words on a token."""
    if isinstance(error, InvalidToken):
        return "the token is not accepted"
    if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
        under = error.__cause__
        # The library's own error under another: an answer came, and was a page instead of JSON.
        if under is not None and not isinstance(under, TelegramError):
            return type(under).__name__
        if isinstance(error, TimedOut):
            return "TimedOut"
    return str(error).partition(_PAGE)[0]


def retry_after_s(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    given = error.retry_after
    return given.total_seconds() if isinstance(given, timedelta) else float(given)


def is_unmodified(error: TelegramError) -> bool:
    """Whether an edit was refused because the message says just that already."""
    return isinstance(error, BadRequest) and "message is not modified" in str(error).lower()


def is_edit_impossible(error: TelegramError) -> bool:
    """Whether an edit was refused because the message is gone, or too old to be changed."""
    text = str(error).lower()
    return isinstance(error, BadRequest) and (
        "message to edit not found" in text or "message can't be edited" in text
    )
