"""What the bot on Discord bears: many messages at once, and commands while it is at work.

`make bench` prints the tables. The bot, the library that it is measured against, the fake Discord
and the backend are processes of their own. SQLite waits for the disk, as always.
``BENCH_RUNS`` is how often each client answers the messages (3).
"""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.bench.discord_desk import Desk, desk_of
from tests.bench.load_meters import percentile
from tests.bench.load_processes import (
    REPOSITORY,
    awaited,
    cpu_s,
    nemo_of,
    ordered,
    process_of,
)
from tests.bench.load_report import say, title

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]

LOAD = "tests.bench.discord_load"
RUNS = int(os.environ.get("BENCH_RUNS", "3"))
LIMIT_S = 300.0

CHATS = 500
QUESTIONS = 2 * CHATS
UNPACED = {"BACKDROP_TIMETABLE_FACTOR": "0.001"}
"""Discord would take 50 requests/s of any bot; how fast we are shows only beyond that."""
LEAST_RATIO = 0.03
"""Of the echo's answers/s: each of ours waits for the disk four times, and the echo never."""
MOST_CPU_RATIO = 40
"""Of the echo's CPU time for an answer, which says more than the clock on a machine at work."""

EDITS, COMMANDS, IDLE_COMMANDS = 50, 300, 60
PERIOD_S = 0.2
"""Between two commands: 300 of them in a minute."""
NAMES = ("status", "credits", "help", "projects", "settings")
TOO_LATE_MS = 3_000
"""Discord tells the person that the application did not respond."""
MOST_ACKNOWLEDGED_MS = 1_000
"""For 99 of 100."""


# --- many messages at once ------------------------------------------------------------------


@dataclass(frozen=True)
class Speed:
    """How a client answered all messages; seconds from the first of them."""

    answered_s: float
    cpu_s: float
    sends: Counter[int]


def answered(desk: Desk, process: subprocess.Popen[str], chats: list[int]) -> Speed:
    """Ask in all of these chats at once, and wait for as many answers."""
    cpu_before_s, begun_s = cpu_s(process), time.monotonic()
    desk.say_all(chats, "help")
    awaited(lambda: len(desk.requests("send", begun_s)) >= len(chats), LIMIT_S)
    sends = [one for one in desk.requests("send", begun_s) if one["status"] == 200]
    return Speed(
        max(one["at_s"] for one in sends) - begun_s,
        cpu_s(process) - cpu_before_s,
        Counter(one["chat"] for one in sends),
    )


def test_many_messages_are_answered(tmp_path: Path) -> None:
    title(f"{QUESTIONS} × help in {CHATS} DMs, all at once; SQLite")
    with contextlib.ExitStack() as stack:
        nemo = stack.enter_context(nemo_of(0))
        settings = UNPACED | {"NEMO_API_URL": nemo["url"], "NEMO_TOKEN": nemo["token"]}
        settings |= {"BACKDROP_DATA_DIR": str(tmp_path / "data")}
        # A server for each: both would hear what is said at one.
        desks, processes, chats = {}, {}, {}
        for name, what in (("ours", "bot"), ("echo", "echo")):
            desk = stack.enter_context(desk_of(tmp_path / name))
            processes[name] = stack.enter_context(
                process_of(
                    LOAD,
                    what,
                    folder=tmp_path,
                    settings=settings | desk.settings,
                    is_terminated=name == "echo",
                )
            )
            chats[name] = [desk.dm(f"person{number}") for number in range(CHATS)]
            desks[name] = desk
        desks["ours"].wait_ready(chats["ours"][0])
        desks["echo"].wait_connected()

        ordered(processes["ours"], "begin")
        first = answered(desks["ours"], processes["ours"], chats["ours"])
        assert set(first.sends) == set(chats["ours"])
        found: dict[str, list[Speed]] = {"ours": [], "echo": []}
        told: list[dict[str, Any]] = []
        for _ in range(RUNS):
            ordered(processes["ours"], "begin")
            for name, speeds in found.items():
                wanted = [*chats[name], *chats[name]]
                speed = answered(desks[name], processes[name], wanted)
                assert speed.sends == Counter(wanted), "each message has its one answer"
                speeds.append(speed)
                if name == "ours":
                    told.append(ordered(processes[name], "end"))

    seconds, cpu = (
        {
            name: statistics.median(getattr(one, field) for one in speeds)
            for name, speeds in found.items()
        }
        for field in ("answered_s", "cpu_s")
    )
    say("               answered/s   CPU ms")
    for name in found:
        say(f"  {name:12} {QUESTIONS / seconds[name]:10.0f} {1000 * cpu[name] / QUESTIONS:8.1f}")
    ratio, cpu_ratio = seconds["echo"] / seconds["ours"], cpu["ours"] / cpu["echo"]
    say(
        f"  ours to the echo: {ratio:.2f} of its answers/s, {cpu_ratio:.1f} times its CPU\n"
        f"  ours at first contact: {CHATS / first.answered_s:.0f} chats/s"
        f" ({first.sends.total() / first.answered_s:.0f} sends/s);"
        f" loop lag p50 {1000 * _median(told, 'lag_p50_s'):.1f} ms,"
        f" p99 {1000 * _median(told, 'lag_p99_s'):.1f} ms,"
        f" worst {1000 * _median(told, 'lag_max_s'):.0f} ms\n"
        "  Discord's pacing is shrunk away (BACKDROP_TIMETABLE_FACTOR)."
    )
    assert ratio > LEAST_RATIO
    assert cpu_ratio < MOST_CPU_RATIO


def _median(told: list[dict[str, Any]], key: str) -> float:
    return float(statistics.median(one[key] for one in told))


# --- commands while it is at work -----------------------------------------------------------


@dataclass
class People:
    """Who uses commands: those who wait for their edits, and others in the channels of a guild."""

    desk: Desk
    waiting: list[int]
    channels: list[int]

    def use(self, count: int) -> list[float]:
        """So many commands, one each period; the milliseconds until each was acknowledged.

        Waits until the last of them is too old to be acknowledged, or all are.
        """
        begun_s = time.monotonic()
        used = []
        for number in range(count):
            time.sleep(max(0.0, begun_s + number * PERIOD_S - time.monotonic()))
            chats = self.channels if number % 2 else self.waiting
            by = f"visitor{number}" if number % 2 else None
            chat = chats[number // 2 % len(chats)]
            used.append(self.desk.slash(chat, NAMES[number % len(NAMES)], by=by))
        late_s = time.monotonic() + 2 * TOO_LATE_MS / 1000
        awaited(lambda: all(self._answers(used)) or time.monotonic() > late_s, LIMIT_S)
        answers = self._answers(used)
        assert all(answers), f"{answers.count(None)} of {count} were never acknowledged"
        return [one for one in answers if one is not None]

    def _answers(self, used: list[int]) -> list[float | None]:
        told = self.desk.interactions()
        return [told[one]["acknowledged_ms"] for one in used]


def test_commands_are_acknowledged_while_the_engine_works(tmp_path: Path) -> None:
    title(
        f"{COMMANDS} commands in a minute while {EDITS} edits run and the embedded engine renders"
    )
    clip = tmp_path / "clip.mp4"
    command = [sys.executable, "-m", "engine.sample", str(clip), "--seconds", "2"]
    subprocess.run(command, cwd=REPOSITORY, check=True)
    with desk_of(tmp_path / "discord") as desk:
        people = People(
            desk,
            [desk.dm(f"person{number}") for number in range(EDITS)],
            [desk.channel(f"channel{number}") for number in range(EDITS // 5)],
        )
        settings = desk.settings | {"NEMO_API_URL": "local"}
        settings |= {"BACKDROP_DATA_DIR": str(tmp_path / "data")}
        with process_of(LOAD, "bot", folder=tmp_path, settings=settings) as process:
            desk.wait_ready(people.waiting[0])
            first = desk.dm("first")
            begun_s = time.monotonic()
            desk.send(first, clip, "blur the background")
            awaited(lambda: desk.files(first), LIMIT_S)
            one_s = time.monotonic() - begun_s
            ordered(process, "begin")
            idle_ms = people.use(IDLE_COMMANDS)
            idle = ordered(process, "look")
            for chat in people.waiting:
                desk.send(chat, clip, "blur the background")
            awaited(lambda: _delivered(desk, people), LIMIT_S)
            ordered(process, "look")
            busy_ms = people.use(COMMANDS)
            busy = ordered(process, "look")
            done = _delivered(desk, people)
    say("  beside          p50 ms   p99 ms   worst ms   loop lag p50   p99   worst")
    for name, values, told in (("nothing else", idle_ms, idle), (f"{EDITS} edits", busy_ms, busy)):
        p50, p99, worst = (percentile(values, percent) for percent in (50, 99, 100))
        say(
            f"  {name:14} {p50:7.1f} {p99:8.1f} {worst:10.1f}"
            f" {1000 * told['lag_p50_s']:14.1f} {1000 * told['lag_p99_s']:5.1f}"
            f" {1000 * told['lag_max_s']:7.0f}"
        )
    say(f"  one edit alone {one_s:.1f} s; {done} of {EDITS} were delivered by the end")
    assert done < EDITS, "the commands were to be used while edits run"
    assert percentile(busy_ms, 99) < MOST_ACKNOWLEDGED_MS


def _delivered(desk: Desk, people: People) -> int:
    return sum(bool(desk.files(chat)) for chat in people.waiting)
