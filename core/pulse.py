"""Never silence: whatever a job is at, its person sees something every two minutes.

Owns when "still working" is due and what it stands behind. Must not know what the job does.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from core.phrases import Phrasebook
from core.ports import Clock

_MINUTE_S: Final = 60.0

Say = Callable[[str], Awaitable[None]]


class Pulse:
    """The heartbeat of one job's progress message."""

    def __init__(
        self, phrasebook: Phrasebook, language: str, clock: Clock, still_working_s: float
    ) -> None:
        self._phrasebook = phrasebook
        self._language = language
        self._clock = clock
        self._still_working_s = still_working_s
        self._shown = ""
        self._news_s = self._told_s = clock.monotonic_s()

    def note(self, text: str) -> bool:
        """The person sees this now; False if it stands there already."""
        if text == self._shown:
            return False
        self._shown = text
        self._news_s = self._told_s = self._clock.monotonic_s()
        return True

    def begin_anew(self) -> None:
        """The person was given an answer: what was shown before it stands for nothing more."""
        self._shown = ""
        self._news_s = self._told_s = self._clock.monotonic_s()

    async def run(self, say: Say) -> None:
        """Say that work goes on, behind what was last shown, whenever nothing else was said.

        Each time a little differently: platforms refuse an edit that changes nothing.
        """
        while True:
            due_s = self._told_s + self._still_working_s - self._clock.monotonic_s()
            if due_s > 0:
                await self._clock.sleep(due_s)
                continue
            waiting = self._still_working(is_first=self._told_s == self._news_s)
            self._told_s = self._clock.monotonic_s()
            await say(f"{self._shown}\n{waiting}" if self._shown else waiting)

    def _still_working(self, *, is_first: bool) -> str:
        if is_first:
            return self._phrasebook.say("still-working", self._language)
        silent_s = self._clock.monotonic_s() - self._news_s
        minutes = max(1, round(silent_s / _MINUTE_S))
        return self._phrasebook.say("still-working-for", self._language, minutes=minutes)
