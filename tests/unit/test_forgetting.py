"""Being forgotten on a platform whose server is ours: the chat itself goes, before our own rows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.buttons import Tap, data
from core.errors import BackdropError, ChatGone
from core.model import Body, ChatRef, Command, Incoming, Outgoing, Press, Receipt
from core.phrases import Phrasebook
from core.ports import Forgets
from core.secrecy import Secret
from tests.contract.adapter_hearing import until
from tests.contract.store_rig import ANNA, OwnClock, incoming
from tests.servers.nemo import FakeNemo
from tests.unit.core_rig import House, Wall

YES = Press(data(Tap.FORGET))


@dataclass
class OwnWall(Wall):
    """A platform whose chats lie with us; its disk can be broken."""

    forgotten: list[ChatRef] = field(default_factory=list)
    is_broken: bool = False
    is_slow: bool = False

    async def send(self, outgoing: Outgoing) -> Receipt:
        if outgoing.chat in self.forgotten:
            raise ChatGone("deleted")
        return await super().send(outgoing)

    async def forget(self, chat: ChatRef) -> None:
        if self.is_broken:
            raise OSError("the disk is gone")
        self.forgotten.append(chat)
        if self.is_slow:
            await asyncio.Event().wait()


@pytest.fixture
async def nemo() -> AsyncIterator[FakeNemo]:
    async with FakeNemo() as nemo:
        yield nemo


@pytest.fixture
async def house(nemo: FakeNemo, tmp_path: Path) -> AsyncIterator[House]:
    async with House(nemo.url, tmp_path, wall=OwnWall()) as house:
        await house.store.greet(ANNA)
        await house.tokens.save(ANNA, Secret("made-up"))
        yield house


def wrote(number: int, body: Body) -> Incoming:
    return replace(incoming(number), body=body, at=OwnClock().at)


async def hear(house: House, message: Incoming) -> None:
    await house.inbox.receive(message)
    await house.inbox.drain()


async def is_nothing_kept(house: House) -> bool:
    kept = [
        await house.store.newest_message(ANNA),
        await house.tokens.load(ANNA),
        (await house.store.profile(ANNA)).is_greeted,
        *await house.store.unanswered(OwnClock().at - timedelta(days=1)),
    ]
    return not any(kept)


async def test_the_chat_goes_with_all_that_is_kept_and_nobody_is_told(house: House) -> None:
    wall = house.wall
    assert isinstance(wall, OwnWall) and isinstance(wall, Forgets)
    assert not isinstance(Wall(), Forgets)
    await hear(house, wrote(1, Command("forget")))
    assert wall.texts() == [house.say("forget-ask")]
    assert wall.forgotten == []
    await hear(house, wrote(2, YES))
    assert wall.forgotten == [ANNA]
    assert wall.texts() == [house.say("forget-ask")]
    assert await is_nothing_kept(house)


async def test_the_page_s_own_delete_is_the_yes_alone_and_may_come_twice(house: House) -> None:
    await hear(house, wrote(1, YES))
    await hear(house, wrote(2, YES))
    assert isinstance(house.wall, OwnWall)
    assert house.wall.forgotten == [ANNA, ANNA]
    assert house.wall.texts() == []
    assert await is_nothing_kept(house)


async def test_what_could_not_be_deleted_is_told_and_not_forgotten_by_halves(house: House) -> None:
    assert isinstance(house.wall, OwnWall)
    house.wall.is_broken = True
    await hear(house, wrote(1, YES))
    assert house.wall.texts() == [Phrasebook().tell(BackdropError(), "en")]
    assert await house.store.newest_message(ANNA) is not None
    house.wall.is_broken = False
    await hear(house, wrote(2, YES))
    assert await is_nothing_kept(house)


async def test_a_yes_that_is_being_carried_out_at_a_stop_is_so_at_the_next_start(
    house: House,
) -> None:
    assert isinstance(house.wall, OwnWall)
    house.wall.is_slow = True
    await house.inbox.receive(wrote(1, YES))
    await until(lambda: house.wall.forgotten == [ANNA])
    await house.inbox.break_off()
    assert house.wall.texts() == []
    assert await house.store.newest_message(ANNA) is not None
    house.wall.is_slow = False
    await house.inbox.resume()
    await house.inbox.drain()
    assert await is_nothing_kept(house)


async def test_a_yes_that_a_crash_cut_off_is_carried_out_at_the_next_start(house: House) -> None:
    await house.store.accept(wrote(1, YES), None)
    await house.inbox.resume()
    await house.inbox.drain()
    assert isinstance(house.wall, OwnWall)
    assert house.wall.forgotten == [ANNA]
    assert await is_nothing_kept(house)
