"""What the bot writes at the fake Discord, checked as the real one does: for tests.

Owns turning a request's body and files into a message's version. Must not know where it is sent
from: channel messages, interaction answers and follow-ups are written alike.
"""

from __future__ import annotations

import time
from typing import Any

from tests.servers.discord_cdn import Cdn
from tests.servers.discord_components import check_components
from tests.servers.discord_ledger import Ledger
from tests.servers.discord_limits import (
    EMPTY,
    INVALID_FORM,
    MAX_FILES,
    MAX_TEXT,
    TOO_LARGE,
    Refused,
    check_length,
    file_bytes,
    invalid,
    no,
)
from tests.servers.discord_mentions import check, pinged
from tests.servers.discord_parameters import Call
from tests.servers.discord_permissions import may
from tests.servers.discord_values import (
    COMPONENTS_V2,
    EPHEMERAL,
    LOADING,
    File,
    Message,
    Room,
    Version,
)

_SETTABLE = EPHEMERAL | COMPONENTS_V2 | 1 << 2 | 1 << 12 | 1 << 13
"""Flags that a sender may set: these, embeds suppressed, silent, a voice message."""

_MAX_EMBEDS, _MAX_EMBED_CHARACTERS = 10, 6000


class Writing:
    """``default_bytes`` is how large a file may be where nobody boosts."""

    def __init__(self, ledger: Ledger, cdn: Cdn, default_bytes: int) -> None:
        self._ledger = ledger
        self._cdn = cdn
        self.default_bytes = default_bytes

    def new(
        self,
        call: Call,
        body: dict[str, Any],
        room: Room,
        *,
        answered: Message | None = None,
        has_snapshot: bool = False,
        folder: str = "",
    ) -> Version:
        """A first version. Raises ``Refused``."""
        version = self._version(call, body, room, Version(0.0), answered, folder)
        shown = (version.text, version.files, version.embeds, version.components)
        if not any(shown) and not has_snapshot and not body.get("poll"):
            raise no(EMPTY)
        return version

    def changed(
        self, call: Call, body: dict[str, Any], message: Message, room: Room, folder: str = ""
    ) -> Version:
        """A further version: what isn't named stays. Raises ``Refused``."""
        answered_id = (message.reference or {}).get("message_id")
        answered = self._ledger.message(int(answered_id)) if answered_id else None
        version = self._version(call, body, room, message.now, answered, folder)
        shown = (version.text, version.files, version.embeds, version.components)
        if not any(shown) and message.snapshot is None:
            raise no(EMPTY)
        return version

    def _version(
        self,
        call: Call,
        body: dict[str, Any],
        room: Room,
        before: Version,
        answered: Message | None,
        folder: str,
    ) -> Version:
        text = before.text if "content" not in body else str(body["content"] or "").strip()
        check_length("content", text, 0, MAX_TEXT)
        flags = before.flags & ~LOADING
        if "flags" in body:
            flags = (flags & EPHEMERAL) | (int(body["flags"] or 0) & _SETTABLE)
        embeds = before.embeds if "embeds" not in body else tuple(body["embeds"] or ())
        _check_embeds(embeds)
        components = before.components
        if "components" in body:
            components = check_components(body["components"], flags)
        if flags & COMPONENTS_V2 and (text or embeds):
            message = "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            raise invalid("content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message)
        allowed = check(body.get("allowed_mentions"))
        everyone = may(room, "mention_everyone")
        return Version(
            at_s=time.monotonic(),
            text=text,
            files=self._files(call, body, before, room, folder),
            components=components,
            embeds=embeds,
            flags=flags,
            pinged=pinged(self._ledger, text, answered, allowed, may_ping_everyone=everyone),
            allowed_mentions=allowed,
        )

    def _files(
        self, call: Call, body: dict[str, Any], before: Version, room: Room, folder: str
    ) -> tuple[File, ...]:
        """Those that stay, then those that came. Raises ``Refused``."""
        told = body.get("attachments")
        stays = before.files
        if told is not None:
            kept = {str(one.get("id")) for one in told}
            stays = tuple(one for one in before.files if str(one.id) in kept)
        about = {str(one.get("id")): one for one in told or ()}
        numbers = {str(one.number) for one in call.parts}
        for number, one in enumerate(told or ()):
            known = {str(file.id) for file in before.files}
            if str(one.get("id")) not in numbers | known:
                raise invalid(
                    f"attachments.{number}.id", "ATTACHMENT_NOT_FOUND", "Attachment not found"
                )
        check_length("attachments", [*stays, *call.parts], 0, MAX_FILES)
        most_bytes = file_bytes(room.guild, self.default_bytes)
        if any(one.size_bytes > most_bytes for one in call.parts):
            for one in call.parts:
                one.path.unlink()
            raise no(TOO_LARGE)
        where = folder or f"attachments/{room.id}"
        came = []
        for one in call.parts:
            said = about.get(str(one.number), {})
            name = said.get("filename") or one.file_name
            description = str(said.get("description") or "")
            check_length("attachments", description, 0, 1024)
            came.append(self._cdn.keep(one.path, name, where, description=description))
        return (*stays, *came)


def _check_embeds(embeds: tuple[dict[str, Any], ...]) -> None:
    check_length("embeds", embeds, 0, _MAX_EMBEDS)
    total = 0
    for number, one in enumerate(embeds):
        for key, most in (("title", 256), ("description", 4096)):
            check_length(f"embeds.{number}.{key}", one.get(key) or "", 0, most)
            total += len(one.get(key) or "")
        check_length(f"embeds.{number}.fields", one.get("fields") or [], 0, 25)
        total += sum(len(each["name"]) + len(each["value"]) for each in one.get("fields") or ())
        total += len(one.get("footer", {}).get("text", ""))
    if total > _MAX_EMBED_CHARACTERS:
        message = "Embed size exceeds maximum size of 6000"
        errors = {"embeds": {"_errors": [{"code": "MAX_EMBED_SIZE_EXCEEDED", "message": message}]}}
        raise Refused(400, INVALID_FORM, "Invalid Form Body", errors)
