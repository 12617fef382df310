"""200 MB pass through the client, and its memory stays where it was."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SIZE_BYTES = 200 * 1024 * 1024
REPOSITORY = Path(__file__).resolve().parents[2]
SCRIPT = """
import asyncio, json, resource, sys
from pathlib import Path
from core.nemo.account import Account
from core.nemo.client import NemoClient
from core.secrecy import Secret
from core.timetable import Timetable

size_bytes, url, folder, way = int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), sys.argv[4]

def peak_kb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

async def chunks(total):
    for start in range(0, total, 2**18):
        yield bytes(min(2**18, total - start))

async def move(client, total):
    if way == "up":
        await client.upload_file("1", chunks(total), name="a", mime="video/mp4", size_bytes=total)
    else:
        await client.download("r", f"{url}/files/a.mp4", folder / "a.mp4")

async def main():
    async with NemoClient(url, Account.own(Secret("nmv_usr_x")), Timetable.embedded()) as client:
        # What the first bytes cost (connections, threads, buffers) is not what a file costs.
        await client.upload_file("1", chunks(2**22), name="a", mime="video/mp4", size_bytes=2**22)
        before = peak_kb()
        await move(client, size_bytes)
        print(json.dumps({"grown_kb": peak_kb() - before}))

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.servers.nemo_bulk", str(SIZE_BYTES)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    yield server.stdout.readline().strip()
    server.communicate(timeout=10)


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_large_file_is_never_held(url: str, tmp_path: Path, way: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(SIZE_BYTES), url, str(tmp_path), way],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    if way == "down":
        assert (tmp_path / "a.mp4").stat().st_size == SIZE_BYTES
    assert json.loads(done.stdout)["grown_kb"] < 16 * 1024
