"""A key of our own that signs what we hand out: links, logins.

Owns the file in which it lies. Must not know what is signed.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

_KEY_BYTES: Final = 32


def signing_key(path: Path) -> bytes:
    """The key in that file, of mode 600; made once. Blocks.

    Made beside and renamed, so that a crash leaves no half of a key to sign with. Raises
    ``OSError``, also where the file holds no key.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    key = path.read_bytes()
    if len(key) != _KEY_BYTES:
        raise OSError(f"{path} is no key; delete it, and what it signed is over")
    return key
