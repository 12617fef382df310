"""A short answer to a question of ours: yes, no, or neither.

Owns that reading, in all languages of the router at once: whoever is asked in one language may
answer in another. Pure: no I/O after the phrases are read. Must not know what was asked, nor the
words, which stand in ``core/routing/assent.jsgf``. What ends a job ("cancel") is the router's; it
is asked second where a question is open, since a few answers ("ça marche") are requests elsewhere.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from core.routing.covering import Covering, folded
from core.routing.words import Tokens

_YES: Final = "yes"
_NO: Final = "no"
_MOST_LETTERS: Final = 60
"""Whoever writes more says more than yes or no."""
_YES_SIGNS: Final = frozenset("👍👌✅✔☑🆗🙆💯🫡")
_NO_SIGNS: Final = frozenset("👎❌🚫🙅✖")
_QUESTIONS: Final = frozenset("?？¿؟")


def assent(text: str) -> bool | None:
    """True for a plain yes, False for a plain no, None for anything else. Never raises.

    Every word must belong to the answer: "yes, but make it blue" is neither. So is a question
    ("ok?"), and a yes beside a no. A lone thumb counts.
    """
    if len(text) > _MOST_LETTERS or _QUESTIONS & set(text):
        return None
    answers = {
        answer for answer, known in ((True, _YES_SIGNS), (False, _NO_SIGNS)) if known & set(text)
    }
    words = folded(text)
    if words:
        worded = _worded(words)
        answers = answers | worded if worded else set()
    return answers.pop() if len(answers) == 1 else None


def _worded(words: Tokens) -> set[bool]:
    """What the words may answer; empty where they are no answer, or both at once.

    A reading as one kind counts alone: 不要 is a no, though 要 by itself is a yes.
    """
    return {_YES in kinds for kinds in _phrases().kinds(words) if len(kinds) == 1}


@lru_cache(maxsize=1)
def _phrases() -> Covering:
    return Covering("assent.jsgf", (_YES, _NO))
