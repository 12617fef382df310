"""What tests of the core's way in work with: its services on a store in memory, and a platform
that keeps what it is sent.
"""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

from core.accounts import Accounts
from core.circuit import Circuit
from core.conversation import Conversation
from core.errors import ChatGone, DeliveryError, DeliveryMuted
from core.flows.services import Services
from core.inbox import Inbox
from core.model import Attachment, Capabilities, ChatRef, Outgoing, Receipt
from core.nemo.account import Account, MemoryTokenStore
from core.nemo.client import NemoClient
from core.outbox import Outbox
from core.phrases import Phrasebook
from core.ports import OpenedBytes, Receive
from core.secrecy import Secret
from core.timetable import Timetable
from storage.memory import MemoryChatTokens, MemoryStore
from tests.contract.nemo_rig import TIMETABLE
from tests.contract.store_rig import OwnClock

PRIVATE = Capabilities(
    max_text=4096,
    max_upload_bytes=50_000_000,
    max_download_bytes=20_000_000,
    can_edit=True,
    has_buttons=True,
    is_private=True,
)
REGISTER_URL = "https://register.example"


class MovingClock(OwnClock):
    """Sleeping moves it on, and lets the others have their turn."""

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds)
        await asyncio.sleep(0)


@dataclass
class Wall:
    """A platform whose chats keep every message; ``Deletes`` is one of its powers.

    In ``muted`` chats nothing may be written.
    """

    name: str = "telegram"
    can: Capabilities = PRIVATE
    sent: list[Outgoing] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    muted: set[str] = field(default_factory=set)

    def capabilities(self, chat: ChatRef) -> Capabilities:
        return self.can

    async def run(self, receive: Receive) -> None:
        return

    async def send(self, outgoing: Outgoing) -> Receipt:
        if outgoing.chat.key in self.gone:
            raise DeliveryError("no way to that chat")
        if outgoing.chat.key in self.muted:
            raise DeliveryMuted("no right to write")
        self.sent.append(outgoing)
        return Receipt(outgoing.id, f"ours-{len(self.sent)}")

    async def delete(self, chat: ChatRef, platform_id: str) -> None:
        self.deleted.append(platform_id)

    def open(self, attachment: Attachment) -> AbstractAsyncContextManager[OpenedBytes]:
        raise AssertionError("nothing is opened on the way in")

    async def probe(self) -> str:
        return "a wall"

    def texts(self) -> list[str]:
        return [outgoing.text for outgoing in self.sent]


def client(url: str, token: Secret | None = None) -> NemoClient:
    """A client of that backend, in the name of that token or of an anonymous account."""
    if token is not None:
        return NemoClient(url, Account.own(token), TIMETABLE)
    return NemoClient(url, Account.anonymous(MemoryTokenStore(), TIMETABLE), TIMETABLE)


@dataclass
class WhisperingWall(Wall):
    """One that reaches persons in private, unless they are ``deaf``."""

    whispered: list[tuple[ChatRef, str, str]] = field(default_factory=list)
    deaf: set[str] = field(default_factory=set)

    async def whisper(self, chat: ChatRef, person_id: str, text: str) -> None:
        if person_id in self.deaf:
            raise ChatGone("no private words from bots")
        self.whispered.append((chat, person_id, text))


class House:
    """The core from the inbox to the outbox, as ``bots.app`` puts it together; no job is run."""

    def __init__(
        self,
        url: str,
        work_dir: Path,
        *,
        timetable: Timetable = TIMETABLE,
        wall: Wall | None = None,
    ) -> None:
        self.clock = MovingClock()
        self.store = MemoryStore(clock=self.clock)
        self.wall = wall or Wall()
        self.tokens = MemoryChatTokens()
        shared = client(url)
        self.accounts = Accounts(
            shared, self.tokens, lambda token: client(url, token), REGISTER_URL
        )
        self.services = Services(
            store=self.store,
            outbox=Outbox(self.store, {"telegram": self.wall}, timetable, self.clock),
            accounts=self.accounts,
            circuit=Circuit(shared.credits, timetable, self.clock),
            phrasebook=Phrasebook(),
            clock=self.clock,
            timetable=timetable,
            boot="second",
            work_dir=work_dir,
            backend_host="nemo.example",
            forget_jobs=self._forget_jobs,
        )
        self.inbox = Inbox(self.store, Conversation(self.services), self.clock)

    async def __aenter__(self) -> House:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.inbox.drain()
        await self.accounts.close()
        await self.accounts.shared.close()

    async def _forget_jobs(self, chat: ChatRef) -> None:
        return

    def allow(self, **powers: bool) -> None:
        """Give the wall's chats other powers."""
        self.wall.can = replace(self.wall.can, **powers)  # type: ignore[arg-type]

    def say(self, key: str, **facts: str | int | float) -> str:
        """The sentence in the language that the wall's people have."""
        return self.services.phrasebook.say(key, "en", **facts)
