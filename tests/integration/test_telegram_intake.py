"""Updates on Telegram that are odd, and trouble in getting them: polled and posted, real HTTP."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bots.exit_codes import FAILED, WRONG_USE
from bots.run import run
from bots.settings import Settings
from tests.contract.adapter_hearing import Hearing, hearing, stays, until, words_of
from tests.contract.adapter_telegram_rig import TelegramRig
from tests.servers.telegram import TelegramServer

UNREADABLE: list[dict[str, Any]] = [
    {"message_id": 1},
    {"message_id": 1, "date": "yesterday", "chat": {"id": 1, "type": "private"}},
    {"message_id": 1, "date": 1, "chat": [], "text": "secret words"},
]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[TelegramServer]:
    with TelegramServer(tmp_path / "telegram", has_privacy=False) as server:
        yield server


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Callable[[str], int]:
    """How many records say these words."""
    caplog.set_level(logging.INFO)
    return lambda words: sum(words in one.getMessage() for one in caplog.records)


@pytest.mark.parametrize("is_called", [False, True], ids=["polled", "posted"])
async def test_updates_that_cant_be_read_are_skipped_and_hold_up_nobody(
    server: TelegramServer, logged: Callable[[str], int], is_called: bool
) -> None:
    rig, ear, anna = TelegramRig(server, is_called=is_called), Hearing(), server.private("anna")
    async with rig.connected() as platform:
        with hearing(platform, ear) as running:
            anna.say("before")
            for body in UNREADABLE:
                server.updates.add("message", body, anna.id)
            anna.say("after")
            await ear.messages(2)
            await until(lambda: not rig.unacknowledged(), "all is acknowledged")
            assert not running.done()
    assert [words_of(one) for one in ear.heard] == ["before", "after"]
    assert logged("can't be read and is skipped") == len(UNREADABLE)
    assert logged("secret words") == 0


async def test_an_answer_that_is_no_list_of_updates_is_asked_for_again(
    server: TelegramServer, logged: Callable[[str], int]
) -> None:
    rig, ear, anna = TelegramRig(server), Hearing(), server.private("anna")
    methods = server.methods.by_name
    get_updates = methods["getUpdates"]
    odd: list[Any] = [[{"message": {}}], ["?"], {}, None]
    methods["getUpdates"] = lambda asked: odd.pop() if odd else get_updates(asked)
    anna.say("hello")
    async with rig.connected() as platform:
        with hearing(platform, ear):
            await ear.messages(1)
    assert logged("Telegram gives no updates at the moment") == 1


async def test_a_menu_that_fails_unforeseen_is_told_when_it_happens(
    server: TelegramServer, logged: Callable[[str], int]
) -> None:
    rig, ear, anna = TelegramRig(server), Hearing(), server.private("anna")
    server.methods.by_name["getMyCommands"] = lambda asked: [{"command": "help"}]
    async with rig.connected() as platform:
        with hearing(platform, ear):
            await until(lambda: logged("The menu failed in a way that nobody foresaw"), "told")
            anna.say("hello")
            await ear.messages(1)


@pytest.mark.soak
async def test_trouble_that_comes_and_goes_is_told_once_and_its_end_once(
    server: TelegramServer, logged: Callable[[str], int]
) -> None:
    """Another program with the same token cuts in every few seconds; in between all is well."""
    rig, ear, anna = TelegramRig(server), Hearing(), server.private("anna")
    async with rig.connected() as platform:
        with hearing(platform, ear):
            for number in range(5):
                server.arm("getUpdates", "conflict", times=1)
                anna.say(str(number))
                await ear.messages(number + 1)
            assert logged("Another program polls") == 1
            assert logged("gives updates again") == 0
            await until(lambda: logged("gives updates again"), "its end is told")
            anna.say("on")
            await ear.messages(6)
            await stays(lambda: logged("gives updates again") == 1, "told again")


async def test_an_end_that_nobody_foresaw_is_logged_masked_with_an_exit_code(
    server: TelegramServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server.methods.by_name["getMe"] = lambda _: {"is_bot": True}
    settings = Settings(
        _env_file=None,
        data_dir=tmp_path / "data",
        telegram_bot_token=SecretStr(server.token),
        telegram_api_url=server.url,
    )
    assert await run(settings) == FAILED
    (record,) = [one for one in caplog.records if one.levelno >= logging.ERROR]
    assert record.name == "bots.run"
    assert record.exc_info is not None


async def test_a_proxys_page_is_named_and_not_quoted(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    rig = TelegramRig(server)

    def lines() -> list[str]:
        found = [one.getMessage() for one in caplog.records if one.name.startswith("bots.")]
        return [one for one in found if "gives no updates at the moment" in one]

    async with rig.connected() as platform:
        server.arm("getUpdates", "http_error", status=502)
        with hearing(platform, Hearing()):
            await until(lines)
    (line,) = lines()
    assert "(Bad Gateway (502))" in line or "(Bad Gateway)" in line
    assert "nginx" not in line


@pytest.mark.parametrize("proxy", ["socks5://me:hunter2@127.0.0.1:9", "nonsense://127.0.0.1:9"])
async def test_a_proxy_of_the_wrong_kind_is_one_plain_sentence(
    server: TelegramServer,
    proxy: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    settings = Settings(
        _env_file=None,
        telegram_bot_token=SecretStr(server.token),
        telegram_api_url=server.url,
    )
    assert await run(settings) == WRONG_USE
    (record,) = [one for one in caplog.records if one.levelno >= logging.ERROR]
    assert "SOCKS is not supported" in record.getMessage()
    assert record.exc_info is None
    assert "hunter2" not in caplog.text
