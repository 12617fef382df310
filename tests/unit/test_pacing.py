"""A chat's rates: who waits, for how long, and who goes first. Real time, shrunk."""

from __future__ import annotations

import asyncio
import time

import pytest

from bots.pacing import Pace, Rate
from bots.telegram import limits
from core.errors import DeliveryDelayed

FACTOR = 0.05
ANNA, GROUP_CHAT = 77, -1077
OVERALL = Rate(25, 1.0)
PRIVATE = (Rate(4, 4.0),)
GROUP = (Rate(4, 4.0), Rate(10, 20.0))


def made(factor: float = FACTOR, progress_share: float = 0.5) -> Pace:
    return Pace(OVERALL, lambda chat_id: PRIVATE if chat_id > 0 else GROUP, factor, progress_share)


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
async def test_no_chat_hears_more_than_its_rates_allow(
    chat_id: int, rates: tuple[Rate, ...]
) -> None:
    times_s = await taken_s(made(), chat_id, 25)
    for rate in rates:
        # A hair less than the period: the clock is read before and after.
        assert most_in(times_s, rate.period_s * FACTOR * 0.98) <= rate.count
    slowest = max(rate.period_s / rate.count for rate in rates) * FACTOR
    assert times_s[-1] < 25 * slowest * 1.5, "nor is anybody held up for longer than need be"


async def test_all_chats_together_stay_below_the_limit() -> None:
    pace = made()
    served: list[tuple[int, float]] = []

    async def speak(number: int) -> None:
        await pace.turn(number)
        served.append((number, time.monotonic()))

    await asyncio.gather(*(speak(number) for number in range(1, 101)))
    assert [number for number, _ in served] == list(range(1, 101)), "first come, first served"
    times_s = [at_s for _, at_s in served]
    assert most_in(times_s, OVERALL.period_s * FACTOR * 0.98) <= OVERALL.count


async def test_a_chat_that_was_told_to_wait_waits_alone() -> None:
    pace = made()
    pace.hold(ANNA, 30)
    with pytest.raises(DeliveryDelayed) as raised:
        await pace.turn(ANNA)
    assert 29 < raised.value.retry_after_s <= 30
    assert not pace.take_progress(ANNA)
    async with asyncio.timeout(1):
        await pace.turn(ANNA + 1)


@pytest.mark.parametrize(("share", "shown"), [(0.5, 2), (0.25, 1), (0.01, 1), (0.75, 3)])
async def test_progress_leaves_room_for_answers(share: float, shown: int) -> None:
    pace = made(1.0, share)
    assert sum(pace.take_progress(GROUP_CHAT) for _ in range(50)) == shown
    async with asyncio.timeout(0.5):
        await pace.turn(GROUP_CHAT)


@pytest.mark.parametrize(("chat_id", "most_in_a_minute"), [(ANNA, 60), (GROUP_CHAT, 20)])
def test_telegrams_rates_are_below_what_its_faq_names(chat_id: int, most_in_a_minute: int) -> None:
    rates = limits.rates_of(chat_id)
    assert min(rate.count * 60 / rate.period_s for rate in rates) <= most_in_a_minute
    assert limits.OVERALL.count / limits.OVERALL.period_s <= 30
    # One message of progress never uses up what all jobs of the chat have.
    assert 60 / limits.progress_period_s(chat_id) <= most_in_a_minute / 2
