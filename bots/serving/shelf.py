"""Files between persons and the page: what they upload, what they get back. Each is for a while.

Owns which files there are, whose they are, how much room they take, and their end. Must not know
HTTP or how an upload goes. A file is known by an unguessable id. One process owns the folder: what
lies there is read once, and known from then on.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import shutil
import threading
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Final

from bots.serving.kept import (
    Kept,
    NoteUnreadable,
    delete,
    delete_all_but,
    path_of,
    read_notes,
    take_in,
    write_note,
)
from core.clock import SystemClock
from core.errors import ClipMissing, ClipUnreachable, NoRoom
from core.ports import Clock, OpenedBytes

log = logging.getLogger(__name__)

LIFETIME_S: Final = 30 * 24 * 3600.0
"""How long a whole file stays."""
QUOTA_BYTES: Final = 20 * 1024**3
"""Room for all files together; the oldest make way."""
UNFINISHED_S: Final = 2 * 24 * 3600.0
"""How long an upload of which no byte comes any more can still be taken up again."""
IDLE_S: Final = 3600.0
"""After so long without a byte an upload has to make way for others."""
_SWEEP_S: Final = 3600.0
_CHUNK_BYTES: Final = 256 * 1024


class Shelf:
    """Files in a folder. Made and swept in a thread: both read the folder."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        *,
        lifetime_s: float = LIFETIME_S,
        quota_bytes: int = QUOTA_BYTES,
        unfinished_s: float = UNFINISHED_S,
    ) -> None:
        """Makes the folder where there is none, and reads what is there. Blocks."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._clock = clock
        self._lifetime_s = lifetime_s
        self._quota_bytes = quota_bytes
        self._unfinished_s = unfinished_s
        self._files: dict[str, Kept] = {}
        self._uses: Counter[str] = Counter()
        self._changing = threading.Lock()
        self._sweeping = threading.Lock()
        for file_id, note in read_notes(folder):
            if isinstance(note, NoteUnreadable):
                log.warning("A file of the page is lost, its note can't be read: %s", note)
            elif note.path.is_file():
                self._files[file_id] = note

    async def keep(self, path: Path, *, owner: str, name: str, mime: str = "") -> Kept:
        """Take a finished file in; the one at ``path`` stays, and must not be changed any more.

        Raises ``NoRoom`` where the disk is full, ``FileNotFoundError``.
        """
        size_bytes = path.stat().st_size
        kept = self._new(owner, name, size_bytes, mime)
        await asyncio.to_thread(self._put, kept, path)
        await asyncio.to_thread(_sweep_or_tell, self)
        return kept

    async def begin(self, *, owner: str, name: str, size_bytes: int, mime: str = "") -> Kept:
        """An empty place for a file whose bytes come bit by bit, to be written at its ``path``.

        Raises ``NoRoom`` where the disk has no room for all of it.
        """
        kept = self._new(owner, name, size_bytes, mime)
        await asyncio.to_thread(self._put, kept, None)
        await asyncio.to_thread(_sweep_or_tell, self)
        return kept

    def find(self, file_id: str) -> Kept | None:
        """A whole file; None for what was never there, is unfinished, or has had its time."""
        kept = self._files.get(file_id)
        return kept if kept is not None and kept.is_whole() else None

    def begun(self, file_id: str) -> Kept | None:
        """A file, whole or not."""
        return self._files.get(file_id)

    def owned(self, owner: str) -> list[Kept]:
        """All files of that owner, whole or not."""
        return [one for one in self._all() if one.owner == owner]

    def unfinished(self, owner: str) -> list[Kept]:
        """The uploads of that owner which are not whole, the longest without a byte first."""
        files = [one for one in self.owned(owner) if not one.is_whole()]
        return sorted(files, key=_changed_at)

    def used_bytes(self, owner: str) -> int:
        """What that owner's files take, uploads with all that is still to come."""
        return sum(one.size_bytes for one in self.owned(owner))

    def idle_s(self, kept: Kept) -> float:
        """For how long no byte of it has come."""
        return (self._clock.now() - _changed_at(kept)).total_seconds()

    def ends_at(self, kept: Kept) -> datetime:
        """Until when it stays, if no byte comes and the room is enough; UTC."""
        lifetime_s = self._lifetime_s if kept.is_whole() else self._unfinished_s
        return _changed_at(kept) + timedelta(seconds=lifetime_s)

    @contextlib.contextmanager
    def using(self, file_id: str) -> Iterator[Kept]:
        """A file, whole or not, that no sweep takes away meanwhile. Raises ``ClipMissing``."""
        with self._changing:
            kept = self._files.get(file_id)
            if kept is None:
                raise ClipMissing("it is not on the shelf")
            self._uses[file_id] += 1
        try:
            yield kept
        finally:
            with self._changing:
                self._uses[file_id] -= 1
                if not self._uses[file_id]:
                    del self._uses[file_id]

    @contextlib.asynccontextmanager
    async def open(self, file_id: str) -> AsyncIterator[OpenedBytes]:
        """The bytes of a whole file, in pieces of at most 256 KiB.

        Raises ``ClipMissing``, and ``ClipUnreachable`` where the disk fails.
        """
        with self.using(file_id) as kept:
            if not kept.is_whole():
                raise ClipMissing("it is not whole")
            try:
                file = await asyncio.to_thread(kept.path.open, "rb")
            except FileNotFoundError:
                raise ClipMissing("it is not on the shelf") from None
            except OSError as error:
                raise ClipUnreachable(error.strerror) from None
            with file:
                yield OpenedBytes(_read(file), kept.size_bytes)

    async def remove(self, file_id: str) -> None:
        """Delete a file, also while it is read: a reader has it to the end. Idempotent."""
        with self._changing:
            kept = self._files.pop(file_id, None)
        if kept is not None:
            await asyncio.to_thread(delete, kept.path)

    def sweep(self) -> None:
        """Delete what has had its time, and the oldest of what is beyond the quota. Blocks.

        Never the newest, however large: somebody has just been given it. Nor what is being read,
        nor an upload that had a byte within ``IDLE_S``.
        """
        with self._sweeping:
            now = self._clock.now()
            taken_bytes = 0
            for age, kept in enumerate(sorted(self._all(), key=_changed_at, reverse=True)):
                taken_bytes += kept.taken_bytes()
                can_make_way = age > 0 and (kept.is_whole() or self.idle_s(kept) > IDLE_S)
                is_beyond = can_make_way and taken_bytes > self._quota_bytes
                if is_beyond or self.ends_at(kept) < now:
                    self._sweep_away(kept)

    def tidy(self) -> None:
        """Delete what a crash left half taken in. Only for a start. Blocks."""
        delete_all_but(self._folder, set(self._files))

    def _sweep_away(self, kept: Kept) -> None:
        with self._changing:
            if self._uses[kept.id]:
                return
            self._files.pop(kept.id, None)
        delete(kept.path)

    def _new(self, owner: str, name: str, size_bytes: int, mime: str) -> Kept:
        file_id = secrets.token_hex(16)
        path = path_of(self._folder, file_id)
        return Kept(file_id, path, owner, name, size_bytes, self._clock.now(), mime)

    def _put(self, kept: Kept, source: Path | None) -> None:
        """The bytes before the note: a note whose bytes are missing would be a lie. Blocks."""
        try:
            if source is not None:
                take_in(source, kept.path)
            else:
                if shutil.disk_usage(self._folder).free < kept.size_bytes:
                    raise NoRoom("less is free than the upload will take")
                kept.path.touch(mode=0o600, exist_ok=False)
            write_note(kept)
        except OSError as error:
            # Whatever can't be deleted either is no file of ours, and gone with the next start.
            with contextlib.suppress(OSError):
                delete(kept.path)
            raise NoRoom(error.strerror) from error
        with self._changing:
            self._files[kept.id] = kept

    def _all(self) -> list[Kept]:
        with self._changing:
            return list(self._files.values())


@contextlib.asynccontextmanager
async def opened(
    data_dir: Path, clock: Clock | None = None, *, sweep_s: float = _SWEEP_S
) -> AsyncIterator[Shelf]:
    """The shelf in that folder, tidied, and swept so often while the block runs."""
    shelf = await asyncio.to_thread(Shelf, data_dir / "shelf", clock or SystemClock())
    await asyncio.to_thread(shelf.tidy)
    sweeping = asyncio.create_task(_sweep(shelf, sweep_s))
    try:
        yield shelf
    finally:
        sweeping.cancel()
        await asyncio.wait({sweeping})


def _sweep_or_tell(shelf: Shelf) -> None:
    """Sweep; what can't be deleted now is for the next time, and for the log. Blocks."""
    try:
        shelf.sweep()
    except OSError as error:
        log.warning("Files of the page that had their time could not be deleted: %s", error)


async def _sweep(shelf: Shelf, interval_s: float) -> None:
    while True:
        await asyncio.to_thread(_sweep_or_tell, shelf)
        await asyncio.sleep(interval_s)


def _changed_at(kept: Kept) -> datetime:
    """When a whole file was made, and when an unfinished one had its last byte."""
    if kept.is_whole():
        return kept.made_at
    try:
        changed_s = kept.path.stat().st_mtime
    except FileNotFoundError:
        return kept.made_at
    return max(kept.made_at, datetime.fromtimestamp(changed_s, UTC))


async def _read(file: BinaryIO) -> AsyncIterator[bytes]:
    while True:
        try:
            chunk = await asyncio.to_thread(file.read, _CHUNK_BYTES)
        except OSError as error:
            raise ClipUnreachable(error.strerror) from None
        if not chunk:
            return
        yield chunk
