"""The read model: rows derived from folded streams, written in the same transaction; can be dropped and rebuilt."""

from alembic import op

revision = "0002"
down_revision = "0001"

_TABLES = """
CREATE TABLE nomination (
    id text PRIMARY KEY, dossier text NOT NULL, unit text NOT NULL, handled_by text NOT NULL,
    candidate text NOT NULL, candidate_kind text NOT NULL, route text NOT NULL, award text NOT NULL,
    year int NOT NULL, step text NOT NULL, hold text NOT NULL, recommendation text, authority text,
    session text NOT NULL, vote text, outcome text, downgraded_to text NOT NULL, decision text NOT NULL,
    pack text NOT NULL, live boolean NOT NULL, version int NOT NULL, updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX nomination_once ON nomination (candidate, award, year) WHERE live;
CREATE INDEX nomination_dossier ON nomination (dossier);
CREATE INDEX nomination_session ON nomination (session);
CREATE TABLE nominee (nomination text PRIMARY KEY, name text NOT NULL);
CREATE TABLE dossier (
    id text PRIMARY KEY, unit text NOT NULL, handled_by text NOT NULL, year int NOT NULL, title text NOT NULL,
    step text NOT NULL, lines int NOT NULL, received_on date, pack text NOT NULL,
    version int NOT NULL, updated_at timestamptz NOT NULL
);
CREATE TABLE session (
    id text PRIMARY KEY, unit text NOT NULL, council text NOT NULL, phase text NOT NULL, members int NOT NULL,
    present int NOT NULL, ballots int NOT NULL, lines int NOT NULL,
    version int NOT NULL, updated_at timestamptz NOT NULL
);
CREATE TABLE decision (
    id text PRIMARY KEY, unit text NOT NULL, session text NOT NULL, instrument text NOT NULL, stage text NOT NULL,
    number text, signed_on date, lines int NOT NULL, version int NOT NULL, updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX decision_number_once ON decision (unit, extract(year FROM signed_on), number)
    WHERE number IS NOT NULL;
CREATE TABLE work_queue (
    stream text PRIMARY KEY, kind text NOT NULL, step text NOT NULL, role text NOT NULL, unit text NOT NULL,
    since timestamptz, due_at timestamptz, due_source text NOT NULL, lateness text NOT NULL,
    escalated_to text NOT NULL DEFAULT '', held boolean NOT NULL,
    closed boolean NOT NULL, version int NOT NULL
);
CREATE INDEX work_queue_open ON work_queue (unit, role, due_at) WHERE NOT closed;
CREATE TABLE account (
    id text PRIMARY KEY, username text NOT NULL UNIQUE, name text NOT NULL, password_hash text NOT NULL,
    grants jsonb NOT NULL, created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE sign_in (
    token_hash bytea PRIMARY KEY, account text NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    expires_at timestamptz NOT NULL
);
"""

_RIGHTS = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'minhbach_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE
            ON nomination, nominee, dossier, session, decision, work_queue, account, sign_in TO minhbach_app;
    END IF;
END $$;
"""


def upgrade() -> None:
    """Create the read model and the local accounts."""
    op.execute(_TABLES)
    op.execute(_RIGHTS)


def downgrade() -> None:
    """Drop the read model; it can be rebuilt from the log."""
    op.execute("DROP TABLE nomination, nominee, dossier, session, decision, work_queue")
    op.execute("DROP TABLE sign_in, account")
