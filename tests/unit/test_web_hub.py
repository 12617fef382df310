"""The memory from which a page that lost its line is told what it missed."""

from __future__ import annotations

import asyncio

from bots.web.hub import Frame, Hub, Listener

ANNA, BEN = "a" * 32, "b" * 32
CLIPS, NEWS = "1" * 32, "2" * 32


def told(word: str) -> Frame:
    return {"type": "message", "word": word}


async def heard(listener: Listener, count: int) -> list[Frame]:
    frames = []
    for _ in range(count):
        async with asyncio.timeout(1):
            frame = await listener.next()
        assert frame is not None
        frames.append(frame)
    return frames


def words(frames: list[Frame] | None) -> list[str]:
    assert frames is not None
    return [frame["word"] for frame in frames]


async def test_pages_hear_of_their_conversation_and_of_what_concerns_all() -> None:
    hub = Hub()
    clips, news, bens = hub.join(ANNA, CLIPS), hub.join(ANNA, NEWS), hub.join(BEN, CLIPS)
    hub.publish(ANNA, CLIPS, told("one"))
    hub.publish(ANNA, NEWS, told("two"))
    hub.publish(ANNA, None, told("three"))
    assert words(await heard(clips, 2)) == ["one", "three"]
    assert words(await heard(news, 2)) == ["two", "three"]
    hub.publish(BEN, CLIPS, told("mine"))
    assert words(await heard(bens, 1)) == ["mine"], "nothing of another visitor's"


async def test_who_comes_back_is_told_what_was_missed_and_only_that() -> None:
    hub = Hub()
    listener = hub.join(ANNA, CLIPS)
    for word in ("one", "two"):
        hub.publish(ANNA, CLIPS, told(word))
    first, second = await heard(listener, 2)
    hub.leave(ANNA, listener)
    hub.publish(ANNA, NEWS, told("elsewhere"))
    hub.publish(ANNA, CLIPS, told("three"))
    hub.publish(ANNA, None, told("list"))
    assert words(hub.missed(ANNA, CLIPS, first["id"])) == ["two", "three", "list"]
    assert words(hub.missed(ANNA, CLIPS, second["id"])) == ["three", "list"]
    assert hub.missed(ANNA, CLIPS, hub.last_id) == []


async def test_what_is_not_remembered_is_not_made_up() -> None:
    hub, another = Hub(), Hub()
    hub.publish(ANNA, CLIPS, told("one"))
    for after in ("", "x", "-", another.last_id, f"{hub.last_id}0", hub.last_id.replace("-", "--")):
        assert hub.missed(ANNA, CLIPS, after) is None, after
    before = hub.last_id
    for number in range(1_001):
        hub.publish(ANNA, CLIPS, told(str(number)))
    assert hub.missed(ANNA, CLIPS, before) is None, "one of them was forgotten"
    assert hub.missed(BEN, CLIPS, before) is None, "nor is it known what a new visitor missed"


async def test_a_page_that_hears_too_slowly_is_cut_off_alone() -> None:
    hub = Hub()
    slow, quick = hub.join(ANNA, CLIPS), hub.join(ANNA, CLIPS)
    for number in range(1_500):
        hub.publish(ANNA, CLIPS, told(str(number)))
        await heard(quick, 1)
    frames = 0
    while await slow.next() is not None:
        frames += 1
    assert frames == 1_000
    hub.publish(ANNA, CLIPS, told("after"))
    assert words(await heard(quick, 1)) == ["after"]


async def test_visitors_who_left_make_room_and_those_who_listen_stay() -> None:
    hub = Hub()
    stays = hub.join(ANNA, CLIPS)
    for number in range(2_100):
        hub.publish(f"{number:032x}", CLIPS, told("x"))
    hub.publish(ANNA, CLIPS, told("still"))
    assert words(await heard(stays, 1)) == ["still"]


async def test_the_end_reaches_every_line() -> None:
    hub = Hub()
    listeners = [hub.join(ANNA, CLIPS), hub.join(BEN, NEWS)]
    hub.end()
    assert [await one.next() for one in listeners] == [None, None]
