"""Several clips, several wishes, several people: the frames of each MP4 prove whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.frames import BLUE, GREEN, RED, colour_name, plain_clip
from tests.journeys.ledger import seconds
from tests.journeys.worlds import World, local_world, said
from tests.servers.chat_person import Chat

WISHES = {
    "red": ("keep the first second", 1.0),
    "green": ("keep the first 2 seconds", 2.0),
    "blue": ("cut the first 0.5 seconds", 2.5),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with local_world(tmp_path_factory.mktemp("world")) as world:
        yield world


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Three clips of three seconds and three colours, by the colour's name."""
    folder = tmp_path_factory.mktemp("clips")
    colours = {"red": RED, "green": GREEN, "blue": BLUE}
    return {
        name: plain_clip(folder / f"{name}.mp4", colour, seconds=3)
        for name, colour in colours.items()
    }


def shown(chat: Chat) -> dict[str, float]:
    """Which clip each video of the chat shows, and how long; no two may show the same."""
    videos = chat.videos()
    found = {colour_name(video): round(seconds(video), 1) for video in videos}
    assert len(found) == len(videos), chat.transcript()
    return found


EACH_ITS_OWN = {name: length_s for name, (_, length_s) in WISHES.items()}


@pytest.mark.soak
def test_three_clips_with_three_wishes_come_back_as_three_videos(
    world: World, clips: dict[str, Path]
) -> None:
    anna = world.chat()
    for name, (words, _) in WISHES.items():
        anna.say(words, [clips[name]])
    anna.wait(lambda _: len(anna.videos()) == 3, 60)
    assert shown(anna) == EACH_ITS_OWN
    names = [file.name for one in anna.messages for file in one.files if file.kind == "video"]
    assert names == [f"{name}-backdrop.mp4" for name in WISHES], "in the order of the clips"


@pytest.mark.soak
def test_an_album_with_a_caption_each_gives_each_clip_its_own_words(
    world: World, clips: dict[str, Path]
) -> None:
    anna = world.chat()
    for name, (words, _) in WISHES.items():
        anna.say(words, [clips[name]], album="a1")
    anna.wait(lambda _: len(anna.videos()) == 3, 60)
    assert shown(anna) == EACH_ITS_OWN


@pytest.mark.soak
def test_an_albums_only_caption_is_meant_for_all_of_it(
    world: World, clips: dict[str, Path]
) -> None:
    anna = world.chat()
    anna.say("", [clips["red"]], album="a2")
    anna.say("keep the first second", [clips["green"]], album="a2")
    anna.say("", [clips["blue"]], album="a2")
    anna.wait(lambda _: len(anna.videos()) == 3, 60)
    assert shown(anna) == {"red": 1.0, "green": 1.0, "blue": 1.0}


def test_an_album_without_words_is_asked_about_once_and_then_done(
    world: World, clips: dict[str, Path]
) -> None:
    anna = world.chat()
    anna.say("", [clips["red"]], album="a3")
    anna.say("", [clips["blue"]], album="a3")
    anna.hear(said("ask-what-to-do"))
    anna.say("keep the first second")
    anna.wait(lambda _: len(anna.videos()) == 2, 60)
    assert shown(anna) == {"red": 1.0, "blue": 1.0}
    assert sum(said("ask-what-to-do") in text for text in anna.texts) == 1


@pytest.mark.soak
def test_each_clip_is_told_what_to_do_by_answering_it(world: World, clips: dict[str, Path]) -> None:
    anna = world.chat()
    sent = {name: anna.say("", [clips[name]]) for name in ("red", "green")}
    anna.hear(said("ask-what-to-do"))
    anna.say(WISHES["green"][0], reply_to=sent["green"])
    anna.say(WISHES["red"][0], reply_to=sent["red"])
    anna.wait(lambda _: len(anna.videos()) == 2, 60)
    assert shown(anna) == {"red": 1.0, "green": 2.0}


def test_answering_an_older_clip_or_result_goes_on_with_its_project(
    world: World, clips: dict[str, Path]
) -> None:
    anna = world.chat()
    red = anna.say("keep the first 2 seconds", [clips["red"]])
    anna.wait(lambda _: len(anna.videos()) == 1)
    anna.say("keep the first 2 seconds", [clips["green"]])
    anna.wait(lambda _: len(anna.videos()) == 2)
    anna.say("keep the first second", reply_to=red)
    answer = anna.wait(lambda _: next((one for one in anna.messages if one.pictures), None))
    assert answer is not None
    assert "red.mp4 (0-1s)" in answer.text, answer.text
    green = next(one for one in anna.messages if "green-backdrop.mp4" in str(one.files))
    anna.say("keep the first 1.5 seconds", reply_to=green)
    second = anna.wait(lambda _: [one for one in anna.messages if one.pictures][1:])[0]
    assert "green.mp4" in second.text, second.text
    anna.say("export", reply_to=answer)
    anna.wait(lambda _: len(anna.videos()) == 3)
    assert colour_name(anna.videos()[2]) == "red"
    assert seconds(anna.videos()[2]) == pytest.approx(1.0, abs=1 / 25)


@pytest.mark.soak
def test_a_second_wish_is_told_its_place_and_can_be_taken_back(
    world: World, clips: dict[str, Path]
) -> None:
    anna = world.chat()
    anna.say(WISHES["red"][0], [clips["red"]])
    anna.say(WISHES["green"][0], [clips["green"]])
    place = anna.hear(said("queued", place=1))
    anna.press(place, said("button-cancel-one"))
    anna.hear(said("cancelled"))
    anna.say("status")
    anna.hear("red.mp4 (0-1s)")
    assert shown(anna) == {"red": 1.0}, "the first was let be"


@pytest.mark.soak
def test_nobody_with_one_clip_waits_behind_a_person_with_three(
    world: World, clips: dict[str, Path], clip: Path
) -> None:
    anna, ben = world.chat("anna"), world.chat("ben")
    # Three conversations of one person: within one, her clips would wait for each other anyway.
    topics = [world.server.chat(anna.name, thread=name) for name in ("one", "two", "three")]
    for topic in topics:
        topic.say("add the title “Hello”", [clip])
    topics[0].wait(lambda _: any(said("rendering-start") in text for text in all_texts(topics)))
    ben.say("keep the first second", [clips["blue"]])
    ben.wait(lambda _: ben.videos(), 60)
    for topic in topics:
        topic.wait(lambda _, topic=topic: topic.videos(), 90)
    came = sorted(one.at_s for topic in topics for one in topic.messages if one.videos)
    his = next(one.at_s for one in ben.messages if one.videos)
    assert his < came[1], "his came before her second"
    assert any("In line" in text for text in all_texts(topics)), "her second was told its place"


def all_texts(chats: list[Chat]) -> list[str]:
    return [said.text for chat in chats for one in chat.history for said in one.versions]


@pytest.mark.soak
def test_projects_are_listed_and_returned_to(world: World, clips: dict[str, Path]) -> None:
    anna = world.chat()
    for name in ("red", "green"):
        anna.say("new")
        anna.say(WISHES[name][0], [clips[name]])
    anna.wait(lambda _: len(anna.videos()) == 2, 60)
    anna.say("my projects")
    listed = anna.hear(said("projects-list"))
    assert [label.split()[1] for label in listed.labels] == ["green", "red"]
    anna.press(listed, listed.labels[1])
    opened = anna.hear(said("project-opened", title="red"))
    assert "red.mp4 (0-1s)" in opened.text
    anna.press(opened, said("button-export"))
    anna.wait(lambda _: len(anna.videos()) == 3)
    assert colour_name(anna.videos()[2]) == "red"
    anna.say("new")
    anna.say("export")
    anna.hear(said("error-nothing-to-render"))
