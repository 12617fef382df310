"""A person alone with the bot on Telegram: what they say, and what they get.

| complaint of users of such bots                                  | its test                     |
|------------------------------------------------------------------|------------------------------|
| videos shown as a black square tile (hermes-agent#116131)        | …_comes_back_as_one_video…   |
| original quality ignored (openclaw#80389)                        | …_original_quality…          |
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.journeys.frames import PINK, RED, corner, plain_clip, plain_picture
from tests.journeys.ledger import seconds
from tests.journeys.telegrams import (
    COST,
    WISH,
    TelegramWorld,
    old_message,
    send_sticker,
    telegram_world,
    video_of,
    with_picture,
)
from tests.journeys.worlds import said


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramWorld]:
    with telegram_world(tmp_path_factory.mktemp("world")) as world:
        yield world


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


@pytest.fixture(scope="module")
def head(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second of a person, small."""
    path = tmp_path_factory.mktemp("head") / "me.mp4"
    size = ["--seconds", "1", "--width", "640", "--height", "360"]
    subprocess.run([sys.executable, "-m", "engine.sample", str(path), *size], check=True)
    return path


def test_start_greets_and_says_where_clips_go(world: TelegramWorld) -> None:
    anna = world.person()
    anna.say("/start")
    greeting = anna.hear(said("greeting"))
    assert said("greeting-bots") in greeting.text
    anna.say("/help")
    anna.hear(said("help"))
    assert sum(said("greeting") in text for text in anna.texts) == 1


def test_a_clip_with_a_caption_comes_back_as_one_video_that_plays(
    world: TelegramWorld, head: Path
) -> None:
    """Videos shown as a black square tile (hermes-agent#116131)."""
    anna = world.person()
    anna.send_video(head, "put me in an office")
    message = video_of(anna, 1.0)
    (file,) = message.files
    assert message.kind == "video"
    assert file.name == "me-backdrop.mp4"
    assert (file.width, file.height, file.duration_s) == (1920, 1080, 1)
    assert file.supports_streaming
    assert file.thumbnail is not None
    assert not file.thumbnail_fault
    with Image.open(file.thumbnail) as picture:
        assert picture.size == (320, 180)
    before, after = corner(head), corner(file.path)
    assert sum(abs(a - b) for a, b in zip(before, after, strict=True)) > 60, (before, after)
    assert [one.action for one in anna.actions] == ["upload_video"]
    progress = [one for one in anna.history if said("connecting") in one.versions[0].text]
    assert len(progress) == 1, "one progress message, edited"
    assert progress[0].deleted_at_s is not None, "gone when the answer is there"
    said_to_do = [one for one in world.ledger.read()["messages"] if "office" in one["text"]]
    assert len(said_to_do) == 1
    assert world.ledger.charges()[-1:] == [COST]


@pytest.mark.soak
def test_a_clip_alone_is_asked_about_and_a_tap_is_enough(world: TelegramWorld, red: Path) -> None:
    anna = world.person()
    anna.send_video(red)
    asked = anna.hear(said("ask-what-to-do"))
    assert asked.labels == [said(f"idea-{name}") for name in ("office", "blur", "title")]
    tap = anna.press(asked, said("idea-title"))
    answer = anna.wait(with_picture())
    assert answer is not None
    assert "Hello" in answer.text
    assert answer.labels == [said("button-export"), said("button-undo")]
    assert anna.answers(tap) == [("", False)], "the button has stopped turning"
    assert not anna.videos(), "nothing is exported before it is asked for"
    anna.say("export")
    video_of(anna, 2.0)


def test_quick_answers(world: TelegramWorld, red: Path) -> None:
    anna = world.person()
    anna.say("/status")
    anna.hear(said("status-empty"))
    anna.say("/credits")
    anna.hear("credits")
    anna.say("/cancel")
    anna.hear(said("cancel-nothing"))
    anna.say("/projects")
    anna.hear(said("projects-none"))
    anna.say("/export")
    anna.hear(said("error-nothing-to-render"))
    anna.say("/nonsense at all")
    anna.hear(said("help"))


@pytest.mark.soak
def test_original_quality_is_kept_where_it_was_chosen(world: TelegramWorld, red: Path) -> None:
    """Original quality ignored (openclaw#80389): the next video comes as a plain file."""
    anna = world.person()
    anna.say("/settings")
    shown = anna.hear(said("settings-watch"))
    anna.press(shown, said("button-original"))
    set_to = anna.hear(said("settings-original"))
    anna.send_video(red, WISH)
    first = video_of(anna)
    assert first.kind == "document"
    # Noted by the server when it has answered, a moment after the video stands there.
    request = anna.wait(
        lambda _: [one for one in world.server.sent(anna) if one.method == "sendDocument"]
    )[-1]
    assert str(request.parameters["disable_content_type_detection"]).lower() == "true"
    anna.press(set_to, said("button-watch"))
    anna.wait(lambda _: sum(said("settings-watch") in text for text in anna.texts) == 2)
    anna.say("export")
    anna.wait(lambda _: len(anna.videos()) == 2)
    assert [one.kind for one in anna.messages if one.videos] == ["document", "video"]


def test_language_is_the_persons_and_can_be_changed(world: TelegramWorld, red: Path) -> None:
    wang = world.person("wang", language="zh-hans")
    wang.say("/start")
    wang.hear(said("greeting", "zh-CN"))
    anna = world.person()
    anna.say("/language 中文")
    anna.hear(said("language-set", "zh-CN"))
    anna.send_video(red, "只保留前1秒")
    assert said("video-ready", "zh-CN") in video_of(anna).text
    anna.say("/language")
    asked = anna.hear(said("language-ask", "zh-CN", languages="en, zh-CN"))
    anna.press(asked, "English")
    anna.hear(said("language-set", "en"))


@pytest.mark.soak
def test_projects_new_and_back(world: TelegramWorld, red: Path) -> None:
    anna = world.person()
    anna.send_video(red, WISH, name="red.mp4")
    video_of(anna)
    anna.say("/new")
    anna.hear(said("new-project"))
    anna.say("/export")
    anna.hear(said("error-nothing-to-render"))
    anna.say("/projects")
    listed = anna.hear(said("projects-list"))
    anna.press(listed, listed.labels[0])
    opened = anna.hear(said("project-opened", title="red"))
    anna.press(opened, said("button-export"))
    anna.wait(lambda _: len(anna.videos()) == 2)


def test_cancel_stops_what_is_in_work(world: TelegramWorld, red: Path) -> None:
    anna = world.person()
    world.ledger.arm("render_submit", "stuck_render")
    anna.send_video(red, WISH)
    anna.hear(said("rendering-percent", percent=42))
    anna.say("/cancel")
    anna.hear(said("cancelling", count=1))
    anna.hear(said("cancelled"))
    assert not anna.videos()


@pytest.mark.soak
def test_forget_asks_first_and_then_keeps_nothing(world: TelegramWorld, red: Path) -> None:
    anna = world.person()
    anna.send_video(red, WISH)
    video_of(anna)
    anna.say("/forget")
    asked = anna.hear(said("forget-ask"))
    anna.press(asked, said("button-forget"))
    anna.hear(said("forgotten"))
    anna.say("/projects")
    anna.hear(said("projects-none"))


@pytest.mark.parametrize("is_inaccessible", [False, True])
def test_a_dead_button_is_answered(world: TelegramWorld, is_inaccessible: bool) -> None:
    anna = world.person()
    old = old_message(anna, "Go", "0:something")
    tap = anna.press(old, "Go", is_inaccessible=is_inaccessible)
    anna.hear(said("button-dead"))
    anna.wait(lambda _: anna.answers(tap))


def test_a_tap_too_old_to_be_acknowledged_still_counts(world: TelegramWorld) -> None:
    anna = world.person()
    world.server.arm(
        "answerCallbackQuery", "refuse", description="Bad Request: query is too old and response"
    )
    anna.press(old_message(anna, "Status", "1:status"), "Status")
    anna.hear(said("status-empty"))


def test_a_sticker_gets_help(world: TelegramWorld) -> None:
    anna = world.person()
    send_sticker(anna)
    anna.hear(said("help"))


@pytest.mark.soak
def test_words_that_look_like_markup_come_through_as_they_are(
    world: TelegramWorld, red: Path
) -> None:
    anna = world.person()
    title = "*a_b* [c](d) <b>e & f"
    anna.send_video(red, f"add the title “{title}”", name="a_b*[c].mp4")
    video_of(anna, 2.0)
    assert any(title in text for text in anna.texts), anna.transcript()
    assert all("parse_mode" not in one.parameters for one in world.server.requests)


@pytest.mark.soak
def test_a_picture_becomes_the_background(world: TelegramWorld, head: Path, tmp_path: Path) -> None:
    anna = world.person()
    anna.send_video(head)
    anna.hear(said("ask-what-to-do"))
    anna.send_video(
        plain_picture(tmp_path / "pink.png", PINK), "use this as the background", as_="photo"
    )
    anna.wait(lambda _: anna.videos() or with_picture()(anna.messages), 60)
    anna.say("export")
    anna.wait(lambda _: anna.videos(), 60)
    assert corner(anna.videos()[-1]) == pytest.approx(PINK, abs=25)


@pytest.mark.soak
def test_an_edited_message_after_its_time_is_told(world: TelegramWorld, red: Path) -> None:
    anna = world.person()
    sent = anna.send_video(red, WISH)
    video_of(anna)
    anna.edit(sent, "keep the first 1.5 seconds")
    anna.hear(said("edit-too-late"))


def test_an_edited_caption_brings_the_words(world: TelegramWorld, red: Path) -> None:
    anna = world.person()
    sent = anna.send_video(red)
    anna.hear(said("ask-what-to-do"))
    anna.edit(sent, WISH)
    anna.wait(lambda _: anna.videos() or with_picture()(anna.messages))
    anna.say("export")
    anna.wait(lambda _: anna.videos())
    assert seconds(anna.videos()[-1]) == pytest.approx(1.0, abs=1 / 25)


@pytest.mark.soak
def test_an_edited_instruction_that_waits_is_replaced(world: TelegramWorld, red: Path) -> None:
    anna = world.person()
    world.ledger.arm("message", "slow", delay_s=1.5)
    anna.send_video(red, WISH)
    second = anna.send_video(red, WISH)
    anna.hear(said("queued", place=1))
    anna.edit(second, "keep the first 1.5 seconds")
    anna.wait(lambda _: len(anna.videos()) == 2)
    lengths = [round(seconds(video), 1) for video in anna.videos()]
    assert lengths == [1.0, 1.5], "the second did what it says now"
    assert said("edit-too-late") not in "".join(anna.texts)
