"""The adapter contract suite against every platform, and every way to it.

What Telegram's and Discord's adapters ask is held to the published schemas after each test.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.adapter_chat_rig import ChatRig
from tests.contract.adapter_contract import AdapterContract
from tests.contract.adapter_discord_rig import DiscordRig
from tests.contract.adapter_files_contract import FilesContract
from tests.contract.adapter_inbound_contract import InboundContract
from tests.contract.adapter_receiving_contract import ReceivingContract
from tests.contract.adapter_rig import Rig
from tests.contract.adapter_telegram_rig import TelegramRig
from tests.contract.adapter_web_rig import web_rig
from tests.servers.chat import ChatServer
from tests.servers.discord import DiscordServer
from tests.servers.discord_schema import published as published_by_discord
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_schema import published


class TestFakeChat(AdapterContract):
    @pytest.fixture
    def rig(self, tmp_path: Path) -> Iterator[Rig]:
        with ChatServer(tmp_path / "platform") as server:
            yield ChatRig(server)


class TelegramCase:
    is_local = False
    is_called = False

    @pytest.fixture
    def rig(self, tmp_path: Path) -> Iterator[Rig]:
        with TelegramServer(
            tmp_path / "platform", is_local=self.is_local, has_privacy=False
        ) as server:
            yield TelegramRig(server, is_called=self.is_called)
            schema = published()
            if schema is None:
                pytest.skip("Telegram's schema is not beside the repository: requests unchecked")
            asked = [one for one in server.requests if one.method in server.methods.by_name]
            assert len(asked) == len(server.requests), "only methods that Telegram has"
            assert schema.faults(asked) == []


class TestTelegram(TelegramCase, AdapterContract):
    """By long polling, from the cloud."""


@pytest.mark.soak
class TestTelegramByWebhook(TelegramCase, InboundContract, ReceivingContract):
    """What comes in comes another way; the rest is the same code."""

    is_called = True


@pytest.mark.soak
class TestTelegramOfOnesOwn(TelegramCase, FilesContract):
    """Files lie elsewhere; the rest is the same code."""

    is_local = True


class TestDiscord(AdapterContract):
    @pytest.fixture
    def rig(self, tmp_path: Path) -> Iterator[Rig]:
        with DiscordServer(tmp_path / "platform") as server:
            yield DiscordRig(server)
            schema = published_by_discord()
            if schema is None:
                pytest.skip("Discord's schema is not beside the repository: requests unchecked")
            assert [one.path for one in server.requests if one.endpoint == "unknown"] == []
            assert schema.faults(server.requests) == []


class TestWeb(AdapterContract):
    """Nobody else's server stands between: the person comes to us."""

    @pytest.fixture
    def rig(self, tmp_path: Path) -> Iterator[Rig]:
        with web_rig(tmp_path / "page") as rig:
            yield rig
