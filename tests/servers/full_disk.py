"""A disk that is full for a while: for tests.

Owns two ways to make one: a small file system of its own where the system lets us mount it, and
a limit on the size of files, which every user may set on a process of theirs. Must not know what
is written.
"""

from __future__ import annotations

import errno
import resource
import subprocess
from pathlib import Path
from typing import Protocol

_BALLAST = "ballast"


class FullDisk(Protocol):
    """What can be filled, and emptied again."""

    def fill(self, pid: int, room_bytes: int) -> None:
        """Leave about so many bytes for that process to write."""
        ...

    def free(self, pid: int) -> None:
        """Give the room back."""
        ...


class SmallDisk:
    """A file system in memory, mounted at ``folder``. ``mount`` says whether that worked."""

    def __init__(self, folder: Path, size_bytes: int) -> None:
        self.folder = folder
        self._size_bytes = size_bytes

    def mount(self) -> bool:
        """Needs rights that not every tester has."""
        self.folder.mkdir(parents=True)
        options = f"size={self._size_bytes}"
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self.folder)]
        try:
            return subprocess.run(command, capture_output=True, timeout=10).returncode == 0
        except FileNotFoundError:
            return False

    def unmount(self) -> None:
        """Take it away, whoever still looks at it."""
        subprocess.run(["umount", "--lazy", str(self.folder)], check=True, timeout=10)

    def fill(self, pid: int, room_bytes: int) -> None:
        """See ``FullDisk``."""
        ballast = self.folder / _BALLAST
        with ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError as error:
                assert error.errno == errno.ENOSPC
            file.truncate(max(0, file.tell() - room_bytes))

    def free(self, pid: int) -> None:
        """See ``FullDisk``."""
        (self.folder / _BALLAST).unlink()


class FileLimit:
    """No file of the process grows beyond ``room_bytes``: as a quota would have it."""

    def fill(self, pid: int, room_bytes: int) -> None:
        """See ``FullDisk``."""
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (room_bytes, resource.RLIM_INFINITY))

    def free(self, pid: int) -> None:
        """See ``FullDisk``."""
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited)
