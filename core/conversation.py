"""What to do with a message: answer at once, or make it a job.

Owns the choice, and what a person hears beside a job: a greeting at first contact, a place in the
queue. Must not know platforms, how jobs work or what the quick answers say.
"""

from __future__ import annotations

import logging
from collections import deque
from datetime import timedelta
from typing import Final

from core.assent import assent
from core.buttons import Tap, button
from core.errors import BackdropError, ClipTooLarge
from core.flows.jobs import EDIT_JOB, EXPORT_JOB, NEW_JOB
from core.flows.services import Services
from core.flows.voice import TOO_LARGE, Voice
from core.greeting import greeting
from core.intents import interpret, is_login, is_quiet_tap, is_wordless, refused_link
from core.media import too_large
from core.model import AttachmentKind, ChatRef, Incoming, Press, Text, Tone, handle_of
from core.quick import Quick
from core.router import Action, Intent

log = logging.getLogger(__name__)

STALE_QUESTION_AFTER: Final = timedelta(minutes=10)
"""A question that is older than this when its turn comes is not answered: it would be noise."""

_JOBS: Final = {
    Action.EDIT: EDIT_JOB,
    # Asked of the agent: it alone knows what it has, and how that looks.
    Action.SCENES: EDIT_JOB,
    Action.EXPORT: EXPORT_JOB,
    Action.NEW: NEW_JOB,
}
_ONLY_ASKS: Final = frozenset({Action.STATUS, Action.CREDITS, Action.HELP, Action.UPLOAD})
_ASKS_WITHOUT_ARGUMENT: Final = frozenset({Action.LANGUAGE, Action.PROJECTS})
_ALBUMS_REMEMBERED: Final = 1_000


class Conversation:
    """The one place where intents meet the state of a chat."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._quick = Quick(services)
        self._refused_albums: deque[tuple[str, str]] = deque(maxlen=_ALBUMS_REMEMBERED)

    async def job_for(self, incoming: Incoming) -> str | None:
        """The name of the job that this message needs, or None for a quick answer."""
        if incoming.is_edited or refused_link(incoming) is not None or is_quiet_tap(incoming):
            return None
        if incoming.attachments and not is_login(incoming):
            if incoming.album is None and len(self.refused(incoming)) == len(incoming.attachments):
                return None
            # Which of an album's parts has the words is known when all of them are there.
            if any(one.kind is AttachmentKind.CAPTIONS for one in incoming.attachments):
                return EDIT_JOB
            return EDIT_JOB if incoming.album or not is_wordless(incoming) else None
        if await self._is_no(incoming):
            return None
        return _JOBS.get((await self._intent(incoming)).action)

    async def answer(self, incoming: Incoming) -> None:
        """Answer a message that needs no job. A failure is told, never raised."""
        voice = await self._services.voice(incoming)
        refused = refused_link(incoming)
        try:
            if refused is not None:
                raise refused
            if incoming.is_edited:
                await voice.finish("answer", voice.say("edit-too-late"), tone=Tone.INFO)
            elif incoming.attachments and not is_login(incoming):
                if refused_files := self.refused(incoming):
                    raise next(iter(refused_files.values()))
                await self._ask_unless_more_comes(incoming)
            elif is_quiet_tap(incoming) or await self._is_no(incoming):
                await self._quick.acknowledge(voice, incoming)
            else:
                await self._quick.answer(voice, incoming, await self._intent(incoming, voice))
        except BackdropError as error:
            await voice.fail(error)
        except Exception:
            log.exception("A quick answer failed in a way that nobody foresaw; please report it.")
            await voice.fail(BackdropError())

    def refused(self, incoming: Incoming) -> dict[int, ClipTooLarge]:
        """Which of the message's files are known to be too large to be had, and why."""
        limit_bytes = self._services.outbox.capabilities(incoming.chat).max_download_bytes
        why = {n: too_large(file, limit_bytes) for n, file in enumerate(incoming.attachments)}
        return {n: error for n, error in why.items() if error is not None}

    async def tell_refused(self, incoming: Incoming) -> None:
        """Say at once, beside the job, which files it will not have: once for an album."""
        refused = self.refused(incoming)
        if not refused:
            return
        if incoming.album is not None:
            album = (incoming.chat.key, incoming.album)
            if album in self._refused_albums:
                return
            self._refused_albums.append(album)
        voice = await self._services.voice(incoming)
        await voice.fail(next(iter(refused.values())), TOO_LARGE)

    async def tell_lost(self, incoming: Incoming) -> None:
        """A message of theirs could not even be taken in."""
        try:
            voice = await self._services.voice(incoming)
            await voice.fail(BackdropError())
        except Exception:
            log.exception("Nor could its person be told.")

    async def can_store(self) -> bool:
        """Whether anything can be written down at the moment."""
        try:
            await self._services.store.beat(self._services.boot)
        except Exception:
            log.exception("Nothing can be stored at the moment; it is tried again.")
            return False
        return True

    async def is_stale(self, incoming: Incoming) -> bool:
        """Whether it is an old question, with nothing to be done but to answer it."""
        if self._services.clock.now() - incoming.at <= STALE_QUESTION_AFTER:
            return False
        if incoming.is_edited or incoming.attachments or refused_link(incoming) is not None:
            return False
        if is_quiet_tap(incoming) or await self._is_no(incoming):
            return False
        intent = await self._intent(incoming)
        if intent.action is Action.SETTINGS:
            return not isinstance(incoming.body, Press)
        return intent.action in _ONLY_ASKS or (
            intent.action in _ASKS_WITHOUT_ARGUMENT and not intent.argument
        )

    async def end_jobs(self, chat: ChatRef) -> None:
        """Nobody is there any more: the chat's jobs are to end, its threads' too.

        A thread has none of its own; others of its chat go on.
        """
        services, store = self._services, self._services.store
        for thread in [chat] if chat.thread else await store.threads(chat):
            await services.end(await store.open_jobs(thread))
            if services.door is not None:
                await services.door.close(thread)

    async def move(self, before: ChatRef, chat: ChatRef) -> None:
        """The platform gave the chat another name."""
        await self._services.store.move_chat(before, chat)
        await self._services.accounts.move(before, chat)
        self._services.outbox.moved(before)

    async def greet(self, incoming: Incoming) -> None:
        """At first contact say what to try, before anything else is said."""
        services = self._services
        can = services.outbox.capabilities(incoming.chat)
        if can.is_one_shot or can.has_welcome:
            return
        # Nearly always so, and a look spares the answer the wait for a transaction that writes.
        if (await services.store.profile(incoming.chat)).is_greeted:
            return
        if not await services.store.greet(incoming.chat):
            return
        if not incoming.attachments:
            intent = await self._intent(incoming)
            if intent.action in (Action.START, Action.HELP):
                # Their own answers greet.
                return
        voice = await services.voice(incoming)
        words = greeting(
            services.phrasebook,
            voice.language,
            services.backend_host,
            is_operators=voice.capabilities.is_operators,
        )
        await voice.note("greeting", words)

    async def tell_place(self, incoming: Incoming) -> None:
        """A job that has to wait for others of its chat is told so, with a way to take it back."""
        services = self._services
        if services.outbox.capabilities(incoming.chat).is_one_shot:
            return
        # One that is as good as begun needs no word.
        await services.clock.sleep(services.timetable.queue_notice_s)
        jobs = await services.store.open_jobs(incoming.chat)
        if incoming.id not in jobs or not (place := jobs.index(incoming.id)):
            return
        voice = await services.voice(incoming)
        cancel = button(voice.say, Tap.CANCEL_ONE, handle_of(incoming.id))
        await voice.note("queued", voice.say("queued", place=place), cancel)

    async def _ask_unless_more_comes(self, incoming: Incoming) -> None:
        """Ask what to do with a clip, once for several in a row, and not if the words follow."""
        await self._services.clock.sleep(self._services.timetable.album_quiet_s)
        newest = await self._services.store.newest_message(incoming.chat)
        if newest == incoming.id:
            await self._quick.ask_what_to_do(await self._services.voice(incoming))

    async def _intent(self, incoming: Incoming, voice: Voice | None = None) -> Intent:
        voice = voice or await self._services.voice(incoming)
        intent = interpret(incoming, self._services.phrasebook, voice.language)
        if intent.action is not Action.EDIT and await self._is_yes(incoming):
            return Intent(Action.EDIT, intent.text)
        return intent

    async def _is_yes(self, incoming: Incoming) -> bool:
        return await self._assent(incoming) is True

    async def _is_no(self, incoming: Incoming) -> bool:
        return await self._assent(incoming) is False

    async def _assent(self, incoming: Incoming) -> bool | None:
        """A yes or no to what was asked last; None where nothing was asked."""
        if not isinstance(incoming.body, Text) or incoming.attachments:
            return None
        found = assent(incoming.body.text)
        if found is None:
            return None
        profile = await self._services.store.profile(incoming.chat)
        return found if profile.wish is not None else None
