"""Slots: the parts of an instruction that are read, not looked up: times, colours, quoted words.

Each reader takes the atoms and a place and gives the (end, value) pairs that can begin there. Owns
numbers, lengths and moments in both languages. Values are hashable. Knows no grammar.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.agent import words_en, words_zh
from engine.agent.atoms import Atom

MAX_TITLE_CHARACTERS = 200
_UNITS_MS = words_en.UNITS_MS | words_zh.UNITS_MS
_NO_TITLE = {"AND", "SEP", "POSITION", "THROUGHOUT"}
_LETTER_UNITS_MS = {"s": 1000, "m": 60_000}


class Index(Protocol):
    """What slots need of the words around them."""

    def concepts_at(self, at: int) -> set[str]:
        """The concepts of the phrases that begin at an atom."""
        ...


@dataclass(frozen=True, slots=True)
class Moment:
    """A time on the timeline. `amount` is in `unit_ms`; a bare number has no unit yet."""

    amount: float
    unit_ms: int | None

    def ms(self, other: Moment | None = None) -> int:
        """The time in ms; a bare number has the other's unit ("5 to 10 seconds"), else seconds."""
        unit_ms = self.unit_ms or (other.unit_ms if other else None) or 1000
        return round(self.amount * unit_ms)


def number(found: Sequence[Atom], at: int) -> Iterator[tuple[int, float]]:
    """A number in digits, in English or in Chinese words."""
    if at >= len(found):
        return
    atom = found[at]
    if atom.kind == "number":
        yield at + 1, float(atom.text)
    elif atom.kind == "word" and atom.text in words_en.NUMBERS:
        value = words_en.NUMBERS[atom.text]
        yield at + 1, float(value)
        if value >= 20 and at + 1 < len(found):
            ones = words_en.NUMBERS.get(found[at + 1].text, 0)
            if 1 <= ones <= 9:
                yield at + 2, float(value + ones)
    elif atom.kind == "han":
        yield from _chinese_number(found, at)


def duration(found: Sequence[Atom], at: int) -> Iterator[tuple[int, Moment]]:
    """A length with its unit: "5 s", "1 minute 30 seconds", "half a minute", "1分30秒"."""
    yield from _half(found, at)
    for end, amount in number(found, at):
        for unit_end, unit_ms in _unit(found, end):
            yield unit_end, Moment(amount, unit_ms)
            yield from _and_a_half(found, unit_end, amount, unit_ms)
            if unit_ms < 60_000:
                continue
            rest = unit_end + 1 if _is_text(found, unit_end, "and") else unit_end
            for rest_end, seconds in number(found, rest):
                for last, rest_unit_ms in _unit(found, rest_end):
                    if rest_unit_ms == 1000 and seconds < 60:
                        total_ms = amount * unit_ms + seconds * 1000
                        yield last, Moment(total_ms / unit_ms, unit_ms)


def moment(found: Sequence[Atom], at: int) -> Iterator[tuple[int, Moment]]:
    """A place on the timeline: "0:30", "10 s", "the 5-second mark", "第5秒", or a bare number."""
    if at >= len(found):
        return
    if found[at].kind == "clock":
        yield at + 1, Moment(_clock_seconds(found[at].text), 1000)
        return
    if _is_text(found, at, "第"):
        yield from duration(found, at + 1)
        return
    if found[at].text in ("second", "seconds", "minute", "minutes"):
        for end, amount in number(found, at + 1):
            yield end, Moment(amount, _UNITS_MS[found[at].text])
        return
    yield from duration(found, at)
    for end, amount in number(found, at):
        yield end, Moment(amount, None)


def one_unit(found: Sequence[Atom], at: int) -> Iterator[tuple[int, Moment]]:
    """A unit without a number, as in "the first minute"."""
    if at < len(found) and found[at].kind == "word" and found[at].text in _UNITS_MS:
        yield at + 1, Moment(1.0, _UNITS_MS[found[at].text])


def hex_color(found: Sequence[Atom], at: int) -> Iterator[tuple[int, str]]:
    """ "#1e90ff" or "#fff", as `#rrggbb`."""
    if at < len(found) and found[at].kind == "hex":
        digits = found[at].text[1:]
        yield at + 1, "#" + (digits if len(digits) == 6 else "".join(d * 2 for d in digits))


def quoted(found: Sequence[Atom], at: int) -> Iterator[tuple[int, str]]:
    """Words in quotation marks, as they were written, without control characters."""
    if at < len(found) and found[at].kind == "quoted":
        text = "".join(c for c in found[at].text if c.isprintable())
        if 0 < len(text.strip()) <= MAX_TITLE_CHARACTERS:
            yield at + 1, text.strip()


def file_name(found: Sequence[Atom], at: int) -> Iterator[tuple[int, str]]:
    """A file's name with its ending, or anything in quotation marks that could be one."""
    if at < len(found) and found[at].kind in ("file", "quoted"):
        yield at + 1, found[at].text.casefold()


def loose_words(
    found: Sequence[Atom], at: int, index: Index, written: str, is_after_colon: bool
) -> Iterator[tuple[int, tuple[str, bool]]]:
    """All that follows, as (words as written, whether it is surely nothing but words).

    It is not when a part of it could be another instruction, a time or a place, or points at words
    instead of giving them ("my name"); after a colon words are given.
    """
    forbidden = _NO_TITLE if is_after_colon else _NO_TITLE | {"POINTING"}
    end = len(found)
    while end > at and found[end - 1].kind == "mark":
        end -= 1
    if end <= at or any(atom.kind == "quoted" for atom in found[at:end]):
        return
    text = "".join(c for c in written[found[at].start : found[end - 1].end] if c.isprintable())
    is_sure = len(text) <= MAX_TITLE_CHARACTERS and not any(
        index.concepts_at(place) & forbidden
        or any(True for _ in duration(found, place))
        or found[place].kind in ("mark", "clock")
        for place in range(at, end)
    )
    yield len(found), (text.strip(), is_sure)


def _clock_seconds(text: str) -> float:
    seconds = 0.0
    for part in text.split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


def _unit(found: Sequence[Atom], at: int) -> Iterator[tuple[int, int]]:
    if at >= len(found):
        return
    if found[at].kind == "han":
        for length in (1, 2):
            word = "".join(atom.text for atom in found[at : at + length])
            if word in _UNITS_MS and at + length <= len(found):
                yield at + length, _UNITS_MS[word]
    elif found[at].text in _UNITS_MS:
        yield at + 1, _UNITS_MS[found[at].text]
    elif found[at].text in _LETTER_UNITS_MS and not found[at].is_after_space:
        yield at + 1, _LETTER_UNITS_MS[found[at].text]


def _half(found: Sequence[Atom], at: int) -> Iterator[tuple[int, Moment]]:
    if _is_text(found, at, "half"):
        place = at + 2 if _is_text(found, at + 1, "a") else at + 1
    elif _is_text(found, at, "半"):
        place = at + 1
    else:
        return
    for end, unit_ms in _unit(found, place):
        yield end, Moment(0.5, unit_ms)


def _and_a_half(
    found: Sequence[Atom], at: int, amount: float, unit_ms: int
) -> Iterator[tuple[int, Moment]]:
    if _is_text(found, at, "半"):
        yield at + 1, Moment(amount + 0.5, unit_ms)
    elif [atom.text for atom in found[at : at + 3]] == ["and", "a", "half"]:
        yield at + 3, Moment(amount + 0.5, unit_ms)


def _chinese_number(found: Sequence[Atom], at: int) -> Iterator[tuple[int, float]]:
    """A whole number up to 999, as 五, 十二, 三十五, 一百二十 are."""
    total, digit, end = 0, None, at
    while end < len(found):
        character = found[end].text
        if character in words_zh.DIGITS and digit is None:
            digit = words_zh.DIGITS[character]
        elif character == "十" and total % 100 == 0:
            total, digit = total + 10 * (1 if digit is None else digit), None
        elif character == "百" and total == 0 and digit is not None:
            total, digit = 100 * digit, None
        else:
            break
        end += 1
    if end > at:
        yield end, float(total + (digit or 0))


def _is_text(found: Sequence[Atom], at: int, text: str) -> bool:
    return at < len(found) and found[at].text == text
