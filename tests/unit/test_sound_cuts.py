"""Pieces of a sound that go on where the last one ended are one piece, and no others are."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.sound.cuts import SoundCut, joined
from engine.sound.duck import AHEAD_BLOCKS, BLOCK_SAMPLES, DEPTH_DB, with_ducked_music
from engine.sound.samples import exactly, faded, in_blocks, silence

FIRST = SoundCut(Path("a"), start_s=1, duration_s=2, in_s=5, speed=1.5)
NEXT = replace(FIRST, start_s=3, duration_s=1, in_s=8)


def test_what_plays_on_is_one_piece():
    assert joined([FIRST, NEXT]) == [replace(FIRST, duration_s=3)]
    nearly = replace(NEXT, in_s=8.008)
    assert joined([FIRST, nearly]) == [replace(FIRST, duration_s=3)]


def test_backwards_the_later_piece_lies_earlier():
    first = replace(FIRST, is_reversed=True)
    later = replace(NEXT, is_reversed=True, in_s=3.5)
    assert joined([first, later]) == [replace(first, duration_s=3, in_s=3.5)]
    assert len(joined([first, replace(NEXT, is_reversed=True)])) == 2


@pytest.mark.parametrize(
    "other",
    [
        replace(NEXT, in_s=8.1),
        replace(NEXT, start_s=3.1),
        replace(NEXT, path=Path("b")),
        replace(NEXT, speed=1),
        replace(NEXT, volume=0.5),
        replace(NEXT, loudness_lufs=-16),
    ],
)
def test_what_differs_is_another_piece(other):
    assert joined([FIRST, other]) == [FIRST, other]


def test_rounding_does_not_add_up():
    """Pieces that are each late by half of what is let pass: the third is late by all of it."""
    cuts = [SoundCut(Path("a"), number, 1, in_s=number * 1.006) for number in range(4)]
    assert [cut.start_s for cut in joined(cuts)] == [0, 2]


def pieces(sound, size):
    return (sound[:, begin : begin + size] for begin in range(0, sound.shape[1], size))


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_blocks_lengths_and_fades_do_not_depend_on_the_pieces(size):
    sound = np.arange(200, dtype=np.float32).reshape(2, 100)
    assert [block.shape[1] for block in in_blocks(pieces(sound, size), 30)] == [30, 30, 30, 10]
    assert (np.concatenate(list(in_blocks(pieces(sound, size), 30)), axis=1) == sound).all()
    longer = np.concatenate(list(exactly(pieces(sound, size), 130)), axis=1)
    assert (longer[:, :100] == sound).all()
    assert not longer[:, 100:].any()
    assert sum(piece.shape[1] for piece in exactly(pieces(sound, size), 42)) == 42
    ones = np.ones((2, 100), np.float32)
    shape = np.concatenate(list(faded(pieces(ones, size), 100, 10, 20)), axis=1)[0]
    assert shape[0] == pytest.approx(0.05)
    assert (shape[10:80] == 1).all()
    assert shape[-1] == pytest.approx(0.025)
    assert list(silence(0)) == []


def test_a_fade_is_as_even_after_six_minutes_as_at_the_start():
    """float32 counts no further than 2**24 samples."""
    before, fade = 2**24 + 3, 480
    long = np.broadcast_to(np.ones((2, 1), np.float32), (2, before))
    rest = np.ones((2, 2 * fade), np.float32)
    *_, end = faded(iter([long, rest]), before + 2 * fade, 0, fade)
    assert end.dtype == np.float32
    assert (end[:, :fade] == 1).all()
    assert np.diff(end[0, fade:]) == pytest.approx(-1 / fade, rel=1e-3)
    assert end[0, -1] == pytest.approx(0.5 / fade, rel=1e-3)


def test_music_is_down_before_the_first_word_and_gives_all_blocks_back():
    voice = np.zeros((2, 100 * BLOCK_SAMPLES), np.float32)
    voice[:, 50 * BLOCK_SAMPLES :] = 0.1
    music = np.ones_like(voice)
    pairs = zip(pieces(voice, BLOCK_SAMPLES), pieces(music, BLOCK_SAMPLES), strict=True)
    both = np.concatenate(list(with_ducked_music(pairs, [(0, 0.01)])), axis=1)
    under = (both - voice)[0]
    assert both.shape == voice.shape
    assert under[(50 - AHEAD_BLOCKS) * BLOCK_SAMPLES] == 1
    assert under[53 * BLOCK_SAMPLES] == pytest.approx(10 ** (-DEPTH_DB / 20), abs=1e-3)
