"""A chat's move to another name in memory.

Owns that part of ``storage.memory``. Must not know SQL.
"""

from __future__ import annotations

from dataclasses import replace

from core.model import ChatProfile, ChatRef
from storage.memory_rows import Chat, MemoryRows
from storage.names import moved_id, moved_message


class MemoryMoving(MemoryRows):
    """What ``storage.moving`` does in SQL, but for tokens: see ``MemoryChatTokens``."""

    async def move_chat(self, before: ChatRef, chat: ChatRef) -> None:
        """See ``core.store.Store``."""
        if before.key == chat.key:
            return
        old = self._chats.pop(before.key, None)
        self._names.move(before, chat)
        if old is not None:
            _merge(old, self._chat(chat), before, chat)


def _merge(old: Chat, new: Chat, before: ChatRef, chat: ChatRef) -> None:
    new.profile = _merged(old.profile, new.profile)
    if new.current_id is None:
        new.current_id = old.current_id
    moved = [replace(session, chat=chat) for session in old.sessions]
    new.sessions = sorted([*new.sessions, *moved], key=lambda one: -one.id)
    for message in old.messages.values():
        message.incoming = moved_message(message.incoming, chat)
    new.messages |= old.messages
    new.places += old.places
    new.shown |= old.shown
    for known in old.doors.values():
        about, taken = known.door.about, known.door.taken
        known.door = replace(
            known.door,
            about=moved_message(about, chat),
            taken=None if taken is None else moved_message(taken, chat),
        )
    new.doors |= old.doors
    for delivery in old.deliveries.values():
        kept = moved_id(before, delivery.platform_id or "") or None
        new.deliveries[delivery.outgoing_id] = replace(
            delivery,
            chat_key=chat.key,
            platform_id=kept if delivery.outgoing_id in old.shown else None,
        )


def _merged(old: ChatProfile, new: ChatProfile) -> ChatProfile:
    """What was said under the new name counts; what was not said there yet, as it was."""
    return ChatProfile(
        new.chat,
        language=new.language or old.language,
        is_greeted=new.is_greeted or old.is_greeted,
        is_low_told=new.is_low_told or old.is_low_told,
        wish=new.wish or old.wish,
        is_original_quality=new.is_original_quality or old.is_original_quality,
    )
