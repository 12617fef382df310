"""From facts to sentences, in the language of the person. Owns how times and backgrounds read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from engine.agent import phrases_en_edits, phrases_zh_edits
from engine.agent.atoms import MAX_CHARACTERS, atoms
from engine.agent.edit_background import BLUR_STRENGTHS
from engine.agent.languages import (
    phrases_de,
    phrases_es,
    phrases_fr,
    phrases_ja,
    phrases_pt,
    phrases_ru,
)
from engine.agent.palette import COLORS, GREEN_SCREEN
from engine.agent.phrase_table import PhraseTable
from engine.agent.scene_words import PUT
from engine.agent.steps import (
    Backdrop,
    Fact,
    InScene,
    Length,
    Percent,
    Place,
    Said,
    Spot,
    Term,
    Times,
    Words,
)
from engine.agent.suggestions import Suggestion
from engine.scenes.catalog import SCENES

Language = str
_TABLES: dict[Language, PhraseTable] = {
    "en": phrases_en_edits.TABLE,
    "zh": phrases_zh_edits.TABLE,
    "es": phrases_es.TABLE,
    "fr": phrases_fr.TABLE,
    "de": phrases_de.TABLE,
    "pt": phrases_pt.TABLE,
    "ru": phrases_ru.TABLE,
    "ja": phrases_ja.TABLE,
}
"""The languages that are answered in; English where another is asked for. All but the first two
have what their own instructions can lead to, and no more."""
_MAX_QUOTED_CHARACTERS = 80


def language_of(written: str, session_language: str | None) -> Language:
    """The language of an instruction; the session's where the words don't tell, else English."""
    found = atoms(written[:MAX_CHARACTERS])
    if any(atom.kind == "kana" for atom in found):
        return "ja"
    if any(atom.kind == "word" and "а" <= atom.text[0] <= "я" for atom in found):
        return "ru"
    if any(atom.kind == "han" for atom in found):
        return "zh"
    if any(atom.kind == "word" and atom.text[0].isascii() for atom in found):
        return "en"
    return "zh" if (session_language or "").lower().startswith("zh") else "en"


def spoken(
    language: Language, said: Iterable[Said], suggestions: Iterable[Suggestion] = ()
) -> Language:
    """That language where it has all those sentences and suggestions, else English."""
    table = _TABLES[language]
    has_all = all(one.key in table.sentences for one in said) and all(
        one.key in table.suggestions for one in suggestions
    )
    return language if has_all else "en"


def worded(said: Iterable[Said], language: Language) -> str:
    """The sentences, joined."""
    table = _TABLES[language]
    return table.joint.join(
        table.sentences[one.key].format(
            **{name: _fact(fact, language) for name, fact in one.facts.items()}
        )
        for one in said
    )


def listed(suggestions: Sequence[Suggestion], language: Language) -> str:
    """Suggestions as numbered lines, each an instruction that would be done."""
    return "\n".join(
        f"{number}. {_suggested(suggestion, language)}"
        for number, suggestion in enumerate(suggestions, start=1)
    )


def instruction(suggestion: Suggestion, language: Language) -> str:
    """The bare words of a suggestion."""
    facts = {name: _fact(fact, language) for name, fact in suggestion.facts.items()}
    return _TABLES[language].suggestions[suggestion.key].format(**facts)


def _suggested(suggestion: Suggestion, language: Language) -> str:
    table = _TABLES[language]
    # Also round words that hold quotation marks: one pair round all of them makes it an option.
    words = table.quotation.format(text=instruction(suggestion, language))
    if suggestion.needs:
        return table.after_a_file[suggestion.needs].format(suggestion=words)
    return words


def _fact(fact: Fact, language: Language) -> str:
    match fact:
        case Length(ms):
            return _length(ms, language)
        case Place(ms):
            return _clock(ms)
        case Spot(position):
            return _TABLES[language].spots[position]
        case InScene(name):
            return _in_scene(name, language)
        case Percent(amount):
            return f"{amount}%"
        case Times(amount):
            return _TABLES[language].times.format(amount=f"{amount:.2f}".rstrip("0").rstrip("."))
        case Term(key):
            return _TABLES[language].terms[key]
        case Words(text):
            return _TABLES[language].quotation.format(text=_short(text))
        case Backdrop(metadata):
            return _backdrop(metadata, language)
        case _:
            return fact


def _length(ms: int, language: Language) -> str:
    table = _TABLES[language]
    minutes, rest_ms = divmod(ms, 60_000)
    amount = f"{rest_ms / 1000:.3f}".rstrip("0").rstrip(".")
    if not minutes:
        shape = table.second if amount == "1" else table.seconds
        if table.few_seconds and _is_few(amount):
            shape = table.few_seconds
        return shape.format(amount=amount)
    shape = table.minutes_seconds if rest_ms else table.minutes
    return shape.format(minutes=minutes, amount=amount)


def _is_few(amount: str) -> bool:
    """2 to 4, also after a ten (but not after the first), and parts of one."""
    return "." in amount or (amount[-1] in "234" and amount[-2:-1] != "1")


def _clock(ms: int) -> str:
    minutes, rest_ms = divmod(ms, 60_000)
    seconds, rest_ms = divmod(rest_ms, 1000)
    fraction = f".{rest_ms:03}".rstrip("0") if rest_ms else ""
    return f"{minutes}:{seconds:02}{fraction}"


def _backdrop(metadata: Any, language: Language) -> str:
    table = _TABLES[language]
    if metadata is None:
        return table.backdrops["original"]
    match metadata["kind"]:
        case "scene":
            return scene_label(metadata["scene"], language)
        case "color" if metadata["color"] == GREEN_SCREEN:
            return table.backdrops["green"]
        case "color":
            return table.backdrops["color"].format(name=_color(metadata["color"], language))
        case "blur":
            degree = min(
                BLUR_STRENGTHS, key=lambda d: abs(BLUR_STRENGTHS[d] - metadata["strength"])
            )
            return table.backdrops[f"blur {degree}"]
        case "gradient":
            return table.backdrops["gradient"].format(name=_color(metadata["color"], language))
        case "transparent":
            return table.backdrops["transparent"]
        case "word":
            return _color(metadata["color"], language)
        case kind:
            name = table.quotation.format(text=_short(metadata["name"]))
            return table.backdrops["video" if kind == "video" else "image"].format(name=name)


def scene_label(name: str, language: Language) -> str:
    """A scene as sentences call it: "an office", "办公室"."""
    scene = SCENES[name]
    own = _TABLES[language].scenes.get(name)
    if own is not None:
        return own
    if language == "zh":
        return scene.title_zh
    title = scene.title_en.lower()
    return f"{'an' if title[0] in 'aeiou' else 'a'} {title}"


def _in_scene(name: str, language: Language) -> str:
    own = _TABLES[language].places.get(name)
    if own is not None:
        return own
    label = scene_label(name, language)
    return f"{PUT.get(name, 'in')} {label}" if language == "en" else label


def _color(value: str, language: Language) -> str:
    own = _TABLES[language].colors
    if own:
        return own.get(value, value)
    for color in COLORS:
        if color.hex == value:
            return (color.zh if language == "zh" else color.en).split(",")[0]
    return value


def _short(text: str) -> str:
    plain = "".join(c for c in text if c.isprintable()).strip()
    if len(plain) <= _MAX_QUOTED_CHARACTERS:
        return plain
    return plain[: _MAX_QUOTED_CHARACTERS - 1] + "…"
