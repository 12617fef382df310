"""Videos out of words alone, and what is said of credits: on a scripted cloud."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.frames import RED, plain_clip
from tests.journeys.worlds import World, cloud_world, said
from tests.servers.chat_person import Chat
from tests.servers.nemo_generation import Generation

CITY = "a city at night, seen from above"
OPENING = 60
"""Credits of an account that nobody filled."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with cloud_world(tmp_path_factory.mktemp("world"), factor=0.1) as world:
        world.script.generation = Generation()
        yield world


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


def asked(world: World) -> Chat:
    """A chat that wished for something and was told what it takes."""
    anna = world.chat()
    anna.say(CITY)
    question = anna.hear(said("wish-costs", available=OPENING))
    assert question.labels == [said("button-generate"), said("button-drop-wish")]
    return anna


def sent(world: World) -> list[str]:
    """Every message that reached the agent."""
    calls = world.script.seen("message")
    return [call.body["new_message"]["parts"][0]["text"] for call in calls]


def test_words_alone_are_made_into_a_video_in_two_stages_after_a_yes(world: World) -> None:
    generation = world.script.generation
    assert generation is not None
    generation.may_go_on.clear()
    before = len(sent(world))
    anna = asked(world)
    assert len(sent(world)) == before, "nothing is made before the yes"
    anna.press(anna.messages[-1], said("button-generate"))
    anna.hear(said("generated-raw"), 60)
    world.in_nemo(generation.may_go_on.set)
    answer = anna.hear(said("generated-added", things='BGM: Lo-fi; Title: "Urban Dreams"'))
    progress = next(one for one in anna.history if len(one.versions) > 2)
    assert said("generating") in [version.text for version in progress.versions]
    assert sent(world)[before:] == [CITY], "the words as they were said, once"
    assert {said("button-keep"), said("button-strip")} <= set(answer.labels)
    anna.press(answer, said("button-strip"))
    stripped = anna.wait(
        lambda messages: next(
            (
                one
                for one in messages[messages.index(answer) + 1 :]
                if "Timeline (1 track)" in one.text
            ),
            None,
        )
    )
    assert stripped is not None
    anna.press(stripped, said("button-export"))
    anna.wait(lambda _: anna.videos())
    assert "/workspace/claim?ct=clm_" in anna.texts[-1], "a private chat gets the project's link"


@pytest.mark.parametrize("yes", ["yes please", "好的", "go ahead"])
def test_a_yes_in_words_is_enough(world: World, yes: str) -> None:
    before = len(sent(world))
    anna = asked(world)
    anna.say(yes)
    anna.hear("Timeline (3 tracks)")
    assert sent(world)[before:] == [CITY]


@pytest.mark.parametrize("no", ["no thanks", "不用了"])
def test_after_a_no_nothing_is_made(world: World, no: str) -> None:
    before = len(sent(world))
    anna = asked(world)
    anna.say(no)
    anna.hear(said("wish-dropped"))
    anna.say("yes")
    anna.wait(lambda _: len(anna.messages) >= 4)
    assert sent(world)[before:] == []


def test_kept_as_it_is_with_one_tap(world: World) -> None:
    anna = asked(world)
    anna.say("yes")
    answer = anna.hear("Timeline (3 tracks)")
    anna.press(answer, said("button-keep"))
    anna.hear(said("kept"))


def test_questions_never_reach_the_agent(world: World) -> None:
    before = len(sent(world))
    anna = world.chat()
    for words in ("credits", "积分", "status", "状态", "export", "导出", "upload", "help"):
        count = len(anna.messages)
        anna.say(words)
        anna.wait(lambda messages, count=count: len(messages) > count)
    anna.hear(said("credits-balance", available=OPENING, frozen=40))
    assert len(sent(world)) == before


def test_low_credits_are_said_once_and_again_after_they_rose(world: World, red: Path) -> None:
    anna = world.chat()
    # The first call makes the account, whichever test comes first.
    anna.say("credits")
    anna.hear("You have")
    (user_id,) = set(world.script.users.values())
    said_at = []
    try:
        for number, available in enumerate([30, 30, 90, 30, 20], 1):
            world.script.purse.fill(user_id, available)
            anna.say("keep the first second", [red])
            anna.wait(lambda _, number=number: len(anna.videos()) == number)
            hint = said("hint-credits-low", available=available)
            said_at.append(sum(hint in text for text in anna.texts))
    finally:
        world.script.purse.fill(user_id, OPENING, 40)
    # The fourth is the second time that somebody hears of 30; 20 is no news after that.
    assert said_at == [1, 1, 0, 2, 0], anna.transcript()


def test_a_vague_wish_gets_a_hint_along_with_its_answer(world: World, red: Path) -> None:
    anna = world.chat()
    anna.say("make it better", [red])
    anna.hear(said("hint-vague"))
