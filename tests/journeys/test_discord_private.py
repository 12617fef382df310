"""A person alone with the bot on Discord: what they say, and what they get."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.media import SNIFF_BYTES
from tests.journeys.discords import (
    COST,
    WISH,
    DiscordWorld,
    discord_world,
    nothing_more_comes,
    video_of,
    with_picture,
)
from tests.journeys.frames import GREEN, RED, colour_name, corner, plain_clip
from tests.journeys.worlds import said


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DiscordWorld]:
    with discord_world(tmp_path_factory.mktemp("world")) as world:
        yield world


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


def test_a_clip_with_words_comes_back_as_one_video(world: DiscordWorld, red: Path) -> None:
    anna = world.person()
    charges = len(world.ledger.charges())
    anna.say(WISH, [red])
    message = video_of(anna)
    (file,) = message.files
    assert file.name == "red-backdrop.mp4"
    assert (file.width, file.height) == (1920, 1080)
    assert corner(file.path) == pytest.approx(RED, abs=25)
    nothing_more_comes(anna)
    assert world.ledger.charges()[charges:] == [COST]
    progress = [one for one in anna.history if one.deleted_at_s is not None]
    assert len(progress) == 1, "one progress message, edited, and gone with the answer"


def test_a_clip_alone_is_asked_about_and_a_tap_is_enough(world: DiscordWorld, red: Path) -> None:
    anna = world.person()
    anna.say("", [red])
    asked = anna.hear(said("ask-what-to-do"))
    assert asked.labels == [said(f"idea-{name}") for name in ("office", "blur", "title")]
    tap = anna.press(asked, said("idea-title"))
    answer = anna.wait(with_picture())
    assert answer is not None
    assert "Hello" in answer.shown
    assert answer.labels == [said("button-export"), said("button-undo")]
    assert tap.acknowledged_ms is not None and tap.acknowledged_ms < 3000
    anna.say("export")
    video_of(anna, 2.0)


@pytest.mark.soak
def test_of_the_clip_only_its_head_is_read_by_the_bot(world: DiscordWorld, tmp_path: Path) -> None:
    anna = world.person()
    clip = plain_clip(tmp_path / "green.mp4", GREEN)
    with clip.open("ab") as out:
        # A box without a meaning, which costs the engine nothing.
        out.write((2_000_000).to_bytes(4, "big") + b"free" + bytes(2_000_000 - 8))
    anna.say(WISH, [clip])
    assert colour_name(video_of(anna).videos[0]) == "green"
    fetched = world.fetched_bytes(anna)
    assert 0 < fetched["bot"] <= SNIFF_BYTES
    assert fetched["engine"] == clip.stat().st_size


@pytest.mark.soak
def test_what_two_messages_say_is_done_in_their_order(world: DiscordWorld, red: Path) -> None:
    anna = world.person()
    anna.say("", [red])
    anna.hear(said("ask-what-to-do"))
    anna.say("status")
    anna.hear(said("status-empty"))
    anna.say(WISH)
    answer = anna.wait(with_picture())
    assert answer is not None
    anna.press(answer, said("button-export"))
    video_of(anna)


@pytest.mark.soak
def test_a_forwarded_clip_is_a_clip(world: DiscordWorld, red: Path) -> None:
    """Forwards arrive empty (hermes-agent PR 25486): their content lies in a snapshot."""
    anna = world.person()
    elsewhere = world.server.dm_between(anna.person.name, "ben")
    sent = elsewhere.message(elsewhere.say("", [red]))
    anna.forward(sent)
    anna.hear(said("ask-what-to-do"))
    anna.say(WISH)
    anna.wait(lambda messages: anna.videos() or with_picture()(messages))


@pytest.mark.soak
def test_a_reply_to_a_clip_is_about_that_clip(world: DiscordWorld, red: Path) -> None:
    """The replied-to clip ignored (hermes-agent PR 44724)."""
    anna = world.person()
    first = anna.say("", [red])
    anna.hear(said("ask-what-to-do"))
    anna.say(WISH, reply_to=first)
    anna.wait(lambda messages: anna.videos() or with_picture()(messages))


@pytest.mark.soak
def test_words_that_look_like_markup_are_shown_as_they_are(world: DiscordWorld, red: Path) -> None:
    anna = world.person()
    title = "*a_b* [c](d) <b>e & f"
    anna.say(f"add the title “{title}”", [red])
    anna.wait(lambda messages: anna.videos() or with_picture()(messages))
    assert any(title in text for text in anna.texts), anna.transcript()
