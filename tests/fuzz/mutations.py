"""What is done to a file's bytes: flips, cuts, swaps, sizes that lie.

Each mutation is a pure function of the bytes and a random generator, so that a seed and a number
give the same file again. Must not know which formats there are, but how they tell sizes: in four
bytes, big or little endian, before or after a name of four letters (MP4, RIFF, PNG).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Mutation = Callable[[bytes, random.Random], bytes]

_NAME = re.compile(rb"[A-Za-z][A-Za-z0-9 ]{3}")
_EXTREMES = (0, 1, 7, 8, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_HEAD_BYTES = 16
"""Mostly left alone: with another signature a file is refused before anybody reads it."""


def mutated(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """The file after one to four mutations; `others` are files whose parts may be taken."""
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
        if chance.random() < 0.08:
            data = spliced(data, chance, chance.choice(others))
        else:
            data = chance.choice(MUTATIONS)(data, chance)
    return data


def flipped_bits(data: bytes, chance: random.Random) -> bytes:
    """A few bits, or many."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 4, 16, 64, 256))):
        at = _place(changed, chance)
        changed[at] ^= 1 << chance.randrange(8)
    return bytes(changed)


def overwritten(data: bytes, chance: random.Random) -> bytes:
    """A stretch of rubbish, zeros or ones."""
    changed = bytearray(data)
    at = _place(changed, chance)
    size = min(len(changed) - at, chance.choice((1, 4, 16, 64, 512)))
    kind = chance.randrange(3)
    changed[at : at + size] = (
        chance.randbytes(size) if kind == 0 else (b"\0" if kind == 1 else b"\xff") * size
    )
    return bytes(changed)


def truncated(data: bytes, chance: random.Random) -> bytes:
    """The beginning alone."""
    return data[: chance.randrange(min(len(data), _HEAD_BYTES), len(data) + 1)]


def cut_out(data: bytes, chance: random.Random) -> bytes:
    """A part taken out."""
    begin = _place(data, chance)
    return data[:begin] + data[begin + chance.choice((1, 2, 8, 100, 1000)) :]


def repeated(data: bytes, chance: random.Random) -> bytes:
    """A part, again and again."""
    begin = _place(data, chance)
    part = data[begin : begin + chance.choice((1, 8, 64, 1024))]
    return data[:begin] + part * chance.choice((2, 3, 20, 300)) + data[begin + len(part) :]


def swapped(data: bytes, chance: random.Random) -> bytes:
    """Two parts in each other's place."""
    first, second = sorted((_place(data, chance), _place(data, chance)))
    size = min(chance.choice((4, 16, 256, 2048)), second - first, len(data) - second)
    one, two = data[first : first + size], data[second : second + size]
    return data[:first] + two + data[first + size : second] + one + data[second + size :]


def lying_size(data: bytes, chance: random.Random) -> bytes:
    """The four bytes beside a chunk's name say something else."""
    found = [match.start() for match in _NAME.finditer(data)]
    if not found:
        return lying_number(data, chance)
    at = chance.choice(found) + chance.choice((-4, 4))
    return _with_number(data, at, chance)


def lying_number(data: bytes, chance: random.Random) -> bytes:
    """Any four bytes (or two, or one) say something else."""
    return _with_number(data, _place(data, chance), chance)


def renamed_chunk(data: bytes, chance: random.Random) -> bytes:
    """A chunk has the name of another."""
    found = [match.start() for match in _NAME.finditer(data)]
    if len(found) < 2:
        return flipped_bits(data, chance)
    to, source = chance.choice(found), chance.choice(found)
    return data[:to] + data[source : source + 4] + data[to + 4 :]


def spliced(data: bytes, chance: random.Random, other: bytes) -> bytes:
    """Ends as another file ends."""
    return data[: _place(data, chance)] + other[_place(other, chance) :]


MUTATIONS: tuple[Mutation, ...] = (
    flipped_bits,
    overwritten,
    truncated,
    cut_out,
    repeated,
    swapped,
    lying_size,
    lying_size,
    lying_number,
    renamed_chunk,
)


def _with_number(data: bytes, at: int, chance: random.Random) -> bytes:
    width = chance.choice((4, 4, 4, 2, 1, 8))
    if not 0 <= at <= len(data) - width:
        return data
    value = chance.choice((*_EXTREMES, chance.getrandbits(32), len(data), len(data) + 1))
    number = (value % (1 << 8 * width)).to_bytes(width, chance.choice(("big", "little")))
    return data[:at] + number + data[at + width :]


def _place(data: bytes | bytearray, chance: random.Random) -> int:
    if not data:
        return 0
    if len(data) > _HEAD_BYTES and chance.random() < 0.95:
        # Headers are where the damage is: half of all places are in the first or last kilobyte.
        if chance.random() < 0.5:
            edge = min(1024, len(data) - _HEAD_BYTES)
            near = chance.randrange(edge)
            return _HEAD_BYTES + near if chance.random() < 0.5 else len(data) - 1 - near
        return chance.randrange(_HEAD_BYTES, len(data))
    return chance.randrange(len(data))
