"""A message whose answer was lost: sent again where that doubles nothing, else told as unknown.

Through the outbox and the adapter to a real server; only the clock is the test's, so that no wait
between two tries takes any time.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.errors import DeliveryTooLarge, DeliveryUnknown
from core.model import AttachmentKind, ChatRef, DeliveryState, Media, Outgoing
from core.outbox import Outbox
from core.timetable import Timetable
from storage.memory import MemoryStore
from tests.journeys.chats import MakeServer
from tests.servers.chat import ChatServer
from tests.servers.chat_platform import connect
from tests.unit.core_rig import MovingClock

CHAT = ChatRef("testchat", "backdrop", "anna")
ID = "1/answer"
SAME = {"enforces_nonce": True, "can_recall": False}
NEITHER = {"enforces_nonce": False, "can_recall": False}
TOO_LATE_S = 301
"""Longer than this platform knows a message by its id."""
TIMETABLE = Timetable.embedded()


@dataclass
class Desk:
    """An outbox before that server. ``what`` is sent: words ("send") or a file ("upload")."""

    server: ChatServer
    outbox: Outbox
    store: MemoryStore
    what: str
    folder: Path

    def arm(self, *faults: str, **options: float) -> None:
        for fault in faults:
            self.server.arm(self.what, fault, **options)

    async def deliver(self) -> None:
        path = self.folder / "v.mp4"
        path.write_bytes(b"film" * 500)
        media = Media(AttachmentKind.VIDEO, str(path), "v.mp4", path.stat().st_size)
        is_file = self.what == "upload"
        await self.outbox.deliver(Outgoing(ID, CHAT, "done", media=(media,) if is_file else ()))

    @property
    def tries(self) -> int:
        return len(self.server.ledger.calls(self.what))

    @property
    def standing(self) -> int:
        return len(self.server.chat("anna").messages)

    async def state(self) -> DeliveryState:
        record = await self.store.delivery(ID)
        assert record is not None
        return record.state


@asynccontextmanager
async def desk(server: ChatServer, what: str, folder: Path) -> AsyncIterator[Desk]:
    server.chat("anna")
    platform, clock = await connect(server.url), MovingClock()
    store = MemoryStore(clock=clock)
    try:
        outbox = Outbox(store, {"testchat": platform}, TIMETABLE, clock)
        yield Desk(server, outbox, store, what, folder)
    finally:
        await platform.close()


@pytest.mark.parametrize("what", ["send", "upload"])
@pytest.mark.parametrize("fault", ["lost_answer", "drop"])
async def test_under_the_same_id_it_is_sent_until_it_is_there(
    make_server: MakeServer, tmp_path: Path, what: str, fault: str
) -> None:
    async with desk(make_server(**SAME), what, tmp_path) as at:
        at.arm(fault, times=3)
        at.arm("http_error")
        await at.deliver()
        assert (at.tries, at.standing) == (5, 1)
        assert await at.state() is DeliveryState.SENT


@pytest.mark.parametrize("what", ["send", "upload"])
async def test_what_stays_unknown_to_the_last_try_is_told_as_unknown(
    make_server: MakeServer, tmp_path: Path, what: str
) -> None:
    async with desk(make_server(**SAME), what, tmp_path) as at:
        at.arm("lost_answer", times=20)
        with pytest.raises(DeliveryUnknown):
            await at.deliver()
        assert (at.tries, at.standing) == (TIMETABLE.delivery_attempts, 1)
        assert await at.state() is DeliveryState.SENDING


@pytest.mark.parametrize("what", ["send", "upload"])
async def test_an_earlier_try_is_not_forgotten_over_what_the_last_one_came_to(
    make_server: MakeServer, tmp_path: Path, what: str
) -> None:
    async with desk(make_server(**SAME), what, tmp_path) as at:
        at.arm("lost_answer")
        at.arm("http_error", times=20)
        with pytest.raises(DeliveryUnknown):
            await at.deliver()
        assert await at.state() is DeliveryState.SENDING


async def test_a_file_is_not_sent_again_when_its_id_is_known_no_more(
    make_server: MakeServer, tmp_path: Path
) -> None:
    async with desk(make_server(**SAME), "upload", tmp_path) as at:
        at.arm("lost_answer")
        at.arm("rate_limit", retry_after_s=TOO_LATE_S)
        with pytest.raises(DeliveryUnknown):
            await at.deliver()
        assert (at.tries, at.standing) == (2, 1)


async def test_words_are_said_once_more_when_their_id_is_known_no_more(
    make_server: MakeServer, tmp_path: Path
) -> None:
    async with desk(make_server(**SAME), "send", tmp_path) as at:
        at.arm("lost_answer", times=2)
        at.arm("rate_limit", retry_after_s=TOO_LATE_S)
        at.arm("lost_answer")
        with pytest.raises(DeliveryUnknown):
            await at.deliver()
        assert at.tries == 4


async def test_without_the_power_words_are_said_once_more_and_files_never(
    make_server: MakeServer, tmp_path: Path
) -> None:
    async with desk(make_server(**NEITHER), "upload", tmp_path) as at:
        at.arm("lost_answer")
        with pytest.raises(DeliveryUnknown):
            await at.deliver()
        assert (at.tries, at.standing) == (1, 1)
    async with desk(make_server(**NEITHER), "send", tmp_path) as at:
        at.arm("lost_answer", times=2)
        with pytest.raises(DeliveryUnknown):
            await at.deliver()
        assert (at.tries, at.standing) == (2, 2)


async def test_what_was_certainly_not_said_does_not_count_as_once_more(
    make_server: MakeServer, tmp_path: Path
) -> None:
    async with desk(make_server(**NEITHER), "send", tmp_path) as at:
        at.arm("drop")
        at.arm("http_error", times=2)
        await at.deliver()
        assert (at.tries, at.standing) == (4, 1)


async def test_a_refusal_after_a_doubt_is_a_refusal(
    make_server: MakeServer, tmp_path: Path
) -> None:
    """A server that finds a file too large may cut the line before it says so."""
    async with desk(make_server(**SAME), "upload", tmp_path) as at:
        at.arm("drop")
        at.arm("too_large", limit_bytes=10)
        with pytest.raises(DeliveryTooLarge):
            await at.deliver()
        assert await at.state() is DeliveryState.FAILED


async def test_after_a_restart_it_is_sent_again(make_server: MakeServer, tmp_path: Path) -> None:
    server = make_server(**SAME)
    async with desk(server, "upload", tmp_path) as at:
        at.arm("lost_answer", times=20)
        with pytest.raises(DeliveryUnknown):
            await at.deliver()
        server.faults.clear()
        await at.deliver()
        assert at.standing == 1
        assert await at.state() is DeliveryState.SENT
