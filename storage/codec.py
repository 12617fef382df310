"""Core values as text and back: the one place that knows how they are written down.

Owns the format. Must not know tables. Read by programs older and newer than the writer: keys that
nobody knows are ignored, keys that were not yet written take the value's default, a kind of
attachment that is not known is OTHER; a body that is not known has no meaning and is refused.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any, Final

from core.model import (
    Attachment,
    AttachmentKind,
    Body,
    ChatRef,
    Command,
    Incoming,
    Press,
    Sender,
    Text,
)
from storage.errors import PayloadUnreadable

_NOT_IN_TEXT: Final = re.compile("[\x00\ud800-\udfff]")
"""NUL, which PostgreSQL refuses, and lone surrogates, which UTF-8 has no bytes for."""


def encode_incoming(incoming: Incoming) -> str:
    """One line of ASCII. Raises ``ValueError`` for a time without a zone."""
    if incoming.at.tzinfo is None:
        raise ValueError("the time of a message needs a zone")
    chat, sender = incoming.chat, incoming.sender
    return encode_json(
        {
            "id": incoming.id,
            "chat": [chat.platform, chat.account, chat.chat, chat.thread],
            "sender": {
                "id": sender.id,
                "name": sender.name,
                "is_bot": sender.is_bot,
                "language": sender.language,
            },
            "body": _body_to_json(incoming.body),
            "at": incoming.at.isoformat(),
            "attachments": [_attachment_to_json(one) for one in incoming.attachments],
            "album": incoming.album,
            "platform_id": incoming.platform_id,
            "reply_to": incoming.reply_to,
            "quoted": [_attachment_to_json(one) for one in incoming.quoted],
            "is_direct": incoming.is_direct,
            "mentions_bot": incoming.mentions_bot,
            "is_edited": incoming.is_edited,
            "is_unseen": incoming.is_unseen,
        }
    )


def decode_incoming(text: str) -> Incoming:
    """The message that was encoded, equal to it. Raises ``PayloadUnreadable``."""
    try:
        return _incoming(json.loads(text))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PayloadUnreadable(f"{type(error).__name__}: {error}") from error


def encode_json(value: Any) -> str:
    """A JSON value as one line of ASCII: control characters and lone surrogates are escaped."""
    return json.dumps(value, separators=(",", ":"))


def storable(text: str) -> str:
    """Words for a column of their own: what some database can't keep in text becomes U+FFFD."""
    return _NOT_IN_TEXT.sub("\ufffd", text)


def decode_json(text: str) -> Any:
    """The value that was encoded. Raises ``PayloadUnreadable``."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise PayloadUnreadable(error) from error


def _incoming(found: dict[str, Any]) -> Incoming:
    platform, account, chat, thread = found["chat"]
    sender = found["sender"]
    at = datetime.fromisoformat(found["at"])
    if at.tzinfo is None:
        raise ValueError("the time has no zone")
    return Incoming(
        id=found["id"],
        chat=ChatRef(platform, account, chat, thread),
        sender=Sender(
            id=sender["id"],
            name=sender.get("name", ""),
            is_bot=sender.get("is_bot", False),
            language=sender.get("language"),
        ),
        body=_body(found["body"]),
        at=at,
        attachments=tuple(_attachment(one) for one in found.get("attachments", ())),
        album=found.get("album"),
        platform_id=found.get("platform_id", ""),
        reply_to=found.get("reply_to"),
        quoted=tuple(_attachment(one) for one in found.get("quoted", ())),
        is_direct=found.get("is_direct", True),
        mentions_bot=found.get("mentions_bot", False),
        is_edited=found.get("is_edited", False),
        is_unseen=found.get("is_unseen", False),
    )


def _body_to_json(body: Body) -> dict[str, str]:
    match body:
        case Text(text):
            return {"is": "text", "text": text}
        case Command(name, argument):
            return {"is": "command", "name": name, "argument": argument}
        case Press(data):
            return {"is": "press", "data": data}


def _body(found: dict[str, Any]) -> Body:
    match found["is"]:
        case "text":
            return Text(found["text"])
        case "command":
            return Command(found["name"], found.get("argument", ""))
        case "press":
            return Press(found["data"])
        case unknown:
            raise ValueError(f"a body of the kind {unknown!r}")


def _attachment_to_json(attachment: Attachment) -> dict[str, Any]:
    return {
        "ref": attachment.ref,
        "kind": attachment.kind.value,
        "name": attachment.name,
        "mime": attachment.mime,
        "size_bytes": attachment.size_bytes,
        "duration_ms": attachment.duration_ms,
        "is_link": attachment.is_link,
        "is_dropped": attachment.is_dropped,
    }


def _attachment(found: dict[str, Any]) -> Attachment:
    kind = str(found.get("kind"))
    known = kind in AttachmentKind.__members__.values()
    return Attachment(
        ref=found["ref"],
        kind=AttachmentKind(kind) if known else AttachmentKind.OTHER,
        name=found["name"],
        mime=found.get("mime", ""),
        size_bytes=found.get("size_bytes"),
        duration_ms=found.get("duration_ms"),
        is_link=found.get("is_link", False),
        is_dropped=found.get("is_dropped", False),
    )
