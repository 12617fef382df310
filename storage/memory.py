"""The store's twin without a file: for tests, and to see at a glance what a store does.

Owns its values in memory. Must not know SQL. It passes the same contract suite as ``SqlStore``;
nothing survives the process. Methods without an ``await`` are transactions by themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from core.clock import SystemClock
from core.model import (
    Attachment,
    ChatProfile,
    ChatRef,
    ChatSession,
    Delivery,
    DeliveryState,
    Edit,
    Incoming,
    Render,
    RenderState,
)
from core.ports import Clock

EnqueueInMemory = Callable[[str, Incoming], None]
"""Takes a job of that name for that message; what it raises, ``accept`` raises."""


@dataclass(slots=True)
class _Message:
    incoming: Incoming
    job: str | None
    received_at: datetime
    is_answered: bool = False


@dataclass(slots=True)
class _Place:
    """Where an attachment stands: waiting, taken by a project or set aside."""

    message_id: str
    index: int
    attachment: Attachment
    is_waiting: bool = True
    session_id: int | None = None
    file_hash: str = ""
    taken_order: int = 0


@dataclass(slots=True)
class _Chat:
    profile: ChatProfile
    messages: dict[str, _Message] = field(default_factory=dict)
    places: list[_Place] = field(default_factory=list)
    sessions: list[ChatSession] = field(default_factory=list)
    current: ChatSession | None = None
    deliveries: dict[str, Delivery] = field(default_factory=dict)


class MemoryStore:
    """``core.ports.Store`` in memory. Without ``enqueue`` jobs are noted and never run."""

    def __init__(self, enqueue: EnqueueInMemory | None = None, clock: Clock | None = None) -> None:
        self._enqueue = enqueue
        self._clock = clock or SystemClock()
        self._chats: dict[str, _Chat] = {}
        self._edits: dict[str, Edit] = {}
        self._renders: dict[str, Render] = {}
        self._last_session_id = 0

    def _chat(self, chat: ChatRef) -> _Chat:
        return self._chats.setdefault(chat.key, _Chat(ChatProfile(chat)))

    def _found(self, message_id: str) -> _Message | None:
        for chat in self._chats.values():
            if message_id in chat.messages:
                return chat.messages[message_id]
        return None

    async def accept(self, incoming: Incoming, job: str | None) -> bool:
        """See ``core.ports.Store``."""
        if self._found(incoming.id) is not None:
            return False
        if job is not None and self._enqueue is not None:
            self._enqueue(job, incoming)
        chat = self._chat(incoming.chat)
        chat.messages[incoming.id] = _Message(incoming, job, self._clock.now())
        chat.places += [_Place(incoming.id, i, it) for i, it in enumerate(incoming.attachments)]
        return True

    async def message(self, message_id: str) -> Incoming:
        """See ``core.ports.Store``."""
        found = self._found(message_id)
        if found is None:
            raise KeyError(message_id)
        return found.incoming

    async def mark_answered(self, message_id: str) -> None:
        """See ``core.ports.Store``."""
        found = self._found(message_id)
        if found is not None:
            found.is_answered = True

    async def unanswered(self, since: datetime) -> list[Incoming]:
        """See ``core.ports.Store``."""
        open_questions = [
            message
            for chat in self._chats.values()
            for message in chat.messages.values()
            if message.job is None and not message.is_answered and message.received_at >= since
        ]
        open_questions.sort(key=lambda message: (message.received_at, message.incoming.id))
        return [message.incoming for message in open_questions]

    async def pending_attachments(self, chat: ChatRef) -> list[tuple[str, int, Attachment]]:
        """See ``core.ports.Store``."""
        waiting = [place for place in self._chat(chat).places if place.is_waiting]
        waiting.sort(key=lambda place: (place.message_id, place.index))
        return [(place.message_id, place.index, place.attachment) for place in waiting]

    async def take_attachment(
        self, message_id: str, index: int, session_id: int, file_hash: str
    ) -> None:
        """See ``core.ports.Store``."""
        taken = self._taken(session_id)
        for place in self._places():
            if (place.message_id, place.index) == (message_id, index):
                place.is_waiting = False
                place.session_id = session_id
                place.file_hash = file_hash
                place.taken_order = 1 + max((other.taken_order for other in taken), default=0)

    async def taken_attachments(self, session_id: int) -> list[tuple[str, int, Attachment, str]]:
        """See ``core.ports.Store``."""
        taken = sorted(self._taken(session_id), key=lambda place: place.taken_order)
        return [
            (place.message_id, place.index, place.attachment, place.file_hash) for place in taken
        ]

    def _places(self) -> list[_Place]:
        return [place for chat in self._chats.values() for place in chat.places]

    def _taken(self, session_id: int) -> list[_Place]:
        return [place for place in self._places() if place.session_id == session_id]

    async def set_aside_attachment(self, message_id: str, index: int) -> None:
        """See ``core.ports.Store``."""
        for place in self._places():
            if (place.message_id, place.index) == (message_id, index):
                place.is_waiting = False

    async def drop_pending_attachments(self, chat: ChatRef) -> None:
        """See ``core.ports.Store``."""
        for place in self._chat(chat).places:
            place.is_waiting = False

    async def profile(self, chat: ChatRef) -> ChatProfile:
        """See ``core.ports.Store``."""
        return self._chat(chat).profile

    async def save_profile(self, profile: ChatProfile) -> None:
        """See ``core.ports.Store``."""
        self._chat(profile.chat).profile = profile

    async def current_session(self, chat: ChatRef) -> ChatSession | None:
        """See ``core.ports.Store``."""
        return self._chat(chat).current

    async def add_session(
        self, chat: ChatRef, nemo_session_id: str, nemo_task_id: str, user_id: str
    ) -> ChatSession:
        """See ``core.ports.Store``."""
        self._last_session_id += 1
        added = ChatSession(
            self._last_session_id, chat, nemo_session_id, nemo_task_id, user_id, self._clock.now()
        )
        self._chat(chat).sessions.insert(0, added)
        self._chat(chat).current = added
        return added

    async def sessions(self, chat: ChatRef) -> list[ChatSession]:
        """See ``core.ports.Store``."""
        return list(self._chat(chat).sessions)

    async def close_session(self, chat: ChatRef) -> None:
        """See ``core.ports.Store``."""
        self._chat(chat).current = None

    async def arm_edit(self, edit: Edit) -> Edit:
        """See ``core.ports.Store``."""
        return self._edits.setdefault(edit.message_id, edit)

    async def save_edit(self, edit: Edit) -> None:
        """See ``core.ports.Store``."""
        if edit.message_id in self._edits:
            self._edits[edit.message_id] = edit

    async def edit(self, message_id: str) -> Edit | None:
        """See ``core.ports.Store``."""
        return self._edits.get(message_id)

    async def add_render(self, render: Render) -> None:
        """See ``core.ports.Store``."""
        self._renders[render.id] = render

    async def set_render_state(self, render_id: str, state: RenderState) -> None:
        """See ``core.ports.Store``."""
        if render_id in self._renders:
            self._renders[render_id] = replace(self._renders[render_id], state=state)

    async def renders(self, message_id: str) -> list[Render]:
        """See ``core.ports.Store``."""
        found = [one for one in self._renders.values() if one.message_id == message_id]
        return sorted(found, key=lambda one: (one.attempt, one.created_at, one.id))

    async def begin_delivery(self, outgoing_id: str, chat: ChatRef) -> Delivery:
        """See ``core.ports.Store``."""
        deliveries = self._chat(chat).deliveries
        before = deliveries.get(outgoing_id) or Delivery(
            outgoing_id, chat.key, DeliveryState.SENDING
        )
        if before.state is not DeliveryState.SENT:
            deliveries[outgoing_id] = replace(
                before, state=DeliveryState.SENDING, attempts=before.attempts + 1
            )
        return before

    async def end_delivery(self, outgoing_id: str, platform_id: str | None) -> None:
        """See ``core.ports.Store``."""
        state = DeliveryState.FAILED if platform_id is None else DeliveryState.SENT
        for chat in self._chats.values():
            if outgoing_id in chat.deliveries:
                begun = chat.deliveries[outgoing_id]
                chat.deliveries[outgoing_id] = replace(begun, state=state, platform_id=platform_id)

    async def forget(self, chat: ChatRef) -> None:
        """See ``core.ports.Store``."""
        gone = self._chats.pop(chat.key, None)
        ids = {session.id for session in gone.sessions} if gone else set()
        self._edits = {k: it for k, it in self._edits.items() if it.session_id not in ids}
        self._renders = {k: it for k, it in self._renders.items() if it.session_id not in ids}

    async def close(self) -> None:
        """See ``core.ports.Store``."""
