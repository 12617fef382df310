"""What concerns one person alone, and words that nobody else in the chat has seen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.model import Body, Command, Incoming, Text, Tone
from core.secrecy import MASK, Secret
from tests.contract.store_rig import ANNA, OwnClock, incoming
from tests.servers.nemo import FakeNemo
from tests.unit.core_rig import House


@pytest.fixture
async def nemo() -> AsyncIterator[FakeNemo]:
    async with FakeNemo() as nemo:
        yield nemo


@pytest.fixture
async def house(nemo: FakeNemo, tmp_path: Path) -> AsyncIterator[House]:
    async with House(nemo.url, tmp_path) as house:
        await house.store.greet(ANNA)
        yield house


def wrote(number: int, body: Body) -> Incoming:
    return replace(incoming(number), body=body, platform_id=f"p{number}", at=OwnClock().at)


async def hear(house: House, message: Incoming) -> None:
    await house.inbox.receive(message)
    await house.inbox.drain()


@pytest.mark.parametrize(
    ("body", "is_personal"),
    [
        (Text("credits"), True),
        (Command("credits"), True),
        (Command("login"), True),
        (Command("login", "made-up"), True),
        (Text("https://www.youtube.com/watch?v=abc"), True),
        (Text("help"), False),
        (Text("status"), False),
        (Text("my projects"), False),
        (Text("cancel"), False),
        (Text("settings"), False),
        (Command("forget"), False),
    ],
)
async def test_credits_logins_and_failures_concern_one_person(
    house: House, body: Body, is_personal: bool
) -> None:
    await hear(house, wrote(1, body))
    assert [one.is_personal for one in house.wall.sent] == [is_personal]


async def test_a_failure_is_personal_whatever_was_asked(house: House, nemo: FakeNemo) -> None:
    nemo.arm("credits", "http_error", times=9, status=500)
    await hear(house, wrote(1, Text("credits")))
    [told] = house.wall.sent
    assert told.tone is Tone.FAILED
    assert told.is_personal


async def test_a_login_that_worked_is_told_to_one_person(house: House, nemo: FakeNemo) -> None:
    token = nemo.new_token("user_of_anna")
    await hear(house, wrote(1, Command("login", token)))
    await hear(house, wrote(2, Command("login")))
    assert house.wall.texts() == [house.say("login-done"), house.say("logged-out")]
    assert all(one.is_personal for one in house.wall.sent)


def form(number: int, token: str) -> Incoming:
    """What was typed into the form of /login, which stands nowhere."""
    return replace(wrote(number, Command("login", token)), is_unseen=True)


async def test_a_token_that_nobody_saw_is_taken_in_a_group_too(
    house: House, nemo: FakeNemo
) -> None:
    house.allow(is_private=False)
    token = nemo.new_token("user_of_anna")
    await hear(house, form(1, token))
    assert house.wall.texts() == [house.say("login-done-group")]
    assert house.wall.deleted == [], "there is nothing to take away"
    assert await house.tokens.load(ANNA) == Secret(token)
    await hear(house, wrote(2, Text("settings")))
    assert house.say("settings-own-account-group") in house.wall.texts()[-1]
    await hear(house, form(3, ""))
    assert house.wall.texts()[-1] == house.say("logged-out")
    assert await house.tokens.load(ANNA) is None


async def test_a_token_that_nobody_saw_needs_no_deletion(house: House, nemo: FakeNemo) -> None:
    await hear(house, form(1, nemo.new_token("user_of_anna")))
    assert house.wall.texts() == [house.say("login-done")]
    assert house.wall.deleted == []


async def test_a_message_in_a_group_is_refused_and_taken_away(house: House, nemo: FakeNemo) -> None:
    house.allow(is_private=False)
    await hear(house, wrote(1, Command("login", nemo.new_token("user_of_anna"))))
    await hear(house, wrote(2, Command("login")))
    assert house.wall.texts() == [house.say("login-private")] * 2
    assert house.wall.deleted == ["p1"]


async def test_after_a_restart_a_form_in_a_group_is_to_be_filled_in_again(house: House) -> None:
    house.allow(is_private=False)
    await house.store.accept(form(1, MASK), None)
    await house.inbox.resume()
    await house.inbox.drain()
    assert house.wall.texts() == [house.say("login-again")]
