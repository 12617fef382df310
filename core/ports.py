"""The protocols through which the core meets the world: platforms, storage, the clock, the queue.

Owns the shapes only. Must not import an implementation; ``bots/app.py`` is the one place where
parts are put together. The Nemo client is a concrete part of the core (``core.nemo``) and needs no
port: cloud and embedded engine are the same client with another address.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.model import (
    Attachment,
    Capabilities,
    ChatProfile,
    ChatRef,
    ChatSession,
    Delivery,
    Edit,
    Incoming,
    Outgoing,
    Receipt,
    Render,
    RenderState,
)

Receive = Callable[[Incoming], Awaitable[None]]
"""Handed to an adapter: returns once the message is committed; only then may it acknowledge."""


@dataclass(frozen=True, slots=True)
class OpenedBytes:
    """An attachment's bytes, streamed: nobody ever holds the file. ``size_bytes`` is a fact."""

    chunks: AsyncIterator[bytes]
    size_bytes: int


@dataclass(frozen=True, slots=True)
class OpenedUrl:
    """An attachment as an address that may be given away (it carries no secret of ours)."""

    url: str


class Platform(Protocol):
    """One chat platform. An adapter is one file and passes ``tests/contract/adapter_contract``."""

    name: str

    def capabilities(self, chat: ChatRef) -> Capabilities:
        """What this very chat can take."""
        ...

    async def run(self, receive: Receive) -> None:
        """Feed inbound messages to ``receive`` until cancelled or at an end."""
        ...

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Send or edit one message.

        Raises ``core.errors`` delivery errors, which say whether the outcome is known.
        """
        ...

    def open(self, attachment: Attachment) -> AbstractAsyncContextManager[OpenedBytes | OpenedUrl]:
        """Open a stored attachment again, also after a restart. Raises ``MediaError``s."""
        ...

    async def probe(self) -> str:
        """One line on who we are there, for the first log line; raises if we can't get in."""
        ...


class Store(Protocol):
    """Everything that must survive a restart. One implementation speaks SQL, its twin keeps memory.

    Each method is one transaction. Rows are addressed by our ids, never by position. An update
    about something that was forgotten meanwhile changes nothing.
    """

    async def accept(self, incoming: Incoming, job: str | None) -> bool:
        """Commit an inbound message, and in the same transaction the job that will work on it.

        False if the id was seen before: then nothing is written. ``job`` is a workflow's name, or
        None for a quick question that is answered at once.
        """
        ...

    async def message(self, message_id: str) -> Incoming:
        """The message as it was accepted. Raises ``KeyError``."""
        ...

    async def mark_answered(self, message_id: str) -> None:
        """A quick question got its answer; it is not repeated after a restart."""
        ...

    async def unanswered(self, since: datetime) -> list[Incoming]:
        """Quick questions accepted since then whose answer a crash swallowed, oldest first."""
        ...

    async def pending_attachments(self, chat: ChatRef) -> list[tuple[str, int, Attachment]]:
        """Attachments of this chat that no session has taken yet: (message id, index, it)."""
        ...

    async def take_attachment(
        self, message_id: str, index: int, session_id: int, file_hash: str
    ) -> None:
        """The attachment is now part of that session, known there by ``file_hash``."""
        ...

    async def taken_attachments(self, session_id: int) -> list[tuple[str, int, Attachment, str]]:
        """What was uploaded into a session, in its order, each with the hash it is known by."""
        ...

    async def set_aside_attachment(self, message_id: str, index: int) -> None:
        """The attachment can't be used; it no longer waits for words."""
        ...

    async def drop_pending_attachments(self, chat: ChatRef) -> None:
        """The person began anew: clips that waited for words are set aside."""
        ...

    async def profile(self, chat: ChatRef) -> ChatProfile:
        """What is remembered of the chat; defaults for one never seen."""
        ...

    async def save_profile(self, profile: ChatProfile) -> None:
        """Remember it."""
        ...

    async def current_session(self, chat: ChatRef) -> ChatSession | None:
        """The chat's present project."""
        ...

    async def add_session(
        self, chat: ChatRef, nemo_session_id: str, nemo_task_id: str, user_id: str
    ) -> ChatSession:
        """Store a new project and make it the chat's present one."""
        ...

    async def sessions(self, chat: ChatRef) -> list[ChatSession]:
        """All projects of the chat, newest first."""
        ...

    async def close_session(self, chat: ChatRef) -> None:
        """The chat has no present project until the next is added."""
        ...

    async def arm_edit(self, edit: Edit) -> Edit:
        """Write the fence down if there is none for that message; return the one that stands."""
        ...

    async def save_edit(self, edit: Edit) -> None:
        """Replace the record of that message's edit."""
        ...

    async def edit(self, message_id: str) -> Edit | None:
        """The record of that message's edit."""
        ...

    async def add_render(self, render: Render) -> None:
        """Write a render down, before the request that uses its id."""
        ...

    async def set_render_state(self, render_id: str, state: RenderState) -> None:
        """Note how far it came."""
        ...

    async def renders(self, message_id: str) -> list[Render]:
        """The renders made for a message, in the order of their attempts."""
        ...

    async def begin_delivery(self, outgoing_id: str, chat: ChatRef) -> Delivery:
        """Write a final message down as SENDING; returns the record as it stood *before*.

        A record that says SENDING before means an earlier send whose outcome is unknown; SENT
        means that there is nothing to do. A first time returns attempts == 0.
        """
        ...

    async def end_delivery(self, outgoing_id: str, platform_id: str | None) -> None:
        """Note the outcome: the platform's message id, or None for a send known to have failed."""
        ...

    async def forget(self, chat: ChatRef) -> None:
        """Delete everything that is kept of the chat; its jobs are the durable library's."""
        ...

    async def close(self) -> None:
        """Release files and connections."""
        ...


class Clock(Protocol):
    """Time, so that tests may own it."""

    def now(self) -> datetime:
        """The present, timezone-aware UTC."""
        ...

    def monotonic_s(self) -> float:
        """Seconds that never run backwards."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...
