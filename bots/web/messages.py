"""A message of the page in its three shapes: as it is kept, as the core knows it, as it is shown.

Owns these shapes and the way from one to the other. Must not know where anything is kept. What is
kept was claimed by persons or said by the core: the page shows it as text, never as HTML.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from core.media import kind_of_name, safe_name
from core.model import (
    Attachment,
    AttachmentKind,
    Body,
    ChatRef,
    Incoming,
    Media,
    Outgoing,
    Press,
    Sender,
    Text,
    message_id,
)
from storage.page import Payload, Row

NAME: Final = "web"
_ACCOUNT: Final = "page"
_TITLE_LIMIT: Final = 60

IsKept = Callable[[str], bool]
"""Whether a file, by its id, is still there."""


def chat_of(conversation: str) -> ChatRef:
    """The core's name of a conversation."""
    return ChatRef(NAME, _ACCOUNT, conversation)


def in_key(key: str) -> str:
    """Under which a person's message is kept, by the page's key of it."""
    return f"in:{key}"


def out_key(outgoing_id: str) -> str:
    """Under which a message of ours is kept."""
    return f"out:{outgoing_id}"


@dataclass(frozen=True, slots=True)
class File:
    """A file of a message. ``name`` and ``mime`` are what was claimed."""

    id: str
    name: str
    mime: str
    size_bytes: int

    @property
    def kind(self) -> AttachmentKind:
        """What it claims to be."""
        return kind_of_name(self.name)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says. ``press`` is a button's data, ``text`` then its label."""

    text: str = ""
    press: str | None = None
    reply_to: int | None = None
    language: str | None = None
    files: tuple[File, ...] = ()

    @property
    def title(self) -> str:
        """What a conversation that begins with it is called."""
        name = safe_name(self.files[0].name, "") if self.files else ""
        return " ".join((name or self.text).split())[:_TITLE_LIMIT]


def said_payload(said: Said, sender: str, at: datetime) -> Payload:
    """A person's message as it is kept."""
    return {
        "author": "person",
        "at": at.isoformat(),
        "sender": sender,
        "text": said.text,
        "press": said.press,
        "reply_to": said.reply_to,
        "language": said.language,
        "attachments": [
            {"file": one.id, "name": one.name, "mime": one.mime, "size_bytes": one.size_bytes}
            for one in said.files
        ],
    }


def incoming(row: Row, quoted: Payload | None, text: str | None = None) -> Incoming:
    """A person's message as the core knows it. ``quoted`` is the message that it answers.

    ``text`` stands in for words of which only a mask is kept.
    """
    chat, payload = chat_of(row.conversation), row.payload
    press, reply_to = payload["press"], payload["reply_to"]
    body: Body = Press(press) if press is not None else Text(payload["text"])
    if text is not None:
        body = Text(text)
    return Incoming(
        id=message_id(chat, row.number),
        chat=chat,
        sender=Sender(id=payload["sender"], language=payload["language"]),
        body=body,
        at=datetime.fromisoformat(payload["at"]),
        attachments=_attachments(payload),
        # A tap is no message that could be answered.
        platform_id="" if press is not None else str(row.number),
        reply_to=None if reply_to is None else str(reply_to),
        quoted=_attachments(quoted) if quoted and press is None else (),
    )


def _attachments(payload: Payload) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(
            ref=one["file"],
            kind=kind_of_name(one["name"]),
            name=one["name"],
            mime=one["mime"],
            size_bytes=one["size_bytes"],
        )
        for one in payload.get("attachments", ())
    )


def shown_payload(
    outgoing: Outgoing,
    at: datetime,
    media: list[dict[str, Any]] | None = None,
    before: dict[str, Any] | None = None,
) -> Payload:
    """A message of ours as it is kept."""
    progress = outgoing.progress
    return {
        "author": "bot",
        "at": at.isoformat(),
        "text": outgoing.text,
        "reply_to": None,
        "media": media or [],
        "before": before,
        "buttons": [[one.label, one.data] for one in outgoing.buttons],
        "progress": None if progress is None else [progress.stage.value, progress.fraction],
        "tone": outgoing.tone.value,
        "is_final": outgoing.is_final,
    }


def media_payload(media: Media, file: str, poster: str | None) -> dict[str, Any]:
    """A file of ours, kept under that id, as part of a message."""
    return {
        "file": file,
        "kind": media.kind.value,
        "name": media.name,
        "size_bytes": media.size_bytes,
        "width": media.width,
        "height": media.height,
        "duration_ms": media.duration_ms,
        "poster": poster,
    }


def original_in(payload: Payload) -> dict[str, Any] | None:
    """The first clip of a person's message."""
    for one in payload.get("attachments", ()):
        if kind_of_name(one["name"]) is AttachmentKind.VIDEO:
            return dict(one)
    return None


def files_of(payload: Payload) -> list[str]:
    """The ids of all files that a message holds; its original is another message's."""
    found = [one["file"] for one in payload.get("attachments", ())]
    for one in payload.get("media", ()):
        found += [file for file in (one["file"], one["poster"]) if file]
    return found


def view(row: Row, is_kept: IsKept) -> dict[str, Any]:
    """A message as the page gets it."""
    payload = row.payload
    is_person = payload["author"] == "person"
    before, progress = payload.get("before"), payload.get("progress")
    return {
        "number": row.number,
        "key": row.key.removeprefix("in:") if is_person else None,
        "author": payload["author"],
        "at": payload["at"],
        "text": payload["text"],
        "is_press": payload.get("press") is not None,
        "reply_to": payload["reply_to"],
        "attachments": [
            {
                **one,
                "kind": kind_of_name(one["name"]).value,
                "url": _url(one["file"], one["name"]),
                "is_kept": is_kept(one["file"]),
            }
            for one in payload.get("attachments", ())
        ],
        "media": [_media_view(one, is_kept) for one in payload.get("media", ())],
        "before": _before_view(before) if before and is_kept(before["file"]) else None,
        "buttons": [{"label": label, "data": data} for label, data in payload.get("buttons", ())],
        "progress": {"stage": progress[0], "fraction": progress[1]} if progress else None,
        "tone": payload.get("tone", "info"),
        "is_final": payload.get("is_final", False),
    }


def _media_view(one: dict[str, Any], is_kept: IsKept) -> dict[str, Any]:
    url, poster = _url(one["file"], one["name"]), one["poster"]
    shown = {name: value for name, value in one.items() if name != "poster"}
    return {
        **shown,
        "url": url,
        "download_url": f"{url}?download=1",
        "poster_url": _url(poster, "poster.jpg") if poster else None,
        "is_kept": is_kept(one["file"]),
    }


def _before_view(before: dict[str, Any]) -> dict[str, Any]:
    return {
        "url": _url(before["file"], before["name"]),
        "playable_url": f"api/playable/{before['file']}",
        "name": before["name"],
        "kind": AttachmentKind.VIDEO.value,
    }


def _url(file: str, name: str) -> str:
    """Relative to the page. A claimed name is only the last, decorative part of it."""
    shown = safe_name(name, "") + (f".{name.rpartition('.')[2]}" if "." in name else "")
    return f"api/files/{file}/{quote(shown, safe='')}"
