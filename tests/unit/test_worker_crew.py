"""Tasks in processes of their own: how many at a time, and what is tried again."""

import os
import signal
import subprocess
import sys
import time

import pytest

from engine.media.failures import JobFailed
from engine.media.limits import limit_cpu
from engine.worker_crew import Task, work_through
from engine.worker_machine import cores_here, free_bytes

GIGABYTE = 1024**3


def machine(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_a_container_has_its_share_of_a_large_machine(tmp_path):
    root = machine(
        tmp_path,
        {
            "proc/meminfo": "MemTotal:       64000000 kB\nMemAvailable:   60000000 kB\n",
            "proc/self/cgroup": "0::/\n",
            "sys/fs/cgroup/memory.max": f"{GIGABYTE}\n",
            "sys/fs/cgroup/memory.current": f"{GIGABYTE // 2}\n",
            "sys/fs/cgroup/memory.stat": f"anon 5\ninactive_file {GIGABYTE // 4}\n",
            "sys/fs/cgroup/cpu.max": "150000 100000\n",
        },
    )
    assert free_bytes(root) == GIGABYTE * 3 // 4
    assert cores_here(root) == 1


def test_a_group_has_the_limits_of_those_above_it(tmp_path):
    root = machine(
        tmp_path,
        {
            "proc/meminfo": "MemAvailable:   60000000 kB\n",
            "proc/self/cgroup": "4:memory:/old\n0::/pod/engine\n",
            "sys/fs/cgroup/pod/engine/memory.max": "max\n",
            "sys/fs/cgroup/pod/engine/cpu.max": "max 100000\n",
            "sys/fs/cgroup/pod/memory.max": f"{2 * GIGABYTE}\n",
            "sys/fs/cgroup/pod/memory.current": f"{3 * GIGABYTE}\n",
        },
    )
    assert free_bytes(root) == 0
    assert cores_here(root) == cores_here()


def test_without_containers_all_that_is_free_is_ours(tmp_path):
    assert free_bytes(tmp_path) is None
    root = machine(tmp_path, {"proc/meminfo": "MemAvailable:   2048 kB\n"})
    assert free_bytes(root) == 2048 * 1024


def breaks_off_once(folder, name, note):
    if not (folder / "broke").exists():
        (folder / "broke").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    works(folder, name, note)


def works(folder, name, note):
    begun_s = time.monotonic()
    while not (folder / "broke").exists():
        time.sleep(0.005)
    time.sleep(0.1)
    (folder / name).write_text(f"{begun_s} {time.monotonic()}")
    note(1)


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
def test_after_one_broke_off_they_work_one_at_a_time(tmp_path):
    tasks = [
        Task(name, run, (tmp_path, name))
        for name, run in (("a", breaks_off_once), ("b", works), ("c", works))
    ]
    work_through(tasks, 2, lambda noted: None, 1)
    spans = sorted(tuple(map(float, (tmp_path / name).read_text().split())) for name in "abc")
    assert spans[0][1] <= spans[1][0]
    assert spans[1][1] <= spans[2][0]


TOLD_WHILE_FORKING = """
import os, signal, time
from engine.worker_crew import Task, work_through

def told(number, frame):
    raise InterruptedError

def works(note):
    time.sleep(5)

signal.signal(signal.SIGTERM, told)
os.register_at_fork(before=lambda: os.kill(os.getpid(), signal.SIGTERM))
try:
    work_through([Task("a", works, ())], 2, lambda noted: None, 1)
except InterruptedError:
    print("stopped")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks")
def test_a_signal_is_not_lost_while_a_process_is_forked():
    script = [sys.executable, "-c", TOLD_WHILE_FORKING]
    done = subprocess.run(script, capture_output=True, text=True, timeout=20, check=False)
    assert done.stdout == "stopped\n", done.stderr
    assert "ignored" not in done.stderr


def is_busy_for_ever(note):
    limit_cpu(-2)
    while True:
        note(1)


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on processor time")
def test_a_task_that_is_out_of_time_says_so():
    tasks = [Task(name, is_busy_for_ever, ()) for name in "a"]
    with pytest.raises(JobFailed) as caught:
        work_through(tasks, 2, lambda noted: None, 1)
    assert caught.value.code == "too_long"
