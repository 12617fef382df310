"""Files at the chat page's server: whatever happens to them at once, a plain answer."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bots.web import api
from tests.contract.adapter_web_rig import WebRig
from tests.contract.adapter_web_seat import WebSeat
from tests.servers.loop_thread import LoopThread
from tests.servers.web_person import browsers


@pytest.fixture
def thread() -> Iterator[LoopThread]:
    with LoopThread("page") as thread:
        yield thread


@pytest.fixture
def rig(tmp_path: Path, thread: LoopThread) -> Iterator[WebRig]:
    with browsers() as make:
        rig = WebRig(tmp_path / "page", thread, make)
        yield rig
        rig.close()


@pytest.fixture
def anna(rig: WebRig) -> WebSeat:
    return rig.seat("anna")  # type: ignore[return-value]


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"\0" * 5000)
    return path


class Forestalled(ThreadPoolExecutor):
    """Threads of which somebody is quicker than one: he deletes the files before it looks."""

    def __init__(self, folder: Path) -> None:
        super().__init__(4)
        self._folder = folder

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if isinstance(fn, functools.partial) and fn.args[0] is api._looked_at:
            for path in self._folder.glob("*.bin"):
                path.unlink()
        return super().submit(fn, *args, **kwargs)


async def test_a_file_that_goes_before_it_is_read_is_missing(
    rig: WebRig, anna: WebSeat, thread: LoopThread, clip: Path
) -> None:
    async with rig.connected():
        browser = anna.chat.browser
        address = f"api/files/{browser.upload(clip)}/clip.mp4"
        assert browser.ask("GET", address).status == 200
        threads = Forestalled(rig.folder / "shelf")
        thread.loop.call_soon_threadsafe(thread.loop.set_default_executor, threads)
        answer = browser.ask("GET", address)
        assert (answer.status, answer.json["code"]) == (404, "missing")
