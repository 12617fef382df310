"""The adapter contract suite against every platform, and every way to it.

What Telegram's adapter asks of its server is held to the published schema after each test.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.adapter_chat_rig import ChatRig
from tests.contract.adapter_contract import AdapterContract
from tests.contract.adapter_rig import Rig
from tests.contract.adapter_telegram_rig import TelegramRig
from tests.servers.chat import ChatServer
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_schema import published


class TestFakeChat(AdapterContract):
    @pytest.fixture
    def rig(self, tmp_path: Path) -> Iterator[Rig]:
        with ChatServer(tmp_path / "platform") as server:
            yield ChatRig(server)


class TelegramContract(AdapterContract):
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


class TestTelegramPolled(TelegramContract):
    pass


class TestTelegramByWebhook(TelegramContract):
    is_called = True


class TestTelegramOfOnesOwn(TelegramContract):
    is_local = True
