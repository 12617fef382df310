"""Secrets that cannot be printed by accident, and text that is safe to put in a log.

Owns: the type that carries a token, and the redaction of text that came from elsewhere.
Must not know: where a secret is stored or what it opens.
"""

import re
from typing import Final

TEXT_LIMIT: Final = 300
"""Longest piece of foreign text, in characters, that an error or a log line may carry."""

MASK: Final = "***"
"""What stands in the place of a secret."""

_TOKEN: Final = re.compile(r"nmv_[A-Za-z]+_[^\s\"'&,;<>]+")
_BOT_TOKEN: Final = re.compile(r"\d{5,}:[A-Za-z0-9_-]{30,}")
_SECRETS: Final = re.compile(
    r"nmv_[A-Za-z]+_[^\s\"'&,;<>]+"  # a Nemo token
    r"|(?<!\d)\d{5,}:[A-Za-z0-9_-]{30,}"  # a Telegram bot's token, also behind "bot" in an address
    r"|clm_[^\s\"'&,;<>]+"  # a claim token: whoever has it has the project
    r"|(?<=bind=)[^\s\"'&,;<>]+"  # a bind link hands over the account
    r"|(?i:(?<=bearer )[^\s\"',;<>]+)"
    r"|(?<=://)[^\s/@]+(?=@)"  # user and password in an address
)


class Secret:
    """A text that only `reveal` gives away; `str`, `repr` and `format` show a mask.

    Two secrets are equal when what they hide is equal. Never log, raise or return the revealed
    text; hand over the `Secret` instead.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """`text`: the secret, without surrounding blanks; raises ValueError where it is empty."""
        stripped = text.strip()
        if not stripped:
            raise ValueError("an empty text is no secret")
        self._text = stripped

    def reveal(self) -> str:
        """The secret itself, for the one place that must send or store it."""
        return self._text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __repr__(self) -> str:
        return f"Secret({MASK!r})"

    def __str__(self) -> str:
        return MASK

    def __reduce__(self) -> str:
        raise TypeError("a Secret is not pickled: store it encrypted, by its owner")


def is_token(text: str) -> bool:
    """Whether a text is nothing but a Nemo token, as people paste one."""
    return _TOKEN.fullmatch(text.strip()) is not None


def is_bot_token(text: str) -> bool:
    """Whether a text has the form of a Telegram bot's token."""
    return _BOT_TOKEN.fullmatch(text) is not None


def without_tokens(text: str) -> str:
    """The text with Nemo tokens masked, otherwise as it is."""
    return _TOKEN.sub(MASK, text)


def safe_text(text: object, limit: int = TEXT_LIMIT) -> str:
    """Foreign text as one printable line of at most `limit` characters, secrets masked.

    Control characters, line breaks, bidirectional marks and lone surrogates become blanks, so
    that nothing which a backend or a file says can forge a log line or colour a terminal.
    """
    raw = text if isinstance(text, str) else str(text)
    line = "".join(c if c.isprintable() else " " for c in raw[: limit * 8])
    line = " ".join(_SECRETS.sub(MASK, line).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
