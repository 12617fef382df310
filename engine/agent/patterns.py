"""The notation of the grammar and its matcher.

A row is a sequence: `CONCEPT` (a word of the lexicon), `key=SLOT` (a value kept under a key),
`<rule>` (another rule; its values are taken over), `key=<rule>` (kept under a key of its own),
`[...]` optional, `{...}` any number of times, `(a | b)` a choice, and after `=>` constants
`key=value`. Fillers may stand before any word. Owns parsing rows and finding all their matches;
knows no words and no meaning.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

from engine.agent.lattice import Lattice

Values = frozenset[tuple[str, Hashable]]
NO_VALUES: Values = frozenset()
Matches = frozenset[tuple[int, Values]]

MAX_REPEATS = 6
"""Rows do not call themselves, so the depth of a match is bounded; so is its width, by this."""

_SYMBOL = re.compile(r"\s*([a-z_]+=)?([A-Z]+\d?|<[a-z_]+>|[\[\](){}|])")


_CLOSING = {"[": "]", "(": ")", "{": "}"}


class Pattern:
    """A node of a parsed row. Nodes are compared by identity, which is what the memory needs."""


@dataclass(frozen=True, eq=False)
class Word(Pattern):
    """One concept or slot; a slot's value is kept under `key`."""

    concept: str
    key: str | None


@dataclass(frozen=True, eq=False)
class Call(Pattern):
    """Another rule, with its values taken over, or kept together under `key`."""

    rule: str
    key: str | None


@dataclass(frozen=True, eq=False)
class Sequence(Pattern):
    """One after another, then constants."""

    parts: tuple[Pattern, ...]
    constants: Values = NO_VALUES


@dataclass(frozen=True, eq=False)
class Choice(Pattern):
    """Any one of these; an empty sequence among them makes the rest optional."""

    options: tuple[Pattern, ...]


@dataclass(frozen=True, eq=False)
class Repeat(Pattern):
    """Any number of times, none included, up to `MAX_REPEATS`."""

    part: Pattern


def parse_row(row: str) -> Pattern:
    """A row of the notation as nodes. Raises ValueError for a slip in the notation."""
    body, _, constants = row.partition("=>")
    symbols = [(key, symbol) for key, symbol in _SYMBOL.findall(body)]
    if _SYMBOL.sub("", body).strip():
        raise ValueError(f"cannot read the row {row!r}")
    options, rest = _parse_options(symbols, row)
    if rest:
        raise ValueError(f"a bracket too many in {row!r}")
    pairs = (
        constant.strip().split("=", 1) for constant in constants.split(",") if constant.strip()
    )
    values = frozenset((key, value) for key, value in pairs)
    if len(options) == 1 and isinstance(options[0], Sequence):
        return Sequence(options[0].parts, values)
    return Sequence((Choice(options),), values)


def parse_rules(tables: Iterable[Mapping[str, tuple[str, ...]]]) -> dict[str, Pattern]:
    """All rules of several tables by name; a name may be in one table only."""
    rules: dict[str, Pattern] = {}
    for table in tables:
        for name, rows in table.items():
            if name in rules:
                raise ValueError(f"two tables have the rule {name!r}")
            rules[name] = Choice(tuple(parse_row(row) for row in rows))
    return rules


def merged(one: Values, other: Values) -> Values | None:
    """Both together, or None when a key has two values."""
    both = one | other
    return both if len({key for key, _ in both}) == len(both) else None


class Grammar:
    """Rules by name, and with which words each pattern can begin (a "first set")."""

    def __init__(self, rules: Mapping[str, Pattern]) -> None:
        self._rules = rules
        self._openings: dict[int, tuple[frozenset[str], bool]] = {}

    def rule(self, name: str) -> Pattern:
        """The rule of that name. Raises KeyError for a name that no table has."""
        return self._rules[name]

    def openings(self, pattern: Pattern) -> tuple[frozenset[str], bool]:
        """The concepts that can come first, and whether the pattern may also match nothing."""
        if id(pattern) not in self._openings:
            self._openings[id(pattern)] = self._find_openings(pattern)
        return self._openings[id(pattern)]

    def _find_openings(self, pattern: Pattern) -> tuple[frozenset[str], bool]:
        match pattern:
            case Word(concept, _):
                return frozenset({concept}), False
            case Call(rule, _):
                return self.openings(self._rules[rule])
            case Repeat(part):
                return self.openings(part)[0], True
            case Choice(options):
                found = [self.openings(option) for option in options]
                return frozenset().union(*(first for first, _ in found)), any(e for _, e in found)
            case Sequence(parts, _):
                first: frozenset[str] = frozenset()
                for part in parts:
                    concepts, is_empty = self.openings(part)
                    first |= concepts
                    if not is_empty:
                        return first, False
                return first, True
        raise TypeError(f"no such node: {pattern!r}")


class Matcher:
    """All matches of patterns in one lattice, each looked for once."""

    def __init__(self, grammar: Grammar, lattice: Lattice) -> None:
        self._grammar = grammar
        self._lattice = lattice
        self._known: dict[tuple[int, int], Matches] = {}

    def matches(self, pattern: Pattern, at: int) -> Matches:
        """The (end, values) pairs of a pattern that begins at that atom."""
        place = (id(pattern), at)
        if place not in self._known:
            first, is_empty = self._grammar.openings(pattern)
            can_begin = is_empty or not first.isdisjoint(self._lattice.beginnings(at))
            self._known[place] = self._find(pattern, at) if can_begin else frozenset()
        return self._known[place]

    def _find(self, pattern: Pattern, at: int) -> Matches:
        match pattern:
            case Word(concept, key):
                return frozenset(
                    (end, frozenset({(key, value)}) if key and value is not None else NO_VALUES)
                    for end, value in self._lattice.after_fillers(at, concept)
                )
            case Call(rule, key):
                found = self.matches(self._grammar.rule(rule), at)
                if key is None:
                    return found
                return frozenset((end, frozenset({(key, values)})) for end, values in found)
            case Choice(options):
                return frozenset().union(*(self.matches(option, at) for option in options))
            case Repeat(part):
                return self._repeated(part, at)
            case Sequence(parts, constants):
                return reduce(self._follow, parts, frozenset({(at, constants)}))
        raise TypeError(f"no such node: {pattern!r}")

    def _repeated(self, part: Pattern, at: int) -> Matches:
        found = latest = frozenset({(at, NO_VALUES)})
        for _ in range(MAX_REPEATS):
            latest = self._follow(latest, part) - found
            found |= latest
        return found

    def _follow(self, so_far: Matches, part: Pattern) -> Matches:
        return frozenset(
            (end, both)
            for at, values in so_far
            for end, more in self.matches(part, at)
            if (both := merged(values, more)) is not None
        )


def _parse_options(
    symbols: list[tuple[str, str]], row: str
) -> tuple[tuple[Pattern, ...], list[tuple[str, str]]]:
    options: list[Pattern] = []
    parts: list[Pattern] = []
    while symbols:
        (key, symbol), *symbols = symbols
        if symbol in _CLOSING.values():
            symbols = [(key, symbol), *symbols]
            break
        if symbol == "|":
            options.append(Sequence(tuple(parts)))
            parts = []
        elif symbol in _CLOSING:
            inner, rest = _parse_options(symbols, row)
            if not rest or rest[0][1] != _CLOSING[symbol]:
                raise ValueError(f"a bracket is missing in {row!r}")
            symbols = rest[1:]
            bracketed = Choice((*inner, Sequence(())) if symbol == "[" else inner)
            parts.append(Repeat(bracketed) if symbol == "{" else bracketed)
        elif symbol.startswith("<"):
            parts.append(Call(symbol[1:-1], key[:-1] or None))
        else:
            parts.append(Word(symbol, key[:-1] if key else None))
    options.append(Sequence(tuple(parts)))
    return tuple(options), symbols
