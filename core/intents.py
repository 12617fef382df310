"""What an inbound message asks for, whether it was typed, commanded or tapped.

Owns the one reading of a body. Must not know storage or the backend; the judging of free words is
the router's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from core import links
from core.buttons import Tap, Tapped, read
from core.errors import FolderLink, MediaError, StreamingLink
from core.media import kind_of_name
from core.model import Attachment, AttachmentKind, Command, Incoming, Press, Text
from core.phrases import Phrasebook
from core.router import Action, Intent, command_in, route

_TAPS: Final = {
    Tap.EXPORT: Action.EXPORT,
    Tap.STATUS: Action.STATUS,
    Tap.CREDITS: Action.CREDITS,
    Tap.CANCEL: Action.CANCEL,
    Tap.CANCEL_ONE: Action.CANCEL,
    Tap.NEW: Action.NEW,
    Tap.PROJECTS: Action.PROJECTS,
    Tap.OPEN: Action.PROJECTS,
    Tap.FORGET: Action.FORGET,
    Tap.LANGUAGE: Action.LANGUAGE,
    Tap.ORIGINAL: Action.SETTINGS,
    Tap.WATCH: Action.SETTINGS,
}
_QUIET: Final = frozenset({Tap.KEEP, Tap.DROP_WISH})
"""Taps that change nothing and are only acknowledged."""

_STRIP_WORDS: Final = (
    "Remove the music, titles and effects that you added yourself; keep only the video clip."
)
_UNDO_WORDS: Final = "undo"


def interpret(incoming: Incoming, phrasebook: Phrasebook, language: str) -> Intent:
    """The intent of a message; for an edit, ``text`` holds the words for the agent.

    A tap on a button that nobody knows any more is a request for help.
    """
    body = incoming.body
    if isinstance(body, Text):
        return route(body.text, language)
    if isinstance(body, Command):
        return route(f"/{body.name} {body.argument}".strip(), language)
    found = tapped(incoming)
    if found is None:
        return Intent(Action.HELP, "")
    if found.tap in _TAPS:
        return Intent(_TAPS[found.tap], "", found.argument)
    return Intent(Action.EDIT, _tapped_words(found.tap, phrasebook, language))


def tapped(incoming: Incoming) -> Tapped | None:
    """The tap that the message is; None for any other message and for an unknown button."""
    return read(incoming.body.data) if isinstance(incoming.body, Press) else None


def is_wordless(incoming: Incoming) -> bool:
    """Whether nothing is said with it."""
    return isinstance(incoming.body, Text) and not incoming.body.text.strip()


def is_about_scenes(incoming: Incoming) -> bool:
    """Whether it asks which backgrounds there are, however that is said; the agent is then asked
    in words that it knows."""
    body = incoming.body
    if isinstance(body, Press):
        return False
    words = body.text if isinstance(body, Text) else f"/{body.name}"
    return route(words).action is Action.SCENES


def is_login(incoming: Incoming) -> bool:
    """Whether what the message says is a secret, whatever came along with it."""
    body = incoming.body
    if isinstance(body, Press):
        return False
    words = body.text if isinstance(body, Text) else f"/{body.name}"
    return route(words).action is Action.LOGIN


def is_quiet_tap(incoming: Incoming) -> bool:
    """Whether it is a tap that changes nothing: a no, or a "leave it as it is"."""
    found = tapped(incoming)
    return found is not None and found.tap in _QUIET


def edit_words(incoming: Incoming, phrasebook: Phrasebook, language: str) -> str:
    """The words for the agent, of a message that is known to be an edit.

    A command that came with a clip says nothing about it, unless it is the one for edits.
    """
    body = incoming.body
    if is_about_scenes(incoming):
        return phrasebook.say("ask-scenes", language)
    if isinstance(body, Text):
        command = command_in(body.text)
        if command is None:
            return body.text.strip()
        body = Command(*command)
    if isinstance(body, Command):
        is_edit = route(f"/{body.name}").action is Action.EDIT
        return body.argument.strip() if is_edit else ""
    found = tapped(incoming)
    return _tapped_words(found.tap, phrasebook, language) if found else ""


def _tapped_words(tap: Tap, phrasebook: Phrasebook, language: str) -> str:
    if tap is Tap.UNDO:
        return _UNDO_WORDS
    if tap is Tap.STRIP:
        return _STRIP_WORDS
    return phrasebook.say(tap.phrase, language)


def with_links(incoming: Incoming) -> Incoming:
    """The message with the links in its words as files, which the backend fetches.

    Links that are no file stay in the words (see ``refused_link``), and so do those of a message
    that has its own file, unless they plainly name one: they are more likely to be content.
    """
    body = incoming.body
    if not isinstance(body, Text) or refused_link(incoming) is not None:
        return incoming
    found = links.read(body.text)
    is_content = bool(incoming.attachments) and any(_is_page(link) for link in found.links)
    if not found.links or is_content:
        return incoming
    files = tuple(linked(link) for link in found.links)
    return replace(incoming, body=Text(found.words), attachments=(*incoming.attachments, *files))


def refused_link(incoming: Incoming) -> MediaError | None:
    """Why the first link of the message that no backend can fetch is refused; None without one."""
    if not isinstance(incoming.body, Text) or incoming.attachments:
        return None
    refusals = map(refusal, links.read(incoming.body.text).links)
    return next((error for error in refusals if error), None)


def refusal(link: links.Link) -> MediaError | None:
    """Why no backend can fetch that link; None where it may be a file."""
    if link.site:
        return StreamingLink(link.site)
    return FolderLink() if link.is_folder else None


def linked(link: links.Link) -> Attachment:
    """The attachment that a link stands for."""
    return Attachment(ref=link.url, kind=kind_of_name(link.name), name=link.name, is_link=True)


def _is_page(link: links.Link) -> bool:
    return kind_of_name(link.name) is AttachmentKind.OTHER
