"""A worker process that does what a real one must not: for tests of its supervision.

Speaks the worker's protocol. A probe says "video" at once; a render does what the draft's key
`odd` names; anything else is done at once with a file of a few bytes.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

PROBED = {
    "file_type": "video",
    "container": "mp4",
    "width": 320,
    "height": 180,
    "fps": 30.0,
    "duration_ms": 1000,
    "rotation_deg": 0,
    "has_audio": True,
}


def say(event: str, **more: Any) -> None:
    """One line of the protocol."""
    sys.stdout.write(json.dumps({"event": event, **more}) + "\n")
    sys.stdout.flush()


def sleep_for_ever() -> None:
    """Until a signal comes."""
    while True:
        time.sleep(60)


def render(job: dict[str, Any]) -> None:
    """Misbehave as the draft says."""
    path = Path(job["output_path"])
    path.write_bytes(b"unfinished")
    match job["draft"].get("odd"):
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "traceback":
            raise RuntimeError("a bug in the worker")
        case "silent exit":
            sys.exit(0)
        case "hang":
            sleep_for_ever()
        case "stubborn":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            say("progress", fraction=0.1)
            sleep_for_ever()
        case "endless":
            while True:
                say("progress", fraction=0.5)
                time.sleep(0.05)
        case "long line":
            sys.stdout.write("x" * 1_000_000 + "\n")
            sys.stdout.flush()
            sleep_for_ever()
        case "no json":
            sys.stdout.write("rendering…\n")
            sys.stdout.flush()
            sleep_for_ever()
        case "odd result":
            say("done", result={"frames": 1})
            return
        case "refused":
            say("failed", code="no_person", message="I can't find a person in this clip.")
            sys.exit(3)
        case "grandchild":
            subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
            say("progress", fraction=0.1)
            sleep_for_ever()
        case "slow":
            for step in range(60):
                say("progress", fraction=step / 60)
                time.sleep(0.05)
        case "environment":
            path.write_text(json.dumps(dict(os.environ)))
            finish(path)
            return
    path.write_bytes(b"a rendered film" * 1000)
    finish(path)


def finish(path: Path) -> None:
    """Report the file as done."""
    size_bytes = path.stat().st_size
    result = {"duration_ms": 1000, "width": 1920, "height": 1080, "frames": 30}
    say("done", result={**result, "size_bytes": size_bytes})


def main() -> None:
    """One job from standard input."""
    job = json.loads(sys.stdin.readline())
    if job["job"] == "probe":
        say("done", result=PROBED)
    elif job["job"] == "preview":
        Path(job["output_path"]).write_bytes(b"\xff\xd8\xff a picture")
        say("done", result={"width": 1920, "height": 1080})
    else:
        render(job)


if __name__ == "__main__":
    main()
