"""“Cancel” at every stage of a job, and a clip by its link, with an engine that is held back."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.frames import RED, colour_name, plain_clip
from tests.journeys.ledger import seconds
from tests.journeys.worlds import COST, World, engine_world, nothing_more_comes, said

WISH = "keep the first second"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    charging = ("--credits", "cloud", "--edit-cost", str(COST), "--allow-private-urls")
    with engine_world(tmp_path_factory.mktemp("world"), *charging) as world:
        yield world


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


def test_with_nothing_to_stop_it_is_said(world: World) -> None:
    anna = world.chat()
    anna.say("cancel")
    anna.hear(said("cancel-nothing"))


def test_stopped_while_uploading_nothing_is_sent(world: World, red: Path, tmp_path: Path) -> None:
    anna = world.chat()
    sent_before, charges_before = world.ledger.calls("message"), world.ledger.charges()
    world.server.arm("file", "slow", delay_s=20)
    anna.say(WISH, [red])
    anna.hear(said("connected"))
    anna.say("cancel")
    anna.hear(said("cancelled"))
    assert world.ledger.calls("message") == sent_before
    assert world.ledger.charges() == charges_before
    nothing_more_comes(anna)
    anna.hear(said("status-empty"))


@pytest.mark.soak
def test_stopped_after_the_edit_was_sent_it_is_told_honestly_and_can_be_undone(
    world: World, red: Path
) -> None:
    anna = world.chat()
    world.ledger.arm("message", "slow", delay_s=1.5, bytes_per_s=100_000)
    anna.say(WISH, [red])
    anna.hear(said("working"))
    anna.say("cancel")
    anna.hear(said("cancel-sent"))
    late = anna.hear(said("cancel-late"))
    assert not anna.videos(), "no export of what was stopped"
    anna.press(late, said("button-undo"))
    undone = anna.wait(lambda _: next((one for one in anna.messages if one.pictures), None))
    assert undone is not None
    assert "(0-2s)" in undone.text, undone.text


@pytest.mark.soak
def test_stopped_while_rendering_the_engines_render_is_stopped_too(world: World, red: Path) -> None:
    anna = world.chat()
    cancels = world.ledger.calls("render_cancel")
    world.ledger.arm("render_submit", "stuck_render")
    anna.say(WISH, [red])
    anna.hear(said("rendering-percent", percent=42))
    status = anna.say("status")
    assert status
    working = anna.hear(said("status-working", count=1))
    anna.press(working, said("button-cancel"))
    anna.hear(said("cancelled"))
    assert world.ledger.calls("render_cancel") == cancels + 1
    anna.say("export")
    anna.wait(lambda _: anna.videos())
    assert seconds(anna.videos()[0]) == pytest.approx(1.0, abs=1 / 25), "the edit still stands"


@pytest.mark.soak
def test_stopped_all_at_once_when_several_wait(world: World, red: Path) -> None:
    anna = world.chat()
    world.ledger.arm("render_submit", "stuck_render")
    anna.say(WISH, [red])
    anna.say(WISH, [red])
    anna.hear(said("queued", place=1))
    anna.hear(said("rendering-percent", percent=42))
    anna.say("stop")
    anna.hear(said("cancelling", count=2))
    anna.wait(lambda _: sum(said("cancelled") in text for text in anna.texts) == 2)
    assert not anna.videos()


@pytest.mark.soak
def test_a_link_to_a_file_is_fetched_and_edited(world: World, red: Path) -> None:
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(red.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as files:
        threading.Thread(target=files.serve_forever, daemon=True).start()
        anna = world.chat()
        anna.say(f"{WISH} http://127.0.0.1:{files.server_port}/red.mp4")
        anna.wait(lambda _: anna.videos())
        files.shutdown()
    assert colour_name(anna.videos()[0]) == "red"
    assert seconds(anna.videos()[0]) == pytest.approx(1.0, abs=1 / 25)


@pytest.mark.soak
def test_a_link_that_leads_nowhere_is_told(world: World) -> None:
    anna = world.chat()
    anna.say(f"{WISH} http://127.0.0.1:9/red.mp4")
    anna.hear(said("error-clip-unreachable"))
