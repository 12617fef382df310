"""The word tables as one index: which concepts begin at an atom, and the nearest known word.

Owns the joining of the tables and the acceptance of slips of the pen. Knows no grammar.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from engine.agent.atoms import Atom, atoms
from engine.agent.near_words import NOT_SLIPS
from engine.agent.numerals import Numerals

MIN_SLIP_LETTERS = 5
"""Shorter words have too many neighbours for a slip to be certain."""


@dataclass(slots=True)
class _Node:
    """One step of the index of phrases by their atoms."""

    children: dict[str, _Node] = field(default_factory=dict)
    concepts: list[tuple[str, str | None]] = field(default_factory=list)


class Lexicon:
    """All phrases of the tables of one tongue, and its words for amounts."""

    def __init__(
        self, tables: Sequence[Mapping[str, str]], numerals: Sequence[Numerals] = ()
    ) -> None:
        self.numerals = tuple(numerals)
        self._root = _Node()
        self._words: set[str] = {
            word for words in numerals for word in (*words.numbers, *words.units_ms)
        }
        for table in tables:
            for row, synonyms in table.items():
                concept, _, value = row.partition(" ")
                for phrase in synonyms.split(", "):
                    self._add(phrase.strip(), concept, value or None)

    def phrases(self, found: Sequence[Atom], at: int) -> Iterator[tuple[str, str | None, int]]:
        """Every (concept, value, end) of a phrase that begins at that atom."""
        node = self._root
        for end in range(at, len(found)):
            if found[end].kind in ("quoted", "cues", "unknown"):
                return
            child = node.children.get(found[end].text)
            if child is None:
                return
            node = child
            for concept, value in node.concepts:
                yield concept, value, end + 1

    def corrected(self, found: Sequence[Atom]) -> list[Atom]:
        """The atoms with slips of the pen put right, each only where one known word is near.

        A slip is two neighbouring letters exchanged, or one left out or put in within the word:
        what fingers do. Another letter makes another word ("blank" is not "black").
        """
        return [
            replace(atom, text=self._nearest(atom.text)) if self._is_odd(atom) else atom
            for atom in found
        ]

    def _is_odd(self, atom: Atom) -> bool:
        return (
            atom.kind == "word"
            and len(atom.text) >= MIN_SLIP_LETTERS
            and atom.text not in self._words
            and atom.text not in NOT_SLIPS
        )

    def _nearest(self, word: str) -> str:
        near = {known for known in _neighbours(word) if known in self._words}
        return near.pop() if len(near) == 1 else word

    def _add(self, phrase: str, concept: str, value: str | None) -> None:
        node = self._root
        for atom in atoms(phrase):
            node = node.children.setdefault(atom.text, _Node())
            if atom.kind == "word":
                self._words.add(atom.text)
        if (concept, value) not in node.concepts:
            node.concepts.append((concept, value))


def _neighbours(word: str) -> Iterator[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    for at in range(1, len(word)):
        if at + 1 < len(word):
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        for letter in letters:
            candidate = word[:at] + letter + word[at:]
            yield candidate
        if at + 1 < len(word) and len(word) > MIN_SLIP_LETTERS:
            yield word[:at] + word[at + 1 :]
