"""The measured process: the real app on a platform without a network.

`python -m tests.bench.core_load SCENARIO` runs one of the four scenarios with the environment's
settings and prints what it measured as one JSON object; standard input is a JSON object with the
scenario's arguments. Progress goes to standard error. Owns what is fed in and what is measured;
must not know how much is allowed.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp

from bots import log
from bots.app import App, running
from bots.settings import load
from core.model import Incoming
from core.timetable import Timetable
from tests.bench.load_finals import Finals
from tests.bench.load_meters import cpu_share, forget_peak, loop_lag, memory_bytes, percentile
from tests.bench.load_platform import LoadPlatform, Sent, chat, message

AT_ONCE = 100
"""Chats that are fed at a time while there is nothing to measure yet."""
IDLE_S = 30.0
PAUSE_S = 0.05
"""Between an answer and the next question."""
QUESTIONS = ("status", "credits", "help")
BLUR = "blur the background"


def say(line: str) -> None:
    sys.stderr.write(f"  … {line}\n")
    sys.stderr.flush()


@asynccontextmanager
async def started(platform: LoadPlatform, timetable: Timetable | None = None) -> AsyncIterator[App]:
    """The app at work on that platform."""
    settings = load()
    async with running(settings, settings.data_dir, [platform], timetable=timetable) as app:
        feeding = asyncio.create_task(app.run())
        try:
            yield app
        finally:
            feeding.cancel()
            await asyncio.wait({feeding})


async def each(numbers: Iterable[int], work: Callable[[int], Awaitable[object]]) -> None:
    """Do the work for every number, some at a time."""
    left = iter(numbers)

    async def some() -> None:
        for number in left:
            await work(number)

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(some())


async def seed(app: App, nemo: dict[str, Any]) -> None:
    """Give each chat one of the backend's projects, and let it be greeted already."""

    async def one(number: int) -> None:
        session_id, task_id = nemo["sessions"][number]
        store = app.services.store
        await store.add_session(chat(number), session_id, task_id, nemo["user_id"], "clip.mp4")
        await store.greet(chat(number))

    await each(range(len(nemo["sessions"])), one)


# --- (a) many chats, each with a render that sleeps ------------------------------------------


async def sleeping(facts: dict[str, Any]) -> dict[str, Any]:
    """All chats export; measured when every render has come to its slow polling."""
    nemo = facts["nemo"]
    count = len(nemo["sessions"])
    # The cloud's policy; only the patience is longer, so that a long set-up gives up no render.
    timetable = replace(Timetable.cloud(), render_stall_s=6 * 3600.0)
    messages = 0

    def told(_: Sent) -> None:
        nonlocal messages
        messages += 1

    platform = LoadPlatform(told)
    async with started(platform, timetable) as app:
        await seed(app, nemo)
        before_bytes = memory_bytes("VmRSS")
        say(f"{count} projects stand in the store; every chat exports")
        begun_s = time.monotonic()
        await each(range(count), lambda n: platform.receive(message(n, 1, "export")))
        say(f"{count} messages accepted after {time.monotonic() - begun_s:.0f} s")
        async with aiohttp.ClientSession() as http:
            while (submitted := await _renders(http, nemo["url"])) < count:
                say(f"{submitted} renders after {time.monotonic() - begun_s:.0f} s")
                await asyncio.sleep(5)
        set_up_s = time.monotonic() - begun_s
        say(f"all are submitted after {set_up_s:.0f} s; they come to the slow polling")
        await asyncio.sleep(timetable.render_poll_fast_period_s + timetable.render_poll_fast_s)
        messages = 0
        async with loop_lag() as lags:
            cpu = await cpu_share(IDLE_S)
        return {
            "chats": count,
            "set_up_s": set_up_s,
            "before_bytes": before_bytes,
            "now_bytes": memory_bytes("VmRSS"),
            "peak_bytes": memory_bytes("VmHWM"),
            "cpu": cpu,
            "messages": messages,
            "lag_p50_s": percentile(lags, 50),
            "lag_p99_s": percentile(lags, 99),
        }


async def _renders(http: aiohttp.ClientSession, url: str) -> int:
    async with http.get(f"{url}/bench/renders") as answer:
        return int(await answer.json())


# --- (b) a burst ----------------------------------------------------------------------------


async def burst(facts: dict[str, Any]) -> dict[str, Any]:
    """Every chat sends its messages one after another, all chats at once."""
    nemo, each_sends, words = facts["nemo"], facts["messages"], facts["words"]
    count = len(nemo["sessions"])
    finals = Finals()
    platform = LoadPlatform(finals)
    async with started(platform) as app:
        await seed(app, nemo)

        async def one(number: int) -> None:
            for update in range(1, each_sends + 1):
                await platform.receive(message(number, update, words))

        async with loop_lag() as lags:
            begun_s = time.monotonic()
            async with asyncio.TaskGroup() as group:
                for number in range(count):
                    group.create_task(one(number))
            accepted_s = time.monotonic() - begun_s
            await finals.until(lambda: len(finals.sent) >= count * each_sends)
        answered_s = max(sent.at_s for sent in finals.sent) - begun_s
        await app.idle()
    order: dict[str, list[str]] = {}
    for sent in finals.sent:
        order.setdefault(sent.outgoing.chat.key, []).append(str(sent.outgoing.about))
    return {
        "answers": len(finals.sent),
        "different": len({sent.outgoing.about for sent in finals.sent}),
        "texts": sorted({sent.outgoing.text.partition("\n")[0] for sent in finals.sent})[:5],
        "accepted_s": accepted_s,
        "answered_s": answered_s,
        "unordered_chats": sum(abouts != sorted(abouts) for abouts in order.values()),
        "lag_p50_s": percentile(lags, 50),
        "lag_p99_s": percentile(lags, 99),
        "lag_max_s": max(lags),
    }


# --- (c) a large clip -----------------------------------------------------------------------


async def large(facts: dict[str, Any]) -> dict[str, Any]:
    """A small clip, and the same with a large one; the most memory that each took."""
    finals = Finals()
    platform = LoadPlatform(finals)
    peaks: dict[str, int] = {}
    seconds: dict[str, float] = {}
    async with started(platform) as app:
        # The first warms up: imports, pools, tables.
        for number, name in enumerate(("first", "small", "large")):
            clip = Path(facts["large" if name == "large" else "small"])
            await app.idle()
            forget_peak()
            platform.read_bytes = 0
            begun_s = time.monotonic()
            incoming = message(number, 1, "trim it to two seconds", clip)
            await platform.receive(incoming)
            sent = await finals.about(incoming.id)
            await app.idle()
            peaks[name], seconds[name] = memory_bytes("VmHWM"), time.monotonic() - begun_s
            assert sent.outgoing.media, sent.outgoing.text
    return {"peaks": peaks, "seconds": seconds, "read_bytes": platform.read_bytes}


# --- (d) quick questions while the engine works ---------------------------------------------


async def quick(facts: dict[str, Any]) -> dict[str, Any]:
    """Questions to the chats that wait for their edits, and beforehand to an idle one."""
    chats, questions, clip = facts["chats"], facts["questions"], Path(facts["clip"])
    finals = Finals()
    platform = LoadPlatform(finals)
    async with started(platform):
        first = message(0, 1, BLUR, clip)
        begun_s = time.monotonic()
        await platform.receive(first)
        assert (await finals.about(first.id)).outgoing.media
        one_s = time.monotonic() - begun_s
        say(f"one edit takes {one_s:.1f} s; {questions} questions without any")
        idle_s = [
            await _asked(platform, finals, message(0, update, QUESTIONS[update % len(QUESTIONS)]))
            for update in range(2, questions + 2)
        ]
        edits = [message(number, 1, BLUR, clip) for number in range(1, chats + 1)]
        await each(range(chats), lambda number: platform.receive(edits[number]))
        await finals.until(lambda: _videos(finals) > 1)
        say("the first of the edits is delivered; the questions come")
        busy_s: list[tuple[str, float]] = []
        async with loop_lag() as lags:
            for number in range(questions):
                words = QUESTIONS[number % len(QUESTIONS)]
                incoming = message(1 + number % chats, 2 + number, words)
                busy_s.append((words, await _asked(platform, finals, incoming)))
                await asyncio.sleep(PAUSE_S)
        done = _videos(finals) - 1
        say(f"{done} of {chats} edits were delivered by the end of the questions")
    return {
        "one_s": one_s,
        "done": done,
        "idle_s": idle_s,
        "busy_s": [one for _, one in busy_s],
        "by_words": {
            words: [one for asked, one in busy_s if asked == words] for words in QUESTIONS
        },
        "lag_p50_s": percentile(lags, 50),
        "lag_p99_s": percentile(lags, 99),
        "lag_max_s": max(lags),
    }


def _videos(finals: Finals) -> int:
    return sum(bool(sent.outgoing.media) for sent in finals.sent)


async def _asked(platform: LoadPlatform, finals: Finals, incoming: Incoming) -> float:
    """Seconds from the question's arrival to the answer's being handed to the platform."""
    begun_s = time.monotonic()
    await platform.receive(incoming)
    return (await finals.about(incoming.id)).at_s - begun_s


SCENARIOS = {"sleeping": sleeping, "burst": burst, "large": large, "quick": quick}


def main() -> None:
    log.set_up("ERROR")
    result = asyncio.run(SCENARIOS[sys.argv[1]](json.load(sys.stdin)))
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
