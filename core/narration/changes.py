"""What an edit did, in a person's words: one line for each change.

Owns the wording's composition out of phrases. Must not know how drafts are compared, nor when
this is said. Names come out of the timeline, so they pass the redaction.
"""

import re
from collections.abc import Iterable
from functools import reduce
from typing import Final

from core.narration.redaction import safe_name
from core.nemo.changes import Aspect, Change, ChangeKind
from core.phrases import Phrasebook

_MOST_LINES: Final = 12

_WHATS: Final = {
    "Video": "what-video",
    "BGM": "what-music",
    "Title": "what-title",
    "Track": "what-track",
    "Background": "what-background",
    "Logo": "what-logo",
    "Captions": "what-captions",
    "Canvas": "what-canvas",
    "Length": "what-length",
}
_ASPECTS: Final = {
    "timing": "aspect-timing",
    "volume": "aspect-volume",
    "position": "aspect-position",
    "color": "aspect-color",
    "strength": "aspect-strength",
    "size": "aspect-size",
    "speed": "aspect-speed",
    "reverse": "aspect-reverse",
    "freeze": "aspect-freeze",
    "turn": "aspect-turn",
    "mirror": "aspect-mirror",
    "framing": "aspect-framing",
    "side": "aspect-side",
    "loudness_lufs": "aspect-loudness",
    "brightness": "aspect-brightness",
    "contrast": "aspect-contrast",
    "warmth": "aspect-warmth",
    "saturation": "aspect-saturation",
    "fade_in_ms": "aspect-fade-in",
    "fade_out_ms": "aspect-fade-out",
    "fade_ms": "aspect-fade",
    "corner": "aspect-corner",
    "style": "aspect-style",
    "ducking": "aspect-ducking",
    "light": "aspect-light",
}
_NUMBER: Final = re.compile(r"-?\d{1,12}(?:\.\d{1,6})?")
_UNITS: Final = {"speed": "×", "turn": "°", "loudness_lufs": " LUFS"}
_SILENT_ASPECTS: Final = frozenset({"kind", "type"})
"""The backend's own sorting: it always changes together with something that has a name."""


def describe(
    phrasebook: Phrasebook, language: str, changes: Iterable[Change], *, is_changed: bool = False
) -> str:
    """What changed, for an answer that held no words.

    ``is_changed`` says that the timelines differ, even where no change has a name for a person.
    """
    lines = [_line(_Sayer(phrasebook, language), change) for change in changes]
    if not lines:
        return phrasebook.say("edit-done" if is_changed else "edit-unchanged", language)
    more = len(lines) - _MOST_LINES
    if more > 0:
        lines = [*lines[:_MOST_LINES], phrasebook.say("change-more", language, count=more)]
    return "\n".join([phrasebook.say("edit-silent", language), *lines])


class _Sayer:
    """The phrasebook in one language."""

    def __init__(self, phrasebook: Phrasebook, language: str) -> None:
        self._phrasebook = phrasebook
        self._language = language

    def __call__(self, key: str, **facts: str) -> str:
        return self._phrasebook.say(key, self._language, **facts)


def _line(say: _Sayer, change: Change) -> str:
    what = _label(say, _WHATS, change.what)
    if change.before is None and change.after is None:
        return say("change-altered", thing=_listed(say, _ways(say, change.aspects, what) or [what]))
    renamed = next((aspect for aspect in change.aspects if aspect.name == "name"), None)
    before, after = (safe_name(renamed.before), safe_name(renamed.after)) if renamed else ("", "")
    name = safe_name(change.name)
    if before and after:
        thing = say("thing-renamed", what=what, before=before, after=after)
    else:
        thing = say("thing-named", what=what, name=name) if name else what
    if change.kind is not ChangeKind.CHANGED:
        if change.timing:
            thing = say("thing-timed", thing=thing, timing=change.timing)
        added = change.kind is ChangeKind.ADDED
        return say("change-added" if added else "change-removed", thing=thing)
    ways = _ways(say, [aspect for aspect in change.aspects if not _is_said(aspect, renamed)])
    if not ways:
        return say("change-altered", thing=thing)
    return say("change-altered-how", thing=thing, how=_listed(say, ways))


def _listed(say: _Sayer, ways: list[str]) -> str:
    return reduce(lambda first, second: say("change-and", first=first, second=second), ways)


def _is_said(aspect: Aspect, renamed: Aspect | None) -> bool:
    if aspect is renamed or aspect.name in _SILENT_ASPECTS:
        return True
    return renamed is not None and (aspect.before, aspect.after) == (renamed.before, renamed.after)


def _ways(say: _Sayer, aspects: Iterable[Aspect], label: str = "") -> list[str]:
    return [_way(say, aspect, label or _label(say, _ASPECTS, aspect.name)) for aspect in aspects]


def _way(say: _Sayer, aspect: Aspect, label: str) -> str:
    before, after = (_worded(say, aspect.name, value) for value in (aspect.before, aspect.after))
    if before and after:
        return say("aspect-changed", aspect=label, before=before, after=after)
    return (
        say("aspect-set", aspect=label, after=after) if after else say("aspect-gone", aspect=label)
    )


def _worded(say: _Sayer, name: str, value: str) -> str:
    """A property's value as a person says it; the units are in the backend's names."""
    if not value or not _NUMBER.fullmatch(value):
        return safe_name(value)
    if name.endswith("_ms"):
        return say("value-seconds", amount=f"{float(value) / 1000:g}")
    unit = _UNITS.get(name)
    return f"{value}{unit}" if unit else value


def _label(say: _Sayer, table: dict[str, str], word: str) -> str:
    """The word in the person's language; the backend's own words are only made readable."""
    key = table.get(word)
    if key:
        return say(key)
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|[_-]+", " ", safe_name(word))
    return apart.strip() or say("what-track")
