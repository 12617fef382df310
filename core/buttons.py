"""The buttons that we offer and what a tap on one means.

Owns the data that a button carries (at most 64 bytes, which Telegram allows) and its reading. Must
not know platforms. Data is versioned by its prefix, so that a button of an older program is either
understood or known to be dead.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from core.model import Button


class Tap(StrEnum):
    """What can be tapped. The value is the button's data; its label is the phrase of that name."""

    EXPORT = "1:export"
    UNDO = "1:undo"
    STATUS = "1:status"
    CREDITS = "1:credits"
    CANCEL = "1:cancel"
    NEW = "1:new"
    IDEA_OFFICE = "1:idea-office"
    IDEA_BLUR = "1:idea-blur"
    IDEA_TITLE = "1:idea-title"

    @property
    def phrase(self) -> str:
        """The key of the label; for an idea also of the words that a tap stands for."""
        name = self.value.removeprefix("1:")
        return name if name.startswith("idea-") else f"button-{name}"


def button(say: Callable[[str], str], tap: Tap) -> Button:
    """The button in the chat's language."""
    return Button(say(tap.phrase), tap.value)


def read(data: str) -> Tap | None:
    """What was tapped; None for a button that this program doesn't know."""
    try:
        return Tap(data)
    except ValueError:
        return None
