"""From a lattice to wishes: the clauses of an instruction, each matched by a row of the grammar.

Owns how clauses are joined and what makes a reading valid: every atom is part of a row, a filler or
a separator. Knows nothing of what a wish does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.agent.lattice import SEPARATORS, Lattice
from engine.agent.patterns import NO_VALUES, Grammar, Matcher, Pattern, Values
from engine.agent.standing import AFTER, LAST_RESORT, NEGATABLE, NOT_AFTER, ONLY_ALONE, ONLY_NEGATED

MAX_WISHES = 8
MAX_SEPARATORS = 4
"""In a row, as in ", and then"."""
_MAX_READINGS = 64


@dataclass(frozen=True)
class Wish:
    """One clause: the intent, its values, where it stands, and whether it is to be left undone."""

    name: str
    values: Values
    start: int
    end: int
    is_negated: bool = False
    is_joined: bool = False
    """Whether nothing but "and" stands before it."""

    @property
    def meaning(self) -> tuple[str, Values, bool]:
        """What two readings must share to be one: "it" is what it stands for, and what is left
        undone is left, whatever it was."""
        if self.is_negated:
            return self.topic, NO_VALUES, True
        return self.effect, self.values, False

    @property
    def effect(self) -> str:
        """The intent, however little was said of it."""
        return self.name.removesuffix("_it").replace(".bare", ".set")

    @property
    def topic(self) -> str:
        """What it is about: background, trim, title, sound and so on."""
        return self.name.partition(".")[0]

    def slots(self) -> dict[str, Any]:
        """The values by key, nested ones as dicts too."""
        return _unfolded(self.values)


Reading = tuple[Wish, ...]


def candidates(lattice: Lattice, grammar: Grammar, intents: Mapping[str, Pattern]) -> list[Reading]:
    """All ways to cover the text with clauses, whether or not each may stand where it does."""
    return _Reader(lattice, grammar, intents).read()


def chosen(found: Iterable[Reading], is_it_known: bool = False) -> list[Reading]:
    """The valid ones among candidates, each meaning once, those with the fewest clauses only.

    `is_it_known`: take "it" for what the clause is about even where nothing before has named it.
    """
    distinct: dict[tuple[object, ...], Reading] = {}
    for reading in found:
        if is_valid(reading, is_it_known):
            distinct.setdefault(tuple(wish.meaning for wish in reading), reading)
    sure = [
        reading
        for reading in distinct.values()
        if not any(wish.name in LAST_RESORT for wish in reading)
    ]
    left = sure or list(distinct.values())
    fewest = min(map(len, left), default=0)
    return [reading for reading in left if len(reading) == fewest]


def is_valid(reading: Reading, is_it_known: bool) -> bool:
    """Whether each clause may stand where it does."""
    before = ""
    for wish in reading:
        if wish.is_negated and wish.name.removesuffix("_it") not in NEGATABLE:
            return False
        if not wish.is_negated and wish.name in ONLY_NEGATED:
            return False
        if wish.name in ONLY_ALONE and len(reading) > 1:
            return False
        if not is_it_known and not _is_it_clear(wish.name, before):
            return False
        if wish.topic != "talk":
            before = wish.topic
    return True


def _is_it_clear(name: str, before: str) -> bool:
    return (name not in AFTER or before in AFTER[name]) and before not in NOT_AFTER.get(name, ())


class _Reader:
    """Walks from separator to separator."""

    def __init__(self, lattice: Lattice, grammar: Grammar, patterns: Mapping[str, Pattern]) -> None:
        self._lattice = lattice
        self._patterns = patterns
        self._matcher = Matcher(grammar, lattice)
        self._clauses: dict[int, list[Wish]] = {}
        self._leads: dict[int, bool] = {}
        self._known: dict[tuple[int, int], tuple[Reading, ...]] = {}

    def read(self) -> list[Reading]:
        """Complete readings, up to a number that no honest instruction reaches."""
        starts = {0, *self._after_separators(0)}
        return [
            reading for start in sorted(starts) for reading in self._complete(start, MAX_WISHES)
        ]

    def _complete(self, start: int, most: int) -> tuple[Reading, ...]:
        """The readings of all that follows that place, in at most so many clauses.

        Each place is read once, so that the work grows with the length of the text alone.
        """
        if (start, most) not in self._known:
            found: dict[tuple[object, ...], Reading] = {}
            for wish in self._clauses_at(start):
                nexts = self._after_separators(wish.end)
                tails: list[Reading] = []
                if any(self._lattice.is_end(place) for place in (wish.end, *nexts)):
                    tails.append(())
                if most > 1:
                    tails += [tail for place in nexts for tail in self._complete(place, most - 1)]
                for tail in tails:
                    meaning = (wish.name, wish.meaning, *((w.name, w.meaning) for w in tail))
                    found.setdefault(meaning, (wish, *tail))
            self._known[start, most] = tuple(sorted(found.values(), key=len)[:_MAX_READINGS])
        return self._known[start, most]

    def _clauses_at(self, start: int) -> list[Wish]:
        if start not in self._clauses:
            is_joined = self._leads.get(start, False)
            places = {(start, False)}
            for place in self._over(start, "ORDER"):
                places.update((end, False) for end in (place, *self._over(place, "COMMA")))
            for place, _ in list(places):
                places.update((end, True) for end in self._over(place, "NEG"))
            self._clauses[start] = [
                Wish(name, values, start, end, is_negated, is_joined)
                for place, is_negated in places
                for name, pattern in self._patterns.items()
                for end, values in self._matcher.matches(pattern, place)
            ]
        return self._clauses[start]

    def _over(self, at: int, concept: str) -> Iterator[int]:
        for place in self._lattice.reach(at):
            for end, _ in self._lattice.edges(place, concept):
                yield end

    def _after_separators(self, at: int) -> set[int]:
        """The places after one or more separators; notes which of them stand after "and" alone."""
        found: set[int] = set()
        waiting = [(at, True, 0)]
        while waiting:
            place, is_and_alone, count = waiting.pop()
            for separator in SEPARATORS:
                for end in self._over(place, separator):
                    is_alone = is_and_alone and separator == "AND"
                    self._leads[end] = self._leads.get(end, False) or is_alone
                    if end not in found and count < MAX_SEPARATORS:
                        found.add(end)
                        waiting.append((end, is_alone, count + 1))
        return found


def _unfolded(values: Values) -> dict[str, Any]:
    return {
        key: _unfolded(value) if isinstance(value, frozenset) else value for key, value in values
    }
