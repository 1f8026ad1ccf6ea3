"""Sessions say when they sit and who takes part; the line under discussion is marked, and is no evidence."""

from alembic import op

revision = "0013"
down_revision = "0012"

_COLUMNS = """
ALTER TABLE session
    ADD COLUMN body text NOT NULL DEFAULT '',
    ADD COLUMN standing_body text NOT NULL DEFAULT '',
    ADD COLUMN meets_on date,
    ADD COLUMN taking_part text[] NOT NULL DEFAULT '{}';
CREATE INDEX session_taking_part ON session USING gin (taking_part);
CREATE INDEX session_unit ON session (unit, meets_on DESC);
"""

_TABLE = """
CREATE TABLE live_line (
    session text CONSTRAINT live_line_pkey PRIMARY KEY,
    nomination text NOT NULL,
    marked_by text NOT NULL,
    marked_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
"""

_RIGHTS = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'minhbach_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON live_line TO minhbach_app;
    END IF;
END $$;
"""


def upgrade() -> None:
    """Add columns and table; `minhbach rebuild` fills the columns for sessions held before."""
    for statement in (_COLUMNS, _TABLE, _RIGHTS):
        op.execute(statement)


def downgrade() -> None:
    """Drop them; the columns can be rebuilt from the log, and the mark is of the moment."""
    op.execute("DROP TABLE live_line")
    op.execute(
        "ALTER TABLE session DROP COLUMN body, DROP COLUMN standing_body, DROP COLUMN meets_on, "
        "DROP COLUMN taking_part"
    )
