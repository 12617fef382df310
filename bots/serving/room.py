"""How much room the files of the shelf take, of whose share, and which of them make way.

Owns the sums, kept as files come and go, and the fairness of the choice. Must not know the clock,
the names of files or what is read just now. A share is what files are counted for together: one
visitor's, or all that is dropped for one chat.
"""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from bots.serving.kept import Kept

RESERVE_BYTES: Final = 2 * 1024**3
"""Of the disk, for the database and for work in hand: no upload may take it."""
_RESERVED_PART: Final = 10
"""Of a small disk it is one part in so many."""


class Room:
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

    def surplus_bytes(self, coming_bytes: int = 0) -> int:
        """By how much it will be more than the quota; negative: so much is left."""
        return self._total_bytes + coming_bytes - self._quota_bytes

    def making_way(
        self, coming_bytes: int, oldest_first: Iterable[tuple[Kept, bool]]
    ) -> tuple[list[Kept], int]:
        """Which of these go for so many bytes, and how many are beyond the quota even then.

        It is each time the oldest of who has most. Of a file that is fresh (the bool) its share
        must have ``share_bytes`` without it: nobody loses the fresh files of a share of ordinary
        size, and the fresh files of nobody fill the quota alone.
        """
        queues: dict[str, deque[tuple[Kept, bool]]] = defaultdict(deque)
        for kept, is_fresh in oldest_first:
            queues[kept.share].append((kept, is_fresh))
        used, going = Counter(self._shares), []
        surplus_bytes = self.surplus_bytes(coming_bytes)
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
        return going, max(0, surplus_bytes)


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
