"""Clips that a chat's platform does not hand out, dropped at the bot's own door.

| complaint of users of such bots                                     | its test         |
|---------------------------------------------------------------------|------------------|
| "file is too big" is the end of it (openclaw#4232)                  | …_dropped_in_…   |
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.frames import RED, plain_clip
from tests.journeys.ledger import seconds
from tests.journeys.telegrams import WISH, TelegramWorld, padded, telegram_world, video_of
from tests.journeys.worlds import engine_world, said
from tests.servers.bot_process import BotProcess
from tests.servers.bot_shots import Shot
from tests.servers.door_person import Dropper
from tests.servers.free_port import free_port

MIB = 1024 * 1024
PUBLIC = "https://clips.example/bot"
LARGE_BYTES = 21 * MIB


@pytest.fixture(scope="module")
def bind() -> str:
    return f"127.0.0.1:{free_port()}"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, bind: str) -> Iterator[TelegramWorld]:
    folder = tmp_path_factory.mktemp("world")
    with telegram_world(folder, PUBLIC_URL=PUBLIC, BACKDROP_BIND=bind) as world:
        yield world


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


@pytest.fixture(scope="module")
def large(red: Path) -> Path:
    return padded(red, red.with_name("large.mp4"), LARGE_BYTES)


def nothing_is_told(bot: BotProcess, dropper: Dropper) -> None:
    """The link's secret is in no file of the bot's."""
    assert dropper.secret not in bot.log()
    for path in bot.data_dir.rglob("*"):
        if path.is_file():
            assert dropper.secret.encode() not in path.read_bytes(), path.name


def test_a_large_clip_is_dropped_and_its_video_comes_to_the_chat(
    world: TelegramWorld, large: Path, red: Path, bind: str
) -> None:
    """ "file is too big" is the end of it (openclaw#4232)."""
    anna = world.person()
    sent = anna.send_video(red, WISH, as_="document", claims={"file_size": LARGE_BYTES})
    dropper = Dropper(anna.hear(PUBLIC).text, PUBLIC, bind)
    told = said("error-clip-too-large-to-fetch-door", limit_mb=20, link=dropper.link)
    assert told in anna.texts
    status, page = dropper.look()
    assert status == 200
    assert WISH in page
    uploads = [dropper.upload(large)]
    assert [dropper.done(uploads) for _ in range(2)] == [200, 200]
    video = video_of(anna)
    assert video.reply_to is None or video.reply_to == sent
    assert dropper.look()[0] == 404
    nothing_is_told(world.bot, dropper)
    # What is said of the video now is for its project.
    anna.say("/status")
    anna.hear("large.mp4 (0-1s)")


@pytest.mark.soak
def test_a_size_that_only_the_platform_knows_is_told_by_the_job(
    world: TelegramWorld, red: Path, bind: str
) -> None:
    group = world.supergroup(is_forum=True)
    world.server.arm("getFile", "refuse", description="Bad Request: file is too big")
    name = f"@{world.server.username}"
    group.send_video(red, f"{name} {WISH}", claims={"file_size": None}, by="anna")
    dropper = Dropper(group.hear(PUBLIC).text, PUBLIC, bind)
    assert dropper.done([dropper.upload(red)]) == 200
    video_of(group)


@pytest.mark.soak
@pytest.mark.parametrize("at", ["inserts messages", "inserted messages"])
def test_a_bot_that_is_killed_at_the_click_edits_once(
    tmp_path: Path, red: Path, large: Path, at: str
) -> None:
    bind = f"127.0.0.1:{free_port()}"
    with engine_world(
        tmp_path, factor=0.1, operators={}, PUBLIC_URL=PUBLIC, BACKDROP_BIND=bind
    ) as world:
        world.bot.terminate()
        # The second message is what is dropped.
        world.bot.start(Shot(at, nth=2))
        anna = world.chat(max_download_bytes=20 * MIB)
        anna.say(WISH, [red], claims={"size_bytes": LARGE_BYTES})
        dropper = Dropper(anna.hear(PUBLIC).text, PUBLIC, bind)
        uploads = [dropper.upload(large)]
        with contextlib.suppress(OSError):
            dropper.done(uploads)
        world.bot.wait()
        world.bot.start()
        anna.wait(lambda _: anna.videos(), 60)
        assert dropper.done(uploads) == 200, "as a page does that got no answer"
        anna.say("status")
        anna.hear("large.mp4 (0-1s)")
        assert [seconds(video) for video in anna.videos()] == [pytest.approx(1.0, abs=1 / 25)]
        assert len(world.ledger.read()["entries"]) == 1
        nothing_is_told(world.bot, dropper)
