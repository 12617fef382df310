"""Killed, stopped and away for a day on Telegram: nothing lost, nothing doubled, nobody charged
twice."""

from __future__ import annotations

import datetime
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.frames import RED, plain_clip
from tests.journeys.ledger import seconds
from tests.journeys.telegrams import (
    WISH,
    TelegramWorld,
    nothing_more_comes,
    telegram_world,
    video_of,
)
from tests.journeys.worlds import said
from tests.servers.bot_process import Shot
from tests.servers.telegram_person import Chat


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramWorld]:
    with telegram_world(tmp_path_factory.mktemp("world")) as world:
        yield world


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


@pytest.fixture(autouse=True)
def _is_running(world: TelegramWorld) -> Iterator[None]:
    if not world.bot.is_running:
        world.start()
    yield
    world.server.faults.clear()


@pytest.mark.soak
def test_killed_between_hearing_and_storing_it_hears_it_again(
    world: TelegramWorld, red: Path
) -> None:
    world.bot.terminate()
    anna = world.person()
    anna.send_video(red, WISH)
    charges = len(world.ledger.charges())
    world.start(Shot("answered getUpdates"))
    assert world.bot.wait() == -signal.SIGKILL
    assert not anna.history, "nothing had been done yet"
    world.start()
    video_of(anna)
    nothing_more_comes(anna)
    assert len(world.ledger.charges()) == charges + 1


@pytest.mark.soak
@pytest.mark.parametrize(
    "place",
    [
        pytest.param("recorded plan", marks=pytest.mark.soak),
        "ends edit",
        pytest.param("begins deliver the video", marks=pytest.mark.soak),
    ],
)
def test_killed_in_the_middle_of_a_job_it_ends_it_after_the_restart(
    world: TelegramWorld, red: Path, place: str
) -> None:
    world.bot.terminate()
    anna = world.person()
    charges = len(world.ledger.charges())
    world.start(Shot(place))
    anna.send_video(red, WISH)
    assert world.bot.wait() == -signal.SIGKILL
    world.start()
    video_of(anna)
    nothing_more_comes(anna)
    assert len(anna.videos()) == 1
    assert len(world.ledger.charges()) == charges + 1


@pytest.mark.soak
def test_killed_while_the_video_is_being_sent_it_comes_at_least_once_and_costs_once(
    world: TelegramWorld, red: Path
) -> None:
    """Telegram can't be asked what arrived. Most kills come before it has the whole file, so after
    a restart the video is sent again: twice the same is a lesser harm than none."""
    anna = world.person()
    charges = len(world.ledger.charges())
    world.server.arm("sendVideo", "late_answer", chat=anna, delay_s=10)
    anna.send_video(red, WISH)
    anna.wait(lambda _: anna.videos(), 60)
    world.bot.kill()
    world.start()
    nothing_more_comes(anna)
    videos = [message for message in anna.history if message.files]
    assert 1 <= len(videos) <= 2, anna.transcript()
    same = {(one.text.splitlines()[0], one.files[0].name) for one in videos}
    assert len(same) == 1, "recognisably"
    answers = [text for text in anna.texts if "I kept" in text]
    assert len(answers) == 1, anna.transcript()
    assert len(world.ledger.charges()) == charges + 1


@pytest.mark.soak
@pytest.mark.parametrize("is_fetching", [True, pytest.param(False, marks=pytest.mark.soak)])
def test_stopped_in_the_middle_it_goes_within_ten_seconds_and_goes_on_later(
    world: TelegramWorld, red: Path, is_fetching: bool
) -> None:
    anna = world.person()
    charges = len(world.ledger.charges())
    if is_fetching:
        world.server.arm("file", "slow", bytes_per_s=100)
        anna.send_video(red, WISH)
        world.server.ledger.wait(
            lambda: any(
                one.parameters.get("file_id") in _files(anna)
                for one in world.server.ledger.requests("getFile")
            ),
            30,
            anna.transcript,
        )
    else:
        world.ledger.arm("message", "slow", delay_s=4)
        anna.send_video(red, WISH)
        anna.hear(said("working"))
    code, took_s = world.bot.terminate()
    assert code == 0
    assert took_s < 10
    world.start()
    video_of(anna)
    nothing_more_comes(anna)
    assert len(anna.videos()) == 1
    assert len(world.ledger.charges()) == charges + 1


def _files(chat: Chat) -> set[str]:
    return {
        version.file.ref
        for message in chat._ledger.messages(chat.id)
        for version in message.versions
        if version.file
    }


@pytest.mark.soak
def test_a_day_of_messages_is_worked_off_in_order_without_late_small_talk(
    world: TelegramWorld, red: Path
) -> None:
    world.bot.terminate()
    then = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=20)
    people = [world.person(name) for name in ("anna", "ben", "carl", "dora", "emil")]
    charges = len(world.ledger.charges())
    for number in range(24):
        at = then + datetime.timedelta(minutes=5 * number)
        for one in people:
            if number == 0:
                one.send_video(red, WISH, at=at)
            elif number == 12 and one is people[0]:
                one.say("cancel", at=at)
            elif number == 20:
                one.send_video(red, "keep the first 1.5 seconds", at=at)
            else:
                one.say(("status", "credits", "help")[number % 3], at=at)
    world.start()
    for one in people:
        wanted = [1.5] if one is people[0] else [1.0, 1.5]
        one.wait(lambda _, one=one, wanted=wanted: len(one.videos()) >= len(wanted), 150)
        assert [round(seconds(video), 1) for video in one.videos()] == wanted
    assert people[0].hear(said("cancelling", count=1))
    assert not world.server.updates.pending()
    for one in people:
        words = "".join(one.texts)
        assert said("help") not in words
        assert said("status-empty") not in words
    assert len(world.ledger.charges()) <= charges + 10
