"""The way in: committed before acknowledged, once, and never with a token written down."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.conversation import Conversation
from core.flows.jobs import EDIT_JOB, EXPORT_JOB
from core.inbox import Inbox
from core.model import Attachment, AttachmentKind, Body, Command, Incoming, Press, Text
from core.secrecy import MASK, Secret
from storage.memory import MemoryStore
from storage.memory_rows import Message
from tests.contract.store_rig import ANNA, CLIP, PICTURE, OwnClock, incoming
from tests.servers.nemo import FakeNemo
from tests.unit.core_rig import House

QUOTED = Attachment("file-9", AttachmentKind.VIDEO, "seen.mp4")


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
    message = incoming(number, ANNA, *files)
    return replace(message, body=given, platform_id=f"p{number}", at=OwnClock().at)


async def received(house: House, message: Incoming) -> Message | None:
    """What the store keeps of it after everything was said."""
    await house.inbox.receive(message)
    await house.inbox.drain()
    chats = house.store._chats
    return chats[message.chat.key].messages.get(message.id) if message.chat.key in chats else None


@pytest.mark.parametrize(
    ("body", "job"),
    [
        ("blur the background", EDIT_JOB),
        ("export", EXPORT_JOB),
        (Press("1:export"), EXPORT_JOB),
        (Press("1:idea-blur"), EDIT_JOB),
        ("help", None),
        (Press("1:keep"), None),
        (Press("1:of-tomorrow"), None),
        ("blur https://youtu.be/abc", None),
        ("blur https://e.org/clip.mp4", EDIT_JOB),
        ("https://e.org/clip.mp4", None),
    ],
)
async def test_work_becomes_a_job_and_a_question_is_answered_at_once(
    house: House, body: Body | str, job: str | None
) -> None:
    kept = await received(house, wrote(1, body))
    assert kept is not None
    assert kept.job == job
    assert kept.is_answered is (job is None)
    assert len(house.wall.sent) == (job is None)


async def test_a_message_seen_twice_is_answered_once(house: House) -> None:
    for _ in range(3):
        await received(house, wrote(1, "help"))
    assert house.wall.texts() == [house.say("help")]


async def test_whoever_is_not_spoken_to_keeps_quiet(house: House) -> None:
    in_group = replace(wrote(1, "blur it"), is_direct=False)
    assert await received(house, in_group) is None
    bot = replace(wrote(2, "help"), sender=replace(wrote(2, "help").sender, is_bot=True))
    assert await received(house, bot) is None
    assert await received(house, replace(in_group, mentions_bot=True)) is not None


async def test_the_parts_of_an_album_join_its_first(house: House) -> None:
    first = replace(wrote(1, "blur them", CLIP), album="a")
    second = replace(wrote(2, "", PICTURE), album="a")
    for part in (first, second):
        await received(house, part)
    assert await house.store.open_jobs(ANNA) == [first.id]
    assert [part.id for part in await house.store.joined(first.id)] == [first.id, second.id]
    assert house.wall.sent == []


async def test_a_clip_without_words_is_asked_about_once_for_several_in_a_row(house: House) -> None:
    await house.inbox.receive(wrote(1, "", CLIP))
    await house.inbox.receive(wrote(2, "", CLIP))
    await house.inbox.drain()
    assert house.wall.texts() == [house.say("ask-what-to-do")]
    assert len(house.wall.sent[0].buttons) == 3


# --- what a message answers ---------------------------------------------------------------------


async def test_files_of_an_answered_message_count_when_we_never_saw_it(house: House) -> None:
    answer = replace(wrote(2, "blur it"), reply_to="p1", quoted=(QUOTED,))
    kept = await received(house, answer)
    assert kept is not None
    assert kept.incoming.attachments == (QUOTED,)
    assert kept.incoming.quoted == ()


async def test_files_of_an_answered_message_that_we_have_are_not_taken_twice(house: House) -> None:
    await received(house, wrote(1, "", CLIP))
    kept = await received(house, replace(wrote(2, "blur it"), reply_to="p1", quoted=(QUOTED,)))
    assert kept is not None
    assert kept.incoming.attachments == kept.incoming.quoted == ()
    assert kept.incoming.reply_to == "p1"


async def test_a_result_of_ours_that_is_answered_is_no_new_clip(house: House) -> None:
    session = await house.store.add_session(ANNA, "1", "2", "u")
    await house.store.begin_delivery("out-1", ANNA, session.id)
    await house.store.end_delivery("out-1", "ours-1")
    kept = await received(house, replace(wrote(2, "export"), reply_to="ours-1", quoted=(QUOTED,)))
    assert kept is not None
    assert kept.incoming.attachments == ()
    assert kept.job == EXPORT_JOB


# --- tokens -------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_good", [True, False])
@pytest.mark.parametrize(
    "way",
    [
        "/login {}",
        "/LOGIN   {}",
        "/token {}",
        "／login {}",
        "/login\n{}",
        "{}",
        "  {}\n",
        "my token is {}, please use it",
        "login {}",
        "blur it {}",
        "Bearer {}",
        "`{}`",
        "https://e.org/{}/clip.mp4 blur it",
        "https://e.org/clip.mp4?token={}",
        Command("login", "{}"),
        Command("Login", "{}"),
        Command("token", "{} and more"),
        Command("start", "{}"),
        Command("of-tomorrow", "{}"),
    ],
)
async def test_a_token_is_never_written_down_with_its_message(
    house: House,
    nemo: FakeNemo,
    caplog: pytest.LogCaptureFixture,
    way: str | Command,
    is_good: bool,
) -> None:
    caplog.set_level(logging.DEBUG)
    token = nemo.new_token("anna") if is_good else "nmv_usr_made-up"
    if isinstance(way, str):
        body: Body = Text(way.format(token))
    else:
        body = Command(way.name, way.argument.format(token))
    kept = await received(house, replace(wrote(1, body), platform_id="p1"))
    assert kept is not None
    assert token not in repr(vars(house.store))
    assert token not in caplog.text
    assert not [text for text in house.wall.texts() if token in text]


async def test_a_token_in_the_name_of_a_file_or_a_caption_is_not_written_down(
    house: House, nemo: FakeNemo
) -> None:
    token = nemo.new_token("anna")
    named = Attachment("file-1", AttachmentKind.VIDEO, f"{token}.mp4")
    kept = await received(house, wrote(1, f"/login {token}", named))
    assert kept is not None
    assert token not in repr(vars(house.store))
    assert kept.incoming.attachments[0].ref == "file-1"


@pytest.mark.parametrize("secret", ["hunter2", "a b c"])
async def test_whatever_follows_login_is_a_secret(house: House, secret: str) -> None:
    for number, body in enumerate([Text(f"/login {secret}"), Command("login", secret)], 1):
        kept = await received(house, wrote(number, body))
        assert kept is not None
        assert secret not in repr(vars(house.store))


@pytest.mark.parametrize("way", ["/login {}", "{}", Command("login", "{}")])
async def test_a_token_is_used_and_its_message_taken_out_of_the_chat(
    house: House, nemo: FakeNemo, way: str | Command
) -> None:
    token = nemo.new_token("anna")
    body: Body = Text(way.format(token)) if isinstance(way, str) else Command("login", token)
    await received(house, wrote(1, body))
    assert house.wall.texts() == [house.say("login-done")]
    assert house.wall.deleted == ["p1"]
    assert await house.tokens.load(ANNA) == Secret(token)
    await received(house, wrote(2, "/login"))
    assert house.wall.texts()[-1] == house.say("logged-out")
    assert await house.tokens.load(ANNA) is None


async def test_in_a_group_a_token_is_deleted_and_not_used(house: House, nemo: FakeNemo) -> None:
    house.allow(is_private=False)
    token = nemo.new_token("anna")
    await received(house, wrote(1, Command("login", token)))
    assert house.wall.texts() == [house.say("login-private")]
    assert house.wall.deleted == ["p1"]
    assert await house.tokens.load(ANNA) is None
    assert nemo.seen("credits") == []


async def test_a_wrong_token_changes_nothing_and_is_said_so(house: House) -> None:
    await received(house, wrote(1, "/login nmv_usr_made-up"))
    assert house.wall.texts() == [house.say("login-rejected")]
    assert await house.tokens.load(ANNA) is None


# --- after a crash ------------------------------------------------------------------------------


async def test_a_question_that_a_crash_swallowed_is_answered_at_the_next_start(
    house: House,
) -> None:
    await house.store.accept(wrote(1, "help"), None)
    await house.inbox.resume()
    await house.inbox.drain()
    assert house.wall.texts() == [house.say("help")]
    await house.inbox.resume()
    await house.inbox.drain()
    assert len(house.wall.sent) == 1


async def test_an_old_question_is_left_in_peace(house: House) -> None:
    await house.store.accept(wrote(1, "help"), None)
    house.clock.at += timedelta(minutes=11)
    await house.inbox.resume()
    await house.inbox.drain()
    assert house.wall.sent == []


async def test_a_token_that_a_crash_swallowed_is_asked_for_again(house: House) -> None:
    await house.store.accept(wrote(1, f"/login {MASK}"), None)
    await house.inbox.resume()
    await house.inbox.drain()
    assert house.wall.texts() == [house.say("login-again")]


async def test_a_message_that_nobody_can_take_in_is_given_up_and_its_person_told(
    house: House,
) -> None:
    broken = wrote(7, Text(None))  # type: ignore[arg-type] - a fault of some adapter
    for _ in range(2):
        with pytest.raises(AttributeError):
            await house.inbox.receive(broken)
    await house.inbox.receive(broken)
    await house.inbox.drain()
    assert house.wall.texts() == [house.say("error-internal")]
    assert await received(house, wrote(8, "help")) is not None


class FullStore(MemoryStore):
    """A store on a disk that is full for a while."""

    is_full = True

    async def accept(
        self, incoming: Incoming, job: str | None, instead_of: str | None = None
    ) -> bool:
        if self.is_full:
            raise OSError("No space left on device")
        return await super().accept(incoming, job, instead_of)

    async def beat(self, boot: str) -> datetime | None:
        if self.is_full:
            raise OSError("No space left on device")
        return await super().beat(boot)


async def test_a_message_waits_as_long_as_nothing_can_be_stored(house: House) -> None:
    store = FullStore(clock=house.clock)
    conversation = Conversation(replace(house.services, store=store))
    inbox = Inbox(store, conversation, house.clock)
    message = wrote(7, "help")
    for _ in range(10):
        with pytest.raises(OSError, match="space"):
            await inbox.receive(message)
    store.is_full = False
    await inbox.receive(message)
    await inbox.drain()
    assert await store.message(message.id) == message


async def test_a_platform_with_a_welcome_of_its_own_is_not_greeted(house: House) -> None:
    house.allow(has_welcome=True)
    stranger = replace(ANNA, chat="44")
    first = replace(wrote(1, "status"), chat=stranger, id=incoming(1, stranger).id)
    await house.inbox.receive(first)
    await house.inbox.drain()
    assert house.wall.texts()
    assert not [text for text in house.wall.texts() if house.say("greeting") in text]
