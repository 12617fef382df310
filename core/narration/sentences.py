"""A text as lines of sentences, and a sentence as clauses; what is quoted is never cut.

Owns where a sentence or a clause begins. Must not know what it says.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_QUOTED: Final = re.compile(
    r"“[^“”]*”|「[^「」]*」|『[^『』]*』|«[^«»]*»|\"[^\"\n]*\"|(?<!\w)['‘][^'‘’\n]*['’](?!\w)"
)
_MARKER: Final = re.compile(r"[ \t]*(?:(?:[-*•·]|\(?\d{1,2}[.)、])[ \t]+|\d{1,2}、)?")
_CLOSED: Final = r"[\"'”’」』）)\]*]{0,4}"
_END: Final = re.compile(rf"(?:[.!?…]{{1,8}}{_CLOSED}(?=\s)|[。！？]{{1,8}}{_CLOSED})\s*")
_ENDED: Final = re.compile(rf"[.!?…]{_CLOSED}\s+$|[。！？]{_CLOSED}\s*$")
_ABBREVIATION: Final = re.compile(r"\b(?:e\.g|i\.e|vs|approx|mr|mrs|dr)\.$", re.I)
_CLAUSE: Final = re.compile(
    r"(?:[,;:](?=\s)|[，；：]|\s[-–—](?=\s))\s*(?:(?:and|or|then|but|so)\b)?"
    r"|\s(?=(?:and|or|then|but|so)\s)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its list marker or indentation, and its sentences, which joined are the rest."""

    marker: str
    sentences: tuple[str, ...]

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list."""
        return bool(self.marker.strip())

    @property
    def is_heading(self) -> bool:
        """Whether it only announces the lines after it."""
        return bool(self.sentences) and self.sentences[-1].rstrip(" *").endswith((":", "："))


def masked(text: str) -> str:
    """The text with every quotation blotted out, of the same length."""
    return _QUOTED.sub(lambda match: "“" + "x" * (len(match.group()) - 2) + "”", text)


def lines(text: str) -> list[Line]:
    """The lines of a text."""
    return [_line(line) for line in text.split("\n")]


def sentences(text: str) -> list[str]:
    """The sentences of one line, each with the blanks behind it; joined they are the line."""
    blotted = masked(text)
    ends = [
        match.end()
        for match in _END.finditer(blotted)
        if not _ABBREVIATION.search(blotted[max(0, match.start() - 8) : match.end()].rstrip())
    ]
    edges = [0, *(end for end in ends if end < len(text)), len(text)]
    return [text[start:end] for start, end in pairwise(edges) if end > start]


def clauses(sentence: str) -> list[str]:
    """The clauses of a sentence; joined they are the sentence again."""
    cuts = {match.start() + _kept(match.group()) for match in _CLAUSE.finditer(masked(sentence))}
    edges = [0, *sorted(cut for cut in cuts if 0 < cut < len(sentence)), len(sentence)]
    return [sentence[start:end] for start, end in pairwise(edges)]


def settled(text: str) -> str:
    """The text without its last sentence, as long as that may still go on.

    A heading is held back until something stands under it.
    """
    head, newline, tail = text.rpartition("\n")
    line = _line(tail)
    whole = line.sentences
    if whole and not _ENDED.search(whole[-1]):
        whole = whole[:-1]
    kept = head + newline + (line.marker + "".join(whole) if whole else "")
    ended = kept.rstrip()
    while ended.endswith((":", "：")):
        ended = ended.rpartition("\n")[0].rstrip()
        kept = ended + "\n"
    return kept


def _line(text: str) -> Line:
    match = _MARKER.match(text)
    marker = match.group() if match else ""
    return Line(marker, tuple(sentences(text[len(marker) :])))


def _kept(separator: str) -> int:
    """How much of a separator belongs to the clause before it: the mark, not the word."""
    return len(separator) - len(separator.lstrip(",;:，；：")) if separator[0] in ",;:，；：" else 0
