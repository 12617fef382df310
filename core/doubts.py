"""A message of which nobody knows whether an earlier try arrived: may it be sent again?

Owns that one rule. Must not know platforms, storage or how a message is sent. Where the platform
knows a message by its id for a while, sending it again within that while doubles nothing. Beyond
it, words are said once more: twice harms nobody, and lost words leave somebody waiting for ever. A
file is not sent again.
"""

from __future__ import annotations

from core.errors import DeliveryUnknown


class Doubt:
    """The tries of one message. Times are seconds of one monotonic clock.

    The while is counted from the start of the first doubtful try to the start of the next one:
    both take the platform as long, so it is the time that lies between them there.
    """

    def __init__(self, *, is_file: bool, same_within_s: float) -> None:
        """``same_within_s``: 0 where the platform knows no message by its id."""
        self.error: DeliveryUnknown | None = None
        """Why it is in doubt; None as long as no try was."""
        self._is_file = is_file
        self._same_within_s = same_within_s
        self._since_s = 0.0
        self._is_said_again = False

    def check(self, now_s: float) -> None:
        """Raises ``DeliveryUnknown`` where a try that begins now could do harm."""
        if self.error is None or self._is_same(now_s):
            return
        if self._is_file or self._is_said_again:
            raise DeliveryUnknown(self.error.detail) from self.error

    def note(self, error: DeliveryUnknown, begun_s: float) -> None:
        """The try that began then may have arrived."""
        if self.error is None:
            self._since_s = begun_s
        elif not self._is_same(begun_s):
            self._is_said_again = True
        self.error = error

    def _is_same(self, now_s: float) -> bool:
        return now_s - self._since_s < self._same_within_s
