"""The way in: gate, decide what kind of work it is, commit, and only then let it be acknowledged.

Owns the order of these four. Must not know platforms, wording or the backend. A message and its
job are committed in one transaction, so that "seen" has one truth; quick questions have no job
and are answered at once, beside whatever is running. A token that a person sends is never written
down with the message.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from core import durable
from core.conversation import STALE_QUESTION_AFTER, Conversation
from core.corrections import Correction, words_alone
from core.gate import is_addressed
from core.intents import is_login, is_wordless, with_links
from core.masking import as_login, without_secrets
from core.model import Inbound, Incoming, Left, Moved
from core.ports import Clock
from core.store import Store

log = logging.getLogger(__name__)

_ANSWERED_WITHIN: Final = timedelta(days=1)
"""After a restart what is younger than this is still answered, unless it is small talk gone stale:
as long as platforms keep what we did not fetch."""
_MOST_TRIES: Final = 3
"""For a message that can't be taken in, though others can."""


class Inbox:
    """Receives from every adapter."""

    def __init__(self, store: Store, conversation: Conversation, clock: Clock) -> None:
        self._store = store
        self._conversation = conversation
        self._clock = clock
        self._answering: set[asyncio.Task[None]] = set()
        self._failures: dict[str, int] = {}

    async def receive(self, inbound: Inbound) -> None:
        """Returns once it is safe on disk; whoever delivered it may then acknowledge.

        Raises what went wrong, to be called again. What fails again and again by itself, while
        everything else can be stored, is given up, and its person told: it would hold up all who
        come after it.
        """
        try:
            await self._received(inbound)
        except Exception:
            if not await self._is_hopeless(inbound):
                raise
            log.exception("What came from a platform could not be taken in and is given up.")
            if isinstance(inbound, Incoming):
                self._spawn(self._conversation.tell_lost(inbound))
        self._failures.pop(_name(inbound), None)

    async def _received(self, inbound: Inbound) -> None:
        match inbound:
            case Moved(chat, before):
                await self._conversation.move(before, chat)
            case Left(chat):
                await self._conversation.end_jobs(chat)
            case Incoming():
                await self._take(inbound)

    async def _is_hopeless(self, inbound: Inbound) -> bool:
        # Where the disk is full or the database locked, nothing is wrong with what came: it waits.
        if not await self._conversation.can_store():
            return False
        name = _name(inbound)
        self._failures[name] = self._failures.get(name, 0) + 1
        return self._failures[name] >= _MOST_TRIES

    async def _take(self, incoming: Incoming) -> None:
        if not is_addressed(incoming):
            return
        incoming = await self._with_quoted(with_links(as_login(incoming)))
        instead_of = None
        if incoming.is_edited:
            left, instead_of = await self._corrected(incoming)
            if left is None:
                return
            incoming = left
        job = await self._conversation.job_for(incoming)
        kept = without_secrets(incoming)
        is_new = await self._store.accept(kept, job, instead_of)
        if instead_of is not None:
            durable.wish_end(instead_of)
        if is_new:
            await self._set_aside(kept.id, incoming)
            self._spawn(self._follow(incoming, job))

    async def _corrected(self, edited: Incoming) -> tuple[Incoming | None, str | None]:
        """What is left of new words for an old message, and the job whose place it takes.

        It is a message to accept, or nothing. It stays ``is_edited`` where the words came too late
        and the person is to be told.
        """
        new = replace(edited, is_edited=False)
        job = await self._conversation.job_for(new)
        found = await self._store.correct(without_secrets(edited), job)
        original = await self._store.find_message(edited.chat, edited.platform_id)
        if found.outcome is Correction.UNSEEN or original is None:
            return new, None
        await self._drop_files(edited, found.outdated)
        if found.outcome is Correction.REPLACED:
            kept = await self._store.message(found.message_id)
            await self._set_aside(kept.id, kept)
            told = replace(edited, attachments=kept.attachments)
            self._spawn(self._conversation.tell_refused(told))
            return None, None
        if found.outcome is Correction.WITHDRAWN:
            left = replace(new, album=None) if found.outdated else _left(edited, original)
            if left is None:
                await self._store.request_cancel(found.message_id)
                durable.wish_end(found.message_id)
            return left, found.message_id
        if found.outcome is Correction.RESENT:
            # What else the album has is worked on already, or was asked about.
            return replace(new, album=None), None
        is_login = _has_login(edited)
        if found.outcome is Correction.SAME and not is_login:
            # Of a token only the mask was written down: nobody knows whether it is the same.
            return None, None
        is_question = job is None and (is_login or not edited.attachments)
        if (
            found.outcome is Correction.BEGUN
            and not is_question
            and _has_news(edited)
            and not await self._was_asked_about(found.message_id)
        ):
            # Its files are the first message's, which has them already.
            return replace(edited, attachments=(), quoted=()), None
        return _left(edited, original), None

    async def _drop_files(self, edited: Incoming, outdated: Sequence[str]) -> None:
        """Another file has taken the place of those of these messages: they wait no more."""
        if not outdated:
            return
        for message_id, index, _ in await self._store.pending_attachments(edited.chat):
            if message_id in outdated:
                await self._store.set_aside_attachment(message_id, index)

    async def _was_asked_about(self, message_id: str) -> bool:
        """Whether that job had no words to work with, in any part of its album."""
        return all(map(is_wordless, await self._store.joined(message_id)))

    async def _set_aside(self, message_id: str, incoming: Incoming) -> None:
        """What can't be had must not wait for words."""
        for index in self._conversation.refused(incoming):
            await self._store.set_aside_attachment(message_id, index)

    async def resume(self) -> None:
        """Take up what the last stop left: what was dropped through a door, and quick questions."""
        for dropped in await self._store.unheard_drops():
            try:
                await self.receive(dropped)
            except Exception:
                log.exception("What was dropped could not be taken in; the next start tries again.")
        since = self._clock.now() - _ANSWERED_WITHIN
        for incoming in await self._store.unanswered(since):
            self._spawn(self._follow(incoming, None))

    async def drain(self) -> None:
        """Wait for the quick answers in hand."""
        while self._answering:
            await asyncio.wait(set(self._answering))

    async def break_off(self) -> None:
        """Let go of the answers that are still in hand: the next start gives them."""
        while self._answering:
            for task in self._answering:
                task.cancel()
            await asyncio.wait(set(self._answering))

    def _spawn(self, saying: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(saying)
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _follow(self, incoming: Incoming, job: str | None) -> None:
        """What a person hears at once: a greeting, and the answer or a place in the queue."""
        if job is None and await self._conversation.is_stale(incoming):
            await self._store.mark_answered(incoming.id)
            return
        await self._conversation.greet(incoming)
        if job is not None:
            await self._conversation.tell_refused(incoming)
            await self._conversation.tell_place(incoming)
            return
        try:
            async with asyncio.timeout(STALE_QUESTION_AFTER.total_seconds()):
                await self._conversation.answer(incoming)
        except TimeoutError:
            log.warning("An answer could not be given for too long; nobody waits for it any more.")
        await self._store.mark_answered(incoming.id)

    async def _with_quoted(self, incoming: Incoming) -> Incoming:
        """The files of an answered message that we never saw are as good as the message's own.

        A result of ours is no new clip: its project is edited, never the video that it gave.
        """
        if not incoming.quoted or incoming.reply_to is None:
            return incoming
        chat, answered = incoming.chat, incoming.reply_to
        if (
            await self._store.find_message(chat, answered) is not None
            or await self._store.session_of_delivery(chat, answered) is not None
        ):
            return replace(incoming, quoted=())
        attachments = (*incoming.attachments, *incoming.quoted)
        return replace(incoming, attachments=attachments, quoted=())


def _left(edited: Incoming, original: Incoming) -> Incoming | None:
    """The new words as a message of their own; None where there is nothing new in them."""
    if not _has_news(edited):
        return None
    alone = words_alone(edited, original)
    return alone if alone.attachments or not is_wordless(alone) else None


def _has_news(edited: Incoming) -> bool:
    return not is_wordless(edited) or any(file.is_link for file in edited.attachments)


def _has_login(incoming: Incoming) -> bool:
    return is_login(incoming) and without_secrets(incoming).body != incoming.body


def _name(inbound: Inbound) -> str:
    if isinstance(inbound, Incoming):
        return inbound.id
    return f"{type(inbound).__name__} {inbound.chat.key}"
