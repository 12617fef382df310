"""A file of captions (SubRip, .srt) as text that can go along with words.

Owns how such a file is told from others, and what of it is kept. Pure; the file is a stranger's, so
its size, its encoding and its signs are not trusted. Must not know what becomes of captions.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MAX_BYTES: Final = 256 * 1024
"""Some 4,000 captions; an evening's film has 2,000."""

MAX_CHARACTERS: Final = 120_000

_ENCODINGS: Final = ("utf-8-sig", "utf-16", "cp1252")
"""Tried in this order: what editors write, Windows' Notepad, old programs."""

_TIME: Final = r"\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}"
_CUE: Final = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}", re.MULTILINE)
"""The line of times that each caption has."""


def captions_in(data: bytes) -> str | None:
    """The captions as clean text with plain line ends; None where the file holds none.

    Signs that are no writing are left out, but for line ends and tabs.
    """
    if not data or len(data) > MAX_BYTES:
        return None
    for encoding in _ENCODINGS:
        if encoding == "utf-16" and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        plain = text.replace("\r\n", "\n").replace("\r", "\n")
        kept = "".join(sign for sign in plain if sign in "\n\t" or _is_writing(sign)).strip()
        return kept[:MAX_CHARACTERS] if _CUE.search(kept) else None
    return None


def _is_writing(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn")
