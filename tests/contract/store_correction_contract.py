"""The part of the store contract suite that is about edited messages."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from core.corrections import Corrected, Correction
from core.model import Attachment, Incoming, Text
from core.store import Store
from tests.contract.store_moving_contract import NEW
from tests.contract.store_rig import ANNA, BEN, CLIP, PICTURE, Jobs, incoming

LINK = replace(CLIP, ref="https://e.org/a.mp4", is_link=True)


def said(update: int, words: str, *files: Attachment) -> Incoming:
    """A message that stands under the platform's id "p"."""
    return replace(incoming(update, ANNA, *files), body=Text(words), platform_id="p")


class CorrectionContract:
    """Needs the fixtures `store` and `jobs`; `StoreContract` has them."""

    async def test_words_are_replaced_until_the_job_plans(self, store: Store, jobs: Jobs) -> None:
        first = said(1, "blur it", CLIP)
        await store.accept(first, "edit")
        for words, files in (("keep it", (CLIP,)), ("crop it", (CLIP, LINK))):
            found = await store.correct(said(2, words, *files), "edit")
            assert found == Corrected(Correction.REPLACED, first.id)
            kept = await store.message(first.id)
            assert kept == replace(first, body=Text(words), attachments=files)
        waiting = [(first.id, 0, CLIP), (first.id, 1, LINK)]
        assert await store.pending_attachments(ANNA) == waiting
        (member,) = await store.close_album(first.id)
        assert member.body == Text("crop it")
        late = await store.correct(said(3, "blur it", CLIP), "edit")
        assert late == Corrected(Correction.BEGUN, first.id)
        same = await store.correct(said(3, "crop it", CLIP, LINK), "edit")
        assert same == Corrected(Correction.SAME, first.id)
        assert (await store.message(first.id)).body == Text("crop it")
        assert await jobs.enqueued() == [("edit", first.id)]

    async def test_a_job_that_has_ended_has_begun(self, store: Store) -> None:
        await store.accept(said(1, "export"), "export")
        await store.mark_answered(said(1, "").id)
        found = await store.correct(said(2, "export now"), "export")
        assert found.outcome is Correction.BEGUN

    async def test_a_job_that_can_t_do_it_is_taken_back(self, store: Store) -> None:
        first = said(1, "export")
        await store.accept(first, "export")
        found = await store.correct(said(2, "blur it"), "edit")
        assert found == Corrected(Correction.WITHDRAWN, first.id)
        # Nothing is lost between this and what takes its place: that is one commit.
        assert await store.is_cancel_requested(first.id) is False
        assert await store.message(first.id) == first
        assert await store.accept(said(2, "blur it"), "edit", first.id) is True
        assert await store.is_cancel_requested(first.id) is True
        assert await store.open_jobs(ANNA) == [first.id, said(2, "").id]
        again = await store.correct(said(2, "blur it"), "edit")
        assert again == Corrected(Correction.REPLACED, said(2, "").id)

    async def test_a_job_that_is_to_end_gets_no_new_words(self, store: Store) -> None:
        first = said(1, "export")
        await store.accept(first, "export")
        await store.request_cancel(first.id)
        found = await store.correct(said(2, "export again"), "export")
        assert found == Corrected(Correction.WITHDRAWN, first.id)
        assert await store.message(first.id) == first

    async def test_what_was_seen_takes_nothing_s_place_again(self, store: Store) -> None:
        first, other = said(1, "export"), said(2, "blur it")
        for message in (first, other):
            await store.accept(message, "edit")
        assert await store.accept(other, "edit", first.id) is False
        assert await store.is_cancel_requested(first.id) is False

    async def test_another_file_is_no_repetition(self, store: Store) -> None:
        first = said(1, "", CLIP)
        await store.accept(first, None)
        again = replace(CLIP, ref="told anew")
        assert (await store.correct(said(2, "", again), None)).outcome is Correction.SAME
        found = await store.correct(said(2, "", PICTURE), None)
        assert found == Corrected(Correction.RESENT, first.id, (first.id,))
        second = said(2, "", PICTURE)
        await store.accept(second, None)
        assert (await store.correct(said(3, "", PICTURE), None)).outcome is Correction.SAME
        # Without a size only the ref tells which file it is.
        other = replace(PICTURE, ref="file-3")
        found = await store.correct(said(3, "", other), None)
        assert found == Corrected(Correction.RESENT, second.id, (first.id, second.id))

    async def test_another_file_for_work_that_waits_takes_the_place_of_the_first(
        self, store: Store
    ) -> None:
        clip, words = said(1, "", CLIP), replace(said(2, "blur it"), reply_to="p")
        await store.accept(clip, None)
        await store.accept(words, "edit")
        found = await store.correct(said(3, "blur it", PICTURE), "edit")
        assert found == Corrected(Correction.REPLACED, words.id, (clip.id,))
        kept = await store.message(words.id)
        assert (kept.attachments, kept.reply_to) == ((PICTURE,), None)
        await store.correct(said(4, "crop it", PICTURE), "edit")
        assert (await store.message(words.id)).attachments == (PICTURE,)

    async def test_another_file_for_work_that_has_begun_is_new(self, store: Store) -> None:
        first = said(1, "blur it", CLIP)
        await store.accept(first, "edit")
        await store.close_album(first.id)
        found = await store.correct(said(2, "blur it", PICTURE), "edit")
        assert found == Corrected(Correction.RESENT, first.id)

    async def test_a_message_without_a_job_is_free(self, store: Store) -> None:
        first = said(1, "", CLIP)
        await store.accept(first, None)
        await store.mark_answered(first.id)
        assert (await store.correct(said(2, "", CLIP), None)).outcome is Correction.SAME
        found = await store.correct(said(2, "blur it", CLIP), "edit")
        assert found == Corrected(Correction.FREE, first.id)
        assert await store.message(first.id) == first

    async def test_what_an_edit_became_is_edited_itself(self, store: Store) -> None:
        first = said(1, "", CLIP)
        await store.accept(first, None)
        became = replace(said(2, "blur it"), reply_to="p")
        await store.accept(became, "edit")
        found = await store.correct(said(3, "crop it", CLIP, LINK), "edit")
        assert found == Corrected(Correction.REPLACED, became.id)
        # The clip is the first message's and does not come twice.
        replaced = replace(became, body=Text("crop it"), attachments=(LINK,))
        assert await store.message(became.id) == replaced
        assert await store.pending_attachments(ANNA) == [(first.id, 0, CLIP), (became.id, 0, LINK)]
        assert await store.find_message(ANNA, "p") == first

    async def test_a_part_of_an_album_is_as_far_as_its_head(self, store: Store) -> None:
        head = replace(incoming(1, ANNA, CLIP), album="a", platform_id="h")
        part = replace(said(2, "", PICTURE), album="a")
        for message in (head, part):
            await store.accept(message, "edit")
        edited = replace(said(3, "blur it", PICTURE), album="a")
        assert await store.correct(edited, "edit") == Corrected(Correction.REPLACED, part.id)
        members = await store.close_album(head.id)
        assert members == [head, replace(part, body=Text("blur it"))]
        late = replace(edited, body=Text("crop it"))
        assert await store.correct(late, "edit") == Corrected(Correction.BEGUN, head.id)

    async def test_what_was_never_seen_is_not_found(self, store: Store) -> None:
        await store.accept(replace(said(1, "blur it"), chat=BEN, id=incoming(1, BEN).id), "edit")
        await store.accept(replace(said(2, "blur it"), platform_id=""), "edit")
        for platform_id in ("p", ""):
            edited = replace(said(3, "crop it"), platform_id=platform_id)
            assert await store.correct(edited, "edit") == Corrected(Correction.UNSEEN)

    async def test_a_message_is_edited_under_the_old_name_of_its_chat(self, store: Store) -> None:
        first = said(1, "blur it")
        await store.accept(first, "edit")
        await store.move_chat(ANNA, NEW)
        found = await store.correct(said(2, "crop it"), "edit")
        assert found == Corrected(Correction.REPLACED, first.id)
        kept = await store.message(first.id)
        assert (kept.chat, kept.body) == (NEW, Text("crop it"))

    async def test_words_never_fall_between_the_plan_and_the_answer(self, store: Store) -> None:
        for round_number in range(10):
            chat = replace(ANNA, chat=str(round_number))
            first = replace(
                incoming(1, chat), body=Text("blur it"), platform_id="p", id=incoming(1, chat).id
            )
            await store.accept(first, "edit")
            edited = replace(first, id=incoming(2, chat).id, body=Text("crop it"))
            found, members = await asyncio.gather(
                store.correct(edited, "edit"), store.close_album(first.id)
            )
            is_replaced = members[0].body == Text("crop it")
            assert found.outcome is (Correction.REPLACED if is_replaced else Correction.BEGUN)
