"""Captions as people give them: a block of SRT, or lines that begin with a time.

Owns finding the block in a message and reading it within bounds. Times are ms. Knows no words of
an instruction and no draft.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

MAX_BLOCK_CHARACTERS = 400_000
"""2,000 captions of two full lines are about 200,000 characters."""
MAX_CUES = 2000
MAX_CUE_CHARACTERS = 500
LEAST_CUE_MS = 100
LAST_CUE_MS = 3000
"""How long a caption stays that has no end and none after it."""

_CLOCK = r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,3}))?"
_TIMING = re.compile(rf"^\s*{_CLOCK}\s*--?>\s*{_CLOCK}(?:\s.*)?$")
_TYPED = re.compile(
    rf"^\s*[\[(]?{_CLOCK}[\])]?(?:\s*(?:-|–|—|to|~)\s*[\[(]?{_CLOCK}[\])]?)?\s*[:：]?\s+(\S.*)$"
)
_RANGE_WORDS = re.compile(r"^(?:to|till|until|through|and|到|至|-|–|—|~)(?:\s|$|\d)", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,80}>|\{\\[^{}]{0,80}\}")


class Unreadable(Exception):
    """A block that is no captions, or too many."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words and when they are said, in ms."""

    start_ms: int
    end_ms: int
    text: str


def split(written: str) -> tuple[str, str | None]:
    """The words of a message and its block of captions, where there is one.

    A block begins at the first line that only captions have, with the number before it, and goes on
    to the end. One line that begins with a time may be an instruction; two are captions, or one
    after a heading that ends in a colon.
    """
    lines = written.splitlines(keepends=True)
    typed = 0
    first_typed: int | None = None
    for at, line in enumerate(lines):
        if _TIMING.match(line):
            has_number = at > 0 and lines[at - 1].strip().isdigit()
            return _halves(lines, at - has_number)
        if _is_typed(line):
            typed += 1
            first_typed = at if first_typed is None else first_typed
            is_headed = first_typed > 0 and lines[first_typed - 1].rstrip()[-1:] in (":", "：")
            if typed == 2 or is_headed:
                return _halves(lines, first_typed)
        elif line.strip() and first_typed is not None:
            typed, first_typed = 0, None
    return written, None


def read(block: str, length_ms: int) -> list[Cue]:
    """The captions of a block that lie within that length, each ending before the next begins.

    Raises Unreadable for a block that is not captions from its first line on, for one without
    any, and for more than 2,000.
    """
    if len(block) > MAX_BLOCK_CHARACTERS:
        raise Unreadable
    cues = _srt(block) if any(_TIMING.match(line) for line in block.splitlines()) else _typed(block)
    if len(cues) > MAX_CUES:
        raise Unreadable
    cues = sorted((cue for cue in cues if cue.text), key=lambda cue: cue.start_ms)
    if not cues:
        raise Unreadable
    return _fitted(cues, length_ms)


def _fitted(cues: list[Cue], length_ms: int) -> list[Cue]:
    """Overlapping ones end where the next begins, late ones with the video."""
    starts = [*(cue.start_ms for cue in cues[1:]), length_ms]
    fitted = [
        Cue(cue.start_ms, min(cue.end_ms, next_ms, length_ms), cue.text)
        for cue, next_ms in zip(cues, starts, strict=True)
    ]
    return [cue for cue in fitted if cue.end_ms - cue.start_ms >= LEAST_CUE_MS]


def _srt(block: str) -> list[Cue]:
    cues: list[Cue] = []
    times: tuple[int, int] | None = None
    said: list[str] = []
    for line in [*block.splitlines(), "0", "0:00 --> 0:00"]:
        found = _TIMING.match(line)
        if not found:
            said.append(line)
            continue
        # The number of the next caption stands right before its times.
        if said and said[-1].strip().isdigit():
            said.pop()
        if times:
            cues.append(Cue(*times, _plain(said)))
            if len(cues) > MAX_CUES:
                raise Unreadable
        times, said = (_ms(found.groups()[:4]), _ms(found.groups()[4:])), []
    if any(cue.end_ms <= cue.start_ms for cue in cues):
        raise Unreadable
    return cues


def _typed(block: str) -> list[Cue]:
    found: list[tuple[int, int | None, str]] = []
    for line in block.splitlines():
        if not line.strip():
            continue
        match = _TYPED.match(line)
        if match:
            *clocks, text = match.groups()
            end_ms = _ms(tuple(clocks[4:])) if clocks[6] is not None else None
            found.append((_ms(tuple(clocks[:4])), end_ms, _plain([text])))
        elif found:
            start_ms, end_ms, text = found[-1]
            found[-1] = start_ms, end_ms, _plain([text, line])
        else:
            raise Unreadable
        if len(found) > MAX_CUES:
            raise Unreadable
    found.sort(key=lambda one: one[0])
    ends = [after[0] if one[1] is None else one[1] for one, after in pairwise(found)]
    if found:
        start_ms, end_ms, _ = found[-1]
        ends.append(start_ms + LAST_CUE_MS if end_ms is None else end_ms)
    if any(end_ms < one[0] for one, end_ms in zip(found, ends, strict=True)):
        raise Unreadable
    return [
        Cue(start_ms, end_ms, text) for (start_ms, _, text), end_ms in zip(found, ends, strict=True)
    ]


def _is_typed(line: str) -> bool:
    match = _TYPED.match(line[:MAX_CUE_CHARACTERS])
    return match is not None and not _RANGE_WORDS.match(match.groups()[-1])


def _halves(lines: list[str], at: int) -> tuple[str, str]:
    return "".join(lines[:at]), "".join(lines[at:])


def _plain(lines: list[str]) -> str:
    """The words without marks of form and without what can't be printed."""
    kept = [_TAG.sub("", line).strip() for line in lines]
    text = "\n".join(line for line in kept if line)
    return "".join(c for c in text if c.isprintable() or c == "\n")[:MAX_CUE_CHARACTERS].strip()


def _ms(clock: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, fraction = clock
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))
