"""One job on standard input, events on standard output, and the end.

``python -m core.reencoding`` reads one line of JSON, does the job and writes JSON lines:
``{"fraction": …}`` as it goes on, then ``{"done": …}`` or ``{"failed": "why"}``. Standard input
stays open as a life line: when it closes, whoever asked is gone, and the process tidies up and
ends. Owns the process and the unfinished file. Must not know pictures or sound.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Any, Final

from core.reencoding.limits import (
    PROXY_CPU_S_PER_SECOND_OF_VIDEO,
    limit_cpu,
    limit_memory,
    yield_to_others,
)

_MAX_JOB_BYTES: Final = 64 * 1024
_PROGRESS_EVERY_S: Final = 0.5
_FAILED: Final = 3
_ORPHANED: Final = 4


class _OutOfTime(Exception):
    """The process has used up its processor time."""


def main() -> int:
    """Do the one job; returns the process's status."""
    job: dict[str, Any] = json.loads(sys.stdin.buffer.readline(_MAX_JOB_BYTES))
    part = Path(job["part"]) if "part" in job else None
    threading.Thread(target=_watch_life_line, args=(part,), daemon=True).start()
    if hasattr(signal, "SIGXCPU"):
        signal.signal(signal.SIGXCPU, _out_of_time)
    try:
        yield_to_others()
        limit_memory()
        done = _do(job, part)
    except BrokenPipeError:
        _remove(part)
        return _ORPHANED
    except Exception as error:  # noqa: BLE001 - whatever it was, it must be told in words
        _remove(part)
        _tell({"failed": f"{type(error).__name__}: {error}"})
        return _FAILED
    _tell({"done": done})
    return 0


def _do(job: dict[str, Any], part: Path | None) -> dict[str, Any]:
    source = Path(job["source"])
    if job["job"] == "probe":
        from core.reencoding.look import look

        limit_cpu(0)
        return look(source, part)
    assert part is not None  # noqa: S101
    if job["job"] == "proxy":
        from core.reencoding.proxy import length_s, make

        limit_cpu(length_s(source), PROXY_CPU_S_PER_SECOND_OF_VIDEO)
        make(source, part, _Progress())
        return {}
    from core.reencoding.source import opened
    from core.reencoding.transcode import Wish, fit

    with opened(source) as video:
        limit_cpu(video.duration_s)
    wish = Wish(
        job["width"], job["height"], job["video_bps"], job["audio_bps"], job["min_video_bps"]
    )
    size_bytes = fit(source, part, wish, job["limit_bytes"], _Progress())
    if size_bytes is None:
        part.unlink(missing_ok=True)
    return {"size_bytes": size_bytes}


class _Progress:
    """Tells how far it is, a few times a second at most."""

    def __init__(self) -> None:
        self._told_at = 0.0

    def __call__(self, fraction: float) -> None:
        now = time.monotonic()
        if now - self._told_at >= _PROGRESS_EVERY_S:
            self._told_at = now
            _tell({"fraction": round(min(max(fraction, 0.0), 1.0), 4)})


def _tell(event: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


def _watch_life_line(part: Path | None) -> None:
    # Not the buffered reader: its lock would be held here while the interpreter ends.
    while os.read(0, 4096):
        pass
    _remove(part)
    os._exit(_ORPHANED)


def _remove(part: Path | None) -> None:
    if part is not None:
        part.unlink(missing_ok=True)


def _out_of_time(number: int, frame: FrameType | None) -> None:
    # It would come again every second while the failure is being told.
    signal.signal(number, signal.SIG_IGN)
    raise _OutOfTime("it took more processor time than a video of this length may")


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    # FFmpeg's threads and the interpreter's own tidying would only delay what is decided.
    os._exit(status)
