"""The fake chat platform and its adapter say the truth: what journeys rest on is tested itself."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from core.errors import (
    ChatGone,
    ClipMissing,
    ClipUnreachable,
    DeliveryDelayed,
    DeliveryError,
    DeliveryRefused,
    DeliveryTooLarge,
    DeliveryUnknown,
    MediaError,
)
from core.media import SNIFF_BYTES, peek
from core.model import (
    Attachment,
    AttachmentKind,
    Button,
    ChatRef,
    Command,
    Incoming,
    Media,
    Outgoing,
    Press,
)
from core.ports import Deletes, Idempotent, Recalls
from tests.servers.chat import ChatServer
from tests.servers.chat_clean import assert_clean
from tests.servers.chat_platform import ChatPlatform, connect
from tests.servers.engine_caller import until

ANNA = ChatRef("testchat", "backdrop", "anna")
ABSENCES = 60


@pytest.fixture
async def platform(chat_server: ChatServer) -> AsyncIterator[ChatPlatform]:
    chat_server.chat("anna")
    platform = await connect(chat_server.url)
    yield platform
    await platform.close()


def words(text: str, outgoing_id: str = "1/answer", **more: object) -> Outgoing:
    return replace(Outgoing(outgoing_id, ANNA, text), **more)  # type: ignore[arg-type]


def video(path: Path, size_bytes: int = 1000) -> Media:
    path.write_bytes(bytes(size_bytes))
    return Media(AttachmentKind.VIDEO, str(path), "out.mp4", size_bytes, 320, 180, 1000)


class Hearing:
    """An inbox that can be made to fail or to wait."""

    def __init__(self) -> None:
        self.heard: list[Incoming] = []
        self.refusals = 0
        self.slow = asyncio.Event()
        self.slow.set()

    async def receive(self, incoming: Incoming) -> None:
        if self.refusals:
            self.refusals -= 1
            raise OSError("no room")
        if incoming.chat.chat == "slow":
            await self.slow.wait()
        self.heard.append(incoming)

    async def until(self, count: int) -> None:
        await until(lambda: len(self.heard) >= count)

    def texts(self) -> list[str]:
        return [getattr(one.body, "text", "") for one in self.heard]


async def test_updates_come_in_order_within_a_chat_and_are_acknowledged_when_safe(
    chat_server: ChatServer, platform: ChatPlatform
) -> None:
    hearing, slow = Hearing(), chat_server.chat("slow")
    hearing.slow.clear()
    hearing.refusals = 2
    running = asyncio.create_task(platform.run(hearing.receive))
    slow.say("waits")
    for number in range(5):
        chat_server.chat("anna").say(str(number))
    await hearing.until(5)
    assert hearing.texts() == ["0", "1", "2", "3", "4"], "a slow chat holds nobody up"
    acknowledged = [one.body["chat"] for one in chat_server.ledger.updates() if one.is_acknowledged]
    assert "slow" not in acknowledged, "acknowledged only once it was taken"
    hearing.slow.set()
    await hearing.until(6)
    chat_server.repeat_last_update()
    await hearing.until(7)
    assert hearing.heard[-1].id == hearing.heard[4].id, "a repeated update keeps its id"
    running.cancel()


@pytest.mark.soak
async def test_whoever_asks_as_the_platform_goes_away_is_not_left_waiting(
    chat_server: ChatServer, platform: ChatPlatform
) -> None:
    """Else the bot is deaf for as long as it waits for any answer, once in some ten absences."""
    hearing = Hearing()
    running = asyncio.create_task(platform.run(hearing.receive))
    for number in range(1, ABSENCES + 1):
        await asyncio.to_thread(chat_server.go_away)
        await asyncio.to_thread(chat_server.come_back)
        chat_server.chat("anna").say("hello")
        await hearing.until(number)
    running.cancel()


async def test_what_was_not_acknowledged_comes_again_to_the_next_start(
    chat_server: ChatServer, platform: ChatPlatform
) -> None:
    first, second = Hearing(), Hearing()
    first.slow.clear()
    chat_server.chat("slow").say("hello")
    running = asyncio.create_task(platform.run(first.receive))
    await until(lambda: chat_server.ledger.updates()[0].times_given)
    running.cancel()
    again = await connect(chat_server.url)
    running = asyncio.create_task(again.run(second.receive))
    await second.until(1)
    assert second.texts() == ["hello"]
    running.cancel()
    await again.close()


async def test_an_incoming_carries_what_a_platform_knows(
    chat_server: ChatServer, platform: ChatPlatform, tmp_path: Path
) -> None:
    hearing = Hearing()
    running = asyncio.create_task(platform.run(hearing.receive))
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"abc")
    group = chat_server.chat("team", private=False, language="zh-CN", thread="t1")
    first = group.say("look", [clip, (clip, "b.mov")], album="7", sender="ben")
    second = group.say("/language en", reply_to=first)
    await hearing.until(2)
    receipt = await platform.send(
        words("tap", chat=replace(ANNA, chat="team", thread="t1"), buttons=(Button("Go", "1:go"),))
    )
    group.press(receipt.platform_id, "Go")
    await hearing.until(3)
    one, two, three = hearing.heard
    assert (one.chat.thread, one.album, one.sender.id) == ("t1", "7", "ben")
    assert (one.platform_id, one.is_direct, one.sender.language) == (first, False, "zh-CN")
    assert [a.name for a in one.attachments] == ["clip.mp4", "b.mov"]
    assert two.body == Command("language", "en")
    assert (two.reply_to, len(two.quoted), two.platform_id) == (first, 2, second)
    assert three.body == Press("1:go")
    assert platform.capabilities(one.chat).is_private is False
    running.cancel()


@pytest.mark.parametrize(
    ("kind", "options", "expected", "is_known"),
    [
        ("rate_limit", {"retry_after_s": 7}, DeliveryDelayed, True),
        ("gone", {}, ChatGone, True),
        ("refuse", {}, DeliveryRefused, True),
        ("too_large", {"limit_bytes": 5}, DeliveryTooLarge, True),
        ("http_error", {}, DeliveryError, True),
        ("http_error", {"status": 502}, DeliveryUnknown, False),
        ("drop", {}, DeliveryUnknown, False),
        ("lost_answer", {}, DeliveryUnknown, False),
    ],
)
@pytest.mark.parametrize("has_file", [False, True])
async def test_each_outcome_is_told_truly(
    chat_server: ChatServer,
    platform: ChatPlatform,
    tmp_path: Path,
    kind: str,
    options: dict[str, int],
    expected: type[DeliveryError],
    is_known: bool,
    has_file: bool,
) -> None:
    chat_server.arm("upload" if has_file else "send", kind, **options)
    message = words("hello", media=(video(tmp_path / "v.mp4"),) if has_file else ())
    with pytest.raises(expected) as raised:
        await platform.send(message)
    assert type(raised.value) is expected
    assert raised.value.is_outcome_known is is_known
    if isinstance(raised.value, DeliveryDelayed):
        assert raised.value.retry_after_s == 7
    if isinstance(raised.value, DeliveryTooLarge):
        assert raised.value.limit_bytes == 5
    assert isinstance(platform, Recalls)
    recalled = await platform.recall(message)
    anna = chat_server.chat("anna")
    assert [one.id for one in anna.messages] == ([recalled.platform_id] if recalled else [])
    assert bool(recalled) is (kind == "lost_answer")
    await platform.send(words("now", "2/answer"))
    assert anna.texts[-1] == "now", "one fault is over after once"


async def test_a_platform_that_is_away_certainly_took_nothing(
    chat_server: ChatServer, platform: ChatPlatform
) -> None:
    chat_server.go_away()
    with pytest.raises(DeliveryError) as raised:
        await platform.send(words("hello"))
    assert raised.value.is_outcome_known
    chat_server.come_back()
    await platform.send(words("hello"))
    assert chat_server.chat("anna").texts == ["hello"]


async def test_limits_are_the_chats_own(
    chat_server: ChatServer, platform: ChatPlatform, tmp_path: Path
) -> None:
    chat_server.chat("anna", max_text=10, max_caption=4, max_upload_bytes=1000)
    await platform.send(words("12345678😀"))
    for refused in [
        words("123456789😀"),
        words("12345", media=(video(tmp_path / "v.mp4"),)),
        words("tap", buttons=(Button("Go", "x" * 65),)),
        words(""),
    ]:
        with pytest.raises(DeliveryRefused):
            await platform.send(refused)
    with pytest.raises(DeliveryTooLarge) as raised:
        await platform.send(words("v", media=(video(tmp_path / "w.mp4", 1001),)))
    assert raised.value.limit_bytes == 1000
    with pytest.raises(DeliveryTooLarge):
        await platform.send(words("v", media=(video(tmp_path / "w.mp4", 90_000_000),)))
    assert len(chat_server.chat("anna").messages) == 1


async def test_an_edit_replaces_what_stands_and_is_sent_anew_where_that_is_gone(
    chat_server: ChatServer, platform: ChatPlatform
) -> None:
    assert isinstance(platform, Recalls)
    assert isinstance(platform, Deletes)
    progress = words("10%", "1/progress", edits="1/progress")
    first = (await platform.send(progress)).platform_id
    progress = replace(progress, standing=first)
    assert (await platform.send(progress)).platform_id == first, "it says that already"
    again = await connect(chat_server.url)
    await again.send(replace(progress, text="20%"))
    final = words("done", "1/answer", edits="1/progress", standing=first)
    assert await platform.recall(final) is None
    await again.send(final)
    assert await platform.recall(final) is not None
    await again.close()
    (message,) = chat_server.chat("anna").messages
    assert [one.text for one in message.versions] == ["10%", "20%", "done"]
    await platform.delete(ANNA, first)
    anew = await platform.send(replace(progress, text="30%"))
    (message,) = chat_server.chat("anna").messages
    assert (message.id, message.text) == (anew.platform_id, "30%")
    assert anew.platform_id != first


async def test_sends_under_one_nonce_stand_once_where_the_platform_enforces_it(
    tmp_path: Path,
) -> None:
    with ChatServer(tmp_path / "p", enforces_nonce=True, can_recall=False) as server:
        anna = server.chat("anna")
        platform = await connect(server.url)
        server.arm("send", "lost_answer")
        with pytest.raises(DeliveryUnknown):
            await platform.send(words("hello"))
        receipt = await platform.send(words("hello"))
        assert [one.id for one in anna.messages] == [receipt.platform_id]
        assert isinstance(platform, Idempotent)
        assert not isinstance(platform, Recalls)
        assert isinstance(platform, Deletes)
        await platform.delete(ANNA, receipt.platform_id)
        assert anna.messages == []
        await platform.close()


async def test_large_files_go_both_ways_without_being_held(
    chat_server: ChatServer, platform: ChatPlatform, tmp_path: Path
) -> None:
    chat_server.chat("anna", max_upload_bytes=2**30)
    path = tmp_path / "large.mp4"
    piece = bytes(range(256)) * 4096
    with path.open("wb") as out:
        for _ in range(64):
            out.write(piece)
    media = Media(AttachmentKind.VIDEO, str(path), "large.mp4", path.stat().st_size)
    await platform.send(words("large", media=(media,)))
    (received,) = chat_server.chat("anna").messages[0].files
    expected = hashlib.sha256(piece * 64).hexdigest()
    assert received.sha256 == expected
    chat_server.chat("anna").say("", [path])
    ref = chat_server.ledger.updates()[-1].body["files"][0]["ref"]
    digest = hashlib.sha256()
    async with platform.open(Attachment(ref, AttachmentKind.VIDEO, "large.mp4")) as opened:
        assert opened.size_bytes == path.stat().st_size
        async for chunk in opened.chunks:
            assert len(chunk) <= 2**20
            digest.update(chunk)
    assert digest.hexdigest() == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("gone", ClipMissing),
        ("expired", ClipUnreachable),
        ("cut", ClipUnreachable),
        ("drop", ClipUnreachable),
        ("http_error", ClipUnreachable),
    ],
)
async def test_a_file_that_cannot_be_had_is_told_plainly(
    chat_server: ChatServer,
    platform: ChatPlatform,
    tmp_path: Path,
    kind: str,
    expected: type[MediaError],
) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(bytes(1_000_000))
    chat_server.chat("anna").say("", [path])
    ref = chat_server.ledger.updates()[-1].body["files"][0]["ref"]
    # Twice: the HTTP library asks once more for what it may ask for again.
    chat_server.arm("file", kind, times=2)
    with pytest.raises(expected):
        async with platform.open(Attachment(ref, AttachmentKind.VIDEO, "c.mp4")) as opened:
            assert [chunk async for chunk in opened.chunks]


async def test_a_file_with_a_link_is_given_by_range_and_to_whoever_has_the_link(
    tmp_path: Path,
) -> None:
    path = tmp_path / "my clip.mp4"
    content = bytes(range(256)) * 1000
    path.write_bytes(content)
    with ChatServer(tmp_path / "p", gives_links=True) as server:
        server.chat("anna").say("", [path])
        platform = await connect(server.url)
        ref = server.ledger.updates()[-1].body["files"][0]["ref"]

        def given(endpoint: str) -> list[int]:
            return [call.body["given_bytes"] for call in server.ledger.calls(endpoint)]

        async with platform.open(Attachment(ref, AttachmentKind.VIDEO, "c.mp4")) as opened:
            assert opened.size_bytes == len(content)
            head, chunks = await peek(opened.chunks)
            await until(lambda: given("file"))
            assert (head, given("file")) == (content[:SNIFF_BYTES], [SNIFF_BYTES])
            assert b"".join([chunk async for chunk in chunks]) == content
            await until(lambda: len(given("file")) == 2)
            assert given("file") == [SNIFF_BYTES, len(content) - SNIFF_BYTES]
            assert opened.url is not None
            async with aiohttp.ClientSession() as stranger:
                async with stranger.get(opened.url) as answer:
                    assert await answer.read() == content
                async with stranger.get(opened.url + "x") as answer:
                    assert answer.status == 403
        await platform.close()


async def test_a_slow_file_drips(
    chat_server: ChatServer, platform: ChatPlatform, tmp_path: Path
) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(bytes(30_000))
    chat_server.chat("anna").say("", [path])
    ref = chat_server.ledger.updates()[-1].body["files"][0]["ref"]
    chat_server.arm("file", "slow", delay_s=0, bytes_per_s=100_000)
    begun_s = time.monotonic()
    async with platform.open(Attachment(ref, AttachmentKind.VIDEO, "c.mp4")) as opened:
        assert sum([len(chunk) async for chunk in opened.chunks]) == 30_000
    assert time.monotonic() - begun_s > 0.25


@pytest.mark.parametrize(
    "text",
    [
        "your token nmv_usr_1",
        "https://nemovideo.com/?x=clm_1",
        "project 7000000000000000001",
        "render_1764220000000_abc failed",
        'the answer was {"code": 5}',
        "code 1001",
        "HTTP 500",
        "Traceback (most recent call last)",
        "NemoError",
        "see /tmp/data/work",
        "http://127.0.0.1:8800/files",
        "b7f3a1c2-1111-2222-3333-444455556666",
    ],
)
async def test_an_unclean_word_is_found_also_in_an_earlier_version(
    tmp_path: Path, text: str
) -> None:
    with ChatServer(tmp_path / "p") as server:
        server.chat("anna")
        platform = await connect(server.url)
        receipt = await platform.send(words("⏳ 50% of 1,024 MB; say “export” and/or 1:30 – ok?"))
        assert_clean(server)
        shown = words("", "1/p", edits="1/p", standing=receipt.platform_id)
        await platform.send(replace(shown, text=text))
        await platform.send(replace(shown, text="all is well"))
        with pytest.raises(AssertionError):
            assert_clean(server)
        await platform.close()


async def test_a_claim_link_is_clean_for_its_owner_alone(tmp_path: Path) -> None:
    link = "Keep this project: https://nemovideo.com/workspace/claim?ct=clm_4FNdXoYmTjAmC11WKNSfLC"
    with ChatServer(tmp_path / "p") as server:
        server.chat("anna")
        platform = await connect(server.url)
        await platform.send(words(link))
        assert_clean(server)
        server.chat("anna", private=False)
        with pytest.raises(AssertionError):
            assert_clean(server)
        await platform.close()
