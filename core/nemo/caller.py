"""Calls in the name of an account: its token, and another one when it is rejected.

Owns that a call is repeated once with a new token, and whose credits have run out. Must not know
endpoints.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from yarl import URL

from core.errors import NemoError, OutcomeUnknown, OutOfCredits, ProtocolError, TokenRejected
from core.nemo import answers
from core.nemo.account import Account
from core.nemo.http import Http
from core.nemo.values import AnonymousToken
from core.secrecy import Secret
from core.timetable import Timetable

T = TypeVar("T")


class Caller:
    """An account at an API."""

    def __init__(self, http: Http, account: Account, timetable: Timetable) -> None:
        self.http = http
        self.account = account
        self.timetable = timetable

    async def issue(self, client_id: str) -> AnonymousToken:
        """Ask for a free account for a client id."""
        url = self.http.url("/api/auth/anonymous-token")
        headers = {"X-Client-Id": client_id}
        return answers.token(await self.http.call("POST", url, token=None, headers=headers))

    async def token(self) -> Secret:
        """The token to use now."""
        return await self.account.token(self.issue)

    async def renewed(self, rejected: Secret) -> Secret:
        """Another one than the rejected."""
        return await self.account.renewed(rejected, self.issue)

    async def call(
        self,
        method: str,
        url: URL,
        *,
        json: Mapping[str, Any] | None = None,
        is_once: bool = False,
        silence_s: float | None = None,
    ) -> dict[str, Any]:
        """One call with the account's token, as `Http.call` makes it."""
        return await self.authorized(
            lambda token: self.http.call(
                method, url, token=token, json=json, is_once=is_once, silence_s=silence_s
            )
        )

    async def authorized(
        self, attempt: Callable[[Secret], Awaitable[T]], *, is_repeatable: bool = True
    ) -> T:
        """Make an attempt; after a rejected token, once more with a new one.

        One that is not repeatable raises `TokenRejected`, but with the token renewed for the next.
        """
        token = await self.token()
        try:
            try:
                return await attempt(token)
            except TokenRejected:
                token = await self.renewed(token)
                if not is_repeatable:
                    raise
            return await attempt(token)
        except NemoError as error:
            told = self.told(error)
            if told is error:
                raise
            raise told from error

    def told(self, error: NemoError) -> NemoError:
        """The error with what only the account knows: whether it is an anonymous one."""
        is_anonymous = self.account.is_anonymous
        if isinstance(error, OutOfCredits):
            return OutOfCredits(error.detail, is_anonymous)
        if isinstance(error, TokenRejected):
            return TokenRejected(error.detail, is_anonymous)
        return error


def certain(read: Callable[[dict[str, Any]], T], data: dict[str, Any]) -> T:
    """Read the answer of what must not be done twice: unreadable, it leaves the outcome open."""
    try:
        return read(data)
    except ProtocolError as error:
        raise OutcomeUnknown(error.detail) from error
