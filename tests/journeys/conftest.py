"""What the journeys share: the installed command, run as a stranger runs it, and small clips."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import av
import numpy as np
import pytest
from filelock import FileLock

from tests.journeys.chats import MakeBot, chat_server, make_bot, make_server
from tests.journeys.frames import RATE
from tests.journeys.ledger import Ledger
from tests.servers.bot_process import BotProcess
from tests.servers.chat import ChatServer
from tests.servers.engine_process import EngineProcess

pytest.importorskip("cv2", reason="the engine's extra is not installed")

COMMAND = Path(sys.executable).with_name("backdrop")
LIMIT_S = 120
__all__ = ["chat_server", "make_bot", "make_server"]
COST = 10
"""What the engine charges for an edit in the journeys."""


@dataclass
class Ended:
    """A command that has ended."""

    code: int
    out: str
    err: str


@dataclass
class Stranger:
    """Runs the command with a data directory and a home of its own."""

    folder: Path
    data_dir: Path
    environment: dict[str, str] = field(default_factory=dict)

    def start(self, *words: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("NEMO_", "SKILL_", "BACKDROP_", "DATABASE_URL", "PUBLIC_URL"))
        }
        environment |= {"BACKDROP_DATA_DIR": str(self.data_dir), "LC_ALL": "C.UTF-8"}
        environment |= {"BACKDROP_LANGUAGE": "en"} | self.environment
        return subprocess.Popen(
            [str(COMMAND), *words],
            cwd=self.folder,
            env=environment,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *words: str, limit_s: float = LIMIT_S) -> Ended:
        process = self.start(*words)
        try:
            out, err = process.communicate(timeout=limit_s)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
            pytest.fail(f"{words} did not end in {limit_s} s\n{out}\n{err}")
        return Ended(process.returncode, out, err)

    def leftovers(self) -> list[str]:
        """Command lines of processes that still work in this data directory."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                environment = (entry / "environ").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if line and f"BACKDROP_DATA_DIR={self.data_dir}\0" in environment:
                found.append(line)
        return found


class Talk:
    """A running conversation: type a line, wait until something is heard."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._heard_to = 0
        self.text = ""
        for stream in (process.stdout, process.stderr):
            threading.Thread(target=self._listen, args=(stream,), daemon=True).start()

    def _listen(self, stream: TextIO) -> None:
        for line in stream:
            self.text += line

    def type(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def hear(self, words: str, limit_s: float = 30) -> None:
        """Wait for the words in what was said since the last time."""
        until(lambda: words in self.text[self._heard_to :], limit_s, lambda: self.text)
        self._heard_to = self.text.index(words, self._heard_to) + len(words)

    def __enter__(self) -> Talk:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            pytest.fail(f"the conversation did not end with its input\n{self.text}")


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[Stranger]:
    folder = tmp_path / "folder"
    folder.mkdir()
    stranger = Stranger(folder, tmp_path / "data")
    yield stranger
    until(lambda: not stranger.leftovers(), 10, lambda: str(stranger.leftovers()))


def until(is_so: Callable[[], bool], limit_s: float, why: Callable[[], str] = lambda: "") -> None:
    """Wait for a condition; fail with ``why`` after ``limit_s``."""
    end_s = time.monotonic() + limit_s
    while not is_so():
        if time.monotonic() > end_s:
            pytest.fail(f"not so within {limit_s} s: {why()}")
        time.sleep(0.05)


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of the sample: a person, a tone, 1080p. Nobody may change it."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        # It takes seconds to make, so all workers share it.
        folder = folder.parent
    path = folder / "sample.mp4"
    with FileLock(folder / "sample.lock"):
        if not path.exists():
            subprocess.run(
                [sys.executable, "-m", "engine.sample", str(path), "--seconds", "2"],
                check=True,
                capture_output=True,
            )
    return path


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[EngineProcess]:
    process = EngineProcess(
        tmp_path / "engine", "--credits", "cloud", "--edit-cost", str(COST), "--heartbeat-s", "0.2"
    )
    process.start()
    yield process
    process.stop(signal.SIGKILL)


@pytest.fixture
def ledger(engine: EngineProcess) -> Ledger:
    return Ledger(engine.url)


@pytest.fixture(scope="session")
def small_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds that grow brighter, without sound."""
    path = tmp_path_factory.mktemp("small") / "small.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for number in range(2 * RATE):
            picture = np.full((180, 320, 3), 40 + 7 * number, np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture)))
        out.mux(stream.encode())
    return path


@pytest.fixture
def bot(chat_server: ChatServer, engine: EngineProcess, make_bot: MakeBot) -> BotProcess:
    """A bot, not yet started, between that chat platform and that engine."""
    return make_bot(chat_server, engine.url, factor=0.3)
