"""Clips of a chat whose files have an address of their own: the backend fetches them itself.

What was read by whom is the platform's log (``file``: us, ``link``: whoever has the address), what
arrived is the engine's project.
"""

from __future__ import annotations

import contextlib
import functools
import http.server
import json
import struct
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.media import SNIFF_BYTES
from core.timetable import Timetable
from tests.journeys.frames import RED, plain_clip
from tests.journeys.ledger import seconds
from tests.journeys.worlds import World, cloud_world, engine_world, local_world, said
from tests.servers.chat_person import Chat
from tests.servers.heic import heic

WISH = "keep the first second"
LINKS = {"gives_links": True}
FILL_BYTES = 300_000
FETCH_S = 0.6
"""So long that the first two looks, after 0 and 0.2 s, find nothing; the last one is after 3.2."""
ADDRESS = "https://files.example/red.mp4?key=sesame4711"
"""A refusal may well repeat what was to be fetched; whoever reads that has the file."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with engine_world(
        tmp_path_factory.mktemp("world"), "--allow-private-urls", powers=LINKS, operators={}
    ) as world:
        yield world


@pytest.fixture(autouse=True)
def _disarmed(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "world" in request.fixturenames:
        used: World = request.getfixturevalue("world")
        used.ledger.disarm()
        used.server.faults.clear()


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip of which the head is a small part; what fills it up is of no meaning."""
    path = plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)
    with path.open("ab") as out:
        out.write(struct.pack(">I4s", FILL_BYTES, b"free") + bytes(FILL_BYTES - 8))
    return path


class Seen:
    """What happens at the platform and at the engine from now on."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._uploads = world.ledger.calls("upload") if world.engine else 0
        self._calls = {name: len(world.server.ledger.calls(name)) for name in ("file", "link")}

    def _given(self, endpoint: str) -> list[int]:
        calls = self._world.server.ledger.calls(endpoint)[self._calls[endpoint] :]
        return [call.body["given_bytes"] if call.status in (200, 206) else 0 for call in calls]

    @property
    def by_us(self) -> list[int]:
        """The bytes that each request of the bot's was given."""
        return self._given("file")

    @property
    def by_link(self) -> list[int]:
        """The bytes that each request by the address was given."""
        return self._given("link")

    @property
    def uploads(self) -> int:
        """How often something was to be uploaded, in either way."""
        return self._world.ledger.calls("upload") - self._uploads


@contextlib.contextmanager
def public_file(path: Path) -> Iterator[str]:
    """The address of a file that lies anywhere but at the platform."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(path.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as files:
        threading.Thread(target=files.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{files.server_port}/{path.name}"
        files.shutdown()


def edited(chat: Chat, clip: Path) -> None:
    chat.say(WISH, [clip])
    chat.wait(lambda _: chat.videos(), 60)
    assert [seconds(video) for video in chat.videos()] == [pytest.approx(1.0, abs=1 / 25)]


def files_of_the_project(world: World) -> list[dict[str, Any]]:
    """What the project of the last edit holds."""
    assert world.engine is not None
    session = world.ledger.read()["entries"][-1]["session_id"]
    request = urllib.request.Request(  # noqa: S310 - loopback, an engine of ours
        f"{world.engine.url}/api/state/nemo_agent/me/{session}/latest",
        headers={"Authorization": f"Bearer {world.bot.environment['NEMO_TOKEN']}"},
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        return list(json.load(answer)["data"]["state"]["video_infos"])


def progress(chat: Chat) -> str:
    """All that was ever said, what was replaced too."""
    return "\n".join(one.text for message in chat.history for one in message.versions)


def test_a_file_with_a_link_is_fetched_by_the_backend(world: World, clip: Path) -> None:
    anna, seen, size_bytes = world.chat(), Seen(world), clip.stat().st_size
    edited(anna, clip)
    assert seen.by_us == [SNIFF_BYTES], "no more than the head went through us"
    assert seen.by_link == [size_bytes]
    assert seen.uploads == 1
    (file,) = files_of_the_project(world)
    assert (file["filename"], file["size"]) == ("red.mp4", size_bytes)
    told = progress(anna)
    assert said("fetching-clip") in told
    assert said("upload-progress", percent=100) not in told


@pytest.mark.parametrize(
    ("fault", "more"),
    [
        pytest.param("refuse", {"code": 4001, "status": 415}, id="no such type"),
        pytest.param("refuse", {"code": 4002}, id="too large", marks=pytest.mark.soak),
        pytest.param("refuse", {"code": 9, "status": 400}, id="no", marks=pytest.mark.soak),
        pytest.param("refuse", {"code": 403, "status": 403}, id="403", marks=pytest.mark.soak),
        pytest.param("refuse", {"code": 402, "status": 402}, id="402", marks=pytest.mark.soak),
        pytest.param("http_error", {"status": 501}, id="501", marks=pytest.mark.soak),
        pytest.param("http_error", {"status": 502}, id="502", marks=pytest.mark.soak),
        pytest.param("drop", {}, id="drop", marks=pytest.mark.soak),
    ],
)
def test_a_link_that_the_backend_does_not_take_costs_nothing(
    world: World, clip: Path, fault: str, more: dict[str, Any]
) -> None:
    anna, seen, size_bytes = world.chat(), Seen(world), clip.stat().st_size
    world.ledger.arm("upload", fault, message=f"not fetched: {ADDRESS}", **more)
    edited(anna, clip)
    assert seen.by_us == [SNIFF_BYTES, size_bytes - SNIFF_BYTES], "the head was read once"
    assert seen.by_link == []
    assert seen.uploads == 2
    assert [file["size"] for file in files_of_the_project(world)] == [size_bytes], "once"
    assert said("upload-progress", percent=100) in progress(anna)
    assert "sesame4711" not in world.bot.log() + progress(anna)


@pytest.mark.parametrize("fault", ["gone", pytest.param("cut", marks=pytest.mark.soak)])
@pytest.mark.soak
def test_a_link_that_does_not_work_from_there_is_no_lost_clip(
    world: World, clip: Path, fault: str
) -> None:
    anna, seen, size_bytes = world.chat(), Seen(world), clip.stat().st_size
    world.server.arm("link", fault, times=None)
    edited(anna, clip)
    assert seen.by_us == [SNIFF_BYTES, size_bytes - SNIFF_BYTES]
    assert len(seen.by_link) == 1, "tried once"
    assert [file["size"] for file in files_of_the_project(world)] == [size_bytes], "once"


@pytest.mark.soak
def test_the_platform_breaking_off_afterwards_does_not_bring_the_link_back(
    world: World, clip: Path
) -> None:
    """Each new opening offers the link again; a backend that does not fetch is not asked again."""
    anna, seen, size_bytes = world.chat(), Seen(world), clip.stat().st_size
    world.server.arm("link", "gone", times=None)
    world.server.arm("file", "cut", after=1)
    edited(anna, clip)
    rest_bytes = size_bytes - SNIFF_BYTES
    assert seen.by_us == [SNIFF_BYTES, rest_bytes // 2, SNIFF_BYTES, rest_bytes]
    assert len(seen.by_link) == 1
    assert [file["size"] for file in files_of_the_project(world)] == [size_bytes], "once"


@pytest.mark.soak
def test_a_lost_answer_to_a_link_is_looked_for(world: World, clip: Path) -> None:
    anna, seen, size_bytes = world.chat(), Seen(world), clip.stat().st_size
    world.ledger.arm("upload", "lost_answer")
    edited(anna, clip)
    assert seen.by_us == [SNIFF_BYTES]
    assert seen.by_link == [size_bytes]
    assert seen.uploads == 1
    assert [file["size"] for file in files_of_the_project(world)] == [size_bytes], "once"


@pytest.mark.soak
def test_a_fetch_that_outlasts_its_answer_is_waited_for(world: World, clip: Path) -> None:
    """A balancer gives up after a minute; the backend does not know that, and fetches on."""
    anna, seen, size_bytes = world.chat(), Seen(world), clip.stat().st_size
    world.ledger.arm("upload", "gateway_timeout", delay_s=FETCH_S)
    edited(anna, clip)
    assert seen.by_us == [SNIFF_BYTES], "its bytes were not sent beside it"
    assert seen.by_link == [size_bytes]
    assert seen.uploads == 1
    assert [file["size"] for file in files_of_the_project(world)] == [size_bytes], "once"


@pytest.mark.soak
def test_looks_that_fail_do_not_make_a_fetch_certain(world: World, clip: Path) -> None:
    """Balancers that lose one answer lose others: those say nothing of what is fetched."""
    anna, seen, size_bytes = world.chat(), Seen(world), clip.stat().st_size
    world.ledger.arm("upload", "gateway_timeout", delay_s=FETCH_S)
    # Opening the project and the look before the upload read it twice; then two looks fail.
    world.ledger.arm("state", "http_error", after=2, times=2 * Timetable.cloud().read_attempts)
    edited(anna, clip)
    assert seen.by_us == [SNIFF_BYTES]
    assert seen.by_link == [size_bytes]
    assert seen.uploads == 1
    assert [file["size"] for file in files_of_the_project(world)] == [size_bytes], "once"


@pytest.mark.soak
@pytest.mark.parametrize(("fault", "arrives"), [("gateway_timeout", True), ("drop", False)])
def test_a_link_of_a_person_is_given_to_the_backend_once(
    world: World, clip: Path, fault: str, arrives: bool
) -> None:
    anna, seen = world.chat(), Seen(world)
    more = {"delay_s": FETCH_S} if arrives else {}
    world.ledger.arm("upload", fault, **more)
    with public_file(clip) as address:
        anna.say(f"{WISH} {address}")
        if arrives:
            anna.wait(lambda _: anna.videos(), 60)
            assert len(files_of_the_project(world)) == 1
        else:
            anna.hear(said("error-clip-unreachable"), 60)
    assert seen.uploads == 1


@pytest.mark.soak
def test_a_lost_answer_to_the_bytes_after_a_refused_link_is_looked_for(
    world: World, clip: Path
) -> None:
    anna, seen, size_bytes = world.chat(), Seen(world), clip.stat().st_size
    world.ledger.arm("upload", "refuse", code=4001)
    world.ledger.arm("upload", "lost_answer", after=0)
    edited(anna, clip)
    assert seen.uploads == 2
    assert [file["size"] for file in files_of_the_project(world)] == [size_bytes], "once"


@pytest.mark.soak
def test_rubbish_behind_a_link_is_refused_by_its_head(world: World, tmp_path: Path) -> None:
    anna, seen = world.chat(), Seen(world)
    rubbish = tmp_path / "clip.mp4"
    rubbish.write_text("This is no clip. " * 20_000)
    anna.say(WISH, [rubbish])
    anna.hear(said("error-clip-unsupported", formats="MP4, MOV, AVI, WebM"))
    assert seen.by_us == [SNIFF_BYTES]
    assert seen.by_link == []
    assert seen.uploads == 0, "the backend never heard of it"


@pytest.mark.soak
def test_the_engine_of_this_computer_is_given_the_bytes(tmp_path: Path, clip: Path) -> None:
    with local_world(tmp_path, powers=LINKS) as world:
        anna, seen = world.chat(), Seen(world)
        edited(anna, clip)
        assert seen.by_us == [SNIFF_BYTES, clip.stat().st_size - SNIFF_BYTES]
        assert seen.by_link == []
        assert said("fetching-clip") not in progress(anna)
        assert "does not fetch" not in world.bot.log(), "it was not even asked to"


@pytest.mark.soak
def test_a_body_that_is_needed_twice_is_opened_anew(tmp_path: Path, clip: Path) -> None:
    with cloud_world(tmp_path, powers=LINKS) as world:
        anna, seen, size_bytes = world.chat(), Seen(world), clip.stat().st_size
        world.script.arm("upload", "refuse", code=4001)
        world.script.arm("upload", "refuse", code=1001, status=401)
        anna.say(WISH, [clip])
        anna.wait(lambda _: anna.videos(), 60)
        assert len(world.script.seen("upload")) == 3
        assert world.script.uploaded_bytes == size_bytes
        assert seen.by_us[0] == SNIFF_BYTES
        assert seen.by_us[-2:] == [SNIFF_BYTES, size_bytes - SNIFF_BYTES]


@pytest.mark.soak
def test_a_backend_of_the_contract_gets_no_picture_of_an_iphone(
    world: World, clip: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "IMG_0001.heic"
    picture.write_bytes(heic(np.full((96, 128, 3), (40, 60, 200), np.uint8)))
    anna = world.chat()
    anna.say("use the picture as the background", [clip, picture])
    anna.hear(said("error-picture-unsupported"))
