"""Copies of clips that browsers can't play themselves, made when somebody wants to see one.

Owns which copy is made when, and that it goes with its original, beside which it lies on the shelf.
Must not know how a copy is made, or who looks at it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bots.serving.kept import Kept
from bots.serving.shelf import Shelf
from core.errors import ClipMissing, NoRoom, ResultUnusable
from core.reencode import make_proxy

log = logging.getLogger(__name__)

LIMIT_S: Final = 900.0
"""For one copy: others wait for it. A minute of 1080p takes 20 s on two cores (measured)."""
PATIENCE_S: Final = 15.0
"""Who has not asked for so long has gone: the page asks every second. Its turn is passed over."""
REST_S: Final = 3600.0
"""After a failure, before the same clip is tried again: what was in the way may have passed."""
_REMEMBERED: Final = 1_000
"""Clips that rest."""


@dataclass(frozen=True, slots=True)
class Playable:
    """How far a copy is: ``path`` once it is there; ``fraction`` from 0 to 1, None in the queue.

    ``is_impossible``: for now at least.
    """

    path: Path | None = None
    fraction: float | None = None
    is_impossible: bool = False


@dataclass(slots=True)
class _Wish:
    """What somebody wants a copy of, and is waiting for."""

    kept: Kept
    asked_at_s: float
    fraction: float | None = None
    is_begun: bool = False
    task: asyncio.Task[None] | None = field(default=None)


class Playables:
    """One copy is made at a time, whoever asks; the same clip is made once.

    An owner of clips has one place in the queue: who wants to see many waits for one after the
    other, and in between it is the turn of others.
    """

    def __init__(
        self,
        shelf: Shelf,
        *,
        limit_s: float = LIMIT_S,
        patience_s: float = PATIENCE_S,
        rest_s: float = REST_S,
    ) -> None:
        self._shelf = shelf
        self._limit_s = limit_s
        self._patience_s = patience_s
        self._rest_s = rest_s
        self._turn = asyncio.Lock()
        self._wishes: dict[str, _Wish] = {}
        self._rests: OrderedDict[str, float] = OrderedDict()

    async def state(self, kept: Kept) -> Playable:
        """The copy of that clip, or how far it is; the first question begins it."""
        if kept.copy_path.is_file():
            return Playable(kept.copy_path)
        now_s = time.monotonic()
        if now_s < self._rests.get(kept.id, now_s):
            return Playable(is_impossible=True)
        wish = self._wishes.get(kept.owner)
        if wish is None:
            wish = self._wishes[kept.owner] = _Wish(kept, now_s)
            wish.task = asyncio.create_task(self._grant(wish))
        elif wish.kept.id != kept.id:
            if wish.is_begun or now_s - wish.asked_at_s <= self._patience_s:
                return Playable()
            wish.kept = kept
        wish.asked_at_s = now_s
        return Playable(fraction=wish.fraction)

    async def close(self) -> None:
        """End what is being made; nothing of it stays."""
        tasks = {wish.task for wish in self._wishes.values() if wish.task}
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def _grant(self, wish: _Wish) -> None:
        try:
            async with self._turn:
                if time.monotonic() - wish.asked_at_s <= self._patience_s:
                    wish.is_begun = True
                    await self._make(wish)
        except ClipMissing:
            return
        except (ResultUnusable, NoRoom) as error:
            self._let_rest(wish.kept, error.detail)
        except TimeoutError:
            self._let_rest(wish.kept, f"it takes more than {self._limit_s:.0f} s")
        except OSError as error:
            self._let_rest(wish.kept, str(error))
        finally:
            del self._wishes[wish.kept.owner]
            if self._shelf.begun(wish.kept.id) is None:
                # It was deleted meanwhile, and its copy with it, had there been one.
                with contextlib.suppress(FileNotFoundError):
                    wish.kept.copy_path.unlink()

    async def _make(self, wish: _Wish) -> None:
        async def progress(fraction: float) -> None:
            wish.fraction = fraction
            await asyncio.to_thread(self._shelf.check_going_on)

        kept = wish.kept
        with self._shelf.using(kept.id):
            # How large the copy will be nobody knows; seldom is it more than the original.
            await self._shelf.make_room(kept.size_bytes)
            async with asyncio.timeout(self._limit_s):
                await make_proxy(kept.path, kept.copy_path, progress)
            self._shelf.count_copy(kept)

    def _let_rest(self, kept: Kept, why: str) -> None:
        log.info("A clip can't be shown in browsers now: %s", why)
        self._rests[kept.id] = time.monotonic() + self._rest_s
        self._rests.move_to_end(kept.id)
        if len(self._rests) > _REMEMBERED:
            self._rests.popitem(last=False)
