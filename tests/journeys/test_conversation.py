"""What a person says and hears, with the engine that the bot starts itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.journeys.frames import PINK, RED, corner, plain_clip, plain_picture
from tests.journeys.ledger import seconds
from tests.journeys.worlds import World, local_world, nothing_more_comes, said
from tests.servers.chat_ledger import Message
from tests.servers.heic import heic

FIRST_SECOND = "keep the first second"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with local_world(tmp_path_factory.mktemp("world")) as world:
        yield world


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


def test_a_clip_with_words_comes_back_as_a_video_without_asking(world: World, red: Path) -> None:
    anna = world.chat()
    anna.say(FIRST_SECOND, [red])
    anna.wait(lambda _: anna.videos())
    (video,) = anna.videos()
    assert seconds(video) == pytest.approx(1.0, abs=1 / 25)
    last = anna.messages[-1]
    assert last.text.startswith(said("video-ready")), last.text
    assert said("video-caption", seconds=1.0, megabytes=video.stat().st_size / 1e6) in last.text
    progress = next(one for one in anna.history if len(one.versions) > 2)
    versions = [version.text for version in progress.versions]
    for key in ("connecting", "connected", "working", "rendering-start"):
        assert said(key) in versions, versions


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_first_word_is_a_greeting_in_the_persons_language(world: World, language: str) -> None:
    anna = world.chat(language=language)
    anna.say("status")
    anna.hear(said("status-empty", language))
    anna.say("credits")
    anna.hear(said("credits-local", language))
    greetings = [text for text in anna.texts if said("greeting", language) in text]
    assert len(greetings) == 1, anna.transcript()
    assert anna.texts[0] == greetings[0], "the greeting comes first"
    assert said("greeting-bots", language) in greetings[0]


def test_a_chinese_wish_comes_back_as_a_video_in_chinese(world: World, red: Path) -> None:
    wang = world.chat("wang", language="zh-CN")
    wang.say("只保留前1秒", [red])
    wang.wait(lambda _: wang.videos())
    assert said("video-ready", "zh-CN") in wang.texts[-1]
    assert seconds(wang.videos()[0]) == pytest.approx(1.0, abs=1 / 25)


def test_edit_after_edit_one_project_grows_until_it_is_exported(world: World, red: Path) -> None:
    anna = world.chat()
    anna.say("", [red])
    anna.hear(said("ask-what-to-do"))
    anna.say(FIRST_SECOND)
    first = anna.wait(with_picture(1))
    anna.say("add the title “Hello”")
    second = anna.wait(with_picture(2))
    for answer in (first, second):
        assert said("next-steps") in answer.text
        assert answer.labels == [said("button-export"), said("button-undo")]
    assert 'Title: "Hello" (0-1s)' in second.text, second.text
    assert not anna.videos(), "nothing is exported before it is asked for"
    anna.press(second, said("button-export"))
    anna.wait(lambda _: anna.videos())
    assert seconds(anna.videos()[0]) == pytest.approx(1.0, abs=1 / 25)


def with_picture(count: int) -> Callable[[list[Message]], Message | None]:
    """For ``Chat.wait``: the answer that came with the picture of that number."""

    def found(messages: list[Message]) -> Message | None:
        answers = [one for one in messages if one.pictures]
        return answers[count - 1] if len(answers) >= count else None

    return found


def test_undo_by_its_button_brings_back_what_was(world: World, red: Path) -> None:
    anna = world.chat()
    anna.say(FIRST_SECOND, [red])
    anna.wait(lambda _: anna.videos())
    anna.press(anna.messages[-1], said("button-undo"))
    answer = anna.wait(with_picture(1))
    assert "(0-2s)" in answer.text, answer.text


def test_what_is_asked_back_is_answered_with_a_tap(world: World, red: Path) -> None:
    anna = world.chat()
    anna.say("trim the video", [red])
    asked = anna.wait(lambda messages: next((one for one in messages if one.labels), None))
    assert len(asked.labels) >= 2
    assert all(f"“{label}”" in asked.text for label in asked.labels), asked.text
    keep = next(label for label in asked.labels if "first" in label)
    anna.press(asked, keep)
    anna.wait(lambda _: anna.videos())
    assert seconds(anna.videos()[0]) < 2 - 1 / 25


def test_scenes_are_shown_as_a_picture_with_a_button_each(world: World, red: Path) -> None:
    anna = world.chat()
    anna.say("which backgrounds do you have?")
    shown = anna.wait(lambda messages: next((one for one in messages if one.pictures), None))
    assert len(shown.labels) >= 2
    assert any("office" in label for label in shown.labels), shown.labels
    assert all(f"“{label}”" in shown.text for label in shown.labels), shown.text


def test_a_file_of_captions_goes_onto_the_timeline(world: World, red: Path, tmp_path: Path) -> None:
    srt = tmp_path / "talk.srt"
    srt.write_text("1\n00:00:00,200 --> 00:00:00,900\nHello there\n", "utf-8")
    anna = world.chat()
    anna.say("", [red])
    anna.hear(said("ask-what-to-do"))
    anna.say("", [srt])
    answer = anna.wait(with_picture(1))
    assert "Captions: " in answer.text, answer.text
    assert "Hello there" in answer.text
    anna.say("", [_not_captions(tmp_path)])
    anna.hear(said("error-captions"))


def _not_captions(folder: Path) -> Path:
    path = folder / "notes.srt"
    path.write_text("no times in here", "utf-8")
    return path


def test_a_clip_alone_is_answered_with_ideas_and_one_tap_is_enough(world: World, red: Path) -> None:
    anna = world.chat()
    anna.say("", [red])
    asked = anna.hear(said("ask-what-to-do"))
    assert asked.labels == [said(f"idea-{name}") for name in ("office", "blur", "title")]
    anna.press(asked, said("idea-title"))
    assert "Hello" in anna.wait(with_picture(1)).text


def test_several_clips_without_words_are_asked_about_once(world: World, red: Path) -> None:
    anna = world.chat()
    for _ in range(3):
        anna.say("", [red])
    anna.hear(said("ask-what-to-do"))
    anna.say("status")
    anna.hear(said("status-empty"))
    assert sum(said("ask-what-to-do") in text for text in anna.texts) == 1, anna.transcript()


@pytest.mark.soak
def test_a_picture_becomes_the_background(world: World, clip: Path, tmp_path: Path) -> None:
    anna = world.chat()
    anna.say(FIRST_SECOND, [clip])
    anna.wait(lambda _: anna.videos())
    anna.say("use this as the background", [plain_picture(tmp_path / "pink.png", PINK)])
    anna.wait(with_picture(1), 60)
    anna.say("export")
    anna.wait(lambda _: len(anna.videos()) == 2, 60)
    before, after = map(corner, anna.videos())
    assert after == pytest.approx(PINK, abs=25), after
    assert before != pytest.approx(PINK, abs=25), "it was another one before"


@pytest.mark.soak
def test_the_picture_of_an_iphone_becomes_the_background(
    world: World, clip: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "IMG_0001.heic"
    picture.write_bytes(heic(np.full((96, 128, 3), PINK, np.uint8)))
    anna = world.chat()
    anna.say("use this picture as the background", [clip, picture])
    anna.wait(lambda _: anna.videos(), 120)
    assert corner(anna.videos()[0]) == pytest.approx(PINK, abs=25)


def test_a_picture_without_a_clip_is_explained(world: World, tmp_path: Path) -> None:
    anna = world.chat()
    anna.say("use this as the background", [plain_picture(tmp_path / "pink.png", PINK)])
    anna.hear(said("error-picture-not-clip"))


def test_nothing_to_export_is_said(world: World) -> None:
    anna = world.chat()
    anna.say("export")
    anna.hear(said("error-nothing-to-render"))


def test_words_without_a_clip_get_an_honest_no_with_a_way_on(world: World) -> None:
    anna = world.chat()
    anna.say("make a video of a city at night")
    anna.hear(said("wish-local"))


def test_a_wish_that_names_nothing_is_answered_with_what_can_be_done(
    world: World, red: Path
) -> None:
    anna = world.chat()
    anna.say("make it better", [red])
    anna.hear("put me in an office", after=1)
    nothing_more_comes(anna)
    greeting, answer = (one for one in anna.messages if "put me in an office" in one.text)
    assert said("greeting") in greeting.text
    assert not answer.files, "nothing changed, so there is nothing to see"


@pytest.mark.parametrize(
    ("words", "key", "facts"),
    [
        ("https://youtu.be/abc put me in an office", "error-link-streaming", {"site": "YouTube"}),
        ("https://www.tiktok.com/@a/video/7 blur it", "error-link-streaming", {"site": "TikTok"}),
        (
            "https://drive.google.com/drive/folders/1AbC blur the background",
            "error-link-folder",
            {},
        ),
    ],
)
def test_links_that_no_editor_can_fetch_are_refused_by_name(
    world: World, words: str, key: str, facts: dict[str, str]
) -> None:
    anna = world.chat()
    anna.say(words)
    anna.hear(said(key, **facts))


def test_language_is_switched_and_stays(world: World) -> None:
    anna = world.chat()
    anna.say("language 中文")
    anna.hear(said("language-set", "zh-CN"))
    anna.say("status")
    anna.hear(said("status-empty", "zh-CN"))
    anna.say("/language english")
    anna.hear(said("language-set", "en"))


def test_a_button_of_another_program_is_answered(world: World) -> None:
    anna = world.chat()
    anna.say("my projects")
    anna.hear(said("projects-none"))
    # No button of ours carries this; a tap on an old message of another program does.
    anna._tell("p-old", anna.name, press="0:something", reply_to=anna.messages[-1].id)
    heard = anna.hear(said("button-dead"))
    assert said("help") in heard.text
