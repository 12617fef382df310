"""What every store must do. A store's test class inherits ``StoreContract`` and brings fixtures.

``store``: a fresh one. ``jobs``: what it enqueued, and a way to make enqueuing fail. ``clock``:
the store's own.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.model import (
    ChatProfile,
    ChatRef,
    Delivery,
    DeliveryState,
    Edit,
    EditState,
    Press,
    Render,
    RenderState,
    Text,
)
from core.store import Store
from tests.contract.store_album_contract import AlbumContract
from tests.contract.store_correction_contract import CorrectionContract
from tests.contract.store_door_contract import DoorContract, way_in
from tests.contract.store_heard_contract import HeardContract
from tests.contract.store_moving_contract import MovingContract
from tests.contract.store_project_contract import ProjectContract
from tests.contract.store_rig import ANNA, BEN, CLIP, DRAFT, PICTURE, Jobs, OwnClock, incoming


class StoreContract(
    AlbumContract,
    ProjectContract,
    MovingContract,
    CorrectionContract,
    HeardContract,
    DoorContract,
):
    """The suite."""

    async def test_a_message_is_kept_as_it_came(self, store: Store) -> None:
        full = replace(
            incoming(1, ANNA, CLIP, PICTURE),
            body=Press("export:9"),
            album="a",
            platform_id="9",
            reply_to="8",
            quoted=(replace(CLIP, ref="https://example.org/a.mp4", is_link=True),),
            is_direct=False,
            mentions_bot=True,
        )
        assert await store.accept(full, "edit") is True
        assert await store.message(full.id) == full

    async def test_a_message_never_seen_is_a_key_error(self, store: Store) -> None:
        with pytest.raises(KeyError):
            await store.message("nobody/wrote/this:1")

    async def test_a_job_is_enqueued_with_its_message(self, store: Store, jobs: Jobs) -> None:
        await store.accept(incoming(1), "edit")
        await store.accept(incoming(2), "export")
        await store.accept(incoming(3), None)
        assert await jobs.enqueued() == [
            ("edit", incoming(1).id),
            ("export", incoming(2).id),
        ]

    async def test_a_repeated_update_changes_nothing(self, store: Store, jobs: Jobs) -> None:
        assert await store.accept(incoming(1, ANNA, CLIP), "edit") is True
        again = replace(incoming(1, ANNA, PICTURE), body=Text("other words"))
        assert await store.accept(again, "export") is False
        assert await store.accept(again, None) is False
        assert await store.message(again.id) == incoming(1, ANNA, CLIP)
        assert await store.pending_attachments(ANNA) == [(again.id, 0, CLIP)]
        assert await jobs.enqueued() == [("edit", again.id)]

    async def test_an_update_that_comes_many_times_at_once_is_new_once(
        self, store: Store, jobs: Jobs
    ) -> None:
        answers = await asyncio.gather(*(store.accept(incoming(1), "edit") for _ in range(10)))
        assert sorted(answers) == [False] * 9 + [True]
        assert await jobs.enqueued() == [("edit", incoming(1).id)]

    async def test_a_message_whose_job_fails_to_enqueue_was_never_seen(
        self, store: Store, jobs: Jobs
    ) -> None:
        jobs.is_failing = True
        with pytest.raises(RuntimeError):
            await store.accept(incoming(1, ANNA, CLIP), "edit")
        with pytest.raises(KeyError):
            await store.message(incoming(1).id)
        assert await store.pending_attachments(ANNA) == []
        assert await jobs.enqueued() == []
        jobs.is_failing = False
        assert await store.accept(incoming(1, ANNA, CLIP), "edit") is True
        assert await jobs.enqueued() == [("edit", incoming(1).id)]

    async def test_unanswered_questions_come_oldest_first(
        self, store: Store, clock: OwnClock
    ) -> None:
        began = clock.now()
        for update in (5, 4, 3, 2, 1):
            await store.accept(incoming(update), "edit" if update == 3 else None)
            clock.at += timedelta(seconds=1)
        await store.mark_answered(incoming(2).id)
        assert await store.unanswered(began) == [incoming(5), incoming(4), incoming(1)]
        later = began + timedelta(seconds=1)
        assert await store.unanswered(later) == [incoming(4), incoming(1)]
        assert await store.unanswered(clock.now()) == []

    async def test_attachments_wait_until_they_are_taken(self, store: Store) -> None:
        session = await store.add_session(ANNA, "s", "t", "u")
        await store.accept(incoming(2, ANNA, CLIP), "edit")
        await store.accept(incoming(1, ANNA, PICTURE, CLIP), None)
        await store.accept(incoming(1, BEN, CLIP), None)
        first, second = incoming(1).id, incoming(2).id
        waiting = [(first, 0, PICTURE), (first, 1, CLIP), (second, 0, CLIP)]
        assert await store.pending_attachments(ANNA) == waiting
        await store.take_attachment(first, 1, session.id, "hash-b")
        await store.take_attachment(second, 0, session.id, "hash-a")
        assert await store.pending_attachments(ANNA) == [(first, 0, PICTURE)]
        assert await store.taken_attachments(session.id) == [
            (first, 1, CLIP, "hash-b"),
            (second, 0, CLIP, "hash-a"),
        ]

    async def test_attachments_are_set_aside_for_a_new_beginning(self, store: Store) -> None:
        session = await store.add_session(ANNA, "s", "t", "u")
        await store.accept(incoming(1, ANNA, CLIP, PICTURE), None)
        await store.accept(incoming(1, BEN, CLIP), None)
        await store.take_attachment(incoming(1).id, 0, session.id, "hash")
        await store.accept(incoming(3, ANNA, CLIP), None)
        await store.drop_pending_attachments(ANNA, incoming(2).id)
        assert await store.pending_attachments(ANNA) == [(incoming(3).id, 0, CLIP)]
        assert await store.taken_attachments(session.id) == [(incoming(1).id, 0, CLIP, "hash")]
        assert len(await store.pending_attachments(BEN)) == 1

    async def test_a_useless_attachment_no_longer_waits(self, store: Store) -> None:
        await store.accept(incoming(1, ANNA, CLIP, CLIP), None)
        await store.set_aside_attachment(incoming(1).id, 0)
        await store.set_aside_attachment("never seen", 0)
        assert await store.pending_attachments(ANNA) == [(incoming(1).id, 1, CLIP)]

    async def test_a_profile_has_defaults_and_is_remembered(self, store: Store) -> None:
        assert await store.profile(ANNA) == ChatProfile(ANNA)
        full = ChatProfile(
            ANNA,
            "zh-CN",
            is_greeted=True,
            is_low_told=True,
            wish=incoming(1).id,
            is_original_quality=True,
        )
        await store.save_profile(full)
        assert await store.profile(ANNA) == full
        await store.accept(incoming(1), None)
        await store.save_profile(ChatProfile(ANNA, None, is_greeted=True))
        assert await store.profile(ANNA) == ChatProfile(ANNA, None, is_greeted=True)
        assert await store.profile(BEN) == ChatProfile(BEN)

    async def test_chats_are_kept_apart_by_every_part_of_their_name(self, store: Store) -> None:
        chats = [
            ChatRef("console", "", "a/b", "c"),
            ChatRef("console", "", "a", "b/c"),
            ChatRef("console", "", "a%2Fb", "c"),
            ChatRef("console", "", "A/b", "c"),
            ChatRef("console", "", "a_b", "c"),
            ChatRef("console", "", "办公室", "'; DROP TABLE chats; --"),
        ]
        for number, chat in enumerate(chats):
            await store.add_session(chat, str(number), "t", "u")
            await store.accept(incoming(1, chat, CLIP), None)
        for number, chat in enumerate(chats):
            assert [s.nemo_session_id for s in await store.sessions(chat)] == [str(number)]
            assert await store.pending_attachments(chat) == [(incoming(1, chat).id, 0, CLIP)]

    async def test_the_fence_of_an_edit_is_set_once(self, store: Store) -> None:
        session = await store.add_session(ANNA, "s", "t", "u")
        armed = Edit("m#0", session.id, "boot-1", EditState.ARMED, {"draft": DRAFT})
        assert await store.edit("m#0") is None
        assert await store.arm_edit(armed) == armed
        other = Edit("m#0", session.id, "boot-2", EditState.ARMED, {"draft": None})
        assert await store.arm_edit(other) == armed
        assert await store.edit("m#0") == armed
        done = replace(armed, state=EditState.DONE, reply="Done.")
        await store.save_edit(done)
        assert await store.edit("m#0") == done
        assert await store.edit("m#1") is None

    async def test_renders_come_in_the_order_of_their_attempts(self, store: Store) -> None:
        session = await store.add_session(ANNA, "s", "t", "u")
        at = datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=UTC)
        second = Render("r2", "m", session.id, RenderState.PENDING, 2, at)
        first = Render("r1", "m", session.id, RenderState.PENDING, 1, at)
        await store.add_render(second)
        await store.add_render(first)
        await store.add_render(replace(first, id="r3", message_id="n"))
        await store.set_render_state("r1", RenderState.FAILED)
        assert await store.renders("m") == [replace(first, state=RenderState.FAILED), second]
        assert await store.renders("nothing") == []

    async def test_a_delivery_tells_how_it_stood_before(self, store: Store) -> None:
        assert await store.delivery("m/video") is None

        def stood(state: DeliveryState, attempts: int, platform_id: str | None = None) -> Delivery:
            return Delivery("m/video", ANNA.key, state, platform_id, attempts)

        sending, sent = DeliveryState.SENDING, DeliveryState.SENT
        assert await store.begin_delivery("m/video", ANNA) == stood(sending, 0)
        assert await store.begin_delivery("m/video", ANNA) == stood(sending, 1)
        assert await store.delivery("m/video") == stood(sending, 2)
        await store.end_delivery("m/video", None)
        assert await store.delivery("m/video") == stood(DeliveryState.FAILED, 2)
        assert await store.begin_delivery("m/video", ANNA) == stood(DeliveryState.FAILED, 2)
        await store.end_delivery("m/video", "tg-99")
        assert await store.delivery("m/video") == stood(sent, 3, "tg-99")
        assert await store.begin_delivery("m/video", ANNA) == stood(sent, 3, "tg-99")
        assert await store.begin_delivery("m/video", ANNA) == stood(sent, 3, "tg-99")

    async def test_forgetting_a_chat_leaves_nothing_of_it_and_all_of_others(
        self, store: Store, clock: OwnClock
    ) -> None:
        await self._fill(store, ANNA)
        await self._fill(store, BEN)
        bens_before = await self._all(store, BEN, clock)
        await store.forget(ANNA)
        assert await self._all(store, ANNA, clock) == await self._all(
            store, ChatRef("nobody", "", ""), clock
        )
        assert await self._all(store, BEN, clock) == bens_before
        assert await store.accept(incoming(1, ANNA), None) is True

    async def test_updates_about_what_was_forgotten_change_nothing(self, store: Store) -> None:
        gone = await self._fill(store, ANNA)
        await store.forget(ANNA)
        await store.mark_answered(incoming(1).id)
        await store.take_attachment(incoming(1).id, 0, gone, "hash")
        await store.save_edit(Edit(f"{ANNA.key}#e", gone, "b", EditState.DONE))
        await store.set_render_state(f"{ANNA.key}#r", RenderState.COMPLETED)
        await store.end_delivery(f"{ANNA.key}#d", "id")
        assert await store.close_album(incoming(2).id) == []
        assert await store.request_cancel(incoming(2).id) is False
        assert await store.select_session(ANNA, gone) is None
        assert await store.rebuild_session(gone, "s", "t", "u") is None
        await store.begin_delivery("late", ANNA, gone)
        await store.forget(ANNA)
        assert await store.edit(f"{ANNA.key}#e") is None
        assert await store.renders(incoming(1).id) == []
        assert await store.sessions(ANNA) == []
        assert (await store.add_session(ANNA, "s", "t", "u")).id != gone

    async def test_fifty_tasks_write_at_once(self, store: Store, jobs: Jobs) -> None:
        async def write(number: int) -> None:
            chat = ChatRef("telegram", "bot", str(number % 10))
            await store.accept(incoming(number, chat, CLIP), "edit" if number % 2 else None)
            session = await store.add_session(chat, str(number), "t", "u")
            await store.take_attachment(incoming(number, chat).id, 0, session.id, "hash")
            await store.begin_delivery(f"{number}/video", chat)
            await store.end_delivery(f"{number}/video", "id")

        await asyncio.gather(*(write(number) for number in range(50)))
        assert len(await jobs.enqueued()) == 25
        for number in range(10):
            chat = ChatRef("telegram", "bot", str(number))
            projects = await store.sessions(chat)
            assert {s.nemo_session_id for s in projects} == {
                str(n) for n in range(50) if n % 10 == number
            }
            assert await store.current_session(chat) == projects[0]
            assert await store.pending_attachments(chat) == []

    async def _fill(self, store: Store, chat: ChatRef) -> int:
        """A row in every table; returns the project's id."""
        await store.save_profile(ChatProfile(chat, "de", is_greeted=True))
        await store.accept(incoming(1, chat, CLIP, PICTURE), None)
        session = await store.add_session(chat, "s", "t", "u")
        await store.take_attachment(incoming(1, chat).id, 0, session.id, "hash")
        await store.arm_edit(Edit(f"{chat.key}#e", session.id, "b", EditState.ARMED))
        at = datetime(2026, 1, 1, tzinfo=UTC)
        render = Render(
            f"{chat.key}#r", incoming(1, chat).id, session.id, RenderState.PENDING, 1, at
        )
        await store.add_render(render)
        await store.begin_delivery(f"{chat.key}#d", chat, session.id)
        await store.end_delivery(f"{chat.key}#d", "tg-7")
        await store.accept(replace(incoming(2, chat), platform_id="p2", album="a"), "edit")
        await store.accept(replace(incoming(3, chat), album="a"), "edit")
        await store.request_cancel(incoming(2, chat).id)
        await store.add_door(way_in(OwnClock(), f"{chat.key}#w", chat), f"{chat.key}#h")
        return session.id

    async def _all(self, store: Store, chat: ChatRef, clock: OwnClock) -> list[object]:
        """All that the store tells of a chat."""
        open_questions = await store.unanswered(clock.now() - timedelta(days=1))
        sessions = await store.sessions(chat)
        profile = await store.profile(chat)
        return [
            replace(profile, chat=ANNA),
            sessions,
            await store.current_session(chat),
            [await store.taken_attachments(session.id) for session in sessions],
            await store.pending_attachments(chat),
            await store.edit(f"{chat.key}#e"),
            await store.renders(incoming(1, chat).id),
            [question for question in open_questions if question.chat == chat],
            await store.joined(incoming(2, chat).id),
            await store.find_message(chat, "p2"),
            await store.newest_message(chat),
            await store.open_jobs(chat),
            await store.is_cancel_requested(incoming(2, chat).id),
            await store.session_of_attachment(incoming(1, chat).id, 0),
            await store.session_of_delivery(chat, "tg-7"),
            await store.doors(chat),
        ]
