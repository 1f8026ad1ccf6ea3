"""Which act a line rewards: one person may receive an award several times a year, each for another act."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Tell lines by their act too; `minhbach rebuild` fills the column of lines recorded before."""
    op.execute("ALTER TABLE nomination ADD COLUMN act text NOT NULL DEFAULT ''")
    op.execute("DROP INDEX nomination_once")
    op.execute("CREATE UNIQUE INDEX nomination_once ON nomination (candidate, award, year, act) WHERE live")


def downgrade() -> None:
    """Tell lines by candidate, award and year alone."""
    op.execute("DROP INDEX nomination_once")
    op.execute("ALTER TABLE nomination DROP COLUMN act")
    op.execute("CREATE UNIQUE INDEX nomination_once ON nomination (candidate, award, year) WHERE live")
