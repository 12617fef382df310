"""Slips of the finger: a word nobody knows, read as the known word that it nearly is.

Owns the repair. Must not know any language; the words that exist in their own right and must
never be taken for a slip lie in ``real_words.txt``.

Two words are one slip apart when letters next to each other are swapped, or one is missing, one
too many or one replaced (four of five misspellings: Damerau 1964). Such words meet once each is
shortened by one letter, which makes the search a few looks into a dictionary (Garbe's SymSpell).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

_SHORTEST_SWAP: Final = 4
_SHORTEST_LOSS: Final = 5
_SHORTEST_REPLACEMENT: Final = 6
_LONGEST: Final = 16
_DRAWN_OUT: Final = re.compile(r"(.)\1{2,}")


def _shortened(word: str) -> Iterator[str]:
    return (word[:i] + word[i + 1 :] for i in range(1, len(word)))


class Repair:
    """Finds the known word behind a slip; the first letter is taken to be right."""

    def __init__(self, vocabulary: Iterable[str], real: frozenset[str]) -> None:
        self._real = real
        self._words = frozenset(vocabulary)
        self._near: dict[str, list[str]] = defaultdict(list)
        for word in sorted(w for w in self._words if len(w) >= _SHORTEST_SWAP and w.isalpha()):
            for key in {word, *_shortened(word)}:
                self._near[key].append(word)

    def word(self, typed: str) -> str | None:
        """The word that ``typed`` stands for: itself if it is known; None if none is near."""
        if typed in self._words:
            return typed
        if typed in self._real or not typed.isalpha():
            return None
        for plain in (_DRAWN_OUT.sub(r"\1\1", typed), _DRAWN_OUT.sub(r"\1", typed)):
            if plain != typed and plain in self._words:
                return plain
        if not _SHORTEST_SWAP <= len(typed) <= _LONGEST:
            return None
        near = {w for key in (typed, *_shortened(typed)) for w in self._near.get(key, ())}
        sure = sorted((_rank(typed, word), word) for word in near if _rank(typed, word))
        return sure[0][1] if sure else None


def _rank(typed: str, word: str) -> int:
    """1 for a swap, 2 for a letter lost or gained, 3 for one replaced; 0 where too unlike."""
    if typed[0] != word[0]:
        return 0
    if len(typed) == len(word):
        apart = [i for i, (a, b) in enumerate(zip(typed, word, strict=True)) if a != b]
        if len(apart) == 2 and apart[1] == apart[0] + 1 and typed[apart[0]] == word[apart[1]]:
            return 1 if typed[apart[1]] == word[apart[0]] else 0
        return 3 if len(apart) == 1 and len(typed) >= _SHORTEST_REPLACEMENT else 0
    longer, shorter = (typed, word) if len(typed) > len(word) else (word, typed)
    lost = [i for i in range(1, len(longer)) if longer[:i] + longer[i + 1 :] == shorter]
    is_double = any(longer[i] == longer[i - 1] for i in lost)
    return 2 if lost and (is_double or len(shorter) >= _SHORTEST_LOSS) else 0
