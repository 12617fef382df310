"""The updates that wait for the bot at the fake Telegram, and long polling: for tests.

Owns their numbers, who may hear what, confirming by offset, and that only the newest poller lives.
Must not know how a message looks. Webhooks are in ``telegram_webhook``.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.servers.telegram_faults import OTHER_POLLER
from tests.servers.telegram_limits import Refused
from tests.servers.watched import Watched

KINDS = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "guest_message",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "managed_bot",
]
DEFAULT_KINDS = frozenset(KINDS) - {"chat_member", "message_reaction", "message_reaction_count"}
KEPT_S = 24 * 3600
"""Updates are kept for a day, says the documentation of getUpdates."""
LONGEST_POLL_S = 50.0


@dataclass
class Update:
    """One update; ``queue`` is the chat within which the order is kept."""

    number: int
    kind: str
    body: dict[str, Any]
    queue: int
    at: float
    is_repeat: bool = False
    times_given: int = 0
    given_at_s: list[float] = field(default_factory=list)

    @property
    def json(self) -> dict[str, Any]:
        """As the bot hears it."""
        return {"update_id": self.number, self.kind: self.body}


@dataclass(frozen=True)
class Listening:
    """What a long poll hangs on: the next ``news``, and whether the server goes away."""

    news: Callable[[], asyncio.Event]
    is_away: Callable[[], bool]


class Updates:
    """The queue of one bot; ``wake`` tells whoever waits on the server's loop.

    ``pollers`` counts those that wait now.
    """

    def __init__(self, watched: Watched) -> None:
        self._watched = watched
        self._pending: list[Update] = []
        self._all: list[Update] = []
        self._next = 700_000_001
        self._poller = 0
        self._ended = OTHER_POLLER
        self.pollers = 0
        self.allowed = DEFAULT_KINDS
        self.wake: Callable[[], None] = lambda: None

    def allow(self, kinds: Any) -> None:
        """Take ``allowed_updates``: absent keeps the setting, empty is the default."""
        if isinstance(kinds, list):
            self.allowed = frozenset(map(str, kinds)) or DEFAULT_KINDS

    def add(self, kind: str, body: dict[str, Any], queue: int, at: float | None = None) -> None:
        """Let the bot hear something, as of the Unix time ``at``, if it hears that kind."""
        with self._watched.changed:
            if kind in self.allowed:
                update = Update(self._next, kind, body, queue, at or time.time())
                self._next += 1
                self._pending.append(update)
                self._all.append(update)
                self._watched.changed.notify_all()
        self.wake()

    def repeat_last(self) -> None:
        """Give the last update once more, under its number, whatever the bot has confirmed."""
        with self._watched.changed:
            last = self._all[-1]
            if last not in self._pending:
                self._pending.append(last)
            last.is_repeat = True
        self.wake()

    def pending(self) -> list[Update]:
        """What is not confirmed and younger than a day, oldest first."""
        with self._watched.changed:
            oldest = time.time() - KEPT_S
            self._pending = [one for one in self._pending if one.at > oldest]
            return list(self._pending)

    def all(self) -> list[Update]:
        """Every update that ever was."""
        with self._watched.changed:
            return list(self._all)

    def confirm(self, update: Update) -> None:
        """A webhook has taken it."""
        with self._watched.changed:
            self._pending = [one for one in self._pending if one is not update]
            self._watched.changed.notify_all()

    def drop(self) -> None:
        """Forget all that waits."""
        with self._watched.changed:
            self._pending.clear()
            self._watched.changed.notify_all()

    def given(self, update: Update) -> None:
        """Write down that the bot has got it."""
        with self._watched.changed:
            update.times_given += 1
            update.given_at_s.append(time.monotonic())
            self._watched.changed.notify_all()

    def end_poller(self, description: str) -> None:
        """Let the poller that waits end with a 409."""
        self._poller += 1
        self._ended = description
        self.wake()

    async def poll(
        self,
        offset: int,
        limit: int,
        timeout_s: float,
        listening: Listening,
    ) -> list[dict[str, Any]]:
        """The next updates for the poller that asks, which ends every older one.

        Raises ``Refused`` (409) when a newer one comes.
        """
        self.end_poller(OTHER_POLLER)
        mine = self._poller
        self._confirm_before(offset)
        with self._counted():
            return await self._wait_for_due(mine, limit, timeout_s, listening)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._watched.changed:
            self.pollers += 1
            self._watched.changed.notify_all()
        try:
            yield
        finally:
            with self._watched.changed:
                self.pollers -= 1
                self._watched.changed.notify_all()

    async def _wait_for_due(
        self, mine: int, limit: int, timeout_s: float, listening: Listening
    ) -> list[dict[str, Any]]:
        loop = asyncio.get_running_loop()
        deadline_s = loop.time() + min(timeout_s, LONGEST_POLL_S)
        while True:
            event = listening.news()
            if self._poller != mine:
                raise Refused(409, self._ended)
            due = self.pending()[:limit]
            left_s = deadline_s - loop.time()
            if due or left_s <= 0 or listening.is_away():
                for update in due:
                    self.given(update)
                    update.is_repeat = False
                return [update.json for update in due]
            waiting = asyncio.ensure_future(event.wait())
            await asyncio.wait({waiting}, timeout=left_s)
            waiting.cancel()

    def _confirm_before(self, offset: int) -> None:
        with self._watched.changed:
            if offset < 0:
                self._pending = self._pending[offset:]
            else:
                self._pending = [
                    one for one in self._pending if one.number >= offset or one.is_repeat
                ]
            self._watched.changed.notify_all()
