"""Small clips made for a test, jobs given to the real worker, and what is in the file that came."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

REPOSITORY = Path(__file__).parents[2]


@dataclass
class Outcome:
    status: int
    events: list = field(default_factory=list)
    complaints: str = ""

    @property
    def last(self):
        return self.events[-1] if self.events else None

    @property
    def result(self):
        assert self.last and self.last["event"] == "done", (self.events, self.complaints)
        assert self.status == 0
        return self.last["result"]

    @property
    def code(self):
        assert self.last and self.last["event"] == "failed", (self.events, self.complaints)
        assert self.status == 3
        return self.last["code"]


def start_worker():
    return subprocess.Popen(
        [sys.executable, "-m", "engine.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )


def run_worker(job):
    """The worker as the server starts it: one job in, lines out."""
    worker = start_worker()
    out, complaints = worker.communicate(json.dumps(job) + "\n", timeout=120)
    return Outcome(worker.returncode, [json.loads(line) for line in out.splitlines()], complaints)


def draft(clips, canvas, background=None, titles=()):
    """`clips`: (asset, in_ms, d_ms); `titles`: (text, position, start_ms, d_ms)."""
    start = 0
    main = []
    for asset, in_ms, length in clips:
        main.append({"id": "c", "st": start, "d": length, "m": {"asset": asset, "in": in_ms}})
        start += length
    tracks = [{"tt": 0, "m": {"role": "main"}, "sg": main}]
    if background:
        segment = {"id": "b", "st": 0, "d": start, "m": background}
        tracks.append({"tt": 0, "m": {"role": "background"}, "sg": [segment]})
    if titles:
        segments = [
            {"id": "t", "st": at, "d": length, "m": {"text": text, "position": position}}
            for text, position, at, length in titles
        ]
        tracks.append({"tt": 7, "m": {"role": "title"}, "sg": segments})
    return {"v": 1, "d": start, "cw": canvas[0], "ch": canvas[1], "t": tracks}


def render_job(output, assets, *args, **kwargs):
    return {
        "job": "render",
        "draft": draft(*args, **kwargs),
        "assets": {name: str(path) for name, path in assets.items()},
        "output_path": str(output),
    }


def write_clip(
    path,
    picture,
    count,
    *,
    size=(320, 176),
    rate=30,
    ticks=None,
    time_base=None,
    rotation=None,
    pixel_format="yuv420p",
    codec="libx264",
    sound=None,
    sound_rate=44100,
    tags=None,
    options=None,
    aspect=None,
):
    """Write a clip whose frame `i` is `picture(i)`: BGR of (height, width, 3), or one (Y, U, V).

    `ticks` are the frames' times in `time_base` (variable rate); `sound` is mono float32;
    `rotation` counter-clockwise degrees in the metadata, as FFmpeg counts; `tags` (colorspace,
    color_range).
    """
    width, height = size
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=Fraction(rate), options=options or {})
        stream.width, stream.height, stream.pix_fmt = width, height, pixel_format
        if aspect:
            stream.codec_context.sample_aspect_ratio = aspect
        if time_base:
            stream.codec_context.time_base = time_base
        if tags:
            stream.colorspace, stream.color_range = tags
        if rotation is not None:
            stream.set_display_rotation(rotation)
        voice = None
        if sound is not None:
            name = "libopus" if str(path).endswith(".webm") else "aac"
            voice = container.add_stream(name, rate=sound_rate, layout="mono")
        for index in range(count):
            frame = _frame(picture(index), width, height, pixel_format, tags)
            frame.pts = ticks[index] if ticks else index
            frame.time_base = time_base or 1 / Fraction(rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if voice is not None:
            _write_sound(container, voice, sound, sound_rate)
    in_turn_again()
    return path


def in_turn_again():
    """Take this thread's real-time priority away: SVT-AV1 gives it one where it may (as root), and
    all that is started later would inherit it and starve the machine."""
    if hasattr(os, "sched_setscheduler"):
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


def _frame(value, width, height, pixel_format, tags):
    if isinstance(value, tuple):
        frame = av.VideoFrame(width, height, pixel_format)
        kind = np.uint16 if "10" in pixel_format else np.uint8
        for plane, level in zip(frame.planes, value, strict=True):
            np.frombuffer(plane, kind)[:] = level
        if tags:
            frame.colorspace, frame.color_range = tags
        return frame
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(value), format="bgr24")
    return frame.reformat(
        format=pixel_format,
        dst_colorspace=1 if min(width, height) >= 720 else 5,
        dst_color_range=1,
    )


def _write_sound(container, stream, samples, rate):
    for begin in range(0, len(samples), 1024):
        block = samples[begin : begin + 1024].astype(np.float32)[None]
        form = "flt" if stream.codec_context.name == "libopus" else "fltp"
        frame = av.AudioFrame.from_ndarray(block, form, "mono")
        frame.sample_rate, frame.pts, frame.time_base = rate, begin, Fraction(1, rate)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def shifted(path, source, by_s):
    """The same packets, the sound later by so much, as by a camera whose microphone is slow."""
    with av.open(str(source)) as reader, av.open(str(path), "w") as writer:
        pairs = {
            stream.index: writer.add_stream_from_template(stream, opaque=True)
            for stream in reader.streams
        }
        for packet in reader.demux():
            if packet.dts is None:
                continue
            if packet.stream.type == "audio":
                ticks = round(by_s / packet.stream.time_base)
                packet.pts, packet.dts = packet.pts + ticks, packet.dts + ticks
            packet.stream = pairs[packet.stream.index]
            writer.mux_one(packet)
    return path


@dataclass
class Seen:
    """A file decoded: frames in BGR, their times in s, the sound and its first time in s."""

    frames: list
    times_s: list
    sound: np.ndarray
    sound_rate: int
    sound_start_s: float
    duration_s: float
    stream: dict


def decode(path, every=1):
    """What a player would show and play of an MP4."""
    frames, times, pieces, sound_start, sound_rate = [], [], [], 0.0, 0
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        context = video.codec_context
        facts = {
            "codec": context.name,
            "pixel_format": context.pix_fmt,
            "size": (context.width, context.height),
            "rate": video.average_rate,
            "colorspace": context.colorspace,
            "color_range": context.color_range,
            "has_audio": bool(container.streams.audio),
            "audio_duration_s": 0.0,
        }
        for number, frame in enumerate(container.decode(video)):
            times.append(frame.time)
            if number % every == 0:
                frames.append(frame.reformat(format="bgr24", src_colorspace=1).to_ndarray())
        duration = float((video.duration or 0) * video.time_base)
    if facts["has_audio"]:
        with av.open(str(path)) as container:
            audio = container.streams.audio[0]
            sound_rate = audio.rate
            facts["audio_codec"] = audio.codec_context.name
            facts["audio_duration_s"] = float((audio.duration or 0) * audio.time_base)
            for frame in container.decode(audio):
                if not pieces:
                    sound_start = frame.time
                pieces.append(frame.to_ndarray().reshape(len(frame.layout.channels), -1)[0])
    sound = np.concatenate(pieces) if pieces else np.zeros(0, np.float32)
    return Seen(frames, times, sound, sound_rate, sound_start, duration, facts)
