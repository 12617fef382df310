"""What an inbound message asks for, whether it was typed, commanded or tapped.

Owns the one reading of a body. Must not know storage or the backend; the judging of free words is
the router's.
"""

from __future__ import annotations

from typing import Final

from core.buttons import Tap, read
from core.model import Command, Incoming, Press, Text
from core.phrases import Phrasebook
from core.router import Action, Intent, route

_TAPS: Final = {
    Tap.EXPORT: Action.EXPORT,
    Tap.STATUS: Action.STATUS,
    Tap.CREDITS: Action.CREDITS,
    Tap.CANCEL: Action.CANCEL,
    Tap.NEW: Action.NEW,
}


def interpret(incoming: Incoming, phrasebook: Phrasebook, language: str) -> Intent:
    """The intent of a message; for an edit, ``text`` holds the words for the agent.

    A tap on a button that nobody knows any more is a request for help.
    """
    body = incoming.body
    if isinstance(body, Text):
        return route(body.text, language)
    if isinstance(body, Command):
        return route(f"/{body.name} {body.argument}".strip(), language)
    assert isinstance(body, Press)  # noqa: S101  (the union has three members)
    tap = read(body.data)
    if tap is None:
        return Intent(Action.HELP, "")
    if tap in _TAPS:
        return Intent(_TAPS[tap], "")
    return Intent(Action.EDIT, _tapped_words(tap, phrasebook, language))


def edit_words(incoming: Incoming, phrasebook: Phrasebook, language: str) -> str:
    """The words for the agent, of a message that is known to be an edit."""
    body = incoming.body
    if isinstance(body, Text):
        return body.text.strip()
    if isinstance(body, Command):
        return body.argument.strip()
    tap = read(body.data)
    return _tapped_words(tap, phrasebook, language) if tap else ""


def _tapped_words(tap: Tap, phrasebook: Phrasebook, language: str) -> str:
    return "undo" if tap is Tap.UNDO else phrasebook.say(tap.phrase, language)
