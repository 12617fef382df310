"""Killed in the middle on the chat page: nothing lost, nothing doubled, nobody charged twice.

The page does what a real one does: it says a message until the server has it, under one key.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.conftest import until
from tests.journeys.frames import RED, padded, plain_clip
from tests.journeys.platform_world import WISH
from tests.journeys.webs import WebWorld, nothing_more_comes, video_of, web_world
from tests.journeys.worlds import said
from tests.servers.bot_process import Shot
from tests.servers.web_person import Chat

MIB = 1024 * 1024


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebWorld]:
    with web_world(tmp_path_factory.mktemp("world"), is_started=False) as world:
        yield world


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


@pytest.mark.parametrize(
    "place",
    [
        pytest.param("inserts page_messages", id="before it is kept", marks=pytest.mark.soak),
        pytest.param("inserted page_messages", id="kept, and neither answered nor given on"),
        pytest.param("inserts messages", id="answered, not with the core", marks=pytest.mark.soak),
        pytest.param("inserted messages", id="with the core, not noted", marks=pytest.mark.soak),
        pytest.param("recorded plan", marks=pytest.mark.soak),
        pytest.param("ends edit", marks=pytest.mark.soak),
        pytest.param("begins deliver the video", marks=pytest.mark.soak),
        pytest.param("ends deliver the video", marks=pytest.mark.soak),
    ],
)
def test_killed_there_it_is_one_edit_and_one_video(world: WebWorld, red: Path, place: str) -> None:
    anna = _shot(world, place)
    charges = len(world.ledger.charges())
    upload = anna.browser.upload(red)
    saying = anna.begin_saying(WISH, uploads=[upload])
    assert world.bot.wait() == -signal.SIGKILL
    world.start()
    number = saying.result(30)
    video_of(anna)
    nothing_more_comes(anna)
    anna.in_step()
    assert len(anna.videos()) == 1
    assert [one.number for one in anna.own if not one.is_press] == [number]
    assert len(world.ledger.charges()) == charges + 1
    assert not [one for one in anna.messages if one.stage], "no bar is left"


@pytest.mark.soak
def test_killed_while_rendering_the_bar_goes_on_where_it_stands(world: WebWorld, red: Path) -> None:
    anna = _shot(world, "begins wait for the render", delay_s=0.3)
    charges = len(world.ledger.charges())
    anna.send(red, text=WISH)
    assert world.bot.wait() == -signal.SIGKILL
    world.start()
    video_of(anna)
    nothing_more_comes(anna)
    anna.in_step()
    bars = [one for one in anna.sight.seen.values() if any(it.stage for it in one.versions)]
    assert len(bars) == 1, "one message tells it all, over the restart too"
    assert bars[0].is_removed
    assert len(world.ledger.charges()) == charges + 1


@pytest.mark.soak
def test_killed_in_the_middle_of_an_upload_it_goes_on_from_there(
    world: WebWorld, tmp_path: Path
) -> None:
    """Large enough that the kill meets it; what arrived before is not sent again."""
    anna = _person(world)
    clip = padded(plain_clip(tmp_path / "r.mp4", RED), tmp_path / "red.mp4", 300 * MIB)
    uploading = anna.browser.begin_uploading(clip)
    shelf = world.bot.data_dir / "shelf"
    until(lambda: max(path.stat().st_size for path in shelf.glob("*.bin")) > 10 * MIB, 30)
    world.bot.kill()
    world.start()
    upload = uploading.result(120)
    assert anna.browser.http.offsets[-1] > 0, "not from the beginning"
    anna.say(WISH, uploads=[upload])
    video_of(anna)
    got, _ = anna.browser.fetch(anna.own[0].attachments[0].url)
    assert got.read_bytes() == clip.read_bytes()


@pytest.mark.soak
def test_a_day_of_restarts_shows_everything_as_it_was(world: WebWorld, red: Path) -> None:
    anna = _person(world)
    anna.send(red)
    anna.hear(said("ask-what-to-do"))
    before = anna.in_step()
    for _ in range(3):
        world.bot.terminate()
        world.start()
    assert anna.in_step() == before
    tap = anna.press(before[-1].number, said("idea-title"))
    anna.wait(lambda messages: [one for one in messages if one.pictures])
    nothing_more_comes(anna)
    assert anna.message(tap).is_press


@pytest.mark.soak
def test_deleted_in_the_middle_of_a_job_and_killed_nothing_comes_back(
    world: WebWorld, red: Path
) -> None:
    """The wish is kept before it is answered, so that a start after a crash fulfils it."""
    anna = _shot(world, "inserts messages", nth=2)
    anna.send(red, text=WISH)
    anna.wait(lambda messages: messages)
    (file,) = [file.id for one in anna.own for file in one.attachments]
    deleting = anna.begin_deleting()
    assert world.bot.wait() == -signal.SIGKILL
    world.start()
    deleting.result(30)
    later = anna.browser.chat(anna.id)
    assert (later.everything, later.conversations) == ([], ())
    shelf = world.bot.data_dir / "shelf"
    later.wait(lambda _: not (shelf / f"{file}.bin").exists())


def _person(world: WebWorld) -> Chat:
    """Somebody new, before a bot that lives."""
    if not world.bot.is_running:
        world.start()
    return world.person()


def _shot(world: WebWorld, place: str, **shot: float) -> Chat:
    """Somebody new, before a bot that will be killed at that place of theirs."""
    if world.bot.is_running:
        world.bot.terminate()
    world.start(Shot(place, **shot))  # type: ignore[arg-type]
    return world.person()
