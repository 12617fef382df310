"""The messages whose menu was used, until their form is sent.

Owns that memory: what a menu shows of a message can't be asked for again without the intent for
it. Must not know what is done with them. A restart empties it.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from core.model import Attachment

_MOST: Final = 1_000
"""Forms that are open now, or were left open; none can be sent after 15 minutes."""


@dataclass(frozen=True, slots=True)
class Target:
    """A message, and the files in it that are a person's."""

    message_id: int
    files: tuple[Attachment, ...]


class Targets:
    """All of them, by the number of the interaction that opened the form."""

    def __init__(self) -> None:
        self._targets: OrderedDict[str, Target] = OrderedDict()

    def keep(self, interaction_id: int, message_id: int, files: tuple[Attachment, ...]) -> None:
        """Remember it."""
        self._targets[str(interaction_id)] = Target(message_id, files)
        if len(self._targets) > _MOST:
            self._targets.popitem(last=False)

    def find(self, interaction_id: str) -> Target | None:
        """What that form is about, which may be sent again; None where it is known no more."""
        return self._targets.get(interaction_id)
