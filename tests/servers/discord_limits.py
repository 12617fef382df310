"""What the fake Discord refuses, in the real one's words and codes: for tests.

Owns the refusal, its codes, and the published limits. Must not know HTTP's wire or chats.
Sources: Discord's documentation of resources, interactions and JSON error codes.
"""

from __future__ import annotations

from typing import Any

from tests.servers.discord_values import Guild

MIB = 1 << 20
MAX_TEXT = 2000
MAX_FILES = 10
MAX_NONCE = 25
MAX_CUSTOM_ID = 100
MAX_LABEL = 80
MAX_FOLLOWUPS_OF_USER_INSTALL = 5
ACKNOWLEDGE_S = 3.0
TOKEN_S = 15 * 60.0
NONCE_S = 5 * 60.0
LINK_S = 24 * 3600.0
FILE_BYTES = (10 * MIB, 10 * MIB, 50 * MIB, 100 * MIB)
"""How large a file may be, by the guild's tier."""

UNAUTHORIZED = 0
UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MEMBER, UNKNOWN_MESSAGE = 10003, 10004, 10007, 10008
UNKNOWN_USER, UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION, UNKNOWN_COMMAND = 10013, 10015, 10062, 10063
ALREADY_ACKNOWLEDGED, TOO_MANY_FOLLOWUPS = 40060, 40094
TOO_LARGE = 40005
MISSING_ACCESS, DM_ACTION, NOT_AUTHOR, EMPTY, NO_DMS = 50001, 50003, 50005, 50006, 50007
NOT_TEXT, MISSING_PERMISSIONS, INVALID_TOKEN, INVALID_FORM = 50008, 50013, 50027, 50035
ARCHIVED, NO_HISTORY = 50083, 160002

_SAID: dict[int, tuple[int, str]] = {
    UNKNOWN_CHANNEL: (404, "Unknown Channel"),
    UNKNOWN_GUILD: (404, "Unknown Guild"),
    UNKNOWN_MEMBER: (404, "Unknown Member"),
    UNKNOWN_MESSAGE: (404, "Unknown Message"),
    UNKNOWN_USER: (404, "Unknown User"),
    UNKNOWN_WEBHOOK: (404, "Unknown Webhook"),
    UNKNOWN_INTERACTION: (404, "Unknown interaction"),
    UNKNOWN_COMMAND: (404, "Unknown application command"),
    TOO_LARGE: (413, "Request entity too large"),
    ALREADY_ACKNOWLEDGED: (400, "Interaction has already been acknowledged."),
    TOO_MANY_FOLLOWUPS: (400, "Maximum number of follow-up messages for this interaction reached"),
    MISSING_ACCESS: (403, "Missing Access"),
    DM_ACTION: (403, "Cannot execute action on a DM channel"),
    NOT_AUTHOR: (403, "Cannot edit a message authored by another user"),
    EMPTY: (400, "Cannot send an empty message"),
    NO_DMS: (403, "Cannot send messages to this user"),
    NOT_TEXT: (400, "Cannot send messages in a non-text channel"),
    MISSING_PERMISSIONS: (403, "Missing Permissions"),
    INVALID_TOKEN: (401, "Invalid Webhook Token"),
    ARCHIVED: (400, "Thread is archived"),
    NO_HISTORY: (403, "Cannot reply without permission to read message history"),
}


class Refused(Exception):
    """The platform's no: ``{code, message}``, with ``errors`` for an invalid form."""

    def __init__(
        self, status: int, code: int, message: str, errors: dict[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.errors = errors
        self.headers: dict[str, str] = {}
        self.more: dict[str, Any] = {}

    @property
    def body(self) -> dict[str, Any]:
        """The answer's JSON."""
        told: dict[str, Any] = {"message": str(self), "code": self.code} | self.more
        return told | ({"errors": self.errors} if self.errors else {})


def no(code: int) -> Refused:
    """A refusal that needs no details."""
    status, message = _SAID[code]
    return Refused(status, code, message)


def invalid(path: str, code: str, message: str) -> Refused:
    """A 50035 with its tree; ``path`` is dotted: ``components.0.custom_id``."""
    tree: dict[str, Any] = {"_errors": [{"code": code, "message": message}]}
    for part in reversed(path.split(".")):
        tree = {part: tree}
    return Refused(400, INVALID_FORM, "Invalid Form Body", tree)


def number(path: str, told: Any) -> int:
    """An id, or another whole number that came as text. Raises ``Refused``."""
    if not str(told).isascii() or not str(told).isdigit():
        raise invalid(path, "NUMBER_TYPE_COERCE", f'Value "{told}" is not int.')
    return int(told)


def check_length(path: str, value: Any, least: int, most: int) -> None:
    """A string's or list's length. Raises ``Refused``."""
    if least <= len(value) <= most:
        return
    if least and len(value) < least and not value:
        raise invalid(path, "BASE_TYPE_REQUIRED", "This field is required")
    message = f"Must be {most} or fewer in length."
    if least:
        message = f"Must be between {least} and {most} in length."
    raise invalid(path, "BASE_TYPE_BAD_LENGTH", message)


def file_bytes(guild: Guild | None, default_bytes: int) -> int:
    """How large one file may be there; ``default_bytes`` without boosts."""
    return default_bytes if guild is None else max(FILE_BYTES[guild.tier], default_bytes)
