"""Where results land: names that overwrite nothing, checks before work, whole files or none.

Owns the output paths of the console. Must not know what is in the files.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Container
from pathlib import Path
from typing import Final

from bots.console.dropped import is_text
from core.errors import OutputNotWritable

_COPY_BYTES: Final = 1024 * 1024


def default_output(clip_name: str, folder: Path, taken: Container[Path] = ()) -> Path:
    """``<clip>-backdrop.mp4`` in ``folder``, with a number where that exists already."""
    return in_folder(f"{Path(clip_name).stem or 'clip'}-backdrop.mp4", folder, taken)


def in_folder(name: str, folder: Path, taken: Container[Path] = ()) -> Path:
    """``name`` in ``folder``, with a number before its extension where that exists already."""
    stem, extension = Path(name).stem, Path(name).suffix
    number = 1
    while True:
        path = folder / (name if number == 1 else f"{stem}-{number}{extension}")
        if not path.exists() and path not in taken:
            return path
        number += 1


def check(output: Path, clip: str) -> None:
    """Raises ``OutputNotWritable`` before any work is done that could not be saved."""
    if output.is_dir():
        raise OutputNotWritable(f"{output.name} is a folder")
    if output.exists() and os.path.realpath(clip) == os.path.realpath(output):
        raise OutputNotWritable("the result would overwrite the clip itself")
    if not is_text(str(output)):
        raise OutputNotWritable("its name holds bytes that are no text")
    folder = output.parent
    if not folder.is_dir():
        raise OutputNotWritable(f"there is no folder {folder.name}")
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".backdrop-"):
            pass
    except OSError as error:
        raise OutputNotWritable(f"{folder.name or folder}: {error.strerror}") from None


def place(source: Path, output: Path) -> None:
    """Copy a finished file to where it was wanted; there is the whole file or none.

    Raises ``OutputNotWritable``.
    """
    part = output.with_name(f".backdrop-{secrets.token_hex(6)}.part")
    try:
        with source.open("rb") as whole, part.open("xb") as copy:
            shutil.copyfileobj(whole, copy, _COPY_BYTES)
        part.replace(output)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OutputNotWritable(f"{output.name}: {error.strerror}") from None
