"""The line before the engine: fair by person, alive whatever its people do, roughly right."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.line import Line, Place, Ticket
from tests.contract.store_rig import OwnClock

CLIP_S = 10.0


async def settled() -> None:
    """Every task has run until it waits: none needs more turns of the loop than this."""
    for _ in range(12):
        await asyncio.sleep(0)


class Hall:
    """Persons before one line, and what each of them was told."""

    def __init__(self, slots: int = 1) -> None:
        self.clock = OwnClock()
        self.line = Line(slots, self.clock.monotonic_s)
        self.told: dict[Ticket, list[Place]] = {}
        self.called: list[Ticket] = []
        self.tasks: dict[Ticket, asyncio.Task[None]] = {}

    async def enter(self, person: str, clip_s: float = CLIP_S) -> Ticket:
        ticket = Ticket(person, clip_s)
        places = self.told[ticket] = []

        async def told(place: Place) -> None:
            places.append(place)

        async def stand() -> None:
            await self.line.enter(ticket, told)
            self.called.append(ticket)

        self.tasks[ticket] = asyncio.create_task(stand())
        await settled()
        return ticket

    async def leave(self, ticket: Ticket, *, is_done: bool = True) -> None:
        """Its render is over."""
        del self.tasks[ticket]
        await self.line.leave(ticket, is_done=is_done)
        await settled()

    async def cancel(self, ticket: Ticket) -> None:
        """Whoever holds it is cancelled, wherever they stand; then gives it back, as jobs do."""
        task = self.tasks.pop(ticket)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await self.line.leave(ticket)
        await settled()

    @property
    def running(self) -> list[Ticket]:
        return [ticket for ticket in self.called if ticket in self.tasks]

    @property
    def waiting(self) -> list[Ticket]:
        return [ticket for ticket in self.tasks if ticket not in self.called]


class Umpire:
    """Counts who was called while somebody who had nothing yet was waiting."""

    def __init__(self) -> None:
        self._has_had: set[str] = set()
        self._passed: dict[str, Counter[str]] = {}
        self._seen = 0

    def judge(self, hall: Hall) -> None:
        news, self._seen = hall.called[self._seen :], len(hall.called)
        self._has_had |= {ticket.person for ticket in news}
        for ticket in news:
            for person, passed in self._passed.items():
                passed[ticket.person] += person != ticket.person
        present = {ticket.person for ticket in hall.waiting}
        if not hall.tasks:
            self._has_had.clear()
        self._passed = {
            person: self._passed.get(person, Counter()) for person in present - self._has_had
        }
        for person, passed in self._passed.items():
            assert all(times <= 1 for times in passed.values()), (person, passed)


DEEDS = st.lists(
    st.tuples(st.sampled_from(["enter", "enter", "leave", "cancel"]), st.integers(0, 20)),
    max_size=40,
)


@given(DEEDS, st.integers(1, 3))
@settings(max_examples=150, deadline=None)
def test_nobody_waits_behind_a_persons_second_ticket_and_everybody_is_served(
    deeds: list[tuple[str, int]], slots: int
) -> None:
    asyncio.run(_played(deeds, slots))


async def _played(deeds: list[tuple[str, int]], slots: int) -> None:
    hall, umpire = Hall(slots), Umpire()
    for deed, number in deeds:
        if deed == "enter":
            await hall.enter("abcd"[number % 4])
        elif deed == "leave" and hall.running:
            await hall.leave(hall.running[number % len(hall.running)])
        elif deed == "cancel" and hall.tasks:
            await hall.cancel(list(hall.tasks)[number % len(hall.tasks)])
        umpire.judge(hall)
        assert len(hall.running) == min(slots, len(hall.tasks))
    while hall.running:
        await hall.leave(hall.running[0])
        umpire.judge(hall)
    assert not hall.tasks


async def order_of(entered: str) -> str:
    """Who is called when all of them came while the first was served."""
    hall = Hall()
    for person in entered:
        await hall.enter(person)
    while hall.running:
        await hall.leave(hall.running[0])
    return "".join(ticket.person for ticket in hall.called)


@pytest.mark.parametrize(
    ("entered", "called"),
    [("aaaab", "abaaa"), ("aaabbb", "ababab"), ("abc", "abc"), ("aabbcc", "abcabc")],
)
async def test_persons_take_turns(entered: str, called: str) -> None:
    assert await order_of(entered) == called


async def test_a_ticket_that_was_taken_back_costs_its_person_nothing() -> None:
    hall = Hall()
    await hall.enter("somebody")
    for _ in range(5):
        await hall.cancel(await hall.enter("undecided"))
    late = await hall.enter("undecided")
    await hall.enter("eager")
    second = await hall.enter("eager")
    await hall.leave(hall.running[0])
    assert hall.running == [late]
    assert hall.told[second][-1].ahead == 2


async def test_the_place_falls_until_it_is_ones_turn() -> None:
    hall = Hall()
    tickets = [await hall.enter(person) for person in "abcd"]
    for ticket in tickets:
        assert hall.running == [ticket]
        await hall.leave(ticket)
    assert [[place.ahead for place in hall.told[ticket]] for ticket in tickets] == [
        [],
        [1],
        [2, 1],
        [3, 2, 1],
    ]


async def test_a_place_is_told_anew_when_somebody_before_gives_up() -> None:
    hall = Hall()
    _, second, third = [await hall.enter(person) for person in "abc"]
    await hall.cancel(second)
    assert [place.ahead for place in hall.told[third]] == [2, 1]


async def test_the_time_told_follows_from_what_renders_took() -> None:
    hall = Hall()
    first = await hall.enter("a")
    second = await hall.enter("b")
    assert hall.told[second][-1].wait_s == pytest.approx(CLIP_S)
    for _ in range(20):
        await hall.clock.sleep(3 * CLIP_S)
        await hall.leave(first)
        first, second = second, await hall.enter("abc"[len(hall.called) % 3])
    assert hall.told[second][-1].wait_s == pytest.approx(3 * CLIP_S, rel=0.05)


async def test_a_render_that_was_given_up_teaches_nothing() -> None:
    hall = Hall()
    first = await hall.enter("a")
    await hall.clock.sleep(1000)
    await hall.leave(first, is_done=False)
    await hall.enter("b")
    last = await hall.enter("c")
    assert hall.told[last][-1].wait_s == pytest.approx(CLIP_S)


async def test_a_render_that_takes_longer_than_thought_still_takes_a_moment() -> None:
    hall = Hall()
    await hall.enter("a")
    await hall.clock.sleep(1000)
    last = await hall.enter("b")
    assert 0 < hall.told[last][-1].wait_s <= CLIP_S


async def test_somebody_who_cannot_be_told_their_place_leaves_the_line() -> None:
    hall = Hall()
    first = await hall.enter("a")

    async def broken(_: Place) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await hall.line.enter(Ticket("b", CLIP_S), broken)
    third = await hall.enter("c")
    assert hall.told[third][-1].ahead == 1
    await hall.leave(first)
    assert hall.running == [third]
