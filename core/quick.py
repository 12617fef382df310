"""The quick answers: help, credits, status, cancel, projects, language and their like.

Owns what each of them says and changes. They need no job and come while one is running. Must not
know platforms or how jobs work.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from core import durable
from core.buttons import Tap, button, data, read
from core.errors import NemoError, SessionLost
from core.flows.answering import CREDITS_LOW_BELOW
from core.flows.asking import IDEAS, Asking
from core.flows.services import Services
from core.flows.voice import Voice
from core.greeting import greeting
from core.model import Button, ChatRef, Incoming, Press, Tone, handle_of, update_of
from core.nemo.draft import is_ready, summary
from core.own_account import OwnAccount
from core.ports import Forgets
from core.router import Action, Intent

log = logging.getLogger(__name__)

_MOST_PROJECTS: Final = 8
_LABEL_LIMIT: Final = 40
_QUALITIES: Final = {
    True: ("settings-original", Tap.WATCH),
    False: ("settings-watch", Tap.ORIGINAL),
}
"""By ``ChatProfile.is_original_quality``: how it is said, and the way to the other."""

Answer = Callable[[Voice, Incoming, Intent], Awaitable[None]]


class Quick:
    """Answers at once."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._store = services.store
        self._own_account = OwnAccount(services)
        self._answers: dict[Action, Answer] = {
            Action.START: self._start,
            Action.HELP: self._help,
            Action.CREDITS: self._credits,
            Action.STATUS: self._status,
            Action.UPLOAD: self._upload,
            Action.CANCEL: self._cancel,
            Action.PROJECTS: self._projects,
            Action.LANGUAGE: self._language,
            Action.SETTINGS: self._settings,
            Action.LOGIN: self._own_account.log_in,
            Action.FORGET: self._forget,
        }

    async def answer(self, voice: Voice, incoming: Incoming, intent: Intent) -> None:
        """Answer that intent. Raises ``BackdropError`` where it can't be answered."""
        await self._answers[intent.action](voice, incoming, intent)

    async def ask_what_to_do(self, voice: Voice) -> None:
        """A clip came without words."""
        await Asking(self._services, voice).what_to_do()

    async def acknowledge(self, voice: Voice, incoming: Incoming) -> None:
        """A no, or a "leave it as it is": nothing changes but that nothing is asked any more."""
        profile = await self._store.profile(incoming.chat)
        await self._store.save_profile(replace(profile, wish=None))
        is_keep = isinstance(incoming.body, Press) and incoming.body.data == Tap.KEEP
        await self._say(voice, voice.say("kept" if is_keep else "wish-dropped"))

    async def _say(
        self, voice: Voice, text: str, *buttons: Button, is_personal: bool = False
    ) -> None:
        await voice.finish("answer", text, tone=Tone.INFO, buttons=buttons, is_personal=is_personal)

    async def _start(self, voice: Voice, _: Incoming, __: Intent) -> None:
        services = self._services
        words = greeting(
            services.phrasebook,
            voice.language,
            services.backend_host,
            is_operators=voice.capabilities.is_operators,
        )
        await self._say(voice, words)

    async def _help(self, voice: Voice, incoming: Incoming, _: Intent) -> None:
        is_dead = isinstance(incoming.body, Press) and read(incoming.body.data) is None
        lines = [voice.say("button-dead")] if is_dead else []
        # Without anything to try them on, a tap would lead to a video made of its words alone.
        project = await self._store.current_session(incoming.chat)
        can_try = project is not None or await self._store.pending_attachments(incoming.chat)
        ideas = [button(voice.say, tap) for tap in IDEAS] if can_try else []
        await self._say(voice, "\n".join([*lines, voice.say("help")]), *ideas)

    async def _credits(self, voice: Voice, _: Incoming, __: Intent) -> None:
        if self._services.is_local:
            await self._say(voice, voice.say("credits-local"), is_personal=True)
            return
        balance = await voice.nemo.credits()
        text = voice.say("credits-balance", available=balance.available, frozen=balance.frozen)
        if balance.available < CREDITS_LOW_BELOW:
            text += "\n" + voice.say("credits-low", available=balance.available)
        await self._say(voice, text, is_personal=True)

    async def _status(self, voice: Voice, incoming: Incoming, _: Intent) -> None:
        jobs = await self._store.open_jobs(incoming.chat)
        lines = [voice.say("status-working", count=len(jobs))] if jobs else []
        timeline = await self._timeline(voice, incoming.chat)
        if timeline:
            lines.append(timeline)
        elif not jobs:
            lines.append(voice.say("status-empty"))
        buttons = [button(voice.say, Tap.CANCEL)] if jobs else []
        buttons += [button(voice.say, Tap.EXPORT)] if timeline and not jobs else []
        await self._say(voice, "\n".join(lines), *buttons)

    async def _timeline(self, voice: Voice, chat: ChatRef) -> str:
        session = await self._store.current_session(chat)
        if session is None:
            return ""
        try:
            draft = (await voice.nemo.state(session.nemo_session_id)).draft
        except SessionLost:
            return voice.say("status-lost")
        return summary(draft) if is_ready(draft) else ""

    async def _upload(self, voice: Voice, _: Incoming, __: Intent) -> None:
        await self._say(voice, voice.say("how-to-upload"))

    async def _cancel(self, voice: Voice, incoming: Incoming, intent: Intent) -> None:
        """End the chat's jobs, or the one whose button was tapped; what came later goes on."""
        jobs = await self._store.open_jobs(incoming.chat)
        jobs = [job for job in jobs if update_of(job) < update_of(incoming.id)]
        if isinstance(incoming.body, Press) and intent.argument:
            jobs = [job for job in jobs if handle_of(job) == intent.argument]
        if not jobs:
            await self._say(voice, voice.say("cancel-nothing"))
            return
        await self._say(voice, voice.say("cancelling", count=len(jobs)))
        await self._services.end(jobs)

    async def _projects(self, voice: Voice, incoming: Incoming, intent: Intent) -> None:
        """List the chat's projects, or return to the one that was tapped."""
        if intent.argument.isdecimal():
            await self._open(voice, incoming, int(intent.argument))
            return
        found = (await self._store.sessions(incoming.chat))[:_MOST_PROJECTS]
        if not found:
            await self._say(voice, voice.say("projects-none"))
            return
        now = self._services.clock.now()
        lines = [voice.say("projects-list")]
        buttons = []
        for number, session in enumerate(found, 1):
            title = session.title or voice.say("project-untitled")
            age: timedelta = now - session.created_at
            fact = voice.say("project-line", title=title, seconds=-age.total_seconds())
            lines.append(f"{number}. {fact}")
            label = f"{number}. {title}"[:_LABEL_LIMIT]
            buttons.append(Button(label, data(Tap.OPEN, str(session.id))))
        await self._say(voice, "\n".join(lines), *buttons)

    async def _open(self, voice: Voice, incoming: Incoming, session_id: int) -> None:
        found = await self._store.select_session(incoming.chat, session_id)
        if found is None:
            await self._say(voice, voice.say("project-gone"))
            return
        lines = [voice.say("project-opened", title=found.title or voice.say("project-untitled"))]
        try:
            lines.append(await self._timeline(voice, incoming.chat))
        except NemoError:
            # It is the present project all the same; its timeline is shown with the next edit.
            lines.append(voice.say("status-later"))
        taps = (Tap.EXPORT, Tap.UNDO)
        text = "\n".join(line for line in lines if line)
        buttons = tuple(button(voice.say, tap) for tap in taps)
        await voice.finish("answer", text, tone=Tone.INFO, buttons=buttons, session_id=session_id)

    async def _language(self, voice: Voice, incoming: Incoming, intent: Intent) -> None:
        """Speak the language that was asked for, or offer those that there are."""
        phrasebook = self._services.phrasebook
        wanted = phrasebook.find_language(intent.argument)
        if wanted is None:
            known = ", ".join(phrasebook.languages)
            key = "language-unknown" if intent.argument else "language-ask"
            buttons = self._language_buttons(voice, phrasebook.languages)
            await self._say(voice, voice.say(key, languages=known), *buttons)
            return
        profile = await self._store.profile(incoming.chat)
        await self._store.save_profile(replace(profile, language=wanted))
        await self._say(replace(voice, language=wanted), phrasebook.say("language-set", wanted))

    def _language_buttons(self, voice: Voice, tags: Iterable[str]) -> list[Button]:
        return [
            Button(voice.say("language-name", language=tag), data(Tap.LANGUAGE, tag))
            for tag in tags
        ]

    async def _settings(self, voice: Voice, incoming: Incoming, _: Intent) -> None:
        """Show what is set and offer the rest; after a tap, what has become of it."""
        profile = await self._store.profile(incoming.chat)
        tapped = read(incoming.body.data) if isinstance(incoming.body, Press) else None
        if tapped is not None:
            profile = replace(profile, is_original_quality=tapped.tap is Tap.ORIGINAL)
            await self._store.save_profile(profile)
        quality, switch = _QUALITIES[profile.is_original_quality]
        buttons = [button(voice.say, switch)]
        if tapped is not None:
            await self._say(voice, voice.say(quality), *buttons)
            return
        lines = [voice.say("settings-summary", language=voice.language)]
        if voice.capabilities.is_original_kept:
            buttons = []
        else:
            lines.append(voice.say(quality))
        if voice.account.is_own:
            is_private = voice.capabilities.is_private
            lines.append(
                voice.say("settings-own-account" if is_private else "settings-own-account-group")
            )
        others = (tag for tag in self._services.phrasebook.languages if tag != voice.language)
        await self._say(voice, "\n".join(lines), *buttons, *self._language_buttons(voice, others))

    async def _forget(self, voice: Voice, incoming: Incoming, _: Intent) -> None:
        """Delete all that is kept of the chat, after a yes."""
        is_yes = isinstance(incoming.body, Press)
        if not is_yes:
            await self._say(voice, voice.say("forget-ask"), button(voice.say, Tap.FORGET))
            return
        jobs = await self._store.open_jobs(incoming.chat)
        if jobs:
            await voice.note("forgetting", voice.say("forgetting"))
            await self._end(jobs)
        # It may have moved since this was asked for.
        chat = (await self._store.profile(incoming.chat)).chat
        await self._services.accounts.log_out(chat)
        await self._services.forget_jobs(chat)
        if self._services.door is not None:
            await self._services.door.forget(chat)
        platform = self._services.outbox.platform(chat)
        if isinstance(platform, Forgets):
            # Before our own rows, among which is this very wish: after a crash it is done again.
            # Where the chat is gone, nobody is left to be told.
            await platform.forget(chat)
            await self._store.forget(chat)
            return
        await self._store.forget(chat)
        # Not a recorded delivery: nothing is to be kept of this chat any more.
        await voice.note("forgotten", voice.say("forgotten"))

    async def _end(self, jobs: Sequence[str]) -> None:
        """End these jobs, in their own way if that doesn't take long.

        A delivery may wait for its platform for hours, and an edit can't be called back.
        """
        await self._services.end(jobs)
        timetable = self._services.timetable
        ends = (durable.finished(job, timetable.queue_poll_s) for job in jobs)
        try:
            async with asyncio.timeout(timetable.drain_limit_s):
                # How they end is told by themselves; here only that they have.
                await asyncio.gather(*ends, return_exceptions=True)
        except TimeoutError:
            log.info("Jobs of a chat that is forgotten are broken off.")
            await durable.cut_off(jobs)
        for job in jobs:
            for render in await self._store.renders(job):
                for left in self._services.work_dir.glob(f"{render.id}*"):
                    left.unlink(missing_ok=True)
