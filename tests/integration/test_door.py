"""The door over real HTTP: what a link is good for, once, and what nobody gets without one."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bots.door.door import MOST_OPEN
from bots.serving.rates import Rate
from bots.serving.sweeping import swept
from core.flows.jobs import EDIT_JOB
from core.flows.planning import Planning
from core.model import AttachmentKind, ChatRef, Left, Moved, Press, Text, is_named_here
from tests.contract.adapter_hearing import until
from tests.contract.store_rig import ANNA, BEN
from tests.integration.door_rig import HOST, LARGE, LINK, DoorRig, at_once, sent
from tests.servers.nemo import FakeNemo
from tests.servers.raw_line import raw_line
from tests.unit.core_rig import House

MIB = 1024 * 1024
KEY = "nmv_usr_0123456789abcdef0123456789abcdef"
NEW = ChatRef("telegram", "bot", "-100")
GROUP = ChatRef("telegram", "bot", "-7", "9")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with FakeNemo() as nemo, House(nemo.url, tmp_path) as house:
        for chat in (ANNA, BEN, NEW, GROUP):
            await house.store.greet(chat)
        yield house


@pytest.fixture
async def rig(house: House, tmp_path: Path) -> AsyncIterator[DoorRig]:
    async with DoorRig(house, tmp_path) as rig:
        yield rig


# --- the way through ----------------------------------------------------------------------------


async def test_what_is_dropped_lands_in_the_chat_as_if_sent_in_it(rig: DoorRig) -> None:
    words = """put <b>me</b> & "Ben" in an 'office'"""
    secret = await rig.refused(words)
    page = await rig.page(secret)
    assert page.status == 200
    assert page.headers["Content-Type"].startswith("text/html")
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "put &lt;b&gt;me&lt;/b&gt; &amp; " in page.text
    assert "<b>me" not in page.text
    for private in (ANNA.key, "Anna", "telegram", "Telegram"):
        assert private not in page.text, "no name of the chat"
    upload = await rig.upload(secret, b"x" * 3000, "Ferien 2026.MOV")
    assert (await rig.done(secret, [upload])).status == 200
    (message,) = rig.dropped()
    assert message.body == Text(words)
    assert (message.chat, message.sender.name) == (ANNA, "Anna")
    assert rig.house.clock.now() - message.at < timedelta(minutes=1), "it is of now"
    assert (message.platform_id, message.reply_to, message.album) == ("", "p1", None)
    (file,) = message.attachments
    assert (file.name, file.size_bytes, file.kind) == (
        "Ferien 2026.MOV",
        3000,
        AttachmentKind.VIDEO,
    )
    assert file.is_dropped
    assert await rig.house.store.open_jobs(ANNA) == [message.id]
    async with rig.doorway.open(file) as opened:
        assert b"".join([chunk async for chunk in opened.chunks]) == b"x" * 3000


async def test_new_words_take_the_place_of_the_first_ones(rig: DoorRig) -> None:
    secret = await rig.refused("blur it")
    uploads = [await rig.upload(secret), await rig.upload(secret, name="beach.jpg")]
    assert (await rig.done(secret, uploads, "  use the beach  ")).status == 200
    (message,) = rig.dropped()
    assert message.body == Text("use the beach")
    assert [one.kind for one in message.attachments] == [AttachmentKind.VIDEO, AttachmentKind.IMAGE]


async def test_what_comes_byte_by_byte_is_whole(rig: DoorRig) -> None:
    secret = await rig.refused()
    body = json.dumps({"uploads": [await rig.upload(secret)], "text": "blur it"})
    async with raw_line(rig.port) as line:
        await line.begin("POST", f"/bot/u/{secret}/done", len(body), Host=HOST)
        for byte in body:
            await line.send(byte)
        assert (await line.line()).startswith("HTTP/1.1 200")
    await rig.inbox.drain()
    assert [one.body for one in rig.dropped()] == [Text("blur it")]


async def test_without_any_words_the_chat_is_asked_what_to_do(rig: DoorRig) -> None:
    secret = await rig.refused("")
    await rig.say(sent(2, "status"))
    assert (await rig.done(secret, [await rig.upload(secret)])).status == 200
    assert rig.house.wall.texts()[-1] == rig.house.say("ask-what-to-do")
    assert rig.house.wall.sent[-1].reply_to == "p1", "the answer is to what the person had sent"


async def test_it_comes_after_what_was_said_meanwhile(rig: DoorRig) -> None:
    store = rig.house.store
    secret, other = await rig.refused(number=1), await rig.refused(number=2)
    await rig.say(sent(3, "add a title", replace(LARGE, size_bytes=5)))
    for one in (other, secret):
        assert (await rig.done(one, [await rig.upload(one)])).status == 200
        rig.house.clock.at += timedelta(seconds=1)
    first, second = rig.dropped()
    assert await store.open_jobs(ANNA) == [sent(3, "").id, first.id, second.id]
    assert [first.reply_to, second.reply_to] == ["p2", "p1"]
    await rig.say(sent(4, "cancel"))
    assert all([await store.is_cancel_requested(one.id) for one in (first, second)])


async def test_one_of_several_jobs_of_one_number_is_taken_back(rig: DoorRig) -> None:
    store, clock = rig.house.store, rig.house.clock
    await store.accept(sent(1, "blur it"), EDIT_JOB)
    for number in (2, 3):
        secret = await rig.refused(number=number)
        await rig.done(secret, [await rig.upload(secret)])
        clock.at += timedelta(seconds=1)
    first, second = rig.dropped()
    buttons = [one.buttons[0].data for one in rig.house.wall.sent if one.buttons]
    tap = replace(sent(9, ""), body=Press(buttons[-1]))
    await rig.say(tap)
    asked = [await store.is_cancel_requested(one) for one in (sent(1, "").id, first.id, second.id)]
    assert asked == [False, False, True]


@pytest.mark.parametrize(
    ("typed", "how"),
    [("blur it", {"mentions_bot": True}), ("/edit blur it", {"mentions_bot": True})],
)
async def test_in_a_group_it_is_for_the_bot_and_for_its_thread(
    rig: DoorRig, typed: str, how: dict[str, bool]
) -> None:
    secret = await rig.refused(typed, chat=GROUP, is_direct=False, **how)
    assert (await rig.done(secret, [await rig.upload(secret)])).status == 200
    (message,) = rig.dropped(GROUP)
    assert (message.body, message.is_direct) == (Text("blur it"), False)


async def test_an_album_gets_one_link_and_its_words_go_with_it(rig: DoorRig) -> None:
    small = replace(LARGE, size_bytes=5)
    for number, (words, file) in enumerate([("blur them", small), ("", LARGE), ("", LARGE)], 1):
        await rig.say(sent(number, words, file, album="a"))
    (secret,) = LINK.findall(" ".join(rig.house.wall.texts()))
    assert "blur them" in (await rig.page(secret)).text
    assert (await rig.done(secret, [await rig.upload(secret)])).status == 200
    (message,) = rig.dropped()
    assert (message.body, message.album, message.reply_to) == (Text("blur them"), None, "p2")


async def test_only_what_can_be_had_is_asked_for(house: House, tmp_path: Path) -> None:
    async with DoorRig(house, tmp_path) as rig:
        await rig.say(sent(1, "blur it", replace(LARGE, size_bytes=500 * MIB + 1)))
        assert house.wall.texts() == [house.say("error-clip-too-large", limit_mb=500)]
    async with DoorRig(house, tmp_path, public_url=None) as rig:
        await rig.say(sent(2, "blur it", LARGE))
        assert house.wall.texts()[1:] == [house.say("error-clip-too-large-to-fetch", limit_mb=20)]


async def test_later_words_about_the_refused_clip_are_for_what_was_dropped(rig: DoorRig) -> None:
    services, store = rig.house.services, rig.house.store
    secret = await rig.refused(number=1)
    await rig.done(secret, [await rig.upload(secret)])
    (message,) = rig.dropped()
    later = sent(2, "make it blue", reply_to="p1")
    await rig.say(later)
    planning = Planning(services, await services.voice(later))
    (batch,) = (await planning.plan(later))["batches"]
    assert batch["places"] == [(message.id, 0)]
    project = await store.add_session(ANNA, "s", "t", "u")
    await store.take_attachment(message.id, 0, project.id, "hash")
    (batch,) = (await planning.plan(later))["batches"]
    assert (batch["places"], batch["session_id"]) == ([], project.id)


# --- once ---------------------------------------------------------------------------------------


async def test_a_second_click_changes_nothing(rig: DoorRig) -> None:
    secret = await rig.refused()
    uploads = [await rig.upload(secret)]
    answers = await at_once(*(rig.done(secret, uploads) for _ in range(4)))
    answers.append(await rig.done(secret, uploads, "other words"))
    assert [one.status for one in answers] == [200] * 5
    (message,) = rig.dropped()
    assert message.body == Text("blur it")
    assert await rig.house.store.open_jobs(ANNA) == [message.id]


async def test_of_two_drops_at_once_one_counts_and_the_other_hears_it(rig: DoorRig) -> None:
    secret = await rig.refused()
    drops = [[await rig.upload(secret, b"one")], [await rig.upload(secret, b"other")]]
    answers = await at_once(*(rig.done(secret, uploads) for uploads in drops))
    assert sorted(one.status for one in answers) == [200, 404]
    (message,) = rig.dropped()
    counted = drops[[one.status for one in answers].index(200)]
    assert [file.ref for file in message.attachments] == counted
    assert rig.kept() == set(counted), "what nobody wants is not kept"


async def test_a_new_start_goes_on_where_the_last_one_was(rig: DoorRig) -> None:
    secret = await rig.refused()
    begun = await rig.begin(secret, 8)
    upload = begun.headers["Location"].rpartition("/")[2]
    assert (await rig.append(secret, upload, b"half")).status == 204
    await rig.restart()
    assert (await rig.append(secret, upload, b"half", at_bytes=4)).status == 204
    await rig.restart(is_fed=False)
    answer = await rig.done(secret, [upload])
    assert (answer.status, "Retry-After" in answer.headers) == (503, True)
    assert rig.dropped() == []
    door = await rig.doors.find(secret)
    assert door is not None and door.taken is None, "nothing was used up"
    await rig.restart()
    assert (await rig.done(secret, [upload])).status == 200
    await rig.restart()
    assert (await rig.done(secret, [upload])).status == 200
    assert len(rig.dropped()) == 1


async def test_a_crash_between_the_click_and_the_core_loses_nothing(rig: DoorRig) -> None:
    secret = await rig.refused()
    uploads = [await rig.upload(secret)]
    door = await rig.doors.find(secret)
    assert door is not None
    noted = await rig.doors.use(door, [replace(LARGE, ref=uploads[0], is_dropped=True)], "")
    await rig.restart()
    assert rig.dropped() == []
    await rig.inbox.resume()
    await rig.inbox.drain()
    assert rig.dropped() == [noted]
    await rig.inbox.resume()
    assert (await rig.done(secret, uploads)).status == 200
    assert await rig.house.store.open_jobs(ANNA) == [one.id for one in rig.dropped()]


# --- links that are over ------------------------------------------------------------------------


async def test_a_link_that_is_over_tells_nothing(rig: DoorRig) -> None:
    used, ended = await rig.refused(number=1), await rig.refused(number=2)
    upload = await rig.upload(used)
    await rig.done(used, [upload])
    pages = [await rig.page(used)]
    rig.house.clock.at += timedelta(days=1)
    forged = [ended[:-1] + ("A" if ended[-1] != "A" else "B"), ended[:20], "x", "%00", "a" * 4000]
    forged += ["..%2f..%2fetc", "%ff", "assets", "'%20or%201=1--"]
    for secret in (ended, *forged):
        pages.append(await rig.page(secret))
        for answer in (
            await rig.begin(secret, 4),
            await rig.append(secret, upload, b"more"),
            await rig.done(secret, [upload]),
        ):
            assert answer.status == 404, secret
            assert json.loads(answer.body)["code"] == "over"
    assert {(one.status, one.body) for one in pages} == {(404, pages[0].body)}
    assert rig.house.say("door-over-title") in pages[0].text
    assert (await rig.begin(used, 4)).status == 404
    assert len(rig.dropped()) == 1


async def test_what_was_brought_to_a_link_that_ended_goes_with_it(rig: DoorRig) -> None:
    secret = await rig.refused()
    await rig.upload(secret)
    await rig.begin(secret, 9)
    rig.house.clock.at += timedelta(days=1)
    await rig.doorway.sweep()
    assert rig.kept() == set()


async def test_ended_doors_are_looked_for_all_the_time(rig: DoorRig) -> None:
    secret, used = await rig.refused(number=1), await rig.refused(number=2)
    upload = await rig.upload(used)
    await rig.done(used, [upload])
    async with swept(rig.doorway.sweep, "What was brought to ended doors", 0.01):
        await rig.upload(secret)
        rig.house.clock.at += timedelta(days=1)
        await until(lambda: rig.kept() == {upload})
        (left,) = await rig.house.store.doors(ANNA)
        assert left.taken is not None, "words about it lead to what was dropped"
        rig.house.clock.at += timedelta(days=30)
        await until(lambda: not rig.house.store._doors())


async def test_what_is_brought_while_it_ends_is_not_kept(rig: DoorRig) -> None:
    for number in range(5):
        secret = await rig.refused(number=number + 1)
        upload = await rig.upload(secret)
        before = rig.kept()
        answers = await at_once(
            rig.done(secret, [upload]), *(rig.begin(secret, 9) for _ in range(8))
        )
        assert answers[0].status == 200
        assert rig.kept() == before
        assert (await rig.page(secret)).status == 404


async def test_a_chat_has_so_many_doors_and_those_with_something_stay(rig: DoorRig) -> None:
    first, bens = await rig.refused(), await rig.refused(chat=BEN)
    upload = await rig.upload(first)
    others = []
    for number in range(MOST_OPEN + 2):
        rig.house.clock.at += timedelta(seconds=1)
        others.append(await rig.refused(number=2 + number))
    told = [(await rig.page(secret)).status for secret in others]
    assert told == [404] * 3 + [200] * (MOST_OPEN - 1)
    assert (await rig.page(bens)).status == 200
    assert (await rig.done(first, [upload])).status == 200


async def test_all_doors_of_a_chat_have_one_share(rig: DoorRig) -> None:
    rig.limits["most_bytes"] = 10
    await rig.restart()
    one, other = await rig.refused(number=1), await rig.refused(number=2)
    bens = await rig.refused(chat=BEN)
    assert (await rig.begin(one, 6)).status == 201
    answer = await rig.begin(other, 6)
    told = json.loads(answer.body)
    assert (answer.status, told["code"]) == (413, "share-full")
    assert "after a day" in told["error"], "there is no project here to be deleted"
    assert (await rig.begin(bens, 6)).status == 201


async def test_who_asks_or_begins_too_much_has_to_wait(rig: DoorRig) -> None:
    rig.rates |= {"request_rate": Rate(5, 50.0), "upload_rate": Rate(2, 50.0)}
    await rig.restart()
    one, other = await rig.refused(number=1), await rig.refused(number=2)
    begun = [await rig.begin(secret, 4) for secret in (one, other, one)]
    assert [answer.status for answer in begun] == [201, 201, 429]
    assert (begun[2].headers["Retry-After"], "Location" in begun[2].headers) == ("25", False)
    told = [(await rig.page(secret)).status for secret in ("made-up", one, one)]
    assert told == [404, 200, 429]
    rig.house.clock.at += timedelta(seconds=11)
    assert (await rig.page(other)).status == 200


async def test_a_chat_that_the_bot_left_can_not_be_reached_any_more(rig: DoorRig) -> None:
    secret = await rig.refused(chat=GROUP)
    upload = await rig.upload(secret)
    await rig.say(Left(replace(GROUP, thread="")))
    assert (await rig.page(secret)).status == 404
    assert (await rig.done(secret, [upload])).status == 404
    assert rig.kept() == set()


async def test_a_chat_that_moved_gets_it_where_it_is_now(rig: DoorRig) -> None:
    secret = await rig.refused()
    await rig.say(Moved(NEW, ANNA))
    assert (await rig.done(secret, [await rig.upload(secret)])).status == 200
    (message,) = rig.dropped(NEW)
    assert (message.chat, message.reply_to) == (NEW, None), "it counts its messages anew"
    assert is_named_here(message)


async def test_who_is_forgotten_leaves_no_file_and_no_link(rig: DoorRig) -> None:
    used, unused = await rig.refused(number=1), await rig.refused(number=2)
    bens = await rig.refused(number=1, chat=BEN)
    theirs = await rig.upload(bens)
    await rig.done(used, [await rig.upload(used)], "status")
    (message,) = rig.dropped()
    await rig.house.store.mark_answered(message.id)
    await rig.upload(unused)
    await rig.say(replace(sent(3, ""), body=Press("1:forget")))
    assert rig.kept() == {theirs}
    assert (await rig.page(unused)).status == 404
    assert (await rig.done(bens, [theirs])).status == 200


# --- hostile ------------------------------------------------------------------------------------


async def test_another_site_s_page_can_do_nothing(rig: DoorRig) -> None:
    secret = await rig.refused()
    upload = await rig.upload(secret)
    own = "https://clips.example"
    for origin in ("https://evil.example", "null", "http://clips.example", f"{own}.evil.example"):
        for answer in (
            await rig.done(secret, [upload], origin=origin),
            await rig.begin(secret, 5, origin=origin),
            await rig.append(secret, upload, b"", at_bytes=4, origin=origin),
        ):
            assert answer.status == 403, origin
    assert (await rig.done(secret, [upload], host="evil.example")).status == 421
    assert rig.dropped() == []
    assert (await rig.done(secret, [upload], origin=own)).status == 200


async def test_only_its_own_whole_uploads_are_taken(rig: DoorRig) -> None:
    secret, other = await rig.refused(number=1), await rig.refused(number=2)
    mine, theirs = await rig.upload(secret), await rig.upload(other)
    half = (await rig.begin(secret, 9)).headers["Location"].rpartition("/")[2]
    for uploads in ([theirs], [mine, theirs], [half], ["../key"], ["0" * 32]):
        answer = await rig.done(secret, uploads)
        assert (answer.status, json.loads(answer.body)["code"]) == (409, "upload-gone")
    assert (await rig.append(secret, theirs, b"", at_bytes=4)).status == 404
    assert rig.dropped() == []


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        pytest.param(asked, status, id=name)
        for name, asked, status in (
            ("nothing", b"", 400),
            ("no object", [], 400),
            ("deep", b"[" * 50_000, 400),
            ("no list", {"uploads": "x"}, 400),
            ("no files", {"uploads": []}, 400),
            ("no ids", {"uploads": [1]}, 400),
            ("twice the same", {"uploads": ["x", "x"]}, 400),
            ("many", {"uploads": [str(number) for number in range(11)]}, 400),
            ("no words", {"uploads": ["x"], "text": 5}, 400),
            ("long words", {"uploads": ["x"], "text": "a" * 8_001}, 413),
            ("large", b" " * 70_000, 413),
            ("a login", {"uploads": ["x"], "text": "/login abc"}, 422),
            ("an access key", {"uploads": ["x"], "text": KEY}, 422),
        )
    ],
)
async def test_what_makes_no_sense_is_refused(rig: DoorRig, asked: Any, status: int) -> None:
    secret = await rig.refused()
    body = asked if isinstance(asked, bytes) else json.dumps(asked).encode()
    answer = await rig.ask("POST", f"/bot/u/{secret}/done", data=body)
    assert answer.status == status
    told: dict[str, Any] = json.loads(answer.body)
    assert set(told) == {"error", "code"}
    door = await rig.doors.find(secret)
    assert door is not None and door.taken is None, "nothing was used up"


async def test_a_link_s_secret_is_nowhere_but_in_the_chat(
    rig: DoorRig, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = await rig.refused(f"blur it {KEY}")
    await rig.done(secret, [await rig.upload(secret)])
    kept = repr(rig.house.store._chats)
    assert secret not in kept
    assert KEY not in kept, "nor what was said with the clip"
    assert secret not in caplog.text
