"""Telegram's rates: who waits, for how long, and who goes first. Real time, shrunk."""

from __future__ import annotations

import asyncio
import time

import pytest

from bots.telegram.pacing import GROUP, OVERALL, PRIVATE, Pace
from core.errors import DeliveryDelayed

FACTOR = 0.05
ANNA, GROUP_CHAT = 77, -1077


async def taken_s(pace: Pace, chat_id: int, count: int) -> list[float]:
    """When each of so many turns came, in seconds from the first request."""
    begun_s = time.monotonic()
    times_s = []
    for _ in range(count):
        await pace.turn(chat_id)
        times_s.append(time.monotonic() - begun_s)
    return times_s


def most_in(times_s: list[float], period_s: float) -> int:
    return max(sum(at <= other < at + period_s for other in times_s) for at in times_s)


@pytest.mark.parametrize(("chat_id", "rates"), [(ANNA, PRIVATE), (GROUP_CHAT, GROUP)])
async def test_no_chat_hears_more_than_telegram_allows(chat_id: int, rates: tuple) -> None:
    times_s = await taken_s(Pace(FACTOR), chat_id, 40)
    for rate in rates:
        # A hair less than the period: the clock is read before and after.
        assert most_in(times_s, rate.period_s * FACTOR * 0.98) <= rate.count
    slowest = max(rate.period_s / rate.count for rate in rates) * FACTOR
    assert times_s[-1] < 40 * slowest * 1.5, "nor is anybody held up for longer than need be"


async def test_all_chats_together_stay_below_the_limit() -> None:
    pace = Pace(FACTOR)
    served: list[tuple[int, float]] = []

    async def speak(number: int) -> None:
        await pace.turn(number)
        served.append((number, time.monotonic()))

    await asyncio.gather(*(speak(number) for number in range(1, 101)))
    assert [number for number, _ in served] == list(range(1, 101)), "first come, first served"
    times_s = [at_s for _, at_s in served]
    assert most_in(times_s, OVERALL.period_s * FACTOR * 0.98) <= OVERALL.count


async def test_a_chat_that_was_told_to_wait_waits_alone() -> None:
    pace = Pace(FACTOR)
    pace.hold(ANNA, 30)
    with pytest.raises(DeliveryDelayed) as raised:
        await pace.turn(ANNA)
    assert 29 < raised.value.retry_after_s <= 30
    assert not pace.take_progress(ANNA)
    async with asyncio.timeout(1):
        await pace.turn(ANNA + 1)


async def test_progress_leaves_room_for_answers() -> None:
    pace = Pace()
    shown = sum(pace.take_progress(GROUP_CHAT) for _ in range(50))
    assert 0 < shown <= min(rate.count for rate in GROUP) // 2
    async with asyncio.timeout(0.5):
        await pace.turn(GROUP_CHAT)
