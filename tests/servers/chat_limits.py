"""What a chat of the fake platform refuses: for tests.

Owns the platform's no, and the limits of a message. Must not know HTTP.
"""

from __future__ import annotations

from typing import Any

from tests.servers.chat_ledger import Limits


class Refused(Exception):
    """The platform's no."""

    def __init__(self, status: int, error: str, **more: Any) -> None:
        super().__init__(error)
        self.status = status
        self.body = {"error": error, **more}


def checked(
    limits: Limits, body: dict[str, Any], *, has_files: bool
) -> tuple[tuple[str, str], ...]:
    """The buttons of a message that the chat takes. Raises ``Refused``."""
    units = len(body["text"].encode("utf-16-le")) // 2
    if units > (limits.max_caption if has_files else limits.max_text):
        raise Refused(400, "too_long", units=units)
    if not body["text"].strip() and not has_files:
        raise Refused(400, "empty")
    buttons = tuple((label, data) for label, data in body.get("buttons", []))
    if buttons and not limits.has_buttons:
        raise Refused(400, "no_buttons_here")
    for label, data in buttons:
        if not label.strip() or not 0 < len(data.encode()) <= limits.max_button_bytes:
            raise Refused(400, "button_data")
    return buttons
