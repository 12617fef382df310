"""The account survives a restart, its token only for whoever has the key."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy.ext.asyncio import AsyncEngine

from core.accounts import Accounts
from core.clock import SystemClock
from core.nemo.account import StoredToken
from core.secrecy import Secret
from core.store import ChatTokens
from storage import migrate, sqlite
from storage.accounts import SqlChatTokens, SqlTokenStore
from storage.errors import KeyWrong
from storage.store import SqlStore
from tests.contract.store_rig import ANNA, BEN
from tests.unit.core_rig import REGISTER_URL, client

TOKEN = "nmv_test_not-a-real-token"
STORED = StoredToken("client-1", Secret(TOKEN), "user-1", datetime(2026, 1, 8, tzinfo=UTC))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "backdrop.sqlite3"


@pytest.fixture
async def engine(path: Path) -> AsyncIterator[AsyncEngine]:
    sqlite.prepare(path)
    engine = sqlite.async_engine(path)
    await migrate.upgrade(engine)
    yield engine
    await engine.dispose()


async def test_an_account_is_kept_and_replaced(engine: AsyncEngine) -> None:
    cipher = Fernet(Fernet.generate_key())
    store = SqlTokenStore(engine, cipher)
    assert await store.load() is None
    await store.save(StoredToken("client-0"))
    assert await store.load() == StoredToken("client-0")
    await store.save(STORED)
    assert await SqlTokenStore(engine, cipher).load() == STORED
    await store.save(StoredToken("client-2"))
    assert await store.load() == StoredToken("client-2")


async def test_accounts_of_other_backends_are_others(engine: AsyncEngine) -> None:
    cipher = Fernet(Fernet.generate_key())
    await SqlTokenStore(engine, cipher, "https://one.example").save(STORED)
    assert await SqlTokenStore(engine, cipher, "https://two.example").load() is None
    assert await SqlTokenStore(engine, cipher, "https://one.example").load() == STORED


async def test_a_chat_s_own_token_is_kept_until_it_is_removed_or_the_chat_forgotten(
    engine: AsyncEngine,
) -> None:
    cipher = Fernet(Fernet.generate_key())
    tokens: ChatTokens = SqlChatTokens(engine, cipher)
    assert await tokens.load(ANNA) is None
    for chat in (ANNA, BEN):
        await tokens.save(chat, Secret("nmv_test_first"))
        await tokens.save(chat, Secret(TOKEN))
    assert await SqlChatTokens(engine, cipher).load(ANNA) == Secret(TOKEN)
    await tokens.remove(ANNA)
    await tokens.remove(ANNA)
    assert await tokens.load(ANNA) is None
    await tokens.save(ANNA, Secret(TOKEN))
    await SqlStore(engine, lambda *_: None, SystemClock()).forget(ANNA)
    assert await tokens.load(ANNA) is None
    assert await tokens.load(BEN) == Secret(TOKEN)


async def test_a_chat_s_token_is_not_handed_to_another_backend(engine: AsyncEngine) -> None:
    cipher = Fernet(Fernet.generate_key())
    await SqlChatTokens(engine, cipher, "https://one.example").save(ANNA, Secret(TOKEN))
    assert await SqlChatTokens(engine, cipher, "https://two.example").load(ANNA) is None
    assert await SqlChatTokens(engine, cipher, "https://one.example").load(ANNA) == Secret(TOKEN)


async def test_no_file_of_the_database_holds_the_token(engine: AsyncEngine, path: Path) -> None:
    await SqlTokenStore(engine, Fernet(Fernet.generate_key())).save(STORED)
    await SqlChatTokens(engine, Fernet(Fernet.generate_key())).save(ANNA, Secret(TOKEN))
    # A descriptor of ours that is closed would drop the locks of open connections.
    await engine.dispose()
    files = list(path.parent.glob("backdrop.sqlite3*"))
    assert any(b"client-1" in file.read_bytes() for file in files)
    assert not any(TOKEN.encode() in file.read_bytes() for file in files)


async def test_another_key_is_told_plainly(engine: AsyncEngine) -> None:
    await SqlTokenStore(engine, Fernet(Fernet.generate_key())).save(STORED)
    with pytest.raises(KeyWrong) as caught:
        await SqlTokenStore(engine, Fernet(Fernet.generate_key())).load()
    assert "BACKDROP_KEY" in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


async def test_a_chat_s_token_goes_along_to_its_new_name(engine: AsyncEngine) -> None:
    tokens = SqlChatTokens(engine, Fernet(Fernet.generate_key()))
    store = SqlStore(engine, lambda *_: None, SystemClock())
    await tokens.save(ANNA, Secret(TOKEN))
    for _ in range(2):
        await store.move_chat(ANNA, BEN)
        assert await tokens.load(BEN) == Secret(TOKEN)
        assert await tokens.load(ANNA) is None
    # What was brought along under the new name already is what counts.
    await tokens.save(ANNA, Secret("nmv_test_older"))
    await store.move_chat(ANNA, BEN)
    assert await tokens.load(BEN) == Secret(TOKEN)
    assert await tokens.load(ANNA) is None


async def test_a_chat_moves_with_a_token_that_nobody_can_read(engine: AsyncEngine) -> None:
    await SqlChatTokens(engine, Fernet(Fernet.generate_key())).save(BEN, Secret(TOKEN))
    tokens = SqlChatTokens(engine, Fernet(Fernet.generate_key()))
    shared = client("http://127.0.0.1:9")
    accounts = Accounts(shared, tokens, lambda own: client("http://127.0.0.1:9", own), REGISTER_URL)
    await accounts.move(ANNA, BEN)
    for chat in (ANNA, BEN):
        with pytest.raises(KeyWrong):
            await accounts.of(chat)
    await accounts.log_out(ANNA)
    assert (await accounts.of(BEN)).nemo is shared
    await accounts.close()
    await shared.close()
