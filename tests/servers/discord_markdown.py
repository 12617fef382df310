"""What a person reads of words that stand at Discord, whose Markdown is shown as styles: for tests.

Owns the reading of marks, as plain text without any style. Must not know messages.
Sources: Discord's help page "Markdown Text 101", its documentation "Message Formatting", and the
rules of simple-markdown, on which its programs are built.
"""

from __future__ import annotations

import re
from collections.abc import Callable

NAMED = "\N{BALLOT BOX}"
"""Stands for a name, an emoji or a time that was written by its number."""

_Shown = Callable[["re.Match[str]"], str]


_AT_START = re.compile(r"(?m)^(?:#{1,3} +|-# +|>(?:>>)? +|(?P<blanks> *)[-*] +)(?=\S)")


def shown(text: str) -> str:
    """The text as it is read. Marks at the start of lines are left alone beside a block of code."""
    if "```" not in text:
        text = _AT_START.sub(
            lambda mark: "" if mark["blanks"] is None else f"{mark['blanks']}• ", text
        )
    return _inline(text)


def _inner(match: re.Match[str]) -> str:
    return _inline(next(one for one in match.groups() if one is not None))


def _inner_as_it_is(match: re.Match[str]) -> str:
    return str(match["code"])


_RULES: list[tuple[re.Pattern[str], _Shown]] = [
    (re.compile(r"\\(?P<code>[^0-9A-Za-z\s])"), _inner_as_it_is),
    (re.compile(r"```(?:[a-z0-9_+\-.#]+\n)?\n*(?P<code>[\s\S]+?)\n*```"), _inner_as_it_is),
    (re.compile(r"(?P<marks>`+)(?P<code>[\s\S]*?[^`])(?P=marks)(?!`)"), _inner_as_it_is),
    (re.compile(r"<(?P<code>https?://[^\s>]+)>"), _inner_as_it_is),
    (re.compile(r"(?P<code>https?://[^\s<]+[^<.,:;\"')\]\s])"), _inner_as_it_is),
    (
        re.compile(r"<(?:@!?|@&|#)\d+>|<a?:\w+:\d+>|<t:-?\d+(?::\w)?>|</[^:>]+:\d+>"),
        lambda _: NAMED,
    ),
    (re.compile(r"\[([^\[\]]+)\]\(<?https?://[^\s)]+\)"), _inner),
    (re.compile(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)"), _inner),
    (re.compile(r"__((?:\\[\s\S]|[^\\])+?)__(?!_)"), _inner),
    (
        re.compile(
            r"_((?:__|\\[\s\S]|[^\\_])+?)_\b"
            r"|\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)"
        ),
        _inner,
    ),
    (re.compile(r"~~([\s\S]+?)~~(?!_)"), _inner),
    (re.compile(r"\|\|([\s\S]+?)\|\|"), _inner),
]


def _inline(text: str) -> str:
    read, at = [], 0
    while at < len(text):
        for pattern, show in _RULES:
            match = pattern.match(text, at)
            if match is not None:
                read.append(show(match))
                at = match.end()
                break
        else:
            read.append(text[at])
            at += 1
    return "".join(read)
