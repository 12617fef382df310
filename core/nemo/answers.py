"""The backend's answers read, in every shape that the contract lists.

Owns the envelope and the fields of each answer. Must not know HTTP calls, retries, tokens in use.
Each reader raises `ProtocolError` where what it cannot do without is missing.
"""

import json
import math
from datetime import UTC, datetime
from typing import Any, Final

from core.errors import NemoError, ProtocolError, RateLimited
from core.model import RenderState
from core.nemo import loose
from core.nemo.codes import as_code, refusal
from core.nemo.values import (
    AnonymousToken,
    Credits,
    RenderStatus,
    Session,
    State,
    UploadedFile,
)
from core.secrecy import Secret

_STATES: Final = {
    "pending": RenderState.PENDING,
    "queued": RenderState.PENDING,
    "processing": RenderState.PROCESSING,
    "rendering": RenderState.PROCESSING,
    "running": RenderState.PROCESSING,
    "completed": RenderState.COMPLETED,
    "done": RenderState.COMPLETED,
    "failed": RenderState.FAILED,
    "error": RenderState.FAILED,
    "cancelled": RenderState.CANCELLED,
    "canceled": RenderState.CANCELLED,
}
_PICTURE_TYPES: Final = (".jpg", ".jpeg", ".png", ".webp", ".gif")


def parse(body: bytes) -> Any:
    """The JSON of an answer; numbers that no float can hold are refused, not bent."""
    try:
        return json.loads(body, parse_float=_finite, parse_constant=_finite)
    except (ValueError, RecursionError) as error:
        begins = body[:80].decode("utf-8", errors="replace")
        raise ProtocolError(f"no JSON, it begins with: {begins!r}") from error


def serialize(value: Any) -> bytes:
    """JSON of a request. Raises `ProtocolError` for what can't be written (nested too deeply)."""
    try:
        return json.dumps(value, allow_nan=False).encode("ascii")
    except (ValueError, TypeError, RecursionError) as error:
        raise ProtocolError(f"the request can't be written as JSON: {error}") from error


def unwrapped(status: int, answer: Any) -> dict[str, Any]:
    """The data of an answer: out of its envelope, or bare. Raises the error that it reports."""
    body = answer if isinstance(answer, dict) else {}
    code = as_code(body.get("code"))
    is_refused = status >= 400 or bool(code) or body.get("success") is False
    if is_refused:
        raise _refusal(status, code, body)
    if not isinstance(answer, dict):
        raise ProtocolError("the answer is no JSON object")
    if "data" in body and (code == 0 or body.get("success") is True or "message" in body):
        return loose.mapping(body["data"])
    return body


def _refusal(status: int, code: int | None, body: dict[str, Any]) -> NemoError:
    told = body.get("message") or body.get("error") or body.get("detail") or ""
    if isinstance(told, dict):
        told = told.get("message", "")
    if code == 429:
        return RateLimited(told)
    scope = loose.name(loose.mapping(body.get("data")).get("scope"))
    return refusal(code, status, f"{scope}: {told}" if scope else told)


def token(data: dict[str, Any]) -> AnonymousToken:
    """`{token, user_id, expires_at}`."""
    text = loose.text(data.get("token"))
    if not text.strip() or not text.isascii() or not text.isprintable():
        raise ProtocolError("the answer has no usable token")
    return AnonymousToken(Secret(text), _id(data, "user_id"), moment(data.get("expires_at")))


def session(data: dict[str, Any]) -> Session:
    """`{task_id, session_id, user_id}`."""
    session_id = _id(data, "session_id")
    if not session_id:
        raise ProtocolError("the answer has no session_id")
    return Session(_id(data, "task_id"), session_id, _id(data, "user_id"))


def claim_token(data: dict[str, Any]) -> str:
    """`{claim_token}`."""
    text = loose.text(data.get("claim_token"))
    if not text:
        raise ProtocolError("the answer has no claim_token")
    return text


def uploaded(data: dict[str, Any]) -> tuple[UploadedFile, ...]:
    """`{files: […]}`; raises `ProtocolError` where there is none."""
    found = files(data.get("files"))
    if not found:
        raise ProtocolError("the answer to an upload names no file")
    return found


def files(listed: object) -> tuple[UploadedFile, ...]:
    """The files of an upload's answer or of `video_infos` (a list, or an object of them)."""
    values = list(listed.values()) if isinstance(listed, dict) else listed
    return tuple(_file(entry) for entry in loose.objects(values))


def _file(entry: dict[str, Any]) -> UploadedFile:
    return UploadedFile(
        name=loose.text(entry.get("filename") or entry.get("name")),
        kind=loose.text(entry.get("file_type")),
        url=loose.text(entry.get("cdn_url") or entry.get("url")),
        hash=loose.text(entry.get("hash")),
        duration_s=loose.number(entry.get("duration")),
        width_px=loose.integer(entry.get("width")),
        height_px=loose.integer(entry.get("height")),
        fps=loose.number(entry.get("fps")),
    )


def state(data: dict[str, Any]) -> State:
    """`{state: {draft, video_infos, canvas_config, generated_media}}`, or its inside alone."""
    inner = data.get("state", data)
    if not isinstance(inner, dict):
        raise ProtocolError("the answer has no state")
    return State(
        draft=inner.get("draft"),
        files=files(inner.get("video_infos")),
        pictures=pictures(inner.get("generated_media")),
        canvas=loose.mapping(inner.get("canvas_config")),
    )


def pictures(media: object) -> tuple[str, ...]:
    """Addresses of the pictures in `generated_media`, oldest first.

    The contract leaves its shape open: a list or an object of addresses or of objects with one.
    Where every entry has a time, that orders them, else their place does.
    """
    entries = list(media.values()) if isinstance(media, dict) else media
    if not isinstance(entries, list):
        return ()
    found: list[tuple[datetime | None, str]] = []
    for entry in entries:
        fields = entry if isinstance(entry, dict) else {"url": entry}
        address = fields.get("url") or fields.get("cdn_url") or fields.get("image_url")
        told = fields.get("media_type") or fields.get("file_type") or fields.get("type") or ""
        if isinstance(address, str) and address and _is_picture(told, address):
            found.append((moment(fields.get("created_at")), address))
    if all(at is not None for at, _ in found):
        found.sort(key=lambda pair: pair[0] or datetime.min.replace(tzinfo=UTC))
    return tuple(address for _, address in found)


def _is_picture(told: object, address: str) -> bool:
    if isinstance(told, str) and told:
        return told.lower().startswith("image")
    return address.partition("?")[0].lower().endswith(_PICTURE_TYPES)


def credits(data: dict[str, Any]) -> Credits:
    """`{available, frozen, total}`."""
    available = loose.number(data.get("available"))
    if available is None:
        raise ProtocolError("the answer has no balance")
    frozen = loose.number(data.get("frozen")) or 0
    total = loose.number(data.get("total"))
    return Credits(available, frozen, available + frozen if total is None else total)


def render_status(data: dict[str, Any]) -> RenderStatus:
    """Either shape of a render's status: the top level, or the inside of `data`."""
    told = loose.text(data.get("status")).lower()
    found = _STATES.get(told)
    if found is None:
        raise ProtocolError(f"a render's status is {told!r}")
    output = data.get("output")
    url = data.get("outputUrl") or (loose.mapping(output).get("url") or output)
    error = data.get("error") or data.get("errorMessage") or ""
    if isinstance(error, dict):
        error = error.get("message", "")
    return RenderStatus(
        state=found,
        progress=1.0 if found is RenderState.COMPLETED else _fraction(data.get("progress")),
        output_url=url if isinstance(url, str) and url else None,
        error=loose.name(error),
        # The embedded engine's word; the cloud's answers have none.
        is_nobody_seen=found is RenderState.FAILED and data.get("errorCode") == "no_person",
    )


def _fraction(value: object) -> float | None:
    """A progress of 0..1 or of 0..100; exactly 1 could be either, so it is unknown."""
    found = loose.number(value)
    if found is None or found < 0 or found == 1:
        return None
    return found if found < 1 else min(found / 100, 1.0)


def moment(value: object) -> datetime | None:
    """An ISO time (UTC where it names no zone) or seconds since 1970, or None."""
    try:
        if isinstance(value, str):
            at = datetime.fromisoformat(value)
            return at if at.tzinfo else at.replace(tzinfo=UTC)
        seconds = loose.number(value)
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _id(data: dict[str, Any], key: str) -> str:
    return loose.text(data.get(key))


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("a number beyond what can be kept")
    return value
