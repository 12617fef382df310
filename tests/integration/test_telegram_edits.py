"""Edits of final words on Telegram: in turn with all else that is said in the chat."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from bots.telegram.limits import PRIVATE
from tests.contract.adapter_messages import words
from tests.contract.adapter_rig import FACTOR
from tests.contract.adapter_telegram_rig import TelegramRig
from tests.servers.telegram import TelegramServer


async def test_no_edit_comes_without_its_turn(tmp_path: Path) -> None:
    (rate,) = PRIVATE
    with TelegramServer(tmp_path / "telegram") as server:
        rig = TelegramRig(server)
        anna = rig.seat()
        async with rig.connected() as platform:
            receipt = await platform.send(words(anna, "0"))
            for number in range(2 * rate.count):
                await platform.send(words(anna, f"{number}.", standing=receipt.platform_id))
        times_s = [one.at_s for one in server.sent()]
    assert len(times_s) == 2 * rate.count + 1
    # A hair less than the period: a request is noted a little after its turn.
    for earlier, later in pairwise(times_s[:: rate.count]):
        assert later - earlier >= rate.period_s * FACTOR * 0.8
