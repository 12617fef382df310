"""What was said on the page, as both databases keep it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from core.clock import SystemClock
from core.secrecy import Secret
from storage import postgres, sqlite
from storage.page import PageRows, Row
from storage.tables import page_conversations, page_messages
from storage.transactions import writing
from tests.contract.store_rig import OwnClock
from tests.servers import postgres as postgres_server
from tests.unit.storage_child import database_with_all_tables, postgres_with_all_tables

ANNA, BEN = "a" * 32, "b" * 32
CLIPS, NEWS = "1" * 32, "2" * 32


def payload(text: str) -> dict[str, Any]:
    return {"author": "person", "text": text}


async def said(rows: PageRows, text: str, conversation: str = CLIPS, owner: str = ANNA) -> Row:
    found = await rows.say(owner, conversation, f"in:{text}", payload(text), text)
    assert found is not None
    return found[0]


class PageRowsContract:
    @pytest.fixture
    def clock(self) -> OwnClock:
        return OwnClock()

    @pytest.fixture
    def rows(self, engine: AsyncEngine) -> PageRows:
        return PageRows(engine, SystemClock())

    async def test_a_message_is_there_once_however_often_it_is_said(self, rows: PageRows) -> None:
        text = "one \ud83d\x00 日本 <b>"
        first = await rows.say(ANNA, CLIPS, "in:1", payload(text), text)
        again = await rows.say(ANNA, CLIPS, "in:1", payload("other"), "other")
        assert first is not None and again is not None
        assert (first[1], again[1]) == (True, False)
        assert again[0] == first[0]
        assert await rows.messages(CLIPS) == [first[0]]
        assert first[0].payload == payload(text)

    async def test_a_conversation_is_its_first_visitor_s_for_ever(self, rows: PageRows) -> None:
        mine = await said(rows, "mine")
        assert await rows.say(BEN, CLIPS, "in:2", payload("theirs"), "t") is None
        assert await rows.messages(CLIPS) == [mine]
        assert [one.id for one in await rows.conversations(ANNA)] == [CLIPS]
        assert await rows.conversations(BEN) == []

    async def test_the_conversation_with_the_newest_message_is_first(self, rows: PageRows) -> None:
        await said(rows, "one")
        await said(rows, "two", NEWS)
        assert [one.id for one in await rows.conversations(ANNA)] == [NEWS, CLIPS]
        await rows.show(CLIPS, "out:1", payload("answer"))
        listed = await rows.conversations(ANNA)
        assert [(one.id, one.title) for one in listed] == [(CLIPS, "one"), (NEWS, "two")]

    async def test_what_the_core_has_not_got_is_known_in_its_order(self, rows: PageRows) -> None:
        one, two, three = [await said(rows, text) for text in ("one", "two", "three")]
        await rows.show(CLIPS, "out:1", payload("answer"))
        other = await said(rows, "four", NEWS)
        assert await rows.unheard() == [one, two, three, other]
        await rows.mark_heard(two.number)
        assert await rows.unheard(CLIPS) == [one, three]

    async def test_a_message_of_ours_is_replaced_where_it_stands(self, rows: PageRows) -> None:
        await said(rows, "one")
        first = await rows.show(CLIPS, "out:1", payload("10 %"))
        assert first is not None
        again = await rows.show(CLIPS, "out:1", payload("20 %"))
        assert again is not None and again.number == first.number
        done = await rows.replace(CLIPS, first.number, "out:2", payload("done"))
        assert done is not None
        assert await rows.by_key(CLIPS, "out:1") is None
        assert await rows.by_key(CLIPS, "out:2") == done
        assert (await rows.messages(CLIPS))[1:] == [done]
        assert await rows.replace(NEWS, first.number, "out:3", payload("x")) is None

    async def test_nothing_stands_where_there_is_no_conversation(self, rows: PageRows) -> None:
        assert await rows.show(CLIPS, "out:1", payload("x")) is None
        assert await rows.messages(CLIPS) == []
        assert await rows.forget(CLIPS) == ""

    async def test_a_number_is_never_given_twice(self, rows: PageRows) -> None:
        one = await said(rows, "one")
        two = await said(rows, "two")
        assert await rows.remove(NEWS, two.number) is None, "not of that conversation"
        assert await rows.remove(CLIPS, two.number) == two
        assert await rows.remove(CLIPS, two.number) is None
        await rows.forget(CLIPS)
        assert (await said(rows, "three", NEWS)).number > two.number > one.number

    async def test_what_is_to_be_deleted_is_seen_by_nobody(self, rows: PageRows) -> None:
        one = await said(rows, "one")
        last = await rows.say(ANNA, CLIPS, "in:2", payload("forget"), "", is_last=True)
        assert last is not None
        assert await rows.conversations(ANNA) == []
        assert (await rows.count(ANNA), await rows.conversation(CLIPS)) == (0, None)
        assert await rows.show(CLIPS, "out:1", payload("x")) is None
        assert await rows.say(ANNA, CLIPS, "in:3", payload("more"), "m") is None
        assert await rows.unheard() == [one, last[0]], "it is still to be given to the core"

    async def test_forgetting_tells_what_was_held_and_leaves_the_id_alone(
        self, rows: PageRows, engine: AsyncEngine
    ) -> None:
        one = await said(rows, "one")
        kept = await said(rows, "kept", NEWS)
        answer = await rows.show(CLIPS, "out:1", payload("answer"))
        assert await rows.held(CLIPS) == [one, answer]
        assert await rows.forget(CLIPS) == ANNA
        assert await rows.forget(CLIPS) == ""
        assert await rows.messages(CLIPS) == []
        assert await rows.messages(NEWS) == [kept]
        again = await rows.say(ANNA, CLIPS, "in:one", payload("one"), "one")
        assert again is None, "a late repetition begins no new one"
        async with engine.connect() as connection:
            row = (
                await connection.execute(
                    sa.select(page_conversations).where(page_conversations.c.id == CLIPS)
                )
            ).one()
        assert (row.owner, row.title) == ("", "")

    async def test_the_id_of_what_was_deleted_long_ago_goes_too(
        self, engine: AsyncEngine, clock: OwnClock
    ) -> None:
        rows = PageRows(engine, clock)
        await said(rows, "one")
        await said(rows, "kept", NEWS)
        await rows.forget(CLIPS)
        await rows.purge()
        assert await rows.say(ANNA, CLIPS, "in:2", payload("two"), "two") is None
        await clock.sleep(31 * 24 * 3600)
        await rows.purge()
        assert await rows.say(ANNA, CLIPS, "in:2", payload("two"), "two") is not None
        assert len(await rows.messages(NEWS)) == 1

    async def test_a_file_is_known_to_be_named_elsewhere(self, rows: PageRows) -> None:
        await said(rows, "see f1f1")
        theirs = await said(rows, "see f2f2", NEWS, BEN)
        assert await rows.is_named(ANNA, "f1f1")
        assert not await rows.is_named(ANNA, "f1f1", CLIPS), "besides that one"
        assert not await rows.is_named(ANNA, "f2f2"), "by somebody else's"
        await rows.remove(NEWS, theirs.number)
        assert not await rows.is_named(BEN, "f2f2")

    async def test_what_can_t_be_read_stands_in_nobody_s_way(
        self, rows: PageRows, engine: AsyncEngine, caplog: pytest.LogCaptureFixture
    ) -> None:
        bad, good = await said(rows, "bad"), await said(rows, "good")
        async with writing(engine).begin() as connection:
            damage = sa.update(page_messages).where(page_messages.c.number == bad.number)
            await connection.execute(damage.values(payload="{bad"))
        assert await rows.unheard() == await rows.messages(CLIPS) == [good]
        assert str(bad.number) in caplog.text
        assert await rows.held(CLIPS) == [good]
        assert await rows.forget(CLIPS) == ANNA

    async def test_only_the_newest_of_very_many_are_shown(self, rows: PageRows) -> None:
        await said(rows, "first")
        for number in range(5):
            await rows.show(CLIPS, f"out:{number}", payload(str(number)))
        shown = await rows.messages(CLIPS, most=3)
        assert [row.payload for row in shown] == [payload("2"), payload("3"), payload("4")]


class TestSqlitePage(PageRowsContract):
    @pytest.fixture
    async def engine(self, tmp_path: Path) -> AsyncIterator[AsyncEngine]:
        engine = sqlite.async_engine(Path(shutil.copy(database_with_all_tables(), tmp_path)))
        yield engine
        await engine.dispose()


class TestPostgresPage(PageRowsContract):
    @pytest.fixture
    async def engine(self) -> AsyncIterator[AsyncEngine]:
        server = postgres_server.server()
        database = server.create(postgres_with_all_tables())
        engine = postgres.async_engine(postgres.address(Secret(server.url(database))))
        yield engine
        await engine.dispose()
        server.drop(database)
