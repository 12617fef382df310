"""Files at the chat page's server: whatever happens to them at once, a plain answer."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from bots.listener import listening
from bots.platforms import web
from bots.serving.hosting import Home
from bots.serving.shelf import Shelf
from bots.serving.tus import Uploads
from bots.settings import Settings
from bots.web import api
from core.clock import SystemClock
from core.errors import DeliveryRefused
from core.model import AttachmentKind, Media, Outgoing
from storage.database import opened
from storage.lock import DataDirectory
from tests.contract.adapter_web_rig import WebRig
from tests.contract.adapter_web_seat import WebSeat
from tests.servers.free_port import free_port
from tests.servers.loop_thread import LoopThread
from tests.servers.web_http import WebHttp
from tests.servers.web_person import browsers

TUS = {"Tus-Resumable": "1.0.0"}


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


async def test_a_visitor_has_one_sample_until_it_is_sent(
    rig: WebRig, anna: WebSeat, clip: Path
) -> None:
    made = rig.folder / "sample" / "sample.mp4"
    made.parent.mkdir(parents=True)
    made.write_bytes(clip.read_bytes())
    async with rig.connected():
        browser = anna.chat.browser
        asked = [browser.ask("POST", "api/sample") for _ in range(5)]
        uploads = {one.json["upload"] for one in asked}
        assert len(uploads) == 1
        anna.chat.say("what can you do?", uploads=[*uploads])
        # A page may still have it in a box of its own: in a tab, or in a message it takes back.
        for method, more in (("DELETE", {}), ("POST", {"X-HTTP-Method-Override": "DELETE"})):
            answer = browser.ask(method, f"api/uploads/{min(uploads)}", headers=TUS | more)
            assert (answer.status, answer.json["code"]) == (409, "sent")
        uploads.add(browser.ask("POST", "api/sample").json["upload"])
        assert len(uploads) == 2
        assert {path.stem for path in (rig.folder / "shelf").glob("*.bin")} == uploads
        statuses = set()
        for _ in range(60):
            answer = browser.ask("POST", "api/sample")
            statuses.add(answer.status)
            if answer.status == 200:
                browser.ask("DELETE", f"api/uploads/{answer.json['upload']}", headers=TUS)
        assert statuses == {200, 429}, "it counts as an upload, also where it is thrown away"


async def test_who_sits_at_the_machine_has_all_its_room(tmp_path: Path, clip: Path) -> None:
    settings = Settings(_env_file=None, bind=f"127.0.0.1:{free_port()}", data_dir=tmp_path)
    made = tmp_path / "sample" / "sample.mp4"
    made.parent.mkdir()
    made.write_bytes(clip.read_bytes())
    clock = SystemClock()
    async with AsyncExitStack() as parts:
        directory = parts.enter_context(DataDirectory(tmp_path))
        database = await parts.enter_async_context(opened(directory, clock))
        platform = await parts.enter_async_context(web.connected(settings))
        files = Shelf(tmp_path / "shelf", clock)
        platform.live_in(Home(database, files, Uploads(files, most_bytes=10), tmp_path))
        await parts.enter_async_context(listening(settings.bind, platform.routes()))
        browser = WebHttp(f"http://{settings.bind}/", "en")
        parts.push_async_callback(browser.close)
        await browser.open()
        assert files.find(await browser.upload(clip, "clip.mp4", "video/mp4")) is not None
        assert (await browser.ask("POST", "api/sample")).status == 200


async def test_a_result_that_can_not_be_shown_leaves_no_file(
    rig: WebRig, anna: WebSeat, clip: Path, tmp_path: Path
) -> None:
    media = tuple(
        Media(AttachmentKind.VIDEO, str(path), path.name, 5000)
        for path in (clip, tmp_path / "missing.mp4")
    )
    async with rig.connected() as platform:
        with pytest.raises(DeliveryRefused):
            await platform.send(Outgoing("result", anna.ref, "", media=media))
        assert list((rig.folder / "shelf").iterdir()) == []


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
