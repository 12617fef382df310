"""The changes of a draft that concern light: brightness and colour, fades, the scene's light.

Each function takes a draft and gives a new one. What stands in the metadata: on clips
`brightness`, `contrast`, `warmth`, `saturation` (-100..100) and at the ends `fade_in_ms`,
`fade_out_ms` (from and to black); on the background `light` false. Must not know words or pixels.
"""

from __future__ import annotations

from copy import deepcopy

from engine.timeline import BACKGROUND, MAIN, Draft, fades_ms, segments

LOOKS = ("brightness", "contrast", "warmth", "saturation")
MOST = 100
MOST_FADE_MS = 30_000


def with_look(draft: Draft, **deltas: int) -> Draft:
    """Every clip so much brighter, warmer and so on than it is now, within -100..100.

    Raises ValueError for a name that is none of `LOOKS`.
    """
    if not deltas.keys() <= set(LOOKS):
        raise ValueError(f"not all of {sorted(deltas)} belong to a look")
    changed = deepcopy(draft)
    for clip in segments(changed, MAIN):
        for name, delta in deltas.items():
            value = max(-MOST, min(MOST, clip["m"].pop(name, 0) + delta))
            if value:
                clip["m"][name] = value
    return changed


def without_look(draft: Draft) -> Draft:
    """Light and colours as they were recorded."""
    changed = deepcopy(draft)
    for clip in segments(changed, MAIN):
        for name in LOOKS:
            clip["m"].pop(name, None)
    return changed


def with_fades(draft: Draft, in_ms: int | None = None, out_ms: int | None = None) -> Draft:
    """Out of black at the start, into it at the end; 0: not, None: as it is.

    Raises ValueError for a fade outside 0..30 s, for two that are longer than the timeline, and
    for a timeline without a clip.
    """
    clips = segments(draft, MAIN)
    if not clips:
        raise ValueError("a fade needs a clip")
    present_in_ms, present_out_ms = fades_ms(draft)
    in_ms = present_in_ms if in_ms is None else in_ms
    out_ms = present_out_ms if out_ms is None else out_ms
    if not (0 <= in_ms <= MOST_FADE_MS and 0 <= out_ms <= MOST_FADE_MS):
        raise ValueError(f"fades of {in_ms} and {out_ms} ms are outside 0..{MOST_FADE_MS}")
    if in_ms + out_ms > draft["d"]:
        raise ValueError(f"fades of {in_ms} and {out_ms} ms are longer than {draft['d']} ms")
    changed = deepcopy(draft)
    clips = segments(changed, MAIN)
    ends = ((clips[0], "fade_in_ms", in_ms), (clips[-1], "fade_out_ms", out_ms))
    for clip, key, length_ms in ends:
        clip["m"].pop(key, None)
        if length_ms:
            clip["m"][key] = length_ms
    return changed


def with_light(draft: Draft, is_on: bool) -> Draft:
    """Whether the person takes on the scene's light. Raises ValueError without a background."""
    changed = deepcopy(draft)
    found = segments(changed, BACKGROUND)
    if not found:
        raise ValueError("without a background there is no other light")
    for segment in found:
        segment["m"].pop("light", None)
        if not is_on:
            segment["m"]["light"] = False
    return changed
