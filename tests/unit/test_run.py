"""``backdrop run``: without a platform it starts nothing, and one of two holds up no other."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from pathlib import Path

import pytest

from bots.exit_codes import WRONG_USE
from bots.run import connected, run
from bots.settings import Settings, load
from core.model import Inbound
from tests.contract.adapter_hearing import until
from tests.servers.discord import DiscordServer
from tests.servers.discord_testing import pointed
from tests.servers.telegram import TelegramServer


async def test_without_any_token_it_says_which_there_are_and_touches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    tokens = [name.upper() for name in Settings.model_fields if name.endswith("_bot_token")]
    assert len(tokens) > 1
    for name in tokens:
        monkeypatch.setenv(name, "")
    with caplog.at_level(logging.ERROR, "bots.run"):
        assert await run(load(data_dir=tmp_path / "data")) == WRONG_USE
    (said,) = caplog.messages
    assert [name for name in tokens if name not in said] == []
    assert list(tmp_path.iterdir()) == []


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
            telegram_bot_token="7000000001:AA" + "x" * 33,
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
