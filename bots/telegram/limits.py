"""What Telegram takes and gives, as figures with their source.

Owns the numbers. Must not know requests. Source of all: the Bot API's documentation ("Sending
files", "Using a Local Bot API Server", the parameters of the methods) and its FAQ on rates.
"""

from __future__ import annotations

from typing import Final

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
