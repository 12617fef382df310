"""The buttons that we offer and what a tap on one means.

Owns the data that a button carries (at most 64 bytes, which Telegram allows) and its reading. Must
not know platforms. Data is versioned by its prefix, so that a button of an older program is either
understood or known to be dead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.model import Button

_VERSION: Final = "1:"
_SEPARATOR: Final = "="


class Tap(StrEnum):
    """What can be tapped. The value is the button's data; its label is the phrase of that name."""

    EXPORT = "1:export"
    UNDO = "1:undo"
    STATUS = "1:status"
    CREDITS = "1:credits"
    CANCEL = "1:cancel"
    NEW = "1:new"
    PROJECTS = "1:projects"
    IDEA_OFFICE = "1:idea-office"
    IDEA_BLUR = "1:idea-blur"
    IDEA_TITLE = "1:idea-title"
    CANCEL_ONE = "1:cancel-one"
    """With the handle of a message: the end of that one job."""
    AGAIN = "1:again"
    """With the handle of a message: its words once more."""
    OPTION = "1:option"
    """With an ``offered`` of an answer's options: those words."""
    OPEN = "1:open"
    """With the id of a project of the chat: make it the present one."""
    GENERATE = "1:generate"
    """The yes to a video out of words alone."""
    DROP_WISH = "1:drop-wish"
    KEEP = "1:keep"
    STRIP = "1:strip"
    """Take away what a generation added by itself."""
    FORGET = "1:forget"
    """The yes to being forgotten."""
    LANGUAGE = "1:language"
    """With a language's tag: speak it from now on."""
    ORIGINAL = "1:original"
    """Videos as plain files from now on."""
    WATCH = "1:watch"
    """Videos for the platform's player from now on."""

    @property
    def phrase(self) -> str:
        """The key of the label; for an idea also of the words that a tap stands for."""
        name = self.value.removeprefix(_VERSION)
        return name if name.startswith("idea-") else f"button-{name}"


@dataclass(frozen=True, slots=True)
class Tapped:
    """A tap, with what the button carried beside it ("" for most)."""

    tap: Tap
    argument: str = ""


def button(say: Callable[[str], str], tap: Tap, argument: str = "") -> Button:
    """The button in the chat's language."""
    return Button(say(tap.phrase), data(tap, argument))


def offered(number: int, index: int, handle: str) -> str:
    """The argument of an option: the edit of that message (its handle) and which one of its
    answer's options, both from 0; ``chosen`` reads it."""
    return f"{number}.{index}.{handle}"


def chosen(argument: str) -> tuple[int, int, str] | None:
    """(number of the edit, index of the option, handle of the message); None for anything else."""
    number, _, rest = argument.partition(".")
    index, _, handle = rest.partition(".")
    if not (number.isdecimal() and index.isdecimal() and handle):
        return None
    return int(number), int(index), handle


def data(tap: Tap, argument: str = "") -> str:
    """What a button carries."""
    return f"{tap.value}{_SEPARATOR}{argument}" if argument else tap.value


def read(carried: str) -> Tapped | None:
    """What was tapped; None for a button that this program doesn't know."""
    value, _, argument = carried.partition(_SEPARATOR)
    try:
        return Tapped(Tap(value), argument)
    except ValueError:
        return None
