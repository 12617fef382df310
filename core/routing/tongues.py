"""Languages by the names that people call them.

Owns the table from a name, in one of the languages that the router reads, to a BCP 47 tag. Most
names come from CLDR (through Babel); the table here adds what people say beside that. Must not
know which languages we have phrases for.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from babel import Locale

from core.routing.words import Tokens

_TAGS: Final = {
    "en": "en", "zh": "zh-CN", "zh_Hans": "zh-CN", "zh_Hant": "zh-TW", "es": "es", "fr": "fr",
    "de": "de", "pt": "pt", "ru": "ru", "ja": "ja", "ko": "ko", "it": "it", "nl": "nl", "pl": "pl",
    "tr": "tr", "ar": "ar", "hi": "hi", "vi": "vi", "th": "th", "id": "id", "sv": "sv", "uk": "uk",
    "cs": "cs", "el": "el", "he": "he", "fi": "fi", "da": "da", "nb": "nb", "ro": "ro", "hu": "hu",
    "fa": "fa", "bn": "bn", "ur": "ur", "ms": "ms", "fil": "fil", "ca": "ca",
}  # fmt: skip
"""CLDR's code of a language and the tag that an intent carries."""

_OWN_NAMES: Final = {
    "en": "english", "zh-CN": "中文|简体中文",
    "zh-TW": "繁體中文|繁体中文|正體中文", "es": "español",
    "fr": "français", "de": "deutsch", "pt": "português", "ru": "русский", "ja": "日本語",
    "ko": "한국어", "it": "italiano", "nl": "nederlands", "tr": "türkçe", "ar": "العربية",
    "hi": "हिन्दी", "vi": "tiếng việt", "th": "ไทย", "id": "bahasa indonesia", "sv": "svenska",
    "uk": "українська", "cs": "čeština", "el": "ελληνικά", "he": "עברית", "fi": "suomi",
    "da": "dansk", "nb": "norsk", "ro": "română", "hu": "magyar", "pl": "polski",
}  # fmt: skip

_ALSO: Final[dict[str, dict[str, str]]] = {
    "en": {
        "zh-CN": "mandarin|mandarin chinese|chinese simplified",
        "zh-TW": "chinese traditional|cantonese|taiwanese",
        "pt-BR": "brazilian portuguese|brazilian", "en": "british english|american english",
        "es": "castilian|latin american spanish",
    },
    "zh": {
        "en": "英文|英語", "zh-CN": "普通话|国语|汉语|华语|简体|简中|中国话|中文简体|国文|简体字",
        "zh-TW": "繁体|繁中|台湾话|粤语|中文繁体|繁体字|正体中文|广东话", "fr": "法文",
        "de": "德文", "es": "西班牙文|西语|西文", "pt": "葡文|葡语|葡萄牙文",
        "ru": "俄文", "ja": "日文|日本语", "ko": "韩文|朝鲜语", "it": "意大利文|意语",
        "ar": "阿拉伯文", "th": "泰文", "vi": "越南文",
    },
    "es": {"es": "castellano", "zh-CN": "mandarín"},
    "fr": {"zh-CN": "mandarin"},
    "de": {"zh-CN": "hochchinesisch|mandarin", "zh-TW": "traditionelles Chinesisch"},
    "pt": {"pt-BR": "português do Brasil|português brasileiro", "zh-CN": "mandarim"},
    "ru": {"zh-CN": "мандаринский"},
    "ja": {
        "en": "英文", "zh-CN": "中文|中国语|簡体字|北京語", "zh-TW": "繁体字|台湾華語|広東語",
        "ja": "にほんご|ニホンゴ|和文", "en-GB": "イギリス英語",
    },
}  # fmt: skip

_CLDR: Final = {"zh": "zh_Hans"}
_UNCLEAR: Final = frozenset({"polish", "polnisch", "thai", "hindi", "dansk", "finnish"})
"""Names that are other words too, or kitchens: alone they may be an edit."""

_NOT: Final = frozenset(
    {"dont", "not", "cant", "cannot", "nicht", "kein", "pas", "nao", "не", "不"}
)
"""Words after which the named language is the one that is not wanted."""

_TAG: Final = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")


def names(language: str) -> dict[str, str]:
    """What the languages are called in ``language``, and what they call themselves: name → tag."""
    spoken = Locale.parse(_CLDR.get(language, language)).languages
    found = {spoken[code].lower(): tag for code, tag in _TAGS.items() if code in spoken}
    found = {name: tag for name, tag in found.items() if not set(name) & set("(,")}
    for further in (_OWN_NAMES, _ALSO.get(language, {})):
        for tag, called in further.items():
            found.update(dict.fromkeys(called.lower().split("|"), tag))
    if language == "ru":
        found |= _inflected(found)
    return found


def _inflected(russian: dict[str, str]) -> dict[str, str]:
    """The cases of Russian adjectives, and the adverb: по-английски."""
    stems = {name[:-2]: tag for name, tag in russian.items() if name.endswith("кий")}
    cases = {stem + end: tag for stem, tag in stems.items() for end in ("ом", "ого", "ому")}
    return cases | {f"по-{stem}и": tag for stem, tag in stems.items()}


def is_clear(name: str) -> bool:
    """Whether the name by itself can only mean the language."""
    return name not in _UNCLEAR


def codes() -> tuple[str, ...]:
    """The two-letter codes by which a language may be asked for."""
    return (*(code for code in _TAGS if len(code) == 2), "cn", "tw")


@lru_cache(maxsize=1)
def _all(fold: Callable[[str], Tokens]) -> dict[Tokens, str]:
    found: dict[Tokens, str] = {}
    for language in ("ru", "de", "fr", "pt", "es", "ja", "zh", "en"):
        found.update((fold(name), tag) for name, tag in names(language).items())
    return found


def wanted(words: Tokens, fold: Callable[[str], Tokens]) -> str:
    """The tag of the language that is asked for in ``words``, else ""; the longest name counts."""
    if not _NOT.isdisjoint(words):
        return ""
    table = _all(fold)
    for length in range(min(6, len(words)), 0, -1):
        for i in range(len(words) - length + 1):
            tag = table.get(words[i : i + length])
            if tag:
                return tag
    last = words[-1] if words else ""
    return _of_code(last) if last in codes() else ""


def tag_of(argument: str, fold: Callable[[str], Tokens]) -> str:
    """The tag for what stands behind ``/language``: a tag, a name, or else the words themselves."""
    given = argument.strip()
    if not _TAG.fullmatch(given):
        return wanted(fold(given), fold) or given
    first, *rest = given.replace("_", "-").split("-")
    if not rest:
        return wanted(fold(given), fold) or _of_code(first.lower(), given)
    parts = [p.upper() if len(p) == 2 else p.title() if len(p) == 4 else p for p in rest]
    return "-".join([first.lower(), *parts])


def _of_code(code: str, otherwise: str = "") -> str:
    return {"cn": "zh-CN", "tw": "zh-TW"}.get(code) or _TAGS.get(code) or otherwise
