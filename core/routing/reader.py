"""One language's grammar applied to the words of a message.

Owns how a message is split into requests and into what may stand around them. Must not know what
is done about a request.

A message is a request only if every one of its words is accounted for: by the phrase of a request,
or by a filler (a greeting, a "please", praise). One word too many, and it is somebody's wish for
their video.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib import resources
from typing import Final, NamedTuple

from core.routing.chinese import simplified
from core.routing.grammar import Automaton, Choice, Expansion, Sequence, Word, parse
from core.routing.slips import Repair
from core.routing.tongues import codes, is_clear, names
from core.routing.words import ADDRESS, Tokens, tokens

LANGUAGES: Final = ("en", "zh", "es", "fr", "de", "pt", "ru", "ja")
"""The languages that the router reads, in the order in which they are tried."""

_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_KANA: Final = re.compile(r"[\u3041-\u30fe]")
_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")

_FILLER: Final = "filler"
_MOST_SLIPS: Final = 3

_NOTHING_YET: Final = ""


def readable(words: Tokens) -> tuple[str, ...]:
    """The languages that the letters of ``words`` allow; English words may stand in any."""
    text = "".join(words)
    if _KANA.search(text):
        return ("ja",)
    if _HAN.search(text):
        return ("zh", "ja")
    if _CYRILLIC.search(text):
        return ("ru",)
    return ("en", "es", "fr", "de", "pt")


class Reading(NamedTuple):
    """What some words may be: ``cost`` counts the requests, then the words outside of them."""

    cost: tuple[int, int]
    kinds: frozenset[str]


class Reader:
    """Reads messages in one language."""

    def __init__(self, language: str, requests: Iterable[str]) -> None:
        """``requests`` are the names of the rules that count as one."""
        self._is_chinese = language == "zh"
        rules = parse(_file(f"{language}.jsgf"), self._fold) | _shared(language, self._fold)
        self._automaton = Automaton(rules, [_FILLER, *(r for r in requests if r in rules)])
        self._repair = Repair(self._automaton.vocabulary, _real_words())

    def read(self, words: Tokens, may_repair: bool) -> frozenset[str]:
        """The kinds of request that the message consists of; empty if it is no request.

        Of several readings the one with the fewest requests counts, then the one with the fewest
        words outside them. With ``may_repair`` unknown
        words are taken for slips of known ones.
        """
        known = self._known(self._folded(words), may_repair)
        return self._split(known) if known else frozenset()

    def _fold(self, text: str) -> Tokens:
        return self._folded(tokens(text))

    def _folded(self, words: Tokens) -> Tokens:
        return tuple(map(simplified, words)) if self._is_chinese else words

    def _known(self, words: Tokens, may_repair: bool) -> Tokens:
        unknown = [word for word in words if word not in self._automaton.vocabulary]
        if not unknown:
            return words
        if not may_repair or len(unknown) > _MOST_SLIPS:
            return ()
        repaired = tuple(self._repair.word(word) or "" for word in words)
        return repaired if all(repaired) else ()

    def _split(self, words: Tokens) -> frozenset[str]:
        """Walk over all places between words, keeping the cheapest readings of what lies before.

        Between requests of different kinds at least one filler must stand ("new tracks" are not
        two requests), so readings are kept by what they end with.
        """
        best: list[dict[str, Reading]] = [{} for _ in range(len(words) + 1)]
        best[0][_NOTHING_YET] = Reading((0, 0), frozenset())
        for i, readings in enumerate(best[:-1]):
            for end, rules in self._automaton.ends(words, i) if readings else ():
                for last, ((requests, outside), kinds) in readings.items():
                    for rule in rules:
                        if rule == _FILLER:
                            after = _FILLER if kinds else _NOTHING_YET
                            _keep(best[end], after, (requests, outside + end - i), kinds)
                        elif last in (_NOTHING_YET, _FILLER, rule):
                            _keep(best[end], rule, (requests + 1, outside), kinds | {rule})
        complete = [reading for reading in best[-1].values() if reading.kinds]
        cheapest = min((reading.cost for reading in complete), default=None)
        return frozenset().union(*(r.kinds for r in complete if r.cost == cheapest))


def _keep(
    readings: dict[str, Reading], last: str, cost: tuple[int, int], kinds: frozenset[str]
) -> None:
    """Note a reading that ends with ``last``, unless a cheaper one is known."""
    known = readings.get(last)
    if known is None or cost < known.cost:
        readings[last] = Reading(cost, kinds)
    elif cost == known.cost:
        readings[last] = Reading(cost, known.kinds | kinds)


@lru_cache(maxsize=1)
def _real_words() -> frozenset[str]:
    return frozenset(_file("real_words.txt").split())


def _file(name: str) -> str:
    return resources.files("core.routing").joinpath(name).read_text(encoding="utf-8")


def _shared(language: str, fold: Callable[[str], Tokens]) -> dict[str, Expansion]:
    """The rules of every language, with the names of languages as this one says them."""
    rules = {f"shared.{name}": what for name, what in parse(_file("shared.jsgf"), fold).items()}
    called = {name: _phrase(fold(name)) for name in {**names("en"), **names(language)}}
    rules["shared.tongue"] = Choice(tuple(called.values()))
    rules["shared.clear-tongue"] = Choice(tuple(p for n, p in called.items() if is_clear(n)))
    rules["shared.code"] = Choice(tuple(_phrase((code,)) for code in codes()))
    rules["shared.address"] = Word(ADDRESS)
    return rules


def _phrase(words: Tokens) -> Sequence:
    return Sequence(tuple(map(Word, words)))
