"""What to do with a message: answer at once, or make it a job.

Owns the choice, and what a person hears beside a job: a greeting at first contact, a place in the
queue. Must not know platforms, how jobs work or what the quick answers say.
"""

from __future__ import annotations

import logging
from typing import Final

from core.assent import assent
from core.buttons import Tap, button
from core.errors import BackdropError
from core.flows.jobs import EDIT_JOB, EXPORT_JOB
from core.flows.services import Services
from core.flows.voice import Voice
from core.greeting import greeting
from core.intents import interpret, is_quiet_tap, refused_link
from core.model import Incoming, Text, update_of
from core.quick import Quick
from core.router import Action, Intent

log = logging.getLogger(__name__)

_JOBS: Final = {Action.EDIT: EDIT_JOB, Action.EXPORT: EXPORT_JOB}


class Conversation:
    """The one place where intents meet the state of a chat."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._quick = Quick(services)

    async def job_for(self, incoming: Incoming) -> str | None:
        """The name of the job that this message needs, or None for a quick answer."""
        if refused_link(incoming) is not None or is_quiet_tap(incoming):
            return None
        if incoming.attachments:
            # Which of an album's parts has the words is known when all of them are there.
            return EDIT_JOB if incoming.album or not _is_wordless(incoming) else None
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
            if incoming.attachments:
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

    async def greet(self, incoming: Incoming) -> None:
        """At first contact say what to try, before anything else is said."""
        services = self._services
        if services.outbox.capabilities(incoming.chat).is_one_shot:
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
        cancel = button(voice.say, Tap.CANCEL_ONE, str(update_of(incoming.id)))
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


def _is_wordless(incoming: Incoming) -> bool:
    return isinstance(incoming.body, Text) and not incoming.body.text.strip()
