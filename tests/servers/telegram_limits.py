"""What the fake Telegram refuses, in the real one's words: for tests.

Owns the refusal, the limits of words and buttons, and the counting of sends. Must not know HTTP.
The sentences are those that the real server gives (tdlib/telegram-bot-api, TDLib).
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.servers.telegram_entities import units
from tests.servers.telegram_values import Room

MAX_TEXT_UNITS = 4096
MAX_CAPTION_UNITS = 1024
MAX_BUTTON_BYTES = 64
MAX_ANSWER_UNITS = 200
MAX_BUTTONS = 100

MIB = 1 << 20
CLOUD_DOWNLOAD_BYTES = 20 * MIB
CLOUD_UPLOAD_BYTES = 50 * MIB
LOCAL_UPLOAD_BYTES = 2000 * MIB
PHOTO_BYTES = 10 * MIB
URL_BYTES = 20 * MIB
THUMBNAIL_BYTES = 200 * 1024
THUMBNAIL_PIXELS = 320


class Refused(Exception):
    """The platform's no: ``{ok: false, error_code, description, parameters}``."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    @property
    def body(self) -> dict[str, Any]:
        """The answer's JSON."""
        body = {"ok": False, "error_code": self.status, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad(description: str, **parameters: Any) -> Refused:
    """A 400 with the prefix that the real server gives."""
    return Refused(400, f"Bad Request: {description}", **parameters)


def flood(retry_after_s: int) -> Refused:
    """A 429."""
    text = f"Too Many Requests: retry after {retry_after_s}"
    return Refused(429, text, retry_after=retry_after_s)


def check_text(text: str) -> None:
    """A message's words. Raises ``Refused``."""
    if not text:
        raise bad("message text is empty")
    if units(text) > MAX_TEXT_UNITS:
        raise bad("message is too long")


def check_caption(text: str) -> None:
    """The words under a file. Raises ``Refused``."""
    if units(text) > MAX_CAPTION_UNITS:
        raise bad("message caption is too long")


def inline_keyboard(markup: Any) -> tuple[tuple[dict[str, Any], ...], ...]:
    """The rows of an inline keyboard; none for another kind of markup. Raises ``Refused``."""
    if markup is None or markup == "":
        return ()
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" not in markup:
        return ()
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    kept = tuple(tuple(_button(button) for button in row) for row in rows if row)
    if sum(map(len, kept)) > MAX_BUTTONS:
        raise bad("REPLY_MARKUP_TOO_LONG")
    return kept


def _button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise bad("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad('can\'t parse inline keyboard button: Field "text" must be of type String')
    if "callback_data" in button:
        data = button["callback_data"]
        if not isinstance(data, str) or not 0 < len(data.encode()) <= MAX_BUTTON_BYTES:
            raise bad("BUTTON_DATA_INVALID")
    elif not {"url", "switch_inline_query", "copy_text", "web_app"} & set(button):
        raise bad(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    return dict(button)


@dataclass(frozen=True)
class Rates:
    """How much the platform lets pass, as measured by users of the real one; None: no limit.

    In a private chat messages are counted, in a group messages and edits. ``burst`` messages may
    come at once before ``chat_per_s`` holds.
    """

    chat_per_s: float | None = 1.0
    burst: int = 3
    group_per_minute: int | None = 20
    overall_per_s: int | None = 30


class Meter:
    """Counts sends and edits against ``rates``; None lets everything pass."""

    def __init__(self, rates: Rates | None) -> None:
        self.rates = rates
        self._overall: deque[float] = deque()
        self._groups: dict[int, deque[float]] = {}
        self._chats: dict[int, tuple[float, float]] = {}

    def count(self, room: Room, *, is_edit: bool) -> None:
        """Count one message or edit. Raises ``Refused`` (429), and then it is not counted."""
        if self.rates is None or (rates := self.rates) is None:
            return
        now_s = time.monotonic()
        waits_s = [_window(self._overall, rates.overall_per_s, 1.0, now_s)]
        group = self._groups.setdefault(room.id, deque())
        if not room.is_private:
            waits_s.append(_window(group, rates.group_per_minute, 60.0, now_s))
        tokens = float(rates.burst)
        is_paced = rates.chat_per_s is not None and not is_edit
        if is_paced and rates.chat_per_s is not None:
            left, at_s = self._chats.get(room.id, (tokens, now_s))
            tokens = min(tokens, left + (now_s - at_s) * rates.chat_per_s)
            waits_s.append(0.0 if tokens >= 1 else (1 - tokens) / rates.chat_per_s)
        if (wait_s := max(waits_s)) > 0:
            raise flood(max(1, math.ceil(wait_s)))
        self._overall.append(now_s)
        group.append(now_s)
        if is_paced:
            self._chats[room.id] = (tokens - 1, now_s)


def _window(times: deque[float], limit: int | None, length_s: float, now_s: float) -> float:
    """How long until one more fits into the window, in seconds."""
    while times and times[0] <= now_s - length_s:
        times.popleft()
    if limit is None or len(times) < limit:
        return 0.0
    return times[len(times) - limit] + length_s - now_s


def check_album(kinds: Iterable[str]) -> None:
    """Two to ten, and documents and audio only among themselves. Raises ``Refused``."""
    found = list(kinds)
    if not found:
        raise bad("group send failed: MEDIA_EMPTY")
    if not 2 <= len(found) <= 10:
        raise bad(
            "too few messages to send as an album"
            if len(found) < 2
            else "too many messages to send as an album"
        )
    if {"document", "audio"} & set(found) and len(set(found)) > 1:
        raise bad("document and audio can't be mixed with other media types")
    if not set(found) <= {"photo", "video", "document", "audio"}:
        raise bad("type of the InputMedia is unsupported in an album")
