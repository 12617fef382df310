"""After a restart: whoever waited for long because of it hears so, once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.recovery import Recovery
from tests.contract.store_rig import ANNA, BEN, incoming
from tests.unit.core_rig import House

NOBODY = "http://127.0.0.1:9"
"""A backend that is never asked."""


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with House(NOBODY, tmp_path) as house:
        yield house


async def restarted(house: House, after_s: float) -> Recovery:
    """The first start's last sign of life, then this one's first, so much later."""
    await house.store.beat("first")
    house.clock.at += timedelta(seconds=after_s)
    recovery = Recovery(house.services)
    await recovery.begin()
    return recovery


def notice_s(house: House) -> float:
    return house.services.timetable.restart_notice_s


async def test_each_chat_that_waited_is_told_once(house: House) -> None:
    for number, chat in [(1, ANNA), (2, ANNA), (3, BEN)]:
        await house.store.accept(incoming(number, chat), "edit")
    recovery = await restarted(house, notice_s(house) + 1)
    await recovery.tell()
    assert house.wall.texts() == [house.say("restarted")] * 2
    assert [outgoing.chat for outgoing in house.wall.sent] == [ANNA, BEN]


async def test_a_short_wait_is_not_worth_a_word(house: House) -> None:
    await house.store.accept(incoming(1), "edit")
    await (await restarted(house, notice_s(house) - 1)).tell()
    assert house.wall.sent == []


async def test_nobody_is_told_who_has_nothing_open(house: House) -> None:
    await house.store.accept(incoming(1), "edit")
    await house.store.mark_answered(incoming(1).id)
    await house.store.accept(incoming(2), None)
    await (await restarted(house, notice_s(house) + 1)).tell()
    assert house.wall.sent == []


async def test_whoever_wrote_since_did_not_wait(house: House) -> None:
    house.clock.at = incoming(1).at - timedelta(seconds=1)
    await house.store.accept(incoming(1), "edit")
    await (await restarted(house, notice_s(house) + 1)).tell()
    assert house.wall.sent == []


async def test_the_first_start_ever_has_nothing_to_tell(house: House) -> None:
    await house.store.accept(incoming(1), "edit")
    recovery = Recovery(house.services)
    await recovery.begin()
    house.clock.at += timedelta(days=1)
    await recovery.tell()
    assert house.wall.sent == []


async def test_a_chat_that_cannot_be_told_does_not_keep_the_others_from_it(house: House) -> None:
    for number, chat in [(1, ANNA), (2, BEN)]:
        await house.store.accept(incoming(number, chat), "edit")
    house.wall.gone.add(ANNA.key)
    await (await restarted(house, notice_s(house) + 1)).tell()
    assert [outgoing.chat for outgoing in house.wall.sent] == [BEN]


async def test_signs_of_life_are_left_until_the_process_ends(house: House) -> None:
    recovery = Recovery(house.services)
    await recovery.begin()
    end = house.clock.now() + timedelta(minutes=1)
    beating = asyncio.create_task(recovery.beat())
    async with asyncio.timeout(10):
        while house.clock.now() < end:  # noqa: ASYNC110 - the clock announces no hour
            await asyncio.sleep(0)
    beating.cancel()
    await asyncio.wait({beating})
    last = await house.store.beat("third")
    assert last is not None
    assert end - last <= timedelta(seconds=house.services.timetable.alive_beat_s)
