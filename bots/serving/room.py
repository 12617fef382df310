"""How much room the files of the shelf take, of whose share, and which of them make way.

Owns the sums, kept as files come and go, and the fairness of the choice. Must not know the clock,
the names of files or what is read just now. A share is what files are counted for together: one
visitor's, or all that is dropped for one chat.
"""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bots.serving.kept import Kept
from core.errors import NoRoom

RESERVE_BYTES: Final = 2 * 1024**3
"""Of the disk, for the database and for work in hand: no upload may take it."""
_RESERVED_PART: Final = 10
"""Of a small disk it is one part in so many."""


class ShareFull(Exception):
    """An upload is too much for its share, whatever of it makes way."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be made room for: an upload, or nothing new.

    ``most_bytes`` is what its share may have; None: there is no such limit. ``disk_short_bytes``
    is what the disk lacks for it beside all that was promised; not above 0: it lacks nothing.
    """

    size_bytes: int = 0
    share: str = ""
    most_bytes: int | None = None
    disk_short_bytes: int = 0


class Quota:
    """Sums in memory. ``quota_bytes`` is for all, ``share_bytes`` for one share."""

    def __init__(self, quota_bytes: int, share_bytes: int) -> None:
        self._quota_bytes = quota_bytes
        self._share_bytes = share_bytes
        self._taken: dict[str, int] = {}
        self._shares: Counter[str] = Counter()
        self._total_bytes = 0

    def count(self, kept: Kept) -> None:
        """A file that is new, or whose copy is: it takes all that it will have when it is whole."""
        self.discount(kept)
        taken_bytes = kept.size_bytes + kept.copy_bytes()
        self._taken[kept.id] = taken_bytes
        self._shares[kept.share] += taken_bytes
        self._total_bytes += taken_bytes

    def discount(self, kept: Kept) -> None:
        """A file that goes."""
        taken_bytes = self._taken.pop(kept.id, 0)
        self._total_bytes -= taken_bytes
        self._shares[kept.share] -= taken_bytes
        if not self._shares[kept.share]:
            del self._shares[kept.share]

    def used_bytes(self, share: str) -> int:
        """What is taken of that share, with all that is still to come."""
        return self._shares[share]

    def is_enough(self, wanted: Wanted) -> bool:
        """Whether nothing has to make way for it."""
        return self._surplus_bytes(wanted) <= 0 and self._share_surplus_bytes(wanted) <= 0

    def making_way(self, wanted: Wanted, oldest_first: Iterable[tuple[Kept, bool]]) -> list[Kept]:
        """Which of these go for it: first of its own share, then each time of who has most.

        Of a file that is fresh (the bool) its share must have ``share_bytes`` without it, and then
        it goes for the quota or the disk only: nobody loses the fresh files of a share of ordinary
        size, and the fresh files of nobody fill the quota alone. Raises ``ShareFull``, and
        ``NoRoom`` where an upload is too much even then.
        """
        candidates = list(oldest_first)
        going = self._going_of_share(wanted, candidates)
        used = Counter(self._shares)
        used[wanted.share] -= sum(self._taken[one.id] for one in going)
        queues: dict[str, deque[tuple[Kept, bool]]] = defaultdict(deque)
        for kept, is_fresh in candidates:
            if kept not in going:
                queues[kept.share].append((kept, is_fresh))
        surplus_bytes = self._surplus_bytes(wanted) - sum(self._taken[one.id] for one in going)
        while surplus_bytes > 0 and queues:
            share = max(queues, key=used.__getitem__)
            kept, is_fresh = queues[share].popleft()
            if not queues[share]:
                del queues[share]
            left_bytes = used[share] - self._taken[kept.id]
            if is_fresh and left_bytes < self._share_bytes:
                continue
            surplus_bytes -= self._taken[kept.id]
            used[share] = left_bytes
            going.append(kept)
        if wanted.size_bytes > 0 and surplus_bytes > 0:
            raise NoRoom(f"the upload is {surplus_bytes} bytes too much for the quota or the disk")
        return going

    def _going_of_share(
        self, wanted: Wanted, oldest_first: Iterable[tuple[Kept, bool]]
    ) -> list[Kept]:
        """Raises ``ShareFull``."""
        going = []
        surplus_bytes = self._share_surplus_bytes(wanted)
        for kept, is_fresh in oldest_first:
            if surplus_bytes <= 0:
                break
            if kept.share == wanted.share and not is_fresh:
                surplus_bytes -= self._taken[kept.id]
                going.append(kept)
        if surplus_bytes > 0:
            raise ShareFull(f"{surplus_bytes} bytes are too much")
        return going

    def _surplus_bytes(self, wanted: Wanted) -> int:
        """By how much it is more than the quota or the disk has room for."""
        total_bytes = self._total_bytes + wanted.size_bytes
        return max(total_bytes - self._quota_bytes, wanted.disk_short_bytes)

    def _share_surplus_bytes(self, wanted: Wanted) -> int:
        if wanted.most_bytes is None:
            return 0
        return self._shares[wanted.share] + wanted.size_bytes - wanted.most_bytes


def free_bytes(folder: Path) -> int:
    """What the disk has beyond the reserve; negative where others have taken of that. Blocks."""
    disk = shutil.disk_usage(folder)
    return disk.free - _reserve_bytes(disk.total)


def is_short(folder: Path) -> bool:
    """Whether half of the reserve is gone: then those that were let in stop, too. Blocks."""
    disk = shutil.disk_usage(folder)
    return disk.free < _reserve_bytes(disk.total) // 2


def _reserve_bytes(disk_bytes: int) -> int:
    return min(RESERVE_BYTES, disk_bytes // _RESERVED_PART)
