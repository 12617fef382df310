"""The tongues beside English and Chinese, each for the instructions that are given most.

A language is modules of words, names and phrases, and a row in `_LANGUAGES`. Owns which of them
are tried for a text. They come after English and Chinese, except where the script tells, or where
those read the text only with a slip of the pen put right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import ModuleType

from engine.agent.atoms import Atom
from engine.agent.languages import (
    names_de,
    names_es,
    names_fr,
    names_ja,
    names_pt,
    names_ru,
    rows_european,
    rows_japanese,
    words_de,
    words_es,
    words_fr,
    words_ja,
    words_pt,
    words_ru,
)
from engine.agent.lexicon import Lexicon
from engine.agent.patterns import Grammar, parse_rules
from engine.agent.tongue import Tongue, tongues
from engine.scenes.catalog import SCENES

_LANGUAGES: Mapping[str, tuple[ModuleType, ModuleType, ModuleType]] = {
    "es": (words_es, names_es, rows_european),
    "fr": (words_fr, names_fr, rows_european),
    "de": (words_de, names_de, rows_european),
    "pt": (words_pt, names_pt, rows_european),
    "ru": (words_ru, names_ru, rows_european),
    "ja": (words_ja, names_ja, rows_japanese),
}
LANGUAGES = tuple(_LANGUAGES)
_LATIN = tuple(language for language in _LANGUAGES if language not in ("ru", "ja"))


@cache
def tongue_of(language: str) -> Tongue:
    """The tongue of one of `LANGUAGES`, made once."""
    words, names, rows = _LANGUAGES[language]
    spelling = words.SPELLING
    tables = [
        words.WORDS,
        {f"COLOR {color}": row for color, row in names.COLORS.items()},
        {f"SCENE {name}": row for name, row in names.SCENES.items() if name in SCENES},
        *({f"UNIT {ms}": word} for word, ms in words.NUMERALS.units_ms.items()),
    ]
    spelled = [{key: spelling.forms(row) for key, row in table.items()} for table in tables]
    return Tongue(
        language=language,
        lexicon=Lexicon(spelled, (words.NUMERALS,)),
        grammar=Grammar(parse_rules((rows.RULES,))),
        intents=parse_rules((rows.INTENTS,)),
        places=parse_rules((rows.PLACES,))["place"],
        beyond={},
        spelling=spelling,
    )


def tried(found: Sequence[Atom], session_language: str | None) -> Iterator[Tongue]:
    """The tongues in which a text of those atoms may be, the likeliest first.

    What stands in quotation marks does not count: a title may be in any language. Of tongues in
    which the same words may be said ("corta de 0:05 a 0:10") the session's is tried first.
    """
    letters = "".join(atom.text for atom in found if atom.kind in ("word", "kana"))
    (main,) = tongues()
    if any(atom.kind == "kana" for atom in found):
        yield tongue_of("ja")
        yield main
        return
    if any("а" <= letter <= "я" or letter == "ё" for letter in letters):
        yield tongue_of("ru")
        yield main
        return
    own = (session_language or "").lower().split("-")[0]
    others = sorted(_LATIN, key=lambda language: language != own) if letters else ()
    if main.lexicon.corrected(found) != list(found):
        yield from map(tongue_of, others)
        yield main
        return
    yield main
    yield from map(tongue_of, others)


def nearest(found: Sequence[Atom], session_language: str | None) -> Tongue:
    """The tongue that knows most of the words of a text that none can read; the main one where no
    other knows more, and at least half of them."""
    candidates = list(tried(found, session_language))
    (main,) = tongues()
    if len(candidates) == 1:
        return main
    scores = {tongue.language: _known(tongue, found) for tongue in candidates}
    if candidates[0].language in ("ja", "ru"):
        return candidates[0]
    best = max(candidates, key=lambda tongue: (scores[tongue.language], tongue is main))
    words = sum(atom.kind in ("word", "han") for atom in found)
    return best if 2 * scores[best.language] >= words else main


def _known(tongue: Tongue, found: Sequence[Atom]) -> int:
    """How many of the words are in the tongue's lexicon."""
    read = tongue.read(found)
    known: set[int] = set()
    for at in range(len(read)):
        for _, _, end in tongue.lexicon.phrases(read, at):
            known.update(range(at, end))
    return sum(read[at].kind in ("word", "han") for at in known)
