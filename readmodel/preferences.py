"""What each person wants to be told by mail, and at which proven address."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Engine, text

from domain.rules.calendar import civil_date
from readmodel.transactions import transaction


class Kind(StrEnum):
    """What a notice says of a task."""

    ARRIVED = "arrived"
    REMINDER = "reminder"
    OVERDUE = "overdue"
    ESCALATION = "escalation"
    NUDGE = "nudge"


class Digest(StrEnum):
    """How often a person wants all of their open tasks counted."""

    NONE = "none"
    DAILY = "daily"
    WEEKLY = "weekly"


LANGUAGES: Final = ("vi", "en")
MORNING: Final = time(7, 30)
"""When a digest goes out, unless a person chooses otherwise (time in Vietnam)."""

_PROOF_LASTS: Final = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What one person wants. `verified_at` is when the address was shown to be theirs; before it nothing is sent."""

    address: str = ""
    language: str = "vi"
    kinds: frozenset[Kind] = frozenset(Kind)
    digest: Digest = Digest.DAILY
    digest_at: time = MORNING
    verified_at: datetime | None = None


_READ = text("""
    SELECT address, language, kinds, digest, digest_at, verified_at FROM notice_setting WHERE account = :account
""")
_SAVE = text("""
    INSERT INTO notice_setting AS kept (account, address, language, kinds, digest, digest_at, updated_at)
    VALUES (:account, :address, :language, :kinds, :digest, :digest_at, :now)
    ON CONFLICT (account) DO UPDATE SET
        address = EXCLUDED.address, language = EXCLUDED.language, kinds = EXCLUDED.kinds,
        digest = EXCLUDED.digest, digest_at = EXCLUDED.digest_at, updated_at = EXCLUDED.updated_at,
        verified_at = CASE WHEN kept.address = EXCLUDED.address THEN kept.verified_at END
    RETURNING verified_at
""")
_PROVE = text("""
    UPDATE notice_setting SET token_hash = :token_hash, token_expires_at = :expires_at WHERE account = :account
""")
_PROOF = text("""
    INSERT INTO letter (id, account, kind, address, language, counts, place, made_at, next_attempt_at)
    VALUES (:id, :account, 'proof', :address, :language, '{}', :place, :now, :now)
""")
_PROOFS = text("""
    SELECT count(*) FROM letter WHERE account = :account AND kind = 'proof' AND made_at > :since
""")
_VERIFY = text("""
    UPDATE notice_setting
    SET verified_at = :now, digested_on = :today, token_hash = NULL, token_expires_at = NULL
    WHERE token_hash = :token_hash AND token_expires_at > :now RETURNING account
""")


def preferences(engine: Engine, account: str) -> Preferences:
    """What the person wants; without an address before they said so."""
    with engine.connect() as connection:
        row = connection.execute(_READ, {"account": account}).mappings().one_or_none()
    return _preferences(row) if row else Preferences()


def _preferences(row: Mapping[Any, Any]) -> Preferences:
    return Preferences(
        row["address"],
        row["language"],
        frozenset(Kind(kind) for kind in row["kinds"]),
        Digest(row["digest"]),
        row["digest_at"],
        row["verified_at"],
    )


def save_preferences(engine: Engine, account: str, wanted: Preferences, now: datetime) -> bool:
    """Keep what the person wants; whether the address must first be shown to be theirs, by a letter on its way."""
    row = {
        "account": account,
        "address": wanted.address,
        "language": wanted.language,
        "kinds": sorted(wanted.kinds),
        "digest": wanted.digest,
        "digest_at": wanted.digest_at,
        "now": now,
    }
    with transaction(engine) as connection:
        verified_at = connection.scalar(_SAVE, row)
        if verified_at is not None or not wanted.address:
            return False
        token = secrets.token_urlsafe(32)
        proof = {"token_hash": _hash(token), "expires_at": now + _PROOF_LASTS, "account": account}
        connection.execute(_PROVE, proof)
        connection.execute(_PROOF, {**row, "id": uuid4(), "place": f"/thong-bao/xac-nhan?ma={token}"})
    return True


def proofs_since(engine: Engine, account: str, since: datetime) -> int:
    """How many addresses the person wanted to prove since then: each is a letter to somebody."""
    with engine.connect() as connection:
        found: int = connection.execute(_PROOFS, {"account": account, "since": since}).scalar_one()
    return found


def verify_address(engine: Engine, token: str, now: datetime) -> str | None:
    """The account whose address the token proves; None for a token that is unknown, used or too old.

    The first digest comes the day after.
    """
    parameters = {"token_hash": _hash(token), "now": now, "today": civil_date(now)}
    with engine.connect() as connection:
        account: str | None = connection.scalar(_VERIFY, parameters)
    return account


def _hash(token: str) -> bytes:
    """SHA-256 is enough for a token of 256 random bits."""
    return sha256(token.encode()).digest()
