"""A person before nothing: a WebM whose every pixel says how much of it is seen."""

import av
import numpy as np
import pytest
from av.codec import CodecContext

from engine.sample import Clip, make_clip
from tests.integration.render_tools import render_job, run_worker

SECONDS, WIDTH, HEIGHT = 4.2, 320, 184
NOTHING = {"kind": "transparent"}


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """Two stretches of it."""
    folder = tmp_path_factory.mktemp("film")
    clip, output = folder / "clip.mp4", folder / "film.part"
    make_clip(clip, Clip(seconds=SECONDS, width_px=WIDTH, height_px=HEIGHT))
    clips = [("a", 0, round(SECONDS * 1000))]
    result = run_worker(render_job(output, {"a": clip}, clips, (WIDTH, HEIGHT), NOTHING)).result
    assert (result["frames"], result["stretches"]) == (126, 2)
    return output


def alphas(path):
    """The alpha of every frame; FFmpeg's own decoder of VP9 leaves it out."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        decoder = CodecContext.create("libvpx-vp9", "r")
        for packet in container.demux(stream):
            for frame in decoder.decode(packet) if packet.size else []:
                plane = frame.planes[3]
                rows = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
                yield frame.time, rows[:, : plane.width].copy()


def test_it_is_whole_and_says_that_it_has_an_alpha(film):
    with av.open(str(film)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert container.format.name == "matroska,webm"
        assert (video.codec_context.name, audio.codec_context.name) == ("vp9", "opus")
        assert {key.lower(): value for key, value in video.metadata.items()}["alpha_mode"] == "1"
        assert container.duration / 1e6 == pytest.approx(SECONDS, abs=0.05)
        heard = [frame.to_ndarray() for frame in container.decode(audio)]
    assert np.abs(np.concatenate(heard, axis=1)).max() > 0.02


def test_the_person_is_seen_and_the_room_is_not(film):
    seen = list(alphas(film))
    assert [time for time, _ in seen] == pytest.approx([n / 30 for n in range(126)], abs=0.002)
    for _, alpha in seen:
        assert alpha[:20, :20].max() < 10
        assert alpha[HEIGHT - 60 :, WIDTH // 2 - 20 : WIDTH // 2 + 20].mean() > 245
        assert 0.1 < (alpha > 128).mean() < 0.6
