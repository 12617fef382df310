"""Backend events become one growing message; a silent edit is told from the difference.

Owns the state of one telling. Pure: nothing is sent. Must not know platforms, HTTP, storage or
time (that nobody is left in silence is ``core.pulse``'s). What may be said of the agent's words is
judged in ``core/narration``.
"""

from dataclasses import dataclass
from typing import Final

from core.narration.changes import describe
from core.narration.interface import Offer, translate
from core.narration.redaction import drop_temporary_issue, open_blob, redact
from core.narration.sentences import settled
from core.nemo.events import NemoEvent, Said

__all__ = ["Narrated", "Narrator", "Offer", "describe", "narrate"]

_LONGEST: Final = 8_000
"""Characters of an answer that are read; no person reads more in a chat."""


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
    """One answer of the agent while it comes in."""

    def __init__(self) -> None:
        self._raw = ""
        self._settled = ""
        self._shown = ""

    def feed(self, event: NemoEvent) -> str | None:
        """What the message should say now, or None to leave it as it is.

        The last, unfinished sentence is held back, so that no instruction about a button flashes
        up before it can be judged.
        """
        return self._heard(event.text) if isinstance(event, Said) else None

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
