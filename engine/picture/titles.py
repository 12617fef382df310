"""Titles: words on the picture for a while, readable on anything.

Owns how a title looks: white on a dark translucent plate with round corners, as large as the
canvas asks for, wrapped at words (or anywhere, in scripts without spaces), at the top, in the
middle or at the bottom, clear of the edges where apps draw their own signs. Must not know time.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Literal

from engine.picture.fonts import font_for

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

    from engine.picture.overlay import Overlay

Position = Literal["top", "middle", "bottom"]

SIZE_SHARE = 0.062
"""Height of the letters as a share of the canvas' shorter side."""
LEAST_SIZE_SHARE = 0.03
MAX_LINES = 4
WIDTH_SHARE = 0.8
"""Of the canvas, for the longest line."""
EDGE_SHARE = 0.08
"""Of the canvas' height, free above and below."""
PADDING = 0.55
LEADING = 1.3
"""Both in heights of the letters."""
PLATE_OPACITY = 0.55
MAX_TEXT = 500
"""Signs of a title; what is longer is cut with an ellipsis."""
NO_WRITING = ("Cc", "Cf", "Cs")
"""Unicode's categories of controls, of marks that turn or join text, and of halves of signs."""


def can_draw(text: str) -> bool:
    """Whether this machine has a font for every sign of the text."""
    return bool(text.strip()) and font_for(_clean(text), 24) is not None


def draw_title(text: str, position: Position, width_px: int, height_px: int) -> Overlay | None:
    """A title for a canvas of that size; None where no font can draw it or nothing is left."""
    words = _clean(text)
    shorter = min(width_px, height_px)
    size_px = max(8, round(SIZE_SHARE * shorter))
    least_px = max(6, round(LEAST_SIZE_SHARE * shorter))
    while True:
        font = font_for(words, size_px) if words else None
        if font is None:
            return None
        lines = _wrapped(words, font, WIDTH_SHARE * width_px)
        if len(lines) <= MAX_LINES or size_px <= least_px:
            break
        size_px = max(least_px, round(size_px * 0.85))
    if len(lines) > MAX_LINES:
        lines = [*lines[: MAX_LINES - 1], lines[MAX_LINES - 1].rstrip() + "..."]
    return _overlay(lines, font, position, width_px, height_px)


def _overlay(
    lines: list[str], font: FreeTypeFont, position: Position, width_px: int, height_px: int
) -> Overlay:
    import cv2
    import numpy as np
    from PIL import Image, ImageDraw

    from engine.picture.overlay import Overlay

    size_px = font.size
    padding, leading = round(PADDING * size_px), round(LEADING * size_px)
    longest = max(font.getlength(line) for line in lines)
    width = min(width_px, 2 * round((longest + 2 * padding) / 2 + 1))
    height = min(height_px, 2 * round((leading * len(lines) + 2 * padding) / 2))
    left = (width_px - width) // 4 * 2
    edge = round(EDGE_SHARE * height_px)
    top = {
        "top": edge,
        "middle": (height_px - height) // 2,
        "bottom": height_px - height - edge,
    }[position]
    top = max(0, top // 2 * 2)

    plate = Image.new("L", (width, height), 0)
    ImageDraw.Draw(plate).rounded_rectangle((0, 0, width - 1, height - 1), radius=padding, fill=255)
    letters = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(letters)
    for number, line in enumerate(lines):
        middle = (width / 2, padding + leading * (number + 0.5))
        draw.text(middle, line, font=font, fill=255, anchor="mm")
    letter = np.asarray(letters, np.float32) / np.float32(255)
    cover = np.asarray(plate, np.float32) * np.float32(PLATE_OPACITY / 255)
    cover = letter + cover * (1 - letter)
    # Black plate, white letters: both without colour, so chroma only fades to grey.
    add = 235 * letter + 16 * (cover - letter)
    coarse = np.asarray(
        cv2.resize(cover, (width // 2, height // 2), interpolation=cv2.INTER_AREA), np.float32
    )
    return Overlay(left, top, (cover, coarse), (add, 128 * coarse, 128 * coarse))


def _clean(text: str) -> str:
    """The text on one line, without signs that are no writing, of a bearable length."""
    shown = "".join(
        sign for sign in text if sign.isspace() or unicodedata.category(sign) not in NO_WRITING
    )
    shown = " ".join(unicodedata.normalize("NFC", shown).split())
    return shown if len(shown) <= MAX_TEXT else shown[: MAX_TEXT - 3] + "..."


def _wrapped(text: str, font: FreeTypeFont, width_px: float) -> list[str]:
    """Lines of at most that width; a word that is wider alone is broken."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if font.getlength((line + piece).strip()) <= width_px:
            line += piece
            continue
        if line.strip():
            lines.append(line.strip())
        line = piece.lstrip()
        while font.getlength(line) > width_px:
            fits = next(
                count
                for count in range(len(line), 0, -1)
                if count == 1 or font.getlength(line[:count]) <= width_px
            )
            lines.append(line[:fits])
            line = line[fits:]
    if line.strip():
        lines.append(line.strip())
    return lines


def _pieces(text: str) -> list[str]:
    """What may stand on a line of its own: words, and each sign of a script without spaces."""
    pieces: list[str] = []
    for sign in text:
        is_wide = unicodedata.east_asian_width(sign) in "WF"
        is_closing = unicodedata.category(sign) in ("Pe", "Pf", "Po")
        starts = not pieces or sign == " " or (is_wide and not is_closing)
        after_wide = bool(pieces) and unicodedata.east_asian_width(pieces[-1][-1]) in "WF"
        if starts or (after_wide and not is_closing):
            pieces.append(sign)
        else:
            pieces[-1] += sign
    return pieces
