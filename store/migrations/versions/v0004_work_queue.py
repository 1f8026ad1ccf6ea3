"""The work queue names the people it waits for, where not anybody in the role may act."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column, which the events to come fill in, and the index that finds an instrument's lines."""
    op.execute("ALTER TABLE work_queue ADD COLUMN people text[]")
    op.execute("CREATE INDEX nomination_decision ON nomination (decision)")


def downgrade() -> None:
    """Drop both."""
    op.execute("DROP INDEX nomination_decision")
    op.execute("ALTER TABLE work_queue DROP COLUMN people")
