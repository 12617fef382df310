"""Large results over real HTTP: what a link gives, and what nobody gets without one."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from bots import file_server
from bots.file_server import Links, routes
from bots.listener import listening
from bots.settings import Settings, load
from core.clock import SystemClock

CONTENT = bytes(range(256)) * 400
PUBLIC = "https://videos.example"
Answer = tuple[int, dict[str, str], bytes]


class OwnClock(SystemClock):
    """Time that passes when told."""

    def __init__(self) -> None:
        self.at = datetime(2026, 5, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


class Rig:
    """Links in a folder, and a server that serves them on loopback."""

    def __init__(self, folder: Path, clock: OwnClock, public_url: str = PUBLIC) -> None:
        self.clock = clock
        self.folder = folder
        self.links = Links(folder / "links", public_url, clock)
        self.base = ""

    async def publish(self, name: str = "My clip.mp4") -> str:
        """The path of a new link."""
        path = self.folder / "work.mp4"
        path.write_bytes(CONTENT)
        link = await self.links.publish(path, name)
        path.unlink()
        assert link.startswith(PUBLIC)
        return urlsplit(link).path

    async def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for exactly that path: nothing of it is resolved on the way."""
        url = URL(self.base + path, encoded=True)
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, url, headers=headers, allow_redirects=False) as answer,
        ):
            return answer.status, dict(answer.headers), await answer.read()

    def held(self) -> list[Path]:
        return sorted((self.folder / "links").glob("*.mp4"))


@contextlib.asynccontextmanager
async def serving(folder: Path, clock: OwnClock, public_url: str = PUBLIC) -> AsyncIterator[Rig]:
    rig = Rig(folder, clock, public_url)
    app = web.Application()
    app.add_routes(routes(rig.links))
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    rig.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield rig
    finally:
        await runner.cleanup()


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with serving(tmp_path, OwnClock()) as made:
        yield made


async def test_a_link_gives_the_file_and_keeps_it_private(rig: Rig) -> None:
    status, headers, body = await rig.ask(await rig.publish())
    assert (status, body) == (200, CONTENT)
    assert headers["Content-Type"] == "video/mp4"
    assert headers["Content-Length"] == str(len(CONTENT))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")


async def test_a_player_can_ask_for_a_piece_and_for_the_facts_alone(rig: Rig) -> None:
    path = await rig.publish()
    status, headers, body = await rig.ask(path, Range="bytes=1000-1999")
    assert (status, body) == (206, CONTENT[1000:2000])
    assert headers["Content-Range"] == f"bytes 1000-1999/{len(CONTENT)}"
    assert headers["Content-Type"] == "video/mp4"
    status, headers, body = await rig.ask(path, "HEAD")
    assert (status, body) == (200, b"")
    assert headers["Content-Length"] == str(len(CONTENT))
    assert headers["Accept-Ranges"] == "bytes"
    assert (await rig.ask(path, Range="bytes=9999999-"))[0] == 416
    assert (await rig.ask(path, "POST"))[0] == 405


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("我的 片段.mov", "我的 片段.mp4"),
        ('a"; filename=evil.exe', "a filenameevil.mp4"),
        ("../../etc/passwd", "passwd.mp4"),
        ("line\r\nX-Evil: 1.mp4", "lineX-Evil 1.mp4"),
    ],
)
async def test_a_name_is_safe_whatever_it_was(rig: Rig, name: str, shown: str) -> None:
    path = await rig.publish(name)
    assert path.count("/") == 3 and path.isascii()
    status, headers, _ = await rig.ask(path)
    assert status == 200
    assert "X-Evil" not in headers
    plain, _, extended = headers["Content-Disposition"].partition("; filename*=UTF-8''")
    assert plain == 'inline; filename="video.mp4"'
    assert unquote(extended) == shown


async def test_what_is_forged_expired_or_unknown_gets_one_answer(rig: Rig) -> None:
    path = await rig.publish()
    _, _, token, name = path.split("/")
    file_id, expires_at, signature = token.split("-")
    other = "f" * 32
    later = str(int(expires_at) + 3600)
    forged = [
        f"{other}-{expires_at}-{signature}",
        f"{file_id}-{later}-{signature}",
        f"{file_id}-{expires_at}-{'0' * 64}",
        f"{file_id}-{expires_at}-{signature[:-1]}",
        f"{file_id}-{expires_at}",
        "x",
    ]
    answers = [await rig.ask(f"/v/{token}/{name}") for token in forged]
    for held in rig.held():
        held.unlink()
    answers.append(await rig.ask(path))
    path = await rig.publish()
    rig.clock.at += timedelta(days=8)
    answers.append(await rig.ask(path))
    assert {(status, body) for status, _, body in answers} == {(404, answers[0][2])}
    assert b"any more" in answers[0][2]
    assert all(headers["X-Robots-Tag"] == "noindex" for _, headers, _ in answers)


async def test_who_prefers_chinese_reads_chinese(rig: Rig) -> None:
    answer = await rig.ask("/v/x/y.mp4", **{"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"})
    assert "链接" in answer[2].decode()


async def test_no_path_leads_out_of_the_folder(rig: Rig) -> None:
    path = await rig.publish()
    _, _, token, _ = path.split("/")
    secret = rig.folder / "secret.mp4"
    secret.write_bytes(b"secret")
    for tried in (
        "/v/../secret.mp4",
        "/v/..%2f..%2fsecret.mp4/x.mp4",
        "/v/%2e%2e/secret.mp4",
        "/v/key/key",
        f"/v/{token}/../../secret.mp4",
        f"/v/{token}/..%2f..%2f..%2fsecret.mp4/x",
        f"/v/{quote(str(secret), safe='')}/x.mp4",
        f"/v/{token}",
        "/v/",
        "/",
    ):
        status, _, body = await rig.ask(tried)
        assert status in (404, 405), tried
        assert b"secret" not in body and body != CONTENT
    # A name is a name: it chooses no file.
    assert (await rig.ask(f"/v/{token}/..%2f..%2fsecret.mp4"))[2] == CONTENT


async def test_a_link_outlives_a_restart_and_a_second_key_opens_nothing(tmp_path: Path) -> None:
    clock = OwnClock()
    async with serving(tmp_path, clock) as rig:
        path = await rig.publish()
    async with serving(tmp_path, clock) as rig:
        assert (await rig.ask(path))[2] == CONTENT
    key = tmp_path / "links" / "key"
    if os.name == "posix":
        assert key.stat().st_mode & 0o777 == 0o600
    key.unlink()
    async with serving(tmp_path, clock) as rig:
        assert (await rig.ask(path))[0] == 404


async def test_a_damaged_key_signs_nothing(tmp_path: Path) -> None:
    Links(tmp_path, PUBLIC, OwnClock())
    (tmp_path / "key").write_bytes(b"")
    with pytest.raises(OSError, match="no key"):
        Links(tmp_path, PUBLIC, OwnClock())


async def test_a_path_before_ours_may_be_passed_on_or_taken_away(tmp_path: Path) -> None:
    async with serving(tmp_path, OwnClock(), f"{PUBLIC}/bot/") as rig:
        path = await rig.publish()
        assert path.startswith("/bot/v/")
        assert (await rig.ask(path))[2] == CONTENT
        assert (await rig.ask(path.removeprefix("/bot")))[2] == CONTENT


async def test_what_has_expired_is_swept_and_what_is_strange_stays(rig: Rig) -> None:
    await rig.publish()
    strange = rig.folder / "links" / "notes.mp4"
    strange.write_bytes(b"not ours")
    rig.clock.at += timedelta(days=4)
    later = await rig.publish()
    rig.clock.at += timedelta(days=4)
    rig.links.sweep()
    assert len(rig.held()) == 2 and strange.exists()
    assert (await rig.ask(later))[0] == 200


async def test_beyond_the_quota_the_oldest_makes_way_and_the_newest_stays(tmp_path: Path) -> None:
    clock = OwnClock()
    links = Links(tmp_path / "links", PUBLIC, clock, quota_bytes=250)
    tokens = []
    for size_bytes in (100, 100, 100, 1000):
        source = tmp_path / "work.mp4"
        source.write_bytes(b"x" * size_bytes)
        tokens.append(urlsplit(await links.publish(source, "a")).path.split("/")[2])
        source.unlink()
        clock.at += timedelta(seconds=1)
        if len(tokens) == 3:
            assert [links.find(token) is None for token in tokens] == [True, False, False]
    assert [links.find(token) is None for token in tokens] == [True, True, True, False]


@contextlib.asynccontextmanager
async def _serving(settings: Settings, data_dir: Path) -> AsyncIterator[Links | None]:
    """As the app puts the two together."""
    async with (
        file_server.opened(settings, data_dir) as links,
        listening(settings.bind, routes(links) if links else []),
    ):
        yield links


async def test_it_listens_only_with_a_public_address(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = load(public_url=None, bind=f"127.0.0.1:{port}")
    async with _serving(settings, tmp_path) as none:
        assert none is None
        with socket.socket() as caller:
            assert caller.connect_ex(("127.0.0.1", port)) != 0

    half = tmp_path / "links" / "half.part"
    half.parent.mkdir()
    half.write_bytes(b"a crash")
    settings = load(public_url=PUBLIC, bind=f"127.0.0.1:{port}")
    async with _serving(settings, tmp_path) as links:
        assert links is not None and not half.exists()
        source = tmp_path / "work.mp4"
        source.write_bytes(CONTENT)
        path = urlsplit(await links.publish(source, "a.mp4")).path
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{port}{path}") as answer,
        ):
            assert await answer.read() == CONTENT
    with socket.socket() as caller:
        assert caller.connect_ex(("127.0.0.1", port)) != 0
