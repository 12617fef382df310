"""The changes of a draft that are heard: volume, loudness, music.

Each function takes a draft and gives a new one. Volumes are percent of the file's own (100 is as it
is), loudness is LUFS (ITU-R BS.1770). What stands in the metadata: on clips `volume` and
`loudness_lufs`, on music `volume`, `fade_in_ms`, `fade_out_ms`, `ducking` and its material from
`in` to `out` (ms of the file), over which it repeats. Must not know words or samples.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from engine.timeline import (
    MAIN,
    MUSIC,
    Asset,
    Draft,
    next_id,
    segments,
    settle,
    track,
)

FULL_PERCENT = 100
MOST_PERCENT = 200
LEAST_PERCENT = 2
"""The softest volume that is not silence: whoever reads a draft takes 1 for all of it, a fraction
and no percentage."""

LOUDNESS_LUFS = -16
"""What podcasts and phones are made for (Apple Podcasts; AES TD1008 for speech: -18 to -16)."""
LEAST_LUFS, MOST_LUFS = -40, -8

MUSIC_PERCENT = 35
MUSIC_FADE_MS = 1000
MOST_FADE_MS = 30_000


def volume_percent(draft: Draft) -> int:
    """The volume of the clips; that of the first where they differ. 100 without a clip."""
    clips = segments(draft, MAIN)
    return int(clips[0]["m"].get("volume", FULL_PERCENT)) if clips else FULL_PERCENT


def with_volume(draft: Draft, percent: int) -> Draft:
    """All clips at that volume, 0 for none; the music keeps its own.

    Raises ValueError for less than 0 or more than 200.
    """
    changed = deepcopy(draft)
    for clip in segments(changed, MAIN):
        _set(clip["m"], "volume", _volume(percent), FULL_PERCENT)
    return changed


def with_loudness(draft: Draft, lufs: int | None) -> Draft:
    """The sound of the clips brought to that loudness; None: left as it was recorded.

    Raises ValueError outside -40..-8 LUFS.
    """
    if lufs is not None and not LEAST_LUFS <= lufs <= MOST_LUFS:
        raise ValueError(f"{lufs} LUFS is outside {LEAST_LUFS}..{MOST_LUFS}")
    changed = deepcopy(draft)
    for clip in segments(changed, MAIN):
        _set(clip["m"], "loudness_lufs", lufs, None)
    return changed


def music(draft: Draft) -> dict[str, Any] | None:
    """The metadata of the music, with both fades, or None."""
    pieces = segments(draft, MUSIC)
    return {**pieces[-1]["m"], **pieces[0]["m"]} if pieces else None


def with_music(
    draft: Draft,
    asset: Asset,
    volume_percent: int = MUSIC_PERCENT,
    fade_ms: int = MUSIC_FADE_MS,
    is_ducked: bool = True,
) -> Draft:
    """That sound, or the sound of that video, under the whole timeline instead of other music.

    It repeats where it is shorter. `is_ducked`: softer while the clips are heard. Raises ValueError
    for a picture, for a sound without length and for a timeline without a clip.
    """
    if asset.file_type == "image" or asset.duration_ms <= 0:
        raise ValueError("music needs a sound with a length")
    if not segments(draft, MAIN):
        raise ValueError("music needs a clip to be heard under")
    changed = without_music(draft)
    facts = {"name": asset.name, "asset": asset.id, "in": 0, "out": asset.duration_ms}
    piece = {"id": next_id(changed), "st": 0, "d": 0, "m": facts}
    track(changed, MUSIC)["sg"].append(piece)
    return with_changed_music(
        settle(changed), volume_percent=volume_percent, fade_ms=fade_ms, is_ducked=is_ducked
    )


def with_changed_music(
    draft: Draft,
    *,
    volume_percent: int | None = None,
    fade_ms: int | None = None,
    fade_in_ms: int | None = None,
    fade_out_ms: int | None = None,
    is_ducked: bool | None = None,
) -> Draft:
    """The music with other properties; None leaves one as it is. `fade_ms` is for both ends.

    A draft without music stays as it is. Raises ValueError for a volume outside 0..200 percent or a
    fade outside 0..30 s.
    """
    changed = deepcopy(draft)
    pieces = segments(changed, MUSIC)
    if not pieces:
        return changed
    for piece in pieces:
        if volume_percent is not None:
            _set(piece["m"], "volume", _volume(volume_percent), FULL_PERCENT)
        if is_ducked is not None:
            _set(piece["m"], "ducking", is_ducked, False)
    fades = ((pieces[0], "fade_in_ms", fade_in_ms), (pieces[-1], "fade_out_ms", fade_out_ms))
    for piece, key, own_ms in fades:
        length_ms = fade_ms if own_ms is None else own_ms
        if length_ms is not None:
            if not 0 <= length_ms <= MOST_FADE_MS:
                raise ValueError(f"a fade of {length_ms} ms is outside 0..{MOST_FADE_MS}")
            _set(piece["m"], key, length_ms, 0)
    return changed


def without_music(draft: Draft) -> Draft:
    """The clips' own sound alone."""
    changed = deepcopy(draft)
    changed["t"] = [entry for entry in changed["t"] if entry["m"].get("role") != MUSIC]
    return changed


def _volume(percent: int) -> int:
    if not 0 <= percent <= MOST_PERCENT:
        raise ValueError(f"{percent} percent is outside 0..{MOST_PERCENT}")
    return max(percent, LEAST_PERCENT) if percent else 0


def _set(facts: dict[str, Any], key: str, value: object, absent: object) -> None:
    """What is as if nothing were said is not said."""
    if value == absent:
        facts.pop(key, None)
    else:
        facts[key] = value
