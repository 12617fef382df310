"""Progress that is ended while an edit of it is in hand."""

from __future__ import annotations

import asyncio

from bots.pacing import Pace, Rate
from bots.progress import ProgressEdits
from core.model import ChatRef, Outgoing, Progress, Stage
from tests.contract.adapter_hearing import until

ANNA = 77
PERIOD_S = 0.03


def said(standing: str | None) -> Outgoing:
    chat = ChatRef("some", "1", str(ANNA))
    return Outgoing("1/p", chat, "50 %", standing=standing, progress=Progress(Stage.EDIT, 0.5))


class Shown:
    """The chat: an edit takes until it is let go, and is then sent anew."""

    def __init__(self) -> None:
        self.edits = 0
        self.let_go = asyncio.Event()

    async def show(self, outgoing: Outgoing) -> str:
        if outgoing.standing is None:
            return "1"
        self.edits += 1
        await self.let_go.wait()
        return "2"


def made(shown: Shown, period_s: float = PERIOD_S) -> ProgressEdits:
    pace = Pace(Rate(1000, 1.0), lambda _: (Rate(1000, 1.0),))
    return ProgressEdits(shown.show, pace, lambda _: period_s)


async def edit_in_hand(edits: ProgressEdits, shown: Shown) -> None:
    await edits.show(ANNA, said(None))
    await edits.show(ANNA, said("1"))
    await until(lambda: shown.edits == 1)


async def test_a_message_that_is_sent_anew_meanwhile_is_known_by_its_new_id() -> None:
    shown = Shown()
    edits = made(shown)
    await edit_in_hand(edits, shown)
    forgetting = asyncio.create_task(edits.forget(ANNA, "1"))
    await asyncio.sleep(0)
    assert not forgetting.done()
    shown.let_go.set()
    assert await forgetting == "2"
    assert await edits.forget(ANNA, "2") == "2"
    await edits.close()


async def test_words_that_only_wait_are_cut_off_at_once() -> None:
    before = asyncio.all_tasks()
    shown = Shown()
    edits = made(shown, 300.0)
    await edits.show(ANNA, said(None))
    await edits.show(ANNA, said("1"))
    async with asyncio.timeout(1):
        assert await edits.forget(ANNA, "1") == "1"
        await until(lambda: asyncio.all_tasks() <= before)
    assert shown.edits == 0


async def test_the_end_waits_for_an_edit_in_hand_but_not_for_ever() -> None:
    before = asyncio.all_tasks()
    shown = Shown()
    edits = made(shown)
    await edit_in_hand(edits, shown)
    async with asyncio.timeout(3):
        await edits.close()
    assert asyncio.all_tasks() <= before


async def test_each_chat_has_its_own_period() -> None:
    shown, slow = Shown(), -1077
    shown.let_go.set()
    pace = Pace(Rate(1000, 1.0), lambda _: (Rate(1000, 1.0),))
    edits = ProgressEdits(shown.show, pace, lambda one: 3e4 if one == slow else 3.0, 0.01)
    for chat_id in (slow, ANNA):
        await edits.show(chat_id, said(None))
        await edits.show(chat_id, said("1"))
    async with asyncio.timeout(1):
        await until(lambda: shown.edits == 1)
    assert await edits.forget(slow, "1") == "1"
    assert await edits.forget(ANNA, "2") == "2"
    await edits.close()
    assert shown.edits == 1
