"""What is on the shelf, as one process knows it without asking the disk again and again.

Owns which files there are, since when each is whole, which are in use, and the sums of their room.
Must not delete anything, and must not know how long a file stays. May be asked from any thread.
"""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from bots.serving.kept import Kept
from bots.serving.room import Quota, Wanted
from core.errors import ClipMissing
from core.ports import Clock


class Catalogue:
    """Files by their ids. Questions about one that is not whole are asked of the disk."""

    def __init__(self, quota: Quota, clock: Clock) -> None:
        self._quota = quota
        self._clock = clock
        self._files: dict[str, Kept] = {}
        self._whole_since: dict[str, datetime] = {}
        self._uses: Counter[str] = Counter()
        self._changing = threading.Lock()

    def add(self, kept: Kept) -> None:
        """A new one."""
        with self._changing:
            self._files[kept.id] = kept
            self._quota.count(kept)

    def recount(self, kept: Kept) -> None:
        """Its copy was made; nothing if it has gone meanwhile."""
        with self._changing:
            if kept.id in self._files:
                self._quota.count(kept)

    def take_off(self, file_id: str, *, even_in_use: bool = True) -> Kept | None:
        """Forget a file; None where there is none to forget."""
        with self._changing:
            if not even_in_use and self._uses[file_id]:
                return None
            kept = self._files.pop(file_id, None)
            if kept is not None:
                self._quota.discount(kept)
                self._whole_since.pop(file_id, None)
            return kept

    def get(self, file_id: str) -> Kept | None:
        """A file, whole or not."""
        return self._files.get(file_id)

    def all(self) -> list[Kept]:
        """All of them."""
        with self._changing:
            return list(self._files.values())

    def unfinished(self) -> list[Kept]:
        """Those that are not whole, the longest without a byte first."""
        files = [one for one in self.all() if self.whole_since(one) is None]
        return sorted(files, key=self.changed_at)

    @contextlib.contextmanager
    def using(self, file_id: str) -> Iterator[Kept]:
        """See ``Shelf.using``. Raises ``ClipMissing``."""
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

    def used_bytes(self, share: str) -> int:
        """What the files of that share take, uploads with all that is still to come."""
        with self._changing:
            return self._quota.used_bytes(share)

    def whole_since(self, kept: Kept) -> datetime | None:
        """When its last byte came; None for what has not been whole yet. UTC."""
        since = self._whole_since.get(kept.id)
        if since is None and kept.is_whole():
            since = _touched_at(kept)
            with self._changing:
                if kept.id in self._files:
                    self._whole_since[kept.id] = since
        return since

    def changed_at(self, kept: Kept) -> datetime:
        """When its newest byte came; UTC."""
        return self.whole_since(kept) or _touched_at(kept)

    def idle_s(self, kept: Kept) -> float:
        """For how long no byte of it has come."""
        return (self._clock.now() - self.changed_at(kept)).total_seconds()

    def going(self, wanted: Wanted, *, fresh_s: float, idle_s: float) -> list[Kept]:
        """Which files make way for it.

        What is whole for less than ``fresh_s`` is fresh, see ``Quota``; an upload goes only if no
        byte has come for ``idle_s``, and nothing goes that is in use. Raises ``ShareFull``, and
        ``NoRoom`` where an upload is too much even then.
        """
        with self._changing:
            if self._quota.is_enough(wanted):
                return []
        candidates = [
            (one, is_whole and self.idle_s(one) < fresh_s)
            for one in sorted(self.all(), key=self.changed_at)
            if (is_whole := self.whole_since(one) is not None) or self.idle_s(one) > idle_s
        ]
        with self._changing:
            there = [
                (one, is_fresh)
                for one, is_fresh in candidates
                if one.id in self._files and not self._uses[one.id]
            ]
            return self._quota.making_way(wanted, there)


def _touched_at(kept: Kept) -> datetime:
    try:
        changed_s = kept.path.stat().st_mtime
    except FileNotFoundError:
        return kept.made_at
    return max(kept.made_at, datetime.fromtimestamp(changed_s, UTC))
