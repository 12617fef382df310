"""The part of the store contract suite that is about where somebody was heard, and how far."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from core.model import Attachment, ChatRef, Incoming
from core.store import Store
from tests.contract.store_rig import ANNA, BEN, CLIP, OwnClock, incoming

NEW = ChatRef("telegram", "bot", "-100")
SNOWFLAKE = 1_421_337_402_368_819_204


class HeardContract:
    """Needs the fixtures `store` and `clock`; `StoreContract` has them."""

    async def test_each_chat_is_heard_up_to_its_newest_message(
        self, store: Store, clock: OwnClock
    ) -> None:
        began, topic = clock.now(), replace(ANNA, thread="9")
        assert await store.heard("telegram", "bot", began) == {}
        # 9 comes last, and as text it would be the greatest.
        for update in (SNOWFLAKE, 12, 9):
            await store.accept(said(update), "edit")
        await store.accept(said(5, topic), None)
        await store.accept(replace(said(6, BEN, CLIP), album="a"), "edit")
        await store.accept(replace(said(7, BEN, CLIP), album="a"), "edit")
        await store.mark_answered(said(7, BEN).id)
        heard = {ANNA: SNOWFLAKE, topic: 5, BEN: 7}
        assert await store.heard("telegram", "bot", began) == heard

    async def test_what_came_long_ago_is_not_heard(self, store: Store, clock: OwnClock) -> None:
        await store.accept(said(1), "edit")
        await store.accept(said(8, BEN), "edit")
        clock.at += timedelta(microseconds=1)
        later = clock.now()
        await store.accept(said(7, BEN), None)
        assert await store.heard("telegram", "bot", later) == {BEN: 7}
        # The repeated update is none that was accepted.
        assert await store.accept(said(1), "edit") is False
        assert await store.heard("telegram", "bot", later) == {BEN: 7}
        clock.at += timedelta(microseconds=1)
        assert await store.heard("telegram", "bot", clock.now()) == {}

    async def test_another_account_and_another_platform_are_not_heard(
        self, store: Store, clock: OwnClock
    ) -> None:
        others = [replace(ANNA, account="other"), replace(ANNA, platform="discord")]
        for number, chat in enumerate([ANNA, *others], 1):
            await store.accept(said(number, chat), "edit")
        assert await store.heard("telegram", "bot", clock.now()) == {ANNA: 1}
        assert await store.heard("telegram", "other", clock.now()) == {others[0]: 2}
        assert await store.heard("discord", "bot", clock.now()) == {others[1]: 3}

    async def test_a_tap_says_nothing_of_what_was_said_before_it(
        self, store: Store, clock: OwnClock
    ) -> None:
        began = clock.now()
        await store.accept(said(3), "edit")
        for update, chat in ((9, ANNA), (5, BEN), (4, BEN)):
            await store.accept(incoming(update, chat), None)
        assert await store.heard("telegram", "bot", began) == {ANNA: 3, BEN: 4}

    async def test_a_chat_that_only_has_settings_was_not_heard(
        self, store: Store, clock: OwnClock
    ) -> None:
        await store.save_profile(replace(await store.profile(ANNA), language="de"))
        await store.begin_delivery("out", ANNA)
        assert await store.heard("telegram", "bot", clock.now()) == {}

    async def test_a_forgotten_chat_was_not_heard(self, store: Store, clock: OwnClock) -> None:
        for chat in (ANNA, BEN):
            await store.accept(said(1, chat), "edit")
        await store.forget(ANNA)
        assert await store.heard("telegram", "bot", clock.now()) == {BEN: 1}

    async def test_a_moved_chat_is_heard_under_its_present_name(
        self, store: Store, clock: OwnClock
    ) -> None:
        await store.accept(said(7), "edit")
        await store.move_chat(ANNA, NEW)
        assert await store.heard("telegram", "bot", clock.now()) == {NEW: 7}
        await store.accept(said(6, NEW), None)
        await store.accept(said(8, ANNA), None)
        assert await store.heard("telegram", "bot", clock.now()) == {NEW: 8}

    async def test_how_far_each_account_was_heard(self, store: Store, clock: OwnClock) -> None:
        began = clock.now()
        assert await store.watermark("discord", "1") is None
        for minutes, account in ((0, "1"), (1, "2"), (2, "1")):
            await store.set_watermark("discord", account, began + timedelta(minutes=minutes))
        assert await store.watermark("discord", "1") == began + timedelta(minutes=2)
        assert await store.watermark("discord", "2") == began + timedelta(minutes=1)
        assert await store.watermark("telegram", "1") is None
        await store.accept(said(1), "edit")
        assert await store.watermark("telegram", "bot") is None, "it is told, and not reckoned"

    async def test_what_was_put_off_is_not_hidden_by_what_came_since(
        self, store: Store, clock: OwnClock
    ) -> None:
        began, large = clock.now(), SNOWFLAKE
        for chat in (ANNA, BEN):
            await store.accept(said(large, chat), "edit")
        await store.put_off(ANNA, large + 5)
        await store.accept(said(large + 9), "edit")
        assert await store.heard("telegram", "bot", began) == {ANNA: large + 5, BEN: large}
        await store.set_watermark("telegram", "another", clock.now())
        assert await store.heard("telegram", "bot", began) == {ANNA: large + 5, BEN: large}
        await store.set_watermark("telegram", "bot", clock.now())
        assert await store.heard("telegram", "bot", began) == {ANNA: large + 9, BEN: large}
        await store.put_off(BEN, large)
        await store.forget(BEN)
        await store.put_off(BEN, large)
        await store.accept(said(large + 1, BEN), None)
        heard = await store.heard("telegram", "bot", began)
        assert heard == {ANNA: large + 9, BEN: large + 1}, "what was forgotten is not asked for"


def said(update: int, chat: ChatRef = ANNA, *files: Attachment) -> Incoming:
    """A message that somebody wrote, which a tap is not."""
    return replace(incoming(update, chat, *files), platform_id=str(update))
