"""`append_leaves` holds each stream's last leaf against what the writer knew of it.

A writer may go on from the state it remembers without reading first: the leaf before its own must then be the one it
folded last (`after`, hex), with the hash of its bytes. Where `after` is not given nothing is expected.
"""

from alembic import op

revision = "0003"
down_revision = "0002"

_APPEND = r"""
CREATE OR REPLACE FUNCTION append_leaves(
    leaves json, disclosures json, command uuid, OUT first_position bigint, OUT recorded timestamptz
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    entry record;
    stamp text;
    previous bytea;
    before bytea;
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
            json_to_recordset(leaves) AS (stream text, version int, name text, head text, tail text, after text)
        ) WITH ORDINALITY AS given(stream, version, name, head, tail, after, n)
    LOOP
        IF entry.stream <> last_stream THEN
            IF entry.version = 1 THEN
                previous := decode(repeat('0', 64), 'hex');
            ELSE
                SELECT hash, bytes INTO previous, before FROM leaf
                    WHERE leaf.stream = entry.stream AND leaf.version = entry.version - 1;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'no version % in %', entry.version - 1, entry.stream USING ERRCODE = 'MB001';
                END IF;
                IF entry.after <> encode(previous, 'hex') OR sha256('\x00'::bytea || before) <> previous THEN
                    RAISE EXCEPTION '%, version %: not the leaf that was read before', entry.stream, entry.version - 1
                        USING ERRCODE = 'MB002';
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
"""


def upgrade() -> None:
    """Replace the function; who may call it stays as it was."""
    op.execute(_APPEND)


def downgrade() -> None:
    """Refuse: what appends to the evidence never goes back to checking less."""
    raise NotImplementedError("the check of the predecessor cannot be dropped")
