"""The scripted Nemo itself: what it makes out of words, what that costs, whose it is."""

from __future__ import annotations

import pytest

from core.errors import OutOfCredits, SessionLost
from core.nemo.account import Account
from core.nemo.client import NemoClient
from core.nemo.draft import summary
from core.nemo.events import Said, Working
from core.secrecy import Secret
from tests.contract.nemo_rig import ATTRIBUTION, TIMETABLE, Visit, closing, text_of
from tests.servers.engine_caller import until
from tests.servers.nemo import FakeNemo
from tests.servers.nemo_generation import Generation
from tests.servers.nemo_visit import server, visit

__all__ = ["server", "visit"]

RAW = "Timeline (1 track): 1. Video: city timelapse (0-10s)"
WHOLE = (
    "Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) "
    '3. Title: "Urban Dreams" (0-3s)'
)


async def timeline(visit: Visit) -> str:
    return summary((await visit.client.state(visit.session.session_id)).draft)


@pytest.mark.parametrize("shape", ["flat", "adk"])
async def test_a_clip_is_made_in_two_stages_within_one_stream(
    server: FakeNemo, visit: Visit, shape: str
) -> None:
    server.stream_shape, server.generation = shape, Generation(pause_s=0.01, tools=2)
    server.generation.may_go_on.clear()
    events, seen = [], []
    async for event in visit.client.send_message(visit.session.session_id, "a city at night"):
        events.append(event)
        if isinstance(event, (Said, Working)):
            seen.append(await timeline(visit))
        if RAW in seen:
            server.generation.may_go_on.set()
    assert closing(events) is None
    assert text_of(events) == server.generation.raw_text + server.generation.second_text
    assert list(dict.fromkeys(seen)) == ["Timeline (0 tracks)", RAW, WHOLE]
    assert sum(isinstance(e, Working) and e.is_tool for e in events) >= 4
    assert server.done == ["a city at night"]


@pytest.mark.parametrize("words", ["remove the music and the title", "去掉音乐和标题"])
async def test_what_the_second_stage_added_can_be_stripped(
    server: FakeNemo, visit: Visit, words: str
) -> None:
    server.generation = Generation(pause_s=0)
    await visit.say("a city at night")
    await visit.say(words)
    assert await timeline(visit) == RAW


async def test_a_stream_cut_between_the_stages_still_ends_in_both(
    server: FakeNemo, visit: Visit
) -> None:
    server.generation = Generation(pause_s=0)
    server.generation.may_go_on.clear()
    server.arm("message", "cut_between_stages")
    assert closing(await visit.say("a city at night")) is not None
    assert await timeline(visit) == RAW
    server.generation.may_go_on.set()
    await until(lambda: server.done)
    assert await timeline(visit) == WHOLE


async def test_a_message_about_a_clip_is_no_generation(server: FakeNemo, visit: Visit) -> None:
    server.generation = Generation()
    await visit.upload()
    assert text_of(await visit.say()) == server.reply.text


async def test_credits_fall_until_there_are_none(server: FakeNemo, visit: Visit) -> None:
    server.generation = Generation(pause_s=0)
    server.purse.generation_cost, server.purse.message_cost = 100, 50
    (user_id,) = set(server.users.values())
    server.purse.fill(user_id, 160)

    await visit.say("a city at night")
    assert (await visit.client.credits()).available == 60
    await visit.say("make it darker")
    assert (await visit.client.credits()).available == 10
    assert isinstance(closing(await visit.say("make it brighter")), OutOfCredits)

    assert [charge.credits for charge in server.purse.charges] == [100, 50]
    assert server.done == ["a city at night", "make it darker"]


async def test_work_that_was_never_done_costs_nothing(server: FakeNemo, visit: Visit) -> None:
    server.purse.message_cost = 50
    server.arm("message", "cut_before")
    assert closing(await visit.say()) is not None
    balance = await visit.client.credits()
    assert (balance.available, balance.frozen) == (60, 40)
    assert server.purse.charges == []


async def test_credits_are_frozen_while_the_work_goes_on(server: FakeNemo, visit: Visit) -> None:
    server.generation, server.purse.generation_cost = Generation(pause_s=0), 50
    server.generation.may_go_on.clear()
    frozen: list[tuple[float, float]] = []
    async for _ in visit.client.send_message(visit.session.session_id, "a city at night"):
        balance = await visit.client.credits()
        frozen.append((balance.available, balance.frozen))
        server.generation.may_go_on.set()
    assert frozen[0] == (10, 90)
    balance = await visit.client.credits()
    assert (balance.available, balance.frozen) == (10, 40)


async def test_each_token_has_its_account_and_each_account_its_projects(server: FakeNemo) -> None:
    mine, again, other = (server.new_token(name) for name in ("ann", "ann", "bob"))
    assert [server.users[token] for token in (mine, again, other)] == ["ann", "ann", "bob"]
    server.guards_sessions = True
    async with (
        client_with(server, mine) as one,
        client_with(server, again) as two,
        client_with(server, other) as three,
    ):
        made = await one.create_session("en")
        assert server.sessions_of("ann") == [made.session_id]
        assert server.sessions_of("bob") == []
        await two.state(made.session_id)
        with pytest.raises(SessionLost):
            await three.state(made.session_id)


def client_with(nemo: FakeNemo, token: str) -> NemoClient:
    account = Account.own(Secret(token))
    return NemoClient(nemo.url, account, TIMETABLE, attributed=ATTRIBUTION)
