"""Volume, loudness and music in a draft: what changes, what stays, what is refused."""

import time

import pytest

from engine.timeline import MAIN, MUSIC, Asset, empty_draft, segments, with_clip
from engine.timeline_edit import cut_span, keep_span, with_only_clip
from engine.timeline_sound import (
    music,
    volume_percent,
    with_changed_music,
    with_loudness,
    with_music,
    with_volume,
    without_music,
)

CLIP = Asset("a1", "clip.mp4", "video", 10_000, 1920, 1080)
OTHER = Asset("a2", "other.mp4", "video", 5_000, 1920, 1080)
SONG = Asset("a3", "song.mp3", "audio", 4_000, 0, 0)


def film():
    return with_clip(with_clip(empty_draft(), CLIP), OTHER)


def spans(draft):
    return [(piece["st"], piece["d"], piece["m"]["in"]) for piece in segments(draft, MUSIC)]


def test_a_volume_is_that_of_every_clip_and_full_volume_is_not_said():
    softer = with_volume(film(), 40)
    assert [clip["m"]["volume"] for clip in segments(softer, MAIN)] == [40, 40]
    assert volume_percent(softer) == 40
    assert with_volume(softer, 100) == film()
    assert volume_percent(with_volume(film(), 0)) == 0
    assert volume_percent(empty_draft()) == 100


def test_one_percent_is_written_as_two_because_one_means_all():
    assert volume_percent(with_volume(film(), 1)) == 2


@pytest.mark.parametrize("percent", [-1, 201])
def test_an_impossible_volume_is_refused(percent):
    with pytest.raises(ValueError, match="percent"):
        with_volume(film(), percent)
    with pytest.raises(ValueError, match="percent"):
        with_music(film(), SONG, volume_percent=percent)


def test_loudness_is_set_taken_back_and_bounded():
    evened = with_loudness(film(), -16)
    assert [clip["m"]["loudness_lufs"] for clip in segments(evened, MAIN)] == [-16, -16]
    assert with_loudness(evened, None) == film()
    for lufs in (-41, 0):
        with pytest.raises(ValueError, match="LUFS"):
            with_loudness(film(), lufs)


def test_music_repeats_to_the_end_and_fades_once_at_either_end():
    draft = with_music(film(), SONG, volume_percent=50, fade_ms=700)
    assert spans(draft) == [(0, 4000, 0), (4000, 4000, 0), (8000, 4000, 0), (12000, 3000, 0)]
    fades = [
        (piece["m"].get("fade_in_ms"), piece["m"].get("fade_out_ms"))
        for piece in segments(draft, MUSIC)
    ]
    assert fades == [(700, None), (None, None), (None, None), (None, 700)]
    assert len({piece["id"] for track in draft["t"] for piece in track["sg"]}) == 6
    assert draft["t"][-1]["tt"] == 1
    assert music(draft) == {
        "name": "song.mp3",
        "asset": "a3",
        "in": 0,
        "out": 4000,
        "volume": 50,
        "ducking": True,
        "fade_in_ms": 700,
        "fade_out_ms": 700,
    }


def test_half_an_hour_of_a_short_sound_is_laid_in_no_time():
    clip = Asset("a9", "long.mp4", "video", 1_800_000, 1920, 1080)
    sound = Asset("a8", "jingle.wav", "audio", 1000, 0, 0)
    started_s = time.process_time()
    draft = with_music(with_clip(empty_draft(), clip), sound)
    took_s = time.process_time() - started_s
    assert len({piece["id"] for piece in segments(draft, MUSIC)}) == 1800
    assert took_s < 0.25


def test_music_plays_on_under_cuts_and_follows_the_length():
    draft = with_music(film(), SONG)
    ids = [piece["id"] for piece in segments(draft, MUSIC)]
    shorter = cut_span(draft, 1000, 8000)
    assert spans(shorter) == [(0, 4000, 0), (4000, 4000, 0)]
    assert [piece["id"] for piece in segments(shorter, MUSIC)] == ids[:2]
    assert segments(shorter, MUSIC)[-1]["m"]["fade_out_ms"] == 1000
    assert spans(keep_span(shorter, 0, 3000)) == [(0, 3000, 0)]
    longer = with_clip(shorter, OTHER)
    assert spans(longer)[-1] == (12000, 1000, 0)
    assert "fade_out_ms" not in segments(longer, MUSIC)[1]["m"]
    assert with_only_clip(draft, CLIP)["d"] == 10_000
    assert spans(with_only_clip(draft, CLIP))[-1] == (8000, 2000, 0)


def test_a_longer_song_ends_with_the_picture_and_a_noise_is_heard_once():
    song = Asset("a4", "long.mp3", "audio", 90_000, 0, 0)
    assert spans(with_music(film(), song)) == [(0, 15_000, 0)]
    noise = Asset("a5", "click.wav", "audio", 300, 0, 0)
    assert spans(with_music(film(), noise)) == [(0, 300, 0)]


def test_changing_music_leaves_the_rest_of_it():
    draft = with_music(film(), SONG, volume_percent=50)
    changed = music(with_changed_music(draft, volume_percent=100, fade_out_ms=0, is_ducked=False))
    assert changed == {"name": "song.mp3", "asset": "a3", "in": 0, "out": 4000, "fade_in_ms": 1000}
    assert with_changed_music(film(), volume_percent=10) == film()
    with pytest.raises(ValueError, match="fade"):
        with_changed_music(draft, fade_ms=31_000)


def test_other_music_takes_the_place_of_the_first_and_none_is_none():
    other = Asset("a6", "other.mp3", "audio", 60_000, 0, 0)
    assert spans(with_music(with_music(film(), SONG), other)) == [(0, 15_000, 0)]
    assert without_music(with_music(film(), SONG)) == film()
    assert music(film()) is None


def test_a_videos_sound_can_be_music_and_a_picture_cannot():
    assert spans(with_music(film(), OTHER)) == [(0, 5000, 0), (5000, 5000, 0), (10_000, 5000, 0)]
    with pytest.raises(ValueError, match="sound"):
        with_music(film(), Asset("a7", "p.png", "image", 0, 10, 10))
    with pytest.raises(ValueError, match="clip"):
        with_music(empty_draft(), SONG)


def test_no_function_changes_what_it_was_given():
    draft = with_music(film(), SONG)
    before = repr(draft)
    with_volume(draft, 3), with_loudness(draft, -20), without_music(draft)
    with_changed_music(draft, volume_percent=9), with_music(draft, OTHER), cut_span(draft, 0, 9)
    assert repr(draft) == before
