"""Amounts: numbers, times, percentages, multiples and ratios, as a language writes them.

Each reader takes the atoms, a place and the language's own words, and gives the (end, value) pairs
that can begin there. Values are hashable. Chinese numbers are read in every language, as their
characters mean nothing else. Knows no grammar.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.agent.atoms import Atom

MAX_PERCENT = 1000
SHAPES: dict[tuple[int, int], str] = {
    (9, 16): "9:16",
    (16, 9): "16:9",
    (1, 1): "1:1",
    (4, 5): "4:5",
}
"""The ratios of width to height that a canvas can have."""


@dataclass(frozen=True)
class Numerals:
    """The words of a language, or of two that are read together, for amounts.

    `units_ms` are the units of time, `letter_units_ms` those that must stand right after digits.
    `factors` are multiples as words ("twice"); `times` are words that make a multiple of the
    number before them ("3 times", "3倍"); `percent` are the words for a hundredth. `unit_first`:
    units that may come before their number ("second 5"). `half` is what precedes a unit that is
    halved, `and_a_half` what adds half a unit, `and_` what joins minutes and seconds, `by` what
    joins the two numbers of a ratio, `minus` a sign.
    """

    units_ms: Mapping[str, int]
    numbers: Mapping[str, int]
    factors: Mapping[str, float]
    times: frozenset[str]
    percent: frozenset[str]
    letter_units_ms: Mapping[str, int]
    unit_first: frozenset[str]
    half: tuple[str, ...]
    and_a_half: tuple[str, ...]
    and_: frozenset[str]
    by: frozenset[str]
    minus: frozenset[str]


_HAN_DIGITS: dict[str, int] = {
    character: value for value, character in enumerate("零一二三四五六七八九")
} | {"两": 2, "〇": 0}


@dataclass(frozen=True, slots=True)
class Moment:
    """A time on the timeline. `amount` is in `unit_ms`; a bare number has no unit yet."""

    amount: float
    unit_ms: int | None

    def ms(self, other: Moment | None = None) -> int:
        """The time in ms; a bare number has the other's unit ("5 to 10 seconds"), else seconds."""
        unit_ms = self.unit_ms or (other.unit_ms if other else None) or 1000
        return round(self.amount * unit_ms)


AmountReader = Callable[[Sequence[Atom], int, Numerals], Iterator[tuple[int, Hashable]]]


def number(found: Sequence[Atom], at: int, words: Numerals) -> Iterator[tuple[int, float]]:
    """A number in digits, in the language's words or in Chinese characters."""
    if at >= len(found):
        return
    atom = found[at]
    if atom.kind == "number":
        yield at + 1, float(atom.text)
    elif atom.kind == "word" and atom.text in words.numbers:
        value = words.numbers[atom.text]
        yield at + 1, float(value)
        if value >= 20 and at + 1 < len(found):
            ones = words.numbers.get(found[at + 1].text, 0)
            if 1 <= ones <= 9:
                yield at + 2, float(value + ones)
    elif atom.kind == "han":
        yield from _chinese_number(found, at)


def duration(found: Sequence[Atom], at: int, words: Numerals) -> Iterator[tuple[int, Moment]]:
    """A length with its unit: "5 s", "1 minute 30 seconds", "half a minute", "1分30秒"."""
    yield from _half(found, at, words)
    for end, amount in number(found, at, words):
        for unit_end, unit_ms in _unit(found, end, words):
            yield unit_end, Moment(amount, unit_ms)
            yield from _and_a_half(found, unit_end, amount, unit_ms, words)
            if unit_ms < 60_000:
                continue
            is_joined = unit_end < len(found) and found[unit_end].text in words.and_
            for rest_end, seconds in number(found, unit_end + is_joined, words):
                for last, rest_unit_ms in _unit(found, rest_end, words):
                    if rest_unit_ms == 1000 and seconds < 60:
                        total_ms = amount * unit_ms + seconds * 1000
                        yield last, Moment(total_ms / unit_ms, unit_ms)


def moment(found: Sequence[Atom], at: int, words: Numerals) -> Iterator[tuple[int, Moment]]:
    """A place on the timeline: "0:30", "10 s", "the 5-second mark", "第5秒", or a bare number."""
    if at >= len(found):
        return
    if found[at].kind == "clock":
        yield at + 1, Moment(_clock_seconds(found[at].text), 1000)
        return
    if _is_text(found, at, "第"):
        yield from duration(found, at + 1, words)
        return
    if found[at].text in words.unit_first:
        for end, amount in number(found, at + 1, words):
            yield end, Moment(amount, words.units_ms[found[at].text])
        return
    yield from duration(found, at, words)
    for end, amount in number(found, at, words):
        yield end, Moment(amount, None)


def one_unit(found: Sequence[Atom], at: int, words: Numerals) -> Iterator[tuple[int, Moment]]:
    """A unit without a number, as in "the first minute"."""
    if at < len(found) and found[at].kind == "word" and found[at].text in words.units_ms:
        yield at + 1, Moment(1.0, words.units_ms[found[at].text])


def percent(found: Sequence[Atom], at: int, words: Numerals) -> Iterator[tuple[int, int]]:
    """ "50%", "50 percent", "百分之五十", as a whole number."""
    is_han = [atom.text for atom in found[at : at + 3]] == list("百分之")
    for end, amount in number(found, at + 3 if is_han else at, words):
        is_said = is_han or (end < len(found) and found[end].text in words.percent)
        if is_said and amount <= MAX_PERCENT:
            yield end if is_han else end + 1, round(amount)


def factor(found: Sequence[Atom], at: int, words: Numerals) -> Iterator[tuple[int, float]]:
    """A multiple: "2x", "x2", "3 times", "twice", "half", "两倍"; "一倍" more is twice as much."""
    if at >= len(found):
        return
    text = found[at].text
    if text in words.factors:
        yield at + 1, words.factors[text]
    pair = "".join(atom.text for atom in found[at : at + 2])
    if found[at].kind == "han" and pair in words.factors:
        yield at + 2, words.factors[pair]
    if text in ("x", "×"):
        for end, amount in number(found, at + 1, words):
            if amount:
                yield end, amount
    for end, amount in number(found, at, words):
        if end < len(found) and found[end].text in words.times and amount:
            is_more = found[end].text == "倍" and not _is_text(found, end + 1, "速")
            yield end + 1, 2.0 if is_more and amount == 1 else amount


def ratio(found: Sequence[Atom], at: int, words: Numerals) -> Iterator[tuple[int, str]]:
    """ "9:16", "16 by 9", "4比5": one of the shapes that a canvas can have."""
    if at >= len(found):
        return
    if found[at].kind == "clock":
        parts = found[at].text.split(":")
        if len(parts) == 2 and all(part.isdigit() for part in parts):
            shape = SHAPES.get((int(parts[0]), int(parts[1])))
            if shape:
                yield at + 1, shape
        return
    numbers = [atom.text for atom in found[at : at + 3]]
    if len(numbers) == 3 and numbers[1] in words.by:
        width, height = _small(numbers[0]), _small(numbers[2])
        if (width, height) in SHAPES:
            yield at + 3, SHAPES[width, height]


def bare(found: Sequence[Atom], at: int, words: Numerals) -> Iterator[tuple[int, float]]:
    """A number with nothing said of what it counts, with its sign."""
    is_signed = at < len(found) and found[at].text in words.minus
    for end, amount in number(found, at + is_signed, words):
        yield end, -amount if is_signed else amount


def lufs(found: Sequence[Atom], at: int, words: Numerals) -> Iterator[tuple[int, int]]:
    """A loudness: "-16 LUFS", also where the sign was left out."""
    for end, amount in bare(found, at, words):
        if end < len(found) and found[end].text in ("lufs", "lkfs"):
            yield end + 1, -round(abs(amount))


def _small(text: str) -> int:
    if text.isdigit():
        return int(text)
    if len(text) == 1 and text in _HAN_DIGITS:
        return _HAN_DIGITS[text]
    return {"十六": 16}.get(text, -1)


def _clock_seconds(text: str) -> float:
    seconds = 0.0
    for part in text.split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


def _unit(found: Sequence[Atom], at: int, words: Numerals) -> Iterator[tuple[int, int]]:
    if at >= len(found):
        return
    if found[at].kind == "han":
        for length in (1, 2):
            word = "".join(atom.text for atom in found[at : at + length])
            if word in words.units_ms and at + length <= len(found):
                yield at + length, words.units_ms[word]
    elif found[at].text in words.units_ms:
        yield at + 1, words.units_ms[found[at].text]
    elif found[at].text in words.letter_units_ms and not found[at].is_after_space:
        yield at + 1, words.letter_units_ms[found[at].text]


def _half(found: Sequence[Atom], at: int, words: Numerals) -> Iterator[tuple[int, Moment]]:
    for phrase in words.half:
        parts = phrase.split()
        if [atom.text for atom in found[at : at + len(parts)]] == parts:
            for end, unit_ms in _unit(found, at + len(parts), words):
                yield end, Moment(0.5, unit_ms)


def _and_a_half(
    found: Sequence[Atom], at: int, amount: float, unit_ms: int, words: Numerals
) -> Iterator[tuple[int, Moment]]:
    for phrase in words.and_a_half:
        parts = phrase.split()
        if [atom.text for atom in found[at : at + len(parts)]] == parts:
            yield at + len(parts), Moment(amount + 0.5, unit_ms)


def _chinese_number(found: Sequence[Atom], at: int) -> Iterator[tuple[int, float]]:
    """A whole number up to 999, as 五, 十二, 三十五, 一百二十 are."""
    total, digit, end = 0, None, at
    while end < len(found):
        character = found[end].text
        if character in _HAN_DIGITS and digit is None:
            digit = _HAN_DIGITS[character]
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
