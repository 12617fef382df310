"""The door's page in a real browser, behind TLS and a prefix: what is dropped is in the chat."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from core.model import Text
from tests.contract.store_rig import ANNA
from tests.integration.door_rig import PUBLIC, DoorRig
from tests.integration.page_tools import until
from tests.servers.browser import Browser, Visit, audit, chromium
from tests.servers.loop_thread import LoopThread
from tests.servers.nemo import FakeNemo
from tests.servers.tls_line import TlsLine, tls_line
from tests.unit.core_rig import House

WORDS = """put <b>me</b> & "Ben" in an 'office'"""


class Seat:
    """The rig, in a loop of its own, for a test that holds a browser."""

    def __init__(self, thread: LoopThread, folder: Path, line: TlsLine) -> None:
        self._thread = thread
        self._folder = folder
        self._line = line

    async def start(self) -> None:
        self._stack = contextlib.AsyncExitStack()
        nemo = await self._stack.enter_async_context(FakeNemo())
        house = await self._stack.enter_async_context(House(nemo.url, self._folder))
        await house.store.greet(ANNA)
        self.rig = await self._stack.enter_async_context(DoorRig(house, self._folder))
        self._line.target_port = int(self.rig._base.rpartition(":")[2])

    async def stop(self) -> None:
        await self._stack.aclose()

    def link(self, words: str = WORDS) -> str:
        """What a chat is told whose clip is too large."""
        return "u/" + self._thread.do(self.rig.refused(words))

    def landed(self) -> list[tuple[object, list[tuple[str, bytes]]]]:
        """What came into the chat: words, and the files' names and bytes."""
        return self._thread.do(self._landed())

    async def _landed(self) -> list[tuple[object, list[tuple[str, bytes]]]]:
        found = []
        for message in self.rig.dropped():
            files = []
            for one in message.attachments:
                async with self.rig.doorway.open(one) as opened:
                    files.append((one.name, b"".join([chunk async for chunk in opened.chunks])))
            found.append((message.body, files))
        return found


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TlsLine]:
    with tls_line("clips.example", tmp_path_factory.mktemp("tls")) as line:
        yield line


@pytest.fixture(scope="module")
def browser(line: TlsLine) -> Iterator[Browser]:
    with chromium(clips=line.port) as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    with browser.visit(f"{PUBLIC}/", ignore_https_errors=True) as visit:
        yield visit


@pytest.fixture
def seat(line: TlsLine, tmp_path: Path, visit: Visit) -> Iterator[Seat]:
    with LoopThread("door") as thread:
        seat = Seat(thread, tmp_path, line)
        thread.do(seat.start())
        yield seat
        thread.do(seat.stop())


def test_a_dropped_clip_is_in_the_chat(seat: Seat, visit: Visit, tmp_path: Path) -> None:
    clip = tmp_path / "Ferien 2026.mov"
    clip.write_bytes(bytes(range(256)) * 10_000)
    link = seat.link()
    page = visit.tab(link)
    expect(page.get_by_role("blockquote")).to_have_text(WORDS)
    send = page.get_by_role("button", name="Send to the chat")
    expect(send).to_have_attribute("aria-disabled", "true")
    audit(page)
    page.set_input_files("#picker", clip)
    expect(page.locator(".clip-status")).to_have_text("2.6 MB")
    audit(page)
    page.reload()
    expect(page.locator(".clip-name")).to_have_text(clip.name)
    send.click()
    expect(page.get_by_role("heading")).to_have_text("It is in your chat")
    assert page.evaluate("document.activeElement.id") == "sent"
    audit(page)
    assert seat.landed() == [(Text(WORDS), [(clip.name, clip.read_bytes())])]
    assert page.evaluate("Object.keys(localStorage)") == []
    visit.announced.append("404")
    page.reload()
    expect(page.get_by_role("heading")).to_have_text("This link has expired")
    audit(page)


def test_send_waits_for_what_is_under_way(seat: Seat, visit: Visit, line: TlsLine) -> None:
    visit.context.clock.install()
    page = visit.tab(seat.link(""))
    expect(page.locator("#asked")).to_be_hidden()
    page.get_by_label("Your message").fill("blur it")
    # Dropped by hand: a browser's own drag needs a window system.
    page.evaluate(
        """() => {
          const dataTransfer = new DataTransfer();
          for (const name of ["a.mp4", "b.mp4"]) {
            dataTransfer.items.add(new File([new Uint8Array(3e6)], name, { type: "video/mp4" }));
          }
          dispatchEvent(new DragEvent("drop", { dataTransfer, cancelable: true }));
        }"""
    )
    # The line takes that everything is there, and never answers.
    line.swallowed = b"/done HTTP/1.1"
    page.get_by_role("button", name="Send to the chat").click()
    until(lambda: line.swallowed is None)
    page.clock.fast_forward(31_000)
    expect(page.get_by_role("heading")).to_have_text("It is in your chat")
    files = [("a.mp4", bytes(3_000_000)), ("b.mp4", bytes(3_000_000))]
    assert seat.landed() == [(Text("blur it"), files)]


def test_what_is_refused_is_said(seat: Seat, visit: Visit) -> None:
    visit.announced += ["422", "404"]
    page = visit.tab(seat.link())
    page.set_input_files("#picker", {"name": "a.mp4", "mimeType": "video/mp4", "buffer": b"clip"})
    words = page.get_by_label("Say it differently")
    words.fill("/login nmv_usr_0123456789abcdef0123456789abcdef")
    send = page.get_by_role("button", name="Send to the chat")
    send.click()
    expect(page.get_by_role("alert")).to_have_text(
        "Please send an access key in the chat itself, not here."
    )
    audit(page)
    words.fill("")
    page.get_by_role("button", name="Remove “a.mp4”").click()
    expect(page.locator(".clip")).to_have_count(0)
    assert page.evaluate("document.activeElement.id") == "choose"
    expect(send).to_have_attribute("aria-disabled", "true")
