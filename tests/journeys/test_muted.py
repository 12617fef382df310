"""A group that lets the bot hear, but not write: whoever asked is told in private what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.frames import RED, plain_clip
from tests.journeys.worlds import World, engine_world, said

WISH = "keep the first second"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with engine_world(tmp_path_factory.mktemp("world"), factor=0.1, operators={}) as world:
        yield world


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


@pytest.mark.soak
def test_the_video_comes_when_an_admin_has_let_the_bot_write(world: World, red: Path) -> None:
    anna, group = world.chat("anna"), world.chat("team", private=False, may_write=False)
    group.say("status", sender=anna.name, mentions_bot=True)
    anna.hear(said("error-delivery-muted") + "\n" + said("status-empty"))
    group.say(WISH, [red], sender=anna.name, mentions_bot=True)
    told = anna.wait(lambda messages: messages[1:], 60)
    assert [one.text for one in told] == [said("error-delivery-muted")]
    assert not group.history
    group.limit(may_write=True)
    group.say("export", sender=anna.name, mentions_bot=True)
    group.wait(lambda _: group.videos())
    assert len(world.ledger.charges()) == 1
    assert len(anna.messages) == 2
