"""Up to when a platform was heard, so that what was missed is looked for from there on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a table; without a row it is looked for from each chat's last message on, as before."""
    op.create_table(
        "watermarks",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("heard_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "account", name=op.f("pk_watermarks")),
    )
