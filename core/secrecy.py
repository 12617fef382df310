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
_TELEGRAM_TOKEN: Final = re.compile(r"\d{5,}:[A-Za-z0-9_-]{30,}")
# The bot's id, a time and a signature, each in base64. Of an id's digits base64 makes these groups
# alone, three digits each, which neither a version nor the name of a host or file is made of.
_DISCORD_TOKEN: Final = re.compile(
    r"(?:[MNO][DTjz][AEIMQUYcgk][w-z0-5]){5,6}"
    r"(?:[MNO](?:[AQgw]|[DTjz][AEIMQUYcgk]))?={0,2}"  # the one or two digits that are left
    r"\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{20,}"
)
_SECRETS: Final = re.compile(
    r"nmv_[A-Za-z]+_[^\s\"'&,;<>]+"  # a Nemo token
    r"|(?<!\d)\d{5,}:[A-Za-z0-9_-]{30,}"  # a Telegram bot's token, also behind "bot" in an address
    rf"|{_DISCORD_TOKEN.pattern}"
    r"|aW50ZXJhY3Rpb246[A-Za-z0-9_-]+"  # of an interaction: whoever has it can answer as the bot
    r"|(?<=\bhm=)[0-9a-f]{16,}"  # the signature of a link to a file at Discord
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


def is_telegram_token(text: str) -> bool:
    """Whether a text has the form of a Telegram bot's token."""
    return _TELEGRAM_TOKEN.fullmatch(text) is not None


def is_discord_token(text: str) -> bool:
    """Whether a text has the form of a Discord bot's token, without "Bot " before it."""
    return _DISCORD_TOKEN.fullmatch(text) is not None


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
