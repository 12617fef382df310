"""The names that chats had before: what was called like that, and how it is called now.

Owns this, for as long as the process lives: jobs that ran when a chat moved still say its old
name. Must not know what is kept of a chat, nor why it moved.
"""

from __future__ import annotations

from core.model import ChatRef


class ChatNames:
    """Leads from every earlier name of a chat to its present one."""

    def __init__(self) -> None:
        self._present: dict[str, ChatRef] = {}

    def now(self, chat: ChatRef) -> ChatRef:
        """The chat by its present name; the very same value if it never moved."""
        return self._present.get(chat.key, chat)

    def move(self, before: ChatRef, chat: ChatRef) -> None:
        """``before`` is ``chat`` from now on, and so is all that was called ``before`` earlier."""
        if before.key == chat.key:
            return
        self._present.pop(chat.key, None)
        for earlier, present in list(self._present.items()):
            if present.key == before.key:
                self._present[earlier] = chat
        self._present[before.key] = chat
