"""The bot's disk is full for a while: what was said is not lost, and nobody is told a falsehood."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from tests.journeys.chats import MakeBot
from tests.journeys.conftest import COST, until
from tests.journeys.ledger import Ledger, seconds
from tests.journeys.test_crash_matrix import TRIM, assert_done_once
from tests.servers.bot_process import BotProcess
from tests.servers.chat import ChatServer
from tests.servers.engine_process import EngineProcess
from tests.servers.full_disk import FileLimit, FullDisk, SmallDisk

_DISK_BYTES = 48 * 2**20
_NOISE_ROOM_BYTES = 5 * 2**20
"""Room for the database and its log, not for the noisy clip."""


@pytest.fixture(params=["a file system", "a limit"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FullDisk]:
    if request.param == "a limit":
        yield FileLimit()
        return
    small = SmallDisk(tmp_path / "disk", _DISK_BYTES)
    if not small.mount():
        pytest.skip("this user may not mount a file system; the limit on files is tested")
    yield small
    small.unmount()


@pytest.fixture
def bot_there(
    tmp_path: Path,
    disk: FullDisk,
    chat_server: ChatServer,
    engine: EngineProcess,
    make_bot: MakeBot,
) -> BotProcess:
    """A bot whose data lies on that disk."""
    bot = make_bot(chat_server, engine.url, factor=0.3)
    if isinstance(disk, SmallDisk):
        bot.data_dir = disk.folder / "data"
    return bot


@pytest.fixture(scope="module")
def noisy_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip that no encoder makes small."""
    path = tmp_path_factory.mktemp("noisy") / "noisy.mp4"
    random = np.random.default_rng(1)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 1280, 720, "yuv420p"
        stream.options = {"preset": "ultrafast", "crf": "20"}
        for _ in range(50):
            picture = random.integers(0, 255, (720, 1280, 3), np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture)))
        out.mux(stream.encode())
    return path


@pytest.mark.soak
def test_a_message_that_finds_no_room_is_taken_once_there_is_some(
    chat_server: ChatServer,
    bot_there: BotProcess,
    disk: FullDisk,
    ledger: Ledger,
    small_clip: Path,
) -> None:
    anna = chat_server.chat("anna")
    bot_there.start()
    disk.fill(bot_there.pid, 0)
    anna.say(TRIM, [small_clip])
    until(lambda: "could not be taken" in bot_there.log(), 20, bot_there.log)
    assert not chat_server.ledger.updates()[0].is_acknowledged
    disk.free(bot_there.pid)
    anna.wait(lambda _: anna.videos(), 40)
    assert bot_there.terminate()[0] == 0, bot_there.log()
    assert_done_once(anna, ledger)


@pytest.mark.soak
def test_a_video_for_which_there_is_no_room_is_told_and_can_be_had_later(
    chat_server: ChatServer,
    bot_there: BotProcess,
    disk: FullDisk,
    ledger: Ledger,
    noisy_clip: Path,
) -> None:
    anna = chat_server.chat("anna")
    bot_there.start()
    disk.fill(bot_there.pid, _NOISE_ROOM_BYTES)
    anna.say(TRIM, [noisy_clip])
    told = anna.hear("room for videos", 60)
    assert not anna.videos()
    disk.free(bot_there.pid)
    anna.say("export")
    anna.wait(lambda _: anna.videos(), 60)
    assert seconds(anna.videos()[0]) == pytest.approx(1.0, abs=1 / 25)
    assert ledger.charges() == [COST]
    assert len([one for one in anna.history if one.text == told.text]) == 1


@pytest.mark.soak
def test_a_disk_that_fills_up_during_an_edit_loses_and_doubles_nothing(
    chat_server: ChatServer,
    bot_there: BotProcess,
    disk: FullDisk,
    ledger: Ledger,
    small_clip: Path,
) -> None:
    anna = chat_server.chat("anna")
    ledger.arm("message", "slow", delay_s=1.5)
    bot_there.start()
    anna.say(TRIM, [small_clip])
    until(lambda: ledger.calls("message") == 1, 30)
    disk.fill(bot_there.pid, 0)
    until(lambda: "A job failed" in bot_there.log(), 30, bot_there.log)
    disk.free(bot_there.pid)
    # Whatever could not be written down goes on at the next start at the latest.
    assert bot_there.terminate()[0] == 0, bot_there.log()
    bot_there.start()
    anna.wait(lambda _: anna.videos(), 40)
    assert bot_there.terminate()[0] == 0, bot_there.log()
    assert_done_once(anna, ledger)
