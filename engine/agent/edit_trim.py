"""Wishes about which part of the clip stays, carried out on a draft.

Owns the reading of spans against the length that there is. A span that does not fit is refused:
half of it would be a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.agent.numerals import Moment
from engine.agent.steps import (
    Fact,
    Length,
    Place,
    Said,
    Step,
    Words,
    asked,
    done,
    informed,
    refused,
)
from engine.timeline import TITLE, Draft, Project, segments
from engine.timeline_edit import cut_span, keep_span

ROUNDING_MS = 500
"""A clip of 9.8 s is one of "10 seconds" to people: an end that is this far out still fits."""

MIN_LEFT_MS = 100
"""Less than this is no clip any more."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the timeline in ms."""

    start_ms: int
    end_ms: int


class Misfit(Exception):
    """A span that is not on the timeline: which sentence says so, with which facts."""

    def __init__(self, key: str, facts: dict[str, Fact]) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts


def keep_part(project: Project, slots: dict[str, Any]) -> Step:
    """Only that part stays."""
    length_ms = project.draft["d"]
    try:
        span = span_of(slots, length_ms, is_keeping=True)
    except Misfit as misfit:
        return refused(project, misfit.key, **misfit.facts)
    if slots.get("said") == "alone" and _has_no_unit(slots):
        return asked(project, "ask_keep_or_cut", start=Place(span.start_ms), end=Place(span.end_ms))
    if span == Span(0, length_ms):
        return informed(project, "trim_nothing", length=Length(length_ms))
    return _trimmed(project, keep_span(project.draft, span.start_ms, span.end_ms), "kept", [span])


def cut_part(project: Project, slots: dict[str, Any]) -> Step:
    """That part goes, or two of them."""
    length_ms = project.draft["d"]
    parts = [slots[key] for key in ("one", "two") if key in slots] or [slots]
    try:
        spans = sorted(
            (span_of(part, length_ms, is_keeping=False) for part in parts),
            key=lambda span: span.start_ms,
        )
    except Misfit as misfit:
        return refused(project, misfit.key, **misfit.facts)
    if len(spans) == 2 and spans[1].start_ms < spans[0].end_ms:
        return refused(project, "trim_overlap")
    if length_ms - sum(span.end_ms - span.start_ms for span in spans) < MIN_LEFT_MS:
        return refused(project, "trim_all", length=Length(length_ms))
    draft = project.draft
    for span in reversed(spans):
        draft = cut_span(draft, span.start_ms, span.end_ms)
    return _trimmed(project, draft, "cut", spans)


def ask_keep_or_cut(project: Project, slots: dict[str, Any]) -> Step:
    """A part is named, but not whether it is to stay or to go."""
    try:
        span = span_of(slots, project.draft["d"], is_keeping=True)
    except Misfit as misfit:
        return refused(project, misfit.key, **misfit.facts)
    return asked(project, "ask_keep_or_cut", start=Place(span.start_ms), end=Place(span.end_ms))


def ask_which_part(project: Project, slots: dict[str, Any]) -> Step:
    """Shorter, but not by what."""
    return asked(project, "ask_which_part", length=Length(project.draft["d"]))


def fitted(start_ms: int, end_ms: int, length_ms: int) -> Span:
    """A span, with its end brought to the timeline's when it is only rounded. Raises Misfit."""
    length = Length(length_ms)
    if start_ms >= end_ms:
        raise Misfit("time_order", {"start": Place(start_ms), "end": Place(end_ms)})
    if start_ms >= length_ms:
        raise Misfit("time_outside", {"at": Place(start_ms), "length": length})
    if end_ms > length_ms + ROUNDING_MS:
        raise Misfit("time_outside", {"at": Place(end_ms), "length": length})
    return Span(start_ms, min(end_ms, length_ms))


def span_of(slots: dict[str, Any], length_ms: int, is_keeping: bool) -> Span:
    """The stretch that those slots name. `is_keeping`: longer than all there is means all there is.

    Raises Misfit.
    """
    side = slots.get("side")
    if side is not None:
        time: Moment = slots["time"]
        time_ms = min(time.ms(), length_ms) if is_keeping else time.ms()
        if side == "last":
            return fitted(max(length_ms - time_ms, 0), length_ms, length_ms)
        if side == "length" and time.ms() > length_ms + ROUNDING_MS:
            raise Misfit("trim_longer", {"length": Length(length_ms)})
        return fitted(0, time_ms, length_ms)
    start: Moment | None = slots.get("start")
    end: Moment | None = slots.get("end")
    start_ms = start.ms(end) if start else 0
    end_ms = end.ms(start) if end else max(length_ms, start_ms + 1)
    span = fitted(start_ms, end_ms, length_ms)
    if is_keeping and span.end_ms - span.start_ms < MIN_LEFT_MS:
        raise Misfit("trim_tiny", {})
    return span


def _has_no_unit(slots: dict[str, Any]) -> bool:
    """Whether the times are mere numbers: "2-3" may be anything."""
    moments = [slots[key] for key in ("start", "end", "time") if key in slots]
    return all(moment.unit_ms is None for moment in moments)


def _trimmed(project: Project, draft: Draft, verb: str, spans: list[Span]) -> Step:
    facts: dict[str, Fact] = {
        "start": Place(spans[0].start_ms),
        "end": Place(spans[0].end_ms),
        "before": Length(project.draft["d"]),
        "after": Length(draft["d"]),
    }
    key = f"trim_{verb}"
    if len(spans) == 2:
        facts |= {"start2": Place(spans[1].start_ms), "end2": Place(spans[1].end_ms)}
        key = f"trim_{verb}_two"
    return done(project, draft, Said(key, facts), *lost_titles(project.draft, draft))


def lost_titles(before: Draft, after: Draft) -> list[Said]:
    """A sentence for each title that went with its part."""
    left = {title["id"] for title in segments(after, TITLE)}
    return [
        Said("title_lost", {"text": Words(title["m"]["text"])})
        for title in segments(before, TITLE)
        if title["id"] not in left
    ]
