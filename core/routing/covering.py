"""Phrases of one grammar file that must account for every word of a short message.

Owns the splitting of words into phrases. Must not know what the phrases mean. Where the ``Reader``
looks for the one best request in one language, this says all that the words can be, with the
phrases of all languages in one file.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources
from typing import Final

from core.routing.chinese import simplified
from core.routing.grammar import Automaton, parse
from core.routing.words import Tokens, tokens

_AROUND: Final = "around"
"""The rule of what may stand beside the phrases that count."""


class Covering:
    """The kinds of phrase that a message consists of."""

    def __init__(self, file: str, kinds: Iterable[str]) -> None:
        """``kinds`` are the rules that count; ``<around>`` may stand beside them."""
        source = resources.files("core.routing").joinpath(file).read_text(encoding="utf-8")
        self._automaton = Automaton(parse(source, folded), [*kinds, _AROUND])

    def kinds(self, words: Tokens) -> set[frozenset[str]]:
        """Which kinds the words hold, one set for each way to read them.

        Empty where no way accounts for every word; a set is empty for words around nothing.
        """
        found: list[set[frozenset[str]]] = [set() for _ in range(len(words) + 1)]
        found[0].add(frozenset())
        for i, readings in enumerate(found[:-1]):
            for end, rules in self._automaton.ends(words, i) if readings else ():
                for rule in rules:
                    counted = frozenset() if rule == _AROUND else frozenset({rule})
                    found[end] |= {kinds | counted for kinds in readings}
        return found[-1]


def folded(text: str) -> Tokens:
    """The words of a text, those in traditional characters as simplified ones."""
    return tuple(map(simplified, tokens(text)))
