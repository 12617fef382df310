"""What is not taken in: files that are too large to be had, old small talk, unknown commands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.errors import ClipTooLarge, ClipTooLargeToFetch
from core.flows.jobs import EDIT_JOB
from core.flows.planning import Planning
from core.model import Attachment, Body, ChatRef, Command, Incoming, Left, Moved, Press, Text
from core.secrecy import Secret
from tests.contract.store_rig import ANNA, CLIP, OwnClock, incoming
from tests.servers.nemo import FakeNemo
from tests.unit.core_rig import House

LARGE = replace(CLIP, ref="file-large", size_bytes=20_000_001)
HUGE = replace(CLIP, ref="file-huge", size_bytes=500 * 1024 * 1024 + 1)
NEW = ChatRef("telegram", "bot", "-100")


@pytest.fixture
async def nemo() -> AsyncIterator[FakeNemo]:
    async with FakeNemo() as nemo:
        yield nemo


@pytest.fixture
async def house(nemo: FakeNemo, tmp_path: Path) -> AsyncIterator[House]:
    async with House(nemo.url, tmp_path) as house:
        await house.store.greet(ANNA)
        yield house


def wrote(number: int, body: Body | str, *files: Attachment) -> Incoming:
    given = Text(body) if isinstance(body, str) else body
    message = replace(incoming(number, ANNA, *files), body=given, at=OwnClock().at)
    return replace(message, platform_id=f"p{number}")


async def receive(house: House, *messages: Incoming) -> None:
    for message in messages:
        await house.inbox.receive(message)
        await house.inbox.drain()


async def plan(house: House, message: Incoming) -> tuple[list[list[tuple[str, int]]], bool]:
    """The places of the files of each batch, and whether all were refused."""
    planned = await Planning(house.services, await house.services.voice(message)).plan(message)
    return [one["places"] for one in planned["batches"]], planned.get("is_refused", False)


# --- too large ----------------------------------------------------------------------------------


@pytest.mark.parametrize("limit_bytes", [20_000_000, 20 * 1024 * 1024])
def test_a_limit_is_named_as_whoever_set_it_names_it(limit_bytes: int) -> None:
    assert ClipTooLargeToFetch("", limit_bytes).facts == {"limit_mb": 20}
    assert ClipTooLarge().facts == {"limit_mb": 500}


@pytest.mark.parametrize("words", ["", "blur it"])
@pytest.mark.parametrize(
    ("file", "phrase", "limit_mb"),
    [(LARGE, "error-clip-too-large-to-fetch", 20), (HUGE, "error-clip-too-large", 500)],
)
async def test_a_file_that_can_t_be_had_is_refused_at_once(
    house: House, file: Attachment, phrase: str, limit_mb: int, words: str
) -> None:
    await receive(house, wrote(1, words, file, file))
    assert house.wall.texts() == [house.say(phrase, limit_mb=limit_mb)]
    assert await house.store.open_jobs(ANNA) == []
    assert await house.store.pending_attachments(ANNA) == []


async def test_a_file_of_just_the_limit_and_a_link_are_taken(house: House) -> None:
    just = replace(CLIP, size_bytes=20_000_000)
    unknown = replace(CLIP, size_bytes=None)
    link = replace(HUGE, ref="https://e.org/a.mp4", is_link=True)
    await receive(
        house, *(wrote(n, "blur it", file) for n, file in enumerate((just, unknown, link)))
    )
    assert len(await house.store.open_jobs(ANNA)) == 3
    assert house.wall.texts() == [house.say("queued", place=n) for n in (1, 2)]


async def test_of_an_album_the_other_parts_go_on_with_its_only_words(house: House) -> None:
    parts = [
        replace(wrote(1, "blur them", LARGE), album="a"),
        replace(wrote(2, "", CLIP), album="a"),
        replace(wrote(3, "", LARGE), album="a"),
        replace(wrote(4, "", CLIP), album="a"),
    ]
    await receive(house, *parts)
    assert house.wall.texts() == [house.say("error-clip-too-large-to-fetch", limit_mb=20)]
    assert await house.store.open_jobs(ANNA) == [parts[0].id]
    batches, is_refused = await plan(house, parts[0])
    assert batches == [[(parts[1].id, 0)], [(parts[3].id, 0)]]
    assert not is_refused


async def test_of_an_album_all_of_which_is_too_large_nothing_is_asked(house: House) -> None:
    await house.store.accept(wrote(1, "", CLIP), None)
    parts = [replace(wrote(n, "blur it", LARGE), album="a") for n in (2, 3)]
    await receive(house, *parts)
    assert len(house.wall.sent) == 1
    assert await plan(house, parts[0]) == ([], True), "the words are for what was refused"


async def test_a_new_file_in_place_of_one_that_waits_may_be_too_large(house: House) -> None:
    first = wrote(1, "blur it", CLIP)
    large = replace(wrote(2, "blur it", LARGE), platform_id="p1", is_edited=True)
    await receive(house, first, large)
    assert house.wall.texts() == [house.say("error-clip-too-large-to-fetch", limit_mb=20)]
    assert await house.store.is_cancel_requested(first.id)
    assert await house.store.open_jobs(ANNA) == [first.id]


async def test_a_new_part_of_an_album_may_be_too_large(house: House) -> None:
    first = replace(wrote(1, "blur them", CLIP), album="a")
    second = replace(wrote(2, "", CLIP), album="a")
    large = replace(wrote(3, "", LARGE), album="a", platform_id="p2", is_edited=True)
    await receive(house, first, second, large)
    assert house.wall.texts() == [house.say("error-clip-too-large-to-fetch", limit_mb=20)]
    assert await plan(house, first) == ([[(first.id, 0)]], False)
    waiting = [place[0] for place in await house.store.pending_attachments(ANNA)]
    assert waiting == [first.id]


# --- small talk ---------------------------------------------------------------------------------


def old(message: Incoming) -> Incoming:
    return replace(message, at=OwnClock().at - timedelta(minutes=11))


@pytest.mark.parametrize(
    "body",
    ["status", "how many credits do I have?", "help", Command("settings"), Command("projects"),
     Command("language"), Command("foo"), Press("1:status"), Press("1:of-tomorrow"), "?"],
)  # fmt: skip
async def test_an_old_question_is_taken_and_left_in_peace(house: House, body: Body | str) -> None:
    message = old(wrote(1, body))
    await receive(house, message)
    assert house.wall.sent == []
    kept = house.store._chats[ANNA.key].messages[message.id]
    assert kept.job is None
    assert kept.is_answered
    await receive(house, replace(wrote(2, body), at=OwnClock().at - timedelta(minutes=9)))
    assert len(house.wall.sent) == 1


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ("cancel", "cancel-nothing"),
        ("language 中文", "language-set"),
        (Command("login"), "login-how"),
        (Press("1:open=7"), "project-gone"),
        (Press("1:original"), "settings-original"),
        (Command("forget"), "forget-ask"),
        (Press("1:keep"), "kept"),
        ("https://youtu.be/abc", None),
    ],
)
async def test_what_changes_something_is_done_however_late(
    house: House, body: Body | str, key: str | None
) -> None:
    await receive(house, old(wrote(1, body)))
    [told] = house.wall.texts()
    if key == "language-set":
        assert told == house.services.phrasebook.say(key, "zh-CN")
    elif key is not None:
        assert told.startswith(house.say(key))


async def test_an_old_clip_is_asked_about_and_old_work_is_done(house: House) -> None:
    await receive(house, old(wrote(1, "", CLIP)), old(wrote(2, "blur it")), old(wrote(3, "new")))
    assert house.wall.texts() == [house.say("ask-what-to-do"), house.say("queued", place=1)]
    assert len(await house.store.open_jobs(ANNA)) == 2


async def test_a_first_contact_is_greeted_once_and_not_for_old_small_talk(house: House) -> None:
    stranger = replace(ANNA, chat="44")

    def theirs(message: Incoming) -> Incoming:
        return replace(message, chat=stranger, id=incoming(int(message.id[-2:]), stranger).id)

    await receive(house, theirs(old(wrote(1, "status"))))
    assert house.wall.sent == []
    await receive(house, theirs(old(wrote(2, "cancel"))), theirs(wrote(3, "help")))
    greetings = [text for text in house.wall.texts() if house.say("greeting") in text]
    assert len(greetings) == 1


# --- commands -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body", [Command("foo"), Command("foo", "bar baz"), "/foo", "/foo bar baz", "/помощь"]
)
async def test_an_unknown_command_gets_help(house: House, body: Body | str) -> None:
    await receive(house, wrote(1, body))
    assert house.wall.texts() == [house.say("help")]


@pytest.mark.parametrize("body", [Command("edit", "blur it"), "/edit blur it"])
async def test_the_command_for_edits_carries_the_words(house: House, body: Body | str) -> None:
    message = wrote(1, body, CLIP)
    await receive(house, message)
    assert house.store._chats[ANNA.key].messages[message.id].job == EDIT_JOB
    planned = await Planning(house.services, await house.services.voice(message)).plan(message)
    assert [one["words"] for one in planned["batches"]] == ["blur it"]


@pytest.mark.parametrize("body", [Command("foo", "bar"), "/foo bar", Command("status")])
async def test_any_other_command_says_nothing_about_its_clip(
    house: House, body: Body | str
) -> None:
    message = wrote(1, body, CLIP)
    await receive(house, message)
    assert await plan(house, message) == ([], False)


@pytest.mark.parametrize("body", ["/login {}", Command("login", "{}")])
async def test_a_login_in_a_caption_is_a_login_and_the_clip_waits(
    house: House, nemo: FakeNemo, body: str | Command
) -> None:
    token = nemo.new_token("anna")
    given = body.format(token) if isinstance(body, str) else Command("login", token)
    message = wrote(1, given, CLIP)
    await receive(house, message)
    assert house.wall.texts() == [house.say("login-done")]
    assert await house.tokens.load(ANNA) == Secret(token)
    assert await house.store.open_jobs(ANNA) == []
    assert await house.store.pending_attachments(ANNA) == [(message.id, 0, CLIP)]
    assert token not in repr(vars(house.store))


# --- the order of things, and chats that move or end ---------------------------------------------


async def test_a_cancel_ends_what_came_before_it_only(house: House) -> None:
    for number in (1, 3):
        await house.store.accept(wrote(number, "blur it"), EDIT_JOB)
    await receive(house, wrote(2, "cancel"))
    assert await house.store.is_cancel_requested(wrote(1, "").id)
    assert not await house.store.is_cancel_requested(wrote(3, "").id)
    await receive(house, wrote(4, Press("1:cancel-one=3")))
    assert await house.store.is_cancel_requested(wrote(3, "").id)


async def test_a_moved_chat_s_jobs_are_found_and_ended_under_its_new_name(house: House) -> None:
    await house.tokens.save(ANNA, Secret("nmv_usr_own"))
    await house.store.accept(wrote(1, "blur it"), EDIT_JOB)
    account = await house.accounts.of(ANNA)
    assert account.is_own
    await house.inbox.receive(Moved(NEW, ANNA))
    cancel = replace(wrote(2, "cancel"), chat=NEW, id=incoming(2, NEW).id)
    await receive(house, cancel)
    assert await house.store.is_cancel_requested(wrote(1, "").id)
    assert await house.store.open_jobs(NEW) == [wrote(1, "").id]


async def test_when_the_bot_is_thrown_out_its_work_there_ends_without_a_word(house: House) -> None:
    topic = replace(ANNA, thread="7")
    messages = [incoming(1, ANNA), incoming(2, topic), incoming(3, replace(ANNA, chat="9"))]
    for message in messages:
        await house.store.accept(message, EDIT_JOB)
    await house.inbox.receive(Left(ANNA))
    ended = [await house.store.is_cancel_requested(message.id) for message in messages]
    assert ended == [True, True, False]
    assert house.wall.sent == []


async def test_a_thread_that_is_gone_ends_its_own_work_alone(house: House) -> None:
    one, other = replace(ANNA, thread="7"), replace(ANNA, thread="8")
    messages = [incoming(number, chat) for number, chat in enumerate([ANNA, one, other], 1)]
    for message in messages:
        await house.store.accept(message, EDIT_JOB)
    await house.inbox.receive(Left(one))
    ended = [await house.store.is_cancel_requested(message.id) for message in messages]
    assert ended == [False, True, False]


async def test_when_the_old_group_of_a_moved_chat_is_left_its_work_goes_on(house: House) -> None:
    await house.store.accept(wrote(1, "blur it"), EDIT_JOB)
    await house.inbox.receive(Moved(NEW, ANNA))
    await house.inbox.receive(Left(ANNA))
    assert not await house.store.is_cancel_requested(wrote(1, "").id)
    await house.inbox.receive(Left(NEW))
    assert await house.store.is_cancel_requested(wrote(1, "").id)
