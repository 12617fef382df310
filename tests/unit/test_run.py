"""``backdrop run``: what it starts, what it says where it can't, and one that holds up no other."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bots.exit_codes import DONE, WRONG_USE
from bots.listener import listening
from bots.run import connected, run
from bots.settings import Settings, SettingsInvalid, load
from core.model import Inbound
from tests.contract.adapter_hearing import until
from tests.servers.discord import DiscordServer
from tests.servers.discord_testing import pointed
from tests.servers.free_port import free_port
from tests.servers.telegram import TelegramServer

COMMAND = Path(sys.executable).with_name("backdrop")
TOKEN = "7000000001:AA" + "x" * 33


async def test_without_a_page_and_any_token_it_says_which_there_are_and_touches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    tokens = [name.upper() for name in Settings.model_fields if name.endswith("_bot_token")]
    assert len(tokens) > 1
    for name in tokens:
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("BACKDROP_WEB", "false")
    with caplog.at_level(logging.ERROR, "bots.run"):
        assert await run(load(data_dir=tmp_path / "data")) == WRONG_USE
    (said,) = caplog.messages
    assert [name for name in [*tokens, "BACKDROP_WEB"] if name not in said] == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({}, ["web"]),
        ({"telegram_bot_token": TOKEN}, ["telegram"]),
        ({"telegram_bot_token": TOKEN, "web": True}, ["web", "telegram"]),
        ({"telegram_bot_token": TOKEN, "web_password": "long enough"}, ["web", "telegram"]),
    ],
)
async def test_the_page_is_there_where_it_is_asked_for_or_nothing_else_is(
    tmp_path: Path, given: dict[str, Any], names: list[str]
) -> None:
    nowhere = {"telegram_api_url": "http://127.0.0.1:9", "timetable_factor": 0.01}
    settings = Settings(_env_file=None, data_dir=tmp_path, **nowhere, **given)
    async with contextlib.AsyncExitStack() as stack:
        assert [one.name for one in await connected(settings, stack)] == names


async def test_a_page_that_strangers_could_use_is_not_started(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path, bind="0.0.0.0:8080")
    async with contextlib.AsyncExitStack() as stack:
        with pytest.raises(SettingsInvalid, match="BACKDROP_WEB_PASSWORD"):
            await connected(settings, stack)


async def nothing(_: web.Request) -> web.Response:
    return web.Response()


async def test_a_place_to_listen_that_is_taken_is_told_with_another() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        bind = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(SettingsInvalid, match=rf"listens on {bind} already.*BACKDROP_BIND=127"):
            async with listening(bind, [web.get("/", nothing)]):
                pytest.fail("it listens")


async def test_an_address_that_is_not_ours_is_told_as_the_setting() -> None:
    with pytest.raises(SettingsInvalid, match=r"BACKDROP_BIND 192\.0\.2\.1:80 can't"):
        async with listening("192.0.2.1:80", [web.get("/", nothing)]):
            pytest.fail("it listens")


def test_the_command_says_where_the_page_is_as_soon_as_it_answers(tmp_path: Path) -> None:
    port = free_port()
    environment = {
        "BACKDROP_BIND": f"127.0.0.1:{port}",
        # Nobody is there; the page has to answer all the same.
        "NEMO_API_URL": "http://127.0.0.1:9",
        "BACKDROP_DATA_DIR": str(tmp_path / "data"),
    }
    bot = subprocess.Popen(
        [COMMAND, "run"],
        cwd=tmp_path,
        env={**{k: v for k, v in os.environ.items() if "TOKEN" not in k}, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert bot.stdout is not None
        said = bot.stdout.readline()
        assert said == f"Open http://127.0.0.1:{port} in your browser. Ctrl-C stops it.\n"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
            assert answer.status == 200
            assert answer.headers.get_content_type() == "text/html"
        # Perhaps in the middle of the start, which then ends as well as the run does.
        bot.send_signal(signal.SIGINT)
        rest, log_lines = bot.communicate(timeout=30)
    finally:
        bot.kill()
    assert (rest, bot.returncode) == ("", DONE)
    assert " ERROR " not in log_lines


@pytest.mark.parametrize("away", ["telegram", "discord"])
async def test_a_platform_that_is_not_there_yet_holds_up_no_other(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, away: str
) -> None:
    async with contextlib.AsyncExitStack() as stack:
        telegram = stack.enter_context(TelegramServer(tmp_path / "telegram"))
        discord = stack.enter_context(DiscordServer(tmp_path / "discord"))
        stack.enter_context(pointed(discord))
        servers = {"telegram": telegram, "discord": discord}
        settings = Settings(
            _env_file=None,
            telegram_bot_token=telegram.token,
            telegram_api_url=telegram.url,
            discord_bot_token=discord.token,
            timetable_factor=0.01,
            data_dir=tmp_path / "data",
        )
        await asyncio.to_thread(servers[away].go_away)
        platforms = await connected(settings, stack)
        assert [one.name for one in platforms] == ["telegram", "discord"]
        names = [telegram.username, discord.username]
        probed = [await one.probe() for one in platforms]
        assert [name in line for name, line in zip(names, probed, strict=True)] == [
            away != "telegram",
            away != "discord",
        ]
        heard: set[str] = set()

        async def receive(inbound: Inbound) -> None:
            heard.add(inbound.chat.platform)

        feeding = [asyncio.create_task(one.run(receive)) for one in platforms]
        stack.push_async_callback(_ended, feeding)
        if away == "telegram":
            await asyncio.to_thread(discord.wait_connected)
        for name, server in servers.items():
            if name != away:
                (server.dm("anna") if name == "discord" else server.private("anna")).say("hello")
        await until(lambda: heard == servers.keys() - {away}, "the other is heard")
        await asyncio.to_thread(servers[away].come_back)
        if away == "discord":
            await asyncio.to_thread(discord.wait_connected)
            discord.dm("anna").say("hello")
        else:
            telegram.private("anna").say("hello")
        await until(lambda: heard == servers.keys(), "both are heard")
    assert sum("is reached now: Backdrop is" in one for one in caplog.messages) == 1


async def _ended(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_telegram_token_that_proves_wrong_later_is_told_once_and_ends_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with TelegramServer(tmp_path / "telegram") as server:
        settings = Settings(
            _env_file=None,
            telegram_bot_token=TOKEN,
            telegram_api_url=server.url,
            timetable_factor=0.01,
            data_dir=tmp_path / "data",
        )
        await asyncio.to_thread(server.go_away)
        async with contextlib.AsyncExitStack() as stack:
            (platform,) = await connected(settings, stack)

            async def receive(_: Inbound) -> None: ...

            feeding = asyncio.create_task(platform.run(receive))
            stack.push_async_callback(_ended, [feeding])
            await asyncio.to_thread(server.come_back)
            await until(lambda: len(_asked(server)) > 2, "it asks on")
            assert not feeding.done()
    assert sum("TELEGRAM_BOT_TOKEN is not known" in one for one in caplog.messages) == 1


def _asked(server: TelegramServer) -> list[object]:
    return [one for one in server.requests if one.method == "getMe"]
