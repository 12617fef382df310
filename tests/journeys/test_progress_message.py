"""One progress message a job: edited where it stands, after a restart too, gone with the answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.clock import SystemClock
from core.model import ChatRef, DeliveryState, Outgoing, message_id
from core.outbox import Outbox
from core.timetable import Timetable
from storage import migrate, sqlite
from storage.store import SqlStore
from tests.journeys.chats import MakeBot, MakeServer
from tests.journeys.test_crash_matrix import TRIM
from tests.journeys.worlds import said
from tests.servers.bot_process import Shot
from tests.servers.chat import ChatServer
from tests.servers.chat_platform import ChatPlatform, connect
from tests.servers.engine_caller import until
from tests.servers.engine_process import EngineProcess

CHAT = ChatRef("testchat", "backdrop", "anna")
ID = "1/progress"


def progress(text: str) -> Outgoing:
    return Outgoing(ID, CHAT, text, edits=ID)


class Starts:
    """Outboxes on one database, one after another, as the starts of a process have them."""

    def __init__(self, path: Path) -> None:
        sqlite.prepare(path)
        self._engine = sqlite.async_engine(path)
        self.store = SqlStore(self._engine, lambda *_: None, SystemClock())
        self._platforms: list[ChatPlatform] = []

    async def start(self, server: ChatServer) -> Outbox:
        await migrate.upgrade(self._engine)
        self._platforms.append(await connect(server.url))
        clock, timetable = SystemClock(), Timetable.embedded()
        return Outbox(self.store, {"testchat": self._platforms[-1]}, timetable, clock)

    async def close(self) -> None:
        for platform in self._platforms:
            await platform.close()
        await self._engine.dispose()


@pytest.fixture
async def starts(tmp_path: Path) -> AsyncIterator[Starts]:
    starts = Starts(tmp_path / "backdrop.sqlite3")
    yield starts
    await starts.close()


@pytest.mark.parametrize("can_recall", [True, False])
async def test_it_is_one_message_over_restarts_and_anew_where_it_was_taken_away(
    make_server: MakeServer, starts: Starts, can_recall: bool
) -> None:
    server = make_server(can_recall=can_recall)
    anna = server.chat("anna")
    outbox = await starts.start(server)
    await outbox.show(progress("10%"))
    await outbox.show(progress("20%"))
    outbox = await starts.start(server)
    await outbox.show(progress("30%"))
    [first] = anna.messages
    assert [one.text for one in first.versions] == ["10%", "20%", "30%"]
    server.ledger.delete_message(first)
    await outbox.show(progress("40%"))
    outbox = await starts.start(server)
    await outbox.show(progress("50%"))
    [second] = anna.messages
    assert [one.text for one in second.versions] == ["40%", "50%"]


async def test_only_the_first_send_is_written_down(make_server: MakeServer, starts: Starts) -> None:
    server = make_server()
    server.chat("anna")
    outbox = await starts.start(server)
    await outbox.show(progress("10%"))
    written = await starts.store.delivery(ID)
    assert written is not None
    assert (written.state, written.attempts) == (DeliveryState.SENT, 1)
    await outbox.show(progress("20%"))
    await outbox.show(Outgoing("1/greeting", CHAT, "hello"))
    assert await starts.store.delivery(ID) == written
    assert await starts.store.delivery("1/greeting") is None
    assert await starts.store.session_of_delivery(CHAT, written.platform_id or "") is None


@pytest.mark.parametrize("has_restarted", [False, True])
@pytest.mark.soak
async def test_a_first_one_whose_answer_was_lost_is_found_again(
    make_server: MakeServer, starts: Starts, has_restarted: bool
) -> None:
    server = make_server()
    anna = server.chat("anna")
    outbox = await starts.start(server)
    server.arm("send", "lost_answer")
    await outbox.show(progress("10%"))
    if has_restarted:
        outbox = await starts.start(server)
    await outbox.show(progress("20%"))
    [only] = anna.messages
    assert [one.text for one in only.versions] == ["10%", "20%"]
    outbox = await starts.start(server)
    await outbox.clear(CHAT, ID)
    assert anna.messages == []


@pytest.mark.parametrize("fault", ["http_error", "refuse", "rate_limit"])
@pytest.mark.soak
async def test_one_that_certainly_did_not_come_is_sent_with_the_next_words(
    make_server: MakeServer, starts: Starts, fault: str
) -> None:
    server = make_server()
    anna = server.chat("anna")
    outbox = await starts.start(server)
    server.arm("send", fault)
    await outbox.show(progress("10%"))
    assert anna.messages == []
    written = await starts.store.delivery(ID)
    assert written is not None
    server.arm("send", fault)
    await outbox.show(progress("15%"))
    assert await starts.store.delivery(ID) == written, "what is dropped is not written down"
    await outbox.show(progress("20%"))
    server.arm("edit", fault)
    await outbox.show(progress("30%"))
    await outbox.show(progress("40%"))
    [only] = anna.messages
    assert [one.text for one in only.versions] == ["20%", "40%"]


@pytest.mark.soak
async def test_what_is_said_at_once_makes_one_message(
    make_server: MakeServer, starts: Starts
) -> None:
    server = make_server()
    anna = server.chat("anna")
    outbox = await starts.start(server)
    server.arm("send", "slow", delay_s=0.3)
    await asyncio.gather(*(outbox.show(progress(f"{number}%")) for number in range(5)))
    [only] = anna.messages
    assert len(only.versions) == 5


@pytest.mark.parametrize("can_recall", [True, False])
@pytest.mark.soak
async def test_a_cancel_in_the_middle_of_the_first_send_leaves_nothing_behind(
    make_server: MakeServer, starts: Starts, can_recall: bool
) -> None:
    server = make_server(can_recall=can_recall)
    anna = server.chat("anna")
    outbox = await starts.start(server)
    server.arm("send", "late_answer", delay_s=0.5)
    showing = asyncio.create_task(outbox.show(progress("10%")))
    await until(lambda: bool(anna.messages))
    showing.cancel()
    await asyncio.wait({showing})
    assert showing.cancelled()
    await outbox.clear(CHAT, ID)
    assert anna.messages == []


@pytest.mark.parametrize("has_restarted", [False, True])
@pytest.mark.soak
async def test_it_is_taken_away_and_the_next_one_comes_below(
    make_server: MakeServer, starts: Starts, has_restarted: bool
) -> None:
    server = make_server()
    anna = server.chat("anna")
    outbox = await starts.start(server)
    await outbox.show(progress("10%"))
    if has_restarted:
        outbox = await starts.start(server)
    await outbox.deliver(Outgoing("1/answer", CHAT, "done", is_final=True))
    await outbox.clear(CHAT, ID)
    await outbox.clear(CHAT, ID)
    assert anna.texts == ["done"]
    assert len(server.ledger.calls("delete")) == 1, "what is gone is not deleted again"
    await outbox.show(progress("the second clip"))
    await outbox.show(progress("the second clip, 20%"))
    assert anna.texts == ["done", "the second clip, 20%"]
    outbox = await starts.start(server)
    await outbox.clear(CHAT, ID)
    assert anna.texts == ["done"]


@pytest.mark.soak
async def test_one_that_cannot_be_taken_away_stays_and_is_not_edited_any_more(
    make_server: MakeServer, starts: Starts
) -> None:
    server = make_server()
    anna = server.chat("anna")
    outbox = await starts.start(server)
    await outbox.show(progress("10%"))
    server.arm("delete", "http_error")
    await outbox.clear(CHAT, ID)
    await outbox.show(progress("20%"))
    assert anna.texts == ["10%", "20%"]


@pytest.mark.soak
async def test_where_nothing_can_be_taken_away_it_goes_on_in_place(
    make_server: MakeServer, starts: Starts
) -> None:
    server = make_server(can_delete=False)
    anna = server.chat("anna")
    outbox = await starts.start(server)
    await outbox.show(progress("10%"))
    await outbox.clear(CHAT, ID)
    await outbox.show(progress("20%"))
    assert anna.texts == ["20%"]


@pytest.mark.soak
async def test_in_a_chat_that_moved_no_other_message_is_edited_or_taken_away(
    make_server: MakeServer, starts: Starts
) -> None:
    server = make_server()
    anna = server.chat("anna")
    outgoing_id = f"{message_id(CHAT, 1)}/progress"
    shown = Outgoing(outgoing_id, CHAT, "10%", edits=outgoing_id)
    outbox = await starts.start(server)
    await outbox.show(shown)
    # What a store makes of it: where the message stands under the new name, nobody knows.
    await starts.store.end_delivery(outgoing_id, None)
    outbox.moved(CHAT)
    await outbox.clear(CHAT, outgoing_id)
    await outbox.show(replace(shown, text="20%"))
    assert anna.texts == ["10%", "20%"]


@pytest.mark.soak
async def test_where_nothing_can_be_edited_each_is_a_message(
    make_server: MakeServer, starts: Starts
) -> None:
    server = make_server()
    anna = server.chat("anna", can_edit=False)
    outbox = await starts.start(server)
    await outbox.show(progress("10%"))
    await outbox.show(progress("20%"))
    assert anna.texts == ["10%", "20%"]
    assert await starts.store.delivery(ID) is None


@pytest.mark.soak
def test_a_killed_job_goes_on_with_the_same_message_and_leaves_the_video_alone(
    make_server: MakeServer, make_bot: MakeBot, engine: EngineProcess, small_clip: Path
) -> None:
    server = make_server(can_recall=False)
    anna, bot = server.chat("anna"), make_bot(server, engine.url, factor=0.3)
    bot.start(Shot("ends submit the render"))
    anna.say(TRIM, [small_clip])
    bot.wait()
    [before] = [one for one in anna.messages if len(one.versions) > 1]
    bot.start()
    anna.wait(lambda _: anna.videos())
    server.ledger.wait(lambda: "recorded close" in bot.steps(), 40, bot.log)
    [shown] = [one for one in anna.history if len(one.versions) > 1]
    assert shown.id == before.id, anna.transcript()
    assert len(shown.versions) > len(before.versions), anna.transcript()
    assert shown.deleted_at_s is not None, anna.transcript()
    [video] = [one for one in anna.messages if one.videos]
    assert video.at_s < shown.deleted_at_s, "first the video, then nothing more of the work"
    assert anna.messages[-1] == video
    assert bot.terminate()[0] == 0, bot.log()


@pytest.mark.soak
def test_a_failure_takes_it_away_too(
    make_server: MakeServer, make_bot: MakeBot, engine: EngineProcess, tmp_path: Path
) -> None:
    server = make_server()
    anna, bot = server.chat("anna"), make_bot(server, engine.url, factor=0.3)
    damaged = tmp_path / "clip.mp4"
    damaged.write_bytes(b"\0\0\0\x18ftypmp42" + bytes(5000))
    bot.start()
    anna.say(TRIM, [damaged])
    server.ledger.wait(lambda: "recorded close" in bot.steps(), 40, bot.log)
    assert said("connecting") in [
        version.text for one in anna.history for version in one.versions
    ], anna.transcript()
    greeting, failure = anna.texts
    assert greeting.startswith(said("greeting"))
    assert failure in (said("error-clip-damaged"), said("error-clip-unsupported"))
    assert bot.terminate()[0] == 0, bot.log()
