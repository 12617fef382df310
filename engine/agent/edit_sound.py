"""Wishes about what is heard, carried out on a draft: the clips' own sound, and music."""

from __future__ import annotations

from typing import Any

from engine.agent.files import last_file, named_file
from engine.agent.steps import (
    Fact,
    Length,
    Percent,
    Said,
    Step,
    Words,
    asked,
    done,
    informed,
    refused,
)
from engine.timeline import MAIN, Asset, Project, segments
from engine.timeline_sound import (
    FULL_PERCENT,
    LEAST_LUFS,
    LOUDNESS_LUFS,
    MOST_FADE_MS,
    MOST_LUFS,
    MOST_PERCENT,
    MUSIC_FADE_MS,
    MUSIC_PERCENT,
    music,
    volume_percent,
    with_changed_music,
    with_loudness,
    with_music,
    with_volume,
    without_music,
)

LOUDER = {"bit": 1.2, None: 1.4, "lot": 2.0}
QUIET_MUSIC_PERCENT = 15


def change_volume(project: Project, slots: dict[str, Any]) -> Step:
    """The clips' own sound louder or softer; steps add up."""
    now = volume_percent(project.draft)
    wanted = _volume(slots, now)
    if wanted is None:
        return refused(project, "volume_limits", most=Percent(MOST_PERCENT))
    draft = with_volume(project.draft, wanted)
    after = volume_percent(draft)
    if draft == project.draft:
        return informed(project, "volume_is_so", now=Percent(now))
    facts: dict[str, Fact] = {"before": Percent(now), "after": Percent(after)}
    return done(project, draft, Said("muted" if not after else "volume_changed", facts))


def mute(project: Project, slots: dict[str, Any]) -> Step:
    """The clips without their sound."""
    draft = with_volume(project.draft, 0)
    if draft == project.draft:
        return informed(project, "muted_already")
    return done(project, draft, Said("muted", {}))


def normalise(project: Project, slots: dict[str, Any]) -> Step:
    """The clips' sound at one loudness."""
    lufs = int(slots.get("loudness", LOUDNESS_LUFS))
    if not LEAST_LUFS <= lufs <= MOST_LUFS:
        return refused(project, "loudness_limits", least=_lufs(LEAST_LUFS), most=_lufs(MOST_LUFS))
    draft = with_loudness(project.draft, lufs)
    if draft == project.draft:
        return informed(project, "normalised_already", lufs=_lufs(lufs))
    return done(project, draft, Said("normalised", {"lufs": _lufs(lufs)}))


def add_music(project: Project, slots: dict[str, Any]) -> Step:
    """A sound that was sent, under all of it."""
    asset = _sound(project, slots.get("file"))
    if isinstance(asset, Step):
        return asset
    volume = slots.get("percent", QUIET_MUSIC_PERCENT if "volume" in slots else MUSIC_PERCENT)
    if volume > MOST_PERCENT:
        return refused(project, "volume_limits", most=Percent(MOST_PERCENT))
    draft = with_music(
        project.draft, asset, volume, MUSIC_FADE_MS, is_ducked=slots.get("ducking") != "off"
    )
    if music(draft) == music(project.draft):
        return informed(project, "music_is_so", name=Words(asset.name))
    facts: dict[str, Fact] = {"name": Words(asset.name), "volume": Percent(volume)}
    key = "music_added" if slots.get("ducking") != "off" else "music_added_flat"
    return done(project, draft, Said(key, facts))


def change_music_volume(project: Project, slots: dict[str, Any]) -> Step:
    """The music louder or softer; steps add up."""
    facts_now = music(project.draft)
    if facts_now is None:
        return _no_music(project)
    now = facts_now.get("volume", FULL_PERCENT)
    wanted = _volume(slots, now)
    if wanted is None:
        return refused(project, "volume_limits", most=Percent(MOST_PERCENT))
    draft = with_changed_music(project.draft, volume_percent=wanted)
    if draft == project.draft:
        return informed(project, "music_volume_is_so", now=Percent(now))
    facts: dict[str, Fact] = {"before": Percent(now), "after": Percent(wanted)}
    return done(project, draft, Said("music_volume", facts))


def remove_music(project: Project, slots: dict[str, Any]) -> Step:
    """The clips' own sound alone."""
    facts = music(project.draft)
    if facts is None:
        return _no_music(project)
    draft = without_music(project.draft)
    return done(project, draft, Said("music_removed", {"name": Words(facts["name"])}))


def fade_music(project: Project, slots: dict[str, Any]) -> Step:
    """The music comes or goes softly."""
    if music(project.draft) is None:
        return _no_music(project)
    length_ms = slots["length"].ms() if "length" in slots else MUSIC_FADE_MS
    if not 0 < length_ms <= min(MOST_FADE_MS, project.draft["d"]):
        return refused(project, "fade_limits", most=Length(min(MOST_FADE_MS, project.draft["d"])))
    draft = with_changed_music(
        project.draft,
        fade_in_ms=length_ms if "fade_in" in slots else None,
        fade_out_ms=length_ms if "fade_out" in slots else None,
    )
    if draft == project.draft:
        return informed(project, "music_fades_so", length=Length(length_ms))
    return done(project, draft, Said("music_faded", {"length": Length(length_ms)}))


def duck_music(project: Project, slots: dict[str, Any]) -> Step:
    """The music softer while somebody speaks, or not."""
    if music(project.draft) is None:
        return _no_music(project)
    is_ducked = slots["ducking"] == "on"
    draft = with_changed_music(project.draft, is_ducked=is_ducked)
    key = "music_ducked" if is_ducked else "music_level"
    if draft == project.draft:
        return informed(project, key)
    return done(project, draft, Said(key))


def _volume(slots: dict[str, Any], now: int) -> int | None:
    """The volume that is asked for; None where it is beyond what there is."""
    way = slots["dir"]
    if way == "reset":
        return FULL_PERCENT
    if way == "at" and "percent" in slots:
        wanted = int(slots["percent"])
        return wanted if wanted <= MOST_PERCENT else None
    # Louder than nothing is as it was recorded.
    start = now or FULL_PERCENT if way == "up" else now
    if "percent" in slots:
        share = slots["percent"] / 100
        wanted = round(start * (1 + share if way == "up" else 1 - share))
    elif "factor" in slots:
        factor = float(slots["factor"])
        if way == "up":
            factor = max(factor, 1 / factor)
        elif way == "down":
            factor = min(factor, 1 / factor)
        wanted = round(start * factor)
    else:
        factor = LOUDER[slots.get("step")]
        wanted = round(start * factor if way == "up" else start / factor)
        if way == "up" and not now:
            wanted = FULL_PERCENT
    return max(0, min(MOST_PERCENT, wanted))


def _sound(project: Project, name: str | None) -> Asset | Step:
    if name is None:
        asset = last_file(project, "audio")
        return asked(project, "ask_send_music") if asset is None else asset
    asset = named_file(project, name)
    if asset is None:
        return asked(project, "ask_no_such_sound", name=Words(name))
    if asset.file_type == "image":
        return refused(project, "not_a_sound", name=Words(asset.name))
    if any(clip["m"]["asset"] == asset.id for clip in segments(project.draft, MAIN)):
        return asked(project, "ask_sound_of_clip", name=Words(asset.name))
    return asset


def _no_music(project: Project) -> Step:
    return asked(project, "ask_no_music")


def _lufs(amount: int) -> str:
    return f"{amount} LUFS".replace("-", "−")
