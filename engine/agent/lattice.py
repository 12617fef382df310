"""An instruction as a lattice: at each atom, all concepts and slot values that can begin there.

Owns which readers make which terminals. The grammar walks over it; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence, Set
from functools import cached_property

from engine.agent.atoms import Atom
from engine.agent.lexicon import Lexicon
from engine.agent.numerals import (
    AmountReader,
    bare,
    duration,
    factor,
    lufs,
    moment,
    one_unit,
    percent,
    ratio,
)
from engine.agent.slots import (
    clip_name,
    cues,
    file_name,
    hex_color,
    loose_words,
    quoted,
    sound_name,
)

FILLER = "FILLER"
VERBATIM = ("LOOSE", "LITERAL")
SEPARATORS = ("SEP", "AND")
_SEPARATING_MARKS = ",.;!?\n、。…"
_MAX_WISH_ATOMS = 12
_READERS = {
    "COLOR": hex_color,
    "QUOTED": quoted,
    "FILE": file_name,
    "SONGFILE": sound_name,
    "CLIPFILE": clip_name,
    "CUES": cues,
}
_AMOUNTS: dict[str, AmountReader] = {
    "DURATION": duration,
    "MOMENT": moment,
    "ONEUNIT": one_unit,
    "PERCENT": percent,
    "FACTOR": factor,
    "RATIO": ratio,
    "BARE": bare,
    "LUFS": lufs,
}


class Lattice:
    """The readings of one text."""

    def __init__(self, written: str, found: Sequence[Atom], lexicon: Lexicon) -> None:
        self.written = written
        self.atoms = found
        self.length = len(found)
        self._lexicon = lexicon
        self._edges: dict[int, dict[str, list[tuple[int, Hashable]]]] = {}
        self._beginnings: dict[int, Set[str]] = {}
        self._merged: dict[int, dict[str, list[tuple[int, Hashable]]]] = {}
        self._reach: dict[int, tuple[int, ...]] = {}

    def edges(self, at: int, concept: str) -> Sequence[tuple[int, Hashable]]:
        """The (end, value) pairs of a terminal that begins at that atom."""
        if at not in self._edges:
            self._edges[at] = self._read(at)
        return self._edges[at].get(concept, ())

    def after_fillers(self, at: int, concept: str) -> Sequence[tuple[int, Hashable]]:
        """The same, where fillers may come first; words taken as they stand begin at once."""
        if concept in VERBATIM:
            return self.edges(at, concept)
        if at not in self._merged:
            merged: dict[str, list[tuple[int, Hashable]]] = {}
            for place in self.reach(at):
                self.edges(place, concept)
                for name, edges in self._edges[place].items():
                    merged.setdefault(name, []).extend(edges)
            self._merged[at] = merged
        return self._merged[at].get(concept, ())

    def beginnings(self, at: int) -> Set[str]:
        """The terminals that can come next, fillers passed over or not."""
        if at not in self._beginnings:
            self.after_fillers(at, FILLER)
            verbatim = {concept for concept in VERBATIM if self.edges(at, concept)}
            self._beginnings[at] = self._merged[at].keys() | verbatim
        return self._beginnings[at]

    def concepts_at(self, at: int) -> set[str]:
        """The concepts of the phrases that begin at an atom."""
        return {concept for concept, _ in self.phrases(at)}

    def phrases(self, at: int) -> Iterator[tuple[str, int]]:
        """The (concept, end) pairs of the phrases that begin at an atom."""
        for concept, _, end in self._lexicon.phrases(self.atoms, at):
            yield concept, end

    def is_time(self, at: int) -> bool:
        """Whether a length of time begins at an atom."""
        return any(
            True for words in self._lexicon.numerals for _ in duration(self.atoms, at, words)
        )

    def reach(self, at: int) -> tuple[int, ...]:
        """The places that are reached from that one over fillers alone, itself included."""
        if at not in self._reach:
            seen = {at}
            waiting = [at]
            while waiting:
                for end, _ in self.edges(waiting.pop(), FILLER):
                    if end not in seen:
                        seen.add(end)
                        waiting.append(end)
            self._reach[at] = tuple(sorted(seen))
        return self._reach[at]

    def is_end(self, at: int) -> bool:
        """Whether nothing but fillers follows."""
        return self.length in self.reach(at)

    def text(self, start: int, end: int) -> str:
        """What was written from one atom to before another, less marks at the end."""
        while end > start and self.atoms[end - 1].kind == "mark":
            end -= 1
        if end <= start:
            return ""
        return self.written[self.atoms[start].start : self.atoms[end - 1].end]

    @cached_property
    def all_concepts(self) -> frozenset[str]:
        """Every concept that occurs anywhere."""
        return frozenset().union(*(self.concepts_at(at) for at in range(self.length)))

    def _read(self, at: int) -> dict[str, list[tuple[int, Hashable]]]:
        edges: dict[str, list[tuple[int, Hashable]]] = {}
        if at >= self.length:
            return edges
        for concept, text, end in self._lexicon.phrases(self.atoms, at):
            if concept != "SCENE" or not self._is_owned(at):
                edges.setdefault(concept, []).append((end, text))
        for concept, reader in _READERS.items():
            for end, value in reader(self.atoms, at):
                edges.setdefault(concept, []).append((end, value))
        for concept, amount_reader in _AMOUNTS.items():
            found = edges.setdefault(concept, [])
            for words in self._lexicon.numerals:
                found += [
                    edge for edge in amount_reader(self.atoms, at, words) if edge not in found
                ]
            if not found:
                del edges[concept]
        for concept in VERBATIM:
            is_after_colon = concept == "LITERAL"
            edges[concept] = list(loose_words(self.atoms, at, self, self.written, is_after_colon))
        edges["WISH"] = list(self._wishes(at))
        if self.atoms[at].kind == "mark":
            self._read_mark(at, edges)
        return edges

    def _is_owned(self, at: int) -> bool:
        """Whether somebody's own is meant ("my nice office"): we have no picture of that."""
        while at > 0:
            at -= 1
            concepts = self.concepts_at(at)
            if "MINE" in concepts:
                return True
            if not concepts & {"QUALITY", FILLER}:
                return False
        return False

    def _read_mark(self, at: int, edges: dict[str, list[tuple[int, Hashable]]]) -> None:
        mark = self.atoms[at].text
        if mark in _SEPARATING_MARKS:
            edges.setdefault("SEP", []).append((at + 1, None))
            edges.setdefault("COMMA", []).append((at + 1, None))
        elif mark in "-~" and 0 < at < self.length - 1:
            is_range = self.atoms[at + 1].kind in ("number", "clock", "han")
            edges.setdefault("TO" if is_range else "SEP", []).append((at + 1, None))

    def _wishes(self, at: int) -> Iterator[tuple[int, Hashable]]:
        """Any run of atoms up to a separator: only for saying what cannot be done."""
        for end in range(at + 1, min(self.length, at + _MAX_WISH_ATOMS) + 1):
            last = self.atoms[end - 1]
            if last.kind in ("mark", "quoted"):
                return
            yield end, self.text(at, end)
