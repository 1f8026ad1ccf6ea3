"""The evidence log: leaves, disclosures, receipts, checkpoints, and the one function that appends.

`append_leaves` is the only way in. It runs with its owner's rights; the application's role may call it and may
read, and that is all: not even a compromised application can insert a leaf without the chain, choose its
position or its time, or change one.
"""

from alembic import op

revision = "0001"
down_revision = None

_TABLES = """
CREATE TABLE leaf (
    position bigint CONSTRAINT leaf_pkey PRIMARY KEY,
    stream text NOT NULL,
    version int NOT NULL,
    name text NOT NULL,
    bytes bytea NOT NULL,
    hash bytea NOT NULL,
    recorded_at timestamptz NOT NULL,
    command_id uuid NOT NULL,
    CONSTRAINT leaf_stream_version_key UNIQUE (stream, version)
);
CREATE TABLE disclosure (
    position bigint NOT NULL,
    pointer text NOT NULL,
    salt text NOT NULL,
    value text NOT NULL,
    CONSTRAINT disclosure_pkey PRIMARY KEY (position, pointer)
);
CREATE TABLE receipt (
    command_id uuid CONSTRAINT receipt_pkey PRIMARY KEY,
    stream text NOT NULL,
    fingerprint bytea NOT NULL,
    body jsonb NOT NULL,
    position bigint,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE checkpoint (
    size bigint CONSTRAINT checkpoint_pkey PRIMARY KEY,
    note text NOT NULL,
    frontier bytea[] NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE log_head (size bigint NOT NULL, recorded_at timestamptz NOT NULL) WITH (fillfactor = 10);
INSERT INTO log_head VALUES (0, '-infinity');
CREATE UNIQUE INDEX log_head_one_row ON log_head ((true));
"""

# Position and time are given under the row lock on log_head, which is held to the end of the transaction:
# so positions rise in commit order without gaps (a rolled-back append gives its positions back), time never
# decreases, and a reader that has seen position n has seen every position below it.
# The search path ends in pg_temp, which would otherwise come first: with a temporary log_head of its own the
# caller could choose both.
_APPEND = r"""
CREATE FUNCTION append_leaves(
    leaves json, disclosures json, command uuid, OUT first_position bigint, OUT recorded timestamptz
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    entry record;
    stamp text;
    previous bytea;
    content bytea;
    digest bytea;
    last_stream text := '';
    last_version int;
BEGIN
    UPDATE log_head SET size = size + json_array_length(leaves),
                        recorded_at = greatest(log_head.recorded_at, clock_timestamp())
        RETURNING size - json_array_length(leaves), log_head.recorded_at INTO first_position, recorded;
    stamp := '","recorded_at":"' || to_char(recorded AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '",';
    FOR entry IN
        SELECT * FROM ROWS FROM (
            json_to_recordset(leaves) AS (stream text, version int, name text, head text, tail text)
        ) WITH ORDINALITY AS given(stream, version, name, head, tail, n)
    LOOP
        IF entry.stream <> last_stream THEN
            IF entry.version = 1 THEN
                previous := decode(repeat('0', 64), 'hex');
            ELSE
                SELECT hash INTO previous FROM leaf
                    WHERE leaf.stream = entry.stream AND leaf.version = entry.version - 1;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'no version % in %', entry.version - 1, entry.stream USING ERRCODE = 'MB001';
                END IF;
            END IF;
        ELSIF entry.version <> last_version + 1 THEN
            RAISE EXCEPTION 'version % does not follow % in %', entry.version, last_version, entry.stream;
        END IF;
        content := convert_to(entry.head || '"prev":"' || encode(previous, 'hex') || stamp || entry.tail, 'UTF8');
        digest := sha256('\x00'::bytea || content);
        INSERT INTO leaf VALUES (
            first_position + entry.n - 1, entry.stream, entry.version, entry.name, content, digest, recorded, command
        );
        previous := digest;
        last_stream := entry.stream;
        last_version := entry.version;
    END LOOP;
    IF json_array_length(disclosures) > 0 THEN
        INSERT INTO disclosure
            SELECT first_position + given.leaf, given.pointer, given.salt, given.value
            FROM json_to_recordset(disclosures) AS given(leaf int, pointer text, salt text, value text)
            WHERE given.leaf >= 0 AND given.leaf < json_array_length(leaves);
    END IF;
END $$;
REVOKE ALL ON FUNCTION append_leaves FROM PUBLIC;
"""

_RIGHTS = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'minhbach_app') THEN
        GRANT USAGE ON SCHEMA public TO minhbach_app;
        GRANT SELECT ON leaf, disclosure, receipt, checkpoint, log_head TO minhbach_app;
        GRANT INSERT ON receipt, checkpoint TO minhbach_app;
        GRANT EXECUTE ON FUNCTION append_leaves TO minhbach_app;
    END IF;
END $$;
"""


def upgrade() -> None:
    """Create the log."""
    for statement in (_TABLES, _APPEND, _RIGHTS):
        op.execute(statement)


def downgrade() -> None:
    """Refuse: evidence is never dropped by a migration."""
    raise NotImplementedError("the evidence log cannot be dropped")
