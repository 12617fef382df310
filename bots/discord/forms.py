"""Forms that open on a person's screen: the token of one's own account, and words for a clip.

Owns their making and their reading. Must not know what is done with them. A form is known by its
custom id alone, so nothing is kept of it here; what a token is typed into is seen by that person
alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import discord

LOGIN: Final = "login"
EDIT: Final = "edit-clip"
_WORDS: Final = "words"
_FILES: Final = "files"
_OWN: Final = "token"
_MOST_WORDS: Final = 2000
_LONGEST_TOKEN: Final = 500
_MOST_FILES: Final = 4

Say = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that was sent: which one, its argument, what was typed, what was added.

    ``files`` are attachments as Discord wrote them: the library reads none for a form by itself.
    """

    name: str
    argument: str
    text: str
    files: tuple[Mapping[str, Any], ...]


def login(say: Say) -> discord.ui.Modal:
    """A form for a token; empty means back to the account of all."""
    token: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=_OWN, required=False, max_length=_LONGEST_TOKEN
    )
    return _form(
        say("form-login-title"),
        LOGIN,
        discord.ui.Label(
            text=say("form-login-token"), description=say("form-login-hint"), component=token
        ),
    )


def edit(say: Say, argument: str) -> discord.ui.Modal:
    """A form for words about a clip, and for pictures that go with them."""
    words: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=_WORDS,
        style=discord.TextStyle.paragraph,
        placeholder=say("form-edit-example")[:100],
        max_length=_MOST_WORDS,
    )
    files: discord.ui.FileUpload[Any] = discord.ui.FileUpload(
        custom_id=_FILES, required=False, min_values=0, max_values=_MOST_FILES
    )
    return _form(
        say("form-edit-title"),
        f"{EDIT}:{argument}",
        discord.ui.Label(text=say("form-edit-words"), component=words),
        discord.ui.Label(
            text=say("form-edit-files"), description=say("form-edit-files-hint"), component=files
        ),
    )


def read(interaction: discord.Interaction[Any]) -> Filled:
    """What a person has filled in."""
    data: Mapping[str, Any] = interaction.data or {}
    name, _, argument = str(data.get("custom_id", "")).partition(":")
    text, file_ids = "", []
    for field in _fields(data.get("components", [])):
        if field.get("custom_id") in (_OWN, _WORDS):
            text = str(field.get("value") or "")
        elif field.get("custom_id") == _FILES:
            file_ids = [str(one) for one in field.get("values", [])]
    resolved = data.get("resolved", {}).get("attachments", {})
    files = tuple(resolved[one] for one in file_ids if one in resolved)
    return Filled(name, argument, text, files)


def _form(title: str, custom_id: str, *labels: discord.ui.Label[Any]) -> discord.ui.Modal:
    form = discord.ui.Modal(title=title, custom_id=custom_id)
    for label in labels:
        form.add_item(label)
    # Else the library would keep it, waiting for its answer; that is known by its custom id.
    form.stop()
    return form


def _fields(components: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    for component in components:
        if "component" in component:
            yield component["component"]
        else:
            yield from component.get("components", [])
