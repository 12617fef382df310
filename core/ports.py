"""The protocols through which the core meets the world: platforms, storage, the clock, the queue.

Owns the shapes only. Must not import an implementation; ``bots/app.py`` is the one place where
parts are put together. The Nemo client is a concrete part of the core (``core.nemo``) and needs no
port: cloud and embedded engine are the same client with another address.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, runtime_checkable

from core.model import (
    Attachment,
    Capabilities,
    ChatRef,
    Inbound,
    Incoming,
    Outgoing,
    Receipt,
)

Receive = Callable[[Inbound], Awaitable[None]]
"""Handed to an adapter: returns once it is committed; only then may that be acknowledged."""


class Heard(Protocol):
    """What is in the store of one platform, for its adapter, which may ask at any time.

    ``account`` is the account's id there.
    """

    async def newest(self, account: str, since: datetime) -> Mapping[ChatRef, int]:
        """``core.store.Store.heard``."""
        ...

    async def watermark(self, account: str) -> datetime | None:
        """``core.store.Store.watermark``."""
        ...

    async def set_watermark(self, account: str, at: datetime) -> None:
        """``core.store.Store.set_watermark``."""
        ...

    async def put_off(self, chat: ChatRef, number: int) -> None:
        """``core.store.Store.put_off``."""
        ...


@dataclass(frozen=True, slots=True)
class OpenedBytes:
    """An attachment's bytes, streamed: nobody ever holds the file. ``size_bytes`` is a fact.

    ``url`` is an address at which the backend may fetch the same bytes itself: it carries no secret
    of ours. Where there is one, ``chunks`` is lazy: perhaps no more than its first 64 KiB is read
    (``core.media.SNIFF_BYTES``), so the rest should not be asked for before that.
    """

    chunks: AsyncIterator[bytes]
    size_bytes: int
    url: str | None = None


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
        """Send one message, or edit the one that it is ``standing`` as, if that is still there.

        Raises ``core.errors`` delivery errors, which say whether the outcome is known.
        """
        ...

    def open(self, attachment: Attachment) -> AbstractAsyncContextManager[OpenedBytes]:
        """Open a stored attachment again, also after a restart. Raises ``MediaError``s."""
        ...

    async def probe(self) -> str:
        """One line on who we are there, for the first log line, as far as that is known yet."""
        ...


@runtime_checkable
class Recalls(Protocol):
    """The power of a platform that can be asked whether a message of ours arrived."""

    async def recall(self, outgoing: Outgoing) -> Receipt | None:
        """The message of that id as it stands in the chat; None if it certainly is not there.

        Raises ``DeliveryError`` where it can't be told at the moment.
        """
        ...


@runtime_checkable
class Idempotent(Protocol):
    """The power of a platform where a message sent again under the same id is the same message."""

    @property
    def same_within_s(self) -> float:
        """For how long after it was sent, in seconds; later it would be another message."""
        ...


@runtime_checkable
class Deletes(Protocol):
    """The power of a platform where messages can be taken away: a person's that held a token, and
    our own that have had their time.
    """

    async def delete(self, chat: ChatRef, platform_id: str) -> None:
        """Delete the message. Raises ``DeliveryError`` where that is not allowed."""
        ...


@runtime_checkable
class Whispers(Protocol):
    """The power of a platform where a person is told in private what can't be said in a chat."""

    async def whisper(self, chat: ChatRef, person_id: str, text: str) -> None:
        """Tell it to the person who wrote in that chat, ``person_id`` being ``Sender.id`` there.

        ``text`` is at most ``Capabilities.max_text`` of the chat. Raises ``DeliveryError``.
        """
        ...


@runtime_checkable
class Settles(Protocol):
    """The power of a platform that learns what a chat takes only some time after it was started."""

    async def settle(self, chat: ChatRef) -> None:
        """Return once ``capabilities`` is sure of the chat, or after a limited time all the same.

        To be awaited before something is made that can't be made better again.
        """
        ...


@runtime_checkable
class Forgets(Protocol):
    """The power of a platform whose server we are ourselves: a chat lies with us, and can go."""

    async def forget(self, chat: ChatRef) -> None:
        """Delete the chat and all that the platform keeps of it; of one that isn't there, nothing.

        What is sent there later meets ``ChatGone``.
        """
        ...


@runtime_checkable
class CatchesUp(Protocol):
    """The power of a platform that can be asked for what was said there while we were away."""

    def catch_up_from(self, heard: Heard) -> None:
        """Told once, before ``run``: how to learn up to where each chat was heard."""
        ...


class Publishes(Protocol):
    """A place of ours on the web for results that no chat takes."""

    async def publish(self, path: Path, name: str) -> str:
        """Take the file in, and return the address, signed and expiring, at which it lies."""
        ...


class TakesIn(Protocol):
    """A way in of our own, on the web, for files that no platform hands out."""

    async def invite(self, about: Incoming) -> str | None:
        """A new one-time link, good for a day: what is dropped there lands in that chat.

        ``about`` is the message whose file could not be had; its words go with what is dropped.
        None where we have no public address.
        """
        ...

    def open(self, attachment: Attachment) -> AbstractAsyncContextManager[OpenedBytes]:
        """A file that was dropped (``Attachment.is_dropped``). Raises ``MediaError``s."""
        ...

    async def close(self, chat: ChatRef) -> None:
        """Nobody is there any more: links that nobody has used lead nowhere from now on."""
        ...

    async def forget(self, chat: ChatRef) -> None:
        """Delete every file that was dropped for the chat, before the store forgets it."""
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
