"""One file of the shelf, and the note beside it that says whose it is.

Owns what both look like on disk, and that no crash leaves half a note. Must not know how long a
file is kept, or how its bytes come. ``<id>.bin`` holds the bytes, ``<id>.json`` the note, and
``<id>.mp4`` may be a copy for browsers. A file is whole once it has as many bytes as its note says:
that is the only fact about it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

_ID: Final = re.compile(r"[0-9a-f]{32}")
_BYTES: Final = ".bin"
_NOTE: Final = ".json"
_COPY: Final = ".mp4"
_DRAFT: Final = ".draft"
_WHOLE: Final = frozenset((_BYTES, _NOTE, _COPY))
_UNFINISHED: Final = frozenset((_DRAFT, ".part"))


class NoteUnreadable(Exception):
    """A note that isn't one of ours, or is damaged."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file on the shelf. ``size_bytes`` is what it has when it is whole; ``made_at`` is UTC.

    ``owner`` may have it; it is counted for ``share``, which may be that of several owners.
    ``name`` and ``mime`` are what whoever brought it claims; ``mime`` may be empty.
    """

    id: str
    path: Path
    owner: str
    share: str
    name: str
    size_bytes: int
    made_at: datetime
    mime: str = ""

    @property
    def copy_path(self) -> Path:
        """Where a copy for browsers lies, if there is one. It goes with the file."""
        return self.path.with_suffix(_COPY)

    def copy_bytes(self) -> int:
        """What the copy takes; 0 where there is none."""
        try:
            return self.copy_path.stat().st_size
        except FileNotFoundError:
            return 0

    def held_bytes(self) -> int:
        """How many bytes are there by now; 0 also where somebody has deleted the file."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def is_whole(self) -> bool:
        """Whether all of it is there."""
        return self.path.is_file() and self.held_bytes() == self.size_bytes


def path_of(folder: Path, file_id: str) -> Path:
    """Where the bytes of that file lie."""
    return folder / f"{file_id}{_BYTES}"


def take_in(source: Path, draft: Path, target: Path) -> None:
    """A second name for the file where the disk allows it, else a copy; whole or not at all.

    Until it is whole it lies at ``draft``, in the same folder. Blocks. Raises ``OSError``.
    """
    try:
        try:
            os.link(source, draft)
        except OSError:
            shutil.copyfile(source, draft)
        with draft.open("r+b") as file:
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def write_note(kept: Kept) -> None:
    """Durable when this returns, and with it the name of the bytes. Blocks. Raises ``OSError``."""
    note = {
        "owner": kept.owner,
        "share": kept.share,
        "name": kept.name,
        "size_bytes": kept.size_bytes,
        "made_at": kept.made_at.isoformat(),
        "mime": kept.mime,
    }
    path = kept.path.with_suffix(_NOTE)
    draft = draft_of(path)
    try:
        with draft.open("w", encoding="utf-8") as file:
            json.dump(note, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _sync_names(path.parent)


def read_notes(folder: Path) -> Iterator[Kept | NoteUnreadable]:
    """All files of a folder, or why one can't be told. Blocks."""
    for path in folder.glob(f"*{_NOTE}"):
        if _ID.fullmatch(path.stem):
            yield _read(path)


def delete(path: Path) -> None:
    """Take the file away with its note and its copy. Blocks. Raises ``OSError``.

    The note goes first: bytes alone belong to nobody.
    """
    path.with_suffix(_NOTE).unlink(missing_ok=True)
    path.unlink(missing_ok=True)
    path.with_suffix(_COPY).unlink(missing_ok=True)


def delete_all_but(folder: Path, ids: set[str]) -> None:
    """Delete what belongs to none of these files, half of something included. Blocks."""
    for path in folder.iterdir():
        file_id = path.name.partition(".")[0]
        is_unfinished = path.suffix in _UNFINISHED
        is_ours = _ID.fullmatch(file_id) and (is_unfinished or path.suffix in _WHOLE)
        if is_ours and (file_id not in ids or is_unfinished):
            path.unlink()


def _read(path: Path) -> Kept | NoteUnreadable:
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
        return Kept(
            id=path.stem,
            path=path.with_suffix(_BYTES),
            owner=str(note["owner"]),
            share=str(note["share"]),
            name=str(note["name"]),
            size_bytes=int(note["size_bytes"]),
            made_at=datetime.fromisoformat(note["made_at"]),
            mime=str(note["mime"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        return NoteUnreadable(f"{path.name}: {type(error).__name__}")


def draft_of(path: Path) -> Path:
    """Where a file lies before it is whole."""
    return path.with_name(path.name + _DRAFT)


def _sync_names(folder: Path) -> None:
    """Without it a power cut may take a file's name away. Elsewhere folders can't be opened."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
