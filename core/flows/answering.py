"""The answer to an edit that is not exported yet: what was done, the timeline, how it looks now.

Owns the composition of that one message. Must not know how the edit came about.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from core.buttons import Tap, button, data, offered
from core.errors import DeliveryForbidden, DeliveryUnknown, NemoError
from core.flows.editing import Told
from core.flows.services import Services
from core.flows.voice import Voice
from core.model import AttachmentKind, Button, ChatSession, Media, Outgoing, Tone, handle_of
from core.narrator import Offer
from core.nemo.client import State
from core.nemo.draft import summary
from core.options import options
from core.vague import is_vague

log = logging.getLogger(__name__)

CREDITS_LOW_BELOW: Final = 50
"""Below this an editing session may not be paid for. Source: the contract, "Credits"."""

_MOST_BUTTONS: Final = 4
"""More are not read."""

_OFFERED: Final = {Offer.STATUS: Tap.STATUS, Offer.CREDITS: Tap.CREDITS}


class Answering:
    """Answers to the edits of one job."""

    def __init__(self, services: Services, voice: Voice) -> None:
        self._services = services
        self._voice = voice

    async def answer(self, session: ChatSession, told: Told, words: str, part: str) -> None:
        """Deliver the answer with the newest picture of the project, if there is one."""
        voice = self._voice
        state = await voice.nemo.state(session.nemo_session_id)
        lines = [told["text"]]
        if told["added"]:
            lines.append(voice.say("generated-added", things="; ".join(told["added"])))
        lines.append(summary(state.draft))
        lines += await self.hints(words)
        lines.append(voice.say("next-steps"))
        answer = replace(
            voice.outgoing(part, "\n".join(line for line in lines if line)),
            buttons=self._buttons(told),
            tone=Tone.DONE,
            is_final=True,
            session_id=session.id,
        )
        await self._deliver(session, state, answer)

    async def show(self, session: ChatSession, told: Told, part: str) -> None:
        """Deliver an answer that changed nothing, with the picture that was made for it."""
        voice = self._voice
        state = await voice.nemo.state(session.nemo_session_id)
        answer = replace(
            voice.outgoing(part, told["text"]),
            buttons=self.offered(told, part),
            tone=Tone.INFO,
            is_final=True,
            session_id=session.id,
        )
        await self._deliver(session, state, answer)

    def offered(self, told: Told, part: str) -> tuple[Button, ...]:
        """The ways to go on that the agent's answer offers; ``part`` ends in the edit's number."""
        number, handle = int(part.rpartition("-")[2]), handle_of(self._voice.about.id)
        return tuple(
            Button(words, data(Tap.OPTION, offered(number, index, handle)))
            for index, words in enumerate(options(told["text"]))
        )

    async def _deliver(self, session: ChatSession, state: State, answer: Outgoing) -> None:
        """Deliver it with the newest picture; the words alone where that can't be."""
        voice = self._voice
        async with self._picture(session, state) as media:
            try:
                await voice.deliver(replace(answer, media=media))
            except DeliveryForbidden as error:
                # It certainly was not sent, so its words still can be, under the same id.
                log.info("An answer goes without its picture: %s", error)
                await voice.deliver(answer)
            except DeliveryUnknown as error:
                if not media:
                    raise
                # The picture may be there; the words are what must not be missing.
                log.info("An answer is said once more, without its picture: %s", error)
                await voice.deliver(replace(answer, id=f"{answer.id}-words"))

    async def hints(self, words: str) -> list[str]:
        """What may be said once, kindly, along with an answer: each line only where it is due."""
        voice, store = self._voice, self._services.store
        lines: list[str] = []
        if is_vague(words):
            lines.append(voice.say("hint-vague"))
        if len(await store.sessions(voice.about.chat)) == 1 and not voice.capabilities.is_one_shot:
            lines.append(voice.say("hint-footage"))
        if not self._services.is_local:
            lines += await self._low_credits()
            if voice.nemo.account.is_ending:
                lines.append(voice.say("hint-account-ending"))
        return lines

    async def _low_credits(self) -> list[str]:
        """Said once, and again only after they have risen in between."""
        voice, store = self._voice, self._services.store
        try:
            balance = await voice.nemo.credits()
        except NemoError as error:
            log.info("The balance could not be read after an edit: %s", error)
            return []
        profile = await store.profile(voice.about.chat)
        is_low = balance.available < CREDITS_LOW_BELOW
        if profile.is_low_told is not is_low:
            await store.save_profile(replace(profile, is_low_told=is_low))
        if not is_low or profile.is_low_told:
            return []
        return [voice.say("hint-credits-low", available=balance.available)]

    def _buttons(self, told: Told) -> tuple[Button, ...]:
        taps = [Tap.EXPORT]
        taps += [Tap.KEEP, Tap.STRIP] if told["added"] else [Tap.UNDO]
        taps += [tap for offer, tap in _OFFERED.items() if offer.value in told["offers"]]
        return tuple(button(self._voice.say, tap) for tap in taps[:_MOST_BUTTONS])

    @contextlib.asynccontextmanager
    async def _picture(
        self, session: ChatSession, state: State
    ) -> AsyncIterator[tuple[Media, ...]]:
        """The newest picture as a file for as long as the block runs; nothing if there is none."""
        if not state.pictures:
            yield ()
            return
        folder = self._services.work_dir
        path: Path = folder / f"preview_{session.id}.jpg"
        try:
            await self._voice.nemo.fetch_picture(state.pictures[-1], path)
        except NemoError as error:
            log.info("The preview picture could not be fetched: %s", error)
            yield ()
            return
        try:
            yield (Media(AttachmentKind.IMAGE, str(path), "preview.jpg", path.stat().st_size),)
        finally:
            path.unlink(missing_ok=True)
