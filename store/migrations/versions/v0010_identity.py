"""Sign-ins that end by themselves, second factors, tokens for programs, and people known to a provider elsewhere."""

from alembic import op

revision = "0010"
down_revision = "0009"

# Defaults let a web of the release before go on writing its rows.
_SIGN_INS = """
ALTER TABLE sign_in
    ADD COLUMN handle text NOT NULL DEFAULT gen_random_uuid()::text CONSTRAINT sign_in_handle UNIQUE,
    ADD COLUMN opened_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN seen_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN proved_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN method text NOT NULL DEFAULT 'password' CHECK (method IN ('password', 'provider')),
    ADD COLUMN device text NOT NULL DEFAULT '',
    ADD COLUMN subject text NOT NULL DEFAULT '',
    ADD COLUMN provider_session text NOT NULL DEFAULT '';
CREATE INDEX sign_in_account ON sign_in (account);
"""

_SECOND_FACTORS = """
ALTER TABLE account
    ADD COLUMN second_factor bytea,
    ADD COLUMN second_factor_step bigint NOT NULL DEFAULT 0;
CREATE TABLE recovery_code (
    account text NOT NULL REFERENCES account (id) ON DELETE CASCADE, code_hash bytea NOT NULL, used_at timestamptz,
    PRIMARY KEY (account, code_hash)
);
"""

_ELSEWHERE = """
CREATE TABLE identity (
    issuer text NOT NULL, subject text NOT NULL, account text NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    linked_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (issuer, subject)
);
CREATE INDEX identity_account ON identity (account);
CREATE TABLE sign_in_step (
    key_hash bytea PRIMARY KEY, kind text NOT NULL, account text REFERENCES account (id) ON DELETE CASCADE,
    facts jsonb NOT NULL, expires_at timestamptz NOT NULL
);
"""

_TOKENS = """
CREATE TABLE access_token (
    handle text PRIMARY KEY DEFAULT gen_random_uuid()::text, token_hash bytea NOT NULL UNIQUE,
    account text NOT NULL REFERENCES account (id) ON DELETE CASCADE, label text NOT NULL,
    scopes text[] NOT NULL, grants text[] NOT NULL, created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL, used_at timestamptz
);
CREATE INDEX access_token_account ON access_token (account);
"""

_RIGHTS = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'minhbach_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE
            ON recovery_code, identity, sign_in_step, access_token TO minhbach_app;
    END IF;
END $$;
"""


def upgrade() -> None:
    """Add the columns and tables."""
    for statement in (_SIGN_INS, _SECOND_FACTORS, _ELSEWHERE, _TOKENS, _RIGHTS):
        op.execute(statement)


def downgrade() -> None:
    """Drop them; sign-ins fall back to their fixed end."""
    op.execute("DROP TABLE access_token, sign_in_step, identity, recovery_code")
    op.execute("ALTER TABLE account DROP COLUMN second_factor, DROP COLUMN second_factor_step")
    op.execute("DROP INDEX sign_in_account")
    for column in (
        "handle",
        "opened_at",
        "seen_at",
        "proved_at",
        "method",
        "device",
        "subject",
        "provider_session",
    ):
        op.execute(f"ALTER TABLE sign_in DROP COLUMN {column}")
