"""Backend events become one growing message; a silent edit is told from the difference.

Owns the state of one telling. Pure: time is passed in, nothing is sent. Must not know platforms,
HTTP or storage. What may be said of the agent's words is judged in ``core/narration``.
"""

from dataclasses import dataclass
from typing import Final

from core.narration.changes import describe
from core.narration.interface import Offer, translate
from core.narration.redaction import drop_temporary_issue, open_blob, redact
from core.narration.sentences import settled
from core.nemo.events import Closed, NemoEvent, Said
from core.phrases import Phrasebook
from core.timetable import Timetable

__all__ = ["Narrated", "Narrator", "Offer", "describe", "narrate"]

_LONGEST: Final = 8_000
"""Characters of an answer that are read; no person reads more in a chat."""
_MINUTE_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Narrated:
    """The agent's answer as a person gets it. ``text`` is empty where nothing was said."""

    text: str
    offers: frozenset[Offer]


def narrate(raw: str) -> Narrated:
    """The agent's whole text in the words of a chat."""
    translated = translate(drop_temporary_issue(redact(raw[:_LONGEST])))
    return Narrated(translated.text, translated.offers)


class Narrator:
    """One answer of the agent while it comes in. Times are seconds of one monotonic clock."""

    def __init__(
        self, phrasebook: Phrasebook, language: str, timetable: Timetable, *, started_s: float
    ) -> None:
        self._phrasebook = phrasebook
        self._language = language
        self._still_working_s = timetable.still_working_s
        self._raw = ""
        self._settled = ""
        self._shown = ""
        self._heard_s = started_s
        self._told_s = started_s

    def feed(self, event: NemoEvent, now_s: float) -> str | None:
        """What the message should say now, or None to leave it as it is.

        The last, unfinished sentence is held back, so that no instruction about a button flashes
        up before it can be judged. After each ``still_working_s`` without a new word the message
        says that work goes on, each time a little differently: platforms refuse an edit that
        changes nothing.
        """
        if isinstance(event, Said):
            text = self._heard(event.text)
            if text is not None:
                self._heard_s = self._told_s = now_s
                return text
        if isinstance(event, Closed) or now_s - self._told_s < self._still_working_s:
            return None
        is_first = self._told_s == self._heard_s
        self._told_s = now_s
        waiting = self._still_working(None if is_first else now_s - self._heard_s)
        return f"{self._shown}\n{waiting}" if self._shown else waiting

    def finish(self) -> Narrated:
        """The whole answer; the same whatever pieces it came in."""
        return narrate(self._raw)

    def _heard(self, piece: str) -> str | None:
        """The new text of the message, if the piece completes a sentence worth showing."""
        self._raw += piece[: _LONGEST - len(self._raw)]
        done = settled(self._raw[: open_blob(self._raw)])
        if done == self._settled:
            return None
        self._settled = done
        text = narrate(done).text
        if not text or text == self._shown:
            return None
        self._shown = text
        return text

    def _still_working(self, silent_s: float | None) -> str:
        if silent_s is None:
            return self._phrasebook.say("still-working", self._language)
        minutes = max(1, round(silent_s / _MINUTE_S))
        return self._phrasebook.say("still-working-for", self._language, minutes=minutes)
