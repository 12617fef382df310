"""The sound of a render: which pieces of which files are heard when, and whether to copy instead.

Owns the way from a timeline to a soundtrack. A clip's sound begins with its first frame, which the
frames' grid may have moved by up to half a frame. Must not know samples, drafts or pictures.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate

from engine.media.encoding import ENCODING, EncoderSettings, Sound
from engine.sound.cuts import SoundCut, Soundtrack
from engine.sound.tracks import CopiedSound, EncodedSound
from engine.worker_draft import Clip, Timeline
from engine.worker_layers import Music
from engine.worker_plan import Plan


def sound_of(
    timeline: Timeline,
    plan: Plan,
    settings: EncoderSettings = ENCODING,
    tick: Callable[[], None] = lambda: None,
) -> Sound | None:
    """All that is heard in the result, ready to be written once; None where no file has a sound.

    What is muted is silence, not None: chats take a film without a sound for a moving picture. Each
    call gives the same sound from its beginning. `tick` is called while files are measured.
    """
    if not timeline.music and not any(part.has_sound for part in plan.clips):
        return None
    first, last = timeline.clips[0], timeline.clips[-1]
    duration_s = float(plan.frames / plan.rate)
    is_alone = len(plan.clips) == 1 and not timeline.music
    can_copy = plan.clips[0].can_copy_sound and settings.audio_codec == "aac"
    if is_alone and can_copy and _is_as_recorded(first):
        return CopiedSound(first.path, duration_s)
    begins = accumulate((part.frames for part in plan.clips), initial=0)
    return EncodedSound(
        Soundtrack(
            duration_s,
            clips=tuple(
                _cut(part.clip, float(begin / plan.rate), float(part.frames / plan.rate))
                for part, begin in zip(plan.clips, begins, strict=False)
            ),
            music=tuple(map(_round, timeline.music)),
            is_ducked=any(music.is_ducked for music in timeline.music),
            fade_in_s=first.fade_in_ms / 1000,
            fade_out_s=last.fade_out_ms / 1000,
            music_fade_in_s=sum(music.fade_in_ms for music in timeline.music[:1]) / 1000,
            music_fade_out_s=sum(music.fade_out_ms for music in timeline.music[-1:]) / 1000,
        ),
        settings,
        tick,
    )


def _is_as_recorded(clip: Clip) -> bool:
    return (
        clip.speed == 1
        and clip.volume_percent == 100
        and clip.loudness_lufs is None
        and not (clip.is_reversed or clip.is_frozen or clip.fade_in_ms or clip.fade_out_ms)
    )


def _cut(clip: Clip, start_s: float, duration_s: float) -> SoundCut:
    return SoundCut(
        None if clip.is_frozen else clip.path,
        start_s,
        duration_s,
        in_s=clip.in_ms / 1000,
        speed=clip.speed,
        is_reversed=clip.is_reversed,
        volume=clip.volume_percent / 100,
        loudness_lufs=clip.loudness_lufs,
    )


def _round(music: Music) -> SoundCut:
    return SoundCut(
        music.path,
        music.start_ms / 1000,
        music.duration_ms / 1000,
        in_s=music.in_ms / 1000,
        volume=music.volume_percent / 100,
    )
