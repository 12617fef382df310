"""Files of the largest sizes on Discord: a clip by its link or streamed, a result at the limit.

`make bench` prints the table. ``backdrop run``, the library that it is measured against, the fake
Discord and the scripted backend are processes of their own.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from core.media import SNIFF_BYTES
from tests.bench.discord_desk import Desk, desk_of
from tests.bench.load_clips import hash_of, head_of, made, without_large_files
from tests.bench.load_meters import forget_peak, memory_bytes
from tests.bench.load_processes import awaited, cpu_s, line_of, nemo_of, process_of
from tests.bench.load_report import say, title
from tests.bench.nemo_load import AGENT

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]

LOAD = "tests.bench.discord_load"
MB = 1_000_000
MIB = 2**20
LIMIT_S = 300.0

CLIP_BYTES = 400 * MB
RESULT_BYTES = 100 * MIB
MOST_BOOSTS = 14
"""They make the highest tier, whose limit is the result's size."""
MOST_EXTRA_BYTES = 16 * MIB


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with without_large_files(tmp_path):
        yield tmp_path


@dataclass
class Bench:
    """``backdrop run`` between a server and a backend, and what its jobs took."""

    desk: Desk
    nemo: str
    process: subprocess.Popen[str]

    def job(self, name: str, clip: tuple[Path, str], result: tuple[Path, str]) -> dict[str, Any]:
        """A whole job, from the clip to the result in the channel, both byte by byte."""
        self.order("result", path=str(result[0]))
        chat = self.desk.channel(name, boosts=MOST_BOOSTS)
        rest(self.process)
        forget_peak(self.process.pid)
        idle_bytes, begun_s = memory_bytes("VmRSS", self.process.pid), time.monotonic()
        self.desk.send(chat, clip[0], "trim it to two seconds", mentions_bot=True)
        (sent,) = awaited(lambda: self.desk.files(chat), LIMIT_S)
        seconds = time.monotonic() - begun_s
        rest(self.process)
        peak_bytes = memory_bytes("VmHWM", self.process.pid)
        assert httpx.get(f"{self.nemo}/bench/uploads").json()[-1] == clip[1]
        assert hash_of(sent) == result[1]
        downloads = self.desk.downloads(begun_s)
        return {
            "idle_bytes": idle_bytes,
            "peak_bytes": peak_bytes,
            "seconds": seconds,
            "by_backend": downloads.pop(AGENT, []),
            "by_us": [size_bytes for sizes in downloads.values() for size_bytes in sizes],
        }

    def order(self, what: str, **body: Any) -> None:
        """Tell the backend how to behave."""
        httpx.post(f"{self.nemo}/bench/{what}", json=body).raise_for_status()


def rest(process: subprocess.Popen[str]) -> None:
    """Wait until the process has hardly anything to do."""

    def is_resting() -> bool:
        before_s = cpu_s(process)
        time.sleep(0.5)
        return cpu_s(process) - before_s < 0.05

    awaited(is_resting, LIMIT_S)


def library(folder: Path, settings: dict[str, str], *arguments: object) -> dict[str, Any]:
    """What a transfer takes that the library does by itself."""
    with process_of(LOAD, *arguments, folder=folder, settings=settings) as process:
        return line_of(process)


def test_the_largest_files_go_there_and_back_without_being_in_memory(folder: Path) -> None:
    title(f"a clip of {CLIP_BYTES // MB} MB in, a result of {RESULT_BYTES // MIB} MiB out")
    head = head_of(folder)
    small_bytes = max(MB, len(head) + 8)
    sizes = {"small": small_bytes, "clip": CLIP_BYTES, "result": RESULT_BYTES}
    paths = {name: folder / f"{name}.mp4" for name in sizes}
    files = {
        name: (paths[name], made(paths[name], head, size_bytes, seed))
        for seed, (name, size_bytes) in enumerate(sizes.items())
    }
    with desk_of(folder / "discord") as desk, nemo_of(0) as nemo:
        lobby = desk.channel("lobby", boosts=MOST_BOOSTS)
        settings = desk.settings | {"NEMO_API_URL": nemo["url"], "NEMO_TOKEN": nemo["token"]}
        settings |= {"BACKDROP_DATA_DIR": str(folder / "data"), "BACKDROP_LOG_LEVEL": "WARNING"}
        with process_of(
            "tests.servers.bot_process",
            "--run",
            folder=folder,
            settings=settings,
            is_terminated=True,
        ) as process:
            desk.wait_ready(lobby)
            bench = Bench(desk, nemo["url"], process)
            # The first warms up: imports, pools, tables.
            for name in ("first", "small"):
                small = bench.job(name, files["small"], files["small"])
            by_link = bench.job("by-link", files["clip"], files["result"])
            bench.order("arm", endpoint="upload", fault="refuse", code=4001, status=415)
            streamed = bench.job("streamed", files["clip"], files["result"])

        reader = desk.dm("reader")
        sent = desk.send(reader, paths["clip"], "")
        taken = folder / "taken.mp4"
        alone = {"Attachment.read": library(folder, settings, "read", reader, sent)}
        alone["Attachment.save"] = library(folder, settings, "save", reader, sent, taken)
        assert hash_of(taken) == files["clip"][1]
        alone["send of a File"] = library(folder, settings, "send", lobby, paths["result"])
        assert [hash_of(path) for path in desk.files(lobby)] == [files["result"][1]]

    # One scale for all: what a job leaves behind is no excuse for the next.
    idle_bytes = small["idle_bytes"]
    say(f"  idle {idle_bytes / MB:.1f} MB")
    say("                              peak MB   extra MB   seconds   MB through us   by backend")
    for name, one in (
        ("small", small),
        ("large, by link", by_link),
        ("large, refused the link", streamed),
    ):
        say(
            f"  {name:26} {one['peak_bytes'] / MB:8.1f}"
            f" {(one['peak_bytes'] - idle_bytes) / MB:10.1f} {one['seconds']:9.1f}"
            f" {sum(one['by_us']) / MB:15.3f} {sum(one['by_backend']) / MB:12.1f}"
        )
    for name, one in alone.items():
        extra = one["extra_bytes"] / MB
        say(f"  the library's {name:21} {extra:10.1f} {one['seconds']:9.1f}")
    assert (by_link["by_us"], by_link["by_backend"]) == ([SNIFF_BYTES], [CLIP_BYTES])
    assert streamed["by_us"] == [SNIFF_BYTES, CLIP_BYTES - SNIFF_BYTES]
    assert streamed["by_backend"] == []
    assert by_link["peak_bytes"] - idle_bytes < MOST_EXTRA_BYTES
    assert streamed["peak_bytes"] - idle_bytes < MOST_EXTRA_BYTES
    assert alone["Attachment.read"]["extra_bytes"] > CLIP_BYTES, "what is in memory is seen"
