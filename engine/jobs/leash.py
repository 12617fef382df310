"""The first thing that runs in a worker process: it cannot outlive the engine, and is polite.

``python -m engine.jobs.leash <pid of the engine> <module> [argument ...]`` ties this process to the
engine, lowers its priority, then runs the module as ``__main__`` in this same process. Whoever else
starts it (the bot, for the sample clip) ties it to itself in the same way. Owns the tie only; must
not know what a worker does. On Linux the kernel kills the worker when the engine dies
(PR_SET_PDEATHSIG, prctl(2)); elsewhere a thread looks at the parent's id four times a second,
since an orphan gets a new parent. (The signal comes when the *thread* that started the child ends:
the engine starts its workers from the event loop, on its main thread.)
"""

from __future__ import annotations

import ctypes
import os
import runpy
import signal
import sys
import threading
import time

WATCH_S = 0.25
NICENESS = 10
_PR_SET_PDEATHSIG = 1


def die_with_parent(parent_pid: int, signal_number: int = signal.SIGKILL) -> None:
    """End this process by that signal as soon as its parent, ``parent_pid``, has ended."""
    if sys.platform == "linux":
        library = ctypes.CDLL(None, use_errno=True)
        if library.prctl(_PR_SET_PDEATHSIG, signal_number) != 0:
            raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
    else:
        threading.Thread(target=_watch, args=(parent_pid, signal_number), daemon=True).start()
    if os.getppid() != parent_pid:
        # It ended before the tie was made: no signal will come for that.
        os.kill(os.getpid(), signal_number)


def _watch(parent_pid: int, signal_number: int) -> None:
    while os.getppid() == parent_pid:
        time.sleep(WATCH_S)
    os.kill(os.getpid(), signal_number)


def main() -> None:
    """Tie, lower the priority, become the module."""
    parent_pid, module = int(sys.argv[1]), sys.argv[2]
    die_with_parent(parent_pid)
    os.nice(NICENESS)
    sys.argv = [module, *sys.argv[3:]]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
