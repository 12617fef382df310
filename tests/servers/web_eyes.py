"""A pair of eyes at the chat page: for tests.

Owns what is seen of one conversation, and waiting for it from any thread. Must not know how the
page talks, or the bot.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tests.servers.web_sight import Seen, Sight
from tests.servers.web_values import Conversation, Message

if TYPE_CHECKING:
    from tests.servers.web_person import Browser

T = TypeVar("T")


class Eyes:
    """One conversation, seen in a browser."""

    def __init__(self, browser: Browser, conversation: str) -> None:
        self.browser = browser
        self.id = conversation
        self.sight = Sight(conversation)
        self.ended: int | None = None
        """Why the server would not show it any more: an HTTP status or a close code."""
        self.fault: AssertionError | None = None
        self._changed = threading.Condition()

    @property
    def everything(self) -> list[Message]:
        """What stands, everybody's."""
        self._check()
        with self._changed:
            return self.sight.messages

    @property
    def messages(self) -> list[Message]:
        """The bot's messages that stand, oldest first."""
        return [one for one in self.everything if one.author == "bot"]

    @property
    def history(self) -> list[Message]:
        """The bot's messages that ever stood here, as they were last."""
        self._check()
        with self._changed:
            all_ = [seen.now for _, seen in sorted(self.sight.seen.items())]
        return [one for one in all_ if one.author == "bot"]

    @property
    def own(self) -> list[Message]:
        """The person's that stand."""
        return [one for one in self.everything if one.author == "person"]

    @property
    def texts(self) -> list[str]:
        """What the bot's messages say."""
        return [one.text for one in self.messages]

    @property
    def conversations(self) -> tuple[Conversation, ...]:
        """The side list."""
        self._check()
        with self._changed:
            return self.sight.conversations

    def message(self, number: int) -> Message:
        """One that stands."""
        (found,) = [one for one in self.everything if one.number == number]
        return found

    def seen(self, number: int) -> Seen:
        """One with all that was seen of it."""
        with self._changed:
            return self.sight.seen[number]

    def videos(self) -> list[Path]:
        """Where the videos lie that came, oldest first."""
        files = [file for one in self.messages for file in one.videos]
        return [self.browser.file(file) for file in files]

    def wait(self, value: Callable[[list[Message]], T], limit_s: float = 30.0) -> T:
        """What ``value`` makes of the bot's messages, as soon as that is true."""
        deadline_s = time.monotonic() + limit_s
        with self._changed:
            while not (found := value(self.messages)):
                left_s = deadline_s - time.monotonic()
                assert left_s > 0, f"not so within {limit_s} s:\n{self.transcript()}"
                self._changed.wait(min(left_s, 0.25))
        return found

    def hear(self, words: str, limit_s: float = 30.0, *, after: int = 0) -> Message:
        """The bot's first message of a greater number than ``after`` that says these words."""

        def heard(messages: list[Message]) -> Message | None:
            return next((one for one in messages if one.number > after and words in one.text), None)

        found = self.wait(heard, limit_s)
        assert found is not None
        return found

    def in_step(self, limit_s: float = 10.0) -> list[Message]:
        """What stands, once this page shows what one opened now does: then it has heard all."""
        deadline_s = time.monotonic() + limit_s
        while True:
            fresh = self.browser.do(self.browser.http.snapshot(self.id))
            if self._is_like(fresh):
                return [one for one in fresh.messages if one.author == "bot"]
            assert time.monotonic() < deadline_s, (
                f"out of step:\n{self.transcript()}\nis really\n{fresh.messages}"
            )
            with self._changed:
                self._changed.wait(0.05)

    def _is_like(self, other: Sight) -> bool:
        self._check()
        with self._changed:
            mine = (self.sight.messages, self.sight.conversations)
        return mine == (other.messages, other.conversations)

    def _check(self) -> None:
        if self.fault is not None:
            raise self.fault

    def transcript(self) -> str:
        """All that was seen here, each version of it, for a failed test."""
        lines = []
        with self._changed:
            for number, seen in sorted(self.sight.seen.items()):
                gone = " (removed)" if seen.is_removed else ""
                now = seen.now
                files = [one.name for one in (*now.media, *now.attachments)]
                said = list(seen.texts)
                lines.append(f"{now.author} {number}{gone}: {said} {files} {now.labels or ''}")
        return "\n".join(lines) or "(nothing was said)"
