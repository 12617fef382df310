"""The store's twin without a file: for tests, and to see at a glance what a store does.

Owns its values in memory. Must not know SQL. It passes the same contract suite as ``SqlStore``;
nothing survives the process. Methods without an ``await`` are transactions by themselves.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from core.model import (
    ChatProfile,
    ChatRef,
    ChatSession,
    Delivery,
    DeliveryState,
    Edit,
    Render,
    RenderState,
)
from core.secrecy import Secret
from storage.codec import storable
from storage.memory_doors import MemoryDoors
from storage.memory_messages import MemoryMessages
from storage.memory_moving import MemoryMoving


class MemoryChatTokens:
    """``core.store.ChatTokens`` in memory."""

    def __init__(self) -> None:
        self._tokens: dict[ChatRef, Secret] = {}

    async def load(self, chat: ChatRef) -> Secret | None:
        """See ``core.store.ChatTokens``."""
        return self._tokens.get(chat)

    async def save(self, chat: ChatRef, token: Secret) -> None:
        """See ``core.store.ChatTokens``."""
        self._tokens[chat] = token

    async def remove(self, chat: ChatRef) -> None:
        """See ``core.store.ChatTokens``."""
        self._tokens.pop(chat, None)


class MemoryStore(MemoryMessages, MemoryMoving, MemoryDoors):
    """``core.store.Store`` in memory. Without ``enqueue`` jobs are noted and never run."""

    async def beat(self, boot: str) -> datetime | None:
        """See ``core.store.Store``."""
        self._boots[boot] = self._clock.now()
        order = list(self._boots)
        mine = order.index(boot)
        return self._boots[order[mine - 1]] if mine else None

    async def watermark(self, platform: str, account: str) -> datetime | None:
        """See ``core.store.Store``."""
        return self._watermarks.get((platform, account))

    async def set_watermark(self, platform: str, account: str, at: datetime) -> None:
        """See ``core.store.Store``."""
        self._watermarks[platform, account] = at
        for one in self._chats.values():
            if (one.profile.chat.platform, one.profile.chat.account) == (platform, account):
                one.missed_after = None

    async def put_off(self, chat: ChatRef, number: int) -> None:
        """See ``core.store.Store``."""
        found = self._chats.get(self._now(chat).key)
        if found is not None:
            found.missed_after = number

    async def profile(self, chat: ChatRef) -> ChatProfile:
        """See ``core.store.Store``."""
        return self._chat(chat).profile

    async def save_profile(self, profile: ChatProfile) -> None:
        """See ``core.store.Store``."""
        chat = self._now(profile.chat)
        self._chat(chat).profile = replace(profile, chat=chat)

    async def threads(self, chat: ChatRef) -> list[ChatRef]:
        """See ``core.store.Store``."""
        known = [one.profile.chat for one in self._chats.values()]
        found = [one for one in known if replace(one, thread=chat.thread) == chat]
        return sorted(found, key=lambda one: one.thread)

    async def greet(self, chat: ChatRef) -> bool:
        """See ``core.store.Store``."""
        known = self._chat(chat)
        is_first = not known.profile.is_greeted
        known.profile = replace(known.profile, is_greeted=True)
        return is_first

    async def current_session(self, chat: ChatRef) -> ChatSession | None:
        """See ``core.store.Store``."""
        known = self._chat(chat)
        return known.session(known.current_id)

    async def add_session(
        self,
        chat: ChatRef,
        nemo_session_id: str,
        nemo_task_id: str,
        user_id: str,
        title: str = "",
    ) -> ChatSession:
        """See ``core.store.Store``."""
        self._last_session_id += 1
        added = ChatSession(
            self._last_session_id,
            self._now(chat),
            nemo_session_id,
            nemo_task_id,
            user_id,
            self._clock.now(),
            storable(title),
        )
        self._chat(chat).sessions.insert(0, added)
        self._chat(chat).current_id = added.id
        return added

    async def select_session(self, chat: ChatRef, session_id: int) -> ChatSession | None:
        """See ``core.store.Store``."""
        known = self._chat(chat)
        found = known.session(session_id)
        if found is not None:
            known.current_id = session_id
        return found

    async def rebuild_session(
        self, session_id: int, nemo_session_id: str, nemo_task_id: str, user_id: str
    ) -> ChatSession | None:
        """See ``core.store.Store``."""
        for place in self._taken(session_id):
            place.file_hash = ""
        for chat in self._chats.values():
            lost = chat.session(session_id)
            if lost is not None:
                rebuilt = replace(
                    lost,
                    nemo_session_id=nemo_session_id,
                    nemo_task_id=nemo_task_id,
                    user_id=user_id,
                )
                chat.sessions[chat.sessions.index(lost)] = rebuilt
                return rebuilt
        return None

    async def session_of_attachment(self, message_id: str, index: int) -> ChatSession | None:
        """See ``core.store.Store``."""
        for chat in self._chats.values():
            for place in chat.places:
                if (place.message_id, place.index) == (message_id, index):
                    return chat.session(place.session_id)
        return None

    async def session_of_delivery(self, chat: ChatRef, platform_id: str) -> ChatSession | None:
        """See ``core.store.Store``."""
        known, platform_id = self._chat(chat), self._present_id(chat, platform_id)
        shown = [
            known.shown[one.outgoing_id]
            for one in known.deliveries.values()
            if one.platform_id == platform_id and one.outgoing_id in known.shown
        ]
        return known.session(max(shown, default=None))

    async def sessions(self, chat: ChatRef) -> list[ChatSession]:
        """See ``core.store.Store``."""
        return list(self._chat(chat).sessions)

    async def close_session(self, chat: ChatRef) -> None:
        """See ``core.store.Store``."""
        self._chat(chat).current_id = None

    async def arm_edit(self, edit: Edit) -> Edit:
        """See ``core.store.Store``."""
        return self._edits.setdefault(edit.message_id, edit)

    async def save_edit(self, edit: Edit) -> None:
        """See ``core.store.Store``."""
        if edit.message_id in self._edits:
            self._edits[edit.message_id] = replace(edit, reply=storable(edit.reply))

    async def edit(self, message_id: str) -> Edit | None:
        """See ``core.store.Store``."""
        return self._edits.get(message_id)

    async def add_render(self, render: Render) -> None:
        """See ``core.store.Store``."""
        self._renders[render.id] = render

    async def set_render_state(self, render_id: str, state: RenderState) -> None:
        """See ``core.store.Store``."""
        if render_id in self._renders:
            self._renders[render_id] = replace(self._renders[render_id], state=state)

    async def renders(self, message_id: str) -> list[Render]:
        """See ``core.store.Store``."""
        found = [one for one in self._renders.values() if one.message_id == message_id]
        return sorted(found, key=lambda one: (one.attempt, one.created_at, one.id))

    async def begin_delivery(
        self, outgoing_id: str, chat: ChatRef, session_id: int | None = None
    ) -> Delivery:
        """See ``core.store.Store``."""
        known = self._chat(chat)
        before = known.deliveries.get(outgoing_id)
        if before is None:
            before = Delivery(outgoing_id, self._now(chat).key, DeliveryState.SENDING)
            if session_id is not None and known.session(session_id) is not None:
                known.shown[outgoing_id] = session_id
        if before.state is not DeliveryState.SENT:
            known.deliveries[outgoing_id] = replace(
                before, state=DeliveryState.SENDING, attempts=before.attempts + 1
            )
        return before

    async def delivery(self, outgoing_id: str) -> Delivery | None:
        """See ``core.store.Store``."""
        found = (chat.deliveries.get(outgoing_id) for chat in self._chats.values())
        return next((one for one in found if one is not None), None)

    async def end_delivery(self, outgoing_id: str, platform_id: str | None) -> None:
        """See ``core.store.Store``."""
        state = DeliveryState.FAILED if platform_id is None else DeliveryState.SENT
        for chat in self._chats.values():
            if outgoing_id in chat.deliveries:
                begun = chat.deliveries[outgoing_id]
                chat.deliveries[outgoing_id] = replace(begun, state=state, platform_id=platform_id)

    async def forget(self, chat: ChatRef) -> None:
        """See ``core.store.Store``."""
        gone = self._chats.pop(self._now(chat).key, None)
        ids = {session.id for session in gone.sessions} if gone else set()
        self._edits = {k: it for k, it in self._edits.items() if it.session_id not in ids}
        self._renders = {k: it for k, it in self._renders.items() if it.session_id not in ids}

    async def close(self) -> None:
        """See ``core.store.Store``."""
