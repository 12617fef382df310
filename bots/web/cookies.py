"""The two cookies of a browser, and how a browser is told to keep them.

Owns their names and attributes. Must not know what their values say (``sessions``).
"""

from __future__ import annotations

from typing import Final

from aiohttp import web

from bots.serving.origin import Asked

BROWSER: Final = "backdrop-browser"
LOGIN: Final = "backdrop-login"


def read(request: web.Request, asked: Asked, kind: str) -> str:
    """The value of that cookie; empty if there is none."""
    return request.cookies.get(_name(asked, kind), "")


def put(response: web.StreamResponse, asked: Asked, kind: str, value: str, age_s: int) -> None:
    """Give the browser the cookie, for ``age_s`` seconds from now; 0 takes it away."""
    response.set_cookie(
        _name(asked, kind),
        value,
        max_age=age_s,
        path=asked.prefix or "/",
        secure=asked.is_secure,
        httponly=True,
        # Not Strict: whoever follows a link from a mail or another chat would come without the
        # cookie, be taken for somebody new, and the new cookie would replace theirs for ever.
        samesite="Lax",
    )


def _name(asked: Asked, kind: str) -> str:
    """To a browser all ports of a host share their cookies: each of ours has names of its own.

    ``__Host-``: a browser takes it from this very host alone, and from no other name below the
    same domain. It demands Secure, the path / and no domain.
    """
    named = kind if asked.port is None else f"{kind}-{asked.port}"
    return f"__Host-{named}" if asked.is_secure and not asked.prefix else named
