"""Find what was delegated to a person: every page asks, so that a delegate does not see what the principal may not."""

from alembic import op

revision = "0016"
down_revision = "0015"

# The delegate stands in the leaf in plain ASCII; only leaves of that name are in the index.
_INDEX = r"""
CREATE INDEX leaf_delegate ON leaf (
    (substring(encode(bytes, 'escape') FROM '"delegate":"([a-z0-9.-]+)"'))
) WHERE name = 'delegation.work_delegated';
"""


def upgrade() -> None:
    """Add the index."""
    op.execute(_INDEX)


def downgrade() -> None:
    """Drop it."""
    op.execute("DROP INDEX leaf_delegate")
