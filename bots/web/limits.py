"""How much one visitor may do, and how fast.

Owns the figures. Must not know what is done, or how it is counted (``bots.serving.rates``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bots.serving.rates import Rate


class Doing(StrEnum):
    """What has a rate of its own, beside that of all requests."""

    ANYTHING = "anything"
    MESSAGE = "message"
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True)
class Limits:
    """All of them, each for one visitor unless it says otherwise.

    ``requests`` leaves room for the pieces of an upload over a fast line. Wrong passwords are
    counted for each address, and for all together, since addresses are cheap to have; those of
    browsers that were in (``of_known``) for each browser, and for all such together. So are the
    browsers that log in for the first time: each is a visitor more.
    """

    requests: Rate = Rate(1200, 6.0)
    messages: Rate = Rate(30, 60.0)
    uploads: Rate = Rate(60, 3600.0)
    sockets: int = 12
    conversations: int = 500
    wrong_passwords: Rate = Rate(5, 300.0)
    wrong_passwords_of_all: Rate = Rate(30, 300.0)
    wrong_passwords_of_known: Rate = Rate(30, 300.0)
    new_browsers: Rate = Rate(20, 600.0)
    new_browsers_of_all: Rate = Rate(200, 3600.0)

    def rate(self, doing: Doing) -> Rate | None:
        """The rate of what is done; None where that of all requests will do."""
        match doing:
            case Doing.MESSAGE:
                return self.messages
            case Doing.UPLOAD:
                return self.uploads
            case Doing.ANYTHING:
                return None
