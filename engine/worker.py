"""The engine's worker: one job on standard input, events on standard output, and the end.

`python -m engine.worker` reads one line of JSON, does the job in this process and writes JSON
lines: `progress` and `done` or `failed`. It ends with status 0 after `done`, 3 after `failed`, 143
when it was told to stop (SIGTERM), and anything else is a crash. Owns the process: its limits, its
signals, the unfinished file. Must not know pictures or sound; what a job needs is imported when the
job is known, since a preview must be there in two seconds.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any, NoReturn

DONE, FAILED, STOPPED = 0, 3, 128 + signal.SIGTERM

MAX_JOB_BYTES = 8 * 1024 * 1024
"""A draft is some kilobytes; this is the line beyond which something is wrong."""

OWN_NETWORK_BYTES = 8 * 1024**3

SINGLE_THREADED = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")

_log = logging.getLogger("engine.worker")


class _Told(Exception):
    """The process was told to stop."""


def main() -> NoReturn:
    """Do the one job and end the process."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(name)s: %(message)s")
    _listen()
    job: dict[str, Any] = {}
    status = FAILED
    try:
        job = _read_job()
        result = _do(job)
        _tell({"event": "done", "result": result})
        status = DONE
    except _Told:
        status = STOPPED
    except BrokenPipeError:
        # Nobody listens any more: the same as being told to stop.
        status = STOPPED
    except BaseException as error:  # noqa: BLE001 - whatever it was, it must be told in words
        _report(error)
    finally:
        _deaf()
        if status != DONE:
            _remove(job)
        _end(status)


def _do(job: dict[str, Any]) -> dict[str, Any]:
    from engine.media.limits import limit_cpu, limit_memory
    from engine.networks import OWN_NETWORK

    for name in SINGLE_THREADED:
        os.environ[name] = "1"
    # A device's libraries map gigabytes for a network of some megabytes.
    limit_memory(OWN_NETWORK_BYTES if os.environ.get(OWN_NETWORK) else 0)
    kind = job.get("job")
    if kind == "probe":
        from engine.media.probe import probe

        limit_cpu(0)
        return probe(Path(job["path"]))
    if kind not in ("preview", "render"):
        raise ValueError(f"no such job: {kind!r}")

    import cv2

    from engine.worker_draft import read_timeline

    # One thread for each stage: OpenCV's own would fight with them and with the encoder's.
    cv2.setNumThreads(1)
    timeline = read_timeline(job["draft"], job["assets"])
    limit_cpu(timeline.duration_ms / 1000)
    output_path = Path(job["output_path"])
    if kind == "preview":
        from engine.worker_preview import preview

        return preview(timeline, int(job["at_ms"]), output_path)
    from engine.worker_crew import processes_here
    from engine.worker_render import render

    return render(
        timeline,
        output_path,
        lambda fraction: _tell({"event": "progress", "fraction": fraction}),
        processes=processes_here(),
    )


def _read_job() -> dict[str, Any]:
    line = sys.stdin.buffer.readline(MAX_JOB_BYTES)
    job = json.loads(line)
    if not isinstance(job, dict):
        raise TypeError("the job is no JSON object")
    return job


def _tell(event: dict[str, Any]) -> None:
    if "fraction" in event:
        event["fraction"] = round(event["fraction"], 4)
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


def _report(error: BaseException) -> None:
    from engine.media.failures import JobFailed

    failure = _in_words(error)
    if not isinstance(error, JobFailed):
        _log.error("the job failed: %s: %s", type(error).__name__, error, exc_info=error)
    try:
        _tell({"event": "failed", "code": failure.code, "message": failure.message})
    except BrokenPipeError:
        _log.info("nobody is there to hear of the failure")


def _in_words(error: BaseException) -> Any:
    from engine.media.failures import JobFailed

    if isinstance(error, JobFailed):
        return error
    if isinstance(error, MemoryError):
        return JobFailed(
            "too_large", "This clip needs more memory than it may have. Please send a smaller one."
        )
    return JobFailed("internal", "Something went wrong on my side. Please try again.")


def _listen() -> None:
    """Turn SIGTERM and the end of the processor time into exceptions on the main thread."""
    from engine.media.limits import fail_when_out_of_time

    def told(number: int, frame: object) -> None:
        raise _Told

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    fail_when_out_of_time()


def _deaf() -> None:
    """A second signal must not interrupt the tidying."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)


def _remove(job: dict[str, Any]) -> None:
    path = job.get("output_path")
    if isinstance(path, str):
        try:
            Path(path).unlink(missing_ok=True)
        except OSError as error:
            _log.warning("the unfinished file stays: %s", error.strerror)


def _end(status: int) -> NoReturn:
    """End at once. Threads may still sit in FFmpeg; they and the interpreter's own tidying would
    only delay what is already decided."""
    logging.shutdown()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        status = status or STOPPED
    if threading.active_count() == 1:
        sys.exit(status)
    os._exit(status)


if __name__ == "__main__":
    main()
