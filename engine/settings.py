"""What an engine may be told at its start: limits, times, policies, as one frozen value.

Owns the defaults and their reasons. Must not know HTTP, SQL or how a worker is run. Sizes are
bytes, times seconds unless a name says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

MIB = 1024 * 1024
DAY_S = 24 * 3600.0


class CreditPolicy(StrEnum):
    """FREE: local work costs nothing. CLOUD: charged as the contract says."""

    FREE = "free"
    CLOUD = "cloud"


class StreamShape(StrEnum):
    """The two shapes of a message stream's events in the contract."""

    FLAT = "flat"
    ADK = "adk"


class RenderShape(StrEnum):
    """The two shapes of a render's status in the contract."""

    TOP = "top"
    NESTED = "nested"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that distinguishes one running engine from another."""

    data_dir: Path
    host: str = "127.0.0.1"
    port: int = 0
    parent_pid: int | None = None

    credits: CreditPolicy = CreditPolicy.FREE
    edit_cost: int = 10
    """Credits for a message that did work, under CLOUD: about five edits make the contract's
    "about 50 an editing session"."""
    initial_credits: int = 100

    stream_shape: StreamShape = StreamShape.FLAT
    render_shape: RenderShape = RenderShape.TOP
    is_bare: bool = False
    """Answers without the ``{code, message, data}`` envelope."""
    is_faulty: bool = False
    """Opens ``/_test/…`` (see ``engine.faults``)."""

    allows_private_urls: bool = False
    limits_loopback: bool = False
    """Counts tokens of loopback callers too, who are exempt otherwise."""
    tokens_per_address: int = 10
    token_lifetime_s: float = 7 * DAY_S
    claim_lifetime_s: float = 7 * DAY_S
    has_claims: bool = True
    """Whether claim tokens are made; without, the endpoint answers 404 as the contract allows."""

    upload_limit_bytes: int = 500 * MIB
    files_per_upload: int = 20
    fetch_timeout_s: float = 600.0
    """For all of one URL's download, redirects included."""

    heartbeat_s: float = 3.0
    render_slots: int = 1
    probe_timeout_s: float = 30.0
    preview_timeout_s: float = 30.0
    render_timeout_s: float = 2 * 3600.0
    stall_timeout_s: float = 60.0
    """A render that says nothing for so long hangs: the worker owes a line every 0.5 s."""
    render_attempts: int = 3
    """Starts of one render over restarts; one that takes the engine down each time is given up."""

    retention_s: float = 7 * DAY_S
    """Sessions untouched, and renders finished, for so long are deleted with their files."""
    quota_bytes: int = 20 * 1024 * MIB
    """Near it (90 %) the oldest files go before their time; at it nothing new is taken."""
    sweep_s: float = 600.0

    worker_module: str = "engine.worker"
    """The module that a worker process runs; tests put a misbehaving one here."""

    @property
    def database_path(self) -> Path:
        """The one SQLite file."""
        return self.data_dir / "engine.db"

    @property
    def assets_dir(self) -> Path:
        """What was uploaded."""
        return self.data_dir / "assets"

    @property
    def renders_dir(self) -> Path:
        """What was rendered."""
        return self.data_dir / "renders"

    @property
    def previews_dir(self) -> Path:
        """Pictures of one frame after an edit."""
        return self.data_dir / "previews"
