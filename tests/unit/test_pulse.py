"""Nobody waits long without a word, whatever the job is at."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from core.phrases import Phrasebook
from core.pulse import Pulse

QUIET_S = 120.0


class OwnClock:
    """Sleeping moves it on; at ``end_s`` it sleeps for ever."""

    def __init__(self, end_s: float) -> None:
        self._now_s = 0.0
        self._end_s = end_s
        self.has_ended = asyncio.Event()

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._now_s, UTC)

    def monotonic_s(self) -> float:
        return self._now_s

    async def sleep(self, seconds: float) -> None:
        if self._now_s + seconds > self._end_s:
            self.has_ended.set()
            await asyncio.Event().wait()
        self._now_s += seconds
        await asyncio.sleep(0)


async def heard(
    end_s: float, news: dict[float, str], language: str = "en"
) -> list[tuple[float, str]]:
    """(time, text) of all that a person sees until then; ``news`` comes from the job itself."""
    clock = OwnClock(end_s)
    pulse = Pulse(Phrasebook(), language, clock, QUIET_S)
    told: list[tuple[float, str]] = []

    async def say(text: str) -> None:
        told.append((clock.monotonic_s(), text))
        # The job goes on between two signs of life.
        for at_s in [at_s for at_s in news if at_s <= clock.monotonic_s()]:
            text = news.pop(at_s)
            if pulse.note(text):
                told.append((clock.monotonic_s(), text))

    beating = asyncio.create_task(pulse.run(say))
    await clock.has_ended.wait()
    beating.cancel()
    await asyncio.wait({beating})
    return told


async def test_silence_is_broken_every_two_minutes_in_other_words() -> None:
    assert await heard(3 * QUIET_S + 1, {}) == [
        (QUIET_S, "⏳ Still working…"),
        (2 * QUIET_S, "⏳ Still working… (4 min)"),
        (3 * QUIET_S, "⏳ Still working… (6 min)"),
    ]


async def test_nothing_is_said_before_it_is_due() -> None:
    assert await heard(QUIET_S - 1, {}) == []


async def test_news_begins_the_silence_anew_and_stays_in_front() -> None:
    assert await heard(2 * QUIET_S + 1, {QUIET_S: "已裁剪。"}, "zh-CN") == [
        (QUIET_S, "⏳ 还在处理…"),
        (QUIET_S, "已裁剪。"),
        (2 * QUIET_S, "已裁剪。\n⏳ 还在处理…"),
    ]


@pytest.mark.parametrize("text", ["", "⏳ 50%"])
def test_what_stands_there_already_is_not_said_again(text: str) -> None:
    pulse = Pulse(Phrasebook(), "en", OwnClock(1), QUIET_S)
    assert pulse.note("first") is True
    assert pulse.note(text) is True
    assert pulse.note(text) is False


async def test_after_an_answer_what_was_shown_before_it_is_over_and_the_wait_begins_anew() -> None:
    clock = OwnClock(2 * QUIET_S + 1)
    pulse = Pulse(Phrasebook(), "en", clock, QUIET_S)
    told: list[tuple[float, str]] = []
    assert pulse.note("⏳ 99%")
    await clock.sleep(QUIET_S - 1)
    pulse.begin_anew()

    async def say(text: str) -> None:
        told.append((clock.monotonic_s(), text))

    beating = asyncio.create_task(pulse.run(say))
    await clock.has_ended.wait()
    beating.cancel()
    await asyncio.wait({beating})
    assert told == [(2 * QUIET_S - 1, "⏳ Still working…")]
    assert pulse.note("⏳ 99%"), "it stands there no more"
