"""In which language a person uses Discord, as far as it was told.

Owns that memory: a command, a tap or a form says it, and a message doesn't. Must not know what is
said. A restart empties it; then a server's own language is the hint, and in a DM there is none.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

_MOST: Final = 10_000


class Languages:
    """BCP 47 tags by persons' ids."""

    def __init__(self) -> None:
        self._tags: OrderedDict[int, str] = OrderedDict()

    def note(self, user_id: int, tag: str) -> None:
        """That person uses Discord in this language."""
        self._tags[user_id] = tag
        self._tags.move_to_end(user_id)
        if len(self._tags) > _MOST:
            self._tags.popitem(last=False)

    def of(self, user_id: int) -> str | None:
        """The language that was told last."""
        return self._tags.get(user_id)
