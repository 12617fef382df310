"""The changes of a draft that concern time: speed, direction, standing still, order.

Each function takes a draft and gives a new one; times are ms on the timeline. What stands in a
clip's metadata: `speed` (of the file, 0.25..8), `reverse` (the span is shown backwards), `freeze`
(the frame at `in` stands still; so does a picture). Must not know words or files' contents.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from engine.timeline import CAPTIONS, MAIN, Asset, Draft, Segment, next_id, segments, with_piece
from engine.timeline_pieces import Span, check_span, piece, pieces, rebuilt, rebuilt_by

LEAST_SPEED, MOST_SPEED = 0.25, 8.0
NEAR_ONE = 1e-3
"""Speeds that differ less from 1 are 1: three times a third is what it was."""


def with_speed(
    draft: Draft, factor: float, start_ms: int | None = None, end_ms: int | None = None
) -> Draft:
    """[start, end), or all, so many times as fast as it is now; what stands still is shorter too.

    Raises ValueError for a span outside, and where the speed would leave 0.25..8.
    """
    start_ms, end_ms = _span(draft, start_ms, end_ms)
    if factor <= 0:
        raise ValueError(f"{factor} is no speed")
    middle = [_faster(part, factor) for part in pieces(draft, start_ms, end_ms)]
    length_ms: int = sum(part["d"] for part in middle)

    def moved(at_ms: int) -> int:
        if at_ms <= start_ms:
            return at_ms
        inside_ms = (min(at_ms, end_ms) - start_ms) * length_ms / (end_ms - start_ms)
        return start_ms + round(inside_ms) + max(0, at_ms - end_ms)

    return rebuilt(draft, _around(draft, start_ms, middle, end_ms), moved)


def with_reverse(draft: Draft, start_ms: int | None = None, end_ms: int | None = None) -> Draft:
    """[start, end), or all, backwards; forwards where it was backwards already.

    Titles and captions stay where they are. Raises ValueError for a span outside.
    """
    start_ms, end_ms = _span(draft, start_ms, end_ms)
    middle = [_turned_round(part) for part in reversed(pieces(draft, start_ms, end_ms))]
    return rebuilt(draft, _around(draft, start_ms, middle, end_ms), lambda at_ms: at_ms)


def with_freeze(draft: Draft, at_ms: int, duration_ms: int) -> Draft:
    """The frame at that moment stands still for so long, then it goes on. At the very end it is
    the last frame. What lies over the frame lies over it all the while.

    Raises ValueError for a moment outside the timeline and for no length.
    """
    if not 0 <= at_ms <= draft["d"] or not segments(draft, MAIN):
        raise ValueError(f"{at_ms} ms is not inside a timeline of {draft['d']} ms")
    if duration_ms <= 0:
        raise ValueError("a moment needs a length to stand still for")
    shown_ms = min(at_ms, draft["d"] - 1)
    (still,) = pieces(draft, shown_ms, shown_ms + 1)
    still["id"], still["d"] = next_id(draft), duration_ms
    for key in ("speed", "reverse"):
        still["m"].pop(key, None)
    still["m"]["freeze"] = True
    return rebuilt(
        draft,
        _around(draft, at_ms, [still], at_ms),
        lambda moment_ms: moment_ms if moment_ms <= at_ms else moment_ms + duration_ms,
    )


def with_order(draft: Draft, segment_ids: list[str]) -> Draft:
    """The clips in that order. Titles and captions go with the clip in which they begin; one that
    lasts from the start to the end stays. A caption ends where its clip is left by the one that
    came next: it would lie over the words of another.

    Raises ValueError unless each clip is named once.
    """
    clips = {clip["id"]: clip for clip in segments(draft, MAIN)}
    if sorted(segment_ids) != sorted(clips):
        raise ValueError("an order names each clip once")
    ordered = [piece(clips[name], 0, clips[name]["d"]) for name in segment_ids]
    starts_ms = dict(zip(segment_ids, _starts_ms(ordered), strict=True))
    captions = {segment["id"] for segment in segments(draft, CAPTIONS)}
    still_next = set(pairwise(clips)) & set(pairwise(segment_ids))

    def now(segment: Segment) -> Span:
        begin_ms, length_ms = segment["st"], segment["d"]
        if begin_ms == 0 and length_ms >= draft["d"]:
            return 0, draft["d"]
        under = next(
            (clip for clip in reversed(clips.values()) if clip["st"] <= begin_ms),
            next(iter(clips.values())),
        )
        if segment["id"] in captions:
            last = under
            for pair in pairwise(clips):
                if pair[0] == last["id"] and pair in still_next:
                    last = clips[pair[1]]
            length_ms = min(length_ms, last["st"] + last["d"] - begin_ms)
        begin_ms += starts_ms[under["id"]] - under["st"]
        return begin_ms, min(begin_ms + length_ms, draft["d"])

    return rebuilt_by(draft, ordered, now)


def with_still(draft: Draft, asset: Asset, duration_ms: int) -> Draft:
    """A picture, so long, at the end. Raises ValueError for anything but a picture with a size,
    and for no length."""
    if asset.file_type != "image" or asset.width_px <= 0 or asset.height_px <= 0:
        raise ValueError("only a picture stands still")
    if duration_ms <= 0:
        raise ValueError("a picture needs a length to stand still for")
    return with_piece(draft, asset, duration_ms, freeze=True)


def _span(draft: Draft, start_ms: int | None, end_ms: int | None) -> Span:
    span = (0 if start_ms is None else start_ms, draft["d"] if end_ms is None else end_ms)
    check_span(draft, *span)
    return span


def _around(draft: Draft, start_ms: int, middle: list[Segment], end_ms: int) -> list[Segment]:
    """The clips before `start_ms`, those given, and the clips after `end_ms`; joints that nothing
    needs are closed."""
    parts = [*pieces(draft, 0, start_ms), *middle, *pieces(draft, end_ms, draft["d"])]
    if not parts:
        return parts
    joined = [parts[0]]
    for part in parts[1:]:
        if _goes_on(joined[-1], part):
            joined[-1] = _joined(joined[-1], part)
        else:
            joined.append(part)
    return joined


def _faster(part: Segment, factor: float) -> Segment:
    facts = part["m"]
    if not facts.get("freeze"):
        speed = facts.get("speed", 1) * factor
        if abs(speed - 1) < NEAR_ONE:
            speed = 1
        if not LEAST_SPEED <= round(speed, 6) <= MOST_SPEED:
            raise ValueError(f"a speed of {speed:.3f} is outside {LEAST_SPEED}..{MOST_SPEED}")
        factor = speed / facts.get("speed", 1)
        _set_speed(facts, speed)
    part["d"] = max(1, round(part["d"] / factor))
    return part


def _set_speed(facts: dict[str, Any], speed: float) -> None:
    plain = round(speed, 6)
    if plain == 1:
        facts.pop("speed", None)
    else:
        facts["speed"] = int(plain) if plain == int(plain) else plain


def _turned_round(part: Segment) -> Segment:
    facts = part["m"]
    if facts.pop("reverse", False) or facts.get("freeze"):
        return part
    facts["reverse"] = True
    return part


def _goes_on(one: Segment, other: Segment) -> bool:
    """Whether the second shows what comes after the first, in the same way."""
    here, there = dict(one["m"]), dict(other["m"])
    if here.get("freeze"):
        return here == there
    del here["in"], there["in"]
    if here != there:
        return False
    first, second = (other, one) if here.get("reverse") else (one, other)
    end_ms = first["m"]["in"] + first["d"] * here.get("speed", 1)
    return bool(abs(end_ms - second["m"]["in"]) < max(1, here.get("speed", 1)))


def _joined(one: Segment, other: Segment) -> Segment:
    if one["m"].get("reverse"):
        one["m"]["in"] = other["m"]["in"]
    one["d"] += other["d"]
    return one


def _starts_ms(clips: list[Segment]) -> list[int]:
    ends = [0]
    for clip in clips:
        ends.append(ends[-1] + clip["d"])
    return [start for start, _ in pairwise(ends)]
