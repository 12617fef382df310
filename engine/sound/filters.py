"""Samples through FFmpeg's audio filters.

Owns the way in and out of a filter graph. Must not know what a filter is for.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from engine.sound.samples import RATE_HZ, Samples, in_blocks

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame

BLOCK_SAMPLES = RATE_HZ // 2
"""What goes in at once: each frame on its way through a graph costs as much as its samples."""


def filtered(pieces: Iterator[Samples], *steps: tuple[str, str]) -> Iterator[AudioFrame]:
    """The frames that come out of a chain of filters, each given by name and arguments.

    They are planar floats, at the rate and in the lengths that the last filter gives.
    """
    from av.audio.frame import AudioFrame
    from av.filter import Graph

    graph = Graph()
    way_in = graph.add(
        "abuffer",
        f"sample_rate={RATE_HZ}:sample_fmt=fltp:channel_layout=stereo:time_base=1/{RATE_HZ}",
    )
    last = way_in
    for name, arguments in (*steps, ("aformat", "sample_fmts=fltp"), ("abuffersink", "")):
        following = graph.add(name, arguments or None)
        last.link_to(following)
        last = following
    graph.configure()

    def ready() -> Iterator[AudioFrame]:
        while True:
            try:
                frame = last.pull()
            except (BlockingIOError, EOFError):
                return
            yield cast("AudioFrame", frame)

    at = 0
    for piece in in_blocks(pieces, BLOCK_SAMPLES):
        frame = AudioFrame.from_ndarray(piece, "fltp", "stereo")
        frame.sample_rate, frame.time_base, frame.pts = RATE_HZ, Fraction(1, RATE_HZ), at
        at += piece.shape[1]
        way_in.push(frame)
        yield from ready()
    way_in.push(None)
    yield from ready()
