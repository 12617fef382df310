"""The contact sheet: all scenes in a grid with number and title, for who asks what there is.

Owns its layout. Which fonts there are is `engine.picture.fonts`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.picture.fonts import font_for
from engine.scenes.catalog import GRADIENT, SCENES
from engine.scenes.gradient import gradient

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

COLUMNS: Final = 3
TILE_PX: Final = (412, 232)
GAP_PX: Final = 11
LINE_PX: Final = 42
"""Height of the line under a picture that bears its title."""

BADGE_PX: Final = 42
GRADIENT_COLOR: Final = "#2f4f7a"
QUALITY: Final = 86

_PAPER, _INK, _BADGE, _BADGE_INK = "#15171b", "#e9e7e2", "#15171b", "#ffffff"
_SMOOTH: Final = 4


def write_sheet(path: Path, titles: Mapping[str, str]) -> tuple[int, int]:
    """Write a JPEG with the scenes of `titles` (title by name) in their order; its width (1280)
    and height in pixels.

    A title that no font of the machine can draw is left out; its number stays. Raises KeyError for
    a name that is neither a scene nor the gradient, OSError where the file cannot be written.
    """
    from PIL import Image, ImageDraw

    rows = -(-len(titles) // COLUMNS)
    step_x, step_y = TILE_PX[0] + GAP_PX, TILE_PX[1] + LINE_PX
    size = (GAP_PX + COLUMNS * step_x, GAP_PX + rows * step_y + GAP_PX // 2)
    sheet = Image.new("RGB", size, _PAPER)
    pen = ImageDraw.Draw(sheet)
    for index, (name, title) in enumerate(titles.items()):
        left = GAP_PX + index % COLUMNS * step_x
        top = GAP_PX + index // COLUMNS * step_y
        sheet.paste(_tile(name), (left, top))
        badge = _badge(str(index + 1))
        sheet.paste(badge, (left + 10, top + 10), badge)
        if font := font_for(title, 21):
            pen.text((left + 4, top + TILE_PX[1] + LINE_PX / 2), title, _INK, font, "lm")
    sheet.save(path, "JPEG", quality=QUALITY)
    return size


def _tile(name: str) -> Image:
    from PIL import Image

    if name == GRADIENT:
        return Image.fromarray(gradient(GRADIENT_COLOR, *TILE_PX))
    with Image.open(SCENES[name].landscape) as picture:
        # JPEG decodes to a half or a quarter for nothing.
        picture.draft("RGB", (TILE_PX[0] * 2, TILE_PX[1] * 2))
        return picture.convert("RGB").resize(TILE_PX, Image.Resampling.LANCZOS)


def _badge(number: str) -> Image:
    """A round badge with smooth edges, as RGBA."""
    from PIL import Image, ImageDraw

    side = BADGE_PX * _SMOOTH
    badge = Image.new("RGBA", (side, side))
    pen = ImageDraw.Draw(badge)
    pen.ellipse((0, 0, side - 1, side - 1), _BADGE)
    font: FreeTypeFont | None = font_for(number, 23 * _SMOOTH)
    if font is not None:
        pen.text((side / 2, side / 2), number, _BADGE_INK, font, "mm")
    return badge.resize((BADGE_PX, BADGE_PX), Image.Resampling.LANCZOS)
