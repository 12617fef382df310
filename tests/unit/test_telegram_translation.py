"""Telegram's updates as the core's values, where one shape has more than one reading."""

from __future__ import annotations

from typing import Any

import pytest
import telegram

from bots.telegram.translation import Translation
from core.model import Command, Inbound, Incoming, Text

BOT_ID, NAME = 7_000_000_001, "backdrop_bot"
GROUP = {"id": -1_001_500_000_000, "type": "supergroup", "title": "Team"}
CHANNEL = {"id": -1_001_600_000_000, "type": "channel", "title": "News"}
ANNA = {"id": 77, "is_bot": False, "first_name": "Anna"}
STAND_IN = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}


def read(**message: Any) -> Inbound | None:
    shape = {"message_id": 5, "date": 1_700_000_000, "chat": GROUP, "from": ANNA} | message
    update = telegram.Update.de_json({"update_id": 9, "message": shape}, None)
    return Translation(BOT_ID, NAME).inbound(update)


def entity(kind: str, length: int, offset: int = 0) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length}


@pytest.mark.parametrize(
    ("text", "entities", "expected"),
    [
        ("/export", [entity("bot_command", 7)], Command("export")),
        ("/export!", [entity("bot_command", 7)], Command("export")),
        (f"/export@{NAME}, please", [entity("bot_command", 20)], Command("export", "please")),
        (f"/export@{NAME}, please", [entity("bold", 9), entity("bot_command", 20)], None),
        ("/edit: blur 🎬 it", [entity("bot_command", 5)], Command("edit", "blur 🎬 it")),
        ("/edit .5 seconds", [entity("bot_command", 5)], Command("edit", ".5 seconds")),
        ("/export", [entity("bold", 7), entity("bot_command", 7)], Command("export")),
        ("/export", [entity("code", 7)], Text("/export")),
        ("🎬 /export", [entity("bot_command", 7, 3)], Text("🎬 /export")),
    ],
)
def test_a_command_is_what_telegram_marks_as_one_at_the_beginning(
    text: str, entities: list[dict[str, Any]], expected: Command | Text | None
) -> None:
    found = read(text=text, entities=entities)
    assert isinstance(found, Incoming)
    assert found.body == (expected or Command("export", "please"))


@pytest.mark.parametrize("chat", [GROUP, CHANNEL])
def test_who_writes_in_a_chats_name_is_that_chat_and_no_bot(chat: dict[str, Any]) -> None:
    found = read(text="blur it", sender_chat=chat, **{"from": STAND_IN})
    assert isinstance(found, Incoming)
    assert (found.sender.id, found.sender.name) == (str(chat["id"]), chat["title"])
    assert not found.sender.is_bot


def test_a_bot_is_still_one() -> None:
    found = read(text="blur it", **{"from": STAND_IN})
    assert isinstance(found, Incoming)
    assert found.sender.is_bot


def test_what_a_channel_passes_on_by_itself_is_none_of_our_business() -> None:
    more = {"from": STAND_IN, "sender_chat": CHANNEL, "is_automatic_forward": True}
    assert read(text=f"look, @{NAME}", entities=[entity("mention", 13, 6)], **more) is None
