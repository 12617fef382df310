"""The first words: what to try, and where clips go.

Owns these two. Must not know settings or chats.
"""

from __future__ import annotations

from typing import Final

from core.phrases import Phrasebook

CLOUD_HOST: Final = "mega-api-prod.nemovideo.ai"


def where(phrasebook: Phrasebook, language: str, host: str | None) -> str:
    """Where clips go. ``host`` is the backend's, None for the engine on this computer."""
    if host is None:
        return phrasebook.say("greeting-local", language)
    if host == CLOUD_HOST:
        return phrasebook.say("greeting-cloud", language)
    return phrasebook.say("greeting-elsewhere", language, host=host)


def greeting(phrasebook: Phrasebook, language: str, host: str | None) -> str:
    """What a person sees first."""
    return f"{phrasebook.say('greeting', language)}\n{where(phrasebook, language, host)}"
