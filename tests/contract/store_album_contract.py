"""The part of the store contract suite that is about albums, jobs and signs of life."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from core.model import ChatProfile, ChatRef, Incoming
from core.store import Store
from tests.contract.store_rig import ANNA, BEN, CLIP, Jobs, OwnClock, incoming


def of_album(update: int, chat: ChatRef = ANNA, album: str = "a") -> Incoming:
    """A piece of an album."""
    return replace(incoming(update, chat, CLIP), album=album)


class AlbumContract:
    """Needs the fixtures `store`, `jobs` and `clock`; `StoreContract` has them."""

    # --- albums ---------------------------------------------------------------------------------

    async def test_messages_of_an_album_join_the_one_that_has_a_job(
        self, store: Store, jobs: Jobs, clock: OwnClock
    ) -> None:
        head = of_album(2)
        for message, job in ((head, "edit"), (of_album(3), "edit"), (of_album(1), None)):
            assert await store.accept(message, job) is True
        assert await store.accept(of_album(3), "edit") is False
        assert await jobs.enqueued() == [("edit", head.id)]
        album = [of_album(1), head, of_album(3)]
        assert await store.joined(head.id) == album
        assert await store.close_album(head.id) == album
        assert await store.close_album(head.id) == album
        # They are that job's: nobody answers them by themselves, and their clips wait as any.
        assert await store.unanswered(clock.now() - timedelta(days=1)) == []
        assert await store.open_jobs(ANNA) == [head.id]
        assert [waiting[0] for waiting in await store.pending_attachments(ANNA)] == [
            message.id for message in album
        ]

    async def test_what_comes_after_the_closing_begins_anew(self, store: Store, jobs: Jobs) -> None:
        first, late, later = of_album(1), of_album(2), of_album(3)
        await store.accept(first, "edit")
        assert await store.close_album(first.id) == [first]
        await store.accept(late, "edit")
        await store.accept(later, "edit")
        assert await jobs.enqueued() == [("edit", first.id), ("edit", late.id)]
        assert await store.close_album(late.id) == [late, later]
        assert await store.joined(first.id) == [first]

    async def test_nobody_joins_a_job_that_has_ended(self, store: Store, jobs: Jobs) -> None:
        await store.accept(of_album(1), "edit")
        await store.mark_answered(of_album(1).id)
        await store.accept(of_album(2), "edit")
        assert len(await jobs.enqueued()) == 2

    async def test_albums_are_kept_apart(self, store: Store, jobs: Jobs) -> None:
        apart = [
            of_album(1),
            of_album(2, album="b"),
            of_album(1, BEN),
            replace(incoming(3), album=None),
            replace(incoming(4), album=None),
        ]
        for message in apart:
            await store.accept(message, "edit")
        assert len(await jobs.enqueued()) == len(apart)
        for message in apart:
            assert await store.close_album(message.id) == [message]

    async def test_a_message_without_a_job_collects_nothing(self, store: Store, jobs: Jobs) -> None:
        await store.accept(of_album(1), None)
        await store.accept(of_album(2), "edit")
        assert await jobs.enqueued() == [("edit", of_album(2).id)]
        assert await store.close_album(of_album(2).id) == [of_album(2)]
        assert await store.joined("never seen") == []

    async def test_a_piece_that_comes_while_the_album_is_closed_is_never_lost(
        self, store: Store, jobs: Jobs
    ) -> None:
        for album in range(10):
            pieces = [of_album(100 * album + n, album=str(album)) for n in range(5)]
            await store.accept(pieces[0], "edit")
            _, closed, *_ = await asyncio.gather(
                store.accept(pieces[1], "edit"),
                store.close_album(pieces[0].id),
                *(store.accept(piece, "edit") for piece in pieces[2:]),
            )
            heads = {message_id for _, message_id in await jobs.enqueued()}
            worked = list(closed)
            for piece in pieces[1:]:
                if piece.id in heads:
                    worked += await store.close_album(piece.id)
            assert sorted(message.id for message in worked) == [piece.id for piece in pieces]

    async def test_many_pieces_at_once_have_one_job(self, store: Store, jobs: Jobs) -> None:
        pieces = [of_album(n) for n in range(10)]
        await asyncio.gather(*(store.accept(piece, "edit") for piece in pieces))
        [(_, head)] = await jobs.enqueued()
        assert await store.close_album(head) == pieces

    # --- finding messages -----------------------------------------------------------------------

    async def test_a_message_is_found_by_the_platform_s_own_id(self, store: Store) -> None:
        older = replace(incoming(1), platform_id="77")
        newer = replace(incoming(2), platform_id="77")
        for message in (newer, older, replace(incoming(3, BEN), platform_id="78"), incoming(4)):
            await store.accept(message, None)
        # The later one is what an edit of it became; replies are to the message itself.
        assert await store.find_message(ANNA, "77") == older
        assert await store.find_message(ANNA, "78") is None
        assert await store.find_message(ANNA, "") is None

    async def test_the_newest_message_is_the_last_of_its_chat(self, store: Store) -> None:
        assert await store.newest_message(ANNA) is None
        for message in (incoming(9), incoming(10), incoming(2), incoming(11, BEN)):
            await store.accept(message, "edit")
        assert await store.newest_message(ANNA) == incoming(10).id

    # --- jobs -----------------------------------------------------------------------------------

    async def test_a_job_is_open_until_it_has_ended(self, store: Store) -> None:
        for message, job in (
            (incoming(2), "edit"),
            (incoming(1), "export"),
            (incoming(3), None),
            (incoming(1, BEN), "edit"),
        ):
            await store.accept(message, job)
        assert await store.open_jobs(ANNA) == [incoming(1).id, incoming(2).id]
        assert await store.all_open_jobs() == [
            incoming(1).id,
            incoming(1, BEN).id,
            incoming(2).id,
        ]
        await store.mark_answered(incoming(1).id)
        await store.mark_answered(incoming(1).id)
        assert await store.open_jobs(ANNA) == [incoming(2).id]
        assert await store.open_jobs(ChatRef("nobody", "", "")) == []

    async def test_a_job_s_end_is_asked_for_once(self, store: Store) -> None:
        await store.accept(incoming(1), "edit")
        await store.accept(incoming(2), None)
        await store.accept(incoming(3), "edit")
        await store.mark_answered(incoming(3).id)
        assert await store.is_cancel_requested(incoming(1).id) is False
        asked = await asyncio.gather(*(store.request_cancel(incoming(1).id) for _ in range(5)))
        assert sorted(asked) == [False] * 4 + [True]
        assert await store.is_cancel_requested(incoming(1).id) is True
        for other in (incoming(2).id, incoming(3).id, "never seen"):
            assert await store.request_cancel(other) is False
            assert await store.is_cancel_requested(other) is False
        assert await store.open_jobs(ANNA) == [incoming(1).id]

    # --- starts and greetings -------------------------------------------------------------------

    async def test_a_start_learns_when_the_one_before_it_last_lived(
        self, store: Store, clock: OwnClock
    ) -> None:
        assert await store.beat("one") is None
        await clock.sleep(10)
        assert await store.beat("one") is None
        lived = clock.now()
        await clock.sleep(3600)
        assert await store.beat("two") == lived
        await clock.sleep(5)
        assert await store.beat("two") == lived
        # The order of starts, not of times: somebody may have moved the clock.
        clock.at -= timedelta(days=1)
        assert await store.beat("three") == lived + timedelta(seconds=3605)
        for number in range(20):
            await store.beat(f"more-{number}")
        clock.at += timedelta(seconds=1)
        assert await store.beat("last") == clock.now() - timedelta(seconds=1)

    async def test_a_chat_is_greeted_by_one_of_many(self, store: Store) -> None:
        await store.save_profile(ChatProfile(ANNA, "de", is_low_told=True))
        told = await asyncio.gather(*(store.greet(ANNA) for _ in range(5)))
        assert sorted(told) == [False] * 4 + [True]
        greeted = ChatProfile(ANNA, "de", is_greeted=True, is_low_told=True)
        assert await store.profile(ANNA) == greeted
        assert await store.greet(BEN) is True
        assert await store.greet(BEN) is False
