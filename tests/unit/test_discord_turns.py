"""Turns: so many at a time, in order, but for whoever is urgent."""

from __future__ import annotations

import asyncio

from bots.discord.turns import Turns
from tests.contract.adapter_hearing import until


class Work:
    """Takes turns, and keeps each until it is let go."""

    def __init__(self, count: int) -> None:
        self.turns = Turns(count)
        self.begun: list[str] = []
        self.tasks: dict[str, asyncio.Task[None]] = {}
        self._let_go: dict[str, asyncio.Event] = {}

    def begin(self, *keys: str) -> None:
        for key in keys:
            self._let_go[key] = asyncio.Event()
            self.tasks[key] = asyncio.create_task(self._do(key))

    async def end(self, key: str) -> None:
        self._let_go[key].set()
        await asyncio.wait({self.tasks[key]})

    async def come(self, *keys: str) -> None:
        await until(lambda: self.begun == list(keys), keys, lambda: self.begun)

    async def _do(self, key: str) -> None:
        async with self.turns.turn(key):
            self.begun.append(key)
            await self._let_go[key].wait()


async def test_so_many_at_a_time_in_the_order_in_which_they_came() -> None:
    work = Work(2)
    work.begin("a", "b", "c", "d")
    await work.come("a", "b")
    await work.end("b")
    await work.come("a", "b", "c")
    await work.end("a")
    await work.come("a", "b", "c", "d")
    for key in "cd":
        await work.end(key)
    work.begin("e", "f", "g")
    await work.come("a", "b", "c", "d", "e", "f")
    for key in "efg":
        await work.end(key)


async def test_the_urgent_need_no_turn_and_give_none_away() -> None:
    work = Work(1)
    work.begin("a", "b", "c")
    await work.come("a")
    work.turns.hurry("c")
    work.turns.hurry("d")
    await work.come("a", "c")
    work.begin("d")
    await work.come("a", "c", "d")
    for key in "cd":
        await work.end(key)
    assert work.begun == ["a", "c", "d"], "b still waits for the one turn"
    work.turns.calm("d")
    work.begin("d")
    await work.end("a")
    await work.come("a", "c", "d", "b")
    await work.end("b")
    await work.come("a", "c", "d", "b", "d")
    await work.end("d")


async def test_who_gives_up_loses_nobody_a_turn() -> None:
    work = Work(1)
    work.begin("a", "b", "c", "d")
    await work.come("a")
    work.tasks["b"].cancel()
    await asyncio.wait({work.tasks["b"]})
    await work.end("a")
    # It is c's turn, but c has not come to know it.
    work.tasks["c"].cancel()
    await asyncio.wait({work.tasks["c"]})
    await until(lambda: work.begun[-1] == "d", "d's turn", lambda: work.begun)
    await work.end("d")
