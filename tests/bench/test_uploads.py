"""Half a gigabyte up, over a line that breaks: what it costs the server, and how much slower it is.

`make bench` prints the table. The server and the line are processes of their own; the client is
tuspy, the official one, and for the plain copy the library that tuspy is built on. All go over the
same line.
"""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests
from tusclient.client import TusClient

from tests.bench.load_clips import hash_of, made, without_large_files
from tests.bench.load_meters import forget_peak, memory_bytes
from tests.bench.load_report import say, title
from tests.servers import cutting_line, upload_server
from tests.servers.upload_server import PATH

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]

MB = 1_000_000
CLIP_BYTES = 500 * MB
CHUNK_BYTES = 20 * MB
BREAKS = 25
ROUNDS = 3
MOST_EXTRA_BYTES = 16 * 2**20
LEAST_SHARE = 0.4
"""Of the plain copy's MB/s; what is sent twice because of a break is counted as nothing."""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with without_large_files(tmp_path):
        yield tmp_path


def upload(port: int, path: Path) -> str:
    """The upload's id."""
    client = TusClient(f"http://127.0.0.1:{port}{PATH}")
    uploader = client.uploader(str(path), chunk_size=CHUNK_BYTES, retries=100, retry_delay=0)
    uploader.upload()
    return str(uploader.url).rpartition("/")[2]


def copy(port: int, path: Path) -> None:
    """What anybody would write who knows of no broken lines."""
    url = f"http://127.0.0.1:{port}/bare/copy"
    with path.open("rb") as file:
        requests.put(url, data=file, timeout=300).raise_for_status()


@dataclass
class Bench:
    """The server, and what each way took in its best round and its worst."""

    server: subprocess.Popen[str]
    port: int
    folder: Path
    seconds: dict[str, float] = field(default_factory=dict)
    extra_bytes: dict[str, int] = field(default_factory=dict)

    def take(self, name: str, clip: Path, digest: str, places: Sequence[int] | None) -> None:
        """Once up; ``places`` are where the line breaks, None is for the plain copy."""
        with cutting_line.process(self.port, places or ()) as (line_port, broken):
            forget_peak(self.server.pid)
            idle_bytes, begun_s = memory_bytes("VmRSS", self.server.pid), time.monotonic()
            if places is None:
                copy(line_port, clip)
                path = self.folder / "copy"
            else:
                path = self.folder / "shelf" / f"{upload(line_port, clip)}.bin"
            seconds = time.monotonic() - begun_s
            extra_bytes = memory_bytes("VmHWM", self.server.pid) - idle_bytes
            assert broken() == len(places or ())
        assert hash_of(path) == digest
        path.unlink()
        self.seconds[name] = min(seconds, self.seconds.get(name, seconds))
        self.extra_bytes[name] = max(extra_bytes, self.extra_bytes.get(name, 0))


def test_half_a_gigabyte_over_a_line_that_breaks(folder: Path) -> None:
    title(f"{CLIP_BYTES // MB} MB up, over a line that breaks {BREAKS} times")
    clip, small, served = folder / "clip.mp4", folder / "small.mp4", folder / "served"
    digest = made(clip, b"", CLIP_BYTES, 1)
    small_digest = made(small, b"", MB, 2)
    with upload_server.process(served) as (server, port):
        # The first warms up: imports, threads, buffers.
        Bench(server, port, served).take("warm", small, small_digest, [])
        bench = Bench(server, port, served)
        for number in range(ROUNDS):
            places = random.Random(number).sample(range(MB, CLIP_BYTES), BREAKS)
            bench.take("plain copy", clip, digest, None)
            bench.take("unbroken", clip, digest, [])
            bench.take("broken", clip, digest, places)
    say("                MB/s   share of plain   extra MB")
    shares = {name: bench.seconds["plain copy"] / it for name, it in bench.seconds.items()}
    for name, seconds in bench.seconds.items():
        extra_mb = bench.extra_bytes[name] / MB
        say(f"  {name:12} {CLIP_BYTES / MB / seconds:6.0f} {shares[name]:16.2f} {extra_mb:10.1f}")
    assert bench.extra_bytes["broken"] < MOST_EXTRA_BYTES
    assert shares["unbroken"] > LEAST_SHARE
    assert shares["broken"] > LEAST_SHARE
