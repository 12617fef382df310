"""One looks for all who wait while the backend is down."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from core.circuit import Circuit
from core.clock import SystemClock
from core.errors import BackendDown, NemoError, OutOfCredits, RateLimited, TokenRejected
from core.timetable import Timetable
from tests.contract.store_rig import OwnClock

TIMES = replace(
    Timetable.cloud(), down_first_look_s=10.0, down_look_max_s=80.0, down_limit_s=3600.0
)


class YieldingClock(OwnClock):
    """Moves on at each sleep, and lets the others have their turn."""

    def __init__(self) -> None:
        super().__init__()
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await super().sleep(seconds)
        await asyncio.sleep(0)


class Look:
    """A small read that fails as told and then works; ``gate`` holds it back."""

    def __init__(self, *failures: NemoError, is_open: bool = True) -> None:
        self.failures = list(failures)
        self.count = 0
        self.at_a_time = self.most_at_a_time = 0
        self.begun = asyncio.Event()
        self.gate = asyncio.Event()
        if is_open:
            self.gate.set()

    async def __call__(self) -> None:
        self.count += 1
        self.at_a_time += 1
        self.most_at_a_time = max(self.most_at_a_time, self.at_a_time)
        self.begun.set()
        try:
            await self.gate.wait()
            await asyncio.sleep(0)
        finally:
            self.at_a_time -= 1
        if self.failures:
            raise self.failures.pop(0)


async def test_a_hundred_wait_behind_one_look_and_all_are_woken() -> None:
    look = Look(*[BackendDown("no") for _ in range(3)])
    circuit = Circuit(look, TIMES, YieldingClock())
    await asyncio.gather(*(circuit.until_up() for _ in range(100)))
    assert (look.count, look.most_at_a_time) == (4, 1)


async def test_the_pauses_grow_to_their_limit_with_jitter() -> None:
    clock = YieldingClock()
    await Circuit(Look(*[BackendDown("no") for _ in range(5)]), TIMES, clock).until_up()
    for slept, pause_s in zip(clock.slept, [10, 20, 40, 80, 80, 80], strict=True):
        assert pause_s / 2 <= slept <= pause_s


async def test_it_gives_up_after_the_limit_and_tells_everybody() -> None:
    clock = YieldingClock()
    began_s = clock.monotonic_s()
    circuit = Circuit(Look(*[BackendDown("no") for _ in range(10_000)]), TIMES, clock)
    answers = await asyncio.gather(*(circuit.until_up() for _ in range(5)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [BackendDown] * 5
    waited_s = clock.monotonic_s() - began_s
    assert TIMES.down_limit_s < waited_s < TIMES.down_limit_s + TIMES.down_look_max_s


async def test_after_giving_up_the_next_one_looks_anew() -> None:
    look = Look(BackendDown("no"))
    circuit = Circuit(look, replace(TIMES, down_limit_s=0.0), YieldingClock())
    with pytest.raises(BackendDown):
        await circuit.until_up()
    await circuit.until_up()
    assert look.count == 2


async def test_one_waiters_cancel_harms_nobody() -> None:
    look = Look(is_open=False)
    circuit = Circuit(look, TIMES, YieldingClock())
    first, *others = [asyncio.create_task(circuit.until_up()) for _ in range(10)]
    await look.begun.wait()
    first.cancel()
    await asyncio.wait({first})
    assert first.cancelled()
    look.gate.set()
    await asyncio.gather(*others)
    assert look.count == 1


@pytest.mark.parametrize("refusal", [TokenRejected("no"), OutOfCredits("none")])
async def test_a_refusal_is_an_answer_too(refusal: NemoError) -> None:
    look = Look(refusal)
    await Circuit(look, TIMES, YieldingClock()).until_up()
    assert look.count == 1


async def test_a_backend_that_asks_for_fewer_requests_is_left_alone_for_longer() -> None:
    look = Look(RateLimited("slow"))
    await Circuit(look, TIMES, YieldingClock()).until_up()
    assert look.count == 2


async def test_closing_ends_the_look_and_the_waiting() -> None:
    circuit = Circuit(Look(), TIMES, SystemClock())
    waiting = asyncio.create_task(circuit.until_up())
    await asyncio.sleep(0)
    await circuit.close()
    await asyncio.wait({waiting})
    assert waiting.cancelled()
    await Circuit(Look(), TIMES, SystemClock()).close()
