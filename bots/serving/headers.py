"""What a browser is told with every answer: what a page of ours may do, and who may show it.

Owns these headers. Must not know what is answered.
"""

from __future__ import annotations

from typing import Final

from aiohttp import web

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "media-src 'self' blob:; connect-src 'self'{sockets}; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_PLAIN: Final = {
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: with that, browsers send a form's "Origin: null" even to ourselves, and we
    # could not tell it from another site's. Others are told nothing either way. Source: Fetch,
    # "append a request Origin header".
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
_NEVER_KEPT: Final = frozenset({"text/html", "application/json", "text/plain"})


def secure(response: web.StreamResponse, host: str) -> None:
    """Add the headers to an answer that has not begun; what it says itself stays.

    ``host`` is the checked ``Host`` of the request: it becomes a part of the policy.
    """
    headers = response.headers
    for name, value in _PLAIN.items():
        headers.setdefault(name, value)
    # Safari before 15.4 doesn't count WebSockets as 'self'. A policy can't name an IPv6 address.
    sockets = "" if host.startswith("[") else f" ws://{host} wss://{host}"
    headers.setdefault("Content-Security-Policy", _POLICY.format(sockets=sockets))
    is_never_kept = bool(response.cookies) or response.content_type in _NEVER_KEPT
    headers.setdefault("Cache-Control", "no-store" if is_never_kept else "private, no-cache")
