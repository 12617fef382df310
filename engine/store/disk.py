"""The data directory: its folders, what it holds, and whether there is room.

Owns paths and sizes. Must not know which file may go; ``engine.jobs.retention`` decides that.
"""

from __future__ import annotations

import errno
import logging
import shutil
from pathlib import Path

from engine.settings import MIB, Settings

log = logging.getLogger(__name__)

SPARE_BYTES = 64 * MIB
"""Left free on the file system whatever happens: the database must still be able to write."""

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""Error numbers of a write for which there is no room."""

NO_ROOM = "There is no disk space left for this; free some, or try a shorter clip."


class DiskFull(Exception):
    """No room for a file; ``str()`` is one plain sentence."""

    def __init__(self) -> None:
        super().__init__(NO_ROOM)


class Disk:
    """Where files lie, and how much they take."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def prepare(self) -> None:
        """Make the folders (mode 700) and remove what an earlier process left unfinished, but for
        the pieces of films, with which a render goes on."""
        settings = self._settings
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in self._folders():
            folder.mkdir(exist_ok=True, mode=0o700)
            for leftover in _files(folder):
                if ".part" in leftover.name:
                    leftover.unlink()

    def asset(self, asset_id: str) -> Path:
        """An uploaded file."""
        return self._settings.assets_dir / asset_id

    def unfinished_asset(self, asset_id: str) -> Path:
        """The same while it is being received."""
        return self._settings.assets_dir / f"{asset_id}.part"

    def render(self, output_id: str, suffix: str = ".mp4") -> Path:
        """A rendered file."""
        return self._settings.renders_dir / f"{output_id}{suffix}"

    def unfinished_render(self, output_id: str) -> Path:
        """The same while it is being written, whatever its kind."""
        return self._settings.renders_dir / f"{output_id}.part"

    def pieces(self, output_id: str) -> Path:
        """The folder where the worker keeps what it has finished of a render."""
        unfinished = self.unfinished_render(output_id)
        return unfinished.with_name(f"{unfinished.name}.parts")

    def drop_pieces(self, output_id: str) -> None:
        """Remove what was finished of a render, if there is anything."""
        folder = self.pieces(output_id)
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            return
        except OSError as error:
            # The next sweep tries again.
            log.warning("pieces of a render stay: id=%s cause=%s", output_id, error.strerror)

    def in_pieces(self) -> set[str]:
        """The output ids of all renders of which something was finished."""
        return {path.name.split(".")[0] for path in self._settings.renders_dir.glob("*.parts")}

    def preview(self, preview_id: str) -> Path:
        """A picture of one frame."""
        return self._settings.previews_dir / f"{preview_id}.jpg"

    def unfinished_preview(self, preview_id: str) -> Path:
        """The same while it is being written."""
        return self._settings.previews_dir / f"{preview_id}.part.jpg"

    def used_bytes(self) -> int:
        """What all files of the engine take."""
        folders = [*self._folders(), *self._settings.renders_dir.glob("*.parts")]
        return sum(_size_bytes(path) for folder in folders for path in _files(folder))

    def require(self, size_bytes: int) -> None:
        """Raises ``DiskFull`` unless a file of that size fits into quota and file system."""
        self.require_spare(size_bytes)
        if size_bytes > self._settings.quota_bytes - self.used_bytes():
            raise DiskFull

    def require_spare(self, size_bytes: int = 0) -> None:
        """Raises ``DiskFull`` unless the file system has room for that and the spare.

        Takes microseconds: asked again and again while something is being written.
        """
        if shutil.disk_usage(self._settings.data_dir).free < size_bytes + SPARE_BYTES:
            raise DiskFull

    def files(self) -> list[Path]:
        """Every file in the engine's folders, but for the pieces of films."""
        return [path for folder in self._folders() for path in _files(folder)]

    def _folders(self) -> tuple[Path, ...]:
        settings = self._settings
        return (settings.assets_dir, settings.renders_dir, settings.previews_dir)


def _files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_file()]
    except FileNotFoundError:
        # A folder of pieces goes when its film is whole.
        return []


def _size_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
