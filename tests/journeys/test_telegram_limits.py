"""How often the bot speaks on Telegram, at real time and by the server's own clock.

| complaint of users of such bots                                        | its test               |
|------------------------------------------------------------------------|------------------------|
| a flood of edits, and a ban of 13,938 s (cokacdir#30)                  | …_edited_seldom        |
| one 429 turns a progress message into spam (hermes-agent#25188)        | …_edited_seldom        |
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.journeys.frames import RED, plain_clip
from tests.journeys.telegrams import WISH, TelegramWorld, padded, telegram_world, video_of
from tests.journeys.worlds import said
from tests.servers.telegram_limits import Rates

BURST = 24
"""Messages at once: more than a group's minute takes."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramWorld]:
    # The server refuses what the real one would, so that every 429 is seen.
    with telegram_world(
        tmp_path_factory.mktemp("world"), factor=1.0, server={"rates": Rates(burst=4)}
    ) as world:
        yield world
        refused = [one for one in world.server.requests if one.status == 429]
        assert not refused, refused


@pytest.fixture
def long_clip(tmp_path: Path) -> Path:
    """A megabyte: more than is looked at before it is passed on."""
    return padded(plain_clip(tmp_path / "red.mp4", RED), tmp_path / "long.mp4", 1_000_000)


@pytest.mark.soak
def test_a_progress_message_is_edited_seldom(world: TelegramWorld, long_clip: Path) -> None:
    """A flood of edits, and a ban of 13,938 s (cokacdir#30)."""
    anna = world.person()
    # Twelve seconds of bytes, twenty times a second some of them: each is progress to tell.
    world.server.arm("file", "slow", bytes_per_s=long_clip.stat().st_size / 12)
    anna.send_video(long_clip, WISH)
    video_of(anna, limit_s=60)
    edits = [one.at_s for one in world.server.sent(anna) if one.method == "editMessageText"]
    assert len(edits) >= 2, "there was progress to tell"
    assert all(later - earlier >= 2.95 for earlier, later in pairwise(edits)), edits
    assert len([one for one in anna.history if len(one.versions) > 1]) == 1


@pytest.mark.soak
def test_a_group_hears_at_most_twenty_messages_a_minute_and_all_of_them(
    world: TelegramWorld, tmp_path: Path
) -> None:
    group = world.group()
    group.send_video(
        plain_clip(tmp_path / "red.mp4", RED), f"@{world.server.username} {WISH}", by="anna"
    )
    for _ in range(BURST):
        group.say("/cancel@" + world.server.username, by="ben")
    ben = world.person("ben")
    ben.say("/status")
    ben.hear(said("status-empty"), 20)
    answers = (said("cancel-nothing"), said("cancelling", count=1))
    group.wait(lambda _: sum(text.startswith(answers) for text in group.texts) == BURST, 200)
    times = [one.at_s for one in world.server.sent(group)]
    for begin in times:
        assert len([at for at in times if begin <= at < begin + 60]) <= 20
