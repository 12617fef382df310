"""How much of the machine is ours: cores and memory, less where a container has a share of it.

Owns the reading of what Linux says: /proc, and version 2 of control groups (cgroup-v2.rst of the
kernel's documentation), in which Docker and Kubernetes keep their limits. Must not know what the
share is for.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path("/")

_GROUPS = Path("sys/fs/cgroup")


def cores_here(root: Path = ROOT) -> int:
    """Cores that this process may keep busy; at least 1."""
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    return max(1, min([cores, *(math.floor(share) for share in _cpu_shares(root))]))


def free_bytes(root: Path = ROOT) -> int | None:
    """Memory that could be had now; None where the system doesn't say."""
    free = [limit - _held_bytes(group) for group, limit in _memory_limits(root)]
    path = root / "proc/meminfo"
    if path.exists():
        facts = dict(line.split(":", 1) for line in path.read_text().splitlines() if ":" in line)
        free.append(int(facts["MemAvailable"].split()[0]) * 1024)
    return max(0, min(free)) if free else None


def _cpu_shares(root: Path) -> Iterator[float]:
    for group in _groups(root):
        quota, _, period = _said(group / "cpu.max").partition(" ")
        if quota.isdigit():
            yield int(quota) / int(period)


def _memory_limits(root: Path) -> Iterator[tuple[Path, int]]:
    for group in _groups(root):
        limit = _said(group / "memory.max")
        if limit.isdigit():
            yield group, int(limit)


def _held_bytes(group: Path) -> int:
    """What a group holds and would not give back at once: files that were read don't count."""
    stat = dict(line.split() for line in _said(group / "memory.stat").splitlines())
    return int(_said(group / "memory.current") or 0) - int(stat.get("inactive_file", 0))


def _groups(root: Path) -> Iterator[Path]:
    """Our own group and all above it: each may have a limit. In a container its own is the top."""
    lines = _said(root / "proc/self/cgroup").splitlines()
    name = next((line.removeprefix("0::") for line in lines if line.startswith("0::")), "/")
    top = root / _GROUPS
    own = top / name.lstrip("/")
    while own != top and top in own.parents:
        yield own
        own = own.parent
    yield top


def _said(path: Path) -> str:
    """What a file of the system says; nothing where there is none."""
    try:
        return path.read_text().strip()
    except (FileNotFoundError, NotADirectoryError):
        return ""
