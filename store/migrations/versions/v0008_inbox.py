"""The inbox: what is searched, what is filtered by, and what people keep there: claims, views, drafts of forms."""

from alembic import op

revision = "0008"
down_revision = "0007"

# Writers must not leave a list of pending entries behind: every search would have to read it.
_SEARCH = """
ALTER TABLE nominee ADD COLUMN words text[] NOT NULL DEFAULT '{}', ADD COLUMN codes text[] NOT NULL DEFAULT '{}';
ALTER TABLE dossier ADD COLUMN words text[] NOT NULL DEFAULT '{}';
CREATE INDEX nominee_words ON nominee USING gin (array_to_tsvector(words)) WITH (fastupdate = off);
CREATE INDEX nominee_codes ON nominee USING gin (array_to_tsvector(codes)) WITH (fastupdate = off);
CREATE INDEX nomination_public ON nomination (id)
    WHERE step IN ('published', 'archived') AND outcome = 'granted';
CREATE INDEX dossier_words ON dossier USING gin (array_to_tsvector(words)) WITH (fastupdate = off);
"""

_QUEUE = """
ALTER TABLE work_queue
    ADD COLUMN award text NOT NULL DEFAULT '', ADD COLUMN dossier text NOT NULL DEFAULT '',
    ADD COLUMN from_unit text NOT NULL DEFAULT '', ADD COLUMN barred text[],
    ADD COLUMN listed boolean NOT NULL DEFAULT false;
UPDATE work_queue SET award = nomination.award, dossier = nomination.dossier, from_unit = nomination.unit
    FROM nomination WHERE nomination.id = work_queue.stream;
UPDATE work_queue SET dossier = dossier.id, from_unit = dossier.unit FROM dossier WHERE dossier.id = work_queue.stream;
UPDATE work_queue SET listed = NOT closed AND (kind <> 'nomination' OR held OR step NOT IN
    ('draft', 'submitted', 'in_council', 'decided', 'signed', 'published'));
DROP INDEX work_queue_open;
CREATE INDEX work_queue_open
    ON work_queue (unit, role, (coalesce(due_at, 'infinity'::timestamptz)), stream) WHERE listed;
CREATE INDEX work_queue_escalated
    ON work_queue (unit, escalated_to, (coalesce(due_at, 'infinity'::timestamptz)), stream)
    WHERE listed AND escalated_to <> '';
CREATE INDEX work_queue_people ON work_queue USING gin (people) WHERE listed AND people IS NOT NULL;
CREATE INDEX work_queue_carrier ON work_queue (kind) WHERE listed AND kind IN ('session', 'decision');
"""

# Not evidence: who looks after what, and what is not sent yet. A step that moved leaves its claim behind.
_KEPT = """
CREATE TABLE task_claim (
    stream text NOT NULL, step text NOT NULL, since timestamptz NOT NULL, account text NOT NULL,
    claimed_at timestamptz NOT NULL, CONSTRAINT task_claim_pkey PRIMARY KEY (stream, step, since)
);
CREATE INDEX task_claim_account ON task_claim (account);
CREATE TABLE saved_view (
    account text NOT NULL, name text NOT NULL, query text NOT NULL, saved_at timestamptz NOT NULL,
    CONSTRAINT saved_view_pkey PRIMARY KEY (account, name)
);
CREATE TABLE form_draft (
    account text NOT NULL, stream text NOT NULL, form text NOT NULL, body jsonb NOT NULL,
    seen_version int NOT NULL, updated_at timestamptz NOT NULL,
    CONSTRAINT form_draft_pkey PRIMARY KEY (account, stream, form)
);
"""

_RIGHTS = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'minhbach_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON task_claim, saved_view, form_draft TO minhbach_app;
    END IF;
END $$;
"""


def upgrade() -> None:
    """Create columns, indexes and tables; `minhbach rebuild` makes what was recorded before searchable."""
    for statement in (_SEARCH, _QUEUE, _KEPT, _RIGHTS):
        op.execute(statement)


def downgrade() -> None:
    """Drop them; what people kept in their inbox goes with them."""
    op.execute("DROP TABLE form_draft, saved_view, task_claim")
    op.execute("DROP INDEX work_queue_carrier, work_queue_people, work_queue_escalated, work_queue_open")
    op.execute(
        "ALTER TABLE work_queue DROP COLUMN award, DROP COLUMN dossier, DROP COLUMN from_unit, "
        "DROP COLUMN barred, DROP COLUMN listed"
    )
    op.execute("CREATE INDEX work_queue_open ON work_queue (unit, role, due_at) WHERE NOT closed")
    op.execute("DROP INDEX nomination_public")
    op.execute("ALTER TABLE dossier DROP COLUMN words")
    op.execute("ALTER TABLE nominee DROP COLUMN words, DROP COLUMN codes")
