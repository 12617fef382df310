"""Films made in stretches: the same whatever made them, and going on after any kill."""

import json
import os
import signal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from engine.sample import Clip, make_clip
from engine.worker_parts import parts_folder
from tests.integration.render_tools import (
    decode,
    render_job,
    start_worker,
    write_clip,
)
from tests.servers.engine_process import descendants, is_alive, wait_until

SIZE = (320, 176)
LONG_S = 22
OFFICE = {"kind": "scene", "scene": "office"}
FILM = Fraction(24000, 1001)

needs_cores = pytest.mark.skipif(
    not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2,
    reason="needs two cores to be at work at the same time, and Linux to say so",
)


def stripes(index):
    rows, columns = np.mgrid[0:176, 0:320]
    grey = ((rows + columns + 3 * index) % 256).astype(np.uint8)
    return np.dstack([grey, grey, np.full_like(grey, index % 256)])


@pytest.fixture(scope="module")
def long(tmp_path_factory):
    """Four stretches, at a rate whose frames have no whole number of milliseconds."""
    tone = np.sin(np.arange(44100 * LONG_S) / 16).astype(np.float32)
    path = tmp_path_factory.mktemp("long") / "long.mp4"
    options = {"preset": "ultrafast"}
    return write_clip(path, stripes, round(LONG_S * FILM), rate=FILM, sound=tone, options=options)


@pytest.fixture(scope="module")
def whole(long, tmp_path_factory):
    """The bytes of the film that nothing disturbed."""
    output = tmp_path_factory.mktemp("whole") / "film.mp4"
    assert finished(begun(output, long))["stretches_kept"] == 0
    return output.read_bytes()


def distance(one, other):
    """Of the stripes, whatever their level."""
    difference = one[..., 1].astype(float) - other[..., 1]
    return np.abs(difference - difference.mean()).mean()


def around(index):
    return range(index - 2, index + 3)


def job_of(output, clip):
    return render_job(output, {"a": clip}, [("a", 0, LONG_S * 1000)], SIZE)


def begun(output, clip, cores=None):
    return given(job_of(output, clip), cores)


def given(job, cores=None):
    worker = start_worker()
    if cores:
        # Before it has its job and looks how many there are.
        os.sched_setaffinity(worker.pid, cores)
    worker.stdin.write(json.dumps(job) + "\n")
    worker.stdin.flush()
    return worker


def finished(worker):
    out, complaints = worker.communicate(timeout=100)
    events = [json.loads(line) for line in out.splitlines()]
    assert worker.returncode == 0, (events, complaints)
    fractions = [event["fraction"] for event in events if event["event"] == "progress"]
    assert fractions == sorted(fractions)
    return events[-1]["result"]


def pieces(output):
    folder = parts_folder(output)
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    return [folder / name for name in names if ".part." not in name and "sound" not in name]


def some_pieces(worker, output, count=1):
    wait_until(lambda: len(pieces(output)) >= count or worker.poll() is not None, 60, "a piece")
    assert worker.poll() is None, worker.communicate()


def killed(worker):
    """SIGKILL, after which none of its processes may live."""
    children = descendants(worker.pid)
    worker.kill()
    worker.communicate(timeout=10)
    wait_until(lambda: not any(is_alive(pid) for pid in children), 2, "the end of its processes")


def test_frames_and_sound_are_joined_without_a_seam(long, whole, tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(whole)
    film, clip = decode(path), decode(long)
    wanted = [index / float(FILM) for index in range(round(LONG_S * FILM))]
    assert film.times_s == pytest.approx(wanted, abs=1e-4)
    assert film.stream["rate"] == FILM
    quarter = len(wanted) // 4
    for joint in (quarter, 2 * quarter, 3 * quarter):
        for index in range(joint - 3, joint + 3):
            distances = [distance(film.frames[index], clip.frames[at]) for at in around(index)]
            assert min(distances) == distances[2], (index, distances)
    assert film.stream["audio_duration_s"] == pytest.approx(LONG_S, abs=0.05)
    assert np.sqrt((film.sound[44100:-44100] ** 2).mean()) == pytest.approx(0.707, abs=0.05)
    assert not parts_folder(path).exists()


@needs_cores
def test_the_film_is_the_same_whatever_the_number_of_processes(tmp_path):
    """With a person cut out, since masks remember the pictures before."""
    clip = tmp_path / "clip.mp4"
    make_clip(clip, Clip(seconds=4.2, width_px=640, height_px=360))
    films = []
    for name, cores in (("one", {min(os.sched_getaffinity(0))}), ("all", None)):
        output = tmp_path / f"{name}.mp4"
        job = render_job(output, {"a": clip}, [("a", 0, 4200)], (640, 360), OFFICE)
        assert finished(given(job, cores))["stretches"] == 2
        films.append(output.read_bytes())
    assert films[0] == films[1]


@pytest.mark.parametrize("is_alone", [pytest.param(True, marks=pytest.mark.soak), False])
def test_a_killed_worker_goes_on_with_what_it_had_finished(long, whole, tmp_path, is_alone):
    output = tmp_path / "film.mp4"
    cores = {min(os.sched_getaffinity(0))} if is_alone else None
    worker = begun(output, long, cores)
    some_pieces(worker, output)
    killed(worker)
    kept = {path: path.stat().st_mtime_ns for path in pieces(output)}
    result = finished(begun(output, long))
    assert result["stretches_kept"] >= len(kept) >= 1
    assert output.read_bytes() == whole
    assert not parts_folder(output).exists()


@needs_cores
def test_a_killed_stretch_is_made_again(long, whole, tmp_path):
    output = tmp_path / "film.mp4"
    worker = begun(output, long)
    some_pieces(worker, output)
    victim = wait_until(lambda: next(iter(descendants(worker.pid)), None), 5, "a stretch")
    os.kill(victim, signal.SIGKILL)
    assert finished(worker)["stretches"] == 4
    assert output.read_bytes() == whole


@needs_cores
def test_told_to_stop_it_ends_at_once_with_all_of_its_processes(long, tmp_path):
    output = tmp_path / "film.mp4"
    worker = begun(output, long)
    children = wait_until(lambda: descendants(worker.pid), 20, "its processes")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(1) == 128 + signal.SIGTERM
    worker.communicate()
    wait_until(lambda: not any(is_alive(pid) for pid in children), 1, "the end of its processes")
    assert not output.exists()


@pytest.mark.soak
def test_pieces_of_another_film_and_damaged_ones_are_not_used(long, whole, tmp_path):
    output = tmp_path / "film.mp4"
    worker = begun(output, long)
    some_pieces(worker, output)
    killed(worker)
    damaged, stale = pieces(output)[0], parts_folder(output) / "0123-0001-nobody.mp4"
    damaged.write_bytes(damaged.read_bytes()[:-2000])
    stale.write_bytes(b"of another film")
    left = len(pieces(output)) - 2
    assert finished(begun(output, long))["stretches_kept"] <= left + 1
    assert output.read_bytes() == whole

    other = tmp_path / "other.mp4"
    worker = begun(other, long)
    some_pieces(worker, other)
    killed(worker)
    job = render_job(other, {"a": long}, [("a", 40, LONG_S * 1000 - 40)], SIZE)
    assert finished(given(job))["stretches_kept"] == 0


@pytest.mark.soak
def test_a_disk_that_says_no_is_an_error_that_is_told(long, tmp_path):
    """The pieces' folder can't be made where a file of its name lies."""
    output = tmp_path / "film.mp4"
    parts_folder(output).write_bytes(b"in the way")
    worker = begun(output, long)
    out, complaints = worker.communicate(timeout=60)
    assert worker.returncode == 3
    assert json.loads(out.splitlines()[-1])["code"] == "internal"
    assert "FileExistsError" in complaints
    assert Path(parts_folder(output)).read_bytes() == b"in the way"
