"""The work queue says how a deadline was counted."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column, which the events to come fill in."""
    op.execute("ALTER TABLE work_queue ADD COLUMN reckoning text NOT NULL DEFAULT ''")


def downgrade() -> None:
    """Drop it."""
    op.execute("ALTER TABLE work_queue DROP COLUMN reckoning")
