"""The fake Telegram takes and gives files as the real one does, in cloud and in local mode."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import av
import numpy as np
import pytest
from aiohttp import web
from PIL import Image
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
)
from telegram.error import BadRequest, NetworkError

from tests.servers.telegram import TelegramServer
from tests.servers.telegram_limits import MIB
from tests.servers.telegram_schema import SPECS, published
from tests.servers.telegram_testing import bot_of, hear
from tests.servers.telegram_values import Request


@pytest.fixture
def server(tmp_path: Path) -> Iterator[TelegramServer]:
    with TelegramServer(tmp_path / "telegram") as server:
        yield server


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with bot_of(server) as bot:
        yield bot


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Two seconds of 64 by 48."""
    path = tmp_path / "clip.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(20):
            frame = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def sparse(path: Path, size_bytes: int) -> Path:
    with path.open("wb") as file:
        file.truncate(size_bytes)
    return path


def picture(path: Path, size: tuple[int, int], kind: str = "JPEG") -> Path:
    Image.new("RGB", size, "red").save(path, kind)
    return path


async def test_each_kind_of_clip_has_its_shape(
    server: TelegramServer, bot: Bot, clip: Path
) -> None:
    anna = server.private("anna")
    kinds = ("video", "document", "animation", "video_note", "audio", "voice")
    for kind in kinds:
        anna.send_video(clip, "words", as_=kind)
    found = await hear(bot, count=len(kinds))
    for kind, update in zip(kinds, found, strict=True):
        assert update.message is not None and update.message.caption == "words"
        shape = update.message.to_dict()
        assert (kind == "animation") == ({"animation", "document"} <= set(shape))
        assert shape[kind]["file_size"] == clip.stat().st_size
        assert shape[kind].get("mime_type", "video/mp4") == "video/mp4"
        if kind in ("video", "animation"):
            assert (shape[kind]["width"], shape[kind]["height"]) == (64, 48)
        assert kind == "document" or shape[kind]["duration"] == 2


async def test_a_photo_comes_in_sizes(server: TelegramServer, bot: Bot, tmp_path: Path) -> None:
    server.private("anna").send_video(picture(tmp_path / "p.jpg", (600, 400)), as_="photo")
    [update] = await hear(bot)
    assert update.message is not None
    sizes = [(one.width, one.height) for one in update.message.photo]
    assert sizes == [(90, 60), (320, 213), (600, 400)]


async def test_the_cloud_gives_20_mb_and_a_link(
    server: TelegramServer, bot: Bot, clip: Path, tmp_path: Path
) -> None:
    anna = server.private("anna")
    anna.send_video(clip)
    anna.send_video(sparse(tmp_path / "big.mp4", 20 * MIB + 1), as_="document")
    anna.send_video(clip, claims={"file_size": 21 * MIB})
    anna.send_video(sparse(tmp_path / "just.mp4", 20 * MIB), claims={"file_size": None})
    heard = await hear(bot, count=4)
    small, big, claimed, just = (one.message.effective_attachment for one in heard if one.message)
    assert await (await bot.get_file(small.file_id)).download_as_bytearray() == clip.read_bytes()
    for one in (big, claimed):
        with pytest.raises(BadRequest, match=r"^File is too big$"):
            await bot.get_file(one.file_id)
    assert just.file_size is None and (await bot.get_file(just.file_id)).file_size == 20 * MIB
    with pytest.raises(BadRequest, match=r"^Wrong file_id or the file is temporarily unavailable"):
        await bot.get_file("nothing")
    link = (await bot.get_file(small.file_id)).file_path
    assert link is not None and link.startswith(f"{server.url}/file/bot")
    server.files.expire_links()
    async with aiohttp.ClientSession() as session, session.get(link) as answer:
        assert answer.status == 404


async def test_downloads_go_wrong_on_order(server: TelegramServer, bot: Bot, clip: Path) -> None:
    server.private("anna").send_video(clip)
    [update] = await hear(bot)
    assert update.message is not None and update.message.video is not None
    link = (await update.message.video.get_file()).file_path
    assert link is not None
    size_bytes = clip.stat().st_size
    async with aiohttp.ClientSession() as session:
        server.arm("file", "cut")
        with pytest.raises(aiohttp.ClientPayloadError):
            async with session.get(link) as answer:
                await answer.read()
        for kind, status in (("http_error", 502), ("gone", 404)):
            server.arm("file", kind)
            async with session.get(link) as answer:
                assert answer.status == status
        server.arm("file", "slow", bytes_per_s=size_bytes * 4)
        begun_s = asyncio.get_running_loop().time()
        async with session.get(link) as answer:
            assert len(await answer.read()) == size_bytes
        assert asyncio.get_running_loop().time() - begun_s > 0.2


async def test_what_is_declared_of_a_video_is_kept(
    server: TelegramServer, bot: Bot, clip: Path, tmp_path: Path
) -> None:
    anna = server.private("anna")
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
    thumbnails = {
        "": picture(tmp_path / "t.jpg", (320, 240)),
        "(321, 240) pixels": picture(tmp_path / "w.jpg", (321, 240)),
        "a PNG": picture(tmp_path / "t.png", (32, 24), "PNG"),
        "204801 bytes": sparse(tmp_path / "long.jpg", 200 * 1024 + 1),
    }
    for fault, thumbnail in thumbnails.items():
        sent = await bot.send_video(
            anna.id,
            clip,
            caption="<i>done</i>",
            parse_mode="HTML",
            width=64,
            height=48,
            duration=2,
            supports_streaming=True,
            thumbnail=thumbnail,
            reply_markup=buttons,
            filename="result.mp4",
        )
        file = anna.files()[-1]
        assert (file.width, file.height, file.duration_ms) == (64, 48, 2000)
        assert file.supports_streaming and file.name == "result.mp4"
        assert file.path.read_bytes() == clip.read_bytes()
        assert file.thumbnail is not None
        assert file.thumbnail.read_bytes() == thumbnail.read_bytes()
        assert file.thumbnail_fault.startswith(fault) and bool(file.thumbnail_fault) == bool(fault)
    assert anna.messages[0].caption == "done" and anna.messages[0].labels == ["Go"]
    assert sent.video is not None
    await bot.send_video(anna.id, sent.video.file_id)
    assert len(anna.videos()) == 5
    with pytest.raises(BadRequest, match=r"^Message caption is too long$"):
        await sent.edit_caption("x" * 1025)
    with pytest.raises(BadRequest, match=r"^There is no text in the message to edit$"):
        await sent.edit_text("x")
    await sent.edit_media(InputMediaVideo(clip.read_bytes(), caption="better"))
    assert anna.message(sent.message_id).caption == "better"
    await bot.send_document(anna.id, clip, filename="original.mov")
    assert (anna.messages[-1].kind, anna.files()[-1].name) == ("document", "original.mov")


async def test_sends_have_their_limits(server: TelegramServer, bot: Bot, tmp_path: Path) -> None:
    anna = server.private("anna")
    with (
        sparse(tmp_path / "big.mp4", 51 * MIB).open("rb") as file,
        pytest.raises(NetworkError, match=r"^Request Entity Too Large$"),
    ):
        await bot.send_video(anna.id, InputFile(file, read_file_handle=False))
    with pytest.raises(BadRequest, match=r"^File of size 10485761 bytes is too big for a photo"):
        await bot.send_photo(anna.id, sparse(tmp_path / "p.jpg", 10 * MIB + 1))
    with pytest.raises(BadRequest, match=r"(?i)^image_process_failed$"):
        await bot.send_photo(anna.id, sparse(tmp_path / "p.jpg", 100))
    with pytest.raises(BadRequest, match=r"^File must be non-empty$"):
        await bot.send_document(anna.id, sparse(tmp_path / "empty.bin", 0).open("rb"))
    # The library makes a path of this even where it was not told of a local server.
    with pytest.raises(BadRequest, match=r"^Wrong file identifier/http url specified$"):
        await bot.edit_message_media(
            InputMediaVideo(tmp_path / "big.mp4"), anna.id, await some_message(bot, anna.id)
        )
    assert anna.texts == ["words"]


async def some_message(bot: Bot, chat: int) -> int:
    return (await bot.send_message(chat, "words")).message_id


async def test_by_url(server: TelegramServer, bot: Bot, tmp_path: Path) -> None:
    anna = server.private("anna")
    app = web.Application()
    sparse(tmp_path / "ok.mp4", 1000)
    sparse(tmp_path / "big.mp4", 20 * MIB + 1)
    app.router.add_static("/", tmp_path)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        sent = await bot.send_video(anna.id, f"{url}/ok.mp4")
        assert sent.video is not None and sent.video.file_size == 1000
        for name in ("big.mp4", "none.mp4"):
            with pytest.raises(BadRequest, match=r"^Failed to get http url content$"):
                await bot.send_video(anna.id, f"{url}/{name}")
    finally:
        await runner.cleanup()


async def test_albums_both_ways(
    server: TelegramServer, bot: Bot, clip: Path, tmp_path: Path
) -> None:
    anna = server.private("anna")
    anna.send_album([(clip, "first"), (clip, ""), (clip, "third")])
    parts = [one.message for one in await hear(bot, count=3)]
    assert [one.caption for one in parts if one] == ["first", None, "third"]
    assert len({one.media_group_id for one in parts if one}) == 1
    film, still = clip.read_bytes(), picture(tmp_path / "p.jpg", (600, 400)).read_bytes()
    sent = await bot.send_media_group(
        anna.id, [InputMediaVideo(film, caption="one"), InputMediaPhoto(still)]
    )
    assert len({one.media_group_id for one in sent}) == 1
    assert [one.kind for one in anna.messages] == ["video", "photo"]
    with pytest.raises(BadRequest, match=r"can't be mixed"):
        await bot.send_media_group(anna.id, [InputMediaVideo(film), InputMediaDocument(film)])
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
    with pytest.raises(BadRequest, match=r"^Message can't be edited$"):
        await sent[0].edit_reply_markup(buttons)


async def test_a_clip_in_the_answered_message(server: TelegramServer, bot: Bot, clip: Path) -> None:
    anna, ben = server.private("anna"), server.private("ben")
    sent = anna.send_video(clip)
    anna.say("this one", reply_to=sent)
    ben.say("that one", reply_elsewhere=(anna, sent))
    ben.forward(anna.message(sent))
    first, second, third, fourth = (one.message for one in await hear(bot, count=4))
    assert first is not None and first.video is not None
    assert second is not None and second.reply_to_message is not None
    assert second.reply_to_message.video == first.video
    assert third is not None and third.external_reply is not None
    assert third.external_reply.video == first.video
    assert fourth is not None and fourth.video == first.video and fourth.forward_origin is not None


async def test_a_local_server_gives_paths_and_takes_them(tmp_path: Path, clip: Path) -> None:
    with TelegramServer(tmp_path / "telegram", is_local=True) as server:
        anna = server.private("anna")
        big = sparse(tmp_path / "big.mp4", 400 * MIB)
        anna.send_video(big, as_="document")
        anna.send_video(clip)
        async with bot_of(server) as bot:
            first, second = (one.message for one in await hear(bot, count=2))
            assert first is not None and first.document is not None
            assert second is not None and second.video is not None
            path = Path(str((await first.document.get_file()).file_path))
            assert path.is_relative_to(tmp_path / "telegram") and path.stat().st_size == 400 * MIB
            path.unlink()
            assert big.exists()
            got = Path(str((await second.video.get_file()).file_path))
            assert got.read_bytes() == clip.read_bytes()
            # The library sends file:// here; over HTTP nothing is to be had.
            sent = await bot.send_video(
                anna.id, clip, thumbnail=picture(tmp_path / "t.jpg", (9, 9))
            )
            assert server.requests[-1].parameters["video"].startswith("file://")
            clip.unlink()
            assert sent.video is not None
            assert anna.files()[-1].path.stat().st_size == sent.video.file_size
            assert anna.files()[-1].thumbnail is not None
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"{server.url}/file/bot{server.token}{got}") as answer,
            ):
                assert answer.status == 404


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads memory from /proc")
async def test_60_mb_pass_a_process_of_its_own_without_staying_in_memory(tmp_path: Path) -> None:
    token = "7000000001:" + "A" * 35
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.servers.telegram", "--local"),
        *("--token", token, "--folder", str(tmp_path / "telegram")),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        url = json.loads(await asyncio.wait_for(process.stdout.readline(), 30))["url"]
        async with aiohttp.ClientSession(url) as session:

            async def control(route: str, **told: object) -> dict[str, int]:
                async with session.post(f"/_test/{route}", json=told) as answer:
                    assert answer.status == 200
                    return dict(await answer.json())

            chat = (await control("chat", name="anna"))["chat"]
            await control("say", chat=chat, text="hello", times=3)
            before_kb = _peak_kb(process.pid)
            form = aiohttp.FormData({"chat_id": str(chat)})
            with sparse(tmp_path / "big.mp4", 60 * MIB).open("rb") as file:
                form.add_field("video", file, filename="big.mp4")
                async with session.post(f"/bot{token}/sendVideo", data=form) as answer:
                    assert (await answer.json())["ok"]
            assert _peak_kb(process.pid) - before_kb < 20_000
            async with session.get("/_test/messages", params={"chat": chat}) as answer:
                [message] = await answer.json()
            assert Path(message["files"][0]).stat().st_size == 60 * MIB
            async with session.get(f"/bot{token}/getUpdates") as answer:
                assert len((await answer.json())["result"]) == 3
            async with session.get("/_test/updates") as answer:
                assert await answer.json() == {"pending": 3, "given": 3}
    finally:
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 15) == 0


def _peak_kb(process_id: int) -> int:
    lines = Path(f"/proc/{process_id}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1])


@pytest.mark.skipif(not SPECS.is_file(), reason="the published schema is not beside the repository")
@pytest.mark.parametrize(
    ("method", "parameters", "fault"),
    [
        ("sendMagic", {}, "no such method"),
        ("sendMessage", {"chat_id": "1"}, "text is missing"),
        ("sendMessage", {"chat_id": 1, "text": "x", "colour": "red"}, "unknown parameter colour"),
        ("sendMessage", {"chat_id": 1, "text": 5}, "text is not a String: 5"),
        ("getUpdates", {"timeout": "soon"}, "timeout is not a Integer: 'soon'"),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": '{"inline_keyboard": [[{"data": "x"}]]}'},
            "reply_markup.inline_keyboard[0][0].data is unknown to InlineKeyboardButton",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_parameters": {"message": 3}},
            "reply_parameters.message_id is missing",
        ),
        (
            "sendMediaGroup",
            {"chat_id": 1, "media": '[{"type": "video", "media": "attach://a", "size": 3}]'},
            "media[0].size is unknown to InputMediaVideo",
        ),
        ("setMyCommands", {"commands": [{"command": "a"}]}, "commands[0].description is missing"),
    ],
)
def test_the_schema_finds_what_is_wrong(
    method: str, parameters: dict[str, object], fault: str
) -> None:
    schema = published()
    assert schema is not None
    request = Request(0.0, method, None, parameters, (), 200)
    assert f"{method}: {fault}" in schema.faults([request])


@pytest.mark.skipif(not SPECS.is_file(), reason="the published schema is not beside the repository")
async def test_the_schema_knows_what_the_library_sends(
    server: TelegramServer, bot: Bot, clip: Path, tmp_path: Path
) -> None:
    anna = server.private("anna")
    film, still = clip.read_bytes(), picture(tmp_path / "p.jpg", (60, 40)).read_bytes()
    await bot.send_video(anna.id, clip, thumbnail=still, duration=2, supports_streaming=True)
    await bot.send_media_group(anna.id, [InputMediaVideo(film), InputMediaPhoto(still)])
    await bot.edit_message_media(InputMediaVideo(film), anna.id, anna.messages[0].id)
    schema = published()
    assert schema is not None and schema.faults(server.requests) == []
