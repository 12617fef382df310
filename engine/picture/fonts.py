"""Fonts for titles: ours for the scripts that we know, then whatever the machine has.

Owns where fonts lie on each system, which are preferred, and the question whether a text can be
drawn. Must not know pictures.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import Axis, FreeTypeFont

OWN_FOLDER = Path(__file__).resolve().parents[1] / "fonts"
"""What set-up fetched: one font for each script that people of our languages and their neighbours
write, so that no title depends on the machine."""

OWN = (
    "DejaVuSans-Bold.ttf",
    "NotoSansSC-Regular.ttf",
    "NanumGothicBold.ttf",
    "NotoSansArabic.ttf",
    "NotoSansDevanagari.ttf",
    "NotoSansThai.ttf",
    "NotoSansTamil.ttf",
)
"""DejaVu has Latin, Greek, Cyrillic, Hebrew and more; Noto Sans SC Chinese and kana."""

PREFERRED = (
    "dejavusans-bold",
    "notosans-bold",
    "arialbd",
    "arial bold",
    "segoeuib",
    "helveticaneue",
    "liberationsans-bold",
    # Chinese, Japanese, Korean
    "notosanscjk-bold",
    "notosanscjk-regular",
    "notosanscjksc-regular",
    "sourcehansans-bold",
    "sourcehansanssc-bold",
    "pingfang",
    "hiragino sans gb",
    "stheiti medium",
    "applesdgothicneo",
    "msyhbd",
    "msyh",
    "yugothb",
    "malgunbd",
    "simhei",
    "wqy-microhei",
    "wqy-zenhei",
    "droidsansfallbackfull",
    "droidsansfallback",
    "arial unicode",
    "unifont",
    # Others
    "notosansarabic-bold",
    "notosanshebrew-bold",
    "notosansdevanagari-bold",
    "notosansthai-bold",
    "dejavusans",
    "arial",
    "segoeui",
)
"""File names without ending, in lower case, best first."""

ENDINGS = (".ttf", ".otf", ".ttc")
MAX_DEPTH = 4
PROBE_SIZE_PX = 24
BOLD = 700
"""Weight of the letters of a font whose weight can be chosen."""

SHAPED_FROM, SHAPED_TO = "\u0590", "\u1cff"
"""From Hebrew to the Vedic signs: scripts that are shaped or run right to left, for which glyphs
alone are not enough and Pillow needs its raqm library. Hangul Jamo in between need it too."""

_NO_GLYPH = "\U000ffffd"
"""A private sign that no font draws: it shows a font's box for what it doesn't have."""


def font_for(text: str, size_px: int) -> FreeTypeFont | None:
    """The best font that can draw every sign of the text, None where there is none."""
    signs = frozenset(sign for sign in text if not sign.isspace())
    if not _can_shape(signs):
        return None
    return next((_font(path, size_px) for path in _candidates() if _has_all(path, signs)), None)


@lru_cache(maxsize=64)
def _font(path: Path, size_px: int) -> FreeTypeFont:
    """The font in bold, where it can be made so."""
    from PIL import ImageFont

    font = ImageFont.truetype(str(path), size_px)
    try:
        axes = font.get_variation_axes()
    except OSError:
        # It is what it is.
        return font
    font.set_variation_by_axes([float(_bold(axis)) for axis in axes])
    return font


def _can_shape(signs: frozenset[str]) -> bool:
    from PIL import features

    if any(not sign.isprintable() for sign in signs):
        return False
    return not any(SHAPED_FROM <= sign <= SHAPED_TO for sign in signs) or bool(
        features.check("raqm")
    )


def _bold(axis: Axis) -> int:
    """Where on an axis of a font's shapes it is as bold as we want it, and else usual."""
    if b"eight" in (axis["name"] or b""):
        return min(BOLD, axis["maximum"] or BOLD)
    return axis["default"] or 0


@lru_cache(maxsize=512)
def _has_all(path: Path, signs: frozenset[str]) -> bool:
    try:
        return _draws_all(_font(path, PROBE_SIZE_PX), signs)
    except OSError:
        # A file that only looks like a font; the next one may do.
        return False


def _draws_all(font: FreeTypeFont, signs: frozenset[str]) -> bool:
    box = _drawn(font, _NO_GLYPH)
    return all(_drawn(font, sign) != box for sign in signs)


def _drawn(font: FreeTypeFont, sign: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(sign)
    return mask.size, bytes(mask)


@lru_cache(maxsize=1)
def _candidates() -> tuple[Path, ...]:
    """Our own fonts, so that a title looks the same everywhere, then the machine's, best first."""
    own = [path for name in OWN if (path := OWN_FOLDER / name).is_file()]
    found: dict[str, Path] = {}
    for folder in _folders():
        for path in _files(folder, MAX_DEPTH):
            found.setdefault(path.stem.lower(), path)
    return (*own, *(found[name] for name in PREFERRED if name in found))


def _files(folder: Path, depth: int) -> list[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return []
    files = []
    for entry in entries:
        if entry.suffix.lower() in ENDINGS:
            files.append(entry)
        elif depth > 1 and not entry.suffix and entry.is_dir():
            files += _files(entry, depth - 1)
    return files


def _folders() -> tuple[Path, ...]:
    home = Path.home()
    if sys.platform == "darwin":
        return (
            Path("/System/Library/Fonts"),
            Path("/Library/Fonts"),
            home / "Library" / "Fonts",
        )
    if sys.platform == "win32":
        windows = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"))
        return (windows / "Fonts", home / "AppData/Local/Microsoft/Windows/Fonts")
    return (
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local" / "share" / "fonts",
        home / ".fonts",
    )
