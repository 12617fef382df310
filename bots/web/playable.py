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
from core.errors import ClipMissing, ResultUnusable
from core.reencode import make_proxy

log = logging.getLogger(__name__)

LIMIT_S: Final = 900.0
"""For one copy: others wait for it. A minute of 1080p takes 20 s on two cores (measured)."""
PATIENCE_S: Final = 15.0
"""Who has not asked for so long has gone: the page asks every second. Its turn is passed over."""
_REMEMBERED: Final = 1_000
"""Clips of which there can be no copy."""


@dataclass(frozen=True, slots=True)
class Playable:
    """How far a copy is: ``path`` once it is there; ``fraction`` from 0 to 1, None in the queue."""

    path: Path | None = None
    fraction: float | None = None
    is_impossible: bool = False


@dataclass(slots=True)
class _Making:
    """A copy that is wanted."""

    asked_at_s: float
    fraction: float | None = None
    task: asyncio.Task[None] | None = field(default=None)


class Playables:
    """One copy is made at a time, whoever asks; the same clip is made once."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._turn = asyncio.Lock()
        self._makings: dict[str, _Making] = {}
        self._impossible: OrderedDict[str, None] = OrderedDict()

    async def state(self, kept: Kept) -> Playable:
        """The copy of that clip, or how far it is; the first question begins it."""
        path = kept.copy_path
        if path.is_file():
            return Playable(path)
        if kept.id in self._impossible:
            return Playable(is_impossible=True)
        making = self._makings.get(kept.id)
        if making is None:
            making = self._makings[kept.id] = _Making(time.monotonic())
            making.task = asyncio.create_task(self._make(kept, making))
        making.asked_at_s = time.monotonic()
        return Playable(fraction=making.fraction)

    async def close(self) -> None:
        """End what is being made; nothing of it stays."""
        tasks = {making.task for making in self._makings.values() if making.task}
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def _make(self, kept: Kept, making: _Making) -> None:
        async def progress(fraction: float) -> None:
            making.fraction = fraction

        try:
            async with self._turn:
                if time.monotonic() - making.asked_at_s > PATIENCE_S:
                    return
                with self._shelf.using(kept.id):
                    async with asyncio.timeout(LIMIT_S):
                        await make_proxy(kept.path, kept.copy_path, progress)
        except ClipMissing:
            return
        except (ResultUnusable, TimeoutError) as error:
            why = error.detail if isinstance(error, ResultUnusable) else f"over {LIMIT_S:.0f} s"
            log.info("A clip can't be shown in browsers: %s", why)
            self._impossible[kept.id] = None
            if len(self._impossible) > _REMEMBERED:
                self._impossible.popitem(last=False)
        finally:
            del self._makings[kept.id]
            if self._shelf.begun(kept.id) is None:
                # It was deleted meanwhile, and its copy with it, had there been one.
                with contextlib.suppress(FileNotFoundError):
                    kept.copy_path.unlink()
