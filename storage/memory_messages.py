"""Messages, their albums, jobs and attachments in memory.

Owns that part of ``storage.memory``. Must not know SQL.
"""

from __future__ import annotations

from datetime import datetime

from core.corrections import Corrected, Kept, judge
from core.model import Attachment, ChatRef, Incoming, handle_of, order_of, update_of
from storage.memory_rows import MemoryRows, Message, Place


class MemoryMessages(MemoryRows):
    """What ``storage.messages``, ``albums``, ``jobs`` and ``attachments`` do in SQL."""

    async def accept(
        self, incoming: Incoming, job: str | None, instead_of: str | None = None
    ) -> bool:
        """See ``core.store.Store``."""
        if self._found(incoming.id) is not None:
            return False
        incoming = self._present(incoming)
        chat = self._chat(incoming.chat)
        message = Message(incoming, job, self._clock.now())
        heads = [
            other.incoming.id
            for other in chat.messages.values()
            if other.is_open_job
            and not other.is_album_closed
            and other.incoming.album == incoming.album
        ]
        if incoming.album and heads:
            message.job, message.head_id, message.is_answered = None, max(heads, key=order_of), True
        if message.job is not None and self._enqueue is not None:
            self._enqueue(message.job, incoming)
        chat.messages[incoming.id] = message
        chat.places += [Place(incoming.id, i, it) for i, it in enumerate(incoming.attachments)]
        if instead_of is not None:
            await self.request_cancel(instead_of)
        return True

    async def correct(self, edited: Incoming, job: str | None) -> Corrected:
        """See ``core.store.Store``."""
        edited = self._present(edited)
        chat = self._chat(edited.chat)
        rows = [
            message
            for message in chat.messages.values()
            if edited.platform_id and message.incoming.platform_id == edited.platform_id
        ]
        rows.sort(key=lambda message: _order(message.incoming))
        found, replaced = judge(edited, job, [self._kept(message) for message in rows])
        if replaced is not None:
            chat.messages[replaced.id].incoming = replaced
            chat.places = [place for place in chat.places if place.message_id != replaced.id]
            chat.places += [Place(replaced.id, i, it) for i, it in enumerate(replaced.attachments)]
        return found

    def _kept(self, message: Message) -> Kept:
        head = message if message.head_id is None else self._found(message.head_id) or message
        return Kept(
            incoming=message.incoming,
            job=head.job,
            job_id=head.incoming.id,
            is_begun=head.is_album_closed or head.is_answered,
            is_cancelled=head.is_cancel_requested,
        )

    async def close_album(self, message_id: str) -> list[Incoming]:
        """See ``core.store.Store``."""
        found = self._found(message_id)
        if found is not None:
            found.is_album_closed = True
        return await self.joined(message_id)

    async def joined(self, message_id: str) -> list[Incoming]:
        """See ``core.store.Store``."""
        found = self._found(message_id)
        if found is None:
            return []
        head_id = found.head_id or message_id
        album = [
            message.incoming
            for message in self._messages()
            if head_id in (message.incoming.id, message.head_id)
        ]
        return sorted(album, key=_order)

    async def message(self, message_id: str) -> Incoming:
        """See ``core.store.Store``."""
        found = self._found(message_id)
        if found is None:
            raise KeyError(message_id)
        return found.incoming

    async def find_message(self, chat: ChatRef, platform_id: str) -> Incoming | None:
        """See ``core.store.Store``."""
        platform_id = self._present_id(chat, platform_id)
        found = [
            message.incoming
            for message in self._chat(chat).messages.values()
            if platform_id and message.incoming.platform_id == platform_id
        ]
        return min(found, key=_order, default=None)

    async def by_handle(self, chat: ChatRef, handle: str) -> Incoming | None:
        """See ``core.store.Store``."""
        for message_id, message in self._chat(chat).messages.items():
            if handle_of(message_id) == handle:
                return message.incoming
        return None

    async def newest_message(self, chat: ChatRef) -> str | None:
        """See ``core.store.Store``."""
        return max(self._chat(chat).messages, key=order_of, default=None)

    async def heard(self, platform: str, account: str, since: datetime) -> dict[ChatRef, int]:
        """See ``core.store.Store``."""
        said: dict[ChatRef, int] = {}
        first: dict[ChatRef, int] = {}
        for message in self._messages():
            chat, number = message.incoming.chat, update_of(message.incoming.id)
            if message.received_at < since or (chat.platform, chat.account) != (platform, account):
                continue
            first[chat] = min(first.get(chat, number), number)
            if message.incoming.platform_id:
                said[chat] = max(said.get(chat, 0), number)
        missed = {chat: self._chat(chat).missed_after for chat in first}
        put_off = {chat: number for chat, number in missed.items() if number is not None}
        return first | said | put_off

    async def open_jobs(self, chat: ChatRef) -> list[str]:
        """See ``core.store.Store``."""
        messages = self._chat(chat).messages
        found = [message_id for message_id, it in messages.items() if it.is_open_job]
        return sorted(found, key=order_of)

    async def all_open_jobs(self) -> list[str]:
        """See ``core.store.Store``."""
        found = [message.incoming.id for message in self._messages() if message.is_open_job]
        return sorted(found, key=order_of)

    async def request_cancel(self, message_id: str) -> bool:
        """See ``core.store.Store``."""
        found = self._found(message_id)
        if found is None or not found.is_open_job or found.is_cancel_requested:
            return False
        found.is_cancel_requested = True
        return True

    async def is_cancel_requested(self, message_id: str) -> bool:
        """See ``core.store.Store``."""
        found = self._found(message_id)
        return found is not None and found.is_cancel_requested

    async def mark_answered(self, message_id: str) -> None:
        """See ``core.store.Store``."""
        found = self._found(message_id)
        if found is not None:
            found.is_answered = True

    async def unanswered(self, since: datetime) -> list[Incoming]:
        """See ``core.store.Store``."""
        open_questions = [
            message
            for message in self._messages()
            if message.job is None and not message.is_answered and message.received_at >= since
        ]
        open_questions.sort(key=lambda message: (message.received_at, _order(message.incoming)))
        return [message.incoming for message in open_questions]

    async def pending_attachments(self, chat: ChatRef) -> list[tuple[str, int, Attachment]]:
        """See ``core.store.Store``."""
        waiting = [place for place in self._chat(chat).places if place.is_waiting]
        waiting.sort(key=lambda place: (order_of(place.message_id), place.index))
        return [(place.message_id, place.index, place.attachment) for place in waiting]

    async def take_attachment(
        self, message_id: str, index: int, session_id: int, file_hash: str
    ) -> None:
        """See ``core.store.Store``."""
        last = max((place.taken_order for place in self._taken(session_id)), default=0)
        for place in self._places():
            if (place.message_id, place.index) == (message_id, index):
                if place.session_id != session_id:
                    place.taken_order = last + 1
                place.is_waiting = False
                place.session_id = session_id
                place.file_hash = file_hash

    async def taken_attachments(self, session_id: int) -> list[tuple[str, int, Attachment, str]]:
        """See ``core.store.Store``."""
        taken = sorted(self._taken(session_id), key=lambda place: place.taken_order)
        return [
            (place.message_id, place.index, place.attachment, place.file_hash) for place in taken
        ]

    def _taken(self, session_id: int) -> list[Place]:
        return [place for place in self._places() if place.session_id == session_id]

    async def set_aside_attachment(self, message_id: str, index: int) -> None:
        """See ``core.store.Store``."""
        for place in self._places():
            if (place.message_id, place.index) == (message_id, index):
                place.is_waiting = False

    async def drop_pending_attachments(self, chat: ChatRef, before: str) -> None:
        """See ``core.store.Store``."""
        for place in self._chat(chat).places:
            if order_of(place.message_id) < order_of(before):
                place.is_waiting = False


def _order(incoming: Incoming) -> tuple[int, str, str]:
    return order_of(incoming.id)
