"""Videos of any size, cheap to make: a real one of a second, and much that no reader looks at.

Must not know who sends them where.
"""

from __future__ import annotations

import contextlib
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tests.bench.load_processes import REPOSITORY

_LARGE_BYTES = 500_000


def head_of(folder: Path) -> bytes:
    """A real video of one second; it is made in that folder."""
    path = folder / "head.mp4"
    command = [sys.executable, "-m", "engine.sample", str(path), "--seconds", "1"]
    subprocess.run(command, cwd=REPOSITORY, check=True)
    return path.read_bytes()


def made(path: Path, head: bytes, size_bytes: int, seed: int) -> str:
    """A video of that size; its SHA-256. What fills it is one box that every reader passes over,
    of numbers that count up, so that no two places in it are the same."""
    rest_bytes = size_bytes - len(head)
    digest = hashlib.sha256()
    with path.open("wb") as out:
        for piece in (head + rest_bytes.to_bytes(4) + b"free", *_filling(rest_bytes - 8, seed)):
            digest.update(piece)
            out.write(piece)
    assert path.stat().st_size == size_bytes
    return digest.hexdigest()


def _filling(size_bytes: int, seed: int) -> Iterator[bytes]:
    piece_bytes = 8 * 2**20
    for begin in range(0, size_bytes, piece_bytes):
        numbers = np.arange(begin // 8, (begin + piece_bytes) // 8, dtype=np.uint64)
        yield (numbers + np.uint64(seed << 32)).tobytes()[: size_bytes - begin]


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def without_large_files(folder: Path) -> Iterator[None]:
    """Afterwards no large file stays behind in that folder."""
    yield
    for path in folder.rglob("*"):
        if path.is_file() and path.stat().st_size > _LARGE_BYTES:
            path.unlink()
