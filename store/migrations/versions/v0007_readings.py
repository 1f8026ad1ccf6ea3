"""What auditors read and took away, kept for good; and the indexes by which they and the public find things."""

from alembic import op

revision = "0007"
down_revision = "0006"

_TABLE = """
CREATE TABLE reading (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT reading_pkey PRIMARY KEY,
    read_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    account text NOT NULL,
    act text NOT NULL CHECK (act IN ('read', 'export')),
    path text NOT NULL,
    query text NOT NULL
);
CREATE INDEX reading_path ON reading (path, id);
CREATE INDEX reading_account ON reading (account, id);
"""

# The actor stands at the head of every leaf in plain ASCII, so no JSON need be parsed while the log's head is locked.
_INDEXES = r"""
CREATE INDEX nomination_person ON nomination (candidate);
CREATE INDEX leaf_name ON leaf (name, position);
CREATE INDEX leaf_recorded_at ON leaf USING brin (recorded_at);
CREATE INDEX leaf_actor ON leaf (
    (substring(encode(substring(bytes FOR 400), 'escape') FROM '"actor":\{"id":"([^"]*)"')), position
);
CREATE INDEX receipt_refused ON receipt (stream, recorded_at) WHERE position IS NULL;
"""

# Columns are granted one by one: who and what may be written, the number and the time may not.
_RIGHTS = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'minhbach_app') THEN
        GRANT SELECT, INSERT (account, act, path, query) ON reading TO minhbach_app;
    END IF;
END $$;
"""


def upgrade() -> None:
    """Create the table and the indexes."""
    for statement in (_TABLE, _INDEXES, _RIGHTS):
        op.execute(statement)


def downgrade() -> None:
    """Refuse: what was read is never forgotten by a migration."""
    raise NotImplementedError("the record of readings cannot be dropped")
