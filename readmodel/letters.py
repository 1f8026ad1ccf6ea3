"""Letters on their way: handed out one at a time, sent again until a server took them, or given up visibly."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Engine, text

Row = Mapping[str, Any]

_KEPT_TRYING: Final = timedelta(days=3)
"""How long a letter is tried before it is given up."""

# Handing out is a lease: whoever is killed with a letter in hand leaves it to the next round after `next_attempt_at`.
_HAND_OUT: Final = text("""
    UPDATE letter SET attempts = attempts + 1,
        next_attempt_at = CAST(:now AS timestamptz) + least(interval '1 minute' * 2 ^ attempts, interval '1 hour')
    WHERE id = (
        SELECT id FROM letter WHERE sent_at IS NULL AND given_up_at IS NULL AND next_attempt_at <= :now
        ORDER BY next_attempt_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
    ) RETURNING id, kind, address, language, counts, place, made_at
""")
_DUE: Final = text("""
    SELECT EXISTS (SELECT FROM letter WHERE sent_at IS NULL AND given_up_at IS NULL AND next_attempt_at <= :now)
""")
_SENT: Final = text("""
    UPDATE letter SET sent_at = :now, cause = '', place = CASE WHEN kind = 'proof' THEN '' ELSE place END
    WHERE id = :id
""")
_NOT_SENT: Final = text("""
    UPDATE letter SET cause = :cause,
        given_up_at = CASE WHEN :final OR made_at < :too_old THEN CAST(:now AS timestamptz) END
    WHERE id = :id
""")
_WELL: Final = text("UPDATE outward_cursor SET failing_since = NULL, cause = '' WHERE name = 'notices'")
_AILING: Final = text("""
    UPDATE outward_cursor SET failing_since = coalesce(failing_since, :now), cause = :cause WHERE name = 'notices'
""")
_STATE: Final = text("SELECT failing_since, cause FROM outward_cursor WHERE name = 'notices'")
_UNDELIVERED: Final = text("""
    SELECT id, account, kind, made_at, attempts, next_attempt_at, given_up_at, cause, count(*) OVER () AS total
    FROM letter WHERE sent_at IS NULL AND (attempts > 0 OR made_at < :since) ORDER BY made_at DESC LIMIT :limit
""")
_UNREACHED: Final = timedelta(minutes=15)
"""How long a letter may wait for its first attempt before operators are told."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to send: what it counts and where it leads, never whom a task concerns."""

    id: UUID
    kind: str
    address: str
    language: str
    counts: Mapping[str, int]
    place: str
    made_at: datetime


def is_any_due(engine: Engine, now: datetime) -> bool:
    """Whether any letter is to be sent now."""
    with engine.connect() as connection:
        return bool(connection.scalar(_DUE, {"now": now}))


def hand_out(engine: Engine, now: datetime) -> Letter | None:
    """The letter that waited longest, leased to the caller for a while; None when none is due."""
    with engine.connect() as connection:
        row = connection.execute(_HAND_OUT, {"now": now}).mappings().one_or_none()
    return Letter(**row) if row else None


def note_sent(engine: Engine, letter: UUID, now: datetime) -> None:
    """A mail server took the letter."""
    with engine.connect() as connection:
        connection.execute(_SENT, {"id": letter, "now": now})


def note_not_sent(engine: Engine, letter: UUID, cause: str, now: datetime, *, final: bool) -> None:
    """It did not; `final` where trying again cannot help. `cause` must not hold the address."""
    with engine.connect() as connection:
        row = {"id": letter, "cause": cause, "now": now, "final": final, "too_old": now - _KEPT_TRYING}
        connection.execute(_NOT_SENT, row)


def note_server(engine: Engine, cause: str, now: datetime) -> None:
    """Keep since when the mail server cannot be used, and why; an empty cause says that it can."""
    with engine.connect() as connection:
        if cause:
            connection.execute(_AILING, {"now": now, "cause": cause})
        else:
            connection.execute(_WELL)


def server_state(engine: Engine) -> Row:
    """Since when the mail server fails, and why."""
    with engine.connect() as connection:
        return dict(connection.execute(_STATE).mappings().one())


def undelivered(engine: Engine, now: datetime, *, limit: int) -> list[Row]:
    """Letters that were tried in vain or wait too long, newest first; every row tells the `total`."""
    with engine.connect() as connection:
        rows = connection.execute(_UNDELIVERED, {"since": now - _UNREACHED, "limit": limit}).mappings()
        return [dict(row) for row in rows]
