"""Files between persons and the page: what they upload, what they get back. Each is for a while.

Owns which files there are, whose they are, and their end. Must not know HTTP or how an upload goes.
A file is known by an unguessable id. One process owns the folder: what lies there is read once, and
known from then on.

Where the room is not enough, of a share, of all or of the disk, old files make way (``room``), and
then it is new uploads that are refused: a whole file is left alone for a day, whatever comes. So a
job that was asked for finds its clips, also after a restart, and nobody has to tell the shelf which
jobs there are.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from bots.reading import pieces
from bots.serving.catalogue import Catalogue
from bots.serving.kept import (
    Kept,
    NoteUnreadable,
    delete,
    delete_all_but,
    draft_of,
    path_of,
    read_notes,
    take_in,
    write_note,
)
from bots.serving.room import Quota, Wanted, free_bytes, is_short
from bots.serving.sweeping import SWEEP_S, swept
from core.clock import SystemClock
from core.errors import ClipMissing, ClipUnreachable, NoRoom
from core.ports import Clock, OpenedBytes

log = logging.getLogger(__name__)

LIFETIME_S: Final = 30 * 24 * 3600.0
"""How long a whole file stays."""
QUOTA_BYTES: Final = 20 * 1024**3
"""Room for all files together."""
SHARE_BYTES: Final = 5 * 1024**3
"""Room for one share: four fill the quota."""
FRESH_S: Final = 24 * 3600.0
"""For so long a whole file makes way for nobody, unless those of its share alone fill one."""
UNFINISHED_S: Final = 2 * 24 * 3600.0
"""How long an upload of which no byte comes any more can still be taken up again."""
IDLE_S: Final = 3600.0
"""After so long without a byte an upload has to make way for others."""


class Shelf:
    """Files in a folder. Made and swept in a thread: both read the folder."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        *,
        lifetime_s: float = LIFETIME_S,
        quota_bytes: int = QUOTA_BYTES,
        share_bytes: int = SHARE_BYTES,
        unfinished_s: float = UNFINISHED_S,
    ) -> None:
        """Makes the folder where there is none, and reads what is there. Blocks."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._clock = clock
        self._lifetime_s = lifetime_s
        self._unfinished_s = unfinished_s
        self._files = Catalogue(Quota(quota_bytes, share_bytes), clock)
        self._sweeping = threading.Lock()
        for note in read_notes(folder):
            if isinstance(note, NoteUnreadable):
                log.warning("A file of the page is lost, its note can't be read: %s", note)
            elif note.path.is_file():
                self._files.add(note)

    async def keep(
        self, path: Path, *, owner: str, name: str, mime: str = "", share: str = ""
    ) -> Kept:
        """Take a finished file in; the one at ``path`` stays, and must not be changed any more.

        It is counted for ``share``, or its owner. It may be more than the quota, if nothing can
        make way for it: somebody has waited for it. Raises ``NoRoom`` where the disk is full,
        ``FileNotFoundError``.
        """
        kept = self._new(owner, share, name, path.stat().st_size, mime)
        await self._put(kept, path)
        return kept

    async def begin(
        self,
        *,
        owner: str,
        name: str,
        size_bytes: int,
        mime: str = "",
        share: str = "",
        most_bytes: int | None = None,
    ) -> Kept:
        """An empty place for a file whose bytes come bit by bit, to be written at its ``path``.

        Raises ``NoRoom`` where the disk or the quota has no room for all of it, and ``ShareFull``
        where its share would have more than ``most_bytes``.
        """
        await self.make_room(size_bytes, share or owner, most_bytes)
        kept = self._new(owner, share, name, size_bytes, mime)
        await self._put(kept, None)
        return kept

    async def make_room(
        self, size_bytes: int, share: str = "", most_bytes: int | None = None
    ) -> None:
        """Let files make way for one of that size, if that will do.

        The disk must have room for it beside all that was promised to others, and a reserve; its
        share may have ``most_bytes``. Raises ``NoRoom`` and ``ShareFull``, and then none has gone,
        unless the disk got back less than they took.
        """
        short_bytes = await asyncio.to_thread(self._disk_short_bytes, size_bytes)
        wanted = Wanted(size_bytes, share, most_bytes, short_bytes)
        await asyncio.to_thread(_tell_trouble, self._make_way, wanted)
        if short_bytes > 0:
            short_bytes = await asyncio.to_thread(self._disk_short_bytes, size_bytes)
        if short_bytes > 0:
            raise NoRoom(f"the disk has {short_bytes} bytes less than the upload may take")

    def find(self, file_id: str) -> Kept | None:
        """A whole file; None for what was never there, is unfinished, or has had its time."""
        kept = self._files.get(file_id)
        return kept if kept is not None and kept.is_whole() else None

    def begun(self, file_id: str) -> Kept | None:
        """A file, whole or not."""
        return self._files.get(file_id)

    def owned(self, owner: str) -> list[Kept]:
        """All files of that owner, whole or not."""
        return [one for one in self._files.all() if one.owner == owner]

    def unfinished(self, share: str) -> list[Kept]:
        """The uploads of that share which are not whole, the longest without a byte first."""
        return [one for one in self._files.unfinished() if one.share == share]

    def used_bytes(self, share: str) -> int:
        """What the files of that share take, uploads with all that is still to come."""
        return self._files.used_bytes(share)

    def count_copy(self, kept: Kept) -> None:
        """Its copy for browsers has been made: it takes room, too."""
        self._files.recount(kept)

    def check_going_on(self) -> None:
        """Whether what was let in may be written on. Blocks. Raises ``NoRoom``."""
        if is_short(self._folder):
            raise NoRoom("others have taken of the disk's reserve")

    def idle_s(self, kept: Kept) -> float:
        """For how long no byte of it has come."""
        return self._files.idle_s(kept)

    def ends_at(self, kept: Kept) -> datetime:
        """Until when it stays, if no byte comes and the room is enough; UTC."""
        is_whole = self._files.whole_since(kept) is not None
        lifetime_s = self._lifetime_s if is_whole else self._unfinished_s
        return self._files.changed_at(kept) + timedelta(seconds=lifetime_s)

    def using(self, file_id: str) -> AbstractContextManager[Kept]:
        """A file, whole or not, that no sweep takes away meanwhile. Raises ``ClipMissing``."""
        return self._files.using(file_id)

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
                yield OpenedBytes(pieces(file), kept.size_bytes)

    async def remove(self, file_id: str) -> None:
        """Delete a file, also while it is read: a reader has it to the end. Idempotent."""
        kept = self._files.take_off(file_id)
        if kept is not None:
            await asyncio.to_thread(delete, kept.path)

    def sweep(self) -> None:
        """Delete what has had its time, and what makes way where it is more than the quota. Blocks.

        Never what is being read.
        """
        now = self._clock.now()
        for kept in self._files.all():
            if self.ends_at(kept) < now:
                self._sweep_away(kept)
        self._make_way()

    def tidy(self) -> None:
        """Delete what a crash left half taken in. Only for a start. Blocks."""
        delete_all_but(self._folder, {one.id for one in self._files.all()})

    def _make_way(self, wanted: Wanted | None = None) -> None:
        """Come down to the quota, as far as may be; for an upload, all the way or not at all.

        Blocks. Raises ``NoRoom`` and ``ShareFull`` for an upload.
        """
        with self._sweeping:
            for kept in self._files.going(wanted or Wanted(), fresh_s=FRESH_S, idle_s=IDLE_S):
                self._sweep_away(kept)

    def _disk_short_bytes(self, size_bytes: int) -> int:
        """How many bytes the disk lacks for so many more. Blocks. Raises ``NoRoom``."""
        promised_bytes = sum(one.size_bytes - one.held_bytes() for one in self._files.unfinished())
        try:
            return size_bytes + promised_bytes - free_bytes(self._folder)
        except OSError as error:
            raise NoRoom(error.strerror) from error

    def _sweep_away(self, kept: Kept) -> None:
        if self._files.take_off(kept.id, even_in_use=False) is not None:
            delete(kept.path)

    def _new(self, owner: str, share: str, name: str, size_bytes: int, mime: str) -> Kept:
        file_id = secrets.token_hex(16)
        path = path_of(self._folder, file_id)
        now = self._clock.now()
        return Kept(file_id, path, owner, share or owner, name, size_bytes, now, mime)

    async def _put(self, kept: Kept, source: Path | None) -> None:
        """To its end, even if we are cancelled; then it is nobody's, and goes."""
        putting = asyncio.ensure_future(asyncio.to_thread(self._write, kept, source))
        try:
            await asyncio.shield(putting)
        except asyncio.CancelledError:
            await asyncio.wait({putting})
            await self.remove(kept.id)
            raise

    def _write(self, kept: Kept, source: Path | None) -> None:
        """The bytes before the note: a note whose bytes are missing would be a lie. Blocks."""
        try:
            if source is not None:
                take_in(source, draft_of(kept.path), kept.path)
            else:
                kept.path.touch(mode=0o600, exist_ok=False)
            write_note(kept)
        except OSError as error:
            # Whatever can't be deleted either is no file of ours, and gone with the next start.
            with contextlib.suppress(OSError):
                delete(kept.path)
            raise NoRoom(error.strerror) from error
        self._files.add(kept)
        _tell_trouble(self._make_way)


@contextlib.asynccontextmanager
async def opened(
    data_dir: Path, clock: Clock | None = None, *, sweep_s: float = SWEEP_S
) -> AsyncIterator[Shelf]:
    """The shelf in that folder, tidied, and swept so often while the block runs."""
    shelf = await asyncio.to_thread(Shelf, data_dir / "shelf", clock or SystemClock())
    await asyncio.to_thread(shelf.tidy)
    async with swept(lambda: asyncio.to_thread(shelf.sweep), "Old files of the page", sweep_s):
        yield shelf


def _tell_trouble(sweep: Callable[..., None], *given: Wanted) -> None:
    """Sweep; what can't be deleted now is for the next start, and for the log. Blocks."""
    try:
        sweep(*given)
    except OSError as error:
        log.warning("Files of the page that had their time could not be deleted: %s", error)
