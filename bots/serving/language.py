"""The language in which a browser wants to be spoken to.

Owns the reading of the page's choice and of ``Accept-Language``. Must not know what is said.
"""

from __future__ import annotations

from typing import Final

from aiohttp import web

from core.phrases import DEFAULT, Phrasebook

CHOSEN_COOKIE: Final = "backdrop-language"
"""What was chosen in the page's menu; the page sets it, before it loads itself again."""
_MOST_TAGS: Final = 8
"""Looked at; each that is new costs milliseconds, and a stranger may send thousands."""
_LONGEST_TAG: Final = 35
"""Characters. Source: RFC 5646, 4.4.1, what software should have room for."""


def language_of(request: web.Request, phrasebook: Phrasebook) -> str:
    """What was chosen on the page, else the first of the browser's languages that we speak.

    Browsers send them in falling order, so that the weights add nothing. Else the default.
    """
    chosen = request.cookies.get(CHOSEN_COOKIE)
    if chosen in phrasebook.languages:
        return chosen
    wanted = request.headers.get("Accept-Language", "").split(",", _MOST_TAGS)[:_MOST_TAGS]
    for entry in wanted:
        tag = entry.partition(";")[0].strip()
        if tag and len(tag) <= _LONGEST_TAG and (found := phrasebook.find_language(tag)):
            return found
    return DEFAULT
