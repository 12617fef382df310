"""What the bot on Telegram bears: a queue of messages, and clips of the largest sizes.

`make bench` prints the tables. The bot, the library that it is measured against, the fake Bot API
server and the scripted backend are processes of their own. SQLite waits for the disk, as always.
``BENCH_RUNS`` is how often each client works off the queue (3).
"""

from __future__ import annotations

import itertools
import os
import statistics
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.bench.load_clips import hash_of, head_of, made, without_large_files
from tests.bench.load_processes import awaited, cpu_s, line_of, nemo_of, ordered, process_of
from tests.bench.load_report import say, title
from tests.bench.telegram_desk import Desk, desk_of

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]

LOAD = "tests.bench.telegram_load"
RUNS = int(os.environ.get("BENCH_RUNS", "3"))
MB = 1_000_000

CHATS = 1000
QUESTIONS = 2 * CHATS
UNPACED = {"BACKDROP_TIMETABLE_FACTOR": "0.001"}
"""Telegram would take 30 messages/s of any bot; how fast we are shows only beyond that."""
LEAST_RATIO = 0.05
"""Of the echo's updates/s: each of ours waits for the disk four times, and the echo never."""
MOST_CPU_RATIO = 30
"""Of the echo's CPU time for an update, which says more than the clock on a machine at work."""
MOST_EXTRA_BYTES = 16 * 2**20
LIMIT_S = 600.0


# --- a queue of messages --------------------------------------------------------------------


@dataclass(frozen=True)
class Speed:
    """How a client worked off a queue; seconds from its first request for updates."""

    acknowledged_s: float
    answered_s: float
    cpu_s: float
    sends: Counter[int]


def worked_off(
    desk: Desk, process: subprocess.Popen[str], begun_s: float, is_finished: Callable[[], bool]
) -> Speed:
    """Wait until the queue is empty and everybody has an answer."""
    first_s = awaited(lambda: desk.requests("getUpdates", begun_s), LIMIT_S)[0]["at_s"]
    cpu_before_s = cpu_s(process)
    awaited(lambda: desk.pending() == 0, LIMIT_S)
    acknowledged_s = time.monotonic()
    awaited(is_finished, LIMIT_S)
    sends = [one for one in desk.requests("sendMessage", begun_s) if one["status"] == 200]
    return Speed(
        acknowledged_s - first_s,
        max(one["at_s"] for one in sends) - first_s,
        cpu_s(process) - cpu_before_s,
        Counter(one["chat"] for one in sends),
    )


def ours(desk: Desk, folder: Path, settings: dict[str, str]) -> tuple[Speed, dict[str, Any]]:
    begun_s = time.monotonic()
    with process_of(LOAD, "bot", folder=folder, settings=settings) as process:
        told: dict[str, Any] = {}

        def is_finished() -> bool:
            # It answers when it is idle, and so when all of its answers are given.
            told.update(ordered(process, "end"))
            return True

        return worked_off(desk, process, begun_s, is_finished), told


def echo(desk: Desk, folder: Path, settings: dict[str, str], *, is_concurrent: bool) -> Speed:
    begun_s = time.monotonic()
    arguments = ["echo", *(["--is-concurrent"] if is_concurrent else [])]
    with process_of(
        LOAD, *arguments, folder=folder, settings=settings, is_terminated=True
    ) as process:
        return worked_off(
            desk,
            process,
            begun_s,
            lambda: len(desk.requests("sendMessage", begun_s)) >= QUESTIONS,
        )


def test_a_queue_is_worked_off(tmp_path: Path) -> None:
    title(f"{QUESTIONS} × /help of {CHATS} private chats, queued before the bot begins; SQLite")
    with desk_of(tmp_path / "telegram") as desk, nemo_of(0) as nemo:
        settings = desk.settings | UNPACED | {"NEMO_API_URL": nemo["url"]}
        settings |= {"NEMO_TOKEN": nemo["token"], "BACKDROP_DATA_DIR": str(tmp_path / "data")}
        chats = [desk.chat(f"person{number}") for number in range(CHATS)]

        for chat in chats:
            desk.say(chat, "/help")
        first, _ = ours(desk, tmp_path, settings)
        assert set(first.sends) == set(chats)

        found: dict[str, list[Speed]] = {}
        told: list[dict[str, Any]] = []
        for _, name in itertools.product(range(RUNS), ("ours", "echo", "echo, concurrent")):
            for chat in (*chats, *chats):
                desk.say(chat, "/help")
            if name == "ours":
                speed, facts = ours(desk, tmp_path, settings)
                told.append(facts)
            else:
                speed = echo(desk, tmp_path, settings, is_concurrent=name != "echo")
            assert speed.sends == Counter((*chats, *chats)), "each message has its one answer"
            found.setdefault(name, []).append(speed)

    answered, acknowledged, cpu = (
        {
            name: statistics.median(getattr(one, field) for one in speeds)
            for name, speeds in found.items()
        }
        for field in ("answered_s", "acknowledged_s", "cpu_s")
    )
    say("                                                            ours to it:")
    say("                    answered/s   acknowledged/s   CPU ms   answered   acknowledged   CPU")
    ratios = {}
    for name in found:
        ratios[name] = answered[name] / answered["ours"], cpu["ours"] / cpu[name]
        say(
            f"  {name:16} {QUESTIONS / answered[name]:12.0f}"
            f" {QUESTIONS / acknowledged[name]:16.0f} {1000 * cpu[name] / QUESTIONS:8.1f}"
            f" {ratios[name][0]:10.2f} {acknowledged[name] / acknowledged['ours']:14.2f}"
            f" {ratios[name][1]:5.1f}"
        )
    say(
        f"  ours at first contact: {CHATS / first.answered_s:.0f} chats/s"
        f" ({first.sends.total() / first.answered_s:.0f} sends/s);"
        f" loop lag p50 {1000 * _median(told, 'lag_p50_s'):.1f} ms,"
        f" p99 {1000 * _median(told, 'lag_p99_s'):.1f} ms,"
        f" worst {1000 * _median(told, 'lag_max_s'):.0f} ms\n"
        "  Telegram's pacing is shrunk away (BACKDROP_TIMETABLE_FACTOR). What we acknowledge is"
        " committed; what the echo does, is in its memory."
    )
    for answered_ratio, cpu_ratio in ratios.values():
        assert answered_ratio > LEAST_RATIO
        assert cpu_ratio < MOST_CPU_RATIO


def _median(told: list[dict[str, Any]], key: str) -> float:
    return float(statistics.median(one[key] for one in told))


# --- clips of the largest sizes -------------------------------------------------------------


@dataclass(frozen=True)
class Way:
    """A kind of Bot API server, and the largest clip and result that are sent through it."""

    name: str
    is_local: bool
    clip_bytes: int
    result_bytes: int


WAYS = [
    Way("a local-mode server", True, 400 * MB, 400 * MB),
    Way("the cloud-mode server", False, 20 * MB, 50 * MB),
]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with without_large_files(tmp_path):
        yield tmp_path


@pytest.fixture(scope="module")
def head(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return head_of(tmp_path_factory.mktemp("head"))


@dataclass
class Bench:
    """One bot between a server and a backend, and what its jobs took."""

    desk: Desk
    nemo: str
    process: subprocess.Popen[str]

    def job(self, name: str, clip: tuple[Path, str], result: tuple[Path, str]) -> dict[str, Any]:
        """A whole job, from the clip to the result in the chat, both byte by byte."""
        httpx.post(f"{self.nemo}/bench/result", json={"path": str(result[0])}).raise_for_status()
        chat = self.desk.chat(name)
        ordered(self.process, "begin")
        begun_s = time.monotonic()
        self.desk.send(chat, clip[0], "trim it to two seconds")
        (sent,) = awaited(lambda: self.desk.files(chat), LIMIT_S)
        seconds = time.monotonic() - begun_s
        told = ordered(self.process, "end")
        (request,) = self.desk.requests("sendVideo", begun_s)
        assert (request["chat"], request["status"]) == (chat, 200)
        assert httpx.get(f"{self.nemo}/bench/uploads").json()[-1] == clip[1]
        assert hash_of(sent) == result[1]
        return told | {"seconds": seconds}


def library(folder: Path, settings: dict[str, str], *arguments: object) -> dict[str, Any]:
    """What a transfer takes that the library does by itself."""
    with process_of(LOAD, *arguments, folder=folder, settings=settings) as process:
        return line_of(process)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_the_largest_files_go_there_and_back_without_being_in_memory(
    way: Way, folder: Path, head: bytes
) -> None:
    sizes = f"a clip of {way.clip_bytes // MB} MB in, a result of {way.result_bytes // MB} MB out"
    title(f"{sizes}, through {way.name}")
    small_bytes = max(MB, len(head) + 8)
    files = {
        name: (folder / f"{name}.mp4", made(folder / f"{name}.mp4", head, size_bytes, seed))
        for seed, (name, size_bytes) in enumerate(
            {
                "small": small_bytes,
                "small result": small_bytes,
                "clip": way.clip_bytes,
                "result": way.result_bytes,
            }.items()
        )
    }
    with (
        desk_of(folder / "telegram", is_local=way.is_local) as desk,
        nemo_of(0) as nemo,
    ):
        settings = desk.settings | {"NEMO_API_URL": nemo["url"], "NEMO_TOKEN": nemo["token"]}
        settings |= {"BACKDROP_DATA_DIR": str(folder / "data")}
        with process_of(LOAD, "bot", folder=folder, settings=settings) as process:
            bench = Bench(desk, nemo["url"], process)
            # The first warms up: imports, pools, tables.
            for name in ("first", "small"):
                small = bench.job(name, files["small"], files["small result"])
            large = bench.job("large", files["clip"], files["result"])

        desk.send(desk.chat("reader"), files["clip"][0], "")
        taken = folder / "taken.mp4"
        alone = {"download_to_drive": library(folder, settings, "download", taken)}
        assert hash_of(taken) == files["clip"][1]
        reader = desk.chat("reader")
        upload = ("upload", files["result"][0], reader)
        if way.is_local:
            alone["send of a Path, local_mode"] = library(folder, settings, *upload)
        plainly = {k: v for k, v in settings.items() if k != "TELEGRAM_LOCAL_MODE"}
        alone["send of a Path"] = library(folder, plainly, *upload)
        assert all(hash_of(path) == files["result"][1] for path in desk.files(reader))

    extra_bytes = large["peak_bytes"] - small["peak_bytes"]
    say("                                 peak MB   extra MB   seconds   lag p50 ms   p99   worst")
    for name, one, extra in (("small", small, 0), ("large", large, extra_bytes)):
        say(
            f"  our whole job, {name:14} {one['peak_bytes'] / MB:9.1f} {extra / MB:10.1f}"
            f" {one['seconds']:9.1f} {1000 * one['lag_p50_s']:12.1f}"
            f" {1000 * one['lag_p99_s']:5.1f} {1000 * one['lag_max_s']:7.0f}"
        )
    for name, one in alone.items():
        say(
            f"  the library's {name:27} {one['extra_bytes'] / MB:8.1f} {one['seconds']:9.1f}"
            f" {1000 * one['lag_p99_s']:18.1f} {1000 * one['lag_max_s']:7.0f}"
        )
    assert extra_bytes < MOST_EXTRA_BYTES
