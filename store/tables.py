"""The tables of the evidence: leaves, disclosures, receipts, checkpoints, and the head of the log."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

METADATA = MetaData(
    naming_convention={"pk": "%(table_name)s_pkey", "uq": "%(table_name)s_%(column_0_N_name)s_key"}
)

LEAF = Table(
    "leaf",
    METADATA,
    Column("position", BigInteger, primary_key=True, comment="0-based, gap-free, rises in commit order"),
    Column("stream", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("bytes", LargeBinary, nullable=False, comment="the leaf itself, hashed as it stands"),
    Column("hash", LargeBinary, nullable=False, comment="RFC 6962 leaf hash"),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("command_id", UUID(as_uuid=False), nullable=False),
    UniqueConstraint("stream", "version"),
)
DISCLOSURE = Table(
    "disclosure",
    METADATA,
    Column("position", BigInteger, primary_key=True),
    Column("pointer", Text, primary_key=True),
    Column("salt", Text, nullable=False),
    Column("value", Text, nullable=False),
)
RECEIPT = Table(
    "receipt",
    METADATA,
    Column("command_id", UUID(as_uuid=False), primary_key=True),
    Column("stream", Text, nullable=False),
    Column("fingerprint", LargeBinary, nullable=False, comment="SHA-256 of stream, command and actor"),
    Column("body", JSONB, nullable=False),
    Column("position", BigInteger, comment="of the command's first leaf; null when refused"),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
)
CHECKPOINT = Table(
    "checkpoint",
    METADATA,
    Column("size", BigInteger, primary_key=True),
    Column("note", Text, nullable=False, comment="signed note (C2SP tlog-checkpoint)"),
    Column("frontier", ARRAY(LargeBinary), nullable=False, comment="compact range at this size"),
    Column("created_at", DateTime(timezone=True), nullable=False),
)
LOG_HEAD = Table(
    "log_head",
    METADATA,
    Column("size", BigInteger, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
)
