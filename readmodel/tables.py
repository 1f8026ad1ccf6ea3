"""The read model's tables, each named after the question it answers."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    FetchedValue,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

METADATA = MetaData()
_INSTANT = DateTime(timezone=True)

NOMINATION = Table(
    "nomination",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("dossier", Text),
    Column("unit", Text),
    Column("handled_by", Text),
    Column("candidate", Text),
    Column("candidate_kind", Text),
    Column("route", Text),
    Column("award", Text),
    Column("year", Integer),
    Column("step", Text),
    Column("hold", Text),
    Column("recommendation", Text),
    Column("authority", Text),
    Column("session", Text),
    Column("vote", Text),
    Column("outcome", Text),
    Column("downgraded_to", Text),
    Column("decision", Text),
    Column("pack", Text),
    Column("act", Text),  # the one act rewarded, where it tells the line from others of its award and year
    Column("live", Boolean),
    Column("version", Integer),
    Column("updated_at", _INSTANT),
)
NOMINEE = Table(
    "nominee",
    METADATA,
    Column("nomination", Text, primary_key=True),
    Column("name", Text),
    Column(
        "words", ARRAY(Text)
    ),  # what it is found by where names may be read, folded; and the units concerned
    Column("codes", ARRAY(Text)),  # what it is found by anywhere
)
DOSSIER = Table(
    "dossier",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("unit", Text),
    Column("handled_by", Text),
    Column("year", Integer),
    Column("title", Text),
    Column("words", ARRAY(Text)),
    Column("step", Text),
    Column("lines", Integer),
    Column("received_on", Date),
    Column("pack", Text),
    Column("version", Integer),
    Column("updated_at", _INSTANT),
)
SESSION = Table(
    "session",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("unit", Text),
    Column("council", Text),
    Column("body", Text),
    Column("standing_body", Text),
    Column("meets_on", Date),
    Column("taking_part", ARRAY(Text)),  # who holds a seat, and who convened it
    Column("phase", Text),
    Column("members", Integer),
    Column("present", Integer),
    Column("ballots", Integer),
    Column("lines", Integer),
    Column("version", Integer),
    Column("updated_at", _INSTANT),
)
DECISION = Table(
    "decision",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("unit", Text),
    Column("session", Text),
    Column("instrument", Text),
    Column("stage", Text),
    Column("number", Text),
    Column("signed_on", Date),
    Column("lines", Integer),
    Column("version", Integer),
    Column("updated_at", _INSTANT),
)
RECUSAL = Table(
    "recusal",
    METADATA,
    Column("nomination", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    Column("session", Text),
)
LIVE_LINE = Table(
    "live_line",
    METADATA,
    Column("session", Text, primary_key=True),
    Column("nomination", Text),
    Column("marked_by", Text),
    Column("marked_at", _INSTANT),
)
WORK_QUEUE = Table(
    "work_queue",
    METADATA,
    Column("stream", Text, primary_key=True),
    Column("kind", Text),
    Column("step", Text),
    Column("role", Text),
    Column("people", ARRAY(Text)),  # whom it waits for by name; null where anybody in the role may act
    Column("unit", Text),
    Column("since", _INSTANT),
    Column("due_at", _INSTANT),
    Column("due_source", Text),
    Column("reckoning", Text),  # how the deadline was counted, as a sentence
    Column("lateness", Text),
    Column("escalated_to", Text),
    Column("held", Boolean),
    Column("award", Text),
    Column("dossier", Text),
    Column("from_unit", Text),
    Column("barred", ARRAY(Text)),  # who may not take the act it waits for, whatever their role
    Column("listed", Boolean),  # open, and no other stream takes the step for it
    Column("closed", Boolean),
    Column("version", Integer),
)
TASK_CLAIM = Table(
    "task_claim",
    METADATA,
    Column("stream", Text, primary_key=True),
    Column("step", Text, primary_key=True),
    Column("since", _INSTANT, primary_key=True),
    Column("account", Text),
    Column("claimed_at", _INSTANT),
)
SAVED_VIEW = Table(
    "saved_view",
    METADATA,
    Column("account", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("query", Text),
    Column("saved_at", _INSTANT),
)
FORM_DRAFT = Table(
    "form_draft",
    METADATA,
    Column("account", Text, primary_key=True),
    Column("stream", Text, primary_key=True),
    Column("form", Text, primary_key=True),
    Column("body", JSONB),
    Column("seen_version", Integer),
    Column("updated_at", _INSTANT),
)
ACCOUNT = Table(
    "account",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("username", Text),
    Column("name", Text),
    Column("password_hash", Text),  # empty where only a provider elsewhere vouches for the person
    Column("grants", JSONB),
    Column("second_factor", LargeBinary),  # the sealed secret; null while it is off
    Column("second_factor_step", BigInteger),  # the last period whose code was used
)
SIGN_IN = Table(
    "sign_in",
    METADATA,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("account", Text),
    Column("expires_at", _INSTANT),
    Column("handle", Text),  # names the sign-in where it is listed; opens nothing
    Column("opened_at", _INSTANT),
    Column("seen_at", _INSTANT),
    Column("proved_at", _INSTANT),  # when the person last showed who they are
    Column("method", Text),
    Column("device", Text),
    Column("subject", Text),
    Column("provider_session", Text),
)
RECOVERY_CODE = Table(
    "recovery_code",
    METADATA,
    Column("account", Text, primary_key=True),
    Column("code_hash", LargeBinary, primary_key=True),
    Column("used_at", _INSTANT),
)
IDENTITY = Table(
    "identity",
    METADATA,
    Column("issuer", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("account", Text),
)
SIGN_IN_STEP = Table(
    "sign_in_step",
    METADATA,
    Column("key_hash", LargeBinary, primary_key=True),
    Column("kind", Text),
    Column("account", Text),
    Column("facts", JSONB),
    Column("expires_at", _INSTANT),
)
ACCESS_TOKEN = Table(
    "access_token",
    METADATA,
    Column("handle", Text, primary_key=True, server_default=FetchedValue()),
    Column("token_hash", LargeBinary),
    Column("account", Text),
    Column("label", Text),
    Column("scopes", ARRAY(Text)),
    Column("grants", ARRAY(Text)),  # role@unit; empty for all that the account holds
    Column("created_at", _INSTANT),
    Column("expires_at", _INSTANT),
    Column("used_at", _INSTANT),
)

UNIQUENESS = {
    "nomination_once": "duplicate_nomination",
    "decision_number_once": "decision_number_taken",
}
"""Unique indexes that stand for a rule, and the refusal each stands for."""
