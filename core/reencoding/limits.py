"""How much the child may take: memory, processor time, and its place behind everybody else.

Owns the numbers and the calls. Must not know what the job is. The limits exist where the system
has ``resource`` (Linux, macOS); on Windows the asking side's own time-out remains.
"""

from __future__ import annotations

import os
import sys
from typing import Final

MEMORY_BYTES: Final = 2 * 1024**3
"""Ceiling on the memory that the process may write to: five times what 1080p takes (measured)."""

PROXY_CPU_S_PER_SECOND_OF_VIDEO: Final = 8
"""A second of HEVC of 4K at 60 frames/s and 10 bits takes 2.4 s (measured)."""

CPU_S_PER_JOB: Final = 60
CPU_S_PER_SECOND_OF_VIDEO: Final = 30
"""A second of 1080p takes one to two seconds of processor time, of 4K at 60 frames/s ten; and a
second try doubles it."""

MAX_VIDEO_S: Final = 3600
"""More is not believed: a result lasts 30 minutes at most."""

NICENESS: Final = 10


def yield_to_others() -> None:
    """Work only when nobody else wants the processor much: an answer must not wait for this."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)


def limit_memory() -> None:
    """Set the ceiling on memory, for good.

    Linux's RLIMIT_DATA counts private writable pages and not the address space that threads merely
    reserve; macOS has RLIMIT_AS and refuses or ignores it.
    """
    if sys.platform == "win32":
        return
    import resource

    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    soft, hard = resource.getrlimit(kind)
    limit = min([MEMORY_BYTES, *(s for s in (soft, hard) if s != resource.RLIM_INFINITY)])
    try:
        resource.setrlimit(kind, (limit, hard))
    except (ValueError, OSError):
        if sys.platform == "linux":
            raise


def limit_cpu(video_s: float, per_second_s: float = CPU_S_PER_SECOND_OF_VIDEO) -> None:
    """Allow so much processor time for a video of that length.

    The kernel then sends SIGXCPU, and kills ten processor seconds later.
    """
    if sys.platform == "win32":
        return
    import resource

    allowed_s = CPU_S_PER_JOB + int(min(video_s, MAX_VIDEO_S) * per_second_s)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    limit = allowed_s + 10
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (min(allowed_s, limit), limit))
