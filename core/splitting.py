"""A long text in pieces that a platform takes, cut where a reader would pause.

Owns where a text may be cut. Must not know platforms: the limits are given. Lengths are UTF-16
units, as Telegram counts; a limit kept in them is kept in characters too.
"""

import re
import unicodedata
from typing import Final

_ANYWHERE, _BLANK, _SENTENCE, _LINE, _PARAGRAPH = range(5)
"""How good a place is to cut at: between two characters, words, sentences, lines, paragraphs."""
_NEVER: Final = 255

_BLANKS: Final = re.compile(r"\s+")
_NEW_LINE: Final = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_SENTENCE_END: Final = re.compile(r"[.!?…。！？][\"'”’»)\]*_`]*\Z")
# Chinese puts no blank behind a sentence; what closes a quotation or bold belongs to it.
_CHINESE_END: Final = re.compile(r"[。！？；…]+[”’」』）》】*_`]*")
_LINK: Final = re.compile(r"(?:https?://|www\.)[!-~\u00c0-\u0dff]+", re.IGNORECASE)
_SPANS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"\*\*[^*\n]+\*\*",
        r"(?<![A-Za-z0-9*])\*[^*\s][^*\n]*\*(?![A-Za-z0-9*])",
        r"(?<![A-Za-z0-9_])_[^_\n]+_(?![A-Za-z0-9_])",
        r"`[^`\n]+`",
        r'"[^"\n]+"',
        r"“[^“”\n]+”",
        r"‘[^‘’\n]+’",
        r"«[^«»\n]+»",
        r"「[^「」\n]+」",
        r"『[^『』\n]+』",
    )
)

_ZWJ: Final = "\u200d"
_EXTENDING: Final = frozenset("\u200c\u200d\uff9e\uff9f")
_VIRAMA: Final = 9  # the canonical combining class of signs that join two Indic consonants


def utf16_length(text: str) -> int:
    """The length of a text in UTF-16 units: characters beyond the BMP count twice."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def split(text: str, first_limit: int, limit: int | None = None) -> list[str]:
    """The text in pieces of at most ``limit`` UTF-16 units, the first of at most ``first_limit``.

    Without ``limit``, the first one's holds for all. Only blanks at the cuts, and at both ends of
    a text that is cut, are lost; a text that fits comes back as it is, one of blanks alone as no
    piece. Links, and spans in bold, italics, code or quotation marks, are cut only if they fit
    into no piece; what a reader sees as one character only if it alone is longer than a piece.

    Raises ``ValueError`` for a limit below 2, which not every character fits into.
    """
    others = first_limit if limit is None else limit
    if min(first_limit, others) < 2:
        raise ValueError("a piece must have room for one character: two UTF-16 units")
    if not text.strip():
        return []
    if len(text) <= first_limit and utf16_length(text) <= first_limit:
        return [text]
    text = text.rstrip()
    places = _places(text, max(first_limit, others))
    pieces: list[str] = []
    start = _behind_blanks(text, 0)
    while start < len(text):
        end = _furthest(text, start, others if pieces else first_limit)
        if end < len(text):
            end = _cut(text, places, start, end)
        piece = text[start:end].rstrip()
        if piece:  # blanks alone are a piece only where a giant character began with them
            pieces.append(piece)
        start = _behind_blanks(text, end)
    return pieces


def _cut(text: str, places: tuple[bytes, ...], start: int, end: int) -> int:
    """The best place behind ``start``, at most ``end``; each of ``places`` is less strict."""
    half = (start + end + 1) // 2
    for rank in places:
        for least in (half, start + 1):
            for quality in (_PARAGRAPH, _LINE, _SENTENCE, _BLANK):
                found = rank.rfind(quality, max(least, start + 1), end + 1)
                if found != -1:
                    return found
        for place in range(end, start, -1):
            if rank[place] != _NEVER and _is_between(text, start, place):
                return place
    # One character that is longer than a piece: cut inside, but never a pair of surrogates.
    return end - 1 if end - 1 > start and _is_pair(text[end - 1], text[end]) else end


def _places(text: str, longest: int) -> tuple[bytes, ...]:
    """How good each place is: all spans kept whole, then links alone, then nothing.

    A span longer than the longest piece is cut in any case, so it is not kept.
    """
    free = bytearray(len(text) + 1)
    for match in _CHINESE_END.finditer(text):
        if match.end() < len(text) and _is_between(text, match.start(), match.end()):
            free[match.end()] = _SENTENCE
    for match in _BLANKS.finditer(text):
        start, end = match.span()
        if end < len(text) and _is_extending(text[end]):
            end -= 1  # an accent sits on the last blank
        if end > start:
            free[start] = max(free[start], _rank(text, start, match[0]))
    links = bytearray(free)
    _keep_whole(links, _LINK, text, longest)
    all_spans = bytearray(links)
    for pattern in _SPANS:
        _keep_whole(all_spans, pattern, text, longest)
    return bytes(all_spans), bytes(links), bytes(free)


def _keep_whole(rank: bytearray, pattern: re.Pattern[str], text: str, longest: int) -> None:
    for match in pattern.finditer(text):
        start, end = match.span()
        if end - start <= longest and utf16_length(match[0]) <= longest:
            rank[start + 1 : end] = bytes([_NEVER]) * (end - start - 1)


def _rank(text: str, start: int, blanks: str) -> int:
    lines = len(_NEW_LINE.findall(blanks))
    if lines:
        return _PARAGRAPH if lines > 1 else _LINE
    return _SENTENCE if _SENTENCE_END.search(text[max(0, start - 8) : start]) else _BLANK


def _furthest(text: str, start: int, limit: int) -> int:
    """The last place that is at most ``limit`` UTF-16 units behind ``start``."""
    end = min(len(text), start + limit)
    room = limit - utf16_length(text[start:end])
    while room < 0:
        end -= 1
        room += 2 if text[end] > "\uffff" else 1
    return end


def _behind_blanks(text: str, start: int) -> int:
    blanks = _BLANKS.match(text, start)
    if blanks is None:
        return start
    end = blanks.end()
    return end - 1 if end < len(text) and _is_extending(text[end]) else end


def _is_between(text: str, start: int, place: int) -> bool:
    """Whether a place lies between two characters as a reader sees them, from ``start`` on.

    Unicode's extended grapheme clusters (UAX 29), read from what the standard library knows:
    where that lacks a property, more is kept together than need be.
    """
    if place >= len(text):
        return True
    before, after = text[place - 1], text[place]
    if before < "\u0300" and after < "\u0300":
        return not (before == "\r" and after == "\n")
    if _is_pair(before, after) or _is_extending(after):
        return False
    if before == _ZWJ:
        return after.isspace() or after.isascii()
    if _is_flag_half(before) and _is_flag_half(after):
        halves = 0
        while place - halves > start and _is_flag_half(text[place - halves - 1]):
            halves += 1
        return halves % 2 == 0
    if unicodedata.combining(before) == _VIRAMA:
        return not after.isalpha()
    return not _is_one_syllable(before, after)


def _is_pair(before: str, after: str) -> bool:
    """Two surrogates that stand as two characters, as half-decoded text has them."""
    return "\ud800" <= before <= "\udbff" and "\udc00" <= after <= "\udfff"


def _is_extending(letter: str) -> bool:
    """Accents, variation selectors, joiners, skin tones, tags of flags: parts of what precedes."""
    return (
        letter in _EXTENDING
        or unicodedata.category(letter)[0] == "M"
        or "\U0001f3fb" <= letter <= "\U0001f3ff"
        or "\U000e0020" <= letter <= "\U000e007f"
    )


def _is_flag_half(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _is_one_syllable(before: str, after: str) -> bool:
    """Korean letters: a syllable is leading ones, vowels, trailing ones, or begins composed."""
    is_composed = "\uac00" <= before <= "\ud7a3"
    is_open = is_composed and (ord(before) - 0xAC00) % 28 == 0
    if "\u1100" <= before <= "\u115f":
        return "\u1100" <= after <= "\u11a7" or "\uac00" <= after <= "\ud7a3"
    if is_open or "\u1160" <= before <= "\u11a7":
        return "\u1160" <= after <= "\u11ff"
    return (is_composed or "\u11a8" <= before <= "\u11ff") and "\u11a8" <= after <= "\u11ff"
