"""The finished pieces of a film on disk, and what they are pieces of.

Owns the folder beside the output: names, the key that says for which film a piece was made, and
whether a piece is whole. A piece gets its name only when it is on disk to the last byte, so that a
render which was killed finds what it had finished. Must not know how a piece is made.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from engine.media.encoding import EncoderSettings
from engine.worker_draft import Timeline
from engine.worker_plan import Plan
from engine.worker_stretch import Stretch

_log = logging.getLogger(__name__)

_ENGINE = Path(__file__).resolve().parent
_KEY_CHARACTERS = 20
_PERSON, _NOBODY = "person", "nobody"


def parts_folder(output_path: Path) -> Path:
    """Where the pieces of a film lie while it is made."""
    return output_path.with_name(f"{output_path.name}.parts")


class Parts:
    """The pieces of one film; making it drops those of any other and what was left unfinished."""

    def __init__(
        self, output_path: Path, timeline: Timeline, plan: Plan, settings: EncoderSettings
    ) -> None:
        self._folder = parts_folder(output_path)
        self._key = _key(timeline, plan, settings)
        self._suffix = f".{settings.container}"
        self._folder.mkdir(mode=0o700, exist_ok=True)
        for path in self._folder.iterdir():
            if not path.name.startswith(f"{self._key}-") or ".part." in path.name:
                path.unlink()

    def unfinished(self, name: str) -> Path:
        """Where a piece is written."""
        return self._folder / f"{self._key}-{name}.part{self._suffix}"

    def finish(self, name: str, note: str = "") -> None:
        """Give a written piece its name; `note` becomes part of it."""
        path = self.unfinished(name)
        with path.open("rb") as file:
            os.fsync(file.fileno())
        path.replace(self._folder / f"{self._key}-{name}-{note}{self._suffix}")

    def found(self, name: str) -> Path | None:
        """A finished piece."""
        return next(self._folder.glob(f"{self._key}-{name}-*{self._suffix}"), None)

    def remove(self) -> None:
        """Remove all pieces: the film is made."""
        for path in self._folder.iterdir():
            path.unlink()
        self._folder.rmdir()

    def finish_stretch(self, stretch: Stretch, *, has_seen_person: bool) -> None:
        """Give a written stretch its name."""
        self.finish(stretch_name(stretch), _PERSON if has_seen_person else _NOBODY)

    def found_stretch(self, stretch: Stretch) -> Path | None:
        """A stretch's file if it is there and whole; one that isn't is removed."""
        path = self.found(stretch_name(stretch))
        if path is None or _packets(path) == stretch.frames:
            return path
        _log.warning("stretch %d is not whole and made again", stretch.number)
        path.unlink()
        return None


def stretch_name(stretch: Stretch) -> str:
    """The name of a stretch's piece."""
    return f"{stretch.number:04d}"


def shows_person(path: Path) -> bool:
    """Whether a person was seen in a finished stretch."""
    return path.stem.endswith(f"-{_PERSON}")


def _packets(path: Path) -> int:
    """Pictures in a finished piece; 0 for one that can't be read."""
    import av
    from av.error import FFmpegError

    try:
        with av.open(str(path)) as container:
            return sum(packet.size > 0 for packet in container.demux(video=0))
    except (FFmpegError, IndexError):
        return 0


def _key(timeline: Timeline, plan: Plan, settings: EncoderSettings) -> str:
    """What the film is made of: the timeline, its files, the settings, and who makes it."""
    files = [(str(path), *_stamp(path)) for path in sorted(set(_paths(timeline)))]
    digest = hashlib.sha256()
    numbers: dict[int, int] = {}
    for part in plan.clips:
        # A path is long, and all pieces of a file share one.
        if part.path is not None and id(part.path) not in numbers:
            numbers[id(part.path)] = len(numbers)
            digest.update(repr(part.path).encode())
        plain = replace(part, path=None)
        digest.update(repr((plain, numbers.get(id(part.path)))).encode())
    digest.update(repr((timeline, plan.rate, settings, files, _made_by())).encode())
    return digest.hexdigest()[:_KEY_CHARACTERS]


def _paths(value: Any) -> Iterator[Path]:
    if isinstance(value, Path):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _paths(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _paths(getattr(value, field.name))


@lru_cache(maxsize=1)
def _made_by() -> str:
    """This very engine: its files, and the libraries that make pictures."""
    import av
    import cv2
    import numpy as np

    files = sorted(
        (str(path.relative_to(_ENGINE)), *_stamp(path))
        for path in _ENGINE.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    )
    chosen = os.environ.get("BACKDROP_MATTING_MODEL", "")
    said = repr((files, av.__version__, cv2.__version__, np.__version__, chosen))
    return hashlib.sha256(said.encode()).hexdigest()


def _stamp(path: Path) -> tuple[int, int]:
    try:
        facts = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return facts.st_size, facts.st_mtime_ns
