"""What a message of ours looks like on Discord: plain words, buttons in rows, files streamed.

Owns the shapes. Must not know where a message goes. Whatever a person or the backend wrote is shown
as it is: it formats nothing, and calls nobody.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import re
import secrets
from collections.abc import Iterator
from typing import Any, Final

import discord

from bots.discord.limits import MAX_LABEL, MAX_TEXT
from core.errors import DeliveryRefused
from core.model import Button, Media, Outgoing

_FORMATTING: Final = re.compile(
    r"(?P<address>https?://[^\s<]+[^<.,:;\"'\]\s)])"
    r"|(?P<mark>[\\*_~`|\[\]<]|^[ \t]*(?:>|#|[-+])|^[ \t]*\d+(?=\.\s))",
    re.MULTILINE,
)
"""What Discord reads as formatting, and addresses, in which nothing is. The library's own function
leaves what stands between a bracket and a far address as it is."""


def words(text: str) -> str:
    """The text with its formatting undone, where that leaves it short enough."""
    escaped = _FORMATTING.sub(_escaped, text)
    return escaped if len(escaped) <= MAX_TEXT else text


def nonce(outgoing: Outgoing) -> str:
    """The same for the same message, so that one that is sent again stands there once.

    Progress has another each time, which holds for the library's own repeats: its place is sent
    anew under the same id after it was taken away. Discord takes 25 characters.
    """
    if outgoing.progress is not None:
        return secrets.token_urlsafe(18)
    # A file that takes the place of words under the same id is another message than they.
    name = f"{outgoing.id} {outgoing.standing or ''} {len(outgoing.media)}"
    digest = hashlib.sha256(name.encode()).digest()
    return base64.urlsafe_b64encode(digest[:18]).decode()


def view(buttons: tuple[Button, ...]) -> discord.ui.View | None:
    """The buttons; the first is the one that is wanted most often."""
    if not buttons:
        return None
    shown: discord.ui.View = discord.ui.View(timeout=None)
    for number, button in enumerate(buttons):
        style = discord.ButtonStyle.secondary if number else discord.ButtonStyle.primary
        tap: discord.ui.Button[Any] = discord.ui.Button(
            style=style, label=button.label[:MAX_LABEL], custom_id=button.data
        )
        shown.add_item(tap)
    # Else the library keeps it for ever; a tap is known by its id, also after a restart.
    shown.stop()
    return shown


@contextlib.contextmanager
def files(media: tuple[Media, ...]) -> Iterator[list[discord.File]]:
    """The files, open while the block runs, read piece by piece as they are sent.

    Raises ``DeliveryRefused`` for one that can't be read.
    """
    with contextlib.ExitStack() as stack:
        opened = []
        for one in media:
            try:
                file = discord.File(one.path, filename=one.name)
            except OSError as error:
                raise DeliveryRefused(f"{one.name}: {error.strerror}") from None
            stack.callback(file.close)
            opened.append(file)
        yield opened


def _escaped(found: re.Match[str]) -> str:
    if found["address"]:
        return found["address"]
    mark = found["mark"]
    # Of a numbered list it is the point that makes it one, of the others the last sign.
    return f"{mark}\\" if mark[-1].isdecimal() else f"{mark[:-1]}\\{mark[-1]}"
