"""Telegram's file server in odd states. A file's address holds the token, and stays inside."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from core.errors import ClipUnreachable
from core.model import Attachment, Incoming
from core.ports import Platform
from tests.contract.adapter_hearing import Hearing, hearing
from tests.contract.adapter_messages import pattern
from tests.contract.adapter_secrets import raising
from tests.contract.adapter_telegram_rig import TelegramRig
from tests.servers.telegram import TelegramServer


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[TelegramRig]:
    with TelegramServer(tmp_path / "telegram") as server:
        yield TelegramRig(server)


@pytest.fixture
async def platform(rig: TelegramRig) -> AsyncIterator[Platform]:
    async with rig.connected() as platform:
        yield platform


@pytest.fixture
async def clip(rig: TelegramRig, platform: Platform, tmp_path: Path) -> Attachment:
    path, ear = tmp_path / "clip.mp4", Hearing()
    path.write_bytes(pattern(100_000))
    with hearing(platform, ear):
        rig.seat().send_file(path)
        (heard,) = await ear.messages(1)
    assert isinstance(heard, Incoming)
    return heard.attachments[0]


async def test_an_answer_that_is_no_http_is_unreachable_and_hides_the_token(
    rig: TelegramRig, platform: Platform, clip: Attachment
) -> None:
    rig.arm("file", "malformed", times=2)
    with raising(ClipUnreachable, rig):
        async with platform.open(clip):
            pass


async def test_what_fails_while_a_clip_is_read_keeps_its_name(
    platform: Platform, clip: Attachment
) -> None:
    with pytest.raises(aiohttp.ServerDisconnectedError):
        async with platform.open(clip):
            raise aiohttp.ServerDisconnectedError("of the upload")
