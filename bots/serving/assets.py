"""The browser's files: as they are, and pages with their sentences filled in.

Owns what of ``bots/page`` is served, as what, and how a browser keeps it. Must not know what a
page does. All files are read once, at the start: a name is looked up among them and never becomes
a path, so that nothing else can be reached by any name.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from aiohttp import web

from bots.serving.origin import Asked
from core.phrases import Phrasebook

PAGE: Final = Path(__file__).parents[1] / "page"
TYPES: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
"""Not the system's table, in which .js may be anything: with nosniff a browser would run none."""
_BLANK: Final = re.compile(r"\{\{([a-z][a-z0-9_-]*)\}\}")


@dataclass(frozen=True, slots=True)
class _Asset:
    content: bytes
    mime: str
    etag: str


class Assets:
    """The files that the folder had at the start."""

    def __init__(self, phrasebook: Phrasebook, folder: Path = PAGE) -> None:
        """Blocks for the reading, some milliseconds."""
        self._phrasebook = phrasebook
        self._assets: dict[str, _Asset] = {}
        self._pages: dict[str, str] = {}
        for path in folder.iterdir():
            if path.suffix == ".html":
                self._pages[path.name] = path.read_text(encoding="utf-8")
            elif path.suffix in TYPES:
                content = path.read_bytes()
                etag = hashlib.sha256(content).hexdigest()[:32]
                self._assets[path.name] = _Asset(content, TYPES[path.suffix], etag)
        self._said: dict[tuple[str, str], str] = {}

    async def serve(self, request: web.Request, _: Asked) -> web.Response:
        """``GET assets/<file>``: kept by browsers, and asked for each time whether it changed."""
        asset = self._assets.get(request.match_info["file"])
        if asset is None:
            raise web.HTTPNotFound
        known = request.if_none_match or ()
        is_known = any(one.value in (asset.etag, "*") for one in known)
        response = web.Response(
            status=304 if is_known else 200,
            body=None if is_known else asset.content,
            headers={"Cache-Control": "no-cache"},
        )
        response.content_type, response.charset = asset.mime, "utf-8"
        response.etag = asset.etag
        return response

    def fill(self, name: str, language: str, /, **values: str | Mapping[str, Any]) -> str:
        """A page with every ``{{blank}}`` filled in.

        A blank is one of ``values`` (``_`` and ``-`` are the same), else the phrase of that key. A
        text is escaped for HTML. A mapping becomes JSON that can't end the script element in which
        it stands. Raises ``KeyError`` for a page that there is none of, ``PhraseMissing``.
        """
        language = self._phrasebook.negotiate(language)
        given = {key.replace("_", "-"): value for key, value in values.items()}

        def filled(blank: re.Match[str]) -> str:
            key = blank[1].replace("_", "-")
            if key in given:
                return _written(given[key])
            return self._say(key, language)

        return _BLANK.sub(filled, self._pages[name])

    def _say(self, key: str, language: str) -> str:
        # A phrase takes a tenth of a millisecond; a page has a hundred.
        said = self._said.get((key, language))
        if said is None:
            said = html.escape(self._phrasebook.say(key, language))
            self._said[key, language] = said
        return said


def _written(value: str | Mapping[str, Any]) -> str:
    if isinstance(value, str):
        return html.escape(value)
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
