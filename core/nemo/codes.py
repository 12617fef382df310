"""From a code of the backend to an error of ours: the contract's table, as a function.

Owns: which code, HTTP status and message mean which error.
Must not know: HTTP itself, retries, whose token it was.
"""

import re
from typing import Final

from core.errors import (
    ExportBlocked,
    FileTooLarge,
    NemoError,
    OutOfCredits,
    RequestRefused,
    ScopeMissing,
    SessionLost,
    TokenRejected,
    UnsupportedFile,
)

_BY_CODE: Final[dict[int, type[NemoError]]] = {
    1001: TokenRejected,
    1002: SessionLost,
    2001: OutOfCredits,
    4001: UnsupportedFile,
    4002: FileTooLarge,
    402: ExportBlocked,
}
_BY_STATUS: Final[dict[int, type[NemoError]]] = {
    401: TokenRejected,
    402: ExportBlocked,
    413: FileTooLarge,
    415: UnsupportedFile,
}
_SCOPE: Final = re.compile(r"\b(read|write|upload|render)\b", re.IGNORECASE)


def as_code(value: object) -> int | None:
    """A code as it may stand in JSON (a number, or digits as text), or None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,9}", value):
        return int(value)
    return None


def refusal(code: int | None, status: int, message: object) -> NemoError:
    """The error for a refusal: the backend's own code decides, then the HTTP status.

    `status` is below 500 and not 429 (those are the transport's to judge). The message is
    foreign text: the error masks and shortens it.
    """
    kind = _BY_CODE.get(code) if code is not None else None
    if kind is None and 403 in (code, status):
        found = _SCOPE.search(message) if isinstance(message, str) else None
        return ScopeMissing(message, found.group(1).lower() if found else "")
    if kind is None and 404 in (code, status) and _names_session(message):
        return SessionLost(message)
    kind = kind or _BY_STATUS.get(status)
    return kind(message) if kind else RequestRefused(message, code, status)


def _names_session(message: object) -> bool:
    # The agent server that the cloud is built on knows no codes: it says "Session not found".
    return isinstance(message, str) and re.search(r"\bsession\b", message, re.I) is not None
