"""Whose token is used: the operator's own, or a free one that is made, kept and renewed.

Owns the life of an anonymous token and that it is renewed once for all who wait. Must not know
HTTP (the client hands in the call that issues a token) or how a token is stored.
"""

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from core.clock import SystemClock
from core.errors import NemoError, RateLimited, RequestRefused, TokenRejected, TokenUnavailable
from core.nemo.values import AnonymousToken
from core.ports import Clock
from core.secrecy import Secret
from core.timetable import Timetable

log = logging.getLogger(__name__)

MAX_RENEWALS_A_DAY: Final = 3
"""An address gets about 10 tokens in 7 days: a backend that rejects them all must not eat them."""

Issue = Callable[[str], Awaitable[AnonymousToken]]
"""Asks the backend for a token for a client id."""


@dataclass(frozen=True, slots=True)
class StoredToken:
    """An anonymous account as it is kept. `token` None: the client id has been made, no more."""

    client_id: str
    token: Secret | None = None
    user_id: str = ""
    expires_at: datetime | None = None


class TokenStore(Protocol):
    """Where one anonymous account survives a restart."""

    async def load(self) -> StoredToken | None:
        """The account, or None before the first `save`."""
        ...

    async def save(self, stored: StoredToken) -> None:
        """Replace it; durable when this returns. The token is encrypted at rest."""
        ...


class MemoryTokenStore:
    """A store that ends with the process: for tests and one-off runs."""

    def __init__(self, stored: StoredToken | None = None) -> None:
        self.stored = stored

    async def load(self) -> StoredToken | None:
        """What was saved last."""
        return self.stored

    async def save(self, stored: StoredToken) -> None:
        """Keep it."""
        self.stored = stored


class Account:
    """One account at the backend. `Account.own(token)` or `Account.anonymous(store, timetable)`."""

    def __init__(
        self,
        token: Secret | None,
        store: TokenStore,
        timetable: Timetable,
        clock: Clock | None = None,
    ) -> None:
        self._own = token
        self._store = store
        self._timetable = timetable
        self._now = (clock or SystemClock()).now
        self._lock = asyncio.Lock()
        self._stored: StoredToken | None = None
        self._renewals: list[datetime] = []

    @classmethod
    def own(cls, token: Secret) -> "Account":
        """A token that a person made (NEMO_TOKEN): used as it is, never replaced."""
        return cls(token, MemoryTokenStore(), Timetable())

    @classmethod
    def anonymous(
        cls, store: TokenStore, timetable: Timetable, clock: Clock | None = None
    ) -> "Account":
        """A free account, made at the first call and kept in the store."""
        return cls(None, store, timetable, clock)

    @property
    def is_anonymous(self) -> bool:
        """Whether it is a free account rather than a configured token."""
        return self._own is None

    @property
    def user_id(self) -> str:
        """The anonymous account's id; "" before the first token, and for a configured one."""
        return self._stored.user_id if self._stored else ""

    @property
    def is_ending(self) -> bool:
        """Whether an anonymous token has less than its last day to live."""
        return self._ends_within(self._timetable.token_warning_s)

    async def token(self, issue: Issue) -> Secret:
        """A token to use now; the first one, or one for an expired one, is asked for here.

        Raises `TokenUnavailable` and the transport's errors.
        """
        if self._own is not None:
            return self._own
        async with self._lock:
            stored = await self._loaded()
            if stored.token is not None and not self._is_expired:
                return stored.token
            return await self._obtain(stored.client_id, stored.token, issue)

    async def renewed(self, rejected: Secret, issue: Issue) -> Secret:
        """Another token than the rejected one. Whoever waits here gets what the first one got.

        Raises `TokenRejected` for a configured token, and where renewing does not help.
        """
        if self._own is not None:
            raise TokenRejected("the configured token", is_anonymous=False)
        async with self._lock:
            stored = await self._loaded()
            if stored.token is not None and stored.token != rejected:
                return stored.token
            self._count_renewal()
            # A client id gets one token in 7 days: within them only another id gets another token.
            client_id = stored.client_id if self._is_expired else _new_client_id()
            return await self._obtain(client_id, rejected, issue)

    @property
    def _is_expired(self) -> bool:
        return self._ends_within(self._timetable.token_renewal_margin_s)

    def _ends_within(self, seconds: float) -> bool:
        at = self._stored.expires_at if self._stored else None
        return at is not None and at - self._now() <= timedelta(seconds=seconds)

    async def _loaded(self) -> StoredToken:
        if self._stored is None:
            self._stored = await self._store.load() or StoredToken(_new_client_id())
        return self._stored

    async def _obtain(self, client_id: str, rejected: Secret | None, issue: Issue) -> Secret:
        failure: NemoError | None = None
        for _ in range(2):
            # Written down first: an id whose answer is lost would be forgotten, its token too.
            await self._keep(StoredToken(client_id))
            try:
                issued = await issue(client_id)
            except RateLimited as error:
                failure = error
            except RequestRefused as error:
                if error.status != 400 and error.code != 400:
                    raise
                failure = error
            else:
                if issued.token != rejected:
                    await self._keep(
                        StoredToken(client_id, issued.token, issued.user_id, issued.expires_at)
                    )
                    log.info("A new anonymous account was made at the Nemo backend.")
                    return issued.token
                failure = TokenRejected("the same token was given again", is_anonymous=True)
            client_id = _new_client_id()
        raise TokenUnavailable(failure.detail if failure else "") from failure

    async def _keep(self, stored: StoredToken) -> None:
        await self._store.save(stored)
        self._stored = stored

    def _count_renewal(self) -> None:
        day_ago = self._now() - timedelta(days=1)
        self._renewals = [at for at in self._renewals if at > day_ago]
        if len(self._renewals) >= MAX_RENEWALS_A_DAY:
            raise TokenRejected("anonymous tokens are rejected again and again", is_anonymous=True)
        self._renewals.append(self._now())


def _new_client_id() -> str:
    return str(uuid.uuid4())
