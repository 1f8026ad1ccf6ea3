"""What the public says of lists that are open for comment: beside the evidence, for those who must weigh it."""

from alembic import op

revision = "0015"
down_revision = "0014"

_TABLE = """
CREATE TABLE feedback (
    id uuid CONSTRAINT feedback_pkey PRIMARY KEY,
    period text NOT NULL,
    content text NOT NULL,
    sender text NOT NULL,
    contact text NOT NULL,
    code_hash bytea NOT NULL CONSTRAINT feedback_code UNIQUE,
    digest bytea NOT NULL,
    sent_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX feedback_period ON feedback (period, sent_at);
"""

_RIGHTS = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'minhbach_app') THEN
        GRANT SELECT, INSERT (id, period, content, sender, contact, code_hash, digest) ON feedback TO minhbach_app;
    END IF;
END $$;
"""


def upgrade() -> None:
    """Create the table: what was sent can be neither changed nor taken away by the application."""
    op.execute(_TABLE)
    op.execute(_RIGHTS)


def downgrade() -> None:
    """Refuse: what people sent is not forgotten by a migration."""
    raise NotImplementedError("feedback cannot be dropped")
