"""Every sentence that a person sees, by language: one Fluent file each.

Owns the catalogues, the choice of a language and the filling-in of facts. Must not know when a
sentence is said. A further language is one more ``.ftl`` file in this folder; a test holds that
all of them have the same sentences with the same variables.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.core import negotiate_locale
from fluent.runtime import FluentBundle, FluentResource

from core.errors import BackdropError
from core.phrases.formats import functions

DEFAULT: Final = "en"
_SUFFIX: Final = ".ftl"
_CHINESE: Final = "zh-CN"
_LONGEST_FACT: Final = 1000
"""Characters of a fact that a sentence takes; Fluent refuses more than 2500."""


class PhraseMissing(KeyError):
    """No catalogue has that sentence, or a fact for it was not given. A fault of ours."""


class Phrasebook:
    """All catalogues. Reading them takes some milliseconds: make one and keep it."""

    def __init__(self) -> None:
        self._bundles: dict[str, FluentBundle] = {}
        for file in resources.files(__name__).iterdir():
            if file.name.endswith(_SUFFIX):
                language = file.name.removesuffix(_SUFFIX)
                # Isolation marks would show up as boxes in some chats.
                bundle = FluentBundle([language], functions(language), use_isolating=False)
                bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
                self._bundles[language] = bundle

    @property
    def languages(self) -> tuple[str, ...]:
        """The tags of the languages that there are, the default first."""
        return (DEFAULT, *sorted(tag for tag in self._bundles if tag != DEFAULT))

    def say(self, key: str, language: str, /, **facts: str | float) -> str:
        """The sentence of that key. ``facts`` are put in as they are: they can't break it.

        A language that there is no catalogue of is negotiated; a very long fact is cut short.
        Raises ``PhraseMissing``.
        """
        bundle = self._bundles.get(language) or self._bundles[self.negotiate(language)]
        if not bundle.has_message(key):
            raise PhraseMissing(key)
        value = bundle.get_message(key).value
        if value is None:
            raise PhraseMissing(key)
        text, faults = bundle.format_pattern(value, {k: _short(v) for k, v in facts.items()})
        if faults:
            raise PhraseMissing(f"{key} in {language}: {faults[0]}")
        return str(text)

    def tell(self, error: BackdropError, language: str) -> str:
        """The one sentence that a person gets for an error."""
        facts: Mapping[str, str | float] = error.facts
        return self.say(error.phrase, language, **facts)

    def negotiate(self, wanted: str | None) -> str:
        """The language to speak with somebody whose platform or system says ``wanted``."""
        return self.find_language(wanted or "") or DEFAULT

    def find_language(self, wanted: str) -> str | None:
        """The language that a tag or a name means (``zh-TW``, ``de_DE.UTF-8``, ``中文``)."""
        text = wanted.strip().split(".")[0].replace("_", "-")
        if not text:
            return None
        if text.lower().split("-")[0] == "zh":
            # Any Chinese reads better than English to somebody who asked for Chinese.
            return _CHINESE
        found = negotiate_locale([text], self.languages, sep="-")
        return found or self._named(text)

    def _named(self, name: str) -> str | None:
        """A language by its name in itself or in any language that we speak."""
        folded = name.casefold()
        for tag in self.languages:
            locale = Locale.parse(tag, sep="-")
            for speaker in self.languages:
                shown = locale.get_display_name(speaker.replace("-", "_")) or ""
                plain = Locale.parse(tag.split("-")[0]).get_display_name(speaker.replace("-", "_"))
                if folded in (shown.casefold(), (plain or "").casefold()):
                    return tag
        try:
            return negotiate_locale([Locale.parse(name).language], self.languages, sep="-")
        except (ValueError, UnknownLocaleError):
            return None


def _short(fact: str | float) -> str | float:
    if isinstance(fact, str) and len(fact) > _LONGEST_FACT:
        return fact[: _LONGEST_FACT - 1] + "…"
    return fact
