"""The headers of tus 1.0, read and written. Source: tus.io/protocols/resumable-upload.

Owns their syntax, and that nothing a stranger writes into them goes further than it may. Must not
know uploads or files.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from pathlib import PurePosixPath
from typing import Final

from core.media import safe_name
from core.secrecy import without_tokens

VERSION: Final = "1.0.0"
EXTENSIONS: Final = "creation,expiration,termination"
BODY_TYPE: Final = "application/offset+octet-stream"
_NUMBER: Final = re.compile(r"[0-9]{1,15}")
_SUFFIX: Final = re.compile(r"\.[A-Za-z0-9]{1,8}")
_MIME: Final = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,60}")


def read_bytes(value: str | None) -> int | None:
    """A number of bytes; None for what is none: missing, negative, of 16 digits or more."""
    return int(value) if value is not None and _NUMBER.fullmatch(value) else None


def read_metadata(value: str) -> tuple[str, str]:
    """The file's name, safe to show and to save under, and its MIME type or nothing.

    Keys that are not ours are let pass. Raises ``ValueError`` for what is no metadata.
    """
    pairs: dict[str, str] = {}
    for pair in value.split(","):
        key, _, encoded = pair.strip().partition(" ")
        try:
            pairs[key] = base64.b64decode(encoded.strip(), validate=True).decode("utf-8", "replace")
        except binascii.Error as error:
            raise ValueError(f"the value of a key is no base64: {error}") from None
    name = pairs.get("filename") or pairs.get("name") or ""
    mime = (pairs.get("filetype") or pairs.get("type") or "").strip().lower().partition(";")[0]
    return shown_name(name), mime if _MIME.fullmatch(mime) else ""


def shown_name(claimed: str) -> str:
    """That name without folders, tokens and what is no letter, with its own extension."""
    suffix = PurePosixPath(claimed.replace("\\", "/")).suffix
    # What was dropped from a name may have stood in the midst of a token.
    stem = without_tokens(safe_name(claimed, ""))
    return safe_name(stem + ".", suffix if _SUFFIX.fullmatch(suffix) else "")


def write_metadata(pairs: Mapping[str, str]) -> str:
    """Those that have a value."""
    given = ((key, value.encode()) for key, value in pairs.items() if value)
    return ",".join(f"{key} {base64.b64encode(value).decode()}" for key, value in given)


def write_date(at: datetime) -> str:
    """As HTTP has it; ``at`` is UTC."""
    return format_datetime(at, usegmt=True)
