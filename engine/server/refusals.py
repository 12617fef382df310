"""Every way in which the API says no: the contract's codes with the HTTP status of each.

``Refusal`` is raised anywhere below a handler and turned into an answer in one place
(``engine.server.observing``). Messages are for developers and, in a pinch, for people: one plain
sentence, no token, no path.

====== ======================================= ======
code   meaning                                 HTTP
====== ======================================= ======
400    request malformed, no client id         400
402    the plan or missing headers block export 402
403    the token lacks a scope (data.scope)    403
404    no such render or file                  404
409    a render id taken by someone else       409
429    rate limit (Retry-After)                429
507    no disk space                           507
1001   token unknown or expired                401
1002   session unknown                         404
2001   no credits                              200
4001   unsupported file                        415
4002   file too large                          413
====== ======================================= ======
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """An answer other than success."""

    def __init__(
        self,
        code: int,
        message: str,
        status: int | None = None,
        *,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = code if status is None else status
        self.data = dict(data or {})
        self.headers = dict(headers or {})


def malformed(message: str) -> Refusal:
    """The request cannot be understood; the message says what is missing."""
    return Refusal(400, message)


def bad_token() -> Refusal:
    """1001."""
    return Refusal(1001, "The token is invalid or has expired.", 401)


def no_session() -> Refusal:
    """1002."""
    return Refusal(1002, "There is no such session.", 404)


def no_credits() -> Refusal:
    """2001. HTTP 200: a 402 would read as the export's."""
    return Refusal(2001, "Not enough credits for this.", 200)


def unsupported(message: str) -> Refusal:
    """4001."""
    return Refusal(4001, message, 415)


def too_large(message: str) -> Refusal:
    """4002."""
    return Refusal(4002, message, 413)


def export_blocked(message: str) -> Refusal:
    """402."""
    return Refusal(402, message)


def lacks_scope(scope: str) -> Refusal:
    """403, naming the power that is missing."""
    return Refusal(403, f"The token lacks the scope {scope!r}.", data={"scope": scope})


def not_found(what: str) -> Refusal:
    """404."""
    return Refusal(404, f"There is no such {what}.")


def rate_limited(message: str, retry_after_s: float | None) -> Refusal:
    """429."""
    headers = {} if retry_after_s is None else {"Retry-After": f"{retry_after_s:g}"}
    return Refusal(429, message, headers=headers)


def disk_full(message: str) -> Refusal:
    """507."""
    return Refusal(507, message)
