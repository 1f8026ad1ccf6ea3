"""The papers' bytes, named by their digest, and who sent them: beside the log, which commits to the digest."""

from alembic import op

revision = "0011"
down_revision = "0010"

_TABLES = """
CREATE TABLE paper_content (
    sha256 bytea CONSTRAINT paper_content_pkey PRIMARY KEY CHECK (octet_length(sha256) = 32),
    size_bytes bigint NOT NULL CHECK (size_bytes > 0),
    format text NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE paper_chunk (
    sha256 bytea REFERENCES paper_content ON DELETE CASCADE,
    number integer CHECK (number >= 0),
    bytes bytea NOT NULL,
    CONSTRAINT paper_chunk_pkey PRIMARY KEY (sha256, number)
);
ALTER TABLE paper_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE TABLE paper_upload (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT paper_upload_pkey PRIMARY KEY,
    sha256 bytea NOT NULL REFERENCES paper_content ON DELETE CASCADE,
    account text NOT NULL,
    uploaded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX paper_upload_account ON paper_upload (account, uploaded_at);
CREATE INDEX paper_upload_content ON paper_upload (sha256, account);
"""

# The digest stands in the leaf in plain ASCII; only leaves of that name are in the index.
_INDEX = r"""
CREATE INDEX leaf_paper ON leaf (
    (substring(encode(bytes, 'escape') FROM '"sha256":"([0-9a-f]{64})"'))
) WHERE name = 'dossier.paper_attached';
"""

# The application may add papers and never take one away, except through this: what no dossier ever held, long after.
_FORGET = r"""
CREATE FUNCTION forget_stray_papers(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE forgotten integer;
BEGIN
    DELETE FROM paper_content AS content WHERE content.sha256 IN (
        SELECT stray.sha256 FROM paper_content AS stray
        WHERE NOT EXISTS (
            SELECT FROM paper_upload AS upload
            WHERE upload.sha256 = stray.sha256 AND upload.uploaded_at > clock_timestamp() - interval '30 days'
        ) AND NOT EXISTS (
            SELECT FROM leaf WHERE leaf.name = 'dossier.paper_attached'
            AND substring(encode(leaf.bytes, 'escape') FROM '"sha256":"([0-9a-f]{64})"') = encode(stray.sha256, 'hex')
        ) AND stray.stored_at < clock_timestamp() - interval '30 days'
        LIMIT most
    );
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    RETURN forgotten;
END $$;
REVOKE ALL ON FUNCTION forget_stray_papers(integer) FROM PUBLIC;
"""

_RIGHTS = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'minhbach_app') THEN
        GRANT SELECT, INSERT (sha256, size_bytes, format) ON paper_content TO minhbach_app;
        GRANT SELECT, INSERT (sha256, number, bytes) ON paper_chunk TO minhbach_app;
        GRANT SELECT, INSERT (sha256, account) ON paper_upload TO minhbach_app;
        GRANT EXECUTE ON FUNCTION forget_stray_papers(integer) TO minhbach_app;
    END IF;
END $$;
"""


def upgrade() -> None:
    """Create the tables, the index and the function."""
    for statement in (_TABLES, _INDEX, _FORGET, _RIGHTS):
        op.execute(statement)


def downgrade() -> None:
    """Refuse: papers that dossiers hold are not dropped by a migration."""
    raise NotImplementedError("papers cannot be dropped")
