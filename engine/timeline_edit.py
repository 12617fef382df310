"""The changes that a draft can undergo: trims, background, titles, one clip alone.

Each function takes a draft and gives a new one; all times are ms on the timeline. Owns the
arithmetic that keeps clips, background and titles in step. Must not know words, and decides
nothing: what a person meant is settled before.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Literal

from engine.timeline import (
    BACKGROUND,
    MAIN,
    TITLE,
    Asset,
    Draft,
    Segment,
    canvas_px,
    next_id,
    segments,
    settle,
    track,
    with_clip,
)

Position = Literal["top", "middle", "bottom"]


def keep_span(draft: Draft, start_ms: int, end_ms: int) -> Draft:
    """Only [start, end) of the timeline. Raises ValueError unless 0 <= start < end <= length."""
    _check_span(draft, start_ms, end_ms)
    return _keep(draft, [(start_ms, end_ms)])


def cut_span(draft: Draft, start_ms: int, end_ms: int) -> Draft:
    """All but [start, end). Raises ValueError for a span outside, and when nothing would remain."""
    _check_span(draft, start_ms, end_ms)
    kept = [span for span in ((0, start_ms), (end_ms, draft["d"])) if span[0] < span[1]]
    if not kept:
        raise ValueError("nothing would remain")
    return _keep(draft, kept)


def with_background(draft: Draft, name: str, kind: str, **fields: Any) -> Draft:
    """The person before another background: a name for people, the kind and what it needs."""
    changed = deepcopy(draft)
    entry = track(changed, BACKGROUND)
    segment_id = entry["sg"][0]["id"] if entry["sg"] else next_id(changed)
    metadata = {"name": name, "kind": kind, **fields}
    entry["sg"] = [{"id": segment_id, "st": 0, "d": changed["d"], "m": metadata}]
    return changed


def without_background(draft: Draft) -> Draft:
    """The original background again."""
    changed = deepcopy(draft)
    changed["t"] = [entry for entry in changed["t"] if entry["m"].get("role") != BACKGROUND]
    return changed


def with_title(
    draft: Draft, text: str, start_ms: int, duration_ms: int, position: Position
) -> Draft:
    """One more title. Raises ValueError for a span outside the timeline or an empty text."""
    _check_span(draft, start_ms, start_ms + duration_ms)
    if not text:
        raise ValueError("a title needs words")
    changed = deepcopy(draft)
    titles = track(changed, TITLE)["sg"]
    titles.append(
        {
            "id": next_id(changed),
            "st": start_ms,
            "d": duration_ms,
            "m": {"text": text, "position": position},
        }
    )
    titles.sort(key=lambda title: title["st"])
    return changed


def with_changed_title(draft: Draft, title_id: str, **fields: Any) -> Draft:
    """The title of that id with other metadata (`text`, `position`)."""
    changed = deepcopy(draft)
    for title in segments(changed, TITLE):
        if title["id"] == title_id:
            title["m"].update(fields)
    return changed


def without_titles(draft: Draft, title_ids: frozenset[str]) -> Draft:
    """The draft less the titles of those ids."""
    changed = deepcopy(draft)
    for entry in changed["t"]:
        if entry["m"].get("role") == TITLE:
            entry["sg"] = [title for title in entry["sg"] if title["id"] not in title_ids]
    return settle(changed)


def with_only_clip(draft: Draft, asset: Asset) -> Draft:
    """The timeline holding that video alone, as it was trimmed, or whole if it had been cut away.

    The canvas follows the clip; the background stays; titles stay where the clip was under them.
    """
    changed = deepcopy(draft)
    spans = [
        (clip["st"], clip["st"] + clip["d"])
        for clip in segments(changed, MAIN)
        if clip["m"]["asset"] == asset.id
    ]
    if spans:
        changed = _keep(changed, spans)
    else:
        changed["t"] = [entry for entry in changed["t"] if entry["m"]["role"] == BACKGROUND]
        changed["d"] = 0
        changed = with_clip(changed, asset)
    changed["cw"], changed["ch"] = canvas_px(asset.width_px, asset.height_px)
    return changed


def _check_span(draft: Draft, start_ms: int, end_ms: int) -> None:
    if not 0 <= start_ms < end_ms <= draft["d"]:
        raise ValueError(f"{start_ms}..{end_ms} ms is not inside a timeline of {draft['d']} ms")


def _keep(draft: Draft, spans: list[tuple[int, int]]) -> Draft:
    """Only those spans (ascending, disjoint), closed up. Clips and titles share the arithmetic."""
    changed = deepcopy(draft)
    clips: list[Segment] = []
    for start_ms, end_ms in spans:
        for clip in segments(draft, MAIN):
            clip_end_ms = clip["st"] + clip["d"]
            first, last = max(start_ms, clip["st"]), min(end_ms, clip_end_ms)
            if first < last:
                part = deepcopy(clip)
                part["m"]["in"] += first - clip["st"]
                part["d"] = last - first
                clips.append(part)
    track(changed, MAIN)["sg"] = _with_own_ids(changed, clips)
    titles = [
        {**deepcopy(title), "st": start_ms, "d": end_ms - start_ms}
        for title in segments(draft, TITLE)
        for start_ms, end_ms in [_after_keeping(title, spans)]
        if start_ms < end_ms
    ]
    track(changed, TITLE)["sg"] = titles
    return settle(changed)


def _after_keeping(segment: Segment, spans: list[tuple[int, int]]) -> tuple[int, int]:
    """Where a segment lies once only the spans remain; empty (equal ends) when none of it does."""
    start_ms = end_ms = 0
    for span_start_ms, span_end_ms in spans:
        length_ms = span_end_ms - span_start_ms
        start_ms += min(max(segment["st"] - span_start_ms, 0), length_ms)
        end_ms += min(max(segment["st"] + segment["d"] - span_start_ms, 0), length_ms)
    return start_ms, end_ms


def _with_own_ids(draft: Draft, clips: list[Segment]) -> list[Segment]:
    """A clip that a cut split in two: the first part keeps the id, the second gets a new one."""
    number = int(next_id(draft)[1:])
    seen: set[str] = set()
    for clip in clips:
        if clip["id"] in seen:
            clip["id"] = f"s{number}"
            number += 1
        seen.add(clip["id"])
    return clips
