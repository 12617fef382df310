"""Sending: progress is best-effort, finals are recorded before and after.

Owns which promise goes with which message, and the retries. Must not know any platform or any
wording. A final message is delivered at least once and recognisably once: the same ``Outgoing.id``
is used again after a crash. One whose outcome is unknown is asked for where the platform can tell.
Where it can't, ``core.doubts`` says whether it is sent again in the same process; after a restart
it is. A platform that can't be reached is waited for.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TypeVar

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    wait_exponential_jitter,
)

from core.doubts import Doubt
from core.errors import (
    ChatGone,
    DeliveryDelayed,
    DeliveryError,
    DeliveryRefused,
    DeliveryTooLarge,
    DeliveryUnknown,
    PlatformDown,
)
from core.model import Capabilities, ChatRef, DeliveryState, Outgoing, Receipt
from core.ports import Clock, Idempotent, Platform, Recalls, Settles, Whispers
from core.splitting import split
from core.standing import Standing
from core.store import Store
from core.timetable import Timetable

log = logging.getLogger(__name__)

T = TypeVar("T")

_FINAL_REFUSALS = (ChatGone, DeliveryRefused, DeliveryTooLarge)


class Outbox:
    """The one way out to every platform."""

    def __init__(
        self, store: Store, platforms: Mapping[str, Platform], timetable: Timetable, clock: Clock
    ) -> None:
        self._store = store
        self._platforms = platforms
        self._timetable = timetable
        self._clock = clock
        self._standing = Standing(store, self.platform)

    def platform(self, chat: ChatRef) -> Platform:
        """The adapter of that chat. Raises ``DeliveryRefused`` if it isn't running any more."""
        try:
            return self._platforms[chat.platform]
        except KeyError:
            raise DeliveryRefused(f"no adapter for {chat.platform} is running") from None

    def capabilities(self, chat: ChatRef) -> Capabilities:
        """What that chat can take."""
        return self.platform(chat).capabilities(chat)

    async def settled(self, chat: ChatRef) -> Capabilities:
        """The same, once the platform is sure of it."""
        platform = self.platform(chat)
        if isinstance(platform, Settles):
            await platform.settle(chat)
        return platform.capabilities(chat)

    async def show(self, outgoing: Outgoing) -> None:
        """Send something that may be lost: progress, a preview. A failure is logged, not raised.

        One that ``edits`` itself is one message in the chat, also after a restart.
        """
        try:
            first = self._parts(outgoing)[0]
            if first.edits == first.id:
                await self._standing.show(first)
            else:
                await self.platform(outgoing.chat).send(first)
        except DeliveryError as error:
            log.info("A progress message was dropped: %s", error)

    async def show_once(self, outgoing: Outgoing) -> None:
        """Send something that may be lost, and is not said again by a job that is run again."""
        for part in self._parts(outgoing):
            before = await self._store.begin_delivery(part.id, part.chat)
            if before.attempts:
                continue
            platform_id = None
            try:
                platform_id = (await self.platform(part.chat).send(part)).platform_id
            except DeliveryError as error:
                log.info("A message beside the work was dropped: %s", error)
            await self._store.end_delivery(part.id, platform_id)

    async def whisper(self, outgoing: Outgoing, person_id: str) -> None:
        """Tell a person in private, once, what can't be said in the chat; only the text is used.

        Nothing where the platform can't. A failure is logged, not raised.
        """
        platform = self.platform(outgoing.chat)
        if not isinstance(platform, Whispers):
            return
        before = await self._store.begin_delivery(outgoing.id, outgoing.chat)
        if before.attempts:
            return
        try:
            for part in self._parts(replace(outgoing, media=(), buttons=())):
                await self._repeated(partial(platform.whisper, part.chat, person_id, part.text))
        except DeliveryError as error:
            log.info("What a chat does not let us say could not be told in private: %s", error)
        # The record only says that it was begun: no message of the chat is meant by it.
        await self._store.end_delivery(outgoing.id, None)

    async def clear(self, chat: ChatRef, outgoing_id: str) -> None:
        """Take away a message that was shown, where the platform can. A failure is logged."""
        await self._standing.clear(chat, outgoing_id)

    def moved(self, before: ChatRef) -> None:
        """The chat of that name has another one now; what was shown there is left alone."""
        self._standing.moved(before)

    async def deliver(self, outgoing: Outgoing) -> None:
        """Send something that must arrive: an answer, a finished video. Done already: no-op.

        Text that is too long for the chat follows in further messages. Raises ``DeliveryUnknown``
        where it may be there and nobody can tell, ``DeliveryError`` where it certainly is not.
        """
        for part in self._parts(outgoing):
            await self._deliver(part)

    def _parts(self, outgoing: Outgoing) -> list[Outgoing]:
        """The message in as many as the chat's limits ask for; buttons stand under the last."""
        can = self.capabilities(outgoing.chat)
        texts = split(
            outgoing.text, can.max_caption if outgoing.media else can.max_text, can.max_text
        )
        if len(texts) < 2:
            return [outgoing]
        first = replace(outgoing, text=texts[0], buttons=())
        others = [
            replace(outgoing, id=f"{outgoing.id}+{number}", text=text, media=(), buttons=())
            for number, text in enumerate(texts[1:], 1)
        ]
        return [first, *others[:-1], replace(others[-1], buttons=outgoing.buttons)]

    async def _deliver(self, outgoing: Outgoing) -> None:
        before = await self._store.begin_delivery(outgoing.id, outgoing.chat, outgoing.session_id)
        if before.state is DeliveryState.SENT:
            return
        is_open = before.attempts > 0 and before.state is DeliveryState.SENDING
        try:
            receipt = await self._recalled(outgoing) if is_open else None
            receipt = receipt or await self._sent(outgoing)
        except DeliveryError as error:
            if error.is_outcome_known:
                await self._store.end_delivery(outgoing.id, None)
            raise
        await self._store.end_delivery(outgoing.id, receipt.platform_id)

    async def _sent(self, outgoing: Outgoing) -> Receipt:
        """Send it, with the repeats that do no harm. Raises ``DeliveryError``."""
        platform = self.platform(outgoing.chat)
        same_within_s = platform.same_within_s if isinstance(platform, Idempotent) else 0.0
        doubt = Doubt(is_file=bool(outgoing.media), same_within_s=same_within_s)

        async def once() -> Receipt:
            begun_s = self._clock.monotonic_s()
            doubt.check(begun_s)
            try:
                return await platform.send(outgoing)
            except DeliveryUnknown as unknown:
                if isinstance(platform, Recalls):
                    receipt = await self._recalled(outgoing)
                    if receipt is not None:
                        return receipt
                    # The platform says that it isn't there, so sending again doubles nothing.
                else:
                    doubt.note(unknown, begun_s)
                    doubt.check(self._clock.monotonic_s())
                raise DeliveryError(unknown.detail) from unknown

        try:
            return await self._repeated(once)
        except _FINAL_REFUSALS:
            raise
        except DeliveryError as error:
            # What the last try came to says nothing of an earlier one that may have arrived.
            if doubt.error is not None and error.is_outcome_known:
                raise DeliveryUnknown(doubt.error.detail) from error
            raise

    async def _recalled(self, outgoing: Outgoing) -> Receipt | None:
        """What an earlier send of this message came to, where the platform can tell."""
        platform = self.platform(outgoing.chat)
        if not isinstance(platform, Recalls):
            return None
        try:
            return await self._repeated(lambda: platform.recall(outgoing))
        except DeliveryError as error:
            raise DeliveryUnknown(error.detail) from error

    async def _repeated(self, work: Callable[[], Awaitable[T]]) -> T:
        timetable = self._timetable
        growing = wait_exponential_jitter(
            timetable.delivery_backoff_initial_s, timetable.delivery_backoff_max_s
        )

        tries = 0

        def is_over(state: RetryCallState) -> bool:
            nonlocal tries
            error = state.outcome.exception() if state.outcome else None
            if isinstance(error, PlatformDown):
                return (state.seconds_since_start or 0.0) >= timetable.delivery_down_limit_s
            tries += 1
            return tries >= timetable.delivery_attempts

        def pause_s(state: RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            return error.retry_after_s if isinstance(error, DeliveryDelayed) else growing(state)

        async for turn in AsyncRetrying(
            retry=retry_if_exception(self._may_repeat),
            stop=is_over,
            wait=pause_s,
            sleep=self._clock.sleep,
            reraise=True,
        ):
            with turn:
                return await work()
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _may_repeat(self, error: BaseException) -> bool:
        if isinstance(error, DeliveryDelayed):
            return error.retry_after_s <= self._timetable.delivery_wait_max_s
        return (
            isinstance(error, DeliveryError)
            and error.is_outcome_known
            and not isinstance(error, _FINAL_REFUSALS)
        )
