"""The bot among several people on Telegram: groups, topics, rights, moves.

| complaint of users of such bots                                  | its test                     |
|------------------------------------------------------------------|------------------------------|
| answers land in General instead of the topic (opencrabs#130)     | …_topic…                     |
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.frames import RED, plain_clip
from tests.journeys.telegrams import (
    WISH,
    TelegramWorld,
    nothing_more_comes,
    say_anonymously,
    send_sticker,
    telegram_world,
    video_of,
    with_picture,
)
from tests.journeys.worlds import said

LONG_WISH = "keep the first 1.5 seconds"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramWorld]:
    # The bot hears everything, so that what it leaves unanswered is its own choice.
    with telegram_world(tmp_path_factory.mktemp("world"), server={"has_privacy": False}) as world:
        yield world


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


def heard_all(world: TelegramWorld) -> None:
    """Return when the bot has taken in everything that was said."""
    world.server.ledger.wait(lambda: not world.server.updates.pending(), 15, world.bot.log)


def test_what_is_not_for_the_bot_is_not_answered(world: TelegramWorld, red: Path) -> None:
    group = world.group()
    group.say("put me in an office", by="anna")
    group.send_video(red, WISH, by="anna")
    group.say("/status@another_bot", by="anna")
    group.say("hello @another_bot", by="ben")
    group.say("@ben export", by="anna")
    group.say("/ban ben", by="anna")
    send_sticker(group)
    heard_all(world)
    group.say(f"/status@{world.server.username}", by="anna")
    group.hear(said("status-empty"))
    assert not group.videos()
    assert len(group.history) <= 2, "a greeting and the one answer"


def test_a_clip_that_mentions_the_bot_is_answered_under_it(world: TelegramWorld, red: Path) -> None:
    group = world.group()
    name = f"@{world.server.username}"
    sent = group.send_video(red, f"{name} {WISH}", by="anna")
    message = video_of(group)
    assert message.reply_to == sent
    assert message.thread is None
    assert "workspace/claim" not in "".join(group.texts), "no link of the owner in a group"
    # Nobody answers a video in the instant before its delivery is written down.
    nothing_more_comes(group)
    again = group.say("export", reply_to=message, by="ben")
    group.wait(lambda _: len(group.videos()) == 2)
    assert next(one for one in group.messages[::-1] if one.videos).reply_to == again


@pytest.mark.soak
def test_a_clip_of_somebody_else_is_edited_by_answering_it(world: TelegramWorld, red: Path) -> None:
    group = world.group()
    sent = group.send_video(red, by="ben")
    group.say(WISH, reply_to=sent, mentions_bot=True, by="anna")
    video_of(group)


@pytest.mark.parametrize(
    "named", [pytest.param(0, marks=pytest.mark.soak), 1], ids=["first", "second"]
)
@pytest.mark.soak
def test_an_album_that_names_the_bot_in_one_part_is_taken_whole(
    world: TelegramWorld, red: Path, named: int
) -> None:
    group = world.group()
    words = ["", ""]
    words[named] = f"@{world.server.username} {WISH}"
    group.send_album([(red, one) for one in words], by="anna")
    group.wait(lambda _: len(group.videos()) == 2)


@pytest.mark.soak
def test_an_admin_who_stays_anonymous_is_answered(world: TelegramWorld) -> None:
    group = world.supergroup()
    say_anonymously(group, "status")
    group.hear(said("status-empty"))


@pytest.mark.soak
def test_each_topic_is_its_own_project_and_gets_its_own_answers(
    world: TelegramWorld, red: Path
) -> None:
    """Answers land in General instead of the topic (opencrabs#130)."""
    forum = world.supergroup(is_forum=True)
    one, two = forum.topic("one"), forum.topic("two")
    name = f"@{world.server.username}"
    one.send_video(red, f"{name} {WISH}", by="anna")
    two.send_video(red, f"{name} {LONG_WISH}", by="anna")
    assert video_of(one, 1.0).thread == one.thread
    assert video_of(two, 1.5).thread == two.thread
    one.say("/export", by="anna")
    one.wait(lambda _: len(one.videos()) == 2)
    assert len(two.videos()) == 1
    for topic in (one, two):
        assert "upload_video" in [each.action for each in topic.actions]
    strays = [each for each in world.server.sent(forum) if not _thread_of(each.parameters)]
    assert not [each for each in strays if not each.method.startswith("edit")], strays
    general = world.server.supergroup(forum.name, is_forum=True)
    general.say("/status", by="anna")
    general.hear(said("status-empty"))


def _thread_of(parameters: dict[str, str]) -> str | None:
    return parameters.get("message_thread_id")


@pytest.mark.soak
def test_a_topic_that_is_taken_away_ends_its_job_quietly(world: TelegramWorld, red: Path) -> None:
    forum = world.supergroup(is_forum=True)
    topic = forum.topic("short")
    world.ledger.arm("render_submit", "slow", delay_s=1)
    topic.send_video(red, f"@{world.server.username} {WISH}", by="anna")
    topic.hear(said("working"))
    topic.delete_topic()
    other = world.person("ben")
    other.send_video(red, WISH)
    video_of(other)


@pytest.mark.soak
def test_a_group_that_becomes_a_supergroup_keeps_its_project(
    world: TelegramWorld, red: Path
) -> None:
    group = world.group()
    group.send_video(red, f"@{world.server.username} {WISH}", by="anna")
    video_of(group)
    group.migrate()
    group.say("/export", by="anna")
    video_of(group)


@pytest.mark.soak
def test_a_group_becomes_a_supergroup_while_its_clip_is_in_work(
    world: TelegramWorld, red: Path
) -> None:
    group = world.group()
    world.ledger.arm("message", "slow", delay_s=1.5)
    for person in ("anna", "ben"):
        group.send_video(red, f"@{world.server.username} {WISH}", by=person)
    group.hear(said("working"))
    group.hear(said("queued", place=1))
    group.migrate()
    group.wait(lambda _: len(group.videos()) == 2, 60)
    nothing_more_comes(group)
    group.say("/export", by="anna")
    group.wait(lambda _: len(group.videos()) == 3)


@pytest.mark.soak
def test_a_supergroup_s_own_word_of_its_move_is_enough(world: TelegramWorld, red: Path) -> None:
    group = world.group()
    group.send_video(red, f"@{world.server.username} {WISH}", by="anna")
    video_of(group)
    group.migrate(is_told_in_old=False)
    group.say("/export", by="anna")
    video_of(group)


@pytest.mark.soak
def test_a_group_learns_of_its_move_by_a_refusal_alone(world: TelegramWorld, red: Path) -> None:
    """The bot's answer reaches the old id before the news of the move do."""
    group = world.group()
    world.ledger.arm("message", "slow", delay_s=1)
    group.send_video(red, f"@{world.server.username} {WISH}", by="anna")
    group.hear(said("working"))
    world.server.arm("getUpdates", "late_answer", delay_s=4, times=1)
    group.migrate()
    video_of(group)


@pytest.mark.soak
def test_removed_in_the_middle_the_bot_says_nothing_more(world: TelegramWorld, red: Path) -> None:
    group = world.group()
    world.ledger.arm("render_submit", "stuck_render")
    group.send_video(red, f"@{world.server.username} {WISH}", by="anna")
    group.hear(said("rendering-percent", percent=42))
    cancels = world.ledger.calls("render_cancel")
    group.remove_bot()
    gone_at = len(world.server.ledger.requests())
    world.server.ledger.wait(
        lambda: world.ledger.calls("render_cancel") > cancels, 15, world.bot.log
    )
    ben = world.person("ben")
    ben.say("/status")
    ben.hear(said("status-empty"))
    tried = [
        one
        for one in world.server.ledger.requests()[gone_at:]
        if one.chat == group.id and one.method != "sendChatAction"
    ]
    assert len(tried) <= 1, tried


@pytest.mark.soak
def test_added_to_a_group_the_bot_introduces_itself(world: TelegramWorld) -> None:
    group = world.group()
    group.remove_bot()
    group._become("member")
    group.hear(said("greeting"))


@pytest.mark.soak
def test_where_videos_are_forbidden_the_right_is_named_and_export_works_later(
    world: TelegramWorld, red: Path
) -> None:
    group = world.supergroup()
    group.restrict(can_send_videos=False, can_send_documents=False, can_send_photos=False)
    group.send_video(red, f"@{world.server.username} {WISH}", by="anna")
    group.hear(said("error-delivery-forbidden"))
    assert not group.videos()
    group.restrict(can_send_videos=True, can_send_documents=True, can_send_photos=True)
    group.say("/export", by="anna")
    video_of(group)


@pytest.mark.soak
def test_where_pictures_are_forbidden_an_answer_goes_without(
    world: TelegramWorld, red: Path
) -> None:
    group = world.supergroup()
    group.restrict(can_send_photos=False)
    group.send_video(red, f"@{world.server.username}", by="anna")
    asked = group.hear(said("ask-what-to-do"))
    group.say(WISH, reply_to=asked, by="anna")
    answer = group.hear(said("next-steps"))
    assert not with_picture()([answer])


@pytest.mark.soak
def test_people_in_a_group_share_its_project(world: TelegramWorld, red: Path) -> None:
    group = world.group()
    group.send_video(red, f"@{world.server.username} {WISH}", by="anna")
    message = video_of(group)
    group.press(message, said("button-undo"), by="ben")
    answer = group.wait(with_picture())
    assert answer is not None
    assert "(0-2s)" in answer.text
