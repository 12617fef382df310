"""The key that encrypts tokens at rest.

Owns where it comes from: the environment, or a file that is made once. Must not know what is
encrypted with it.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet

from core.secrecy import Secret
from storage.errors import KeyInvalid


def load_key(path: Path, given: Secret | None = None) -> Fernet:
    """The cipher of the key that was given, else of the one in the file, made if there is none.

    Call it with the data directory locked. Raises ``KeyInvalid``.
    """
    if given is not None:
        return _cipher(given.reveal(), "BACKDROP_KEY")
    try:
        if not path.exists():
            _make(path)
        elif os.name == "posix" and path.stat().st_mode & 0o077:
            path.chmod(0o600)
        return _cipher(path.read_text("ascii", errors="replace").strip(), str(path))
    except OSError as error:
        raise KeyInvalid(f"{path}, {error.strerror}") from error


def _make(path: Path) -> None:
    """Written beside and renamed, so that a crash leaves no half of a key."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(Fernet.generate_key())
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _cipher(text: str, origin: str) -> Fernet:
    try:
        return Fernet(text)
    except ValueError:
        raise KeyInvalid(origin) from None
