"""What no person may ever read: looked for in every version of every message of the bot.

Owns the list of what is unclean. Must not know which journey was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tests.servers.chat import ChatServer
from tests.servers.chat_ledger import BOT, Message

CLAIM_LINK = re.compile(r"https?://\S+/workspace/claim\?ct=clm_[A-Za-z0-9_-]+")
"""The one place where a claim token stands: the link for the owner, in a private chat."""

RESULT_LINK = re.compile(r"https://\S+/v/[0-9a-f]{32}-\d+-[0-9a-f]{64}/")
"""A result that we serve: its address is signed."""

UNCLEAN = {
    "a token": r"nmv_|clm_|\bBearer\b",
    "a bot's token": r"\d{8,10}:[A-Za-z0-9_-]{35}",
    "an account's id": r"anon_\w",
    "a render's id": r"render_\d",
    "a long number": r"\d{12,}",
    "a uuid": r"(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b",
    "a hash": r"(?i)\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{24,}\b",
    "JSON": r"[{\[]\s*\"|\"\s*:\s*[\[{\"\d]|\[\{|\}\]",
    "a placeable": r"\{\s*\$|\{\s*[A-Z]+\(",
    "a code": r"\b(?:1001|1002|2001|4001|4002)\b|(?i:\b(?:HTTP|status|code|error)[ :]+\d{3,})",
    "a traceback": r"Traceback|\bFile \"|\b\w+(?:Error|Exception)\b",
    "a path": r"(?:^|[\s'\"(“])(?:~|/)(?:[\w.@-]+/)+[\w.@-]*|\b[A-Za-z]:\\\w",
    "a loopback address": r"(?i)127\.0\.0\.\d|\blocalhost\b|\[::1\]|\b0\.0\.0\.0\b",
}


def assert_clean(server: ChatServer) -> None:
    """Every word that the bot ever said, edits, buttons and file names too, is fit for a person."""
    assert_words_clean(
        (message.chat, words, server.ledger.limits[message.chat].is_private)
        for message in server.ledger.messages()
        if message.author == BOT
        for words in _words(message)
    )


def assert_words_clean(said: Iterable[tuple[str, str, bool]]) -> None:
    """The same for words of any platform, each as (where, words, whether it is private)."""
    found = [
        f"{what} in {where}: {words!r}"
        for where, words, is_private in said
        for what, pattern in UNCLEAN.items()
        if re.search(pattern, _without_links(words, is_private=is_private), re.MULTILINE)
    ]
    assert not found, "\n".join(found)


def _without_links(words: str, *, is_private: bool) -> str:
    # In a group whoever opens the link has the project, so there it stays in and is found.
    words = RESULT_LINK.sub("…", words)
    return CLAIM_LINK.sub("…", words) if is_private else words


def _words(message: Message) -> Iterator[str]:
    for version in message.versions:
        yield version.text
        for label, _ in version.buttons:
            yield label
    for file in message.files:
        yield file.name
