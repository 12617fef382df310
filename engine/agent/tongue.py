"""The tongues in which the agent is spoken to: words, rows and what is beyond it, as one value.

English and Chinese are read together, as people mix them, and made here; `languages` has the
others. They are tried in an order: the first that finds a reading of the whole text is the one. A
new language brings words (its `Lexicon`), names for amounts (`Numerals`), the rows that its
sentences need, and a phrase table in `wording`; concepts and intents are those of all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from engine.agent import (
    rows_background,
    rows_frame,
    rows_look,
    rows_overlay,
    rows_shared,
    rows_sound,
    rows_talk,
    rows_time,
    rows_title,
    rows_trim,
    words_beyond,
    words_en,
    words_en_frame,
    words_en_look,
    words_en_sound,
    words_en_things,
    words_en_time,
    words_zh,
    words_zh_edits,
    words_zh_time,
)
from engine.agent.atoms import Atom
from engine.agent.lattice import Lattice
from engine.agent.lexicon import Lexicon
from engine.agent.palette import COLORS
from engine.agent.patterns import Grammar, Pattern, parse_rules
from engine.agent.scene_words import scene_words
from engine.agent.sentence import Reading, candidates
from engine.agent.spelling import Spelling

TOPICS = (
    rows_background,
    rows_frame,
    rows_look,
    rows_overlay,
    rows_sound,
    rows_time,
    rows_title,
    rows_trim,
)
RULES = (*(topic.RULES for topic in TOPICS), rows_shared.RULES)
INTENTS = (*(topic.INTENTS for topic in TOPICS), rows_talk.INTENTS)
TABLES = (
    words_en.WORDS,
    words_en_things.WORDS,
    words_en_time.WORDS,
    words_en_frame.WORDS,
    words_en_sound.WORDS,
    words_en_look.WORDS,
    words_zh.WORDS,
    words_zh_time.WORDS,
    words_zh_edits.WORDS,
)


@dataclass(frozen=True, eq=False)
class Tongue:
    """One way to be spoken to.

    `language` is that of the answer where it can only be one; None where the words tell.
    `intents` are patterns by name; `places` is the shape of asking for a place that is no scene,
    `beyond` the words of what cannot be done, by the sentence that says so. `spelling` is how the
    language is written; a tongue without one has the slips of the pen put right instead.
    """

    language: str | None
    lexicon: Lexicon
    grammar: Grammar
    intents: Mapping[str, Pattern]
    places: Pattern
    beyond: Mapping[str, Lexicon]
    spelling: Spelling | None = None

    def read(self, found: Sequence[Atom]) -> list[Atom]:
        """The atoms as its lexicon holds them."""
        if self.spelling is not None:
            numbers = {word for words in self.lexicon.numerals for word in words.numbers}
            return self.spelling.prepared(found, numbers)
        return self.lexicon.corrected(found)

    def lattice(self, written: str, found: Sequence[Atom]) -> Lattice:
        """The readings of those atoms."""
        return Lattice(written, self.read(found), self.lexicon)

    def candidates(self, lattice: Lattice) -> list[Reading]:
        """All ways to cover a text with clauses."""
        return candidates(lattice, self.grammar, self.intents)


@cache
def tongues() -> tuple[Tongue, ...]:
    """All tongues, made once; the one that is most often spoken first."""
    return (_english_and_chinese(),)


def _english_and_chinese() -> Tongue:
    colors = {f"COLOR {color.hex}": f"{color.en}, {color.zh}" for color in COLORS}
    numerals = (words_en.NUMERALS, words_zh.NUMERALS)
    units = [
        {f"UNIT {unit_ms}": word} for words in numerals for word, unit_ms in words.units_ms.items()
    ]
    return Tongue(
        language=None,
        lexicon=Lexicon((*TABLES, colors, scene_words(), *units), numerals),
        grammar=Grammar(parse_rules(RULES)),
        intents=parse_rules(INTENTS),
        places=parse_rules((rows_background.PLACES,))["place"],
        beyond={key: Lexicon([{key.upper(): words}]) for key, words in words_beyond.WORDS.items()},
    )
