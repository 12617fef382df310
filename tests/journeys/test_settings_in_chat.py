"""What a chat sets for itself: videos as plain files or to watch, and its language, by buttons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.journeys.frames import RED, plain_clip, short_side
from tests.journeys.ledger import seconds
from tests.journeys.worlds import PHRASES, World, engine_world, nothing_more_comes, said
from tests.servers.chat_ledger import File
from tests.servers.chat_person import Chat

WISH = "keep the first second"
SMALL_BYTES = 330_000
"""The sample's two seconds fit in at 720p and a little more than 1 Mb/s, not as they are."""
MOST_THUMBNAIL_PX = 320
MOST_THUMBNAIL_BYTES = 200_000


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with engine_world(tmp_path_factory.mktemp("world"), factor=0.1, operators={}) as world:
        yield world


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


def file_of(chat: Chat) -> File:
    """The video that came last, as the platform has it."""
    chat.wait(lambda _: chat.videos(), 60)
    nothing_more_comes(chat)
    [file] = [file for one in chat.messages for file in one.files][-1:]
    return file


def test_videos_come_to_watch_with_a_small_picture_unless_told_otherwise(
    world: World, red: Path
) -> None:
    anna = world.chat()
    anna.say(WISH, [red])
    file = file_of(anna)
    assert not file.is_plain
    assert (file.width, file.height, file.duration_ms) == (*size_of(file.path), 1000)
    assert 0 < len(file.thumbnail) < MOST_THUMBNAIL_BYTES
    small = cv2.imdecode(np.frombuffer(file.thumbnail, np.uint8), cv2.IMREAD_COLOR)
    assert small is not None
    assert 0 < max(small.shape[:2]) <= MOST_THUMBNAIL_PX
    blue, green, red_part = small.mean(axis=(0, 1))
    assert red_part > 150 > 100 > max(blue, green), "it shows the video"
    assert list((world.bot.data_dir / "work").iterdir()) == [], "nothing is left of it here"


def size_of(path: Path) -> tuple[int, int]:
    video = cv2.VideoCapture(str(path))
    return int(video.get(cv2.CAP_PROP_FRAME_WIDTH)), int(video.get(cv2.CAP_PROP_FRAME_HEIGHT))


@pytest.mark.soak
def test_one_tap_makes_them_plain_files_and_one_more_takes_it_back(world: World, red: Path) -> None:
    anna = world.chat()
    anna.say("/settings")
    shown = anna.hear(said("settings-watch"))
    assert PHRASES.say("settings-summary", "en", language="en") in shown.text
    assert shown.labels == [said("button-original"), "中文"]
    anna.press(shown, said("button-original"))
    switched = anna.hear(said("settings-original"))
    assert switched.labels == [said("button-watch")]
    anna.say(WISH, [red])
    file = file_of(anna)
    assert file.is_plain
    assert seconds(file.path) == pytest.approx(1.0, abs=1 / 25)
    count = len(anna.history)
    anna.press(switched, said("button-watch"))
    anna.wait(lambda _: anna.history[count:])
    assert anna.texts[-1] == said("settings-watch")
    anna.say("export")
    anna.wait(lambda _: len(anna.videos()) == 2)
    assert not anna.messages[-1].files[0].is_plain


@pytest.mark.soak
def test_a_plain_file_too_is_made_to_fit_where_the_chat_takes_no_larger_one(
    world: World, clip: Path
) -> None:
    anna = world.chat(max_upload_bytes=SMALL_BYTES)
    anna.say("/settings")
    anna.press(anna.hear(said("settings-watch")), said("button-original"))
    anna.hear(said("settings-original"))
    anna.say("add the title “Hello”", [clip])
    file = file_of(anna)
    assert file.is_plain
    assert file.size_bytes <= SMALL_BYTES
    assert short_side(file.path) >= 720
    assert file.thumbnail
    assert list((world.bot.data_dir / "work").iterdir()) == []


def test_the_setting_outlives_the_process_and_is_the_chats_own(world: World) -> None:
    anna, ben = world.chat(), world.chat("ben")
    anna.say("/settings")
    anna.press(anna.hear(said("settings-watch")), said("button-original"))
    anna.hear(said("settings-original"))
    world.bot.terminate()
    world.bot.start()
    count = len(anna.history)
    anna.say("/settings")
    again = anna.wait(lambda _: anna.history[count:])[0]
    assert said("settings-original") in again.text
    ben.say("/settings")
    ben.hear(said("settings-watch"))


@pytest.mark.soak
def test_a_language_is_chosen_by_a_tap(world: World) -> None:
    anna = world.chat()
    anna.say("/language")
    asked = anna.hear(said("language-ask", languages="en,zh-CN"))
    assert asked.labels == ["English", "中文"]
    anna.press(asked, "中文")
    anna.hear(said("language-set", "zh-CN"))
    anna.say("/settings")
    settings = anna.hear(said("settings-watch", "zh-CN"))
    assert settings.labels == [said("button-original", "zh-CN"), "English"]
    anna.press(settings, "English")
    anna.hear(said("language-set"))
    anna.say("/language klingon")
    unknown = anna.hear(said("language-unknown", languages="en,zh-CN"))
    assert unknown.labels == ["English", "中文"]


@pytest.mark.soak
def test_a_video_and_help_offer_what_can_be_done_next(world: World, red: Path) -> None:
    anna = world.chat()
    ideas = [said(f"idea-{name}") for name in ("office", "blur", "title")]
    anna.say("help")
    assert anna.hear(said("help")).labels == [], "nothing to try an idea on"
    anna.say(WISH, [red])
    anna.wait(lambda _: anna.videos(), 60)
    offered = [said(f"button-{name}") for name in ("undo", "status", "credits")]
    assert anna.messages[-1].labels == offered
    count = len(anna.history)
    anna.say("help")
    assert anna.wait(lambda _: anna.history[count:])[0].labels == ideas
