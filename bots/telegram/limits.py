"""What Telegram takes and gives, as figures with their source.

Owns the numbers. Must not know requests. Source of all: the Bot API's documentation ("Sending
files", "Using a Local Bot API Server", the parameters of the methods) and its FAQ on rates ("My
bot is hitting limits").
"""

from __future__ import annotations

from typing import Final

from bots.pacing import Rate

_MIB: Final = 1024 * 1024

MAX_TEXT: Final = 4096
"""UTF-16 units."""
MAX_CAPTION: Final = 1024
"""UTF-16 units."""
MAX_PHOTO_BYTES: Final = 10 * _MIB
CLOUD_DOWNLOAD_BYTES: Final = 20 * _MIB
CLOUD_UPLOAD_BYTES: Final = 50 * _MIB
LOCAL_DOWNLOAD_BYTES: Final = 2**63 - 1
"""A server of one's own gives out everything."""
LOCAL_UPLOAD_BYTES: Final = 2000 * _MIB

OVERALL: Final = Rate(25, 1.0)
"""Telegram's limit is about 30."""
PRIVATE: Final = (Rate(4, 4.0),)
"""One a second, of which short bursts pass."""
GROUP: Final = (Rate(4, 4.0), Rate(18, 60.0))
"""Telegram's limit is 20 a minute, edits included."""

PRIVATE_PROGRESS_S: Final = 3.0
GROUP_PROGRESS_S: Final = 12.0
"""In a group edits count as messages, of which it takes 20 a minute from all jobs together."""


def is_private(chat_id: int) -> bool:
    """Whether that is a person's chat; those of several people have negative ids."""
    return chat_id > 0


def rates_of(chat_id: int) -> tuple[Rate, ...]:
    """How much may be said there; a person's chat and a group's are counted differently."""
    return PRIVATE if is_private(chat_id) else GROUP


def progress_period_s(chat_id: int) -> float:
    """How long a progress message stands there before it is edited again."""
    return PRIVATE_PROGRESS_S if is_private(chat_id) else GROUP_PROGRESS_S
