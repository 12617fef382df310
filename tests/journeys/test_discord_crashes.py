"""Killed, stopped and away on Discord: nothing lost, nothing doubled, nobody charged twice."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.discords import (
    WISH,
    DiscordWorld,
    discord_world,
    nothing_more_comes,
    video_of,
)
from tests.journeys.frames import RED, plain_clip
from tests.journeys.worlds import said
from tests.servers.bot_process import Shot
from tests.servers.discord_person import Chat

SENT = "answered POST /channels/{channel_id}/messages"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DiscordWorld]:
    with discord_world(tmp_path_factory.mktemp("world")) as world:
        yield world


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


@pytest.fixture(autouse=True)
def _is_running(world: DiscordWorld) -> Iterator[None]:
    if not world.bot.is_running:
        world.start()
    yield
    world.server.faults.clear()


def known(world: DiscordWorld) -> Chat:
    """The DM of somebody whom the bot has heard before: only of such it asks what it missed."""
    anna = world.person()
    anna.say("status")
    anna.hear(said("status-empty"))
    return anna


@pytest.mark.soak
def test_killed_while_it_hears_it_hears_that_again_and_what_was_said_meanwhile(
    world: DiscordWorld, red: Path
) -> None:
    """Messages lost while reconnecting (openclaw#51116). Discord tells nothing twice: what was not
    stored is found in the history, in its order."""
    anna, thread = known(world), world.guild().channel("general").thread("clips")
    thread.say("status", mentions_bot=True)
    thread.hear(said("status-empty"))
    charges = len(world.ledger.charges())
    world.bot.terminate()
    world.start(Shot("heard MESSAGE_CREATE"))
    before = len(anna.history)
    anna.say("", [red])
    assert world.bot.wait() == -signal.SIGKILL
    assert len(anna.history) == before, "nothing had been done yet"
    anna.say(WISH)
    thread.say("among ourselves", [red])
    thread.say(WISH, [red], mentions_bot=True)
    world.start()
    anna.wait(lambda messages: [one for one in messages if one.files])
    video_of(thread)
    for chat in (anna, thread):
        nothing_more_comes(chat)
    assert len(world.ledger.charges()) == charges + 2


@pytest.mark.soak
@pytest.mark.parametrize("place", ["recorded plan", "ends edit", "begins deliver the video"])
def test_killed_in_the_middle_of_a_job_it_ends_it_after_the_restart(
    world: DiscordWorld, red: Path, place: str
) -> None:
    anna = known(world)
    charges = len(world.ledger.charges())
    world.bot.terminate()
    world.start(Shot(place))
    anna.say(WISH, [red])
    assert world.bot.wait() == -signal.SIGKILL
    world.start()
    video_of(anna)
    nothing_more_comes(anna)
    assert len(anna.videos()) == 1
    assert len(world.ledger.charges()) == charges + 1


@pytest.mark.soak
def test_killed_when_the_video_stands_there_and_is_not_noted_it_stands_there_once(
    world: DiscordWorld, red: Path
) -> None:
    anna = known(world)
    charges = len(world.ledger.charges())
    world.bot.terminate()
    # Before it come the message of progress and the one with what was done.
    world.start(Shot(SENT, nth=3))
    anna.say(WISH, [red])
    assert world.bot.wait() == -signal.SIGKILL
    assert len(anna.videos()) == 1, anna.transcript()
    world.start()
    nothing_more_comes(anna)
    assert len([one for one in anna.history if one.videos]) == 1, anna.transcript()
    assert len(world.ledger.charges()) == charges + 1


@pytest.mark.soak
def test_stopped_in_the_middle_it_goes_within_ten_seconds_and_goes_on_later(
    world: DiscordWorld, red: Path
) -> None:
    anna = known(world)
    charges = len(world.ledger.charges())
    world.ledger.arm("message", "slow", delay_s=4)
    anna.say(WISH, [red])
    anna.hear(said("working"))
    code, took_s = world.bot.terminate()
    assert code == 0
    assert took_s < 10
    world.start()
    video_of(anna)
    nothing_more_comes(anna)
    assert len(anna.videos()) == 1
    assert len(world.ledger.charges()) == charges + 1
