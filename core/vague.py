"""Whether an instruction names anything to be done: "make it better" does not.

Owns that reading, for a kind hint beside the answer; it never decides whether a wish is passed on.
Pure: no I/O after the phrases are read. Must not know how the hint is worded, nor the words of the
wishes, which stand in ``core/routing/vague.jsgf``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from core.routing.covering import Covering, folded

_VAGUE: Final = "vague"
_MOST_LETTERS: Final = 200
"""Whoever writes more has something in mind."""


def is_vague(text: str) -> bool:
    """True for an instruction with nothing concrete in it. Never raises.

    Every word must belong to a vague wish: one part, colour, number or quotation that the phrases
    don't know makes it concrete. Praise and greetings alone are no instructions, so not vague.
    """
    if len(text) > _MOST_LETTERS:
        return False
    return any(_phrases().kinds(folded(text)))


@lru_cache(maxsize=1)
def _phrases() -> Covering:
    return Covering("vague.jsgf", (_VAGUE,))
