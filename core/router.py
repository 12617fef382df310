"""From words to what a person wants: the first decision about every message.

Owns the choice between the quick requests (export, credits, status …), which never reach the
backend's agent, and everything else, which is an edit. Pure: no I/O after the grammars are read.
Must not know how a request is carried out, nor any word of any language; those stand as phrase
grammars in ``core/routing``.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from core.routing.reader import LANGUAGES, Reader, readable
from core.routing.tongues import tag_of, wanted
from core.routing.words import tokens


class Action(StrEnum):
    """What is to be done. Where one message holds several requests, the first here wins."""

    EXPORT = "export"
    FORGET = "forget"
    NEW = "new"
    CANCEL = "cancel"
    UPLOAD = "upload"
    LANGUAGE = "language"
    PROJECTS = "projects"
    SCENES = "scenes"
    CREDITS = "credits"
    STATUS = "status"
    SETTINGS = "settings"
    HELP = "help"
    LOGIN = "login"
    START = "start"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Intent:
    """What a message asks for.

    ``text`` is the message as given, without blanks around it. ``argument`` is for LANGUAGE the
    wanted language as a BCP 47 tag (or as typed, after a slash command, where nobody knows it; ""
    where none is named), for other slash commands the rest of the line, else "". After LOGIN it is
    a secret, and so is ``text``: neither may be stored or logged.
    """

    action: Action
    text: str
    argument: str = ""


_COMMAND: Final = re.compile(r"/([^\W\d]\w*)(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
"""A slash and a word; a path has another slash in it."""
_COMMANDS: Final = {action.value: action for action in Action} | {
    "download": Action.EXPORT, "render": Action.EXPORT, "save": Action.EXPORT,
    "balance": Action.CREDITS, "credit": Action.CREDITS,
    "tracks": Action.STATUS, "timeline": Action.STATUS, "state": Action.STATUS,
    "commands": Action.HELP, "reset": Action.NEW, "restart": Action.NEW, "newproject": Action.NEW,
    "stop": Action.CANCEL, "abort": Action.CANCEL, "lang": Action.LANGUAGE,
    "preferences": Action.SETTINGS, "history": Action.PROJECTS, "sessions": Action.PROJECTS,
    "backgrounds": Action.SCENES, "backdrops": Action.SCENES,
    "signin": Action.LOGIN, "token": Action.LOGIN, "forgetme": Action.FORGET,
    "deletedata": Action.FORGET,
}  # fmt: skip
_BY_COMMAND_ONLY: Final = frozenset({Action.LOGIN})
"""Not even asked for in words: a token in the middle of a sentence is no sign of a wish."""
_MOST_WORDS: Final = 60
_MOST_LETTERS: Final = 1000
"""No request is longer, fillers included; whatever is, describes a video."""


def route(text: str, language: str | None = None) -> Intent:
    """Decide what ``text`` asks for. Never raises.

    ``language`` (a BCP 47 tag) only says which language is tried first.
    """
    given = text.strip()
    command = command_in(given)
    if command:
        return _commanded(given, *command)
    words = tokens(given[:_MOST_LETTERS])
    if not words and set(given) & set("?？"):
        return Intent(Action.HELP, given)
    if not words or len(words) > _MOST_WORDS or len(given) > _MOST_LETTERS:
        return Intent(Action.EDIT, given)
    order = sorted(
        readable(words), key=lambda tried: tried != (language or "").split("-")[0].lower()
    )
    for may_repair in (False, True):
        for tried in order:
            found = _reader(tried).read(words, may_repair)
            action = next((action for action in Action if action.value in found), None)
            if action:
                argument = wanted(words, tokens) if action is Action.LANGUAGE else ""
                return Intent(action, given, argument)
    return Intent(Action.EDIT, given)


def command_in(text: str) -> tuple[str, str] | None:
    """The name after the slash, in small letters, and the rest; None where it is no command."""
    given = text.strip()
    found = _COMMAND.fullmatch(unicodedata.normalize("NFKC", given[:1]) + given[1:])
    return (found[1].lower(), (found[2] or "").strip()) if found else None


def _commanded(given: str, name: str, rest: str) -> Intent:
    """A command that nobody knows is answered with those that there are; it is no wish."""
    action = _COMMANDS.get(name, Action.HELP)
    if name not in _COMMANDS:
        return Intent(action, given)
    return Intent(action, given, tag_of(rest, tokens) if action is Action.LANGUAGE else rest)


@lru_cache(maxsize=len(LANGUAGES))
def _reader(language: str) -> Reader:
    spoken = [a.value for a in Action if a is not Action.EDIT and a not in _BY_COMMAND_ONLY]
    return Reader(language, spoken)
