"""What operators did about work that was stuck: kept for good, with the reason."""

from alembic import op

revision = "0014"
down_revision = "0013"

_TABLE = """
CREATE TABLE operator_act (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT operator_act_pkey PRIMARY KEY,
    acted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    day date NOT NULL,
    account text NOT NULL,
    act text NOT NULL CHECK (act IN ('nudge', 'reassign', 'reconcile')),
    stream text NOT NULL,
    step text NOT NULL,
    subject text NOT NULL,
    reason text NOT NULL CHECK (reason <> '')
);
CREATE UNIQUE INDEX operator_act_nudged ON operator_act (stream, day) WHERE act = 'nudge';
CREATE INDEX operator_act_stream ON operator_act (stream, id);
"""

# Columns are granted one by one: what is written may be chosen, its number and time may not.
_RIGHTS = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'minhbach_app') THEN
        GRANT SELECT, INSERT (day, account, act, stream, step, subject, reason) ON operator_act TO minhbach_app;
    END IF;
END $$;
"""


def upgrade() -> None:
    """Create the table."""
    op.execute(_TABLE)
    op.execute(_RIGHTS)


def downgrade() -> None:
    """Refuse: what was done is never forgotten by a migration."""
    raise NotImplementedError("the record of operators' acts cannot be dropped")
