"""Lists that are open for comment, and what was said of them.

Periods are read off the log, which holds few of them. What people say lies beside it, for it is theirs and may name
anybody; at the close of a period its number and a digest over all of it go into the evidence.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import Engine, text

Row = Mapping[str, Any]

_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Letters and figures that are not taken for one another when read out."""
_GROUPS, _IN_GROUP = 4, 4

_PERIODS: Final = text("""
    SELECT opened.stream AS id, payload ->> 'unit' AS unit, payload ->> 'reference' AS reference,
           (payload ->> 'opens_on')::date AS opens_on, (payload ->> 'closes_on')::date AS closes_on,
           jsonb_array_length(payload -> 'nominations') AS lines, closed.recorded_at AS closed_at
    FROM (SELECT stream, convert_from(bytes, 'UTF8')::jsonb -> 'payload' AS payload
          FROM leaf WHERE name = 'comment.opened') AS opened
    LEFT JOIN leaf AS closed ON closed.stream = opened.stream AND closed.name = 'comment.closed'
    WHERE (CAST(:id AS text) IS NULL OR opened.stream = :id)
      AND (CAST(:on AS date) IS NULL
           OR :on BETWEEN (payload ->> 'opens_on')::date AND (payload ->> 'closes_on')::date)
    ORDER BY closes_on, id
""")
_LINES: Final = text("""
    SELECT line.id, line.award, line.pack, line.unit, line.year, line.candidate_kind
    FROM leaf, jsonb_array_elements_text(convert_from(leaf.bytes, 'UTF8')::jsonb #> '{payload,nominations}') AS listed
    JOIN nomination AS line ON line.id = listed
    WHERE leaf.stream = :id AND leaf.name = 'comment.opened' AND line.hold = ''
      AND line.step NOT IN ('withdrawn', 'annulled')
    ORDER BY line.award, line.id
""")
_SAY: Final = text("""
    INSERT INTO feedback (id, period, content, sender, contact, code_hash, digest)
    VALUES (:id, :period, :content, :sender, :contact, :code_hash, :digest)
""")
_SAID: Final = text("""
    SELECT id, content, sender, contact, digest, sent_at FROM feedback WHERE period = :period ORDER BY sent_at, id
""")
_RECEIVED: Final = text("SELECT period, sent_at, digest FROM feedback WHERE code_hash = :code_hash")
_DIGESTS: Final = text("SELECT digest FROM feedback WHERE period = :period ORDER BY digest")


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody has to say; name and contact only if they want to give them."""

    content: str
    sender: str = ""
    contact: str = ""


def periods(engine: Engine, *, on: date | None = None, period: str | None = None) -> list[Row]:
    """Comment periods: those open on a day, or the one of that stream; the soonest to close first."""
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(_PERIODS, {"on": on, "id": period}).mappings()]


def lines_of(engine: Engine, period: str) -> list[Row]:
    """The lines of a period that are still proposed: award, unit and year, and nobody's name."""
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(_LINES, {"id": period}).mappings()]


def say(engine: Engine, period: str, said: Said) -> str:
    """Keep what was said; returns the receipt code, which is kept nowhere but with its sender."""
    code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(_IN_GROUP)) for _ in range(_GROUPS))
    feedback = uuid4()
    row = {
        "id": feedback,
        "period": period,
        "content": said.content,
        "sender": said.sender,
        "contact": said.contact,
        "code_hash": _code_hash(code),
        "digest": digest_of(feedback, period, said),
    }
    with engine.connect() as connection:
        connection.execute(_SAY, row)
    return code


def said_of(engine: Engine, period: str) -> list[Row]:
    """Everything that was said of a period, in the order it came."""
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(_SAID, {"period": period}).mappings()]


def received(engine: Engine, code: str) -> Row | None:
    """What a receipt code stands for: period, instant and digest; nothing of what was said."""
    with engine.connect() as connection:
        row = connection.execute(_RECEIVED, {"code_hash": _code_hash(code)}).mappings().one_or_none()
    return dict(row) if row else None


def digest_over(engine: Engine, period: str) -> tuple[int, str]:
    """How much was said of a period, and a SHA-256 (hex) over the digests of all of it in their order."""
    with engine.connect() as connection:
        digests = list(connection.scalars(_DIGESTS, {"period": period}))
    return len(digests), sha256(b"".join(digests)).hexdigest()


def digest_of(feedback: UUID, period: str, said: Said) -> bytes:
    """SHA-256 over one feedback; its random id keeps short ones from being guessed."""
    parts = (str(feedback), period, said.content, said.sender, said.contact)
    return sha256("\x1f".join(parts).encode()).digest()


def _code_hash(code: str) -> bytes:
    """The code is 80 random bits: a plain hash keeps it."""
    return sha256("".join(code.upper().split("-")).encode()).digest()
