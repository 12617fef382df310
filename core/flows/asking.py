"""What is asked before any work: what to do with a clip, whether words alone should be a video.

Owns these questions. Must not know how the work is done.
"""

from __future__ import annotations

from dataclasses import replace

from core.buttons import Tap, button
from core.flows.services import Services
from core.flows.voice import Voice
from core.model import Incoming, Tone

IDEAS = (Tap.IDEA_OFFICE, Tap.IDEA_BLUR, Tap.IDEA_TITLE)
"""Three that work in any language: a tap stands for their words."""


class Asking:
    """Questions in one chat."""

    def __init__(self, services: Services, voice: Voice) -> None:
        self._services = services
        self._voice = voice

    async def what_to_do(self) -> None:
        """A clip came without a word on what to do with it."""
        voice = self._voice
        ideas = tuple(button(voice.say, tap) for tap in IDEAS)
        await voice.finish("answer", voice.say("ask-what-to-do"), tone=Tone.INFO, buttons=ideas)

    async def about_wish(self, incoming: Incoming) -> None:
        """Words came without any clip: say what a video out of words alone would take.

        The embedded engine can't make one, and says what it can do instead.
        """
        voice = self._voice
        if self._services.is_local:
            await voice.finish("answer", voice.say("wish-local"), tone=Tone.FAILED)
            return
        balance = await voice.nemo.credits()
        store = self._services.store
        profile = await store.profile(incoming.chat)
        await store.save_profile(replace(profile, wish=incoming.id))
        text = voice.say("wish-costs", available=balance.available)
        buttons = tuple(button(voice.say, tap) for tap in (Tap.GENERATE, Tap.DROP_WISH))
        await voice.finish("answer", text, tone=Tone.INFO, buttons=buttons)
