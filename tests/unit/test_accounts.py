"""Whose account a chat works with, and what is said of it to whom."""

from __future__ import annotations

import gc
import logging
import warnings
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from core.accounts import Accounts, ChatAccount
from core.errors import (
    BackdropError,
    BackendDown,
    OutOfCredits,
    ScopeMissing,
    SessionLost,
    TokenRejected,
)
from core.phrases import Phrasebook
from core.secrecy import Secret
from storage.memory import MemoryChatTokens
from tests.contract.store_rig import ANNA, BEN
from tests.servers.nemo import FakeNemo
from tests.unit.core_rig import REGISTER_URL, client


@dataclass
class Bank:
    """Accounts at a scripted backend."""

    nemo: FakeNemo
    tokens: MemoryChatTokens
    accounts: Accounts
    made: list[object]

    def callers(self) -> list[str]:
        """Which tokens asked for a balance, in their order."""
        return [
            call.headers["Authorization"].removeprefix("Bearer ")
            for call in self.nemo.seen("credits")
        ]


@pytest.fixture
async def bank() -> AsyncIterator[Bank]:
    async with FakeNemo() as nemo:
        tokens, made = MemoryChatTokens(), []

        def make(token: Secret) -> object:
            made.append(client(nemo.url, token))
            return made[-1]

        accounts = Accounts(client(nemo.url), tokens, make, REGISTER_URL)  # type: ignore[arg-type]
        yield Bank(nemo, tokens, accounts, made)
        await accounts.close()
        await accounts.shared.close()


async def test_without_a_token_of_its_own_a_chat_works_with_the_account_of_all(bank: Bank) -> None:
    anna, ben = await bank.accounts.of(ANNA), await bank.accounts.of(BEN)
    assert anna.nemo is ben.nemo is bank.accounts.shared
    assert not anna.is_own


async def test_after_a_login_this_chat_alone_works_with_its_own(bank: Bank) -> None:
    own = bank.nemo.new_token("anna")
    await bank.accounts.log_in(ANNA, Secret(own))
    anna = await bank.accounts.of(ANNA)
    await anna.nemo.credits()
    assert anna.is_own
    assert bank.callers() == [own, own]
    assert not (await bank.accounts.of(BEN)).is_own
    assert await bank.tokens.load(ANNA) == Secret(own)


async def test_a_kept_token_is_used_after_a_restart(bank: Bank) -> None:
    own = bank.nemo.new_token("anna")
    await bank.tokens.save(ANNA, Secret(own))
    anna = await bank.accounts.of(ANNA)
    await anna.nemo.credits()
    assert anna.is_own
    assert bank.callers() == [own]
    assert (await bank.accounts.of(ANNA)).nemo is anna.nemo


async def test_a_login_that_the_backend_refuses_changes_nothing(bank: Bank) -> None:
    with pytest.raises(TokenRejected):
        await bank.accounts.log_in(ANNA, Secret("nmv_usr_made-up"))
    assert await bank.tokens.load(ANNA) is None
    assert not (await bank.accounts.of(ANNA)).is_own

    good = bank.nemo.new_token("anna")
    await bank.accounts.log_in(ANNA, Secret(good))
    before = await bank.accounts.of(ANNA)
    with pytest.raises(TokenRejected):
        await bank.accounts.log_in(ANNA, Secret("nmv_usr_made-up"))
    assert await bank.tokens.load(ANNA) == Secret(good)
    assert await bank.accounts.of(ANNA) is before


async def test_a_login_while_the_backend_is_down_changes_nothing(bank: Bank) -> None:
    own = bank.nemo.new_token("anna")
    bank.nemo.arm("credits", "http_error", times=10)
    with pytest.raises(BackendDown):
        await bank.accounts.log_in(ANNA, Secret(own))
    assert await bank.tokens.load(ANNA) is None
    assert not (await bank.accounts.of(ANNA)).is_own


async def test_a_logout_leads_back_to_the_account_of_all(bank: Bank) -> None:
    await bank.accounts.log_in(ANNA, Secret(bank.nemo.new_token("anna")))
    await bank.accounts.log_out(ANNA)
    assert await bank.tokens.load(ANNA) is None
    assert (await bank.accounts.of(ANNA)).nemo is bank.accounts.shared
    await bank.accounts.log_out(BEN)


async def test_jobs_in_hand_keep_the_client_that_they_began_with(bank: Bank) -> None:
    first = bank.nemo.new_token("anna")
    await bank.accounts.log_in(ANNA, Secret(first))
    at_work = await bank.accounts.of(ANNA)
    await bank.accounts.log_in(ANNA, Secret(bank.nemo.new_token("anna-2")))
    await at_work.nemo.credits()
    assert bank.callers()[-1] == first


async def test_every_client_is_closed_in_the_end_the_replaced_ones_too(bank: Bank) -> None:
    for number in range(3):
        await bank.accounts.log_in(ANNA, Secret(bank.nemo.new_token(f"anna-{number}")))
    await bank.accounts.log_out(ANNA)
    assert len(bank.made) == 3
    with warnings.catch_warnings():
        # What other tests left behind is not this one's.
        warnings.simplefilter("ignore")
        gc.collect()
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        await bank.accounts.close()
        bank.made.clear()
        # A connection that nobody closed warns when it is thrown away.
        gc.collect()
    assert not [it for it in warned if issubclass(it.category, ResourceWarning)]


async def test_a_token_shows_nowhere(bank: Bank, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    own = bank.nemo.new_token("anna")
    await bank.accounts.log_in(ANNA, Secret(own))
    with pytest.raises(TokenRejected) as caught:
        await bank.accounts.log_in(BEN, Secret("nmv_usr_made-up"))
    account = await bank.accounts.of(ANNA)
    shown = f"{account!r} {vars(bank.accounts)!r} {vars(account.nemo)!r} {caught.value!r}"
    for token in (own, "nmv_usr_made-up"):
        assert token not in shown + str(caught.value) + caplog.text


# --- what is said to whom -----------------------------------------------------------------------

BOOK = Phrasebook()


async def told(bank: Bank, error: BackdropError, *, is_own: bool, is_operators: bool) -> str:
    """What a person reads of that error, once the shared account is known by its id."""
    await bank.accounts.shared.credits()
    nemo = client(bank.nemo.url, Secret("nmv_usr_own")) if is_own else bank.accounts.shared
    account = ChatAccount(nemo, is_own, REGISTER_URL)
    before = (error.phrase, dict(error.facts))
    explained = account.explained(error, is_operators=is_operators)
    assert (error.phrase, error.facts) == before, "the error itself is another chat's too"
    assert type(explained) is type(error)
    await nemo.close()
    return BOOK.tell(explained, "en")


@pytest.mark.parametrize(
    ("is_anonymous", "is_own", "is_operators", "phrase"),
    [
        (True, False, True, "error-out-of-credits-anonymous"),
        (False, False, True, "error-out-of-credits-registered"),
        (True, False, False, "error-out-of-credits-shared"),
        (False, False, False, "error-out-of-credits-shared"),
        (False, True, False, "error-out-of-credits-registered"),
        (False, True, True, "error-out-of-credits-registered"),
    ],
)
async def test_only_the_operator_sees_what_opens_the_account(
    bank: Bank, is_anonymous: bool, is_own: bool, is_operators: bool, phrase: str
) -> None:
    error = OutOfCredits("none", is_anonymous=is_anonymous)
    text = await told(bank, error, is_own=is_own, is_operators=is_operators)
    user_id = bank.accounts.shared.account.user_id
    assert user_id
    is_shown = phrase == "error-out-of-credits-anonymous"
    facts = {"link": f"{REGISTER_URL}/?bind={user_id}"} if is_shown else {}
    assert text == BOOK.say(phrase, "en", **facts)
    assert (user_id in text) is is_shown


async def test_before_the_account_is_known_no_link_is_made_up(bank: Bank) -> None:
    account = ChatAccount(bank.accounts.shared, False, REGISTER_URL)
    error = OutOfCredits("none", is_anonymous=True)
    explained = account.explained(error, is_operators=True)
    assert "bind" not in BOOK.tell(explained, "en")


@pytest.mark.parametrize(
    ("error", "is_own", "phrase"),
    [
        (TokenRejected("no"), True, "error-token-rejected-own"),
        (TokenRejected("no", is_anonymous=True), False, "error-token-unavailable"),
        (TokenRejected("no"), False, "error-token-rejected"),
        (ScopeMissing("no", "render"), True, "error-scope-missing-own"),
        (ScopeMissing("no", "render"), False, "error-scope-missing"),
        (SessionLost("gone"), True, "error-session-lost"),
    ],
)
async def test_other_troubles_with_an_account_are_told_to_whom_they_concern(
    bank: Bank, error: BackdropError, is_own: bool, phrase: str
) -> None:
    text = await told(bank, error, is_own=is_own, is_operators=False)
    assert text == BOOK.say(phrase, "en", **error.facts)


async def test_a_logout_after_a_move_counts_under_both_names(bank: Bank) -> None:
    await bank.accounts.log_in(ANNA, Secret(bank.nemo.new_token("anna")))
    await bank.tokens.save(BEN, Secret("nmv_usr_moved"))
    await bank.accounts.move(ANNA, BEN)
    assert (await bank.accounts.of(ANNA)).is_own
    await bank.accounts.log_out(BEN)
    for chat in (ANNA, BEN):
        assert not (await bank.accounts.of(chat)).is_own
    own = bank.nemo.new_token("anna-2")
    await bank.accounts.log_in(ANNA, Secret(own))
    assert await bank.tokens.load(BEN) == Secret(own)
    await bank.accounts.log_out(ANNA)
    assert await bank.tokens.load(BEN) is None
    assert not (await bank.accounts.of(BEN)).is_own


async def test_a_chat_that_moved_works_with_its_account_under_both_names(bank: Bank) -> None:
    own = bank.nemo.new_token("anna")
    await bank.accounts.log_in(ANNA, Secret(own))
    running = await bank.accounts.of(ANNA)
    # The new name was asked for before the move was told, and had nothing of its own then.
    assert not (await bank.accounts.of(BEN)).is_own
    await bank.tokens.remove(ANNA)
    await bank.tokens.save(BEN, Secret(own))
    await bank.accounts.move(ANNA, BEN)
    for chat in (ANNA, BEN):
        account = await bank.accounts.of(chat)
        assert account.is_own
        await account.nemo.credits()
    await running.nemo.credits()
    assert bank.callers() == [own] * 4
