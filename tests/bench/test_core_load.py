"""What the core bears: sleeping renders, bursts, a large clip, questions while the engine works.

`make bench` prints the tables. Every run is a process of its own with the real app, on a platform
without a network; the scripted backend is another process. On SQLite and, where it is installed,
PostgreSQL, both of which wait for the disk. ``BENCH_CHATS`` is how many chats sleep (5000).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.bench.load_meters import percentile
from tests.bench.load_processes import REPOSITORY, environment, nemo_of
from tests.servers import postgres

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]

CHATS = int(os.environ.get("BENCH_CHATS", "5000"))
FEW_CHATS = 10
MB = 1_000_000

MOST_BYTES_A_CHAT = 100_000
MOST_IDLE_CPU = 0.5
"""Of one core, while each chat's render is asked for every 30 s."""
MOST_EXTRA_BYTES = 16 * 2**20
LARGE_BYTES = 400 * MB
MOST_S = 0.1
"""From a question to its answer, in 99 of 100 cases."""


def say(line: str = "") -> None:
    sys.stdout.write(line + "\n")


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def database(request: pytest.FixtureRequest) -> Iterator[tuple[str, dict[str, str]]]:
    """A new database: its name, and the settings that choose it."""
    if request.param == "SQLite":
        yield request.param, {}
        return
    server = postgres.start(is_durable=True)
    try:
        yield request.param, {"DATABASE_URL": server.url(server.create())}
    finally:
        server.stop()


@dataclass
class Bench:
    """Runs scenarios in processes of their own, each in a new data directory."""

    folder: Path
    name: str
    database: dict[str, str]

    def title(self, words: str) -> None:
        load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
        say(f"\n{words}, {self.name} ({os.cpu_count()} cores, load before: {load})")

    def measured(self, scenario: str, **facts: Any) -> dict[str, Any]:
        """What the scenario measured."""
        data_dir = self.folder / "data"
        nemo = facts.get("nemo")
        settings = {"BACKDROP_DATA_DIR": str(data_dir), **self.database}
        settings["NEMO_API_URL"] = nemo["url"] if nemo else "local"
        settings |= {"NEMO_TOKEN": nemo["token"]} if nemo else {}
        run = subprocess.run(
            [sys.executable, "-m", "tests.bench.core_load", scenario],
            input=json.dumps(facts),
            # Not in the repository: a developer's .env there is not ours.
            cwd=self.folder,
            env=environment() | settings,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        assert run.returncode == 0, f"{scenario} ended with {run.returncode}"
        result: dict[str, Any] = json.loads(run.stdout)
        return result


@pytest.fixture
def bench(tmp_path: Path, database: tuple[str, dict[str, str]]) -> Bench:
    return Bench(tmp_path, *database)


@pytest.mark.parametrize("chats", [FEW_CHATS, CHATS])
def test_chats_with_a_sleeping_render_cost_little(bench: Bench, chats: int) -> None:
    bench.title(f"{chats} chats, each with a sleeping render")
    with nemo_of(chats, "--is-stuck") as nemo:
        found = bench.measured("sleeping", nemo=nemo)
    grown_bytes = found["now_bytes"] - found["before_bytes"]
    say(
        f"  set up in {found['set_up_s']:.0f} s; memory before {found['before_bytes'] / MB:.0f} MB,"
        f" now {found['now_bytes'] / MB:.0f} MB, peak {found['peak_bytes'] / MB:.0f} MB,"
        f" a chat {grown_bytes / chats / 1000:.0f} kB\n"
        f"  idle CPU {100 * found['cpu']:.1f} % of a core over 30 s"
        f" ({chats / 30:.1f} looks/s, {found['messages']} messages)\n"
        f"  loop lag p50 {1000 * found['lag_p50_s']:.1f} ms, p99 {1000 * found['lag_p99_s']:.1f} ms"
    )
    assert found["cpu"] < MOST_IDLE_CPU
    if chats > FEW_CHATS:
        assert grown_bytes / chats < MOST_BYTES_A_CHAT


@pytest.mark.parametrize("words", ["status", "make the colours warmer"])
def test_a_burst_is_answered_in_order(bench: Bench, words: str) -> None:
    bench.title(f"200 chats × 5 messages {words!r}")
    with nemo_of(200) as nemo:
        found = bench.measured("burst", nemo=nemo, messages=5, words=words)
    say(
        f"  accepted {1000 / found['accepted_s']:.0f} messages/s,"
        f" answered {1000 / found['answered_s']:.0f} messages/s ({found['answered_s']:.1f} s)\n"
        f"  loop lag p50 {1000 * found['lag_p50_s']:.1f} ms,"
        f" p99 {1000 * found['lag_p99_s']:.1f} ms, worst {1000 * found['lag_max_s']:.0f} ms;"
        f" out of order in {found['unordered_chats']} chats\n"
        f"  the answers begin with {found['texts'][:2]}"
    )
    assert found["answers"] == found["different"] == 1000
    assert found["unordered_chats"] == 0


def test_a_large_clip_goes_there_and_back_without_being_in_memory(bench: Bench) -> None:
    bench.title("a clip of 400 MB to the backend and back")
    small, large = (bench.folder / name for name in ("small.mp4", "large.mp4"))
    command = [sys.executable, "-m", "engine.sample", str(small), "--seconds", "1"]
    subprocess.run(command, cwd=REPOSITORY, check=True)
    head = small.read_bytes()
    for path, size_bytes in ((small, max(MB, len(head) + 8)), (large, LARGE_BYTES)):
        # The rest is one box that every reader passes over ("free"), and no disk is used for it.
        rest = size_bytes - len(head)
        path.write_bytes(head + rest.to_bytes(4) + b"free")
        os.truncate(path, size_bytes)
    with nemo_of(0, "--results", str(small), str(large)) as nemo:
        found = bench.measured("large", nemo=nemo, small=str(small), large=str(large))
    peaks, seconds = found["peaks"], found["seconds"]
    for name in ("small", "large"):
        say(f"  {name}: peak {peaks[name] / MB:.1f} MB, {seconds[name]:.1f} s")
    extra_bytes = peaks["large"] - peaks["small"]
    say(f"  extra peak {extra_bytes / MB:.1f} MB; {found['read_bytes'] / MB:.0f} MB came back")
    assert found["read_bytes"] == LARGE_BYTES
    assert extra_bytes < MOST_EXTRA_BYTES


def test_a_question_is_answered_at_once_while_the_engine_works(bench: Bench) -> None:
    bench.title("200 questions while 50 edits run and the embedded engine renders")
    clip = bench.folder / "clip.mp4"
    command = [sys.executable, "-m", "engine.sample", str(clip), "--seconds", "2"]
    subprocess.run(command, cwd=REPOSITORY, check=True)
    found = bench.measured("quick", chats=50, questions=200, clip=str(clip))
    rows = {"nothing else": found["idle_s"], "50 edits": found["busy_s"]}
    rows |= {f"  {words}": values for words, values in found["by_words"].items()}
    say("  beside            p50 ms   p99 ms   worst ms")
    for name, values in rows.items():
        p50, p99, worst = (1000 * percentile(values, percent) for percent in (50, 99, 100))
        say(f"  {name:16} {p50:7.1f}  {p99:7.1f}  {worst:9.1f}")
    say(
        f"  one edit alone {found['one_s']:.1f} s; {found['done']} of 50 were delivered meanwhile;"
        f" loop lag p99 {1000 * found['lag_p99_s']:.1f} ms"
    )
    assert found["done"] < 50, "the questions were to be asked while edits run"
    assert percentile(found["busy_s"], 99) < MOST_S
