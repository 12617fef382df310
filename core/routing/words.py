"""Words as the router compares them: case, accents, width, emoji and punctuation do not count.

Owns the folding of text into tokens. Must not know what any word means.

A token is a run of letters and digits, or one character of Chinese or Japanese, which are written
without blanks. What stands in quotation marks is somebody's content and becomes the one token
``QUOTED``, as does a path; the address of a clip becomes ``ADDRESS``. No word that is typed can
look like either.
"""

import re
import unicodedata
from typing import Final

QUOTED: Final = "<quoted>"
ADDRESS: Final = "<address>"

Tokens = tuple[str, ...]

_ADDRESSES: Final = re.compile(
    r"(?:https?|file)://\S+|(?<!\S)(?:[a-z]:\\|~?/|\.{1,2}/)\S*\.(?:mp4|mov|avi|webm|mkv)(?!\S)",
    re.IGNORECASE,
)
_PATHS: Final = re.compile(r"(?<!\S)(?:[a-z]:\\|~?/|\.{1,2}/)\S+", re.IGNORECASE)
_MENTIONS: Final = re.compile(r"(?<![\w.])@\w+")
_QUOTES: Final = re.compile(
    r"“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|»[^«»]*«|「[^「」]*」|『[^『』]*』|《[^《》]*》|‹[^‹›]*›"
    r'|"[^"]*"|`[^`]*`'
    r"|(?<!\w)‘[^‘\n]*?’(?!\w)|(?<!\w)'[^'\n]*?'(?!\w)"
)
_APOSTROPHES: Final = re.compile(r"(?<=\w)['’ʼ´`](?=\w)")
_LATIN_ACCENTS: Final = re.compile(r"[\u0300-\u036f]")
_CJK: Final = r"\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe\u3400-\u4dbf\u4e00-\u9fff"
_TOKENS: Final = re.compile(rf"<quoted>|<address>|[{_CJK}]|[^\W_{_CJK}]+")
_EDGE: Final = " \t\r\n.,!?;:…。，！？；：、~"


def tokens(text: str) -> Tokens:
    """The words of ``text`` in their order, folded; empty for emoji and punctuation alone.

    Quotation marks around all of its words do not make them content.
    """
    folded = unicodedata.normalize("NFKC", text).replace("<", " ").strip(_EDGE)
    quotes = _QUOTES.findall(folded)
    if len(quotes) == 1 and not _TOKENS.search(_QUOTES.sub(" ", folded)):
        folded = quotes[0][1:-1]
    folded = _ADDRESSES.sub(f" {ADDRESS} ", folded)
    folded = _PATHS.sub(f" {QUOTED} ", folded)
    folded = _MENTIONS.sub(" ", folded)
    folded = _QUOTES.sub(f" {QUOTED} ", folded)
    folded = _APOSTROPHES.sub("", folded)
    folded = unicodedata.normalize("NFKD", folded.casefold())
    folded = unicodedata.normalize("NFC", _LATIN_ACCENTS.sub("", folded))
    return tuple(_TOKENS.findall(folded))
