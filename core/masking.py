"""What of a message may be written down: everything but secrets.

Owns the masking of tokens that persons send. Must not know where messages are kept.
"""

from __future__ import annotations

from dataclasses import replace

from core.model import Attachment, Command, Incoming, Text
from core.router import Action, route
from core.secrecy import MASK, is_token, without_tokens


def as_login(incoming: Incoming) -> Incoming:
    """A token alone is what a person means by /login with it."""
    body = incoming.body
    if isinstance(body, Text) and is_token(body.text):
        return replace(incoming, body=Command("login", body.text.strip()))
    return incoming


def without_secrets(incoming: Incoming) -> Incoming:
    """The message as it may be written down. What follows /login is a secret, whatever it is."""
    body = incoming.body
    if isinstance(body, Command):
        is_login = route(f"/{body.name}").action is Action.LOGIN
        argument = MASK if is_login and body.argument else without_tokens(body.argument)
        body = Command(body.name, argument)
    elif isinstance(body, Text):
        intent = route(body.text)
        if intent.action is Action.LOGIN:
            command = body.text.split(maxsplit=1)[0]
            body = Text(f"{command} {MASK}" if intent.argument else command)
        else:
            body = Text(without_tokens(body.text))
    return replace(
        incoming,
        body=body,
        attachments=tuple(map(_named_safely, incoming.attachments)),
        quoted=tuple(map(_named_safely, incoming.quoted)),
    )


def _named_safely(attachment: Attachment) -> Attachment:
    """A token in a link opens nothing that we may fetch; in a name it is nothing but a leak."""
    ref = without_tokens(attachment.ref) if attachment.is_link else attachment.ref
    return replace(attachment, ref=ref, name=without_tokens(attachment.name))
