"""What the store in memory holds: its values by chat, as the SQL store has them in tables.

Owns the shapes and the finding of a row. Must not know what a store does with them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from core.chat_names import ChatNames
from core.clock import SystemClock
from core.model import (
    Attachment,
    ChatProfile,
    ChatRef,
    ChatSession,
    Delivery,
    Door,
    Edit,
    Incoming,
    Render,
)
from core.ports import Clock
from storage.names import moved_id, moved_message

EnqueueInMemory = Callable[[str, Incoming], None]
"""Takes a job of that name for that message; what it raises, ``accept`` raises."""


@dataclass(slots=True)
class Message:
    """An accepted message. ``head_id`` names the one whose job works on it too."""

    incoming: Incoming
    job: str | None
    received_at: datetime
    head_id: str | None = None
    is_answered: bool = False
    is_album_closed: bool = False
    is_cancel_requested: bool = False

    @property
    def is_open_job(self) -> bool:
        """Whether its job has not ended."""
        return self.job is not None and not self.is_answered


@dataclass(slots=True)
class Place:
    """Where an attachment stands: waiting, taken by a project or set aside."""

    message_id: str
    index: int
    attachment: Attachment
    is_waiting: bool = True
    session_id: int | None = None
    file_hash: str = ""
    taken_order: int = 0


@dataclass(slots=True)
class KeptDoor:
    """A way in, and what its link is known by."""

    door: Door
    token_hash: str


@dataclass(slots=True)
class Chat:
    """All that belongs to one chat."""

    profile: ChatProfile
    messages: dict[str, Message] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    sessions: list[ChatSession] = field(default_factory=list)
    current_id: int | None = None
    deliveries: dict[str, Delivery] = field(default_factory=dict)
    shown: dict[str, int] = field(default_factory=dict)
    doors: dict[str, KeptDoor] = field(default_factory=dict)
    missed_after: int | None = None

    def session(self, session_id: int | None) -> ChatSession | None:
        """The project of that id, if it is the chat's."""
        return next((one for one in self.sessions if one.id == session_id), None)


class MemoryRows:
    """What the parts of the store in memory share."""

    def __init__(self, enqueue: EnqueueInMemory | None = None, clock: Clock | None = None) -> None:
        self._enqueue = enqueue
        self._clock = clock or SystemClock()
        self._chats: dict[str, Chat] = {}
        self._edits: dict[str, Edit] = {}
        self._renders: dict[str, Render] = {}
        self._boots: dict[str, datetime] = {}
        self._watermarks: dict[tuple[str, str], datetime] = {}
        self._last_session_id = 0
        self._names = ChatNames()

    def _now(self, chat: ChatRef) -> ChatRef:
        return self._names.now(chat)

    def _present_id(self, chat: ChatRef, platform_id: str) -> str:
        return platform_id if self._now(chat) is chat else moved_id(chat, platform_id)

    def _present(self, incoming: Incoming) -> Incoming:
        chat = self._now(incoming.chat)
        return incoming if chat is incoming.chat else moved_message(incoming, chat)

    def _chat(self, chat: ChatRef) -> Chat:
        chat = self._now(chat)
        return self._chats.setdefault(chat.key, Chat(ChatProfile(chat)))

    def _messages(self) -> list[Message]:
        return [message for chat in self._chats.values() for message in chat.messages.values()]

    def _places(self) -> list[Place]:
        return [place for chat in self._chats.values() for place in chat.places]

    def _found(self, message_id: str) -> Message | None:
        for chat in self._chats.values():
            if message_id in chat.messages:
                return chat.messages[message_id]
        return None
