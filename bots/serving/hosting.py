"""What a platform gets whose server is this very process: room for its rows and files.

Owns the shape only. Must not know which platforms those are.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from bots.serving.shelf import Shelf
from bots.serving.tus import Uploads
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Home:
    """``data_dir`` is for what is neither a row nor a person's file, a key for instance."""

    database: Database
    shelf: Shelf
    uploads: Uploads
    data_dir: Path


@runtime_checkable
class Hosted(Protocol):
    """The power of a platform that keeps its chats with us."""

    def live_in(self, home: Home) -> None:
        """Told once, before anything is asked of it, its routes for one."""
        ...

    async def hang_up(self) -> None:
        """End the lines that pages hold open: the process stops listening."""
        ...
