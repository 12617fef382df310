"""``backdrop edit`` as a stranger runs it: an MP4, or one plain line on what to do instead."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from tests.journeys.conftest import Stranger, Talk, until

OFFICE = "remove the original background and replace it with a virtual office scene"
FRAME_S = 1 / 30


def facts(path: Path) -> dict[str, object]:
    with av.open(str(path)) as media:
        video = media.streams.video[0]
        return {
            "codec": video.codec_context.name,
            "pixels": video.codec_context.pix_fmt,
            "size": (video.width, video.height),
            "seconds": float(video.duration * video.time_base),
            "sound": [stream.codec_context.name for stream in media.streams.audio],
        }


def frame(path: Path, number: int) -> np.ndarray:
    with av.open(str(path)) as media:
        for index, decoded in enumerate(media.decode(video=0)):
            if index == number:
                return decoded.to_ndarray(format="rgb24").astype(np.int16)
    raise AssertionError(f"{path.name} has no frame {number}")


def assert_one_plain_line(text: str) -> None:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    assert len(lines) == 1, text
    assert len(lines[0]) > 20, "says what to do next"
    for mark in ("Traceback", "Error:", "Exception", "None", "{", "nmv_"):
        assert mark not in lines[0], lines[0]


def test_a_clip_and_a_sentence_give_an_mp4(stranger: Stranger, clip: Path) -> None:
    ended = stranger.run("edit", str(clip), OFFICE, "-o", "office.mp4")
    assert ended.code == 0, ended.err
    assert "office.mp4" in ended.out and " s" in ended.out
    assert "background" in ended.err and "an office" in ended.err, "what was changed is told"
    output = stranger.folder / "office.mp4"
    made, given = facts(output), facts(clip)
    assert made["codec"] == "h264" and made["pixels"] == "yuv420p"
    assert made["size"] == (1920, 1080)
    assert made["sound"] == ["aac"]
    assert abs(float(str(made["seconds"])) - float(str(given["seconds"]))) <= FRAME_S
    before, after = frame(clip, 30), frame(output, 30)
    changed = np.abs(before - after).mean(axis=2)
    height, width = changed.shape
    corner = changed[: height // 4, : width // 6]
    assert corner.mean() > 15, "the old background is gone"
    face = changed[height // 3 : height // 2, width * 9 // 20 : width * 11 // 20]
    assert face.mean() < 20, "the person is still there, in the scene's light"
    assert sorted(path.name for path in stranger.folder.iterdir()) == ["office.mp4"]
    assert not list((stranger.data_dir / "console" / "work").iterdir())


@pytest.mark.soak
def test_several_clips_give_a_result_each(stranger: Stranger, clip: Path) -> None:
    shutil.copy(clip, stranger.folder / "one.mp4")
    shutil.copy(clip, stranger.folder / "two.mp4")
    (stranger.folder / "broken.mp4").write_text("I am no clip")
    ended = stranger.run("edit", "one.mp4", "broken.mp4", "two.mp4", "blur the background")
    assert ended.code == 1
    assert (stranger.folder / "one-backdrop.mp4").exists()
    assert (stranger.folder / "two-backdrop.mp4").exists()
    assert not (stranger.folder / "broken-backdrop.mp4").exists()
    assert "broken.mp4" in ended.err
    assert "one-backdrop.mp4" in ended.out and "two-backdrop.mp4" in ended.out


@pytest.fixture(scope="module")
def rubbish(tmp_path_factory: pytest.TempPathFactory, clip: Path) -> Path:
    """A folder full of what strangers send. Nobody may change it."""
    folder = tmp_path_factory.mktemp("rubbish")
    (folder / "empty.mp4").touch()
    (folder / "text.mp4").write_text("no clip at all, but words")
    whole = clip.read_bytes()
    # Its index is gone; where that is there, what came through is used.
    (folder / "truncated.mp4").write_bytes(whole[: len(whole) // 3].replace(b"moov", b"free"))
    with (folder / "huge.mp4").open("wb") as huge:
        huge.write(whole[:4096])
        huge.truncate(600 * 1024 * 1024)
    picture = np.zeros((64, 64, 3), np.uint8)
    with av.open(str(folder / "sound.m4a"), "w", format="ipod") as out:
        stream = out.add_stream("aac", rate=48000, layout="mono")
        silence = av.AudioFrame(format="fltp", layout="mono", samples=1024)
        silence.sample_rate = 48000
        silence.pts = 0
        silence.planes[0].update(bytes(silence.planes[0].buffer_size))
        out.mux(stream.encode(silence))
        out.mux(stream.encode())
    with av.open(str(folder / "picture.png"), "w", format="image2") as out:
        stream = out.add_stream("png", rate=1)
        stream.width = stream.height = 64
        stream.pix_fmt = "rgb24"
        out.mux(stream.encode(av.VideoFrame.from_ndarray(picture)))
        out.mux(stream.encode())
    with av.open(str(folder / "8k.mp4"), "w") as out:
        stream = out.add_stream("libx264", rate=5, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 7680, 4320, "yuv420p"
        big = av.VideoFrame(7680, 4320, "yuv420p")
        for plane in big.planes:
            plane.update(bytes([90]) * plane.buffer_size)
        out.mux(stream.encode(big))
        out.mux(stream.encode())
    with av.open(str(folder / "noframes.mp4"), "w") as out:
        stream = out.add_stream("libx264", rate=5)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        out.start_encoding()
    return folder


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("nowhere.mp4", "nowhere.mp4"),
        ("empty.mp4", "empty"),
        ("text.mp4", "MP4"),
        ("truncated.mp4", ""),
        ("huge.mp4", "500"),
        ("sound.m4a", "video"),
        # Refused where "sound" or "truncated" are.
        pytest.param("picture.png", "video", marks=pytest.mark.soak),
        pytest.param("8k.mp4", "", marks=pytest.mark.soak),
        pytest.param("noframes.mp4", "", marks=pytest.mark.soak),
    ],
)
def test_a_bad_clip_gets_one_plain_line(
    stranger: Stranger, rubbish: Path, name: str, told: str
) -> None:
    if (rubbish / name).exists():
        (stranger.folder / name).hardlink_to(rubbish / name)
    before = sorted(stranger.folder.iterdir())
    ended = stranger.run("edit", name, OFFICE, "-o", "out.mp4")
    assert ended.code == 1, ended
    last = ended.err.strip().splitlines()[-1]
    assert_one_plain_line(last)
    assert told in last
    known = ("Your clips", "Uploading", "Editing", name)
    assert all(line.startswith(known) for line in ended.err.splitlines()), ended.err
    assert ended.out == ""
    assert sorted(stranger.folder.iterdir()) == before, "nothing half-written"


@pytest.mark.soak
def test_a_clip_without_its_end_is_used_and_it_is_said(stranger: Stranger, clip: Path) -> None:
    whole = clip.read_bytes()
    (stranger.folder / "short.mp4").write_bytes(whole[: len(whole) * 6 // 10])
    ended = stranger.run("edit", "short.mp4", "add the title “Hi”", "-o", "out.mp4")
    assert ended.code == 0, ended.err
    assert "The end of “short.mp4” is missing" in ended.err
    assert facts(stranger.folder / "out.mp4")["seconds"] < facts(clip)["seconds"] * 0.9


@pytest.mark.soak
def test_a_gif_that_moves_is_a_clip_and_one_that_stands_is_none(stranger: Stranger) -> None:
    frames = [Image.new("RGB", (64, 48), (40 * index, 0, 90)) for index in range(5)]
    frames[0].save(
        stranger.folder / "moves.gif", save_all=True, append_images=frames[1:], duration=100
    )
    frames[0].save(stranger.folder / "stands.gif")
    ended = stranger.run("edit", "moves.gif", "add the title “Hi”", "-o", "out.mp4")
    assert ended.code == 0, ended.err
    assert facts(stranger.folder / "out.mp4")["seconds"] == pytest.approx(0.5, abs=0.05)
    ended = stranger.run("edit", "stands.gif", "add the title “Hi”", "-o", "none.mp4")
    assert ended.code == 1
    assert "Send me a clip first" in ended.err


@pytest.mark.soak
def test_a_clip_without_a_person_is_told_so_and_rendered_once(stranger: Stranger) -> None:
    with av.open(str(stranger.folder / "room.mp4"), "w") as out:
        stream = out.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 320, 176, "yuv420p"
        for shade in range(90, 110):
            picture = np.full((176, 320, 3), shade, np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture)))
        out.mux(stream.encode())
    ended = stranger.run("edit", "room.mp4", "blur the background", "-o", "out.mp4")
    assert ended.code == 1
    last = ended.err.strip().splitlines()[-1]
    assert_one_plain_line(last)
    assert "can't find a person" in last
    assert "shorter" not in ended.err and "second try" not in ended.err


def test_a_place_that_takes_no_file_is_told_first(stranger: Stranger, clip: Path) -> None:
    ended = stranger.run("edit", str(clip), OFFICE, "-o", "none/out.mp4")
    assert ended.code != 0
    assert_one_plain_line(ended.err)


@pytest.mark.parametrize("words", [[], [""], ["  "]])
def test_no_instruction_is_asked_for(stranger: Stranger, clip: Path, words: list[str]) -> None:
    ended = stranger.run("edit", str(clip), *words)
    assert ended.code == 2
    assert_one_plain_line(ended.err)


@pytest.mark.soak
def test_an_unreachable_backend_is_told(stranger: Stranger, clip: Path) -> None:
    ended = stranger.run("edit", str(clip), OFFICE, "--nemo", "http://127.0.0.1:9")
    assert ended.code == 1
    assert_one_plain_line(ended.err.strip().splitlines()[-1])
    assert "Traceback" not in ended.err


def test_a_wrong_setting_is_told(stranger: Stranger, clip: Path) -> None:
    ended = stranger.run("edit", str(clip), OFFICE, "--nemo", "ftp://somewhere")
    assert ended.code == 2
    assert_one_plain_line(ended.err)


def test_what_it_cannot_do_is_refused(stranger: Stranger, clip: Path) -> None:
    ended = stranger.run("edit", str(clip), "put me in front of a beach", "-o", "out.mp4")
    assert ended.code == 1
    assert not (stranger.folder / "out.mp4").exists()
    assert "terrace" in ended.err, "what comes nearest"


@pytest.mark.soak
def test_ctrl_c_leaves_nothing_behind(stranger: Stranger, clip: Path) -> None:
    process = stranger.start("edit", str(clip), OFFICE, "-o", "out.mp4")
    renders = stranger.data_dir / "console" / "engine" / "renders"
    until(lambda: renders.is_dir() and any(renders.iterdir()), 60, lambda: "no render began")
    os.kill(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=15)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert not (stranger.folder / "out.mp4").exists()
    assert not list(stranger.folder.iterdir())
    until(lambda: not stranger.leftovers(), 5, lambda: str(stranger.leftovers()))
    again = stranger.run("edit", str(clip), "make the background green", "-o", "green.mp4")
    assert again.code == 0, again.err
    assert [path.name for path in stranger.folder.iterdir()] == ["green.mp4"]


@pytest.mark.soak
def test_a_killed_command_is_finished_by_the_next(stranger: Stranger, clip: Path) -> None:
    process = stranger.start("edit", str(clip), OFFICE, "-o", "first.mp4")
    renders = stranger.data_dir / "console" / "engine" / "renders"
    until(lambda: renders.is_dir() and any(renders.iterdir()), 60, lambda: "no render began")
    process.kill()
    process.communicate()
    until(lambda: not stranger.leftovers(), 10, lambda: str(stranger.leftovers()))
    ended = stranger.run("edit", str(clip), "make the background green", "-o", "second.mp4")
    assert ended.code == 0, ended.err
    assert (stranger.folder / "second.mp4").exists()
    assert (stranger.folder / "first.mp4").exists(), ended.err
    assert "first.mp4" in ended.out


@pytest.mark.soak
def test_chat_is_the_same_as_a_conversation(stranger: Stranger, clip: Path) -> None:
    with Talk(stranger.start("chat", stdin=subprocess.PIPE)) as talk:
        talk.hear("Drop your video")
        talk.type(str(clip))
        talk.hear("[1]")
        talk.type("put me in an office")
        talk.hear("Timeline (")
        talk.type("am I out of credits?")
        talk.hear("free")
        talk.type("export")
        talk.hear("Video ready", limit_s=60)
        until(lambda: "backdrop.mp4" in talk.text, 5)
    assert "Traceback" not in talk.text
    videos = list(stranger.folder.glob("*.mp4"))
    assert len(videos) == 1 and videos[0].name in talk.text
    assert facts(videos[0])["size"] == (1920, 1080)
