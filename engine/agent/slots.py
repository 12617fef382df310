"""Slots that are read, not looked up, and are no amounts: colours, quoted words, files, captions.

Each reader takes the atoms and a place and gives the (end, value) pairs that can begin there.
Values are hashable. Knows no grammar.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from engine.agent.atoms import Atom

MAX_TITLE_CHARACTERS = 200
SOUND_ENDINGS = (".mp3", ".wav", ".m4a", ".aac", ".ogg", ".flac", ".opus")
CLIP_ENDINGS = (".mp4", ".mov", ".avi", ".webm", ".mkv", ".m4v", ".gif")
_NO_TITLE = {"AND", "SEP", "POSITION", "CORNER", "THROUGHOUT"}


class Index(Protocol):
    """What slots need of the words around them."""

    def concepts_at(self, at: int) -> set[str]:
        """The concepts of the phrases that begin at an atom."""
        ...

    def is_time(self, at: int) -> bool:
        """Whether a length of time begins at an atom."""
        ...


def hex_color(found: Sequence[Atom], at: int) -> Iterator[tuple[int, str]]:
    """ "#1e90ff" or "#fff", as `#rrggbb`."""
    if at < len(found) and found[at].kind == "hex":
        digits = found[at].text[1:]
        yield at + 1, "#" + (digits if len(digits) == 6 else "".join(d * 2 for d in digits))


def quoted(found: Sequence[Atom], at: int) -> Iterator[tuple[int, str]]:
    """Words in quotation marks, as they were written, without control characters."""
    if at < len(found) and found[at].kind == "quoted":
        text = "".join(c for c in found[at].text if c.isprintable())
        if 0 < len(text.strip()) <= MAX_TITLE_CHARACTERS:
            yield at + 1, text.strip()


def file_name(found: Sequence[Atom], at: int) -> Iterator[tuple[int, str]]:
    """A file's name with its ending, or anything in quotation marks that could be one."""
    if at < len(found) and found[at].kind in ("file", "quoted"):
        yield at + 1, found[at].text.casefold()


def sound_name(found: Sequence[Atom], at: int) -> Iterator[tuple[int, str]]:
    """The name of a file that can only be a sound."""
    for end, name in file_name(found, at):
        if name.endswith(SOUND_ENDINGS):
            yield end, name


def clip_name(found: Sequence[Atom], at: int) -> Iterator[tuple[int, str]]:
    """The name of a file that is a clip."""
    for end, name in file_name(found, at):
        if name.endswith(CLIP_ENDINGS):
            yield end, name


def cues(found: Sequence[Atom], at: int) -> Iterator[tuple[int, str]]:
    """A block of captions with their times, as it was written."""
    if at < len(found) and found[at].kind == "cues":
        yield at + 1, found[at].text


def loose_words(
    found: Sequence[Atom], at: int, index: Index, written: str, is_after_colon: bool
) -> Iterator[tuple[int, tuple[str, bool]]]:
    """All that follows, as (words as written, whether it is surely nothing but words).

    It is not when a part of it could be another instruction, a time or a place, or points at words
    instead of giving them ("my name"); after a colon words are given.
    """
    forbidden = _NO_TITLE if is_after_colon else _NO_TITLE | {"POINTING"}
    end = len(found)
    while end > at and found[end - 1].kind == "mark":
        end -= 1
    if end <= at or any(atom.kind in ("quoted", "cues") for atom in found[at:end]):
        return
    text = "".join(c for c in written[found[at].start : found[end - 1].end] if c.isprintable())
    is_sure = len(text) <= MAX_TITLE_CHARACTERS and not any(
        index.concepts_at(place) & forbidden
        or index.is_time(place)
        or found[place].kind in ("mark", "clock")
        for place in range(at, end)
    )
    yield len(found), (text.strip(), is_sure)
