"""The page's uploads in a real browser: whatever cuts the line, the file arrives as it is."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from aiohttp import web
from playwright.sync_api import Page

from bots.serving.shelf import Shelf
from bots.serving.tus import Uploads
from core.clock import SystemClock
from tests.integration.page_tools import QUICK, loaded, until
from tests.servers import upload_server
from tests.servers.browser import Visit, shows
from tests.servers.cutting_line import Break, CuttingLine, Place
from tests.servers.page_server import PageServer, told
from tests.servers.upload_server import PATH

MIB = 2**20
BEGIN = f"""
() => {{
  window.seen = new Set();
  window.uploads = new Uploads({{
    endpoint: new URL("api/uploads", document.baseURI), storage: ownStorage(),
    waits: {{ stallMs: 5000, backoff: {QUICK} }},
    onChange: () => uploads.all.forEach(({{ state }}) => seen.add(state)),
  }});
}}
"""
# A file of so many bytes that differ from place to place, always the same for the same size.
ADD = """
([size, name]) => {
  const bytes = new Uint8Array(size);
  for (let at = 0, value = 1; at < size; at++) {
    value = (value * 48271) % 2147483647;
    bytes[at] = value;
  }
  window.file = new File([bytes], name, { type: "video/mp4", lastModified: 1700000000000 });
  window.upload = uploads.add(file);
  return crypto.subtle.digest("SHA-256", bytes).then((digest) => [...new Uint8Array(digest)]);
}
"""
CUTS = [
    "ERR_CONNECTION_RESET",
    "ERR_EMPTY_RESPONSE",
    "ERR_CONNECTION_REFUSED",
    "ERR_ABORTED",
    "409",
]
"""409: Chromium itself sends a part again, unchanged, where the line that broke was an old one."""


@pytest.fixture
def server() -> Iterator[PageServer]:
    with PageServer() as server:
        yield server


@pytest.fixture
def page(visit: Visit, server: PageServer) -> Iterator[Page]:
    with visit.at(server.url) as page:
        loaded(page)
        page.evaluate(BEGIN)
        yield page


def arrived(server: PageServer, page: Page) -> list[int]:
    """Wait until it is done; returns the digest of what is there."""
    shows(page, "upload.state === 'done'")
    kept = server.uploads.kept[page.evaluate("upload.uploadId")]
    return list(hashlib.sha256(kept.data).digest())


def test_a_file_arrives_as_it_is(server: PageServer, page: Page) -> None:
    digest = page.evaluate(ADD, [3 * MIB + 5, "ein Kätzchen, 猫.mp4"])
    assert arrived(server, page) == digest
    (kept,) = server.uploads.kept.values()
    assert kept.metadata == {"filename": "ein Kätzchen, 猫.mp4", "filetype": "video/mp4"}
    assert [length for _, length in server.uploads.parts] == [MIB, 2 * MIB, 5]
    assert page.evaluate("Object.keys(localStorage)") == []


def test_an_empty_file_is_done_when_it_is_begun(server: PageServer, page: Page) -> None:
    page.evaluate(ADD, [0, "empty.mp4"])
    arrived(server, page)
    assert server.uploads.asked == ["POST"]


def test_it_goes_on_after_every_cut(server: PageServer, page: Page, visit: Visit) -> None:
    visit.announced += CUTS
    server.uploads.cut_after_bytes += [1, 300_000, 65_536, 0, 700_001]
    digest = page.evaluate(ADD, [3 * MIB, "cut.mp4"])
    assert arrived(server, page) == digest
    assert {"sending", "paused", "done"} == set(page.evaluate("[...seen]"))
    assert len(server.uploads.kept) == 1, "begun once"


def test_it_waits_for_a_server_that_is_away(server: PageServer, page: Page, visit: Visit) -> None:
    visit.announced += CUTS
    server.uploads.gate.clear()
    digest = page.evaluate(ADD, [2 * MIB, "away.mp4"])
    until(lambda: len(server.uploads.parts) == 1)
    state, sent = page.evaluate("[upload.state, upload.sent]")
    assert state == "sending" and sent <= MIB
    server.uploads.gate.set()
    server.stop()
    shows(page, "upload.state === 'paused'")
    server.start()
    assert arrived(server, page) == digest


@pytest.mark.parametrize("is_silent", [False, True], ids=["says so", "cuts the line"])
def test_a_proxys_limit_is_found_once(
    server: PageServer, page: Page, visit: Visit, is_silent: bool
) -> None:
    visit.announced += [*CUTS, "413"]
    server.uploads.largest_body_bytes = 1 * MIB
    server.uploads.is_proxy_silent = is_silent
    digest = page.evaluate(ADD, [5 * MIB, "limit.mp4"])
    assert arrived(server, page) == digest
    lengths = [length for _, length in server.uploads.parts]
    assert set(lengths) == {MIB, 2 * MIB}
    after = lengths[lengths.index(2 * MIB) :]
    tries = after.index(MIB)
    assert 2 * MIB not in after[tries:], "it is tried once, though a browser may repeat that"


def test_a_smaller_limit_is_found_too(server: PageServer, page: Page, visit: Visit) -> None:
    visit.announced += ["413"]
    server.uploads.largest_body_bytes = MIB // 4
    digest = page.evaluate(ADD, [MIB, "limit.mp4"])
    assert arrived(server, page) == digest
    assert max(length for _, length in server.uploads.parts[2:]) == MIB // 4


def test_a_file_taken_back_is_deleted_there(server: PageServer, page: Page) -> None:
    server.uploads.gate.clear()
    page.evaluate(ADD, [2 * MIB, "back.mp4"])
    until(lambda: len(server.uploads.parts) == 1)
    page.evaluate("uploads.remove(upload)")
    server.uploads.gate.set()
    until(lambda: server.uploads.asked[-1] == "DELETE")
    until(lambda: server.uploads.kept == {})
    assert page.evaluate("uploads.all.length") == 0
    page.evaluate(ADD, [100, "next.mp4"])
    arrived(server, page)


def test_a_refused_file_is_told_and_the_next_goes(
    server: PageServer, page: Page, visit: Visit
) -> None:
    visit.announced += ["507"]
    server.uploads.refusals.append(told(507, "no-room", "There is no room."))
    page.evaluate(ADD, [100, "first.mp4"])
    page.evaluate("window.first = upload")
    digest = page.evaluate(ADD, [200, "second.mp4"])
    assert arrived(server, page) == digest
    problem = page.evaluate("[first.state, first.problem]")
    assert problem == ["failed", {"code": "no-room", "sentence": "There is no room."}]
    page.evaluate("uploads.retry(first)")
    shows(page, "first.state === 'done'")


def test_a_busy_server_is_tried_again(server: PageServer, page: Page, visit: Visit) -> None:
    visit.announced += ["503", "423"]
    server.uploads.refusals += [web.Response(status=503), web.Response(status=423)]
    digest = page.evaluate(ADD, [100, "busy.mp4"])
    shows(page, "seen.has('paused') || upload.state === 'failed'")
    assert arrived(server, page) == digest


def test_what_is_gone_there_is_begun_anew(server: PageServer, page: Page, visit: Visit) -> None:
    visit.announced += [*CUTS, "404"]
    server.uploads.gate.clear()
    digest = page.evaluate(ADD, [2 * MIB, "gone.mp4"])
    until(lambda: len(server.uploads.parts) == 1)
    server.uploads.cut_after_bytes.append(10)
    server.uploads.kept.clear()
    server.uploads.gate.set()
    assert arrived(server, page) == digest


def test_after_a_reload_the_same_file_goes_on(server: PageServer, page: Page, visit: Visit) -> None:
    visit.announced += CUTS
    server.uploads.cut_after_bytes.append(400_000)
    server.uploads.is_held_after_cut = True
    page.evaluate(ADD, [2 * MIB, "again.mp4"])
    until(lambda: server.uploads.parts[-1:] != [] and server.uploads.parts[-1][0] == 400_000)
    page.reload()
    loaded(page)
    server.uploads.gate.set()
    page.evaluate(BEGIN)
    waiting = page.evaluate("uploads.interrupted().map(({ name, size }) => [name, size])")
    assert waiting == [["again.mp4", 2 * MIB]]
    shows(page, "uploads.interrupted()[0].sent >= 400000")
    digest = page.evaluate(ADD, [2 * MIB, "again.mp4"])
    assert arrived(server, page) == digest
    assert len(server.uploads.kept) == 1
    assert page.evaluate("uploads.all.length") == 1


def test_another_tab_leaves_it_alone(server: PageServer, page: Page, visit: Visit) -> None:
    server.uploads.gate.clear()
    page.evaluate(ADD, [2 * MIB, "mine.mp4"])
    until(lambda: len(server.uploads.parts) == 1)
    other = loaded(visit.tab())
    other.evaluate(BEGIN)
    assert other.evaluate("uploads.all.length") == 0
    server.uploads.gate.set()
    arrived(server, page)


def test_a_file_that_changed_meanwhile_fails(
    server: PageServer, page: Page, tmp_path: Path, visit: Visit
) -> None:
    visit.announced += ["ERR_UPLOAD_FILE_CHANGED", "ERR_FILE_NOT_FOUND", *CUTS]
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(bytes(3 * MIB))
    server.uploads.gate.clear()
    page.set_input_files("input", clip)
    page.evaluate("window.upload = uploads.add(document.querySelector('input').files[0])")
    until(lambda: len(server.uploads.parts) == 1)
    clip.unlink()
    server.uploads.gate.set()
    shows(page, "upload.state === 'failed'")
    assert page.evaluate("upload.problem.code") == "unreadable"


def test_speed_and_time_left_are_smooth(page: Page) -> None:
    told = page.evaluate(
        """() => {
          const pace = new Pace();
          const said = [];
          // 1 MB/s for ten seconds; a second of silence; then 3 MB/s.
          for (let ms = 0, bytes = 0; ms <= 20000; ms += 100) {
            pace.add(bytes, ms);
            said.push(pace.bytesPerSecond);
            bytes += ms < 10000 ? 1e5 : ms < 11000 ? 0 : 3e5;
          }
          return { said, left: pace.secondsFor(6e6) };
        }"""
    )
    said = told["said"]
    assert said[5] is None, "nothing is foretold in the first second"
    assert said[20] == pytest.approx(1e6, rel=0.01)
    assert 0.7e6 < said[110] < 0.9e6, "a second of silence doesn't frighten"
    assert said[-1] == pytest.approx(3e6, rel=0.15)
    assert told["left"] == pytest.approx(2, rel=0.15)
    steps = [abs(b - a) / a for a, b in itertools.pairwise(said[15:])]
    assert max(steps) < 0.15


@pytest.mark.parametrize(
    ("size_bytes", "cuts"),
    [(12 * MIB, 6), pytest.param(200 * MIB, 40, marks=pytest.mark.soak)],
    ids=["12 MiB", "200 MiB"],
)
def test_a_bad_line_before_the_real_server(
    visit: Visit, tmp_path: Path, size_bytes: int, cuts: int
) -> None:
    random = Random(size_bytes)
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(random.randbytes(size_bytes))
    shelf = Shelf(tmp_path / "shelf", SystemClock())
    places = [Place(random.randrange(size_bytes)) for _ in range(cuts)]
    places += [Place(size_bytes // 3, Break.DEAD), Place(size_bytes // 2, Break.MUTE)]
    folder = PATH.removesuffix("uploads")
    with PageServer(prefix=folder, more=upload_server._routes(Uploads(shelf))) as server:
        line = CuttingLine(server.port, places)
        listening = line.listening()
        server.do(listening.__aenter__())
        with visit.at(f"http://127.0.0.1:{line.port}{folder}") as page:
            visit.announced += [*CUTS, "ERR_INCOMPLETE_CHUNKED_ENCODING"]
            loaded(page)
            page.evaluate(BEGIN.replace("api/uploads", "uploads").replace("5000", "1000"))
            page.set_input_files("input", clip)
            page.evaluate("window.upload = uploads.add(document.querySelector('input').files[0])")
            shows(page, "upload.state === 'done' || upload.state === 'failed'", limit_s=120)
            kept = shelf.find(page.evaluate("upload.uploadId"))
        server.do(listening.__aexit__(None, None, None))
    assert kept is not None and kept.path.read_bytes() == clip.read_bytes()
    assert line.broken == len(set(places))
