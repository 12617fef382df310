"""What the backend's answers mean, as values.

Owns the shapes that the rest of the core sees. Must not know HTTP or how an answer was written.
Every text in them is the backend's: untrusted.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.model import RenderState
from core.secrecy import Secret


@dataclass(frozen=True, slots=True)
class AnonymousToken:
    """A free account. `expires_at` is timezone-aware, None where the backend named no time."""

    token: Secret
    user_id: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Session:
    """One project with one timeline. Ids are long digit strings, kept as text."""

    task_id: str
    session_id: str
    user_id: str


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file of a project. Facts that the backend didn't name are "" or None.

    `kind` is "video", "image", "audio" or "".
    """

    name: str
    kind: str
    url: str
    hash: str
    duration_s: float | None = None
    width_px: int | None = None
    height_px: int | None = None
    fps: float | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A project as it is now.

    `draft` is the timeline exactly as it was parsed (None where there is none yet): give it back
    unchanged to `submit_render`. `pictures` are addresses, oldest first, so the newest is
    `pictures[-1]`.
    """

    draft: Any = None
    files: tuple[UploadedFile, ...] = ()
    pictures: tuple[str, ...] = ()
    canvas: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Credits:
    """`frozen` is reserved by work in progress."""

    available: float
    frozen: float
    total: float


@dataclass(frozen=True, slots=True)
class RenderStatus:
    """How far a render is. `progress` is 0..1, None where unknown; `error` the backend's text.

    `is_nobody_seen`: it failed, and will again, since there is no person in the clip.
    """

    state: RenderState
    progress: float | None = None
    output_url: str | None = None
    error: str = ""
    is_nobody_seen: bool = False

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.state not in (RenderState.PENDING, RenderState.PROCESSING)
