"""Telegram through a Bot API server of one's own: large clips, and moving there and back.

| complaint of users of such bots                                     | its test                  |
|---------------------------------------------------------------------|---------------------------|
| wants 200–500 MB clips (nanoclaw#1831)                              | …_above_the_clouds_limit… |
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.conftest import COMMAND
from tests.journeys.frames import RED, plain_clip
from tests.journeys.telegrams import WISH, TelegramWorld, padded, telegram_world, video_of
from tests.journeys.worlds import said
from tests.servers.telegram import TelegramServer

MIB = 1 << 20


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramWorld]:
    with telegram_world(tmp_path_factory.mktemp("world"), server={"is_local": True}) as world:
        yield world


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


@pytest.mark.parametrize(
    "size_bytes", [60 * MIB, pytest.param(400 * MIB, marks=pytest.mark.soak)], ids=["60", "400"]
)
@pytest.mark.soak
def test_a_clip_above_the_clouds_limit_comes_back_as_a_video(
    world: TelegramWorld, red: Path, tmp_path: Path, size_bytes: int
) -> None:
    """Wants 200-500 MB clips (nanoclaw#1831)."""
    anna = world.person()
    large = padded(red, tmp_path / "large.mp4", size_bytes)
    anna.send_video(large, WISH)
    video_of(anna, limit_s=120)


def test_a_clip_above_the_editors_limit_is_told_at_once(world: TelegramWorld, red: Path) -> None:
    anna = world.person()
    anna.send_video(red, WISH, claims={"file_size": 501 * MIB})
    anna.hear(said("error-clip-too-large", limit_mb=500))


def test_a_folder_that_is_not_shared_is_told_to_both(world: TelegramWorld, red: Path) -> None:
    anna = world.person()
    world.announced.append("A file of the Bot API server can't be read")
    methods = world.server.methods.by_name
    get_file = methods["getFile"]
    # The server's folder as another machine, or a container, knows it.
    methods["getFile"] = lambda asked: get_file(asked) | {"file_path": "/elsewhere/videos/1.mp4"}
    try:
        anna.send_video(red, WISH)
        anna.hear(said("error-clip-unreachable"))
    finally:
        methods["getFile"] = get_file
    (line,) = [one for one in world.bot.log().splitlines() if "share its folder" in one]
    assert "readable for the bot" in line
    assert "/elsewhere" not in world.bot.log()


# --- moving ---------------------------------------------------------------------------------


@pytest.fixture
def places(tmp_path: Path) -> Iterator[tuple[TelegramServer, TelegramServer]]:
    """(the cloud, a server of one's own), for one token."""
    with (
        TelegramServer(tmp_path / "cloud") as cloud,
        TelegramServer(tmp_path / "own", token=cloud.token, is_local=True) as own,
    ):
        yield cloud, own


def move(
    cloud: TelegramServer, own_url: str, *more: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    ours = ("TELEGRAM_", "NEMO_", "BACKDROP_")
    kept = {name: v for name, v in os.environ.items() if not name.startswith(ours)}
    settings = {"TELEGRAM_BOT_TOKEN": cloud.token, "TELEGRAM_API_URL": own_url} | environment
    return subprocess.run(
        [str(COMMAND), "telegram-move", "--cloud", cloud.url, *more],
        env=kept | settings,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(sys.prefix),
    )


@pytest.mark.soak
def test_the_bot_moves_to_a_server_of_its_own_and_back(
    places: tuple[TelegramServer, TelegramServer],
) -> None:
    cloud, own = places
    there = move(cloud, own.url)
    assert there.returncode == 0, there.stderr
    assert f"@{own.username} is now at {own.url}." in there.stdout
    assert cloud.methods.is_logged_out
    assert not own.methods.is_logged_out
    assert [one.method for one in cloud.requests] == ["logOut"]
    assert own.methods.logins_at_s[0] > cloud.requests[0].at_s, "in one place at a time"
    too_early = move(cloud, own.url, "--back")
    assert too_early.returncode == 1
    assert "taken back after ten minutes" in too_early.stderr
    assert own.methods.is_logged_out
    # Ten minutes later the cloud takes it back.
    cloud.methods.is_logged_out = False
    back = move(cloud, own.url, "--back")
    assert back.returncode == 0, back.stderr
    assert f"is now at {cloud.url}." in back.stdout
    assert own.methods.is_logged_out
    (left,) = own.ledger.requests("logOut")[1:]
    assert cloud.methods.logins_at_s[-1] > left.at_s, "in one place at a time"
    assert cloud.token not in there.stdout + there.stderr + back.stdout + back.stderr


@pytest.mark.soak
def test_a_move_that_broke_off_can_be_ended(
    places: tuple[TelegramServer, TelegramServer],
) -> None:
    cloud, own = places
    own.arm("getMe", "http_error", status=502)
    broken = move(cloud, own.url)
    assert broken.returncode == 1
    assert cloud.methods.is_logged_out
    assert len(broken.stderr.strip().splitlines()) == 1
    again = move(cloud, own.url)
    assert again.returncode == 0, again.stderr


def test_without_a_server_to_go_to_the_bot_stays(
    places: tuple[TelegramServer, TelegramServer],
) -> None:
    cloud, own = places
    own.go_away()
    moved = move(cloud, own.url)
    assert moved.returncode == 1
    assert (
        f"Nothing answers at {own.url} (ConnectError), so the bot stays where it is."
        in moved.stderr
    )
    assert len(moved.stderr.strip().splitlines()) == 1
    assert not cloud.methods.is_logged_out
    assert not cloud.requests


def test_a_move_without_an_address_says_what_it_needs(
    places: tuple[TelegramServer, TelegramServer],
) -> None:
    cloud, _ = places
    moved = move(cloud, "")
    assert moved.returncode == 2
    assert "TELEGRAM_API_URL" in moved.stderr
