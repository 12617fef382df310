"""A scripted Nemo and a client visiting it: fixtures of the client's unit tests."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from core.nemo.account import Account, MemoryTokenStore
from core.nemo.client import NemoClient
from core.timetable import Timetable
from tests.contract.nemo_rig import ATTRIBUTION, TIMETABLE, Visit
from tests.servers.nemo import VIDEO, FakeNemo


@pytest.fixture
async def server() -> AsyncIterator[FakeNemo]:
    async with FakeNemo() as nemo:
        yield nemo


def client_of(nemo: FakeNemo, timetable: Timetable = TIMETABLE) -> NemoClient:
    account = Account.anonymous(MemoryTokenStore(), timetable)
    return NemoClient(nemo.url, account, timetable, attributed=ATTRIBUTION)


@pytest.fixture
async def visit(server: FakeNemo) -> AsyncIterator[Visit]:
    async with client_of(server) as client:
        yield Visit(client, await client.create_session("zh-CN"), VIDEO)
