"""The part of the store contract suite that is about chats that get another name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.model import ChatProfile, ChatRef, DeliveryState, Edit, EditState, Incoming
from core.store import Store
from tests.contract.store_rig import ANNA, BEN, CLIP, PICTURE, Jobs, incoming

# Its text sorts before ANNA's, whose messages are older all the same.
NEW = ChatRef("telegram", "bot", "-100")
NEWER = ChatRef("telegram", "bot", "-200")


def said(update: int, chat: ChatRef = ANNA, platform_id: str = "") -> Incoming:
    """A message with an id of the platform's own."""
    return replace(incoming(update, chat), platform_id=platform_id or f"p{update}")


class MovingContract:
    """Needs the fixtures `store` and `jobs`; `StoreContract` has them."""

    async def test_all_that_is_kept_of_a_chat_goes_along(self, store: Store, jobs: Jobs) -> None:
        profile = ChatProfile(ANNA, "zh-CN", is_greeted=True, is_low_told=True, wish="w")
        await store.save_profile(profile)
        older = await store.add_session(ANNA, "s1", "t", "u")
        session = await store.add_session(ANNA, "s2", "t", "u", "clip.mp4")
        clip = replace(incoming(1, ANNA, CLIP, PICTURE), platform_id="p1")
        await store.accept(clip, None)
        await store.take_attachment(clip.id, 0, session.id, "hash")
        await store.accept(replace(said(2), reply_to="p1"), "edit")
        await store.arm_edit(Edit(said(2).id, session.id, "b", EditState.ARMED))
        await store.move_chat(ANNA, NEW)
        assert await store.profile(NEW) == replace(profile, chat=NEW)
        assert await store.current_session(NEW) == replace(session, chat=NEW)
        assert await store.sessions(NEW) == [replace(session, chat=NEW), replace(older, chat=NEW)]
        assert await store.pending_attachments(NEW) == [(clip.id, 1, PICTURE)]
        assert await store.taken_attachments(session.id) == [(clip.id, 0, CLIP, "hash")]
        assert await store.open_jobs(NEW) == [said(2).id]
        assert await store.edit(said(2).id) is not None
        # The job goes on under its id, in the chat as it is called now, and still finds its clip.
        moved = await store.message(said(2).id)
        assert moved.chat == NEW
        assert moved.reply_to is not None
        found = await store.find_message(NEW, moved.reply_to)
        assert found is not None
        assert found.id == clip.id
        assert await jobs.enqueued() == [("edit", said(2).id)]

    async def test_whoever_says_the_old_name_means_the_new_one(self, store: Store) -> None:
        session = await store.add_session(ANNA, "s1", "t", "u")
        await store.accept(said(1), "edit")
        await store.move_chat(ANNA, NEW)
        assert await store.current_session(ANNA) == replace(session, chat=NEW)
        added = await store.add_session(ANNA, "s2", "t", "u")
        await store.save_profile(replace(await store.profile(ANNA), language="zh-CN"))
        assert await store.accept(said(1), "edit") is False
        assert await store.accept(said(2), "edit") is True
        await store.begin_delivery("out", ANNA, added.id)
        await store.end_delivery("out", "7")
        assert await store.current_session(NEW) == added
        assert (await store.profile(NEW)).language == "zh-CN"
        assert await store.open_jobs(NEW) == await store.open_jobs(ANNA) == [said(1).id, said(2).id]
        assert (await store.message(said(2).id)).chat == NEW
        assert await store.session_of_delivery(NEW, "7") == added
        assert await store.threads(NEW) == [NEW]
        assert await store.threads(ANNA) == [], "what befalls the old name befalls nothing"

    async def test_ids_that_the_platform_gives_again_are_told_apart(self, store: Store) -> None:
        session = await store.add_session(ANNA, "s", "t", "u")
        await store.accept(said(1, platform_id="5"), None)
        await store.begin_delivery("video", ANNA, session.id)
        await store.end_delivery("video", "6")
        await store.begin_delivery("progress", ANNA)
        await store.end_delivery("progress", "8")
        await store.move_chat(ANNA, NEW)
        for platform_id in ("5", "6"):
            assert await store.find_message(NEW, platform_id) is None
            assert await store.session_of_delivery(NEW, platform_id) is None
        # A job from before the move knows them by their old names.
        found = await store.find_message(ANNA, "5")
        assert found is not None
        assert found.id == said(1).id
        assert await store.session_of_delivery(ANNA, "6") == replace(session, chat=NEW)
        await store.accept(said(2, NEW, "5"), None)
        found = await store.find_message(NEW, "5")
        assert found is not None
        assert found.id == said(2, NEW).id
        again = await store.begin_delivery("progress", ANNA)
        assert (again.state, again.platform_id) == (DeliveryState.SENT, None)

    async def test_what_the_new_chat_has_already_is_kept(self, store: Store) -> None:
        await store.save_profile(ChatProfile(ANNA, "zh-CN", is_greeted=True))
        old = await store.add_session(ANNA, "s1", "t", "u")
        await store.accept(incoming(1, ANNA, CLIP), "edit")
        await store.save_profile(ChatProfile(NEW, "en", is_low_told=True, wish="w"))
        new = await store.add_session(NEW, "s2", "t", "u")
        await store.accept(incoming(2, NEW, PICTURE), "edit")
        await store.move_chat(ANNA, NEW)
        assert await store.profile(NEW) == ChatProfile(NEW, "en", True, True, "w")
        assert await store.current_session(NEW) == new
        assert await store.sessions(NEW) == [new, replace(old, chat=NEW)]
        assert await store.open_jobs(NEW) == [incoming(1).id, incoming(2, NEW).id]
        assert await store.newest_message(NEW) == incoming(2, NEW).id
        waiting = [(one, index) for one, index, _ in await store.pending_attachments(NEW)]
        assert waiting == [(incoming(1).id, 0), (incoming(2, NEW).id, 0)]

    async def test_a_move_that_is_told_again_changes_nothing(self, store: Store) -> None:
        await store.add_session(ANNA, "s1", "t", "u")
        await store.accept(said(1), "edit")
        await store.move_chat(ANNA, NEW)
        session = await store.add_session(NEW, "s2", "t", "u")
        message = await store.message(said(1).id)
        for before in (ANNA, NEW, BEN):
            await store.move_chat(before, NEW)
        assert await store.current_session(NEW) == session
        assert len(await store.sessions(NEW)) == 2
        assert await store.message(said(1).id) == message
        assert await store.open_jobs(NEW) == [said(1).id]

    async def test_a_chat_can_move_on_and_back(self, store: Store) -> None:
        session = await store.add_session(ANNA, "s1", "t", "u")
        await store.move_chat(ANNA, NEW)
        await store.move_chat(NEW, NEWER)
        for name in (ANNA, NEW, NEWER):
            assert await store.current_session(name) == replace(session, chat=NEWER)
        await store.move_chat(NEWER, ANNA)
        for name in (ANNA, NEW, NEWER):
            assert await store.current_session(name) == session

    async def test_others_stay_where_they_are(self, store: Store) -> None:
        session = await store.add_session(BEN, "s1", "t", "u")
        await store.accept(said(1, BEN), "edit")
        await store.accept(said(2), "edit")
        await store.move_chat(ANNA, NEW)
        assert await store.current_session(BEN) == session
        assert await store.open_jobs(BEN) == [said(1, BEN).id]
        assert await store.message(said(1, BEN).id) == said(1, BEN)

    async def test_a_moved_chat_is_ended_and_forgotten_as_any(self, store: Store) -> None:
        await store.accept(said(1), "edit")
        await store.move_chat(ANNA, NEW)
        assert await store.request_cancel(said(1).id) is True
        await store.mark_answered(said(1).id)
        assert await store.open_jobs(NEW) == []
        await store.forget(NEW)
        with pytest.raises(KeyError):
            await store.message(said(1).id)

    async def test_the_threads_of_a_chat_are_known(self, store: Store) -> None:
        topic = replace(ANNA, thread="9")
        for chat in (topic, ANNA, BEN):
            await store.accept(incoming(1, chat), None)
        assert await store.threads(ANNA) == await store.threads(topic) == [ANNA, topic]

    async def test_a_message_is_found_by_its_handle(self, store: Store) -> None:
        for message in (said(1), said(12), said(1, BEN)):
            await store.accept(message, None)
        assert await store.by_handle(ANNA, "1") == said(1)
        assert await store.by_handle(ANNA, "2") is None
        await store.move_chat(ANNA, NEW)
        found = await store.by_handle(NEW, "1")
        assert found is not None
        assert found.id == said(1).id
