"""What a chat's move to another name makes of the ids that the platform gave in it.

Owns how such an id is told from one of the new name. Must not know tables. A platform counts its
messages anew under the new name (Telegram does in a supergroup), so an old number would be
mistaken for a new one; with the old name before it, replies that were sent earlier still find
their message.
"""

from __future__ import annotations

from dataclasses import replace

from core.model import ChatRef, Incoming


def moved_prefix(before: ChatRef) -> str:
    """What stands before a platform's message id of ``before`` under the chat's new name."""
    return f"{before.key}:"


def moved_id(before: ChatRef, platform_id: str) -> str:
    """A platform's message id of ``before``, as it is kept under the chat's new name."""
    return moved_prefix(before) + platform_id if platform_id else ""


def moved_message(incoming: Incoming, chat: ChatRef) -> Incoming:
    """A message as one of its chat's new name; our own id of it stays."""
    before = incoming.chat
    return replace(
        incoming,
        chat=chat,
        platform_id=moved_id(before, incoming.platform_id),
        reply_to=None if incoming.reply_to is None else moved_id(before, incoming.reply_to),
    )
