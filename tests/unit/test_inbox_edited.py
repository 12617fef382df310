"""Edited messages on their way in: new words count until the work is planned, and are told once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from core import durable
from core.conversation import Conversation
from core.flows.jobs import EDIT_JOB, EXPORT_JOB
from core.inbox import Inbox
from core.model import Attachment, Body, Command, Incoming, Text
from core.secrecy import MASK
from storage.memory import MemoryStore
from tests.contract.store_rig import ANNA, CLIP, PICTURE, OwnClock, incoming
from tests.servers.nemo import FakeNemo
from tests.unit.core_rig import House

TOO_LATE = "edit-too-late"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with FakeNemo() as nemo, House(nemo.url, tmp_path) as house:
        await house.store.greet(ANNA)
        yield house


def wrote(number: int, body: Body | str, *files: Attachment) -> Incoming:
    """A message that stands under the platform's id "p"."""
    given = Text(body) if isinstance(body, str) else body
    message = replace(incoming(number, ANNA, *files), body=given, at=OwnClock().at)
    return replace(message, platform_id="p")


def edited(number: int, body: Body | str, *files: Attachment) -> Incoming:
    return replace(wrote(number, body, *files), is_edited=True)


async def receive(house: House, *messages: Incoming) -> None:
    for message in messages:
        await house.inbox.receive(message)
        await house.inbox.drain()


async def test_words_are_replaced_while_the_job_waits_and_nothing_is_said(house: House) -> None:
    first = wrote(1, "blur it", CLIP)
    await receive(house, first, edited(2, "crop it", CLIP), edited(3, "crop it", CLIP))
    assert house.wall.texts() == []
    assert await house.store.open_jobs(ANNA) == [first.id]
    kept = await house.store.message(first.id)
    assert kept.body == Text("crop it")
    assert kept.attachments == (CLIP,)


async def test_links_and_secrets_of_the_new_words_are_treated_as_any(house: House) -> None:
    first = wrote(1, "blur https://e.org/a.mp4")
    await receive(house, first, edited(2, "crop https://e.org/b.mp4 nmv_usr_made-up"))
    kept = await house.store.message(first.id)
    assert kept.body == Text(f"crop {MASK}")
    assert [file.ref for file in kept.attachments] == ["https://e.org/b.mp4"]
    assert "nmv_usr_made-up" not in repr(vars(house.store))


async def test_words_that_come_too_late_are_told_once_each(house: House) -> None:
    first = wrote(1, "blur it", CLIP)
    await receive(house, first)
    await house.store.close_album(first.id)
    await receive(house, edited(2, "blur it", CLIP))
    assert house.wall.texts() == [], "a look at its links is no news"
    late = edited(3, "crop it", CLIP)
    await receive(house, late, late, replace(late, id=edited(4, "").id))
    assert house.wall.texts() == [house.say(TOO_LATE)]
    await receive(house, edited(5, "trim it", CLIP))
    assert house.wall.texts() == [house.say(TOO_LATE)] * 2
    assert (await house.store.message(first.id)).body == Text("blur it")
    waiting = [place[:2] for place in await house.store.pending_attachments(ANNA)]
    assert waiting == [(first.id, 0)], "the clip is there once"


async def test_words_that_were_taken_away_from_a_begun_job_are_no_news(house: House) -> None:
    first = wrote(1, "blur it", CLIP)
    await receive(house, first)
    await house.store.close_album(first.id)
    await receive(house, edited(2, "", CLIP))
    assert house.wall.texts() == []


async def test_too_late_is_told_at_the_next_start_if_a_crash_swallowed_it(house: House) -> None:
    first, late = wrote(1, "blur it"), replace(edited(2, "crop it"), attachments=())
    await house.store.accept(first, EDIT_JOB)
    await house.store.close_album(first.id)
    await house.store.accept(late, None)
    await house.inbox.resume()
    await receive(house, late)
    assert house.wall.texts() == [house.say(TOO_LATE)]


async def test_a_clip_that_waits_gets_the_words_of_its_edit(house: House) -> None:
    clip = wrote(1, "", CLIP)
    await receive(house, clip, edited(2, "blur it", CLIP))
    assert house.wall.texts() == [house.say("ask-what-to-do")]
    [job] = await house.store.open_jobs(ANNA)
    became = await house.store.message(job)
    assert (became.body, became.attachments, became.reply_to) == (Text("blur it"), (), "p")
    # Edited once more before it begins, it is still that one job, and the clip is there once.
    await receive(house, edited(3, "crop it", CLIP))
    assert await house.store.open_jobs(ANNA) == [job]
    assert (await house.store.message(job)).body == Text("crop it")
    assert [place[0] for place in await house.store.pending_attachments(ANNA)] == [clip.id]


async def test_a_wordless_album_gets_the_words_of_an_edit_for_all_its_parts(house: House) -> None:
    first = replace(wrote(1, "", CLIP), album="a")
    second = replace(wrote(2, "", CLIP), album="a", platform_id="q")
    await receive(house, first, second)
    await house.store.close_album(first.id)
    await house.store.mark_answered(first.id)
    await receive(house, replace(edited(3, "blur them", CLIP), album="a"))
    [job] = await house.store.open_jobs(ANNA)
    became = await house.store.message(job)
    assert (became.attachments, became.album, became.reply_to) == ((), None, None)
    assert TOO_LATE not in house.wall.texts()


async def test_a_corrected_question_is_answered(house: House) -> None:
    await receive(house, wrote(1, Command("halp")), edited(2, Command("credits")))
    assert house.wall.texts()[0] == house.say("help")
    assert house.wall.texts()[1].startswith("You have")
    await receive(house, edited(3, Command("credits")))
    assert len(house.wall.sent) == 2


@pytest.mark.parametrize("is_begun", [True, False])
async def test_a_question_in_place_of_work_is_answered_at_once(
    house: House, is_begun: bool
) -> None:
    first = wrote(1, "blur it")
    await receive(house, first)
    if is_begun:
        await house.store.close_album(first.id)
    await receive(house, edited(2, "help"))
    assert house.wall.texts() == [house.say("help")]
    assert await house.store.is_cancel_requested(first.id) is not is_begun


async def test_work_of_another_kind_takes_the_place_of_work_that_waits(house: House) -> None:
    first, second = wrote(1, "export"), edited(2, "blur it")
    await receive(house, first, second)
    assert await house.store.is_cancel_requested(first.id)
    assert await house.store.open_jobs(ANNA) == [first.id, second.id]
    assert house.store._chats[ANNA.key].messages[first.id].job == EXPORT_JOB
    assert (await house.store.message(second.id)).is_edited is False


async def test_an_edit_of_what_was_never_seen_is_a_new_message(house: House) -> None:
    message = edited(1, "blur it", CLIP, PICTURE)
    await receive(house, message, message)
    assert await house.store.open_jobs(ANNA) == [message.id]
    assert (await house.store.message(message.id)).attachments == (CLIP, PICTURE)


async def test_in_a_group_an_edit_counts_when_it_names_the_bot(house: House) -> None:
    first = replace(wrote(1, "blur it", CLIP), is_direct=False, mentions_bot=True)
    await receive(house, first, replace(edited(2, "crop it", CLIP), is_direct=False))
    assert (await house.store.message(first.id)).body == Text("blur it")
    named = replace(edited(3, "crop it", CLIP), is_direct=False, mentions_bot=True)
    await receive(house, named)
    assert (await house.store.message(first.id)).body == Text("crop it")


# --- another file -------------------------------------------------------------------------------

OTHER = replace(CLIP, ref="file-other", name="other.mp4")
LARGE = replace(CLIP, ref="file-large", size_bytes=20_000_001)


async def waiting(house: House) -> list[tuple[str, Attachment]]:
    """Which files wait for words, by their messages."""
    return [(place[0], place[2]) for place in await house.store.pending_attachments(ANNA)]


async def test_a_clip_that_waits_gives_its_place_to_another(house: House) -> None:
    await receive(house, wrote(1, "", CLIP), edited(2, "", OTHER), edited(2, "", OTHER))
    assert await waiting(house) == [(edited(2, "").id, OTHER)]
    assert house.wall.texts() == [house.say("ask-what-to-do")] * 2


@pytest.mark.parametrize("words", ["", "blur it"])
async def test_a_clip_that_was_too_large_is_replaced_by_one_that_is_not(
    house: House, words: str
) -> None:
    await receive(house, wrote(1, words, LARGE))
    heard = len(house.wall.sent)
    assert heard == 1
    second = edited(2, words, CLIP)
    await receive(house, second)
    assert await waiting(house) == [(second.id, CLIP)]
    assert await house.store.open_jobs(ANNA) == ([second.id] if words else [])
    asked = [] if words else [house.say("ask-what-to-do")]
    assert house.wall.texts()[heard:] == asked


async def test_another_clip_for_work_that_has_begun_is_work_of_its_own(house: House) -> None:
    first, second = wrote(1, "blur it", CLIP), edited(2, "blur it", OTHER)
    await receive(house, first)
    await house.store.close_album(first.id)
    await receive(house, second)
    assert await house.store.open_jobs(ANNA) == [first.id, second.id]
    assert (await house.store.message(second.id)).attachments == (OTHER,)
    assert house.wall.texts() == [house.say("queued", place=1)]


async def test_a_clip_without_words_in_place_of_work_that_waits_is_asked_about(
    house: House,
) -> None:
    first = wrote(1, "blur it", CLIP)
    await receive(house, first, edited(2, "", OTHER))
    assert await house.store.is_cancel_requested(first.id)
    assert await waiting(house) == [(edited(2, "").id, OTHER)]
    assert house.wall.texts() == [house.say("ask-what-to-do")]


async def test_a_login_that_was_edited_is_tried_again(house: House) -> None:
    first, second = wrote(1, Command("login", "wrong")), edited(2, Command("login", "right"))
    await receive(house, first, second)
    assert house.wall.texts() == [house.say("login-rejected")] * 2
    assert house.wall.deleted == ["p", "p"]


# --- work whose place is taken ------------------------------------------------------------------


@pytest.mark.parametrize(("words", "files"), [("", (CLIP,)), ("help", ())])
async def test_work_that_is_taken_back_is_told_so_at_once(
    house: House, monkeypatch: pytest.MonkeyPatch, words: str, files: tuple[Attachment, ...]
) -> None:
    first = wrote(1, "blur it", CLIP)
    await receive(house, first)
    running = durable.Job(first.id)
    monkeypatch.setitem(durable._runtime.jobs, first.id, running)
    await receive(house, edited(2, words, *files))
    assert await house.store.is_cancel_requested(first.id)
    with pytest.raises(durable.JobCancelled):
        await running._raced(house.clock.sleep(0))


class CutStore(MemoryStore):
    """A store whose process ends right before a message is accepted."""

    is_cut = False

    async def accept(
        self, incoming: Incoming, job: str | None, instead_of: str | None = None
    ) -> bool:
        if self.is_cut:
            raise asyncio.CancelledError
        return await super().accept(incoming, job, instead_of)


async def test_a_crash_in_the_middle_of_an_edit_loses_no_words(house: House) -> None:
    store = CutStore(clock=house.clock)
    await store.greet(ANNA)
    inbox = Inbox(store, Conversation(replace(house.services, store=store)), house.clock)
    first, second = wrote(1, "export"), edited(2, "blur it")
    await inbox.receive(first)
    store.is_cut = True
    with pytest.raises(asyncio.CancelledError):
        await inbox.receive(second)
    # What starts again works off what was asked for, until the edit is told once more.
    assert not await store.is_cancel_requested(first.id)
    store.is_cut = False
    await inbox.receive(second)
    await inbox.drain()
    assert await store.is_cancel_requested(first.id)
    assert await store.open_jobs(ANNA) == [first.id, second.id]
