"""Clips cut into pieces, and what lies over them brought along.

Owns the arithmetic of a piece of a clip, whichever way and however fast it runs, and the one way
in which a changed main track becomes a draft: ids, fades, titles and captions follow. All times
are ms on the timeline. Must not know what a change is for.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

from engine.timeline import (
    CAPTIONS,
    MAIN,
    TITLE,
    Draft,
    Segment,
    fades_ms,
    next_id,
    segments,
    settle,
    track,
)

Span = tuple[int, int]


def check_span(draft: Draft, start_ms: int, end_ms: int) -> None:
    """Raise ValueError unless 0 <= start < end <= length."""
    if not 0 <= start_ms < end_ms <= draft["d"]:
        raise ValueError(f"{start_ms}..{end_ms} ms is not inside a timeline of {draft['d']} ms")


def pieces(draft: Draft, start_ms: int, end_ms: int) -> list[Segment]:
    """Copies of what the main track shows in [start, end), cut to it."""
    return [
        piece(clip, max(start_ms, clip["st"]) - clip["st"], min(end_ms - clip["st"], clip["d"]))
        for clip in segments(draft, MAIN)
        if max(start_ms, clip["st"]) < min(end_ms, clip["st"] + clip["d"])
    ]


def piece(clip: Segment, first_ms: int, last_ms: int) -> Segment:
    """A copy of a clip that shows [first, last) of it, counted from the clip's own start."""
    part = deepcopy(clip)
    facts = part["m"]
    if not facts.get("freeze"):
        before_ms = clip["d"] - last_ms if facts.get("reverse") else first_ms
        facts["in"] = round(facts["in"] + before_ms * facts.get("speed", 1))
    part["d"] = last_ms - first_ms
    return part


def kept(draft: Draft, spans: list[Span]) -> Draft:
    """Only those spans (ascending, disjoint), closed up."""

    def moved(at_ms: int) -> int:
        return sum(min(max(at_ms - start_ms, 0), end_ms - start_ms) for start_ms, end_ms in spans)

    return rebuilt(draft, [part for span in spans for part in pieces(draft, *span)], moved)


def rebuilt(draft: Draft, clips: list[Segment], moved: Callable[[int], int]) -> Draft:
    """The draft with another main track; `moved` tells where a moment of the old one is now.

    It never goes backwards. A title or caption of whose span nothing is left goes.
    """

    def now(segment: Segment) -> Span:
        return moved(segment["st"]), moved(segment["st"] + segment["d"])

    return rebuilt_by(draft, clips, now)


def rebuilt_by(draft: Draft, clips: list[Segment], now: Callable[[Segment], Span]) -> Draft:
    """The draft with another main track; `now` tells where a title or caption of the old one goes
    (start and end; equal ones: nowhere)."""
    changed = deepcopy(draft)
    fade_in_ms, fade_out_ms = fades_ms(draft)
    for clip in clips:
        clip["m"].pop("fade_in_ms", None)
        clip["m"].pop("fade_out_ms", None)
    if clips and fade_in_ms:
        clips[0]["m"]["fade_in_ms"] = fade_in_ms
    if clips and fade_out_ms:
        clips[-1]["m"]["fade_out_ms"] = fade_out_ms
    track(changed, MAIN)["sg"] = _with_own_ids(changed, clips)
    for role in (TITLE, CAPTIONS):
        laid = [(segment, *now(segment)) for segment in segments(draft, role)]
        track(changed, role)["sg"] = sorted(
            (
                {**deepcopy(segment), "st": start_ms, "d": end_ms - start_ms}
                for segment, start_ms, end_ms in laid
                if start_ms < end_ms
            ),
            key=lambda segment: segment["st"],
        )
    return settle(changed)


def _with_own_ids(draft: Draft, clips: list[Segment]) -> list[Segment]:
    """Of a clip that was cut the first part keeps the id, the others get new ones."""
    taken: set[str] = set()
    number = max(int(next_id(draft)[1:]), 1 + max((_number(clip) for clip in clips), default=0))
    for clip in clips:
        if clip["id"] in taken:
            clip["id"] = f"s{number}"
            number += 1
        taken.add(clip["id"])
    return clips


def _number(segment: Segment) -> int:
    digits = segment["id"][1:]
    return int(digits) if digits.isdigit() else 0
