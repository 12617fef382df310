"""The app tells a platform that catches up where it was heard, before it lets it run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bots.app import App
from core.model import ChatRef
from core.ports import Heard, Receive
from tests.contract.store_rig import ANNA, OwnClock, incoming
from tests.unit.core_rig import House, Wall

NOBODY = "http://127.0.0.1:9"
"""A backend that is never asked."""
THERE = ChatRef("discord", "9", "77.5", "6")
SINCE = OwnClock().now()


@dataclass
class Returned(Wall):
    """A platform that was away for an hour."""

    heard: Heard | None = None
    found: list[Mapping[ChatRef, int]] = field(default_factory=list)

    def catch_up_from(self, heard: Heard) -> None:
        assert self.heard is None
        self.heard = heard

    async def run(self, receive: Receive) -> None:
        assert self.heard is not None
        for account in ("9", "bot"):
            self.found.append(await self.heard.newest(account, SINCE))
        await self.heard.set_watermark("9", SINCE)


async def test_each_platform_learns_where_it_was_heard(tmp_path: Path) -> None:
    async with House(NOBODY, tmp_path) as house:
        for number, chat in enumerate([ANNA, THERE], 1):
            await house.store.accept(incoming(number, chat), "edit")
        away, telegram = Returned("discord"), Returned("telegram")
        await App(house.services, house.inbox, [away, Wall(), telegram]).run()
        assert away.found == [{THERE: 2}, {}]
        assert telegram.found == [{}, {ANNA: 1}]
        assert away.heard is not None
        await house.store.accept(replace(incoming(8, THERE), platform_id="m"), "edit")
        assert await away.heard.newest("9", SINCE) == {THERE: 8}, "it may be asked again"
        assert await away.heard.watermark("9") == SINCE
        assert await house.store.watermark("discord", "9") == SINCE
        assert await house.store.watermark("telegram", "9") == SINCE
