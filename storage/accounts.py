"""Accounts at the backend, the tokens encrypted: the anonymous one, and those of single chats.

Owns the rows of ``accounts``. Must not know how a token is got. Only the token is secret; the
client id and the times are kept as they are.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from core.model import ChatRef
from core.nemo.account import StoredToken
from core.secrecy import Secret
from storage.errors import KeyWrong
from storage.statements import insert_or_replace
from storage.tables import accounts
from storage.transactions import writing

ANONYMOUS: Final = "anonymous"


def account_name(chat: ChatRef) -> str:
    """The name under which a chat's own token is kept."""
    return f"chat:{chat.key}"


class SqlTokenStore:
    """``core.nemo.account.TokenStore``: the account of that name."""

    def __init__(self, engine: AsyncEngine, cipher: Fernet, name: str = ANONYMOUS) -> None:
        self._engine = engine
        self._cipher = cipher
        self._name = name

    async def load(self) -> StoredToken | None:
        """The account, or None before the first ``save``. Raises ``KeyWrong``."""
        query = sa.select(accounts).where(accounts.c.name == self._name)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            return None
        token = None if row.token_encrypted is None else self._decrypted(row.token_encrypted)
        return StoredToken(row.client_id, token, row.user_id, row.expires_at)

    async def save(self, stored: StoredToken) -> None:
        """Replace it; durable when this returns."""
        token = stored.token
        row = {
            "name": self._name,
            "client_id": stored.client_id,
            "token_encrypted": (
                None if token is None else self._cipher.encrypt(token.reveal().encode())
            ),
            "user_id": stored.user_id,
            "expires_at": stored.expires_at,
        }
        async with writing(self._engine).begin() as connection:
            await insert_or_replace(connection, accounts, row)

    def _decrypted(self, encrypted: bytes) -> Secret:
        try:
            return Secret(self._cipher.decrypt(encrypted).decode())
        except InvalidToken:
            raise KeyWrong from None


class SqlChatTokens:
    """``core.store.ChatTokens``: a person's own token, kept as the account of that name.

    ``backend`` is whom the tokens are for. One that was given for another backend is not found:
    it must not be sent to whoever answers at a new address.
    """

    def __init__(self, engine: AsyncEngine, cipher: Fernet, backend: str = "") -> None:
        self._engine = engine
        self._cipher = cipher
        self._backend = backend

    async def load(self, chat: ChatRef) -> Secret | None:
        """See ``core.store.ChatTokens``. Raises ``KeyWrong``."""
        stored = await self._account(chat).load()
        return stored.token if stored is not None and stored.client_id == self._backend else None

    async def save(self, chat: ChatRef, token: Secret) -> None:
        """See ``core.store.ChatTokens``."""
        await self._account(chat).save(StoredToken(self._backend, token))

    async def remove(self, chat: ChatRef) -> None:
        """See ``core.store.ChatTokens``."""
        async with writing(self._engine).begin() as connection:
            await forget_account(connection, account_name(chat))

    def _account(self, chat: ChatRef) -> SqlTokenStore:
        return SqlTokenStore(self._engine, self._cipher, account_name(chat))


async def forget_account(connection: AsyncConnection, name: str) -> None:
    """Delete the account of that name in the transaction that is open."""
    await connection.execute(sa.delete(accounts).where(accounts.c.name == name))
