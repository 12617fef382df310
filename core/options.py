"""The ways to go on that an answer of the agent offers: numbered lines, each an instruction.

Owns the reading of those lines. Pure. Must not know buttons, platforms or what an option does; the
text is the backend's, so nothing in it is trusted to be short or well-formed.
"""

from __future__ import annotations

import re
from typing import Final

MOST: Final = 12
"""Options that are offered; nobody reads more buttons, and no platform refuses so many."""

LONGEST: Final = 200
"""Characters of an option; what is longer is prose."""

_LINE: Final = re.compile(r"\s*\(?(\d{1,2})[.)、]\s*(.+?)\s*")
_PAIRS: Final = {"“": "”", "„": "“", "「": "」", "『": "』", "«": "»"}
_PLAIN: Final = '"'


def options(reply: str) -> tuple[str, ...]:
    """The instructions of the numbered lines, in order: 1, 2, 3 …, each wholly in quotation marks.

    A line that says more than its quotation is an explanation and no option; numbers that begin
    elsewhere or leave one out are no list of options.
    """
    found: list[str] = []
    for line in reply.splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            continue
        if int(match[1]) == 1:
            found = []
        elif int(match[1]) != len(found) + 1:
            return ()
        found.append(_unquoted(match[2]))
    return tuple(words for words in found if words)[:MOST]


def _unquoted(text: str) -> str:
    """What stands within one outer pair of quotation marks; "" where the text is more than that."""
    if len(text) > LONGEST:
        return ""
    inner = text[1:-1]
    if len(text) > 2 and text[0] == text[-1] == _PLAIN:
        return "" if _PLAIN in inner else inner.strip()
    closing = _PAIRS.get(text[:1])
    if closing is None or text[-1] != closing:
        return ""
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign == text[0]) - (sign == closing)
        if depth == 0 and at < len(text) - 1:
            return ""
    return inner.strip() if depth == 0 else ""
