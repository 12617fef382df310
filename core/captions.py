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

MAX_CHARACTERS: Final = 140_000
"""What an agent takes along with a few words."""

_MOST_ACCENTS: Final = 0.2
"""Of a text in a western alphabet, the share of bytes beyond ASCII. One of more is in another
script, and which old encoding that was can't be known, but for Chinese."""

_JOINERS: Final = "\u200c\u200d"
"""They shape the letters of Persian and of Indian scripts, and join emoji."""

_CHINESE_MARKS: Final = "，。！？；：、“”‘’（）《》〈〉【】「」『』—…·～￥％　"

_TIME: Final = r"\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}"
_CUE: Final = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}", re.MULTILINE)
"""The line of times that each caption has."""


def captions_in(data: bytes) -> str | None:
    """The captions as clean text with plain line ends; None where the file holds none that can be
    read for certain, or more than go along with words.

    Signs that are no writing are left out, but for line ends and tabs.
    """
    text = _decoded(data) if data and len(data) <= MAX_BYTES else None
    if text is None:
        return None
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in plain if sign in "\n\t" or _is_writing(sign)).strip()
    return kept if _CUE.search(kept) and len(kept) <= MAX_CHARACTERS else None


def _decoded(data: bytes) -> str | None:
    """The text in what editors write, or in the old encodings of the west and of China; None where
    it would be a guess."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _strictly(data, "utf-16")
    text = _strictly(data, "utf-8-sig")
    if text is not None:
        return text
    beyond = sum(byte > 0x7F for byte in data)
    letters = sum(chr(byte).isalpha() for byte in data if byte < 0x80)
    if beyond <= _MOST_ACCENTS * (beyond + letters):
        return _strictly(data, "cp1252")
    text = _strictly(data, "gb18030")
    return text if text is not None and all(map(_is_chinese, text)) else None


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_chinese(sign: str) -> bool:
    """Whether a sign is ASCII, or one that Chinese is written with."""
    return sign.isascii() or "\u4e00" <= sign <= "\u9fff" or sign in _CHINESE_MARKS


def _is_writing(sign: str) -> bool:
    return sign in _JOINERS or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn")
