"""How an answer looks: the envelope, or bare objects; the addresses within it.

Must not know what is answered.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from aiohttp import web

from engine.server.refusals import Refusal
from engine.server.wiring import parts


def success(request: web.Request, data: Mapping[str, Any]) -> web.Response:
    """``{"code": 0, "message": "", "data": …}``, or the data alone."""
    if parts(request).settings.is_bare:
        return web.json_response(dict(data))
    return web.json_response({"code": 0, "message": "", "data": dict(data)})


def refused(refusal: Refusal) -> web.Response:
    """The same with another code; errors have a code in every mode."""
    body: dict[str, Any] = {"code": refusal.code, "message": refusal.message}
    if refusal.data:
        body["data"] = refusal.data
    return web.json_response(body, status=refusal.status, headers=refusal.headers)


def signature(key: bytes, kind: str, file_id: str) -> str:
    """What makes a file's address unguessable: HMAC-SHA-256 over its kind and id, 128 bits."""
    return hmac.new(key, f"{kind}/{file_id}".encode(), sha256).hexdigest()[:32]


def file_path(key: bytes, kind: str, file_id: str, suffix: str = "") -> str:
    """The signed path of a file, which a plain GET without a token may read."""
    return f"/files/{kind}/{signature(key, kind, file_id)}/{file_id}{suffix}"


def file_url(request: web.Request, kind: str, file_id: str, suffix: str = "") -> str:
    """The same on the origin by which the caller reached us."""
    return f"{request.url.origin()}{file_path(parts(request).signing_key, kind, file_id, suffix)}"
