"""A chat's own account: /login with a token, /login alone to be back on the account of all.

Owns that a token is taken only where nobody else sees it: in private, or typed into a form. One in
a message leaves the chat at once where that can be done. Must not know how tokens are stored.
"""

from __future__ import annotations

import logging

from core.errors import DeliveryError, TokenRejected
from core.flows.services import Services
from core.flows.voice import Voice
from core.model import Incoming, Tone, is_named_here
from core.ports import Deletes
from core.router import Intent
from core.secrecy import MASK, Secret

log = logging.getLogger(__name__)


class OwnAccount:
    """Logging in and out."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def log_in(self, voice: Voice, incoming: Incoming, intent: Intent) -> None:
        """Try the token that was given, and work with it from now on if the backend takes it."""
        token = intent.argument.strip()
        is_group, is_unseen = not voice.capabilities.is_private, incoming.is_unseen
        is_out_of_sight = is_unseen or (bool(token) and await self._deleted(incoming))
        if self._services.is_local:
            await self._say(voice, voice.say("login-local"))
            return
        if is_group and not is_unseen:
            await self._say(voice, voice.say("login-private"))
            return
        if token == MASK:
            # Only the mask was written down: a restart came between the message and this answer.
            await self._say(voice, voice.say("login-again"))
            return
        if not token:
            await self._log_out(voice, incoming)
            return
        try:
            await self._services.accounts.log_in(incoming.chat, Secret(token))
        except TokenRejected:
            await self._say(voice, voice.say("login-rejected"), tone=Tone.FAILED)
            return
        # The projects so far are the other account's; this one could not open them.
        await self._services.store.close_session(incoming.chat)
        lines = [voice.say("login-done-group" if is_group else "login-done")]
        if not is_out_of_sight:
            lines.append(voice.say("login-delete-yourself"))
        await self._say(voice, "\n".join(lines))

    async def _log_out(self, voice: Voice, incoming: Incoming) -> None:
        if not voice.account.is_own:
            await self._say(voice, voice.say("login-how"))
            return
        await self._services.accounts.log_out(incoming.chat)
        await self._services.store.close_session(incoming.chat)
        await self._say(voice, voice.say("logged-out"))

    async def _deleted(self, incoming: Incoming) -> bool:
        """Take the message with the token out of the chat, where the platform allows it."""
        platform = self._services.outbox.platform(incoming.chat)
        if not isinstance(platform, Deletes) or not incoming.platform_id:
            return False
        if not is_named_here(incoming):
            return False
        try:
            await platform.delete(incoming.chat, incoming.platform_id)
        except DeliveryError as error:
            log.info("A message with a token could not be deleted: %s", error)
            return False
        return True

    async def _say(self, voice: Voice, text: str, tone: Tone = Tone.INFO) -> None:
        await voice.finish("answer", text, tone=tone, is_personal=True)
