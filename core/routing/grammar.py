"""Phrase grammars: rows of a small part of JSGF, read into an automaton over tokens.

Owns the notation and the matching. Must not know any action or any language.

The notation is that of the Java Speech Grammar Format (W3C note, 2000), which speech interfaces
use for the same purpose: ``<name> = this | that [perhaps] (one | two) <other>;`` with ``//``
comments. A reference with a dot (``<shared.format>``) is a rule of another file. There are no
repeats, so every rule describes finitely many phrases.

All rules become one nondeterministic automaton whose subsets are made deterministic as they are
met and remembered; after the first time a step is one look into a dictionary.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from core.routing.words import Tokens

_SCANNER: Final = re.compile(
    r"<(?P<ref>[\w.-]+)>|(?P<mark>[|()\[\]=;])|(?P<word>[^\s|()\[\]=;<>]+)|(?P<stray>\S)"
)
_COMMENT: Final = re.compile(r"//[^\n]*")
_NOWHERE: Final = -1


class GrammarError(ValueError):
    """A grammar that cannot be read; the message says where."""


@dataclass(frozen=True, slots=True)
class Word:
    """One token."""

    token: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Whatever another rule stands for."""

    name: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts that follow one another."""

    parts: "tuple[Expansion, ...]"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several; with ``is_optional`` also nothing."""

    options: "tuple[Expansion, ...]"
    is_optional: bool = False


Expansion = Word | Reference | Sequence | Choice


def parse(source: str, fold: Callable[[str], Tokens]) -> dict[str, Expansion]:
    """The rules of a grammar file by name; words are folded with ``fold``.

    Raises ``GrammarError``.
    """
    return _Reader(source, fold).rules()


class _Reader:
    """Recursive descent over the scanned marks and words."""

    def __init__(self, source: str, fold: Callable[[str], Tokens]) -> None:
        self._fold = fold
        self._items = [
            (match.lastgroup or "", match[match.lastgroup or 0])
            for match in _SCANNER.finditer(_COMMENT.sub("", source))
        ]
        self._at = 0

    def rules(self) -> dict[str, Expansion]:
        rules: dict[str, Expansion] = {}
        while self._at < len(self._items):
            kind, name = self._items[self._at]
            self._at += 1
            if kind != "ref" or not self._took("="):
                raise GrammarError(f"a rule must begin with <name> =, not with {name}")
            if name in rules:
                raise GrammarError(f"<{name}> is defined twice")
            rules[name] = self._choice(f"<{name}>")
            if not self._took(";"):
                raise GrammarError(f"<{name}> does not end with ;")
        return rules

    def _took(self, mark: str) -> bool:
        if self._at < len(self._items) and self._items[self._at] == ("mark", mark):
            self._at += 1
            return True
        return False

    def _choice(self, where: str, is_optional: bool = False) -> Expansion:
        options = [self._sequence(where)]
        while self._took("|"):
            options.append(self._sequence(where))
        return Choice(tuple(options), is_optional)

    def _sequence(self, where: str) -> Expansion:
        parts: list[Expansion] = []
        while self._at < len(self._items):
            kind, text = self._items[self._at]
            if kind == "mark" and text in "|)];":
                break
            self._at += 1
            if kind == "ref":
                parts.append(Reference(text))
            elif kind == "word":
                parts.extend(map(Word, self._fold(text)))
            elif kind == "mark" and text in "([":
                parts.append(self._choice(where, is_optional=text == "["))
                if not self._took(")" if text == "(" else "]"):
                    raise GrammarError(f"a {text} in {where} is not closed")
            else:
                raise GrammarError(f"{text} stands in {where} where a phrase should")
        if not parts:
            raise GrammarError(f"an alternative in {where} is empty")
        return Sequence(tuple(parts))


class Automaton:
    """All phrases of some rules; says where a phrase that begins at a place may end."""

    def __init__(self, rules: Mapping[str, Expansion], labels: Iterable[str]) -> None:
        """``labels`` are the rules to match; the others are only referred to.

        Raises ``GrammarError`` where a reference leads nowhere or in a circle.
        """
        self._rules = rules
        self._steps: list[dict[str, set[int]]] = []
        self._empty: list[set[int]] = []
        self._labels: dict[int, str] = {}
        start = self._state()
        for label in labels:
            end = self._state()
            self._labels[end] = label
            self._build(Reference(label), start, end, ())
        self.vocabulary = frozenset(word for step in self._steps for word in step)
        self._numbers: dict[frozenset[int], int] = {}
        self._sets: list[frozenset[int]] = []
        self._moves: list[dict[str, int]] = []
        self._accepts: list[frozenset[str]] = []
        self._start = self._number({start})

    def ends(self, words: Tokens, at: int) -> list[tuple[int, frozenset[str]]]:
        """Where phrases beginning at ``at`` end, each end with the rules that are fulfilled."""
        found: list[tuple[int, frozenset[str]]] = []
        state = self._start
        for i in range(at, len(words)):
            state = self._moved(state, words[i])
            if state == _NOWHERE:
                break
            if self._accepts[state]:
                found.append((i + 1, self._accepts[state]))
        return found

    def _state(self) -> int:
        self._steps.append({})
        self._empty.append(set())
        return len(self._steps) - 1

    def _build(self, what: Expansion, start: int, end: int, inside: tuple[str, ...]) -> None:
        match what:
            case Word(token):
                self._steps[start].setdefault(token, set()).add(end)
            case Reference(name):
                if name in inside or name not in self._rules:
                    raise GrammarError(f"<{name}> leads nowhere or in a circle, inside {inside}")
                self._build(self._rules[name], start, end, (*inside, name))
            case Sequence(parts):
                for part in parts[:-1]:
                    between = self._state()
                    self._build(part, start, between, inside)
                    start = between
                self._build(parts[-1], start, end, inside)
            case Choice(options, is_optional):
                if is_optional:
                    self._empty[start].add(end)
                for option in options:
                    self._build(option, start, end, inside)

    def _moved(self, state: int, word: str) -> int:
        if word not in self.vocabulary:
            return _NOWHERE
        moves = self._moves[state]
        if word not in moves:
            targets = {t for s in self._sets[state] for t in self._steps[s].get(word, ())}
            moves[word] = self._number(targets) if targets else _NOWHERE
        return moves[word]

    def _number(self, states: set[int]) -> int:
        """The number of a set of states together with all that is reached without a word."""
        reached, waiting = set(states), list(states)
        while waiting:
            for further in self._empty[waiting.pop()] - reached:
                reached.add(further)
                waiting.append(further)
        key = frozenset(reached)
        if key not in self._numbers:
            self._numbers[key] = len(self._sets)
            self._sets.append(key)
            self._moves.append({})
            self._accepts.append(frozenset(self._labels[s] for s in key if s in self._labels))
        return self._numbers[key]
