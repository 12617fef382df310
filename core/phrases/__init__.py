"""Every sentence that a person sees, by language: one Fluent file each.

Owns the catalogues, the choice of a language and the filling-in of facts. Must not know when a
sentence is said. A further language is one more ``.ftl`` file in this folder; a test holds that
all of them have the same sentences with the same variables.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.core import negotiate_locale
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import (
    Message,
    Pattern,
    Placeable,
    Resource,
    StringLiteral,
    TextElement,
    VariableReference,
)

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
    """All catalogues; they are parsed once in a process."""

    def __init__(self) -> None:
        self._bundles: dict[str, FluentBundle] = {}
        self._catalogues: dict[str, Resource] = {}
        for file in resources.files(__name__).iterdir():
            if file.name.endswith(_SUFFIX):
                language = file.name.removesuffix(_SUFFIX)
                # Isolation marks would show up as boxes in some chats.
                bundle = FluentBundle([language], functions(language), use_isolating=False)
                self._catalogues[language] = _catalogue(file.read_text(encoding="utf-8"))
                bundle.add_resource(self._catalogues[language])
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

    def patterns(self, language: str, *beginnings: str) -> dict[str, str]:
        """The sentences whose keys begin so, for a page in a browser that fills them in by itself.

        Each fact stands as its name in braces. A sentence that only Fluent can say (with a plural,
        or a fact that it writes by the language's conventions) is not among them.
        """
        catalogue = self._catalogues[self.negotiate(language)]
        found = {
            entry.id.name: _pattern(entry.value)
            for entry in catalogue.body
            if isinstance(entry, Message) and entry.id.name.startswith(beginnings)
        }
        return {key: pattern for key, pattern in found.items() if pattern is not None}

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
        return _found(text, self.languages)


@cache
def _catalogue(text: str) -> Resource:
    return FluentResource(text)


def _pattern(value: Pattern | None) -> str | None:
    parts = []
    for element in value.elements if value else ():
        if isinstance(element, TextElement):
            parts.append(element.value)
            continue
        expression = element.expression if isinstance(element, Placeable) else element
        if isinstance(expression, VariableReference):
            parts.append(f"{{{expression.id.name}}}")
        elif isinstance(expression, StringLiteral):
            parts.append(str(expression.parse()["value"]))
        else:
            return None
    return "".join(parts)


@lru_cache(maxsize=1000)
def _found(text: str, languages: tuple[str, ...]) -> str | None:
    # Milliseconds each time; platforms ask for the same few tags again and again.
    found = negotiate_locale([text], languages, sep="-") or _names(languages).get(text.casefold())
    if found is not None:
        return found
    try:
        return negotiate_locale([Locale.parse(text).language], languages, sep="-")
    except (ValueError, UnknownLocaleError):
        return None


@lru_cache(maxsize=1)
def _names(languages: tuple[str, ...]) -> Mapping[str, str]:
    """Each language by its name in itself and in any other of them, folded."""
    names: dict[str, str] = {}
    for tag in languages:
        for called in (Locale.parse(tag, sep="-"), Locale.parse(tag.split("-")[0])):
            for speaker in languages:
                shown = called.get_display_name(speaker.replace("-", "_"))
                names.setdefault((shown or "").casefold(), tag)
    return names


def _short(fact: str | float) -> str | float:
    if isinstance(fact, str) and len(fact) > _LONGEST_FACT:
        return fact[: _LONGEST_FACT - 1] + "…"
    return fact
