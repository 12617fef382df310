"""In servers on Discord: mentions, replies, threads, forums, and what must not be said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.discords import WISH, DiscordWorld, discord_world, video_of, with_picture
from tests.journeys.frames import RED, plain_clip
from tests.journeys.worlds import said


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DiscordWorld]:
    with discord_world(tmp_path_factory.mktemp("world")) as world:
        yield world


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


def test_a_mention_with_a_clip_is_answered_beneath_it(world: DiscordWorld, red: Path) -> None:
    channel = world.guild().channel("general")
    channel.say("among ourselves", [red])
    asked = channel.say(WISH, [red], mentions_bot=True)
    message = video_of(channel)
    assert message.reference is not None
    assert message.reference["message_id"] == str(asked)
    assert not message.now.pinged - {channel.person.id}
    others = [one for one in channel.messages if one.reference and one is not message]
    assert all(one.reference["message_id"] == str(asked) for one in others if one.reference)


def test_a_reply_to_a_clip_that_is_hidden_from_the_bot_says_how_to_show_it(
    world: DiscordWorld, red: Path
) -> None:
    """Without the intent Discord shows the bot no clip of a message that isn't meant for it."""
    channel = world.guild().channel("general")
    clip = channel.say("", [red], by="ben")
    channel.say(WISH, reply_to=clip, mentions_bot=True)
    channel.hear(said("clip-hidden"))
    assert len(channel.messages) == 1, channel.transcript()


@pytest.mark.soak
def test_a_thread_is_a_conversation_of_its_own(world: DiscordWorld, red: Path) -> None:
    """Answers land in General instead of the topic (opencrabs#130)."""
    channel = world.guild().channel("general")
    one, other = channel.thread("one"), channel.thread("other")
    one.say(WISH, [red], mentions_bot=True)
    video_of(one)
    other.say("export", mentions_bot=True)
    other.hear(said("error-nothing-to-render"))
    assert channel.messages == []
    assert not other.videos()


@pytest.mark.soak
def test_a_post_in_a_forum_brings_its_clip(world: DiscordWorld, red: Path) -> None:
    forum = world.guild().forum("clips")
    post = forum.post("please", WISH, [red], mentions_bot=True)
    video_of(post)


@pytest.mark.soak
def test_a_reply_to_the_bots_video_goes_on_with_it(world: DiscordWorld, red: Path) -> None:
    channel = world.guild().channel("general")
    channel.say(WISH, [red], mentions_bot=True)
    video = video_of(channel)
    channel.say("add the title “Hi”", reply_to=video)
    answer = channel.wait(with_picture())
    assert answer is not None and "Hi" in answer.shown


@pytest.mark.soak
def test_nobody_is_called_by_what_a_person_wrote(world: DiscordWorld, red: Path) -> None:
    channel = world.guild().channel("general")
    ben = channel.seen_by("ben").person
    channel.say(f"add the title “@everyone <@{ben.id}>”", [red], mentions_bot=True)
    channel.wait(lambda messages: with_picture()(messages) or channel.videos())
    called = {one for message in channel.history for one in message.now.pinged}
    assert called <= {channel.person.id}, channel.transcript()


@pytest.mark.soak
def test_a_channel_that_takes_no_words_is_explained_in_private(
    world: DiscordWorld, red: Path
) -> None:
    channel = world.guild().channel("general")
    channel.deny("send_messages")
    channel.say("status", mentions_bot=True)
    world.server.dm(channel.person.name).hear(said("error-delivery-muted"))
    assert channel.messages == []


@pytest.mark.soak
def test_a_channel_that_takes_no_files_gets_the_words(world: DiscordWorld, red: Path) -> None:
    channel = world.guild().channel("general")
    channel.deny("attach_files")
    channel.say(WISH, [red], mentions_bot=True)
    channel.hear(said("error-delivery-forbidden"))
    assert not channel.videos()
