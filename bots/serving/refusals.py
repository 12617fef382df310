"""A request that is refused: one sentence for the person, one word for the page.

Owns the shape of that answer, ``{"error", "code"}``. Must not know why something is refused.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from aiohttp import web

from bots.serving.language import language_of
from bots.serving.rates import Buckets
from core.errors import BackdropError, Fact
from core.phrases import Phrasebook


class Refused(Exception):
    """``code`` is what the page goes by; ``phrase`` and ``facts`` make the sentence."""

    def __init__(
        self,
        status: int,
        code: str,
        phrase: str,
        facts: Mapping[str, Fact] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.phrase = phrase
        self.facts = dict(facts or {})
        self.headers = dict(headers or {})

    @classmethod
    def because(cls, status: int, code: str, error: BackdropError) -> Refused:
        """With the sentence of an error of the core."""
        return cls(status, code, error.phrase, error.facts)


def answer(request: web.Request, refused: Refused, phrasebook: Phrasebook) -> web.Response:
    """The refusal as JSON, in the language of the request."""
    sentence = phrasebook.say(refused.phrase, language_of(request, phrasebook), **refused.facts)
    return web.json_response(
        {"error": sentence, "code": refused.code},
        status=refused.status,
        headers={**refused.headers, "Cache-Control": "no-store"},
    )


def told(request: web.Request, refused: Refused, phrasebook: Phrasebook) -> web.Response:
    """The refusal as plain words, for a person who opened an address by hand."""
    sentence = phrasebook.say(refused.phrase, language_of(request, phrasebook), **refused.facts)
    return web.Response(text=f"{sentence}\n", status=refused.status, headers=refused.headers)


def take(buckets: Buckets, key: str) -> None:
    """Take one. Raises ``Refused`` where there is none."""
    wait_s = buckets.take(key)
    if wait_s > 0:
        raise too_fast("access-too-many", wait_s)


def too_fast(phrase: str, wait_s: float) -> Refused:
    """The refusal of what comes too fast, with the seconds after which it may come again."""
    seconds = math.ceil(wait_s)
    return Refused(429, "too-many", phrase, {"seconds": seconds}, {"Retry-After": str(seconds)})
