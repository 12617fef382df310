"""A group on Telegram in which the bot may not write."""

from __future__ import annotations

from pathlib import Path

import pytest
from telegram.error import BadRequest, Forbidden, TelegramError

from bots.telegram.faults import delivery_error
from core.errors import DeliveryForbidden, DeliveryMuted
from core.model import Progress, Stage
from tests.contract.adapter_messages import show, video, words
from tests.contract.adapter_telegram_rig import TelegramRig
from tests.servers.telegram import TelegramServer


async def test_where_the_bot_may_not_write_that_is_known(tmp_path: Path) -> None:
    with TelegramServer(tmp_path / "telegram") as server:
        rig = TelegramRig(server)
        group = rig.seat("team", is_group=True)
        async with rig.connected() as platform:
            receipt = await platform.send(words(group, "before"))
            group.chat.restrict(can_send_messages=False, can_send_videos=False)
            with pytest.raises(DeliveryMuted):
                await platform.send(words(group, "after", "2/a"))
            with pytest.raises(DeliveryMuted):
                await platform.send(words(group, "edited", "3/a", standing=receipt.platform_id))
            with pytest.raises(DeliveryMuted):
                await show(platform, words(group, "1 %", "4/p", progress=Progress(Stage.EDIT)))
            with pytest.raises(DeliveryForbidden):
                media = video(tmp_path / "v.mp4")
                await platform.send(words(group, "film", "5/a", media=(media,)))
        assert [one.text for one in group.standing()] == ["before"]


@pytest.mark.parametrize(
    "refusal",
    [
        BadRequest("Not enough rights to send text messages to the chat"),
        Forbidden("Forbidden: not enough rights to send text messages to the chat"),
        BadRequest("Have no rights to send a message"),
        BadRequest("CHAT_WRITE_FORBIDDEN"),
    ],
)
def test_each_way_of_telegram_to_say_so_is_known(refusal: TelegramError) -> None:
    assert isinstance(delivery_error(refusal), DeliveryMuted)
