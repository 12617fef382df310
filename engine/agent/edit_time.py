"""Wishes about how time runs, carried out on a draft. Owns what is taken when unsaid."""

from __future__ import annotations

from typing import Any

from engine.agent.edit_trim import Misfit, Span, span_of
from engine.agent.files import last_file, named_file
from engine.agent.steps import (
    Fact,
    Length,
    Place,
    Said,
    Step,
    Times,
    Words,
    asked,
    done,
    informed,
    refused,
)
from engine.media.limits import MAX_DURATION_S
from engine.timeline import MAIN, Draft, Project, Segment, segments
from engine.timeline_time import (
    LEAST_SPEED,
    MOST_SPEED,
    with_freeze,
    with_order,
    with_reverse,
    with_speed,
    with_still,
)

FASTER = {"bit": 1.25, None: 1.5, "lot": 2.0}
SLOWER = {"bit": 0.8, None: 0.75, "lot": 0.5}
SLOW_MOTION = 0.5
FREEZE_MS = 2000
STILL_MS = 3000
MOST_STILL_MS = 600_000
MOST_FILM_MS = MAX_DURATION_S * 1000


def change_speed(project: Project, slots: dict[str, Any]) -> Step:
    """All of it, or a part, faster or slower."""
    try:
        span = _span_or_all(project, slots)
    except Misfit as misfit:
        return refused(project, misfit.key, **misfit.facts)
    draft = project.draft
    try:
        if slots["dir"] in ("at", "reset"):
            target = 1.0 if slots["dir"] == "reset" else _amount(slots)
            draft, end_ms = _at_own_speed(draft, span)
            if not LEAST_SPEED <= target <= MOST_SPEED:
                return _beyond_speed(project)
            draft = with_speed(draft, target, span.start_ms, end_ms)
            said = target
        else:
            said = _relative(slots)
            draft = with_speed(draft, said, span.start_ms, span.end_ms)
    except ValueError:
        return _beyond_speed(project)
    if draft == project.draft:
        return informed(project, "speed_is_so")
    facts: dict[str, Fact] = {
        "times": Times(said),
        "before": Length(project.draft["d"]),
        "after": Length(draft["d"]),
    }
    key = "speed_normal" if slots["dir"] == "reset" else "speed_changed"
    if span != Span(0, project.draft["d"]):
        facts |= {"start": Place(span.start_ms), "end": Place(span.end_ms)}
        key += "_part"
    return _grown(project, draft, Said(key, facts))


def reverse(project: Project, slots: dict[str, Any]) -> Step:
    """All of it, or a part, the other way round."""
    try:
        span = _span_or_all(project, slots)
    except Misfit as misfit:
        return refused(project, misfit.key, **misfit.facts)
    inside = [clip for clip in segments(project.draft, MAIN) if _overlaps(clip, span)]
    is_back = all(clip["m"].get("reverse") for clip in inside)
    draft = with_reverse(project.draft, span.start_ms, span.end_ms)
    facts: dict[str, Fact] = {"start": Place(span.start_ms), "end": Place(span.end_ms)}
    return done(project, draft, Said("reversed_back" if is_back else "reversed", facts))


def freeze(project: Project, slots: dict[str, Any]) -> Step:
    """A moment stands still for a while."""
    length_ms = project.draft["d"]
    at_ms = {"start": 0, "end": length_ms}.get(slots.get("place", ""), -1)
    if at_ms < 0:
        at_ms = slots["at"].ms()
    if at_ms > length_ms:
        return refused(project, "time_outside", at=Place(at_ms), length=Length(length_ms))
    for_ms = slots["length"].ms() if "length" in slots else FREEZE_MS
    if not 0 < for_ms <= MOST_STILL_MS:
        return refused(project, "still_length")
    draft = with_freeze(project.draft, at_ms, for_ms)
    facts: dict[str, Fact] = {
        "at": Place(at_ms),
        "length": Length(for_ms),
        "after": Length(draft["d"]),
    }
    return _grown(project, draft, Said("frozen", facts))


def add_still(project: Project, slots: dict[str, Any]) -> Step:
    """A picture that stands for a while, before or after the clips."""
    asset = named_file(project, slots["file"]) if "file" in slots else last_file(project, "image")
    if asset is None:
        if "file" in slots:
            return asked(project, "ask_no_such_picture", name=Words(slots["file"]))
        return asked(project, "ask_send_still")
    if asset.file_type != "image":
        return refused(project, "not_a_still", name=Words(asset.name))
    for_ms = slots["length"].ms() if "length" in slots else STILL_MS
    if not 0 < for_ms <= MOST_STILL_MS:
        return refused(project, "still_length")
    draft = with_still(project.draft, asset, for_ms)
    key = "still_added"
    if slots["place"] == "start":
        ids = [clip["id"] for clip in segments(draft, MAIN)]
        draft = with_order(draft, [ids[-1], *ids[:-1]])
        key = "still_added_first"
    return _grown(project, draft, Said(key, {"name": Words(asset.name), "length": Length(for_ms)}))


def _grown(project: Project, draft: Draft, said: Said) -> Step:
    """Done, unless it makes the video longer than one that can be rendered."""
    before_ms, after_ms = project.draft["d"], draft["d"]
    if after_ms > max(before_ms, MOST_FILM_MS):
        return refused(
            project, "film_limits", most=Length(MOST_FILM_MS), after=Length(round(after_ms, -3))
        )
    return done(project, draft, said)


def _span_or_all(project: Project, slots: dict[str, Any]) -> Span:
    if slots.keys() & {"side", "start", "end"}:
        return span_of(slots, project.draft["d"], is_keeping=False)
    return Span(0, project.draft["d"])


def _amount(slots: dict[str, Any]) -> float:
    return float(slots["factor"]) if "factor" in slots else slots["percent"] / 100


def _relative(slots: dict[str, Any]) -> float:
    """By how much the speed is multiplied. "Half" slower and "twice" slower are one."""
    way = slots["dir"]
    if way == "slow":
        return SLOW_MOTION
    if "factor" in slots:
        factor = float(slots["factor"])
        if factor <= 0:
            raise ValueError("no speed")
        if way == "times":
            return factor
        return max(factor, 1 / factor) if way == "up" else min(factor, 1 / factor)
    if "percent" in slots:
        share = slots["percent"] / 100
        return float(1 + share if way == "up" else 1 - share)
    return (FASTER if way == "up" else SLOWER)[slots.get("step")]


def _at_own_speed(draft: Draft, span: Span) -> tuple[Draft, int]:
    """That stretch as fast as it was recorded, and where it ends then."""
    end_ms = span.end_ms
    for clip in reversed(segments(draft, MAIN)):
        if not _overlaps(clip, span):
            continue
        first, last = max(span.start_ms, clip["st"]), min(span.end_ms, clip["st"] + clip["d"])
        before_ms = draft["d"]
        draft = with_speed(draft, 1 / clip["m"].get("speed", 1), first, last)
        end_ms += draft["d"] - before_ms
    return draft, end_ms


def _beyond_speed(project: Project) -> Step:
    return refused(project, "speed_limits", least=Times(LEAST_SPEED), most=Times(MOST_SPEED))


def _overlaps(clip: Segment, span: Span) -> bool:
    return bool(clip["st"] < span.end_ms and span.start_ms < clip["st"] + clip["d"])
