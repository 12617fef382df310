"""How much one job may take: pixels, length, memory, processor time.

Owns the numbers and the limits of the process. Untrusted media is decoded in a process of its
own; these limits make a hostile file fail that process and nothing else. Must not know what the
job is. Memory and processor limits exist where the platform has `resource` (Linux, macOS); on
Windows the number of pixels, the length and the server's own time-outs remain.
"""

from __future__ import annotations

import signal
import sys

from engine.media.failures import JobFailed

MAX_LONG_SIDE_PX = 4096
MAX_SHORT_SIDE_PX = 2304
"""4K in all its variants (3840x2160, 4096x2160, 4096x2304), lying or upright. 8K is refused: one
of its frames takes 50 MB and ten times the time of 1080p, for a result that is 1080p anyway."""

MAX_DURATION_S = 30 * 60
MAX_RATE = 60
"""Frames a second of a result: what phones and screens show."""

MAX_STREAMS = 32
MAX_ANIMATION_PX = 400_000_000
"""Pixels of all frames of an animated WebP together, 6 s of 1080p at 30 frames/s: some 20 s of
processor time, of which a probe has half a minute."""
MAX_STILL_PX = 64_000_000
"""Pixels of a picture: above the 50 MP of a good camera."""

MEMORY_BYTES = 2 * 1024**3
"""Ceiling on the memory that a job may write to (about three times what a 4K clip needs)."""

_M_ARENA_MAX = -8
"""malloc.h of glibc."""

CPU_S_PER_JOB = 60
CPU_S_PER_SECOND_OF_CLIP = 30
"""A second of a 4K clip at 60 frames/s takes about ten seconds of processor time."""


def check_size(width_px: int, height_px: int) -> None:
    """Raise JobFailed `too_large` for a clip of more pixels than are accepted, `damaged` for none.

    Called with what the file's header claims, before anything is decoded.
    """
    if width_px <= 0 or height_px <= 0:
        raise JobFailed("damaged", "This clip doesn't say how large it is. Please send it again.")
    long_px, short_px = max(width_px, height_px), min(width_px, height_px)
    if long_px > MAX_LONG_SIDE_PX or short_px > MAX_SHORT_SIDE_PX:
        raise JobFailed(
            "too_large",
            f"This clip has {width_px}x{height_px} pixels and I can take up to "
            f"{MAX_LONG_SIDE_PX}x{MAX_SHORT_SIDE_PX} (4K); please export it at 4K or 1080p and "
            "send it again.",
        )


def check_duration(duration_s: float) -> None:
    """Raise JobFailed `too_long` for a clip that is longer than is accepted."""
    if duration_s > MAX_DURATION_S:
        raise JobFailed(
            "too_long",
            f"This clip is {duration_s / 60:.0f} minutes long and I can take up to "
            f"{MAX_DURATION_S // 60}; please trim it and send it again.",
        )


def limit_memory(own_network_bytes: int = 0) -> None:
    """Set the process's ceiling on memory, for good; a network of the operator's own has as much
    beyond it as it needs.

    Linux has RLIMIT_DATA, which since 4.7 counts every private writable page and not the address
    space that threads and allocators merely reserve; elsewhere RLIMIT_AS is the nearest. macOS
    enforces neither.
    """
    if sys.platform == "win32":
        return
    import resource

    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    _lower(kind, MEMORY_BYTES + own_network_bytes)


def share_one_heap() -> None:
    """Let all threads of the process take their memory out of one heap.

    glibc gives each thread one of its own, and each keeps what was freed in it: 30 MB a process
    for pictures that wander from thread to thread (mallopt(3), M_ARENA_MAX). Elsewhere nothing is
    to be done.
    """
    if sys.platform != "linux":
        return
    import ctypes

    library = ctypes.CDLL(None)
    if hasattr(library, "gnu_get_libc_version"):
        library.mallopt(_M_ARENA_MAX, 1)


def limit_cpu(clip_s: float) -> None:
    """Let the process have `CPU_S_PER_JOB` and so much more for `clip_s` seconds of clip.

    The kernel then sends SIGXCPU, and kills ten processor seconds later.
    """
    if sys.platform == "win32":
        return
    import resource

    allowed_s = CPU_S_PER_JOB + int(clip_s * CPU_S_PER_SECOND_OF_CLIP)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    limit = allowed_s + 10
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (min(allowed_s, limit), limit))


def fail_when_out_of_time() -> None:
    """Let the main thread raise JobFailed `too_long` when the processor time of `limit_cpu` is
    used up."""

    def out_of_time(number: int, frame: object) -> None:
        # It would come again every second while the failure is being told.
        signal.signal(number, signal.SIG_IGN)
        raise JobFailed(
            "too_long", "This clip takes too long to work on. Please send a shorter one."
        )

    if hasattr(signal, "SIGXCPU"):
        signal.signal(signal.SIGXCPU, out_of_time)


def _lower(kind: int, limit: int) -> None:
    import resource

    soft, hard = resource.getrlimit(kind)
    for present in (soft, hard):
        if present != resource.RLIM_INFINITY:
            limit = min(limit, present)
    try:
        resource.setrlimit(kind, (limit, hard))
    except (ValueError, OSError) as error:
        # macOS has the constant and refuses the call; there the other limits remain.
        if sys.platform == "linux":
            raise JobFailed("internal", "This machine refuses a limit on memory.") from error
