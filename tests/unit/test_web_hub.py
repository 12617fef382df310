"""The memory from which a page that lost its line is told what it missed."""

from __future__ import annotations

import asyncio
import json

from bots.web.hub import Frame, Hub, Listener

ANNA, BEN = "a" * 32, "b" * 32
CLIPS, NEWS = "1" * 32, "2" * 32


def told(word: str) -> Frame:
    return {"type": "message", "word": word}


async def heard(listener: Listener, count: int) -> list[Frame]:
    frames = []
    for _ in range(count):
        async with asyncio.timeout(1):
            text = await listener.next()
        assert text is not None
        frames.append(json.loads(text))
    return frames


def words(frames: list[Frame]) -> list[str]:
    return [frame["word"] for frame in frames]


def missed(hub: Hub, after: str, owner: str = ANNA) -> list[str]:
    texts = hub.missed(owner, CLIPS, after)
    assert texts is not None
    return words([json.loads(text) for text in texts])


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
    assert missed(hub, first["id"]) == ["two", "three", "list"]
    assert missed(hub, second["id"]) == ["three", "list"]
    assert missed(hub, hub.last_id) == []


async def test_of_what_says_all_only_the_newest_is_told_again() -> None:
    hub = Hub()
    hub.join(ANNA, CLIPS)
    hub.publish(ANNA, CLIPS, told("one"))
    before = hub.last_id
    hub.publish(ANNA, None, told("list"), is_whole=True)
    hub.publish(ANNA, CLIPS, told("two"))
    hub.publish(ANNA, None, told("newer list"), is_whole=True)
    hub.publish(ANNA, CLIPS, told("three"))
    assert missed(hub, before) == ["two", "newer list", "three"]


async def test_an_older_all_is_not_told_after_a_newer() -> None:
    hub = Hub()
    listener = hub.join(ANNA, CLIPS)
    hub.publish(ANNA, None, told("old list"), is_whole=True)
    hub.publish(ANNA, CLIPS, told("one"))
    # As after a snapshot, which has a list of its own.
    listener.knows_whole(hub.last_number)
    assert words(await heard(listener, 1)) == ["one"]
    for word in ("list", "newer list", "newest list"):
        hub.publish(ANNA, None, told(word), is_whole=True)
    hub.publish(ANNA, CLIPS, told("two"))
    assert words(await heard(listener, 2)) == ["newest list", "two"]


async def test_memory_is_bounded_in_bytes_and_what_is_forgotten_is_known_to_be() -> None:
    hub = Hub()
    hub.publish(ANNA, CLIPS, told("first"))
    before = hub.last_id
    for _ in range(10):
        hub.publish(ANNA, CLIPS, told("x" * 100_000))
    assert hub.missed(ANNA, CLIPS, before) is None
    for number in range(400):
        # Each visitor as much as one may have: together far too much.
        hub.publish(f"{number:032x}", CLIPS, told("x" * 100_000))
        hub.publish(f"{number:032x}", None, told("x" * 100_000), is_whole=True)
    held = sum(stream.held_bytes for stream in hub._streams.values())
    assert held == hub._held_bytes <= 64 * 1024 * 1024
    assert hub.missed(f"{399:032x}", CLIPS, hub.last_id) == []


async def test_very_many_who_listen_all_stay() -> None:
    hub = Hub()
    listeners = [hub.join(f"{number:032x}", CLIPS) for number in range(2_010)]
    hub.publish(f"{2_009:032x}", CLIPS, told("one"))
    assert words(await heard(listeners[-1], 1)) == ["one"]
    hub.publish(f"{0:032x}", CLIPS, told("two"))
    assert words(await heard(listeners[0], 1)) == ["two"]


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
