"""Accounts, their tokens and their credits.

A token is kept only as its SHA-256: it has 256 random bits, so a salt or a slow hash would add
nothing. Client ids and addresses are kept as hashes too, being nobody's business. Must not know
HTTP or how a limit is worded.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass

from engine.store.database import Database, one_row

TOKEN_PREFIX = "nmv_usr_"  # noqa: S105 - the public beginning of every token, no secret
ANONYMOUS_SCOPES = ("read", "write", "upload")


class ClientHasToken(Exception):
    """This client id holds a token that is still good."""


class AddressExhausted(Exception):
    """This address has had its tokens for the period."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who calls. ``is_attributed`` is False once a request came without the X-Skill headers."""

    id: str
    kind: str
    scopes: frozenset[str]
    plan: str
    total: int
    frozen: int
    is_attributed: bool

    def can(self, scope: str) -> bool:
        """Whether this account has a power; an anonymous one exports without the scope."""
        if self.kind == "anonymous" and scope == "render":
            return True
        return "*" in self.scopes or scope in self.scopes


@dataclass(frozen=True, slots=True)
class Issued:
    """A new token, in clear for this one time. ``expires_at`` is in seconds since 1970."""

    token: str
    account_id: str
    expires_at: float


def hashed(text: str) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


class Accounts:
    """Issues and looks up tokens."""

    def __init__(self, database: Database, *, lifetime_s: float, credits: int) -> None:
        self._database = database
        self._lifetime_s = lifetime_s
        self._credits = credits

    async def issue_anonymous(
        self, client_id: str, address: str | None, *, per_address: int
    ) -> Issued:
        """A new account with a token for this client id.

        ``address`` None is exempt from the limit. Raises ``ClientHasToken`` or
        ``AddressExhausted``; then nothing is written.
        """
        now = time.time()
        client_hash = hashed(client_id)
        async with self._database.transaction() as connection:
            live = await connection.execute_fetchall(
                "SELECT 1 FROM tokens WHERE client_hash=? AND expires_at>?", (client_hash, now)
            )
            if one_row(live) is not None:
                raise ClientHasToken
            if address is not None:
                address_hash = hashed(address)
                await connection.execute(
                    "DELETE FROM token_issues WHERE at<?", (now - self._lifetime_s,)
                )
                issues = await connection.execute_fetchall(
                    "SELECT COUNT(*) FROM token_issues WHERE address_hash=?", (address_hash,)
                )
                count = one_row(issues)
                if count is not None and int(count[0]) >= per_address:
                    raise AddressExhausted
                await connection.execute(
                    "INSERT INTO token_issues VALUES (?,?)", (address_hash, now)
                )
            issued = self._new(f"anon_{secrets.token_hex(8)}", now)
            await connection.execute(
                "INSERT INTO accounts(id,kind,scopes,plan,total,created_at) VALUES (?,?,?,?,?,?)",
                (
                    issued.account_id,
                    "anonymous",
                    json.dumps(ANONYMOUS_SCOPES),
                    "free",
                    self._credits,
                    now,
                ),
            )
            await connection.execute(
                "INSERT INTO tokens VALUES (?,?,?,?)",
                (hashed(issued.token), issued.account_id, client_hash, issued.expires_at),
            )
        return issued

    async def issue_registered(self, scopes: Iterable[str], *, credits: int, plan: str) -> Issued:
        """A token as a person would have made one, with an account of its own."""
        now = time.time()
        issued = self._new(f"user_{secrets.token_hex(8)}", now)
        async with self._database.transaction() as connection:
            await connection.execute(
                "INSERT INTO accounts(id,kind,scopes,plan,total,created_at) VALUES (?,?,?,?,?,?)",
                (issued.account_id, "registered", json.dumps(sorted(scopes)), plan, credits, now),
            )
            await connection.execute(
                "INSERT INTO tokens VALUES (?,?,NULL,?)",
                (hashed(issued.token), issued.account_id, issued.expires_at),
            )
        return issued

    async def by_token(self, token: str) -> Account | None:
        """Whose token this is; None for one that is unknown or expired."""
        row = await self._database.one(
            "SELECT a.* FROM tokens t JOIN accounts a ON a.id=t.account_id"
            " WHERE t.hash=? AND t.expires_at>?",
            hashed(token),
            time.time(),
        )
        if row is None:
            return None
        return Account(
            id=row["id"],
            kind=row["kind"],
            scopes=frozenset(json.loads(row["scopes"])),
            plan=row["plan"],
            total=row["total"],
            frozen=row["frozen"],
            is_attributed=bool(row["is_attributed"]),
        )

    async def expire(self, token: str) -> None:
        """The token is void from now on."""
        await self._database.write(
            "UPDATE tokens SET expires_at=? WHERE hash=?", time.time(), hashed(token)
        )

    async def mark_unattributed(self, account_id: str) -> None:
        """A request of this account came without the X-Skill headers."""
        await self._database.write("UPDATE accounts SET is_attributed=0 WHERE id=?", account_id)

    def _new(self, account_id: str, now: float) -> Issued:
        token = TOKEN_PREFIX + secrets.token_urlsafe(32)
        return Issued(token, account_id, now + self._lifetime_s)
