"""A person's files on Discord: the first bytes alone, or all; links that end, and are made anew."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bots.discord.client import make_client
from bots.discord.files import Files
from core.errors import ClipMissing, ClipUnreachable
from core.media import SNIFF_BYTES
from core.model import Attachment, AttachmentKind
from core.ports import OpenedBytes
from tests.contract.adapter_discord_rig import DiscordRig
from tests.contract.adapter_messages import pattern
from tests.contract.adapter_secrets import raising
from tests.integration.discord_adapter import Running, running, settings
from tests.integration.discord_client import check
from tests.servers.discord import DiscordServer
from tests.servers.discord_person import Chat

SIZE_BYTES = 700_001
DAY_S = 24 * 3600


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DiscordServer]:
    with DiscordServer(tmp_path / "discord") as server:
        yield server
        check(server)


@pytest.fixture
def rig(server: DiscordServer) -> DiscordRig:
    return DiscordRig(server)


@pytest.fixture
async def bot(server: DiscordServer) -> AsyncIterator[Running]:
    async with running(server) as found:
        yield found


@pytest.fixture
def anna(server: DiscordServer) -> Chat:
    return server.dm("anna")


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "clip.mp4"
    path.write_bytes(pattern(SIZE_BYTES))
    return path


async def sent(bot: Running, chat: Chat, *paths: Path, **more: Any) -> tuple[Attachment, ...]:
    """These files as they come with a message."""
    chat.say("look", paths, **more)
    return (await bot.next()).attachments


async def whole(bot: Running, attachment: Attachment) -> bytes:
    async with bot.adapter.open(attachment) as opened:
        chunks = [chunk async for chunk in opened.chunks]
        assert all(chunks), "no chunk is empty"
        assert sum(map(len, chunks)) == opened.size_bytes
    return b"".join(chunks)


async def fetched(url: str | None) -> tuple[int, bytes]:
    """As the backend fetches it: by the address alone."""
    assert url is not None
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.read()


def given(server: DiscordServer) -> list[int]:
    """How many bytes the file server was asked for, each time that it had them."""
    return [one.asked_bytes for one in server.ledger.downloads if one.status < 400]


def looked_up(server: DiscordServer) -> int:
    """How often a message was asked for again."""
    return sum(one.endpoint == "message" for one in server.requests)


async def test_only_the_first_64_kib_are_read_before_more_is_wanted(
    server: DiscordServer, bot: Running, anna: Chat, clip: Path
) -> None:
    [attachment] = await sent(bot, anna, clip)
    async with bot.adapter.open(attachment) as opened:
        assert isinstance(opened, OpenedBytes) and opened.size_bytes == SIZE_BYTES
        assert await anext(opened.chunks) == pattern(SNIFF_BYTES)
    assert given(server) == [SNIFF_BYTES]
    async with bot.adapter.open(attachment) as opened:
        read = b"".join([chunk async for chunk in opened.chunks])
    assert read == clip.read_bytes()
    assert given(server)[1:] == [SNIFF_BYTES, SIZE_BYTES - SNIFF_BYTES]
    assert looked_up(server) == 0


async def test_400_mb_cost_64_kib(
    server: DiscordServer, bot: Running, anna: Chat, tmp_path: Path
) -> None:
    path = tmp_path / "long.mp4"
    with path.open("wb") as file:
        file.truncate(400_000_000)
    [attachment] = await sent(bot, anna, path)
    async with bot.adapter.open(attachment) as opened:
        assert opened.size_bytes == 400_000_000
    assert given(server) == [SNIFF_BYTES]


async def test_the_address_gives_the_file_to_whoever_has_it(
    server: DiscordServer, bot: Running, anna: Chat, clip: Path
) -> None:
    [attachment] = await sent(bot, anna, clip)
    async with bot.adapter.open(attachment) as opened:
        assert opened.url is not None and server.token not in opened.url
        assert await fetched(opened.url) == (200, clip.read_bytes())


@pytest.mark.parametrize("size_bytes", [0, 1, SNIFF_BYTES - 1, SNIFF_BYTES, SNIFF_BYTES + 1])
async def test_files_of_any_size(
    server: DiscordServer, bot: Running, anna: Chat, tmp_path: Path, size_bytes: int
) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(pattern(size_bytes))
    [attachment] = await sent(bot, anna, path)
    assert await whole(bot, attachment) == pattern(size_bytes)
    assert len(given(server)) == 1 + (size_bytes > SNIFF_BYTES)


async def test_what_is_claimed_is_passed_on_and_never_believed(
    bot: Running, anna: Chat, clip: Path
) -> None:
    claims = {"size": 7, "content_type": "video/mp4; codecs=avc1", "duration_secs": 12.5}
    [odd] = await sent(bot, anna, clip, claims=claims)
    assert (odd.kind, odd.mime, odd.size_bytes) == (AttachmentKind.VIDEO, "video/mp4", 7)
    assert (odd.name, odd.duration_ms) == ("clip.mp4", 12_500)
    assert len(await whole(bot, odd)) == SIZE_BYTES
    [silent] = await sent(bot, anna, clip, claims={"content_type": None}, names=["x.png"])
    assert (silent.kind, silent.mime) == (AttachmentKind.IMAGE, "")
    first, second = await sent(bot, anna, clip, clip, names=["one.mp3", "two.bin"])
    assert (first.kind, second.kind) == (AttachmentKind.AUDIO, AttachmentKind.OTHER)
    assert first.ref != second.ref


# --- addresses that end ---------------------------------------------------------------------


async def test_a_link_that_has_expired_is_made_anew(
    server: DiscordServer, bot: Running, anna: Chat, clip: Path
) -> None:
    [attachment] = await sent(bot, anna, clip)
    server.advance(DAY_S + 1)
    assert await whole(bot, attachment) == clip.read_bytes()
    async with bot.adapter.open(attachment) as opened:
        assert opened.url is not None and opened.url not in attachment.ref
        assert (await fetched(opened.url))[0] == 200
    assert looked_up(server) == 2


async def test_a_link_that_is_about_to_end_by_its_own_words_is_not_even_tried(
    server: DiscordServer, bot: Running, anna: Chat, clip: Path
) -> None:
    [attachment] = await sent(bot, anna, clip)
    old = replace(attachment, ref=re.sub(r"ex=[0-9a-f]+", "ex=64000000", attachment.ref))
    assert old.ref != attachment.ref
    assert await whole(bot, old) == clip.read_bytes()
    assert all(one.status < 400 for one in server.ledger.downloads)
    assert looked_up(server) == 1


async def test_a_link_that_holds_a_little_longer_is_better_than_none(
    server: DiscordServer, bot: Running, clip: Path
) -> None:
    room = server.guild("crew").channel("general")
    server.cdn.link_s = 1800
    [attachment] = await sent(bot, room, clip, mentions_bot=True)
    room.deny("view_channel")
    assert await whole(bot, attachment) == clip.read_bytes()
    assert looked_up(server) == 1


@pytest.mark.parametrize("status", [403, 404, 410])
async def test_a_link_that_died_early_is_made_anew(
    server: DiscordServer, bot: Running, anna: Chat, clip: Path, status: int
) -> None:
    [attachment] = await sent(bot, anna, clip)
    server.arm("file", "http_error", status=status)
    assert await whole(bot, attachment) == clip.read_bytes()
    assert looked_up(server) == 1


async def test_the_right_one_of_several_is_found_again(
    server: DiscordServer, bot: Running, anna: Chat, clip: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.mp4"
    other.write_bytes(b"other")
    first, second = await sent(bot, anna, clip, other)
    server.advance(DAY_S + 1)
    assert await whole(bot, second) == b"other"
    assert await whole(bot, first) == clip.read_bytes()


async def test_a_forwarded_clip_is_found_again(
    server: DiscordServer, bot: Running, anna: Chat, clip: Path
) -> None:
    said = server.guild("crew").channel("general").say("look", [clip])
    source = server.ledger.message(said)
    assert source is not None
    anna.forward(source)
    [attachment] = (await bot.next()).attachments
    assert await whole(bot, attachment) == clip.read_bytes()
    server.advance(DAY_S + 1)
    assert await whole(bot, attachment) == clip.read_bytes()
    assert looked_up(server) == 1


@pytest.mark.parametrize("where", ["channel", "thread"])
async def test_a_clip_of_a_server_is_found_again_by_the_next_start(
    server: DiscordServer, clip: Path, where: str
) -> None:
    room = server.guild("crew").channel("general")
    room = room.thread("cats") if where == "thread" else room
    async with running(server) as bot:
        [attachment] = await sent(bot, room, clip, mentions_bot=True)
    server.advance(DAY_S + 1)
    async with running(server) as again:
        assert await whole(again, attachment) == clip.read_bytes()


async def test_a_deleted_message_has_no_clip(
    server: DiscordServer, bot: Running, rig: DiscordRig, anna: Chat, clip: Path
) -> None:
    [attachment] = await sent(bot, anna, clip)
    anna.delete(int((bot.heard[-1]).platform_id))
    server.advance(DAY_S + 1)
    with raising(ClipMissing, rig):
        await whole(bot, attachment)


async def test_a_closed_channel_has_no_clip(
    server: DiscordServer, bot: Running, rig: DiscordRig, clip: Path
) -> None:
    room = server.guild("crew").channel("general")
    [attachment] = await sent(bot, room, clip, mentions_bot=True)
    room.deny("view_channel")
    server.advance(DAY_S + 1)
    with raising(ClipMissing, rig):
        await whole(bot, attachment)


async def test_a_clip_that_came_with_a_command_is_had_for_a_day(
    server: DiscordServer, bot: Running, rig: DiscordRig, clip: Path
) -> None:
    room = server.guild("crew").channel("general").seen_by("anna")
    room.slash("edit", prompt="a beach", clip=clip)
    [attachment] = (await bot.next()).attachments
    assert await whole(bot, attachment) == clip.read_bytes()
    server.advance(DAY_S + 1)
    with raising(ClipMissing, rig):
        await whole(bot, attachment)
    assert looked_up(server) == 0, "it belongs to no message"


@pytest.mark.parametrize("ref", ["", "1/2 http://x/", "a/b/c http://x/", "1/2/3/4 http://x/"])
async def test_what_is_no_file_of_discords_is_missing(bot: Running, ref: str) -> None:
    with pytest.raises(ClipMissing):
        await whole(bot, Attachment(ref, AttachmentKind.VIDEO, "x.mp4"))


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("drop", {"times": 2}),
        ("http_error", {"status": 503}),
        ("rate_limit", {"retry_after_s": 99}),
    ],
)
async def test_a_message_that_can_not_be_asked_for_now_is_no_missing_clip(
    server: DiscordServer,
    bot: Running,
    rig: DiscordRig,
    anna: Chat,
    clip: Path,
    kind: str,
    options: dict[str, int],
) -> None:
    [attachment] = await sent(bot, anna, clip)
    server.advance(DAY_S + 1)
    server.arm("message", kind, **options)
    with raising(ClipUnreachable, rig):
        await whole(bot, attachment)
    assert await whole(bot, attachment) == clip.read_bytes()


async def test_a_message_can_not_be_asked_for_while_the_bot_is_not_logged_in(
    server: DiscordServer, bot: Running, rig: DiscordRig, anna: Chat, clip: Path
) -> None:
    [attachment] = await sent(bot, anna, clip)
    server.advance(DAY_S + 1)
    token = server.token
    await asyncio.to_thread(server.know, f"{token[:-1]}?")
    await bot.until(lambda: any(one.status == 401 for one in server.requests))
    with raising(ClipUnreachable, rig):
        await whole(bot, attachment)
    await asyncio.to_thread(server.know, token)


# --- file servers in trouble ----------------------------------------------------------------


@pytest.mark.parametrize("after", [0, 1], ids=["the first bytes", "the rest"])
@pytest.mark.parametrize(
    ("kind", "options"),
    [
        # Twice: HTTP libraries ask once more for what may be asked for again.
        ("drop", {"times": 2}),
        ("cut", {"times": 1}),
        ("http_error", {"status": 502}),
        ("http_error", {"status": 429}),
    ],
    ids=["drop", "cut", "502", "429"],
)
async def test_a_file_server_in_trouble_is_no_missing_clip(
    server: DiscordServer,
    bot: Running,
    rig: DiscordRig,
    anna: Chat,
    clip: Path,
    kind: str,
    options: dict[str, int],
    after: int,
) -> None:
    [attachment] = await sent(bot, anna, clip)
    server.arm("file", kind, after=after, **options)
    with raising(ClipUnreachable, rig):
        await whole(bot, attachment)
    server.faults.clear()
    assert await whole(bot, attachment) == clip.read_bytes()
    assert looked_up(server) == 0


async def test_a_slow_file_server_is_waited_for(
    server: DiscordServer, bot: Running, anna: Chat, clip: Path
) -> None:
    [attachment] = await sent(bot, anna, clip)
    server.arm("file", "slow", times=2, bytes_per_s=2_000_000)
    assert await whole(bot, attachment) == clip.read_bytes()


async def test_a_file_server_that_falls_silent_is_not_waited_for_for_ever(
    server: DiscordServer, bot: Running, rig: DiscordRig, anna: Chat, clip: Path
) -> None:
    [attachment] = await sent(bot, anna, clip)
    timeout = aiohttp.ClientTimeout(total=None, sock_read=0.1)
    async with aiohttp.ClientSession(timeout=timeout) as http:
        files = Files(make_client(settings(server)), http)
        for after in (0, 1):
            server.arm("file", "slow", times=1, after=after, delay_s=0.5)
            with raising(ClipUnreachable, rig):
                async with files.open(attachment) as opened:
                    async for _ in opened.chunks:
                        pass


Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def odd_server(answers: Sequence[Answer]) -> AsyncIterator[Attachment]:
    """A file server that answers so, in turn; a file there, of no message."""
    left = list(answers)

    async def answered(request: web.Request) -> web.StreamResponse:
        return await left.pop(0)(request)

    app = web.Application()
    app.router.add_get("/clip.mp4", answered)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/clip.mp4?hm={'a' * 64}"
    try:
        yield Attachment(f"1/0/3 {url}", AttachmentKind.VIDEO, "clip.mp4")
    finally:
        await runner.cleanup()


async def _everything(_: web.Request) -> web.StreamResponse:
    return web.Response(body=pattern(SIZE_BYTES))


async def _ranged(request: web.Request) -> web.StreamResponse:
    return _part(range(SIZE_BYTES)[request.http_range])


async def _another_part(_: web.Request) -> web.StreamResponse:
    return _part(range(SIZE_BYTES - SNIFF_BYTES))


async def _another_file(_: web.Request) -> web.StreamResponse:
    return web.Response(body=pattern(SIZE_BYTES - 5))


async def _of_no_size(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse()
    await answer.prepare(request)
    await answer.write(b"x" * 1000)
    return answer


async def _elsewhere(_: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("/clip.mp4")


def _part(part: range) -> web.Response:
    told = f"bytes {part[0]}-{part[-1]}/{SIZE_BYTES}"
    body = pattern(SIZE_BYTES)[part.start : part.stop]
    return web.Response(status=206, body=body, headers={"Content-Range": told})


@pytest.mark.parametrize(
    "answers", [(_everything, _everything), (_ranged, _everything), (_everything, _ranged)]
)
async def test_a_file_server_without_ranges_gives_the_same_bytes(
    bot: Running, answers: Sequence[Answer]
) -> None:
    async with odd_server(answers) as attachment:
        assert await whole(bot, attachment) == pattern(SIZE_BYTES)


@pytest.mark.parametrize(
    "answers",
    [
        (_ranged, _another_part),
        (_ranged, _another_file),
        (_ranged, _elsewhere, _ranged),
        (_of_no_size,),
        (_elsewhere, _ranged, _ranged),
    ],
)
async def test_other_bytes_are_never_taken_for_the_file(
    bot: Running, rig: DiscordRig, answers: Sequence[Answer]
) -> None:
    async with odd_server(answers) as attachment:
        with raising(ClipUnreachable, rig) as raised:
            await whole(bot, attachment)
        assert "a" * 64 not in repr(raised.errors)


async def test_what_fails_while_a_clip_is_read_keeps_its_name(
    bot: Running, anna: Chat, clip: Path
) -> None:
    [attachment] = await sent(bot, anna, clip)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        async with bot.adapter.open(attachment):
            raise aiohttp.ServerDisconnectedError("of the upload")


async def test_who_reads_a_part_leaves_nothing_open(
    server: DiscordServer, bot: Running, anna: Chat, clip: Path
) -> None:
    [attachment] = await sent(bot, anna, clip)
    for _ in range(3):
        async with bot.adapter.open(attachment) as opened:
            await anext(opened.chunks)
            await anext(opened.chunks)
    assert await whole(bot, attachment) == clip.read_bytes()
