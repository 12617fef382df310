"""Words on the picture: titles, lower thirds and captions, readable on anything.

Owns how each looks: letters on a dark translucent plate with round corners, as large as the canvas
asks for, wrapped at words (or anywhere, in scripts without spaces), clear of the edges where apps
draw their own signs. Must not know time.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from engine.picture.lettering import Lettering, lettering

if TYPE_CHECKING:
    from engine.picture.overlay import Overlay

Position = Literal["top", "middle", "bottom"]
Side = Literal["left", "middle", "right"]

SIZE_SHARE = 0.062
"""Height of a title's letters as a share of the canvas' shorter side."""
CAPTION_SHARE = 0.046
SIZES = {"small": 0.72, "normal": 1.0, "large": 1.5}
SECOND_LINE = 0.66
"""A lower third's second line beside its first."""
LEAST_SIZE_SHARE = 0.03
MAX_LINES = 4
WIDTH_SHARE = 0.8
"""Of the canvas, for the longest line."""
EDGE_SHARE = 0.08
CAPTION_EDGE_SHARE = 0.04
SIDE_SHARE = 0.05
"""Of the canvas' height, free above and below, and of its width, free at the sides."""
CAPTION_LIFT_SHARE = 0.13
"""Of the canvas' height: how much higher a title at the bottom stands where there are captions."""
PADDING = 0.55
LEADING = 1.3
"""Both in heights of the letters."""
PLATE_OPACITY = 0.55
ACCENT = "#4c8dff"
ACCENT_WIDTH = 0.16
"""The bar of a lower third, in heights of the letters."""
WHITE = "#ffffff"
MAX_TEXT = 500
"""Signs of a title; what is longer is cut with an ellipsis."""
NO_WRITING = ("Cc", "Cf", "Cs")
"""Unicode's categories of controls, of marks that turn or join text, and of halves of signs."""
JOINERS = ("\u200c", "\u200d")
"""Of these, two that shape letters of Persian and of Indian scripts."""


def can_draw(text: str) -> bool:
    """Whether there is a font for every sign of the text."""
    return bool(text.strip()) and lettering(_clean(text), 24) is not None


@dataclass(frozen=True)
class Block:
    """How words are set: lengths in pixels, `bar_color` of a bar at the plate's side."""

    size_px: int
    left_px: int
    top_px: int
    bottom_px: int
    position: Position = "bottom"
    side: Side = "middle"
    color: str = WHITE
    bar_color: str | None = None


def _block(
    canvas_px: tuple[int, int], position: Position, side: Side, size: str, *, is_lifted: bool
) -> Block:
    """How large titles and lower thirds are, and where they stand."""
    width_px, height_px = canvas_px
    lift = CAPTION_LIFT_SHARE if is_lifted else 0.0
    return Block(
        round(SIZE_SHARE * SIZES[size] * min(canvas_px)),
        round(SIDE_SHARE * width_px),
        round(EDGE_SHARE * height_px),
        round((EDGE_SHARE + lift) * height_px),
        position,
        side,
    )


def draw_title(
    text: str,
    position: Position,
    width_px: int,
    height_px: int,
    *,
    side: Side = "middle",
    size: Literal["small", "normal", "large"] = "normal",
    color: str = WHITE,
    is_lifted: bool = False,
) -> Overlay | None:
    """A title for a canvas of that size; None where no font can draw it or nothing is left.

    `is_lifted`: it makes room for captions below it.
    """
    block = _block((width_px, height_px), position, side, size, is_lifted=is_lifted)
    block = replace(block, color=color)
    return _drawn([(" ".join(text.split()), 1.0)], block, (width_px, height_px))


def draw_lower_third(
    text: str,
    position: Position,
    width_px: int,
    height_px: int,
    *,
    side: Side = "left",
    size: Literal["small", "normal", "large"] = "normal",
    color: str = WHITE,
    is_lifted: bool = False,
) -> Overlay | None:
    """A name and, after a line break, what it stands for, with a bar at the side.

    A colour other than white is that of the bar.
    """
    block = _block((width_px, height_px), position, side, size, is_lifted=is_lifted)
    block = replace(block, bar_color=ACCENT if color.lower() == WHITE else color)
    name, _, rest = text.partition("\n")
    lines = [(" ".join(name.split()), 1.0), (" ".join(rest.split()), SECOND_LINE)]
    return _drawn([line for line in lines if line[0]], block, (width_px, height_px))


def draw_caption(text: str, width_px: int, height_px: int) -> Overlay | None:
    """What is being said, at the lower edge; its own lines stay lines."""
    block = Block(
        round(CAPTION_SHARE * min(width_px, height_px)),
        round(SIDE_SHARE * width_px),
        0,
        round(CAPTION_EDGE_SHARE * height_px),
    )
    lines = [(" ".join(line.split()), 1.0) for line in text.split("\n")]
    return _drawn([line for line in lines if line[0]], block, (width_px, height_px))


def _drawn(
    paragraphs: list[tuple[str, float]], block: Block, canvas_px: tuple[int, int]
) -> Overlay | None:
    """The paragraphs (text, size beside the block's) as large as they fit."""
    cleaned = [(_clean(text), scale) for text, scale in paragraphs]
    cleaned = [(text, scale) for text, scale in cleaned if text]
    shorter = min(canvas_px)
    size_px, least_px = max(8, block.size_px), max(6, round(LEAST_SIZE_SHARE * shorter))
    while cleaned:
        lines = _set(cleaned, size_px, WIDTH_SHARE * canvas_px[0])
        if lines is None:
            return None
        # Where they have more lines of their own, no size would do.
        is_as_good_as_can_be = size_px <= least_px or len(cleaned) > MAX_LINES
        if len(lines) <= MAX_LINES or is_as_good_as_can_be:
            return _overlay(lines, replace(block, size_px=size_px), canvas_px)
        size_px = max(least_px, round(size_px * 0.85))
    return None


def _set(
    paragraphs: list[tuple[str, float]], size_px: int, width_px: float
) -> list[Lettering] | None:
    """The lines, at most `MAX_LINES` and one more that says that there would be others."""
    wrapped: list[tuple[str, int]] = []
    for text, scale in paragraphs:
        scaled_px = max(6, round(scale * size_px))
        found = _wrapped(text, scaled_px, width_px)
        if found is None:
            return None
        wrapped += [(line, scaled_px) for line in found]
    is_too_much = len(wrapped) > MAX_LINES
    if is_too_much:
        line, scaled_px = wrapped[MAX_LINES - 1]
        wrapped[MAX_LINES - 1 :] = [(line.rstrip() + "...", scaled_px)]
    lines: list[Lettering] = []
    for line, scaled_px in wrapped:
        letters = lettering(line, scaled_px)
        if letters is None:
            return None
        lines.append(letters)
    # One more than may be, so that whoever asked tries a smaller size first.
    return [*lines, Lettering((), False)] if is_too_much else lines


def _overlay(lines: list[Lettering], block: Block, canvas_px: tuple[int, int]) -> Overlay:
    import numpy as np
    from PIL import Image, ImageDraw

    from engine.picture.overlay import overlay_of

    lines = [line for line in lines if line.pieces][:MAX_LINES]
    size_px, (canvas_width, canvas_height) = block.size_px, canvas_px
    padding = round(PADDING * size_px)
    heights = [round(LEADING * max(font.size for _, font in line.pieces)) for line in lines]
    longest = max(line.length_px for line in lines)
    width = min(canvas_width, 2 * round((longest + 2 * padding) / 2 + 1))
    height = min(canvas_height, 2 * round((sum(heights) + 2 * padding) / 2))

    plate = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    pen = ImageDraw.Draw(plate)
    dark = (0, 0, 0, round(255 * PLATE_OPACITY))
    pen.rounded_rectangle((0, 0, width - 1, height - 1), radius=min(padding, 24), fill=dark)
    if block.bar_color is not None:
        bar = max(3, round(ACCENT_WIDTH * size_px))
        at = width - 1 - bar if block.side == "right" else 0
        pen.rectangle((at, 0, at + bar, height - 1), fill=block.bar_color)
    letters = Image.new("L", (width, height), 0)
    pen = ImageDraw.Draw(letters)
    top = padding
    for line, line_height in zip(lines, heights, strict=True):
        line.draw(pen, _line_left(line, block, width, padding), top + line_height / 2)
        top += line_height
    ink = Image.new("RGBA", (width, height), block.color)
    ink.putalpha(letters)
    plate.alpha_composite(ink)
    left = {
        "left": block.left_px,
        "middle": (canvas_width - width) // 2,
        "right": canvas_width - block.left_px - width,
    }[block.side]
    above = {
        "top": block.top_px,
        "middle": (canvas_height - height) // 2,
        "bottom": canvas_height - height - block.bottom_px,
    }[block.position]
    return overlay_of(np.asarray(plate), max(0, left // 2 * 2), max(0, above // 2 * 2))


def _line_left(line: Lettering, block: Block, width: int, padding: int) -> float:
    """Where a line begins on its plate: in the middle, or at the side where its plate stands."""
    room = width - line.length_px
    if block.side == "middle":
        return room / 2
    is_right = block.side == "right" if block.bar_color is None else line.is_right_to_left
    return room - padding if is_right else padding


def _clean(text: str) -> str:
    """The text on one line, without signs that are no writing, of a bearable length."""
    shown = "".join(
        sign
        for sign in text
        if sign.isspace() or sign in JOINERS or unicodedata.category(sign) not in NO_WRITING
    )
    shown = " ".join(unicodedata.normalize("NFC", shown).split())
    return shown if len(shown) <= MAX_TEXT else shown[: MAX_TEXT - 3] + "..."


def _wrapped(text: str, size_px: int, width_px: float) -> list[str] | None:
    """Lines of at most that width, no more than show that there are too many; a word that is wider
    alone is broken. None where a sign can't be drawn."""

    def length(words: str) -> float:
        letters = lettering(words, size_px) if words.strip() else None
        return letters.length_px if letters is not None else 0.0

    if lettering(text, size_px) is None:
        return None
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if length((line + piece).strip()) <= width_px:
            line += piece
            continue
        if line.strip():
            lines.append(line.strip())
        line = piece.lstrip()
        while length(line) > width_px and len(lines) <= MAX_LINES:
            fits = 1 + bisect_right(
                range(2, len(line) + 1), width_px, key=lambda count: length(line[:count])
            )
            lines.append(line[:fits])
            line = line[fits:]
        if len(lines) > MAX_LINES:
            return lines
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
