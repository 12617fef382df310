"""Parse modes of the fake Telegram: words with HTML or MarkdownV2 to text and entities: for tests.

Owns both grammars and their errors, worded and counted (in bytes) as TDLib's. Must not know
messages. The old ``Markdown`` mode is not spoken here.
"""

from __future__ import annotations

import html
import re
from typing import Any

from tests.servers.telegram_entities import units
from tests.servers.telegram_limits import Refused, bad

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_ATTRIBUTE = re.compile(r"\s*([a-zA-Z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")
_RESERVED = "_*[]()~`>#+-=|{}.!"
_MARKS = (
    ("||", "spoiler", "Spoiler"),
    ("__", "underline", "Underline"),
    ("*", "bold", "Bold"),
    ("_", "italic", "Italic"),
    ("~", "strikethrough", "Strikethrough"),
)

Parsed = tuple[str, tuple[dict[str, Any], ...]]


def parsed(text: str, parse_mode: str, given: Any) -> Parsed:
    """Text and entities as the platform understands them. Raises ``Refused``."""
    mode = parse_mode.lower()
    if mode == "html":
        return _Html(text).read()
    if mode == "markdownv2":
        return _MarkdownV2(text).read()
    if mode:
        raise bad("unsupported parse_mode")
    entities = []
    for one in given if isinstance(given, list) else []:
        if not isinstance(one, dict) or not all(
            isinstance(one.get(name), kind)
            for name, kind in (("type", str), ("offset", int), ("length", int))
        ):
            raise bad("can't parse MessageEntity: Field must be present and of its type")
        if one["offset"] < 0 or one["offset"] + one["length"] > units(text):
            raise bad(
                f"entity beginning at UTF-16 offset {one['offset']} ends after the end of the "
                f"text at UTF-16 offset {units(text)}"
            )
        entities.append(dict(one))
    return text, tuple(entities)


def _wrong(words: str) -> Refused:
    return bad(f"can't parse entities: {words}")


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._out = ""
        self._entities: list[dict[str, Any]] = []

    def _byte(self, at: int) -> int:
        return len(self._source[:at].encode())

    def _close(self, kind: str, start: int, more: dict[str, Any]) -> None:
        if length := units(self._out) - start:
            self._entities.append({"type": kind, "offset": start, "length": length, **more})

    def _read(self) -> Parsed:
        ordered = sorted(self._entities, key=lambda one: (one["offset"], -one["length"]))
        return self._out, tuple(ordered)


class _Html(_Reader):
    def read(self) -> Parsed:
        opened: list[tuple[str, int, dict[str, Any]]] = []
        while self._at < len(self._source):
            letter = self._source[self._at]
            if letter == "&" and (found := _REFERENCE.match(self._source, self._at)):
                self._out += html.unescape(found.group())
                self._at = found.end()
            elif letter != "<":
                self._out += letter
                self._at += 1
            elif self._source.startswith("</", self._at):
                self._end_tag(opened)
            else:
                opened.append(self._start_tag(bool(opened) and opened[-1][0] == "pre"))
        if opened:
            raise _wrong(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
        return self._read()

    def _start_tag(self, is_in_pre: bool) -> tuple[str, int, dict[str, Any]]:
        begin = self._at
        found = re.compile(r"<([^\s>]*)").match(self._source, begin)
        assert found is not None, "the caller has seen the <"
        name, at = found.group(1).lower(), found.end()
        if at >= len(self._source):
            raise _wrong(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if name not in _TAGS:
            raise _wrong(f'Unsupported start tag "{name}" at byte offset {self._byte(begin)}')
        more: dict[str, Any] = {}
        is_spoiler = False
        while not self._source.startswith(">", at):
            attribute = _ATTRIBUTE.match(self._source, at)
            if attribute is None:
                rest = self._source[at:].lstrip()
                if rest.startswith(">"):
                    at = len(self._source) - len(rest)
                    continue
                raise _wrong(f"Unclosed start tag at byte offset {self._byte(begin)}")
            at = attribute.end()
            value = html.unescape(next((one for one in attribute.groups()[1:] if one), ""))
            match name, attribute.group(1).lower():
                case "a", "href":
                    more["url"] = value
                case "tg-emoji", "emoji-id":
                    more["custom_emoji_id"] = value
                case "code", "class" if is_in_pre and value.startswith("language-"):
                    more["language"] = value.removeprefix("language-")
                case "blockquote", "expandable":
                    more["expandable"] = True
                case "span", "class":
                    is_spoiler = value == "tg-spoiler"
        if name == "span" and not is_spoiler:
            raise _wrong(
                f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}'
            )
        self._at = at + 1
        return name, units(self._out), more

    def _end_tag(self, opened: list[tuple[str, int, dict[str, Any]]]) -> None:
        begin = self._at
        end = self._source.find(">", begin)
        if not opened:
            raise _wrong(f"Unexpected end tag at byte offset {self._byte(begin)}")
        if end < 0:
            raise _wrong(f"Unclosed end tag at byte offset {self._byte(begin)}")
        name, start, more = opened.pop()
        told = self._source[begin + 2 : end].strip().lower()
        if told and told != name:
            raise _wrong(
                f"Unmatched end tag at byte offset {self._byte(begin)}, "
                f'expected "</{name}>", found "</{told}>"'
            )
        self._at = end + 1
        if name == "a" and "url" not in more:
            return
        if name == "code" and "language" in more:
            opened[-1][2].update(more)
            return
        kind = "expandable_blockquote" if more.pop("expandable", False) else _TAGS[name]
        self._close(kind, start, more)


class _MarkdownV2(_Reader):
    def read(self) -> Parsed:
        opened: list[tuple[str, str, int, int]] = []
        while self._at < len(self._source):
            if self._literal():
                continue
            if self._source[self._at] == "`":
                self._code()
            elif self._source[self._at] == "[" or self._source.startswith("![", self._at):
                self._at += 1 + (self._source[self._at] == "!")
                opened.append(("]", "TextUrl", units(self._out), self._at - 1))
            elif self._source[self._at] == "]" and opened and opened[-1][0] == "]":
                self._link(opened.pop())
            elif self._source[self._at] == ">" and self._is_line_start():
                self._quote()
            else:
                self._mark(opened)
        if opened:
            _, name, _, at = opened[-1]
            raise _wrong(f"Can't find end of {name} entity at byte offset {self._byte(at)}")
        return self._read()

    def _is_line_start(self) -> bool:
        return self._at == 0 or self._source[self._at - 1] == "\n"

    def _literal(self) -> bool:
        letter = self._source[self._at]
        after = self._source[self._at + 1 : self._at + 2]
        if letter == "\\" and after and 0 < ord(after) < 127:
            self._out += after
            self._at += 2
            return True
        if letter not in _RESERVED:
            self._out += letter
            self._at += 1
            return True
        return False

    def _code(self) -> None:
        begin = self._at
        fence = "```" if self._source.startswith("```", begin) else "`"
        end, at, words = -1, begin + len(fence), ""
        while at < len(self._source):
            if self._source[at] == "\\" and self._source[at + 1 : at + 2] in ("\\", "`"):
                words += self._source[at + 1]
                at += 2
            elif self._source.startswith(fence, at):
                end = at
                break
            else:
                words += self._source[at]
                at += 1
        name, kind = ("Pre", "pre") if fence == "```" else ("Code", "code")
        if end < 0:
            raise _wrong(f"Can't find end of {name} entity at byte offset {self._byte(begin)}")
        more: dict[str, Any] = {}
        if kind == "pre" and (language := re.match(r"(\S*)\n", words)):
            words = words[language.end() :]
            more = {"language": language.group(1)} if language.group(1) else {}
        start = units(self._out)
        self._out += words
        self._close(kind, start, more)
        self._at = end + len(fence)

    def _link(self, opened: tuple[str, str, int, int]) -> None:
        found = re.compile(r"\]\(((?:\\.|[^)\\])*)\)").match(self._source, self._at)
        if found is None:
            self._at += 1
            return
        url = re.sub(r"\\(.)", r"\1", found.group(1))
        self._at = found.end()
        self._close("text_link", opened[2], {"url": url})

    def _quote(self) -> None:
        # Its end is the end of the line; a further line that begins so belongs to it.
        lines = re.compile(r"(?:>[^\n]*\n?)+").match(self._source, self._at)
        assert lines is not None, "the caller has seen the >"
        inner = re.sub(r"(?m)^>", "", lines.group())
        text, entities = _MarkdownV2(inner).read()
        start = units(self._out)
        self._out += text
        self._entities += [{**one, "offset": one["offset"] + start} for one in entities]
        self._close("blockquote", start, {})
        self._at = lines.end()

    def _mark(self, opened: list[tuple[str, str, int, int]]) -> None:
        for mark, kind, name in _MARKS:
            if not self._source.startswith(mark, self._at):
                continue
            if opened and opened[-1][0] == mark:
                _, _, start, _ = opened.pop()
                self._close(kind, start, {})
            else:
                opened.append((mark, name, units(self._out), self._at))
            self._at += len(mark)
            return
        letter = self._source[self._at]
        raise _wrong(
            f"Character '{letter}' is reserved and must be escaped with the preceding '\\'"
        )
