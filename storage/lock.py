"""The data directory, and that one process at a time works in it.

Owns the directory's making, its lock and the names of the files in it. Must not know what is in
them. Two processes on one file with the same executor id ran jobs twice, and the database would
not notice.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from types import TracebackType
from typing import Final

from filelock import FileLock, Timeout

from storage.errors import DataDirectoryBusy, DataDirectoryUnusable

_LOCK: Final = "lock"
_HOLDER: Final = "lock.pid"


class DataDirectory:
    """A context: inside it the directory is there and ours alone.

    Entering raises ``DataDirectoryUnusable`` and ``DataDirectoryBusy``. The system gives the lock
    back when the process ends, however it ends.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = FileLock(path / _LOCK, mode=0o600, thread_local=False)

    @property
    def database_path(self) -> Path:
        """The one database: ours and DBOS's tables."""
        return self.path / "backdrop.sqlite3"

    @property
    def key_path(self) -> Path:
        """The key that encrypts tokens, where none is given by the environment."""
        return self.path / "key"

    def __enter__(self) -> DataDirectory:
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock.acquire(blocking=False)
            # Not in the lock's own file: Windows lets nobody read a file that is locked.
            (self.path / _HOLDER).write_text(str(os.getpid()))
        except Timeout:
            raise DataDirectoryBusy(self.path, self._holder()) from None
        except OSError as error:
            self._lock.release()
            raise DataDirectoryUnusable(f"{self.path}, {error.strerror}") from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        (self.path / _HOLDER).unlink(missing_ok=True)
        self._lock.release()

    def _holder(self) -> int | None:
        """The holder's process id, if it has had the time to write it."""
        with contextlib.suppress(OSError, ValueError):
            return int((self.path / _HOLDER).read_text())
        return None
