"""Files that are read seldom: other codecs, interlaced, tiny, cut short, pictures that move."""

from fractions import Fraction
from io import BytesIO

import av
import numpy as np
import pytest
from PIL import Image

from engine.media.decode import read_frames
from engine.media.failures import JobFailed
from engine.media.probe import probe
from engine.media.source import opened
from tests.integration.render_here import ARROW, GROUND, arrow, is_near, made
from tests.integration.render_tools import decode, write_clip

SIZE = (320, 176)


def can_encode(codec):
    try:
        av.codec.Codec(codec, "w")
    except ValueError:
        return False
    return True


CODECS = [
    ("hevc.mp4", "libx265", "yuv420p", {"x265-params": "log-level=none", "preset": "ultrafast"}),
    ("deep.mkv", "libx265", "yuv420p10le", {"x265-params": "log-level=none"}),
    ("deep.mp4", "libx264", "yuv420p10le", {"preset": "ultrafast"}),
    ("vp9.webm", "libvpx-vp9", "yuv420p", {"deadline": "realtime", "cpu-used": "8"}),
    ("av1.mp4", "libsvtav1", "yuv420p", {"preset": "12"}),
    ("prores.mov", "prores_ks", "yuv422p10le", {}),
    ("part2.avi", "mpeg4", "yuv420p", {"qscale": "3"}),
    ("mjpeg.mov", "mjpeg", "yuvj422p", {"qscale": "2"}),
    ("mpeg2.mkv", "mpeg2video", "yuv420p", {"qscale": "2"}),
]


@pytest.mark.parametrize(("name", "codec", "pixel_format", "options"), CODECS)
def test_every_codec_that_cameras_write(tmp_path, name, codec, pixel_format, options):
    if not can_encode(codec):
        pytest.skip(f"this build of PyAV has no {codec}")
    clip = write_clip(
        tmp_path / name,
        lambda index: arrow(*SIZE),
        5,
        rate=25,
        codec=codec,
        pixel_format=pixel_format,
        options=options,
    )
    facts = probe(clip)
    assert (facts["file_type"], facts["width"], facts["height"]) == ("video", *SIZE)
    assert facts["duration_ms"] == pytest.approx(200, abs=2)
    assert facts["is_cut_short"] is False
    result, seen = made(tmp_path, [(clip, 0, 200)], SIZE)
    assert result["frames"] == 5
    assert is_near(seen.frames[3][10, 10], ARROW)
    assert is_near(seen.frames[3][-10, -10], GROUND)


def bar_at(left):
    picture = np.full((176, 320, 3), 40, np.uint8)
    picture[:, left : left + 40] = 220
    return picture


def half_pictures(index):
    """A bar on its way to the right, the odd rows half a frame later than the even ones."""
    picture = bar_at(10 + index * 12)
    picture[1::2] = bar_at(16 + index * 12)[1::2]
    return picture


def combing(planes):
    """How much rows differ from the mean of their neighbours."""
    rows = planes.y.astype(float)
    return np.abs(rows[1:-1] - (rows[:-2] + rows[2:]) / 2).mean()


@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [
        ("tv.mp4", "libx264", {"x264-params": "tff=1:qp=10"}),
        ("dvd.mkv", "mpeg2video", {"flags": "+ilme+ildct", "qscale": "2"}),
    ],
)
def test_half_pictures_are_made_whole(tmp_path, name, codec, options):
    clip = tmp_path / name
    with av.open(str(clip), "w") as container:
        stream = container.add_stream(codec, rate=25, options=options)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for index in range(12):
            frame = av.VideoFrame.from_ndarray(half_pictures(index), format="bgr24")
            frame = frame.reformat(format="yuv420p", interpolation="POINT")
            frame.pts, frame.time_base = index, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with opened(clip) as source:
        frames = [frame.planes for frame in read_frames(source, 0, Fraction(25), 12)]
    with av.open(str(clip)) as container:
        raw = [frame.to_ndarray()[:176].astype(float) for frame in container.decode(video=0)]
    before = np.abs(raw[6][1:-1] - (raw[6][:-2] + raw[6][2:]) / 2).mean()
    assert before > 4
    assert max(combing(planes) for planes in frames) < 0.2
    # Every frame is of its own moment: the bar goes on by twelve pixels each time.
    lefts = [int(np.argmax(planes.y[88] > 120)) for planes in frames]
    assert np.diff(lefts) == pytest.approx(np.full(11, 12), abs=2)
    assert probe(clip)["fps"] == 25


def test_a_clip_that_is_not_interlaced_is_not_touched(tmp_path):
    clip = write_clip(tmp_path / "a.mp4", half_pictures, 4, rate=25, options={"qp": "0"})
    with opened(clip) as source:
        frames = [frame.planes for frame in read_frames(source, 0, Fraction(25), 4)]
    assert min(combing(planes) for planes in frames) > 4


@pytest.mark.parametrize("size", [(33, 17), (2, 2), (1, 1), (1, 90), (401, 3)])
def test_tiny_and_odd_sizes(tmp_path, size):
    clip = write_clip(
        tmp_path / "tiny.mkv",
        lambda index: arrow(*size),
        3,
        size=size,
        pixel_format="yuv444p",
        options={"qp": "0"},
    )
    facts = probe(clip)
    assert (facts["width"], facts["height"]) == size
    result, seen = made(tmp_path, [(clip, 0, 100)], SIZE)
    assert result["frames"] == len(seen.frames) == 3
    assert seen.frames[1].max() > 100


def cut(path, share):
    """The first part of a file, under another name."""
    data = path.read_bytes()
    shorter = path.with_name(f"cut-{path.name}")
    shorter.write_bytes(data[: int(len(data) * share)])
    return shorter


def grey(index):
    """Noise, so that every frame takes its share of the file, around a level that counts."""
    noise = np.random.default_rng(index).integers(-8, 8, (176, 320, 3))
    return np.clip(40 + 6 * (index % 30) + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(
    ("name", "codec", "more"),
    [
        ("clip.mp4", "libx264", {"movflags": "+faststart"}),
        ("live.mp4", "libx264", {"movflags": "frag_keyframe+empty_moov"}),
        ("clip.mkv", "libx264", {}),
        ("clip.webm", "libvpx", {}),
        ("clip.avi", "mpeg4", {}),
    ],
)
def test_of_a_file_cut_short_what_is_there_is_used(tmp_path, name, codec, more):
    plain = write_clip(tmp_path / f"whole-{name}", grey, 30, codec=codec, options={"g": "10"})
    clip = tmp_path / name
    with av.open(str(plain)) as given, av.open(str(clip), "w", container_options=more) as out:
        stream = out.add_stream_from_template(given.streams.video[0])
        for packet in given.demux(video=0):
            if packet.size:
                packet.stream = stream
                out.mux(packet)
    whole = probe(clip)
    assert (whole["is_cut_short"], whole["duration_ms"]) == (False, 1000)
    shorter = cut(clip, 0.6)
    facts = probe(shorter)
    assert facts["is_cut_short"] is True
    assert 200 < facts["duration_ms"] < 800
    result, seen = made(tmp_path, [(shorter, 0, facts["duration_ms"])], SIZE)
    assert result["duration_ms"] == pytest.approx(facts["duration_ms"], abs=34)
    assert len(seen.frames) == result["frames"]
    # All but the last, which may lack its foot, are the frames of the whole clip.
    for index, frame in enumerate(seen.frames[:-2]):
        assert frame.mean() == pytest.approx(grey(index).mean(), abs=6)


def test_a_clip_whose_index_is_lost_is_damaged(tmp_path):
    clip = write_clip(tmp_path / "clip.mp4", grey, 20)
    with pytest.raises(JobFailed) as failure:
        probe(cut(clip, 0.7))
    assert failure.value.code == "damaged"


def test_a_sound_cut_short_says_so(tmp_path):
    path = tmp_path / "voice.wav"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=16_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 32_000), np.int16), "s16", "mono")
        frame.sample_rate, frame.pts = 16_000, 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert (probe(path)["duration_ms"], probe(path)["is_cut_short"]) == (2000, False)
    facts = probe(cut(path, 0.5))
    assert facts["duration_ms"] == pytest.approx(1000, abs=60)
    assert facts["is_cut_short"] is True


def animation(path, delays_ms=(100,) * 6, **options):
    """A red square on its way over a see-through ground, and how long each picture stands."""
    frames = []
    for index in range(len(delays_ms)):
        picture = Image.new("RGBA", (64, 48), (0, 0, 0, 0))
        picture.paste((200, 30, 30, 255), (index * 8, 8, index * 8 + 16, 24))
        # Without a half clear pixel libwebp forgets to note that there is an alpha.
        picture.putpixel((63, 0), (255, 255, 255, 100))
        frames.append(picture)
    frames[0].save(
        path,
        save_all=True,
        append_images=frames[1:],
        duration=list(delays_ms),
        loop=0,
        disposal=2,
        **options,
    )
    return path


@pytest.mark.parametrize("name", ["a.gif", "a.webp"])
def test_a_picture_that_moves_is_a_clip(tmp_path, name):
    options = {"lossless": True} if name.endswith("webp") else {}
    path = animation(tmp_path / name, **options)
    facts = probe(path)
    assert (facts["file_type"], facts["width"], facts["height"]) == ("video", 64, 48)
    assert (facts["duration_ms"], facts["fps"]) == (600, 10.0)
    result, seen = made(tmp_path, [(path, 0, 600)], SIZE)
    assert result["frames"] == len(seen.frames) == 6
    for index, frame in enumerate(seen.frames):
        # 64x48 becomes 235x176 in the middle of 320x176.
        left = round((320 - 235) / 2 + (index * 8 + 8) * 176 / 48)
        assert is_near(frame[60, left], (30, 30, 200), tolerance=40), index
        assert is_near(frame[160, 160], (255, 255, 255), tolerance=12)


@pytest.mark.parametrize("name", ["a.gif", "a.webp"])
def test_each_picture_of_an_animation_stands_for_its_time(tmp_path, name):
    path = animation(tmp_path / name, delays_ms=(400, 100, 100, 400))
    with opened(path) as source:
        frames = list(read_frames(source, 0, Fraction(10), 10))
    first_shown = [index for index, frame in enumerate(frames) if not frame.is_repeated]
    assert first_shown == [0, 4, 5, 6]


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "JPEG"])
def test_a_picture_that_stands_is_a_picture(tmp_path, form):
    path = tmp_path / "still"
    Image.new("RGB", (33, 21), (10, 200, 30)).save(path, form)
    facts = probe(path)
    assert (facts["file_type"], facts["width"], facts["height"]) == ("image", 33, 21)


def test_an_animation_of_too_many_pixels_says_what_helps(tmp_path):
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(
        file, "WEBP", save_all=True, append_images=[Image.new("RGB", (8, 8), "red")], duration=20
    )
    data = bytearray(file.getvalue())
    at = data.index(b"VP8X") + 12
    data[at : at + 6] = (4095).to_bytes(3, "little") + (2047).to_bytes(3, "little")
    frame_at = data.index(b"ANMF")
    frame = bytes(
        data[frame_at : frame_at + 8 + int.from_bytes(data[frame_at + 4 : frame_at + 8], "little")]
    )
    body = bytes(data[12:]) + frame * 300
    path = tmp_path / "bomb.webp"
    path.write_bytes(b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body)
    with pytest.raises(JobFailed) as failure:
        probe(path)
    assert failure.value.code == "too_long"
    assert "MP4" in failure.value.message


def tone(seconds, pitch=440.0):
    return 0.3 * np.sin(2 * np.pi * pitch * np.arange(round(seconds * 44_100)) / 44_100)


def test_sound_that_goes_on_after_the_picture_ends_with_it(tmp_path):
    clip = write_clip(tmp_path / "a.mp4", grey, 15, sound=tone(1.5))
    facts = probe(clip)
    assert facts["duration_ms"] == 500
    result, seen = made(tmp_path, [(clip, 0, 500)], SIZE)
    assert result["duration_ms"] == 500
    assert seen.stream["audio_duration_s"] == pytest.approx(0.5, abs=0.06)


def test_surround_sound_becomes_stereo_with_the_voice_of_the_middle(tmp_path):
    clip = tmp_path / "film.mkv"
    with av.open(str(clip), "w") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        voice = container.add_stream("ac3", rate=48_000, layout="5.1")
        for index in range(30):
            frame = av.VideoFrame.from_ndarray(grey(index), format="bgr24")
            container.mux(stream.encode(frame.reformat(format="yuv420p")))
        container.mux(stream.encode(None))
        middle = 0.5 * np.sin(2 * np.pi * 440 * np.arange(48_000) / 48_000)
        channels = np.zeros((6, 48_000), np.float32)
        channels[2] = middle
        for begin in range(0, 48_000 - 1535, 1536):
            block = np.ascontiguousarray(channels[:, begin : begin + 1536])
            sound = av.AudioFrame.from_ndarray(block, "fltp", "5.1")
            sound.sample_rate, sound.pts, sound.time_base = 48_000, begin, Fraction(1, 48_000)
            container.mux(voice.encode(sound))
        container.mux(voice.encode(None))
    made(tmp_path, [(clip, 0, 1000)], SIZE)
    with av.open(str(tmp_path / "out.mp4")) as container:
        pieces = [frame.to_ndarray() for frame in container.decode(audio=0)]
    samples = np.concatenate(pieces, axis=1)
    assert samples.shape[0] == 2
    left, right = (np.sqrt((side[10_000:40_000] ** 2).mean()) for side in samples)
    assert left == pytest.approx(right, rel=0.02)
    assert 0.1 < left < 0.4


@pytest.mark.parametrize("rate", [Fraction(24000, 1001), Fraction(50), Fraction(60000, 1001)])
def test_usual_rates_are_kept_and_told(tmp_path, rate):
    clip = write_clip(tmp_path / "a.mp4", grey, 12, rate=rate)
    assert probe(clip)["fps"] == pytest.approx(float(rate), abs=0.001)
    assert decode(clip).stream["rate"] == rate


@pytest.mark.parametrize("rate", [120, 240])
def test_rates_that_no_screen_shows_are_halved(tmp_path, rate):
    clip = write_clip(tmp_path / "slow.mp4", grey, 24, rate=rate)
    assert probe(clip)["fps"] == 60


@pytest.mark.soak
@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_4k_of_ten_bits(tmp_path, codec):
    clip = write_clip(
        tmp_path / "4k.mp4",
        lambda index: arrow(3840, 2160),
        4,
        size=(3840, 2160),
        codec=codec,
        pixel_format="yuv420p10le",
        options={"preset": "ultrafast"},
    )
    result, seen = made(tmp_path, [(clip, 0, 133)], (1920, 1080))
    assert result["frames"] == 4
    assert is_near(seen.frames[1][100, 100], ARROW)
