"""Chats that want their videos as files, in the quality in which they were made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column; old chats are sent videos to watch, as before."""
    op.add_column(
        "chats",
        sa.Column("is_original_quality", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
