"""The part of the store contract suite that is about one-time ways into a chat."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from core.model import (
    Attachment,
    AttachmentKind,
    ChatRef,
    Door,
    Incoming,
    handle_of,
    message_id,
)
from core.store import Store
from tests.contract.store_rig import ANNA, BEN, CLIP, OwnClock, incoming

NEW = ChatRef("telegram", "bot", "-100")
FILE = Attachment("f" * 32, AttachmentKind.VIDEO, "big.mp4", size_bytes=9, is_dropped=True)


def way_in(clock: OwnClock, name: str = "d1", chat: ChatRef = ANNA, hours: int = 24) -> Door:
    about = replace(incoming(5, chat, CLIP), platform_id="p5")
    return Door(name, about, clock.now() + timedelta(hours=hours))


def dropped(update: int = 5, part: str = "door-1", chat: ChatRef = ANNA) -> Incoming:
    return replace(incoming(0, chat, FILE), id=message_id(chat, update, part), reply_to="p5")


class DoorContract:
    """Needs the fixtures `store` and `clock`; `StoreContract` has them."""

    async def test_a_way_in_is_found_by_its_hash_alone(self, store: Store, clock: OwnClock) -> None:
        one, other = way_in(clock), way_in(clock, "d2", BEN)
        await store.add_door(one, "hash-1")
        await store.add_door(other, "hash-2")
        assert await store.door("hash-1") == one
        assert await store.door("hash-2") == other
        for wrong in ("d1", "hash", "", "HASH-1", "hash-1'"):
            assert await store.door(wrong) is None
        assert await store.doors(ANNA) == [one]

    async def test_the_first_to_use_it_decides(self, store: Store, clock: OwnClock) -> None:
        door, other = way_in(clock), dropped(6, "door-2")
        await store.add_door(door, "hash")
        assert await store.use_door("d1", dropped()) == dropped()
        assert await store.use_door("d1", other) == dropped()
        assert await store.door("hash") == replace(door, taken=dropped())
        assert await store.use_door("d2", other) is None

    async def test_what_was_dropped_is_unheard_until_it_is_accepted(
        self, store: Store, clock: OwnClock
    ) -> None:
        for name, chat in (("d1", ANNA), ("d2", BEN), ("d3", BEN)):
            await store.add_door(way_in(clock, name, chat), name)
        for name, chat in (("d1", ANNA), ("d2", BEN)):
            await store.use_door(name, dropped(chat=chat))
        assert await store.unheard_drops() == [dropped(), dropped(chat=BEN)]
        await store.accept(dropped(), "edit")
        assert await store.unheard_drops() == [dropped(chat=BEN)]
        assert await store.message(dropped().id) == dropped()
        assert await store.pending_attachments(ANNA) == [(dropped().id, 0, FILE)]

    async def test_a_moved_chat_takes_its_ways_in_along(
        self, store: Store, clock: OwnClock
    ) -> None:
        await store.add_door(way_in(clock), "open")
        await store.add_door(way_in(clock, "d2"), "used")
        await store.use_door("d2", dropped())
        await store.move_chat(ANNA, NEW)
        opened, used = await store.door("open"), await store.door("used")
        assert opened is not None and used is not None and used.taken is not None
        assert opened.about.chat == used.about.chat == used.taken.chat == NEW
        assert used.taken.id == dropped().id
        # The numbers of the old name mean nothing in the new one.
        assert opened.about.platform_id not in ("", "p5")
        assert used.taken.reply_to == opened.about.platform_id
        assert await store.doors(NEW) == await store.doors(ANNA) == [opened, used]
        # Whoever still says the old name means the new one.
        await store.add_door(way_in(clock, "d3"), "late")
        assert (await store.doors(NEW))[2].about.chat == NEW
        standing = await store.use_door("d3", dropped(7))
        assert standing is not None and standing.chat == NEW

    async def test_ways_in_end_and_what_was_dropped_stays(
        self, store: Store, clock: OwnClock
    ) -> None:
        for name, chat, hours in (
            ("d1", ANNA, 1),
            ("d2", ANNA, 2),
            ("d3", BEN, 1),
            ("d4", ANNA, 1),
        ):
            await store.add_door(way_in(clock, name, chat, hours), name)
        await store.use_door("d4", dropped())
        assert await store.expire_doors(clock.now()) == []
        assert await store.expire_doors(clock.now() + timedelta(hours=1)) == ["d1", "d3"]
        assert await store.door("d1") is None
        assert await store.close_doors(BEN) == []
        assert await store.close_doors(ANNA) == ["d2"]
        assert [door.id for door in await store.doors(ANNA)] == ["d4"]

    async def test_one_way_in_is_closed_unless_it_was_used(
        self, store: Store, clock: OwnClock
    ) -> None:
        for name in ("d1", "d2", "d3"):
            await store.add_door(way_in(clock, name), name)
        await store.use_door("d2", dropped())
        for name in ("d1", "d2", "d9"):
            await store.close_door(name)
        assert [door.id for door in await store.doors(ANNA)] == ["d2", "d3"]

    async def test_used_ways_in_are_forgotten_once_their_message_was_heard(
        self, store: Store, clock: OwnClock
    ) -> None:
        for name, hours in (("heard", 1), ("later", 2), ("unheard", 1), ("open", 1)):
            await store.add_door(way_in(clock, name, hours=hours), name)
            if name != "open":
                await store.use_door(name, dropped(part=name))
        for name in ("heard", "later"):
            await store.accept(dropped(part=name), "edit")
        await store.forget_used_doors(clock.now() + timedelta(hours=1))
        assert {door.id for door in await store.doors(ANNA)} == {"later", "unheard", "open"}
        assert await store.unheard_drops() == [dropped(part="unheard")]

    async def test_a_way_in_goes_with_its_chat(self, store: Store, clock: OwnClock) -> None:
        await store.add_door(way_in(clock), "hash")
        await store.add_door(way_in(clock, "d2", BEN), "bens")
        await store.use_door("d1", dropped())
        await store.forget(ANNA)
        assert await store.door("hash") is None
        assert await store.unheard_drops() == []
        assert await store.use_door("d1", dropped()) is None
        assert await store.door("bens") is not None

    async def test_what_came_through_a_door_comes_after_what_was_there(self, store: Store) -> None:
        """It has the number of the message before it, whatever the chat was called then."""
        first = replace(incoming(9, ANNA, CLIP), platform_id="p9")
        await store.accept(first, "edit")
        await store.move_chat(ANNA, NEW)
        one, two = (dropped(9, f"door-{n}", NEW) for n in (1, 2))
        later = incoming(10, NEW)
        for message in (two, one):
            await store.accept(message, "edit")
        assert await store.newest_message(NEW) == two.id
        assert await store.open_jobs(NEW) == [first.id, one.id, two.id]
        await store.accept(later, None)
        assert await store.newest_message(NEW) == later.id
        waiting = [place[0] for place in await store.pending_attachments(NEW)]
        assert waiting == [first.id, one.id, two.id]
        await store.drop_pending_attachments(NEW, later.id)
        assert await store.pending_attachments(NEW) == []
        found = [await store.by_handle(NEW, handle_of(one.id)) for one in (first, one, two)]
        assert [message.id for message in found if message] == [first.id, one.id, two.id]
        assert await store.by_handle(NEW, "9/door") is None

    async def test_a_door_tells_nothing_of_what_a_platform_said(
        self, store: Store, clock: OwnClock
    ) -> None:
        began = clock.now()
        await store.accept(replace(incoming(3), platform_id="3"), "edit")
        await store.accept(dropped(9), "edit")
        assert await store.heard("telegram", "bot", began) == {ANNA: 3}

    async def test_an_album_is_found_from_any_of_its_parts(self, store: Store) -> None:
        parts = [replace(incoming(n), album="a") for n in (1, 2, 3)]
        for part in parts:
            await store.accept(part, "edit")
        for part in parts:
            assert await store.joined(part.id) == parts
        alone = incoming(4)
        await store.accept(alone, None)
        assert await store.joined(alone.id) == [alone]
        assert await store.joined(incoming(5).id) == []
