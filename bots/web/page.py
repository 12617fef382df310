"""The page itself: one HTML file, filled in for whoever opens it.

Owns what the page is told at its start: language, sentences, the buttons that are always there.
Must not know conversations or who may come in. The page's files are in ``bots/page``.
"""

from __future__ import annotations

from typing import Any, Final

from aiohttp import web

from bots.serving.assets import Assets
from bots.serving.language import language_of
from bots.settings import Settings
from bots.web.api import LONGEST_TEXT
from bots.web.sample import Sample
from core.buttons import Tap, button
from core.errors import MAX_UPLOAD_BYTES
from core.greeting import where
from core.phrases import Phrasebook

_TAPS: Final = (Tap.EXPORT, Tap.UNDO, Tap.STATUS, Tap.CREDITS)
_IDEAS: Final = (Tap.IDEA_OFFICE, Tap.IDEA_BLUR, Tap.IDEA_TITLE)
_BEGINNINGS: Final = ("page-", "stage-", "project-untitled")


class Page:
    """``GET ./``."""

    def __init__(
        self, settings: Settings, assets: Assets, phrasebook: Phrasebook, sample: Sample
    ) -> None:
        self._assets = assets
        self._phrasebook = phrasebook
        self._sample = sample
        self._access = settings.web_access
        self._host = settings.backend().host
        self._languages = [
            {"tag": tag, "name": phrasebook.say("language-name", tag, language=tag)}
            for tag in phrasebook.languages
        ]

    async def show(self, request: web.Request) -> web.Response:
        """The page in the language that was chosen, or the browser's."""
        language = language_of(request, self._phrasebook)
        text = self._assets.fill(
            "index.html", language, language=language, config=self._config(language)
        )
        return web.Response(text=text, content_type="text/html")

    def _config(self, language: str) -> dict[str, Any]:
        def say(key: str) -> str:
            return self._phrasebook.say(key, language)

        taps = [(tap.phrase.removeprefix("button-"), button(say, tap)) for tap in _TAPS]
        return {
            "language": language,
            "languages": self._languages,
            "taps": [{"name": name, "label": one.label, "data": one.data} for name, one in taps],
            "ideas": [{"words": say(tap.phrase)} for tap in _IDEAS],
            "phrases": self._phrasebook.patterns(language, *_BEGINNINGS),
            "max_upload_bytes": MAX_UPLOAD_BYTES,
            "max_text": LONGEST_TEXT,
            "has_sample": self._sample.is_offered,
            "is_password": self._access == "password",
            "place": where(
                self._phrasebook, language, self._host, is_operators=self._access == "open"
            ),
        }
