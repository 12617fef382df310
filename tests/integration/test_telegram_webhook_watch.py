"""The webhook while it stands: who calls it with what, and what Telegram says of it meanwhile."""

from __future__ import annotations

import asyncio
import http.client
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pydantic import SecretStr

from bots.listener import listening
from bots.platforms import telegram
from bots.settings import Settings
from core.ports import Platform
from tests.contract.adapter_hearing import Hearing, hearing, stays, until, words_of
from tests.servers.free_port import free_port
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_webhook import Setting

FACTOR = 0.001
"""A look each 0.2 s."""
ELSEWHERE = Setting("http://127.0.0.1:9/other", "other")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[TelegramServer]:
    with TelegramServer(tmp_path / "telegram") as server:
        yield server


@pytest.fixture
async def platform(server: TelegramServer) -> AsyncIterator[Platform]:
    bind = f"127.0.0.1:{free_port()}"
    settings = Settings(
        _env_file=None,
        telegram_bot_token=SecretStr(server.token),
        telegram_api_url=server.url,
        telegram_webhook_url=f"http://{bind}",
        bind=bind,
        timetable_factor=FACTOR,
    )
    async with telegram.connected(settings) as platform, listening(bind, platform.routes()):
        yield platform


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Callable[[str], int]:
    caplog.set_level(logging.INFO)
    return lambda words: sum(words in one.getMessage() for one in caplog.records)


def looks(server: TelegramServer) -> int:
    return len(server.ledger.requests("getWebhookInfo"))


async def test_a_webhook_set_elsewhere_is_told_once_and_left_alone(
    server: TelegramServer, platform: Platform, logged: Callable[[str], int]
) -> None:
    with hearing(platform, Hearing()):
        await until(lambda: looks(server) > 1)
        assert logged("webhook") == logged("Telegram can't say")
        server.webhook.setting = ELSEWHERE
        await until(lambda: logged("has set a webhook elsewhere"))
        seen = looks(server)
        await until(lambda: looks(server) > seen + 2)
        assert logged("has set a webhook elsewhere") == 1
        assert server.webhook.setting is ELSEWHERE


async def test_a_webhook_that_was_taken_away_is_set_again(
    server: TelegramServer, platform: Platform, logged: Callable[[str], int]
) -> None:
    ear = Hearing()
    with hearing(platform, ear):
        await until(lambda: server.webhook.setting.url)
        server.webhook.setting = Setting()
        server.private("anna").say("still there?")
        await ear.messages(1)
    assert words_of(ear.heard[0]) == "still there?"
    assert logged("took the webhook away") == 1


async def test_what_telegram_can_not_deliver_is_told_once(
    server: TelegramServer, platform: Platform, logged: Callable[[str], int]
) -> None:
    with hearing(platform, Hearing()):
        await until(lambda: server.webhook.setting.url)
        server.webhook.setting.last_error_message = "Connection timed out"
        server.webhook.setting.last_error_date = int(time.time()) - 3600
        seen = looks(server)
        await until(lambda: looks(server) > seen + 2)
        assert logged("could not deliver") == 0, "that was before this start"
        server.webhook.setting.last_error_date = int(time.time()) + 1
        await until(lambda: logged("could not deliver to the webhook (Connection timed out)"))
        await stays(lambda: logged("could not deliver") == 1, "told again", 0.5)


async def test_a_secret_of_odd_bytes_is_refused(server: TelegramServer, platform: Platform) -> None:
    with hearing(platform, Hearing()):
        await until(lambda: server.webhook.setting.url)
        place = urlsplit(server.webhook.setting.url)

        def call() -> int:
            line = http.client.HTTPConnection(place.hostname or "", place.port, timeout=10)
            headers = {"X-Telegram-Bot-Api-Secret-Token": b"\xff\xfe"}
            line.request("POST", "/", b"{}", headers)  # type: ignore[arg-type]
            with line.getresponse() as answer:
                return answer.status

        assert await asyncio.to_thread(call) == 403
