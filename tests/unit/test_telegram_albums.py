"""Albums in groups: parts that came before the one with the bot's name, and for how long."""

from __future__ import annotations

from datetime import UTC, datetime

from bots.telegram.albums import AddressedAlbums
from core.model import ChatRef, Incoming, Sender, Text

CHAT = ChatRef("telegram", "1", "-77")


def part(number: int, *, mentions_bot: bool = False) -> Incoming:
    return Incoming(
        id=f"{CHAT.key}:{number}",
        chat=CHAT,
        sender=Sender("7", "Anna"),
        body=Text(""),
        at=datetime.now(UTC),
        album="a",
        is_direct=False,
        mentions_bot=mentions_bot,
    )


def ids(found: list) -> list[int]:
    return [int(one.id.rpartition(":")[2]) for one in found if one.mentions_bot]


def test_parts_of_the_same_seconds_come_along() -> None:
    now = [100.0]
    albums = AddressedAlbums(lambda: now[0])
    assert ids(albums.marked([part(1)])) == []
    now[0] += 9
    assert ids(albums.marked([part(2, mentions_bot=True)])) == [1, 2]
    assert ids(albums.marked([part(3)])) == [3]


def test_a_part_from_long_before_does_not() -> None:
    now = [100.0]
    albums = AddressedAlbums(lambda: now[0])
    albums.marked([part(1)])
    now[0] += 11
    assert ids(albums.marked([part(2, mentions_bot=True)])) == [2]
