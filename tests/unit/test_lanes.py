"""Lanes: order within a chat, chats side by side, patience with a store that can't write now."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from bots.lanes import Lanes
from core.model import Inbound, Incoming, update_of
from tests.contract.adapter_hearing import until
from tests.contract.store_rig import incoming

FACTOR = 0.01


class Core:
    """Takes one message at a time for each lane; fails as often as it is told to."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.committed: list[int] = []
        self.failing = 0
        self.let_go = asyncio.Event()
        self.let_go.set()

    async def receive(self, inbound: Inbound) -> None:
        assert isinstance(inbound, Incoming)
        self.asked.append(update_of(inbound.id))
        await self.let_go.wait()
        if self.failing:
            self.failing -= 1
            raise OSError("the disk is full")
        self.committed.append(update_of(inbound.id))


async def test_one_lane_keeps_its_order_and_others_do_not_wait_for_it() -> None:
    core = Core()
    core.let_go.clear()
    lanes = Lanes(core.receive, FACTOR)
    async with asyncio.TaskGroup() as group:
        group.create_task(lanes.take("a", [incoming(1), incoming(2)]))
        group.create_task(lanes.take("a", [incoming(3)]))
        group.create_task(lanes.take("b", [incoming(4)]))
        await until(lambda: len(core.asked) == 2)
        assert core.asked == [1, 4], "the first of each lane is in hand, and none behind it"
        core.let_go.set()
    assert [one for one in core.committed if one != 4] == [1, 2, 3]


async def test_what_cant_be_stored_is_tried_again_and_nothing_of_its_lane_overtakes_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    core = Core()
    core.failing = 4
    lanes = Lanes(core.receive, FACTOR)
    loop = asyncio.get_running_loop()
    begun_s = loop.time()
    await asyncio.gather(lanes.take("a", [incoming(1)]), lanes.take("a", [incoming(2)]))
    assert core.committed == [1, 2]
    assert core.asked == [1] * 5 + [2]
    # It waits 0.5, 1, 2 and 4 s: longer each time.
    assert loop.time() - begun_s >= 7.5 * FACTOR
    pauses = [one.args for one in caplog.records if "could not be stored" in one.msg]
    assert pauses == [(0.5,), (1.0,), (2.0,), (4.0,)]


async def test_whoever_holds_a_lane_goes_first() -> None:
    core = Core()
    lanes = Lanes(core.receive, FACTOR)
    async with asyncio.TaskGroup() as group, lanes.hold("a") as commit:
        live = group.create_task(lanes.take("a", [incoming(2)]))
        await lanes.take("b", [incoming(3)])
        assert not live.done()
        await commit(incoming(1))
        assert core.committed == [3, 1]
    assert core.committed == [3, 1, 2]


async def test_a_lane_is_had_before_anything_else_of_its_chat_can_come() -> None:
    core = Core()
    lanes = Lanes(core.receive, FACTOR)
    holding = lanes.hold("a")
    first_step = holding.__aenter__().__await__()
    with pytest.raises(StopIteration) as had:
        next(first_step)  # Had without a turn of the loop.
    later = asyncio.create_task(lanes.take("a", [incoming(2)]))
    await had.value.value(incoming(1))
    await holding.__aexit__(None, None, None)
    await later
    assert core.committed == [1, 2]


async def test_what_a_lane_takes_is_looked_at_in_its_turn() -> None:
    core = Core()
    lanes = Lanes(core.receive, FACTOR)

    def read() -> Iterator[Inbound]:
        assert core.committed == [1]
        yield incoming(2)

    async with asyncio.TaskGroup() as group, lanes.hold("a") as commit:
        group.create_task(lanes.take("a", read()))
        await asyncio.sleep(0)
        await commit(incoming(1))
    assert core.committed == [1, 2]


async def test_a_lane_is_free_again_when_its_holder_fails_or_is_cancelled() -> None:
    core = Core()
    lanes = Lanes(core.receive, FACTOR)
    with pytest.raises(ZeroDivisionError):
        async with lanes.hold("a"):
            raise ZeroDivisionError
    core.let_go.clear()
    cut_off = asyncio.create_task(lanes.take("a", [incoming(1)]))
    await until(lambda: core.asked == [1])
    cut_off.cancel()
    await asyncio.wait({cut_off})
    core.let_go.set()
    async with asyncio.timeout(1):
        await lanes.take("a", [incoming(2)])
    assert core.committed == [2]
