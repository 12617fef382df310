"""What a person gives on a command line or types in the terminal: paths, links and words.

Owns the telling apart and the first look at a local file. Must not know the core's flows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from core import links
from core.errors import ClipMissing, ClipUnreachable
from core.intents import linked, refusal
from core.media import SNIFF_BYTES, check_size, sniff
from core.model import Attachment

_QUOTES: Final = {'"': '"', "'": "'", "“": "”", "‘": "’", "「": "」"}
# A terminal writes a dropped file in quotes or with a backslash before each odd character.
_PIECE: Final = re.compile(r"""\"[^"]*"(?=\s|$)|'[^']*'(?=\s|$)|(?:\\.|\S)+""")
_ESCAPED: Final = re.compile(r"\\([^\w])")


@dataclass(frozen=True, slots=True)
class Line:
    """A typed line: its files, and the words that are left."""

    places: tuple[str, ...]
    words: str


def is_link(text: str) -> bool:
    """Whether it is an http(s) address."""
    if re.search(r"\s", text):
        return False
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def is_text(name: str) -> bool:
    """Whether a name can be stored: a file system may hold names that no encoding explains."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def attachment(place: str) -> Attachment:
    """The attachment that a path or a link stands for; of a file the first bytes are looked at.

    Raises ``MediaError``s: missing, empty, too large or no media.
    """
    if is_link(place):
        return _linked(place)
    path = Path(place).expanduser().absolute()
    if not is_text(str(path)):
        raise ClipMissing("its name holds bytes that are no text; rename it first")
    try:
        if path.is_dir():
            raise ClipMissing(f"{path.name} is a folder")
        size_bytes = path.stat().st_size
        check_size(size_bytes)
        with path.open("rb") as file:
            media_type = sniff(file.read(SNIFF_BYTES))
    except OSError as error:
        raise ClipMissing(f"{path.name}: {error.strerror}") from None
    return Attachment(
        ref=str(path),
        kind=media_type.kind,
        name=path.name,
        mime=media_type.mime,
        size_bytes=size_bytes,
    )


def _linked(place: str) -> Attachment:
    found = links.read(place).links
    if not found:
        raise ClipUnreachable("it is no link that can be fetched")
    refused = refusal(found[0])
    if refused is not None:
        raise refused
    return linked(found[0])


def read_line(line: str) -> Line:
    """Tell files from words in a typed line, as a file dropped on a terminal.

    A piece counts as a file when it exists, or when it plainly names one (it begins with ``/``,
    ``~/``, ``./`` or a drive and has an extension), so that a mistyped path is told, not edited.
    Links stay in the words: the core reads them on every platform.
    """
    whole = line.strip()
    if len(whole) > 1 and _QUOTES.get(whole[0]) == whole[-1] and _exists(whole[1:-1]):
        return Line((whole[1:-1],), "")
    if whole and _exists(whole):
        return Line((whole,), "")
    places: list[str] = []
    words: list[str] = []
    for raw, piece in _pieces(whole):
        if _exists(piece) or _names_a_file(piece):
            places.append(piece)
        else:
            words.append(raw)
    return Line(tuple(places), " ".join(words))


def _pieces(line: str) -> list[tuple[str, str]]:
    """The line's pieces as typed, and as the path that each may be."""
    return [(raw, _unquoted(raw)) for raw in _PIECE.findall(line)]


def _unquoted(piece: str) -> str:
    if len(piece) > 1 and _QUOTES.get(piece[0]) == piece[-1]:
        return piece[1:-1]
    return _ESCAPED.sub(r"\1", piece)


def _exists(piece: str) -> bool:
    if not piece or "\x00" in piece:
        return False
    try:
        return Path(piece).expanduser().is_file()
    except (OSError, RuntimeError):
        return False


def _names_a_file(piece: str) -> bool:
    begins = piece.startswith(("/", "~/", "./", "../")) or piece[1:3] in (":\\", ":/")
    return begins and bool(Path(piece).suffix)
