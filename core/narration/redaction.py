"""What must never reach a chat out of the backend's text: secrets, ids, code, machinery.

Owns the patterns. Must not know wording. The text is the backend's, so it is trusted with nothing.
"""

from __future__ import annotations

import re
from typing import Final

_FENCE: Final = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_TRACEBACK: Final = re.compile(
    r"Traceback \(most recent call last\):.*?(?=\n\S[^\n]*[^:\n]\n\n|\n\n|\Z)", re.DOTALL
)
_JSON: Final = re.compile(r"[\[{]\s*[\"'][^\n{}\[\]]*[\"']\s*[:,].*?[}\]]+", re.DOTALL)
_PATTERNS: Final = (
    re.compile(r"\b(?:nmv|clm)_[A-Za-z0-9_.\-]+"),
    re.compile(r"\b(?:anon|render|task|sess(?:ion)?)_[A-Za-z0-9_\-]{4,}"),
    re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.IGNORECASE),
    re.compile(r"\b[0-9a-f]{24,}\b", re.IGNORECASE),
    re.compile(r"(?<!\d)\d{12,}(?!\d)"),
    re.compile(r"https?://(?:localhost|127\.|10\.|192\.168\.|\[::1\])\S*", re.IGNORECASE),
    re.compile(r"\(?\b(?:error )?code:? ?\d{3,5}\b\)?", re.IGNORECASE),
    re.compile(r"\b(?:session|task|render|user)[ _]?id\b:?\s*", re.IGNORECASE),
)
_TEMPORARY: Final = re.compile(
    r"(?:^|\s)(?:sorry,? |apologies,? |it (?:looks|seems) like )?(?:i(?:'ve| have)? (?:just )?"
    r"(?:encountered|hit|ran into)|there (?:was|has been)) a(?:n)? (?:temporary|transient) "
    r"(?:issue|problem|error)[^\n]*$",
    re.IGNORECASE,
)


def redact(text: str) -> str:
    """The text without secrets, ids, JSON, code and tracebacks."""
    for pattern in (_FENCE, _TRACEBACK, _JSON, *_PATTERNS):
        text = pattern.sub("", text)
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", "", text)
    text = re.sub(r"\(\s*\)|“\s*”", "", text)
    text = re.sub(r"[ \t]{2,}", " ", text)
    return re.sub(r"[ \t]+([.,!?;:])", r"\1", text).strip()


def drop_temporary_issue(text: str) -> str:
    """Without a closing "I encountered a temporary issue", if a normal answer comes before it."""
    match = _TEMPORARY.search(text.rstrip())
    if match is None or not text[: match.start()].strip():
        return text
    return text[: match.start()].rstrip()
