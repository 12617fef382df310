"""What every chat adapter must obey in acknowledging: nothing is lost, doubled or overtaken.

Must not know a platform.
"""

from __future__ import annotations

import asyncio
import time

from core.model import Button, Incoming, Outgoing, Progress, Stage
from core.ports import Platform
from tests.contract.adapter_case import AdapterCase, needs, seat_in_thread
from tests.contract.adapter_hearing import (
    Hearing,
    acknowledged,
    ended,
    listening,
    stays,
    until,
    words_of,
)
from tests.contract.adapter_messages import words
from tests.contract.adapter_rig import Power, Rig, Seat


class ReceivingContract(AdapterCase):
    async def test_what_could_not_be_taken_comes_again_and_nothing_overtakes_it(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing
    ) -> None:
        ear.refusals = 3
        async with listening(rig, platform, ear):
            for text in ("1", "2", "3"):
                anna.say(text)
            heard = await ear.messages(3)
            assert ear.attempts == ["1", "1", "1", "1", "2", "3"]
            assert [words_of(one) for one in heard] == ["1", "2", "3"]
            await acknowledged(rig)

    async def test_what_is_not_safe_is_not_acknowledged_and_comes_to_the_next_start(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing
    ) -> None:
        async with listening(rig, platform, ear) as running:
            anna.say("0")
            await ear.messages(1)
            await acknowledged(rig)
            ear.shut(anna.ref)
            anna.say("1")
            anna.say("2")
            await until(lambda: ear.attempts == ["0", "1"])
            if Power.ACKNOWLEDGING not in rig.lacks:
                await stays(lambda: rig.unacknowledged() == 2, "acknowledged before it was safe")
            await ended(running)
        assert ear.attempts == ["0", "1"], "nothing of the chat overtook it"
        after = Hearing(ear)
        async with rig.connected() as again, listening(rig, again, after):
            heard = await after.messages(2)
            await acknowledged(rig)
        assert [words_of(one) for one in heard] == ["1", "2"]

    async def test_what_was_acknowledged_does_not_come_to_the_next_start(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing
    ) -> None:
        async with listening(rig, platform, ear) as running:
            anna.say("1")
            await ear.messages(1)
            await acknowledged(rig)
            await ended(running)
        after = Hearing(ear)
        async with rig.connected() as again, listening(rig, again, after):
            anna.say("2")
            await after.messages(1)
        # What comes by two ways at once is the core's to recognise.
        assert {words_of(one) for one in after.heard} == {"2"}
        assert len({one.id for one in after.heard if isinstance(one, Incoming)}) == 1

    async def test_a_chat_that_hangs_holds_up_no_other(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing
    ) -> None:
        ben, team = rig.seat("ben"), seat_in_thread(rig, "clips")
        ear.shut(anna.ref)
        async with listening(rig, platform, ear):
            for number in range(3):
                for seat in (anna, ben, team):
                    seat.say(f"{seat.sender_name} {number}", mentions_bot=seat is team)
            heard = await ear.messages(6)
            assert [words_of(one) for one in heard if one.chat == ben.ref] == [
                f"{ben.sender_name} {number}" for number in range(3)
            ]
            assert not [one for one in heard if one.chat == anna.ref]
            ear.let_in()
            heard = await ear.messages(9)
            assert [words_of(one) for one in heard if one.chat == anna.ref] == [
                f"{anna.sender_name} {number}" for number in range(3)
            ]

    async def test_a_repeated_update_has_the_same_id(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing
    ) -> None:
        async with listening(rig, platform, ear):
            anna.say("once")
            await ear.messages(1)
            await acknowledged(rig)
            rig.repeat_last_update()
            anna.say("after")
            await until(lambda: words_of(ear.heard[-1]) == "after", "it", ear.told)
        *repeated, after = [one for one in ear.heard if isinstance(one, Incoming)]
        assert repeated == [repeated[0]] * len(repeated), "the same whenever it comes"
        assert words_of(repeated[0]) == "once"
        assert after.id > repeated[0].id, "ids sort as the messages came"

    async def test_a_long_backlog_comes_whole_and_in_order(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing
    ) -> None:
        ben = rig.seat("ben")
        async with listening(rig, platform, ear) as running:
            for seat in (anna, ben):
                seat.say("hello")
            await ear.messages(2)
            await acknowledged(rig)
            await ended(running)
        for number in range(rig.backlog):
            (ben if number % 5 == 0 else anna).say(str(number))
        after = Hearing(ear)
        async with rig.connected() as again, listening(rig, again, after):
            heard = await after.messages(rig.backlog)
            await acknowledged(rig)
        for seat in (anna, ben):
            its = [one for one in heard if one.chat == seat.ref]
            assert [int(words_of(one)) for one in its] == [
                number for number in range(rig.backlog) if (number % 5 == 0) == (seat is ben)
            ]
            assert [one.id for one in its] == sorted(one.id for one in its)
        assert len({one.id for one in heard}) == rig.backlog == len(after.attempts)

    @needs(Power.REMOTE)
    async def test_nothing_is_lost_while_the_platform_is_away(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing
    ) -> None:
        async with listening(rig, platform, ear):
            anna.say("0")
            for number in (1, 2):
                await ear.messages(number)
                await acknowledged(rig)
                rig.go_away()
                anna.say(str(number))
                await stays(lambda: len(ear.heard) == number, "it is away", 0.1)  # noqa: B023
                rig.come_back()
            await ear.messages(3)
            await acknowledged(rig)
        assert list(dict.fromkeys(map(words_of, ear.heard))) == ["0", "1", "2"]

    @needs(Power.FORGETTING)
    async def test_nothing_is_lost_when_the_platform_forgets_who_listened(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing
    ) -> None:
        group = rig.seat("team", is_group=True)
        thread = rig.seat("team", is_group=True, thread="clips")
        async with listening(rig, platform, ear):
            for number in range(2):
                for seat in (anna, group, thread):
                    seat.say(f"{number}", mentions_bot=seat is not anna)
                await until(lambda: len(ear.heard) >= 3 * (number + 1), "all", ear.told)  # noqa: B023
                if number == 0:
                    rig.forget_listener()
        for seat in (anna, group, thread):
            its = [words_of(one) for one in ear.heard if one.chat == seat.ref]
            assert list(dict.fromkeys(its)) == ["0", "1"]

    async def test_it_ends_at_once_whatever_it_does_and_leaves_nothing_behind(
        self, rig: Rig, anna: Seat, ear: Hearing
    ) -> None:
        before = asyncio.all_tasks()
        ben = rig.seat("ben")
        ear.shut(anna.ref)
        async with rig.connected() as platform:
            async with listening(rig, platform, ear) as running:
                # One that hangs, one that is tried again, and words of progress that wait.
                anna.say("hangs")
                await until(lambda: ear.attempts == ["hangs"])
                receipt = await platform.send(words(ben, "0 %", "1/progress"))
                for percent in range(5):
                    await platform.send(_progress(ben, f"{percent} %", receipt.platform_id))
                await ended(running)
                attempts = list(ear.attempts)
                ben.say("nobody listens")
                await stays(lambda: ear.attempts == attempts, "it listens on")
            begun_s = time.monotonic()
        assert time.monotonic() - begun_s < 3, "it lets go of its connections at once"
        assert asyncio.all_tasks() <= before
        ear.let_in()
        await stays(lambda: ear.heard == [], "it goes on after its end", 0.1)

    async def test_it_ends_at_once_between_two_tries(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing
    ) -> None:
        ear.refusals = 1000
        async with listening(rig, platform, ear) as running:
            anna.say("no room")
            await until(lambda: len(ear.attempts) > 2)
            await ended(running)
        if Power.ACKNOWLEDGING not in rig.lacks:
            assert rig.unacknowledged() == 1

    @needs(Power.REMOTE)
    async def test_it_ends_at_once_while_the_platform_is_away(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing
    ) -> None:
        async with listening(rig, platform, ear) as running:
            anna.say("hello")
            await ear.messages(1)
            rig.go_away()
            await asyncio.sleep(0.1)
            await ended(running)
        rig.come_back()

    @needs(Power.TAP_ANSWERS, Power.REMOTE)
    async def test_it_ends_at_once_while_a_taps_acknowledgement_hangs(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing
    ) -> None:
        receipt = await platform.send(words(anna, "?", buttons=(Button("Go", "go"),)))
        rig.arm("tap", "slow", delay_s=8)
        async with listening(rig, platform, ear) as running:
            tap = anna.press(receipt.platform_id, "Go")
            await stays(lambda: not anna.is_answered(tap), "it hangs")
            await ended(running)


def _progress(seat: Seat, text: str, standing: str) -> Outgoing:
    progress = Progress(Stage.EDIT, 0.1)
    return words(seat, text, "1/progress", standing=standing, progress=progress)
