"""Text into atoms: words, Han characters and kana, numbers, clock times, quotations and marks.

Owns the reading of characters; knows no meaning. Atoms are compared by their normalised text
(NFKC, lower case, Simplified Chinese); `start` and `end` are offsets in the text as it was written,
so that a quotation comes back untouched.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "word",
    "han",
    "kana",
    "number",
    "clock",
    "hex",
    "quoted",
    "file",
    "mark",
    "sign",
    "cues",
    "unknown",
]

MAX_CHARACTERS = 1000
"""Longer texts are not read: an instruction is a sentence or two."""

MAX_ATOMS = 160
"""Nor are texts of more words (or Han characters) than this; a quotation counts as one."""

_SAME = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "‛": "'",
        "`": "'",
        "´": "'",
        "–": "-",
        "—": "-",
        "－": "-",
        "−": "-",
        "～": "~",
        "〜": "~",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
    }
)
_TRADITIONAL = str.maketrans(
    "換辦後將剪掉刪圖標題開頭結視頻藍綠紅黃顏單純淺虛幫還來裡裏個這張發頂間寫場變環鐘從時撤銷復為當並讓會麼嗎給請別點顯現動麗無邊雲資訊號書樣後實應該"
    "設",
    "换办后将剪掉删图标题开头结视频蓝绿红黄颜单纯浅虚帮还来里里个这张发顶间写场变环钟从时撤销复为当并让会么吗给请别点显现动丽无边云资讯号书样后实应该"
    "设",
)
_EXTENSIONS = (
    "mp4|mov|avi|webm|mkv|m4v|jpg|jpeg|png|gif|webp|bmp|avif|heic|heif|tif|tiff"
    "|mp3|wav|m4a|aac|ogg|flac|opus"
)
_KANA = "\u3041-\u3096\u30a1-\u30fa\u30fc"
_TOKEN = re.compile(
    rf"""
      (?P<quoted>"[^"\n]+" | (?<![a-z])'(?:[^'\n]|(?<=\w)'(?=[a-z]))+'(?![a-z])
        | 「[^」\n]+」 | 『[^』\n]+』 | 《[^》\n]+》 )
    | (?P<hex>\#(?:[0-9a-f]{{6}}|[0-9a-f]{{3}})(?![0-9a-z]))
    | (?P<clock>\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\.\d{{1,3}})?(?![\d:]))
    | (?P<file>[a-z0-9_](?:[\w\-]|\.(?=\w))*\.(?:{_EXTENSIONS})(?![a-z0-9]))
    | (?P<number>\d{{1,6}}(?:\.\d{{1,3}})?(?!\.?\d))
    | (?P<han>[\u3400-\u9fff])
    | (?P<kana>[{_KANA}])
    | (?P<word>[^\W\d_\u3400-\u9fff{_KANA}]+(?:'[^\W\d_\u3400-\u9fff{_KANA}]+)*)
    | (?P<sign>[%×°/])
    | (?P<mark>[-=]>|[-~,.;:!?&+\n、。…])
    | (?P<unknown>\S)
    """,
    re.VERBOSE,
)
_JOINERS = "\ufe0f\u200d\u200b\ufeff"
_POLITE = "🙏👍😊🙂😀😄🎉👌❤♥¿¡"


@dataclass(frozen=True, slots=True)
class Atom:
    """One unit of an instruction. `text` is normalised; for a quotation, what stands between; for
    `cues`, a block of captions as it was written."""

    kind: Kind
    text: str
    start: int
    end: int
    is_after_space: bool = False


def atoms(written: str) -> list[Atom]:
    """The atoms of a text, in order; signs of mere politeness are left out."""
    text, offsets = _normalised(written)
    found: list[Atom] = []
    for match in _TOKEN.finditer(text):
        kind: Kind = match.lastgroup  # type: ignore[assignment]
        start, end = offsets[match.start()], offsets[match.end() - 1] + 1
        value = match.group()
        if kind == "unknown" and value in _POLITE:
            continue
        if kind == "quoted":
            value = written[start + 1 : end - 1].strip()
            kind = "quoted" if value else "unknown"
        is_after_space = match.start() > 0 and text[match.start() - 1].isspace()
        found.append(Atom(kind, value, start, end, is_after_space))
    return [atom for at, atom in enumerate(found) if not _is_hyphen(found, at)]


def folded(word: str) -> str:
    """A text as atoms compare it."""
    return _normalised(word)[0]


def _is_hyphen(found: list[Atom], at: int) -> bool:
    """Whether the atom only joins two words ("green-screen", "5-second")."""
    if found[at].text != "-" or at == 0 or at + 1 == len(found):
        return False
    before, after = found[at - 1], found[at + 1]
    is_tight = before.end == found[at].start and found[at].end == after.start
    return is_tight and before.kind in ("word", "number") and after.kind == "word"


def _normalised(written: str) -> tuple[str, list[int]]:
    """The text in the form that is compared, and for each of its characters where it came from."""
    characters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(written):
        if character in _JOINERS:
            continue
        plain = unicodedata.normalize("NFKC", character.translate(_SAME)).lower()
        plain = plain.translate(_SAME).translate(_TRADITIONAL)
        characters.extend(plain)
        offsets.extend([offset] * len(plain))
    return "".join(characters), offsets
