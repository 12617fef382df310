"""A message and its stream in time; limits of waiting."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace

import pytest

from core.errors import (
    BackendDown,
    OutcomeUnknown,
    RateLimited,
)
from core.nemo.events import Closed, Said, Working
from core.timetable import Timetable
from tests.contract.nemo_rig import TIMETABLE, Visit, closing
from tests.servers.nemo import VIDEO, FakeNemo
from tests.servers.nemo_visit import client_of, server, visit

__all__ = ["server", "visit"]


async def heard(server: FakeNemo, timetable: Timetable) -> list[object]:
    async with client_of(server, timetable) as client:
        visit = Visit(client, await client.create_session("en"), VIDEO)
        return [event for event in await visit.say() if not isinstance(event, Said)]


async def test_a_reader_can_keep_time_by_the_events(server: FakeNemo) -> None:
    server.arm("message", "late", seconds=0.3)
    events = await heard(server, replace(TIMETABLE, stream_tick_s=0.05))
    assert events.count(Working()) >= 4
    assert events[-1] == Closed(None)


@pytest.mark.parametrize("fault", ["heartbeats", "silence"])
async def test_heartbeats_alone_count_as_lost_after_a_while(server: FakeNemo, fault: str) -> None:
    server.arm("message", fault)
    limits = replace(TIMETABLE, stream_tick_s=0.05, heartbeat_only_limit_s=0.3)
    closed = (await heard(server, limits))[-1]
    assert isinstance(closed, Closed)
    assert isinstance(closed.error, OutcomeUnknown)
    assert "heartbeats" in str(closed.error)


async def test_tool_calls_are_no_mere_heartbeats(server: FakeNemo) -> None:
    beat = b'data: {"type":"tool_call","name":"x","args":{}}\n\n'
    server.arm("message", "heartbeats", beat=beat)
    limits = replace(TIMETABLE, heartbeat_only_limit_s=0.2, stream_limit_s=0.6)
    closed = (await heard(server, limits))[-1]
    assert isinstance(closed, Closed)
    assert "still open" in str(closed.error)


async def test_leaving_a_stream_early_lets_go_of_it(server: FakeNemo) -> None:
    server.arm("message", "heartbeats")
    async with client_of(server) as client:
        session = await client.create_session("en")
        async with aclosing(client.send_message(session.session_id, "x")) as events:
            async for _ in events:
                break
        assert [task for task in asyncio.all_tasks() if "_pump" in repr(task)] == []


async def test_an_answer_in_json_where_a_stream_was_due(server: FakeNemo, visit: Visit) -> None:
    server.arm("message", "answer", body={"code": 0, "data": {}})
    assert closing(await visit.say()) is None


async def test_a_stall_of_a_read_is_limited(server: FakeNemo) -> None:
    server.arm("credits", "stall", times=9)
    limits = replace(TIMETABLE, answer_limit_s=0.1, read_attempts=2)
    async with client_of(server, limits) as client:
        with pytest.raises(BackendDown):
            await client.credits()
    assert len(server.seen("credits")) == 2


async def test_a_rate_limit_that_asks_for_too_much_is_told(server: FakeNemo) -> None:
    async with client_of(server) as client:
        server.arm("credits", "rate_limit", retry_after_s=3600)
        with pytest.raises(RateLimited) as caught:
            await client.credits()
    assert caught.value.retry_after_s == 3600
    assert len(server.seen("credits")) == 1


async def test_a_backend_without_claim_links(server: FakeNemo, visit: Visit) -> None:
    server.arm("claim", "http_error", status=404)
    session = visit.session
    assert await visit.client.claim_link(session.task_id, session.session_id) is None
