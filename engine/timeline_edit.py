"""The changes that a draft can undergo: trims, background, one clip alone.

Each function takes a draft and gives a new one; all times are ms on the timeline. Owns the
arithmetic that keeps clips, background and titles in step. Must not know words, and decides
nothing: what a person meant is settled before.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from engine.timeline import (
    BACKGROUND,
    MAIN,
    Asset,
    Draft,
    canvas_px,
    next_id,
    segments,
    track,
    with_clip,
)
from engine.timeline_frame import FILL, shown_px
from engine.timeline_pieces import check_span, kept


def keep_span(draft: Draft, start_ms: int, end_ms: int) -> Draft:
    """Only [start, end) of the timeline. Raises ValueError unless 0 <= start < end <= length."""
    check_span(draft, start_ms, end_ms)
    return kept(draft, [(start_ms, end_ms)])


def cut_span(draft: Draft, start_ms: int, end_ms: int) -> Draft:
    """All but [start, end). Raises ValueError for a span outside, and when nothing would remain."""
    check_span(draft, start_ms, end_ms)
    spans = [span for span in ((0, start_ms), (end_ms, draft["d"])) if span[0] < span[1]]
    if not spans:
        raise ValueError("nothing would remain")
    return kept(draft, spans)


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


def with_only_clip(draft: Draft, asset: Asset) -> Draft:
    """The timeline holding that video alone, as it was trimmed, or whole if it had been cut away.

    The canvas follows the clip unless one was chosen; the background stays; titles stay where the
    clip was under them.
    """
    spans = [
        (clip["st"], clip["st"] + clip["d"])
        for clip in segments(draft, MAIN)
        if clip["m"]["asset"] == asset.id
    ]
    if not spans:
        draft = with_clip(draft, asset)
        spans = [(draft["d"] - asset.duration_ms, draft["d"])]
    changed = kept(draft, spans)
    clip = segments(changed, MAIN)[0]["m"]
    if clip.get("framing") != FILL:
        changed["cw"], changed["ch"] = canvas_px(*shown_px(clip))
    return changed
