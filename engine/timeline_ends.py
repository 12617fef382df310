"""What follows the length of a timeline: fades at its ends, and music that repeats up to it.

Owns the arithmetic on lists of segments (dicts with `st`, `d` in ms and metadata `m`). Must not
know tracks or drafts.
"""

from __future__ import annotations

from typing import Any

Segments = list[dict[str, Any]]

LEAST_REPEATED_MS = 1000
"""A sound shorter than this is a noise and no music: it is heard once and not a thousand times."""


def fades_of(clips: Segments) -> tuple[int, int]:
    """How long the first fade in of these clips lasts, and the last fade out; ms."""
    facts = [clip["m"] for clip in clips]
    fade_in_ms = next((m["fade_in_ms"] for m in facts if "fade_in_ms" in m), 0)
    fade_out_ms = next((m["fade_out_ms"] for m in reversed(facts) if "fade_out_ms" in m), 0)
    return fade_in_ms, fade_out_ms


def lay_fades(clips: Segments, timeline_ms: int) -> None:
    """Let the first of the GIVEN clips fade in and the last one out, whichever they are now, and
    never longer than the timeline lasts."""
    lengths_ms = fades_of(clips)
    for clip in clips:
        clip["m"].pop("fade_in_ms", None)
        clip["m"].pop("fade_out_ms", None)
    if not clips:
        return
    share = min(1.0, timeline_ms / max(1, sum(lengths_ms)))
    for clip, key, length_ms in zip(
        (clips[0], clips[-1]), ("fade_in_ms", "fade_out_ms"), lengths_ms, strict=True
    ):
        if int(length_ms * share):
            clip["m"][key] = int(length_ms * share)


def rounds_of(pieces: Segments, timeline_ms: int, free_number: int) -> Segments:
    """The rounds of the music that these pieces are, from the start to the end, again from its own
    start where it is shorter: it plays on under cuts.

    The first one fades in and the last one out. Ids are kept as far as they go; new ones count on
    from `free_number`.
    """
    if not pieces:
        return []
    facts = {key: value for key, value in pieces[0]["m"].items() if key != "fade_out_ms"}
    fade_out_ms = pieces[-1]["m"].get("fade_out_ms")
    round_ms = facts["out"] - facts["in"]
    ids = [piece["id"] for piece in pieces]
    laid: Segments = []
    start_ms = 0
    while not laid or (start_ms < timeline_ms and round_ms >= LEAST_REPEATED_MS):
        length_ms = min(round_ms, timeline_ms - start_ms)
        count = len(laid)
        segment_id = ids[count] if count < len(ids) else f"s{free_number + count - len(ids)}"
        laid.append({"id": segment_id, "st": start_ms, "d": length_ms, "m": dict(facts)})
        facts.pop("fade_in_ms", None)
        start_ms += length_ms
    if fade_out_ms is not None:
        laid[-1]["m"]["fade_out_ms"] = fade_out_ms
    return laid
