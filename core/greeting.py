"""The first words: what to try, and where clips go.

Owns these two. Must not know settings or chats.
"""

from __future__ import annotations

from typing import Final

from core.nemo.reach import is_private
from core.phrases import Phrasebook

CLOUD_HOST: Final = "mega-api-prod.nemovideo.ai"


def where(phrasebook: Phrasebook, language: str, host: str | None, *, is_operators: bool) -> str:
    """Where clips go. ``host`` is the backend's, None for the embedded engine.

    ``is_operators``: whoever reads it sits at the computer on which the bot runs.
    """
    if host is None or is_private(host):
        # An address of our own network means nothing to a stranger, and is none of their business.
        return phrasebook.say("greeting-local" if is_operators else "greeting-bots", language)
    if host == CLOUD_HOST:
        return phrasebook.say("greeting-cloud", language)
    return phrasebook.say("greeting-elsewhere", language, host=host)


def greeting(phrasebook: Phrasebook, language: str, host: str | None, *, is_operators: bool) -> str:
    """What a person sees first."""
    place = where(phrasebook, language, host, is_operators=is_operators)
    return "\n".join([phrasebook.say("greeting", language), place])
