"""What must be remembered between two steps of signing in, for some minutes, used once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, func, insert, select

from readmodel.sign_ins import hashed
from readmodel.tables import SIGN_IN_STEP


@dataclass(frozen=True, slots=True)
class Step:
    """A step that was begun: of which kind, for which account if it is known, and what it needs to go on."""

    kind: str
    account: str | None
    facts: Mapping[str, Any]


def begin_step(engine: Engine, key: str, step: Step, expires_at: datetime) -> None:
    """Remember a step under a random key until then (aware UTC); those that were never finished are swept out."""
    row = {
        "key_hash": hashed(key),
        "kind": step.kind,
        "account": step.account,
        "facts": dict(step.facts),
        "expires_at": expires_at,
    }
    with engine.begin() as connection:
        connection.execute(delete(SIGN_IN_STEP).where(SIGN_IN_STEP.c.expires_at <= func.now()))
        connection.execute(insert(SIGN_IN_STEP).values(row))


def look_at_step(engine: Engine, key: str, kind: str, now: datetime) -> Step | None:
    """The step begun under that key, which stays."""
    query = select(SIGN_IN_STEP).where(*_found(key, kind, now))
    with engine.connect() as connection:
        row = connection.execute(query).mappings().one_or_none()
    return Step(row["kind"], row["account"], row["facts"]) if row else None


def take_step(engine: Engine, key: str, kind: str, now: datetime) -> Step | None:
    """The step begun under that key; of two who ask at once, one gets it."""
    statement = delete(SIGN_IN_STEP).where(*_found(key, kind, now)).returning(SIGN_IN_STEP)
    with engine.begin() as connection:
        row = connection.execute(statement).mappings().one_or_none()
    return Step(row["kind"], row["account"], row["facts"]) if row else None


def _found(key: str, kind: str, now: datetime) -> tuple[Any, ...]:
    table = SIGN_IN_STEP.c
    return (table.key_hash == hashed(key), table.kind == kind, table.expires_at > now)
