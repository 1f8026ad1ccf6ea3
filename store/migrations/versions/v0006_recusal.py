"""Who may see nothing of a line, because it concerns them: derived from the sessions' conflicts."""

from alembic import op

revision = "0006"
down_revision = "0005"

_TABLE = """
CREATE TABLE recusal (
    nomination text NOT NULL, member text NOT NULL, session text NOT NULL,
    PRIMARY KEY (nomination, member)
);
CREATE INDEX recusal_member ON recusal (member);
"""

_RIGHTS = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'minhbach_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON recusal TO minhbach_app;
    END IF;
END $$;
"""


def upgrade() -> None:
    """Create the table; `minhbach rebuild` fills it from sessions held before."""
    op.execute(_TABLE)
    op.execute(_RIGHTS)


def downgrade() -> None:
    """Drop the table; it can be rebuilt from the log."""
    op.execute("DROP TABLE recusal")
