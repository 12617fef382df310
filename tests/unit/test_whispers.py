"""In a chat where the bot may not write, whoever asked is told in private."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import ClipDamaged, DeliveryMuted
from core.model import Button, Incoming, Press, Stage, Text, Tone
from tests.contract.store_rig import ANNA, OwnClock, incoming
from tests.unit.core_rig import House, Wall, WhisperingWall

NOBODY = "http://127.0.0.1:9"
PERSON = incoming(1).sender.id


@pytest.fixture
def wall() -> WhisperingWall:
    return WhisperingWall(muted={ANNA.key})


@pytest.fixture
async def house(wall: WhisperingWall, tmp_path: Path) -> AsyncIterator[House]:
    async with House(NOBODY, tmp_path, wall=wall) as house:
        await house.store.greet(ANNA)
        yield house


def wrote(number: int, text: str) -> Incoming:
    return replace(incoming(number), body=Text(text), at=OwnClock().at)


async def test_the_answer_is_whispered_behind_what_to_ask_an_admin(
    house: House, wall: WhisperingWall
) -> None:
    await house.inbox.receive(wrote(1, "help"))
    await house.inbox.drain()
    text = f"{house.say('error-delivery-muted')}\n{house.say('help')}"
    assert wall.whispered == [(ANNA, PERSON, text)]
    assert wall.sent == []


async def test_it_is_told_once_for_all_that_comes_of_a_message(
    house: House, wall: WhisperingWall
) -> None:
    voice = await house.services.voice(wrote(1, "blur"))
    again = await house.services.voice(wrote(1, "blur"))
    button = Button("Export", "1:export")
    await voice.finish("late-0", "Done.", tone=Tone.INFO, buttons=(button,))
    await again.fail(ClipDamaged(), "failed-1")
    assert [text for *_, text in wall.whispered] == [house.say("error-delivery-muted") + "\nDone."]
    await (await house.services.voice(wrote(2, "blur"))).fail(ClipDamaged())
    assert len(wall.whispered) == 2


async def test_the_failure_that_it_is_needs_no_second_sentence(
    house: House, wall: WhisperingWall
) -> None:
    await (await house.services.voice(wrote(1, "blur"))).fail(DeliveryMuted())
    assert [text for *_, text in wall.whispered] == [house.say("error-delivery-muted")]


async def test_a_tap_is_answered_to_whoever_tapped(house: House, wall: WhisperingWall) -> None:
    tap = replace(wrote(1, ""), body=Press("1:status"))
    tap = replace(tap, sender=replace(tap.sender, id="ben"))
    await house.inbox.receive(tap)
    await house.inbox.drain()
    assert [person for _, person, _ in wall.whispered] == ["ben"]


async def test_long_words_are_whispered_in_pieces(house: House, wall: WhisperingWall) -> None:
    house.allow(max_text=300)
    words = ". ".join(f"This is sentence {number}" for number in range(20))
    await (await house.services.voice(wrote(1, "x"))).finish("answer", words, tone=Tone.INFO)
    assert len(wall.whispered) > 1
    assert all(len(text) <= 300 for *_, text in wall.whispered)
    assert "This is sentence 19" in wall.whispered[-1][2]


async def test_who_can_not_be_told_is_a_line_for_the_operator(
    house: House, wall: WhisperingWall, caplog: pytest.LogCaptureFixture
) -> None:
    wall.deaf.add(PERSON)
    with caplog.at_level(logging.INFO):
        await (await house.services.voice(wrote(1, "x"))).finish("answer", "a", tone=Tone.INFO)
    assert wall.whispered == []
    [line] = [one for one in caplog.records if "in private" in one.getMessage()]
    assert line.levelno == logging.INFO


async def test_a_platform_without_the_power_says_nothing(tmp_path: Path) -> None:
    async with House(NOBODY, tmp_path, wall=Wall(muted={ANNA.key})) as house:
        await (await house.services.voice(wrote(1, "x"))).finish("answer", "a", tone=Tone.INFO)
        assert house.wall.sent == []


async def test_what_stands_of_the_work_is_taken_away(house: House, wall: WhisperingWall) -> None:
    wall.muted.clear()
    voice = await house.services.voice(wrote(1, "x"))
    await voice.progress(Stage.EDIT, "working")
    wall.muted.add(ANNA.key)
    await voice.progress(Stage.EDIT, "still working")
    await voice.fail(DeliveryMuted())
    assert wall.deleted == ["ours-1"]
