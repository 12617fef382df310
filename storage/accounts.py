"""The anonymous account at the backend, its token encrypted.

Owns the rows of ``accounts``. Must not know how a token is got. Only the token is secret; the
client id and the times are kept as they are.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy.ext.asyncio import AsyncEngine

from core.nemo.account import StoredToken
from core.secrecy import Secret
from storage.errors import KeyWrong
from storage.sqlite import writing
from storage.statements import insert_or_replace
from storage.tables import accounts

ANONYMOUS: Final = "anonymous"


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
