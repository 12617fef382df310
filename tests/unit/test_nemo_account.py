"""Whose token is used, and when there is another one."""

import asyncio
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from core.errors import RateLimited, RequestRefused, TokenRejected, TokenUnavailable
from core.nemo.account import MAX_RENEWALS_A_DAY, Account, MemoryTokenStore, StoredToken
from core.nemo.values import AnonymousToken
from core.secrecy import Secret
from core.timetable import Timetable

NOW = datetime(2026, 5, 1, tzinfo=UTC)


class FixedClock:
    """Time that stands until it is moved."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at

    def monotonic_s(self) -> float:
        return self.at.timestamp()

    async def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class Office:
    """Issues tokens as a backend would, or fails as told."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.asked: list[str] = []

    async def issue(self, client_id: str) -> AnonymousToken:
        self.asked.append(client_id)
        await asyncio.sleep(0)
        if self.failures:
            raise self.failures.pop(0)
        number = len(self.asked)
        expires_at = NOW + timedelta(days=7)
        return AnonymousToken(Secret(f"nmv_usr_{number}"), f"anon_{number}", expires_at)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


def account(
    clock: FixedClock, stored: StoredToken | None = None
) -> tuple[Account, MemoryTokenStore]:
    store = MemoryTokenStore(stored)
    return Account.anonymous(store, Timetable.cloud(), clock), store


async def test_a_token_is_made_once_and_kept(clock: FixedClock) -> None:
    one, store = account(clock)
    office = Office()
    tokens = await asyncio.gather(*(one.token(office.issue) for _ in range(5)))
    assert {token.reveal() for token in tokens} == {"nmv_usr_1"}
    assert len(office.asked) == 1
    assert store.stored is not None
    assert uuid.UUID(store.stored.client_id)
    assert store.stored.token == Secret("nmv_usr_1")
    assert one.user_id == "anon_1"
    assert one.is_anonymous

    again, _ = account(clock, store.stored)
    assert (await again.token(office.issue)).reveal() == "nmv_usr_1"
    assert len(office.asked) == 1


async def test_the_client_id_is_kept_before_its_token_comes(clock: FixedClock) -> None:
    one, store = account(clock)
    with pytest.raises(RequestRefused):
        await one.token(Office(RequestRefused("teapot", None, 418)).issue)
    assert store.stored is not None
    office = Office()
    await one.token(office.issue)
    assert office.asked == [store.stored.client_id]


async def test_an_expired_token_is_replaced_under_the_same_id(clock: FixedClock) -> None:
    one, store = account(clock)
    office = Office()
    await one.token(office.issue)
    assert not one.is_ending
    clock.at = NOW + timedelta(days=6, hours=1)
    assert one.is_ending
    assert (await one.token(office.issue)).reveal() == "nmv_usr_1"
    clock.at = NOW + timedelta(days=7)
    assert (await one.token(office.issue)).reveal() == "nmv_usr_2"
    assert office.asked[0] == office.asked[1]
    assert store.stored is not None
    assert store.stored.user_id == "anon_2"


async def test_renewal_happens_once_for_all_who_wait(clock: FixedClock) -> None:
    one, _ = account(clock)
    office = Office()
    old = await one.token(office.issue)
    tokens = await asyncio.gather(*(one.renewed(old, office.issue) for _ in range(6)))
    assert {token.reveal() for token in tokens} == {"nmv_usr_2"}
    # Its week was not over: the same id would have been refused another token.
    assert len(set(office.asked)) == 2


async def test_endless_rejection_does_not_eat_the_addresss_share(clock: FixedClock) -> None:
    one, _ = account(clock)
    office = Office()
    token = await one.token(office.issue)
    for _ in range(MAX_RENEWALS_A_DAY):
        token = await one.renewed(token, office.issue)
    with pytest.raises(TokenRejected) as caught:
        await one.renewed(token, office.issue)
    assert caught.value.is_anonymous
    clock.at += timedelta(days=1, seconds=1)
    await one.renewed(token, office.issue)


@pytest.mark.parametrize("failure", [RequestRefused("no id", 400, 400), RateLimited("has one")])
async def test_a_refused_id_is_replaced_once(clock: FixedClock, failure: Exception) -> None:
    one, store = account(clock, StoredToken("old"))
    office = Office(failure)
    await one.token(office.issue)
    assert office.asked[0] == "old"
    assert store.stored is not None
    assert store.stored.client_id == office.asked[1] != "old"


async def test_no_token_to_be_had(clock: FixedClock) -> None:
    one, _ = account(clock)
    with pytest.raises(TokenUnavailable):
        await one.token(Office(RateLimited("a"), RateLimited("b")).issue)


async def test_a_configured_token_is_used_as_it_is(clock: FixedClock) -> None:
    own = Account.own(Secret("nmv_usr_mine"))
    office = Office()
    token = await own.token(office.issue)
    assert token.reveal() == "nmv_usr_mine"
    assert not own.is_anonymous
    assert not own.is_ending
    with pytest.raises(TokenRejected):
        await own.renewed(token, office.issue)
    assert office.asked == []
    assert "mine" not in repr(vars(own))
