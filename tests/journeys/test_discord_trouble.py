"""Where Discord fails, refuses or is away: each outcome is told truly, once, and nothing is lost.

| complaint of users of such bots                                  | its test                     |
|------------------------------------------------------------------|------------------------------|
| a time-out retried up to nine times (hermes-agent PR 5153)       | …_answer_is_lost_…           |
| delivered yet raised (python-telegram-bot#3937)                  | …_answer_is_lost_…           |
| a 413 loses the text too, logged as completed (openclaw#99021)   | …_takes_no_video_…           |
| success told, attachment missing (openclaw#53641)                | …_is_refused_…               |
| one 429 turns progress into spam (hermes-agent#25188)            | …_discord_is_busy            |
| messages lost while reconnecting (openclaw#51116)                | …_forgets_the_session_…      |
| frequent edits bring a ban (cokacdir#30)                         | test_discord_messages        |
| an album in two turns (openclaw#115325, openclaw#110690)         | test_discord_messages        |
| forwards arrive empty (hermes-agent PR 25486)                    | test_discord_private         |
| the replied-to clip ignored (hermes-agent PR 44724)              | test_discord_private         |
| answers land elsewhere than in the topic (opencrabs#130)         | test_discord_servers         |
| 200-500 MB clips (nanoclaw#1831, openclaw#44368, openclaw#4232)  | test_discord_files, bench    |

Others are of Telegram alone: round videos, black tiles, original quality. Discord plays the very
file that was sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.discords import (
    WISH,
    DiscordWorld,
    discord_world,
    nothing_more_comes,
    video_of,
    with_picture,
)
from tests.journeys.frames import RED, plain_clip
from tests.journeys.worlds import said
from tests.servers.discord_values import Request


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DiscordWorld]:
    with discord_world(tmp_path_factory.mktemp("world")) as world:
        yield world


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


@pytest.fixture(autouse=True)
def _disarmed(world: DiscordWorld) -> Iterator[None]:
    yield
    world.server.faults.clear()


@pytest.mark.parametrize("fault", ["lost_answer", pytest.param("drop", marks=pytest.mark.soak)])
@pytest.mark.soak
def test_a_video_whose_answer_is_lost_stands_there_once(
    world: DiscordWorld, red: Path, fault: str
) -> None:
    """A send under the same number is the same message, so a doubtful one is simply repeated."""
    anna = world.person()
    world.server.arm("upload", fault, chat=anna)
    anna.say(WISH, [red])
    video_of(anna)
    nothing_more_comes(anna)
    assert len([one for one in anna.history if one.videos]) == 1, anna.transcript()
    assert said("video-unknown") not in "".join(anna.texts)


@pytest.mark.soak
def test_a_chat_that_takes_no_video_hears_why_and_what_helps(
    world: DiscordWorld, red: Path
) -> None:
    anna = world.person()
    world.server.arm("upload", "too_large", chat=anna, times=None)
    anna.say(WISH, [red])
    anna.hear(said("error-delivery-too-large"), 60)
    assert said("video-ready") not in "".join(anna.texts)
    world.server.faults.clear()
    anna.say("export")
    video_of(anna)


@pytest.mark.soak
def test_a_video_that_is_refused_is_told_and_not_called_ready(
    world: DiscordWorld, red: Path
) -> None:
    anna = world.person()
    world.server.arm("upload", "refuse", chat=anna, times=None, status=400, code=20009)
    anna.say(WISH, [red])
    anna.hear(said("error-delivery"))
    assert said("video-ready") not in "".join(anna.texts)
    world.server.faults.clear()
    anna.say("export")
    video_of(anna)


@pytest.mark.soak
def test_progress_stays_one_message_when_discord_is_busy(world: DiscordWorld, red: Path) -> None:
    anna = world.person()
    world.server.arm("edit", "rate_limit", chat=anna, times=3, retry_after_s=1)
    anna.say(WISH, [red])
    video_of(anna)
    nothing_more_comes(anna)
    progress = [one for one in anna.history if one.versions[0].text == said("connecting")]
    assert len(progress) == 1, anna.transcript()
    assert progress[0].deleted_at_s is not None, anna.transcript()


def test_a_link_that_has_expired_is_fetched_again(world: DiscordWorld, red: Path) -> None:
    anna = world.person()
    anna.say("", [red])
    anna.hear(said("ask-what-to-do"))
    world.server.advance(25 * 3600)
    anna.say(WISH)
    anna.wait(lambda messages: anna.videos() or with_picture()(messages))


@pytest.mark.soak
def test_a_clip_whose_message_was_taken_away_is_told_as_gone(
    world: DiscordWorld, red: Path
) -> None:
    anna = world.person()
    clip = anna.say("", [red])
    anna.hear(said("ask-what-to-do"))
    anna.delete(clip)
    world.server.advance(25 * 3600)
    anna.say(WISH)
    anna.hear(said("error-clip-missing"))


@pytest.mark.soak
def test_discord_forgets_the_session_and_nothing_is_lost(world: DiscordWorld, red: Path) -> None:
    anna = world.person()
    anna.say("status")
    anna.hear(said("status-empty"))
    world.server.lose_sessions()
    anna.say(WISH, [red])
    video_of(anna)


@pytest.mark.soak
def test_away_in_the_middle_of_a_job_discord_gets_the_video_when_it_is_back(
    world: DiscordWorld, red: Path
) -> None:
    anna = world.person()
    world.ledger.arm("message", "slow", delay_s=2)
    anna.say(WISH, [red])
    anna.hear(said("working"))
    world.server.go_away()
    world.server.ledger.wait(lambda: world.server.listener() == 0, 10, world.bot.log)
    # Long enough for the job to come to its end there.
    with pytest.raises(AssertionError, match="not so within"):
        anna.wait(lambda _: anna.videos(), 5)
    world.server.come_back()
    video_of(anna)
    # A person who was never heard is found in no history: the next test's speaks when it listens.
    world.server.ledger.wait(world.server.listener, 30, world.bot.log)


@pytest.mark.soak
def test_whoever_closes_their_dm_is_left_in_peace(world: DiscordWorld, red: Path) -> None:
    """Nobody tells a bot of it: it reads it in the refusal, and tries no more."""
    anna = world.person()
    world.ledger.arm("message", "slow", delay_s=2)
    anna.say(WISH, [red])
    anna.hear(said("working"))
    anna.close_dms()

    def refused() -> list[Request]:
        return [
            one
            for one in world.server.ledger.requests("send")
            if (one.channel, one.code) == (anna.id, 50007)
        ]

    world.server.ledger.wait(lambda: any(one.files for one in refused()), 30, world.bot.log)
    ben = world.person("ben")
    ben.say("status")
    ben.hear(said("status-empty"))
    anna.close_dms(is_closed=False)
    nothing_more_comes(anna)
    assert [bool(one.files) for one in refused()] == [False, True], "each said once, in vain"
    assert not anna.videos()
