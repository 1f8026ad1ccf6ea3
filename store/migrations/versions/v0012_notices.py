"""Notices: who wants which, what is owed to whom, and the letters that carry it.

The log itself is the outbox: `outward_cursor` says up to which position it was read, and moves in the transaction that
writes what follows from the leaves below it.
"""

from alembic import op

revision = "0012"
down_revision = "0011"

_TABLES = """
CREATE TABLE outward_cursor (
    name text CONSTRAINT outward_cursor_pkey PRIMARY KEY,
    position bigint NOT NULL,
    failing_since timestamptz,
    cause text NOT NULL DEFAULT ''
);
INSERT INTO outward_cursor (name, position) SELECT 'notices', size FROM log_head;
CREATE TABLE notice_setting (
    account text CONSTRAINT notice_setting_pkey PRIMARY KEY,
    address text NOT NULL,
    language text NOT NULL CHECK (language IN ('vi', 'en')),
    kinds text[] NOT NULL,
    digest text NOT NULL CHECK (digest IN ('none', 'daily', 'weekly')),
    digest_at time NOT NULL,
    digested_on date,
    verified_at timestamptz,
    token_hash bytea,
    token_expires_at timestamptz,
    updated_at timestamptz NOT NULL
);
CREATE TABLE letter (
    id uuid CONSTRAINT letter_pkey PRIMARY KEY,
    account text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('tasks', 'digest', 'proof')),
    address text NOT NULL,
    language text NOT NULL,
    counts jsonb NOT NULL,
    place text NOT NULL,
    made_at timestamptz NOT NULL,
    attempts int NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL,
    sent_at timestamptz,
    given_up_at timestamptz,
    cause text NOT NULL DEFAULT ''
);
CREATE INDEX letter_pending ON letter (next_attempt_at) WHERE sent_at IS NULL AND given_up_at IS NULL;
CREATE INDEX letter_account ON letter (account, made_at);
CREATE TABLE notice (
    account text NOT NULL,
    kind text NOT NULL,
    stream text NOT NULL,
    occasion text NOT NULL,
    position bigint NOT NULL,
    letter uuid,
    dropped_at timestamptz,
    CONSTRAINT notice_pkey PRIMARY KEY (account, kind, stream, occasion)
);
CREATE INDEX notice_owed ON notice (account) WHERE letter IS NULL AND dropped_at IS NULL;
"""

_RIGHTS = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'minhbach_app') THEN
        GRANT SELECT, UPDATE ON outward_cursor TO minhbach_app;
        GRANT SELECT, INSERT, UPDATE ON notice_setting, letter, notice TO minhbach_app;
    END IF;
END $$;
"""


def upgrade() -> None:
    """Create the tables; what was recorded before is nobody's news."""
    op.execute(_TABLES)
    op.execute(_RIGHTS)


def downgrade() -> None:
    """Drop them: they say what was told, not what happened."""
    op.execute("DROP TABLE notice, letter, notice_setting, outward_cursor")
