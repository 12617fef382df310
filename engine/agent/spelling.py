"""How a language is spelled: what is written together, apart, or without its marks.

Owns turning atoms into those that the tables of a language hold, and the forms under which a phrase
of a table is looked up. Knows no words but those that a language names here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, replace

from engine.agent.atoms import Atom

Variants = Callable[[str], Iterable[str]]


def plain(phrase: str) -> Iterable[str]:
    """The phrase alone: nobody leaves out a mark of this script."""
    return (phrase,)


def bare_letters(phrase: str) -> Iterable[str]:
    """Also without accents, as people type on a keyboard that has none."""
    return dict.fromkeys((phrase, _without_marks(phrase)))


def german(phrase: str) -> Iterable[str]:
    """Also with "ae" for "ä" and "ss" for "ß", and without the dots."""
    written_out = phrase.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    forms = (phrase, written_out, _without_marks(phrase))
    return dict.fromkeys((*forms, *(form.replace("ß", "ss") for form in forms)))


def russian(phrase: str) -> Iterable[str]:
    """Also with "е" for "ё", as nearly everybody writes."""
    return dict.fromkeys((phrase, phrase.replace("ё", "е")))


def counted(words: str) -> dict[str, int]:
    """Words for numbers, separated by commas, by what each counts; the first is zero."""
    return {word: value for value, word in enumerate(words.split(", "))}


@dataclass(frozen=True)
class Spelling:
    """How the words of a language are written.

    `variants` are the forms of a phrase of the tables; `elided` what loses its vowel before an
    apostrophe ("l'", "d'"); `ordinals` are endings of a number in digits ("5-й"), which say nothing
    that its unit does not say; `edges` are words that stand between a number and its unit ("les 5
    premières secondes") and are read before the number. `link` is an ending after which another
    clause may begin without a mark ("ぼかして最初の"), unless one of `unlinked` stands on either
    side.
    """

    variants: Variants = plain
    elided: frozenset[str] = frozenset()
    ordinals: frozenset[str] = frozenset()
    edges: frozenset[str] = frozenset()
    link: str = ""
    unlinked: frozenset[str] = frozenset()

    def forms(self, phrases: str) -> str:
        """A list of phrases, separated by commas, with all the forms of each."""
        return ", ".join(
            form for phrase in phrases.split(", ") for form in self.variants(self._apart(phrase))
        )

    def prepared(self, found: Sequence[Atom], numbers: Set[str]) -> list[Atom]:
        """The atoms as the tables hold them: decimals with a point, elided words apart.

        `numbers` are those that are words.
        """
        apart = [part for atom in found for part in self._split(atom)]
        whole: list[Atom] = []
        for atom in apart:
            if len(whole) > 1 and _is_decimal(whole[-2], whole[-1], atom):
                whole[-2:] = [
                    replace(whole[-2], text=f"{whole[-2].text}.{atom.text}", end=atom.end)
                ]
            elif whole and _is_ending(whole[-1], atom, self.ordinals):
                whole[-1] = replace(whole[-1], end=atom.end)
            else:
                whole.append(atom)
        for at in range(len(whole) - 1):
            number, edge = whole[at], whole[at + 1]
            is_number = number.kind == "number" or number.text in numbers
            if is_number and edge.text in self.edges:
                # Both keep the place of the pair, so that what is quoted of it is whole.
                whole[at] = replace(edge, start=number.start)
                whole[at + 1] = replace(number, end=edge.end)
        return self._with_marks(whole) if self.link else whole

    def _with_marks(self, found: Sequence[Atom]) -> list[Atom]:
        """The atoms with a comma after each link that another clause follows."""
        marked: list[Atom] = []
        for at, atom in enumerate(found):
            before = found[at - 2 : at] if at > 1 else ()
            if (
                len(before) == 2
                and before[1].text == self.link
                and atom.kind in ("han", "number", "clock", "quoted")
                and not self.unlinked & {before[0].text, atom.text}
            ):
                marked.append(Atom("mark", "、", atom.start, atom.start))
            marked.append(atom)
        return marked

    def _split(self, atom: Atom) -> Iterable[Atom]:
        head, apostrophe, rest = atom.text.partition("'")
        if atom.kind != "word" or not apostrophe or head not in self.elided:
            return (atom,)
        middle = min(atom.start + len(head) + 1, atom.end)
        tail = replace(atom, text=rest, start=middle, is_after_space=False)
        return (replace(atom, text=head, end=middle), *self._split(tail))

    def _apart(self, phrase: str) -> str:
        words = []
        for word in phrase.split(" "):
            head, apostrophe, rest = word.partition("'")
            words.append(f"{head} {rest}" if apostrophe and head in self.elided else word)
        return " ".join(words)


def _is_decimal(whole: Atom, point: Atom, part: Atom) -> bool:
    """Whether the three are one number: "2,5"."""
    return (
        whole.kind == part.kind == "number"
        and point.text == ","
        and whole.end == point.start
        and point.end == part.start
        and "." not in whole.text + part.text
    )


def _is_ending(number: Atom, atom: Atom, ordinals: Set[str]) -> bool:
    return number.kind == "number" and atom.text in ordinals and not atom.is_after_space


def _without_marks(phrase: str) -> str:
    """Latin letters without their marks; letters of other scripts as they are."""
    return "".join(
        unicodedata.normalize("NFD", c)[0] if "LATIN" in unicodedata.name(c, "") else c
        for c in phrase
    )
