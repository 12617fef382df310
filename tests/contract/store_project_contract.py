"""The part of the store contract suite that is about projects and the ways to find one."""

from __future__ import annotations

from core.store import Store
from tests.contract.store_rig import ANNA, BEN, CLIP, PICTURE, OwnClock, incoming


class ProjectContract:
    """Needs the fixtures `store` and `clock`; `StoreContract` has both."""

    async def test_the_last_project_added_is_the_present_one(
        self, store: Store, clock: OwnClock
    ) -> None:
        assert await store.current_session(ANNA) is None
        first = await store.add_session(ANNA, "7123456789012345678", "t1", "u1")
        assert first.chat == ANNA
        assert first.nemo_session_id == "7123456789012345678"
        assert first.created_at == clock.now()
        second = await store.add_session(ANNA, "s2", "t2", "u2")
        bens = await store.add_session(BEN, "s3", "t3", "u3")
        assert len({first.id, second.id, bens.id}) == 3
        assert await store.current_session(ANNA) == second
        assert await store.sessions(ANNA) == [second, first]
        await store.close_session(ANNA)
        assert await store.current_session(ANNA) is None
        assert await store.sessions(ANNA) == [second, first]
        assert await store.current_session(BEN) == bens

    async def test_a_project_has_a_title_whatever_its_words_are(self, store: Store) -> None:
        plain = await store.add_session(ANNA, "s", "t", "u", "beach 我.mp4")
        assert plain.title == "beach 我.mp4"
        odd = await store.add_session(ANNA, "s", "t", "u", "a\x00b\ud83dc")
        assert odd.title == "a\ufffdb\ufffdc"
        assert await store.sessions(ANNA) == [odd, plain]
        assert (await store.add_session(ANNA, "s", "t", "u")).title == ""

    async def test_an_earlier_project_can_be_returned_to(self, store: Store) -> None:
        first = await store.add_session(ANNA, "s1", "t", "u")
        second = await store.add_session(ANNA, "s2", "t", "u")
        bens = await store.add_session(BEN, "s3", "t", "u")
        assert await store.select_session(ANNA, first.id) == first
        assert await store.current_session(ANNA) == first
        assert await store.sessions(ANNA) == [second, first]
        assert await store.select_session(ANNA, bens.id) is None
        assert await store.select_session(ANNA, 999_999) is None
        assert await store.current_session(ANNA) == first
        assert await store.current_session(BEN) == bens
        await store.close_session(ANNA)
        assert await store.select_session(ANNA, second.id) == second
        assert await store.current_session(ANNA) == second

    async def test_a_rebuilt_project_is_the_same_with_all_to_upload_again(
        self, store: Store, clock: OwnClock
    ) -> None:
        lost = await store.add_session(ANNA, "s1", "t1", "u1", "beach.mp4")
        other = await store.add_session(ANNA, "s2", "t2", "u1")
        await store.accept(incoming(1, ANNA, CLIP, PICTURE, CLIP), None)
        for index, taker in ((1, lost), (0, lost), (2, other)):
            await store.take_attachment(incoming(1).id, index, taker.id, f"hash-{index}")
        await clock.sleep(60)
        rebuilt = await store.rebuild_session(lost.id, "s9", "t9", "u9")
        assert rebuilt is not None
        assert (rebuilt.id, rebuilt.chat, rebuilt.title) == (lost.id, ANNA, "beach.mp4")
        assert (rebuilt.nemo_session_id, rebuilt.nemo_task_id) == ("s9", "t9")
        assert (rebuilt.user_id, rebuilt.created_at) == ("u9", lost.created_at)
        assert await store.sessions(ANNA) == [other, rebuilt]
        assert await store.current_session(ANNA) == other
        assert await store.pending_attachments(ANNA) == []
        message = incoming(1).id
        assert await store.taken_attachments(lost.id) == [
            (message, 1, PICTURE, ""),
            (message, 0, CLIP, ""),
        ]
        assert await store.taken_attachments(other.id) == [(message, 2, CLIP, "hash-2")]
        # Uploaded again, each keeps the place that it had.
        await store.take_attachment(message, 1, lost.id, "new-1")
        assert await store.taken_attachments(lost.id) == [
            (message, 1, PICTURE, "new-1"),
            (message, 0, CLIP, ""),
        ]
        assert await store.rebuild_session(999_999, "s", "t", "u") is None

    async def test_a_project_is_found_by_a_clip_of_it(self, store: Store) -> None:
        session = await store.add_session(ANNA, "s", "t", "u")
        await store.accept(incoming(1, ANNA, CLIP, PICTURE), None)
        await store.take_attachment(incoming(1).id, 0, session.id, "hash")
        await store.close_session(ANNA)
        assert await store.session_of_attachment(incoming(1).id, 0) == session
        assert await store.session_of_attachment(incoming(1).id, 1) is None
        assert await store.session_of_attachment("never seen", 0) is None

    async def test_a_project_is_found_by_a_message_that_shows_it(self, store: Store) -> None:
        session = await store.add_session(ANNA, "s", "t", "u")
        await store.begin_delivery("m/video", ANNA, session.id)
        assert await store.session_of_delivery(ANNA, "tg-1") is None
        await store.end_delivery("m/video", "tg-1")
        await store.begin_delivery("n/words", ANNA)
        await store.end_delivery("n/words", "tg-2")
        assert await store.session_of_delivery(ANNA, "tg-1") == session
        assert await store.session_of_delivery(ANNA, "tg-2") is None
        assert await store.session_of_delivery(ANNA, "") is None
        # Another chat counts its messages by itself.
        assert await store.session_of_delivery(BEN, "tg-1") is None

    async def test_an_answer_about_a_forgotten_project_is_due_all_the_same(
        self, store: Store
    ) -> None:
        gone = await store.add_session(ANNA, "s", "t", "u")
        await store.forget(ANNA)
        before = await store.begin_delivery("m/video", ANNA, gone.id)
        assert before.attempts == 0
        await store.end_delivery("m/video", "tg-1")
        assert await store.session_of_delivery(ANNA, "tg-1") is None
