"""Backend events become one growing message; a silent edit is told from the difference.

Owns the state of one telling. Pure: time is passed in, nothing is sent. Must not know platforms,
HTTP or storage.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.narration.interface import Offer, sentences, translate
from core.narration.redaction import drop_temporary_issue, redact
from core.nemo.changes import Change, ChangeKind
from core.nemo.events import NemoEvent, Said
from core.phrases import Phrasebook
from core.timetable import Timetable

_NONE = "none"
_ENDS = (".", "!", "?", "。", "！", "？", "\n")


@dataclass(frozen=True, slots=True)
class Narrated:
    """The agent's answer as a person gets it. ``text`` is empty where nothing was said."""

    text: str
    offers: frozenset[Offer]


def narrate(raw: str) -> Narrated:
    """The agent's whole text in the words of a chat."""
    translated = translate(drop_temporary_issue(redact(raw)))
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
        self._shown = ""
        self._told_s = started_s

    def feed(self, event: NemoEvent, now_s: float) -> str | None:
        """What the message should say now, or None to leave it as it is.

        The last, unfinished sentence is held back, so that no instruction about a button flashes
        up before it can be judged.
        """
        if isinstance(event, Said):
            self._raw += event.text
            whole = sentences(self._raw)
            if whole and not whole[-1].rstrip(" ").endswith(
                (".", "!", "?", "。", "！", "？", "\n")
            ):
                whole.pop()
            text = narrate("".join(whole)).text
            if text and text != self._shown:
                self._shown, self._told_s = text, now_s
                return text
            return None
        if now_s - self._told_s >= self._still_working_s:
            self._told_s = now_s
            waiting = self._phrasebook.say("still-working", self._language)
            return f"{self._shown}\n{waiting}" if self._shown else waiting
        return None

    def finish(self) -> Narrated:
        """The whole answer; the same whatever pieces it came in."""
        return narrate(self._raw)


def describe(phrasebook: Phrasebook, language: str, changes: Iterable[Change]) -> str:
    """What changed, in a person's words; one line for each change."""
    lines = [line for change in changes for line in _lines(phrasebook, language, change)]
    if not lines:
        return phrasebook.say("edit-unchanged", language)
    return "\n".join([phrasebook.say("edit-silent", language), *lines])


def _lines(phrasebook: Phrasebook, language: str, change: Change) -> list[str]:
    name = redact(change.name) or _NONE
    what = redact(change.what)
    if change.kind is ChangeKind.ADDED:
        timing = change.timing or _NONE
        return [phrasebook.say("change-added", language, what=what, name=name, timing=timing)]
    if change.kind is ChangeKind.REMOVED:
        timing = change.timing or _NONE
        return [phrasebook.say("change-removed", language, what=what, name=name, timing=timing)]
    return [
        phrasebook.say(
            "change-altered",
            language,
            what=what,
            name=name,
            aspect=redact(aspect.name),
            before=redact(aspect.before) or "–",
            after=redact(aspect.after) or "–",
        )
        for aspect in change.aspects
    ]
