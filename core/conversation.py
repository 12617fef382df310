"""What to do with a message: answer at once, or make it a job.

Owns the choice and the quick answers (help, credits, status, cancel, language, …), which need no
job and come while a job is running. Must not know platforms or how jobs work.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final

from core import durable
from core.buttons import Tap, button
from core.errors import BackdropError
from core.flows.jobs import EDIT_JOB, EXPORT_JOB
from core.flows.services import Services, Voice
from core.greeting import greeting
from core.intents import interpret
from core.model import Button, Incoming, Text, Tone
from core.nemo.draft import summary
from core.router import Action, Intent

log = logging.getLogger(__name__)

CREDITS_LOW_BELOW: Final = 50
"""Below this an editing session may not be paid for. Source: the contract, "Credits"."""

_JOBS: Final = {Action.EDIT: EDIT_JOB, Action.EXPORT: EXPORT_JOB}

Answer = Callable[[Voice, Incoming, Intent], Awaitable[None]]


class Conversation:
    """The one place where intents meet the state of a chat."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._answers: dict[Action, Answer] = {
            Action.START: self._start,
            Action.HELP: self._help,
            Action.CREDITS: self._credits,
            Action.STATUS: self._status,
            Action.UPLOAD: self._upload,
            Action.CANCEL: self._cancel,
            Action.NEW: self._new,
            Action.LANGUAGE: self._language,
            Action.SETTINGS: self._settings,
        }

    async def job_for(self, incoming: Incoming) -> str | None:
        """The name of the job that this message needs, or None for a quick answer."""
        if _is_clip_alone(incoming):
            return None
        if incoming.attachments:
            return EDIT_JOB
        voice = await self._services.voice(incoming)
        return _JOBS.get(self._intent(incoming, voice).action)

    async def answer(self, incoming: Incoming) -> None:
        """Answer a message that needs no job. A failure is told, never raised."""
        voice = await self._services.voice(incoming)
        try:
            if _is_clip_alone(incoming):
                await self._ask_what_to_do(voice)
            else:
                intent = self._intent(incoming, voice)
                await self._answers[intent.action](voice, incoming, intent)
        except BackdropError as error:
            await voice.fail(error)

    def _intent(self, incoming: Incoming, voice: Voice) -> Intent:
        return interpret(incoming, self._services.phrasebook, voice.language)

    async def _say(self, voice: Voice, text: str, *buttons: Button) -> None:
        await voice.finish("answer", text, tone=Tone.INFO, buttons=buttons)

    async def _ask_what_to_do(self, voice: Voice) -> None:
        taps = (Tap.IDEA_OFFICE, Tap.IDEA_BLUR, Tap.IDEA_TITLE)
        ideas = [button(voice.say, tap) for tap in taps]
        await self._say(voice, voice.say("ask-what-to-do"), *ideas)

    async def _start(self, voice: Voice, incoming: Incoming, _: Intent) -> None:
        services = self._services
        words = greeting(services.phrasebook, voice.language, services.backend_host)
        await self._say(voice, words)
        profile = await self._services.store.profile(incoming.chat)
        await self._services.store.save_profile(replace(profile, is_greeted=True))

    async def _help(self, voice: Voice, _: Incoming, __: Intent) -> None:
        await self._say(voice, voice.say("help"))

    async def _credits(self, voice: Voice, _: Incoming, __: Intent) -> None:
        if self._services.is_local:
            await self._say(voice, voice.say("credits-local"))
            return
        balance = await self._services.nemo.credits()
        text = voice.say("credits-balance", available=balance.available, frozen=balance.frozen)
        if balance.available < CREDITS_LOW_BELOW:
            text += "\n" + voice.say("credits-low", available=balance.available)
        await self._say(voice, text)

    async def _status(self, voice: Voice, incoming: Incoming, _: Intent) -> None:
        lines = []
        jobs = await durable.open_jobs(incoming.chat)
        if jobs:
            lines.append(voice.say("status-working", count=len(jobs)))
        session = await self._services.store.current_session(incoming.chat)
        timeline = ""
        if session is not None:
            state = await self._services.nemo.state(session.nemo_session_id)
            timeline = summary(state.draft)
        if timeline:
            lines.append(timeline)
        elif not jobs:
            lines.append(voice.say("status-empty"))
        await self._say(voice, "\n".join(lines))

    async def _upload(self, voice: Voice, _: Incoming, __: Intent) -> None:
        await self._say(voice, voice.say("how-to-upload"))

    async def _cancel(self, voice: Voice, incoming: Incoming, _: Intent) -> None:
        jobs = await durable.open_jobs(incoming.chat)
        if not jobs:
            await self._say(voice, voice.say("cancel-nothing"))
            return
        for job_id in jobs:
            await durable.cancel(job_id)
        await self._say(voice, voice.say("cancelling"))

    async def _new(self, voice: Voice, incoming: Incoming, _: Intent) -> None:
        await self._services.store.close_session(incoming.chat)
        await self._services.store.drop_pending_attachments(incoming.chat)
        await self._say(voice, voice.say("new-project"))

    async def _language(self, voice: Voice, incoming: Incoming, intent: Intent) -> None:
        phrasebook = self._services.phrasebook
        wanted = phrasebook.find_language(intent.argument or "")
        if wanted is None:
            known = ", ".join(phrasebook.languages)
            await self._say(voice, voice.say("language-unknown", languages=known))
            return
        profile = await self._services.store.profile(incoming.chat)
        await self._services.store.save_profile(replace(profile, language=wanted))
        await self._say(replace(voice, language=wanted), phrasebook.say("language-set", wanted))

    async def _settings(self, voice: Voice, _: Incoming, __: Intent) -> None:
        await self._say(voice, voice.say("settings-summary", language=voice.language))


def _is_clip_alone(incoming: Incoming) -> bool:
    return (
        bool(incoming.attachments)
        and isinstance(incoming.body, Text)
        and not incoming.body.text.strip()
    )
