"""Web links in a person's message: found, taken out of the words, turned into files to fetch.

Owns where a link begins and ends in prose of any script, and its address as the backend gets it.
Must not know what a link's host is (``core.sites``), what is done with it or said about it. No I/O:
whether an address may be fetched from where the backend stands is judged there, not here.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from core.sites import MEDIA_EXTENSIONS, Target, direct, extension, is_known, streaming_site

MAX_LINKS: Final = 10
"""Further links stay among the words. A limit of ours: as many as an album holds files."""
MAX_LINK_CHARS: Final = 2_000
"""A longer address is no link. A limit of ours: what every server and browser takes."""

_MAX_QUOTE_CHARS: Final = 500
_NAME_LIMIT: Final = 120

# What URLs are made of (RFC 3986), and letters of scripts that put blanks between words: in those
# that do not, and in full-width punctuation, the sentence goes on right behind a link.
_LETTERS: Final = "\u00c0-\u060b\u060d-\u061a\u0620-\u0963\u0966-\u0dff"
_IN_LINK: Final = rf"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%{_LETTERS}]"
_SCHEME: Final = r"https?://"
# A second link glued to the first begins a new one, unless it is a part of the first's address.
_REST: Final = rf"(?:(?!(?<![/=?&#:%]){_SCHEME}){_IN_LINK})+"
_LINKS: Final = re.compile(
    rf"{_SCHEME}{_REST}"
    rf"|(?<![A-Za-z0-9{_LETTERS}_.@/:=%+-])(?:[a-z0-9-]+\.)+[a-z]{{2,}}/{_REST}",
    re.IGNORECASE,
)
# A name in Chinese or the like belongs to the link only if it is plainly a file's.
_FILE_NAME: Final = re.compile(
    rf"[^\s/?#&<>\"“”「」『』《》【】，。！？；：、]{{1,80}}?"
    rf"\.(?:{'|'.join(sorted(MEDIA_EXTENSIONS))})(?![A-Za-z0-9])(?:\?{_IN_LINK}*)?",
    re.IGNORECASE,
)
_MARKS: Final = (
    "“”",
    "„“",
    "„”",
    "‘’",
    "‚‘",
    "«»",
    "»«",
    "‹›",
    "「」",
    "『』",
    "｢｣",
    "《》",
    "〈〉",
)
_QUOTES: Final = re.compile(
    "|".join(
        [rf"{a}[^{a}{b}\n]{{1,{_MAX_QUOTE_CHARS}}}{b}" for a, b in _MARKS]
        + [rf'"[^"\n]{{1,{_MAX_QUOTE_CHARS}}}"', rf"＂[^＂\n]{{1,{_MAX_QUOTE_CHARS}}}＂"]
        # An apostrophe is no quotation mark.
        + [rf"(?<!\w){a}[^\n]{{1,{_MAX_QUOTE_CHARS}}}?{b}(?![A-Za-z0-9])" for a, b in ("''", "‘’")]
    )
)
_WHOLE_IN_QUOTES: Final = re.compile(
    r"[\"'“”„‘’‚«»‹›「」『』｢｣《》〈〉＂]\S+[\"'“”‘’«»‹›「」『』｢｣《》〈〉＂]"
)
_ENCLOSING: Final = {
    "<": ">",
    "(": ")",
    "[": "]",
    "{": "}",
    "`": "`",
    "（": "）",
    "【": "】",
    "＜": "＞",
}
_BRACKETS: Final = {")": "(", "]": "["}
_CLOSING_MARKS: Final = ".,;:!?'*~&"
_PAGES: Final = frozenset({"htm", "html", "xhtml", "php", "asp", "aspx", "jsp", "cgi", "do"})
_HOST: Final = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9_-]+")
_EXTENSION: Final = re.compile(r"(?=.*[a-z])[a-z0-9]{2,5}", re.IGNORECASE)
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffd/\\]")


@dataclass(frozen=True, slots=True)
class Link:
    """A web address that a person gave.

    ``url`` is where the file is fetched, in ASCII; ``written`` is what stood in the message, with
    the brackets around it. ``name`` is a file name out of the address, a claim like any other.
    ``site`` names the streaming site whose page it is: nothing that can be fetched.
    ``is_folder``: a share page of many files, of which one is wanted.
    """

    url: str
    name: str
    site: str | None
    is_folder: bool
    written: str


@dataclass(frozen=True, slots=True)
class Linked:
    """A message taken apart: the words without its links, and the links in their order."""

    words: str
    links: tuple[Link, ...]


def read(text: str) -> Linked:
    """Take the links out of a message; never raises.

    What stands in quotation marks is a title's text and stays in the words, unless the message is
    nothing else. So do links with a user's name or password, and what is beyond the limits.
    """
    if _WHOLE_IN_QUOTES.fullmatch(text.strip()):
        inner = text.strip()[1:-1]
        found = _link(inner, written=text.strip())
        if found is not None and _LINKS.fullmatch(inner):
            return Linked("", (found,))
    quotes = [match.span() for match in _QUOTES.finditer(text)]
    links: list[Link] = []
    words: list[str] = []
    at = position = 0
    while len(links) < MAX_LINKS and (match := _LINKS.search(text, position)):
        start, end = match.start(), _end(text, match)
        position = max(end, start + 1)
        while quotes and quotes[0][1] <= start:
            quotes.pop(0)
        if quotes and quotes[0][0] < start:
            position = max(position, quotes[0][1])
            continue
        address = text[start:end]
        if start > at and _ENCLOSING.get(text[start - 1]) == text[end : end + 1]:
            start, end = start - 1, end + 1
        link = _link(address, written=text[start:end])
        if link is None:
            continue
        links.append(link)
        words.append(text[at:start])
        at = position = end
    words.append(text[at:])
    return Linked(_tidy(" ".join(words)), tuple(links))


def _end(text: str, match: re.Match[str]) -> int:
    """Where the link ends: behind a file name in Chinese, before the sentence's own punctuation."""
    end = match.end()
    found = match[0]
    ends_open = found[-1] in "/=-_"
    if ends_open and extension(found.partition("?")[0]) not in MEDIA_EXTENSIONS:
        name = _FILE_NAME.match(text, end)
        if name is not None and not name[0][0].isascii():
            end = name.end()
    opened = {bracket: text.count(bracket, match.start(), end) for bracket in "()[]"}
    while end > match.start():
        last = text[end - 1]
        is_stray = last in _BRACKETS and opened[last] > opened[_BRACKETS[last]]
        if is_stray or last in "([":
            opened[last] -= 1
        elif last not in _CLOSING_MARKS:
            break
        end -= 1
    return end


def _link(address: str, *, written: str) -> Link | None:
    """The link of an address as it was typed, or None if we do not take it for one."""
    if len(address) > MAX_LINK_CHARS:
        return None
    has_scheme = re.match(_SCHEME, address, re.IGNORECASE) is not None
    try:
        parts = urlsplit(address if has_scheme else f"https://{address}")
        port = parts.port
        host = _ascii_host(parts.hostname or "")
    except ValueError:  # a port that is none, a name that no host can have
        return None
    if "@" in parts.netloc or not _HOST.fullmatch(host):
        return None
    if not has_scheme and not (is_known(host) and parts.path.strip("/")):
        return None
    given = Target(host, parts.path, parts.query)
    target = direct(given)
    site = streaming_site(host, parts.path)
    url = f"{parts.scheme if target == given else 'https'}://{target.host}"
    if port is not None and target.host == host:
        url += f":{port}"
    url += _ascii(target.path)
    if target.query:
        url += f"?{_ascii(target.query)}"
    if parts.fragment and target == given:
        url += f"#{_ascii(parts.fragment)}"
    name = "clip" if site else _name(parts.path)
    return Link(url, name, site, target.is_folder, written)


def _ascii_host(host: str) -> str:
    host = host.rstrip(".")
    # Whole labels only: a name in another script must not pass for one of ours.
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _ascii(piece: str) -> str:
    return quote(piece, safe="%/:?#[]@!$&'()*+,;=~", errors="replace")


def _name(path: str) -> str:
    """A file's name out of a path; "clip" where its last part looks like no file."""
    name = _UNPRINTABLE.sub("", unquote(path.rpartition("/")[2])).strip(" .")[-_NAME_LIMIT:]
    stem, _, ending = name.rpartition(".")
    if not stem or ending.lower() in _PAGES or not _EXTENSION.fullmatch(ending):
        return "clip"
    return name


def _tidy(words: str) -> str:
    """Blanks left by what was taken out are drawn together; lines stay."""
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in words.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
