"""Who is listened to. Owns the rule; must not know platforms, storage or wording."""

from __future__ import annotations

from core.model import Command, Incoming, Press


def is_addressed(incoming: Incoming) -> bool:
    """Whether this message is meant for us.

    Other bots never are (two bots would answer each other for ever); in a group only what names
    the bot, answers it, commands it or taps one of its buttons.
    """
    if incoming.sender.is_bot:
        return False
    if incoming.is_direct or incoming.mentions_bot:
        return True
    return isinstance(incoming.body, Command | Press)
