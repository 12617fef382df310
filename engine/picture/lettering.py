"""A line of words in as many fonts as its scripts need, left to right or right to left.

Owns the pieces of a line and where each begins. Within a piece the shaping library (raqm) sets
joined and right-to-left scripts; between pieces the line's own direction holds, which is that of
its first strong sign (Unicode Standard Annex #9, rule P2). Must not know plates or places.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.picture.fonts import font_for

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

_RIGHT_TO_LEFT = ("R", "AL")
_STRONG = ("L", *_RIGHT_TO_LEFT)


@dataclass(frozen=True)
class Lettering:
    """A line that can be drawn: its pieces in the order in which they are read."""

    pieces: tuple[tuple[str, FreeTypeFont], ...]
    is_right_to_left: bool

    @property
    def length_px(self) -> float:
        """How wide the line is."""
        return sum(font.getlength(text) for text, font in self.pieces)

    def draw(self, pen: ImageDraw, left: float, middle: float) -> None:
        """Draw it in white, from `left` on, its letters' middle at that height."""
        pieces = reversed(self.pieces) if self.is_right_to_left else self.pieces
        baseline = middle + self._rise_px() / 2
        for text, font in pieces:
            pen.text((left, baseline), text, font=font, fill=255, anchor="ls")
            left += font.getlength(text)

    def _rise_px(self) -> float:
        """Height of capital letters, or of what is like them, over the baseline."""
        return max(font.size * 0.72 for _, font in self.pieces)


def lettering(text: str, size_px: int) -> Lettering | None:
    """The line in the fonts that it needs; None where a sign of it can't be drawn."""
    whole = font_for(text, size_px)
    if whole is not None:
        return Lettering(((text, whole),), is_right_to_left(text))
    pieces: list[tuple[str, FreeTypeFont]] = []
    for word in _words(text):
        font = font_for(word, size_px)
        if font is None:
            signs = _lettered(word, size_px)
            if signs is None:
                return None
            pieces += signs
        elif pieces and font_for(pieces[-1][0] + word, size_px) is pieces[-1][1]:
            pieces[-1] = (pieces[-1][0] + word, pieces[-1][1])
        else:
            pieces.append((word, font))
    return Lettering(tuple(pieces), is_right_to_left(text)) if pieces else None


def is_right_to_left(text: str) -> bool:
    """Whether the first sign that has a direction goes to the left."""
    strong = (unicodedata.bidirectional(sign) for sign in text)
    return next((one for one in strong if one in _STRONG), "L") in _RIGHT_TO_LEFT


def _lettered(word: str, size_px: int) -> list[tuple[str, FreeTypeFont]] | None:
    """A word of several scripts: the longest beginnings that one font can draw, one by one."""
    pieces: list[tuple[str, FreeTypeFont]] = []
    while word:
        for end in range(len(word), 0, -1):
            font = font_for(word[:end], size_px)
            if font is not None:
                pieces.append((word[:end], font))
                word = word[end:]
                break
        else:
            return None
    return pieces


def _words(text: str) -> list[str]:
    """The words, each with the blank behind it."""
    words = text.split(" ")
    return [word + " " for word in words[:-1]] + ([words[-1]] if words[-1] else [])
