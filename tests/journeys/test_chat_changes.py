"""What becomes of a chat while it is worked for: edited words, a new name, a bot thrown out, rights
taken away, and a backlog that is worked off in its order.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.conftest import until
from tests.journeys.frames import RED, plain_clip
from tests.journeys.ledger import seconds
from tests.journeys.worlds import COST, World, engine_world, said
from tests.servers.chat_person import Chat

WISH = "keep the first second"
OTHER_WISH = "cut the first 0.5 seconds"
OTHER_LENGTH_S = 1.5


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    charging = ("--credits", "cloud", "--edit-cost", str(COST))
    # Every edit of the module is paid from one account.
    with engine_world(
        tmp_path_factory.mktemp("world"), *charging, operators={"credits": 5000}
    ) as world:
        yield world


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


def slow_edit(world: World, delay_s: float = 1.5) -> None:
    """The next edit takes a while."""
    world.ledger.arm("message", "slow", delay_s=delay_s, bytes_per_s=100_000)


def lengths_s(chat: Chat) -> list[float]:
    return [pytest.approx(seconds(video), abs=1 / 25) for video in chat.videos()]


# --- edited words -------------------------------------------------------------------------------


@pytest.mark.soak
def test_words_that_were_edited_before_their_turn_are_the_ones_that_count(
    world: World, red: Path
) -> None:
    anna = world.chat()
    sent_before = world.ledger.calls("message")
    slow_edit(world)
    anna.say(WISH, [red])
    second = anna.say(WISH, [red])
    anna.hear(said("queued", place=1))
    anna.edit(second, OTHER_WISH)
    anna.wait(lambda _: len(anna.videos()) == 2)
    assert lengths_s(anna) == [1.0, OTHER_LENGTH_S]
    assert world.ledger.calls("message") == sent_before + 2
    assert not any(said("edit-too-late") in text for text in anna.texts)


def test_words_that_were_edited_too_late_are_told_and_cost_nothing(world: World, red: Path) -> None:
    anna = world.chat()
    first = anna.say(WISH, [red])
    anna.wait(lambda _: anna.videos())
    charges = world.ledger.charges()
    anna.edit(first, WISH)
    anna.edit(first, OTHER_WISH)
    anna.hear(said("edit-too-late"))
    anna.edit(first, OTHER_WISH)
    anna.say("status")
    anna.hear("red.mp4 (0-1s)")
    assert sum(said("edit-too-late") in text for text in anna.texts) == 1, anna.transcript()
    assert world.ledger.charges() == charges
    assert len(anna.videos()) == 1


def test_a_clip_whose_caption_comes_by_an_edit_is_edited(world: World, red: Path) -> None:
    anna = world.chat()
    clip = anna.say("", [red])
    anna.hear(said("ask-what-to-do"))
    anna.edit(clip, WISH)
    anna.wait(lambda _: anna.videos())
    assert lengths_s(anna) == [1.0]


@pytest.mark.soak
def test_a_corrected_question_is_answered(world: World) -> None:
    anna = world.chat()
    asked = anna.say("/statos")
    anna.hear(said("help"))
    anna.edit(asked, "/status")
    anna.hear(said("status-empty"))


# --- moved and left -----------------------------------------------------------------------------


@pytest.mark.soak
def test_a_chat_that_gets_another_name_keeps_its_project(world: World, red: Path) -> None:
    old = world.chat()
    old.say(WISH, [red])
    old.wait(lambda _: old.videos())
    new = old.move(f"{old.name}-super")
    new.say("status")
    new.hear("red.mp4 (0-1s)")
    new.say("export")
    new.wait(lambda _: new.videos())
    assert lengths_s(new) == [1.0]
    assert not any(said("greeting") in text for text in new.texts), "it is no stranger"


@pytest.mark.soak
def test_a_job_that_runs_while_its_chat_moves_ends_in_the_new_one(world: World, red: Path) -> None:
    old = world.chat()
    slow_edit(world)
    old.say(WISH, [red])
    old.hear(said("working"))
    old.say(OTHER_WISH, [red])
    old.hear(said("queued", place=1))
    new = old.move(f"{old.name}-super")
    new.say("add the title “Hello”")
    answer = new.wait(lambda _: next((one for one in new.messages if one.pictures), None), 60)
    assert answer is not None
    assert "Hello" in answer.text, answer.text
    assert lengths_s(new) == [1.0, OTHER_LENGTH_S], new.transcript()
    assert not old.videos()


@pytest.mark.soak
def test_a_job_of_the_old_chat_is_stopped_from_the_new_one(world: World, red: Path) -> None:
    old = world.chat()
    world.ledger.arm("render_submit", "stuck_render")
    old.say(WISH, [red])
    old.hear(said("rendering-percent", percent=42))
    new = old.move(f"{old.name}-super")
    new.say("status")
    new.hear(said("status-working", count=1))
    new.say("cancel")
    new.hear(said("cancelled"))


@pytest.mark.soak
def test_what_a_move_left_is_there_after_a_kill_too(world: World, red: Path) -> None:
    old = world.chat()
    slow_edit(world)
    old.say(WISH, [red])
    old.hear(said("working"))
    new = old.move(f"{old.name}-super")
    new.say("status")
    new.hear(said("status-working", count=1))
    world.bot.kill()
    world.bot.start()
    new.wait(lambda _: new.videos(), 60)
    assert lengths_s(new) == [1.0]
    new.say("status")
    new.hear("red.mp4 (0-1s)")


@pytest.mark.soak
def test_where_the_bot_is_thrown_out_its_work_ends_quietly(world: World, red: Path) -> None:
    anna = world.chat()
    cancels, sent = world.ledger.calls("render_cancel"), world.ledger.calls("message")
    log_before = len(world.bot.log())
    world.ledger.arm("render_submit", "stuck_render")
    anna.say(WISH, [red])
    anna.say(WISH, [red])
    anna.hear(said("rendering-percent", percent=42))
    charges = world.ledger.charges()
    anna.leave()
    anna.wait(lambda _: world.ledger.calls("render_cancel") == cancels + 1)
    # Back in, it is known that both have ended, and that neither was charged for again.
    anna.unblock()

    def has_ended() -> bool:
        heard = len(anna.messages)
        anna.say("status")
        answer = anna.hear("red.mp4 (0-1s)", after=heard)
        return said("status-working", count=1) not in answer.text

    until(has_ended, 20, anna.transcript)
    assert world.ledger.charges() == charges
    assert world.ledger.calls("message") == sent + 1
    noisy = [
        line
        for line in world.bot.log()[log_before:].splitlines()
        if " WARNING " in line or " ERROR " in line
    ]
    assert noisy == []


# --- rights -------------------------------------------------------------------------------------


@pytest.mark.soak
def test_where_files_are_forbidden_it_is_said_and_the_video_comes_later(
    world: World, red: Path
) -> None:
    anna = world.chat(may_send_files=False)
    anna.say(WISH, [red])
    anna.hear(said("error-delivery-forbidden"))
    anna.say("add the title “Hello”")
    answer = anna.hear(said("next-steps"))
    assert "Hello" in answer.text
    assert not answer.files, "its picture is forbidden, its words are not"
    anna.limit(may_send_files=True)
    anna.say("export")
    anna.wait(lambda _: anna.videos())
    assert lengths_s(anna) == [1.0]


@pytest.mark.soak
def test_a_file_that_the_platform_gives_no_bot_is_refused_at_once(world: World, red: Path) -> None:
    anna = world.chat(max_download_bytes=20_000_000)
    anna.say(WISH, [red], claims={"size_bytes": 20_000_001})
    anna.hear(said("error-clip-too-large-to-fetch", limit_mb=20))
    anna.say("status")
    anna.hear(said("status-empty"))


@pytest.mark.soak
def test_of_an_album_what_can_be_had_is_edited(world: World, red: Path) -> None:
    anna = world.chat(max_download_bytes=20_000_000)
    anna.say(WISH, [red], album="a", claims={"size_bytes": 20_000_001})
    anna.say("", [red], album="a")
    anna.say("", [red], album="a", claims={"size_bytes": 20_000_001})
    anna.wait(lambda _: anna.videos())
    assert lengths_s(anna) == [1.0]
    refusal = said("error-clip-too-large-to-fetch", limit_mb=20)
    assert sum(refusal in text for text in anna.texts) == 1, anna.transcript()


# --- the order of things ------------------------------------------------------------------------


@pytest.mark.soak
def test_a_backlog_is_worked_off_in_order_without_its_small_talk(world: World, red: Path) -> None:
    world.bot.terminate()
    anna = world.chat()
    an_hour_ago = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=1)
    anna.say("status", at=an_hour_ago)
    anna.say("", [red], at=an_hour_ago)
    anna.say(OTHER_WISH, at=an_hour_ago)
    anna.say("credits", at=an_hour_ago)
    anna.say("cancel", at=an_hour_ago)
    anna.say(WISH, [red], at=an_hour_ago)
    world.bot.start()
    anna.wait(lambda _: anna.videos(), 60)
    assert lengths_s(anna) == [1.0]
    told = "\n".join(anna.texts)
    assert said("status-empty") not in told
    assert "credits" not in told
    assert said("cancelling", count=1) in told
    assert said("cancelled") in told


@pytest.mark.soak
def test_a_fresh_start_has_its_place_among_the_jobs(world: World, red: Path) -> None:
    anna = world.chat()
    slow_edit(world)
    anna.say(WISH, [red])
    anna.hear(said("working"))
    anna.say("add the title “Hello”")
    anna.say("new")
    anna.say(OTHER_WISH, [red])
    anna.wait(lambda _: len(anna.videos()) == 2, 60)
    assert lengths_s(anna) == [1.0, OTHER_LENGTH_S]
    answer = next(one for one in anna.history if one.pictures)
    assert "(0-1s)" in answer.text, "what was asked before it was done to the project before it"
    assert "Hello" in answer.text
    fresh = anna.hear(said("new-project"))
    last = next(one for one in anna.messages if anna.videos()[1] in one.videos)
    assert answer.at_s < fresh.at_s < last.at_s


@pytest.mark.soak
def test_an_unknown_command_is_answered_with_help(world: World) -> None:
    anna = world.chat()
    anna.say("/frobnicate the video")
    anna.hear(said("help"))


@pytest.mark.soak
def test_words_for_a_clip_that_can_not_be_had_leave_the_present_project(
    world: World, red: Path, clip: Path
) -> None:
    anna = world.chat(max_download_bytes=red.stat().st_size)
    anna.say(WISH, [red])
    anna.wait(lambda _: anna.videos(), 40)
    large = anna.say(files=[clip])
    refused = anna.wait(lambda _: [text for text in anna.texts if "MB that I" in text])
    heard = len(anna.history)
    anna.say("blur the background", reply_to=large)
    anna.wait(lambda _: [m for m in anna.history[heard:] if m.text in refused])
    anna.say("status")
    anna.hear("red.mp4 (0-1s)")
