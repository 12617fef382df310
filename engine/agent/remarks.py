"""What is to be said of a file once, whatever the person asks for: that its end is missing.

Owns which facts of a file are worth a sentence. Pure. Must not know what was said before.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.agent.atoms import MAX_CHARACTERS, atoms
from engine.agent.languages import nearest
from engine.agent.steps import Length, Said, Words
from engine.agent.wording import language_of, worded
from engine.timeline import Asset


def remarks(written: str, assets: Iterable[Asset], session_language: str | None) -> str:
    """A sentence for each file that was cut short, in the language of the message; "" for none."""
    said = [
        Said(
            "cut_short", {"name": Words(asset.name), "length": Length(round(asset.duration_ms, -2))}
        )
        for asset in assets
        if asset.is_cut_short
    ]
    if not said:
        return ""
    tongue = nearest(atoms(written[:MAX_CHARACTERS]), session_language)
    return worded(said, tongue.language or language_of(written, session_language))
