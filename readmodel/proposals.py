"""Dossiers that somebody is drawing up and has not sent: no fact yet, only what its author sees."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Engine, text

_FORM: Final = "proposal"
MOST_PROPOSALS: Final = 50
"""How many an account may keep at once."""

_ALL = text("""
    SELECT stream, body, seen_version, updated_at FROM form_draft
    WHERE account = :account AND form = :form ORDER BY updated_at DESC
""")
_ONE = text("""
    SELECT stream, body, seen_version, updated_at FROM form_draft
    WHERE account = :account AND form = :form AND stream = :stream
""")
_BEGIN = text("""
    INSERT INTO form_draft (account, stream, form, body, seen_version, updated_at)
    SELECT :account, :stream, :form, CAST(:body AS jsonb), 0, clock_timestamp()
    WHERE :most > (SELECT count(*) FROM form_draft WHERE account = :account AND form = :form)
    ON CONFLICT DO NOTHING
""")
_SAVE = text("""
    UPDATE form_draft SET body = CAST(:body AS jsonb), seen_version = seen_version + 1, updated_at = clock_timestamp()
    WHERE account = :account AND form = :form AND stream = :stream AND seen_version = :revision
    RETURNING seen_version, updated_at
""")
_DROP = text("DELETE FROM form_draft WHERE account = :account AND form = :form AND stream = :stream")
_PEOPLE = text("""
    SELECT leaf.stream, disclosure.value AS name
    FROM leaf LEFT JOIN disclosure ON disclosure.position = leaf.position AND disclosure.pointer = '/name'
    WHERE leaf.name = 'person.registered'
      AND lower(convert_from(leaf.bytes, 'UTF8')::jsonb -> 'payload' ->> 'unit') = lower(:unit)
    ORDER BY disclosure.value LIMIT 1000
""")
_APPRAISING = text("""
    SELECT DISTINCT entry ->> 'unit' AS unit FROM account, jsonb_array_elements(account.grants) AS entry
    WHERE entry ->> 'role' = 'appraiser' ORDER BY 1
""")


@dataclass(frozen=True, slots=True)
class Kept:
    """A proposal as it was saved last; `revision` counts the savings."""

    stream: str
    body: Mapping[str, Any]
    revision: int
    saved_at: datetime


def proposals(engine: Engine, account: str) -> list[Kept]:
    """What that person is drawing up, last touched first."""
    with engine.connect() as connection:
        return [Kept(*row) for row in connection.execute(_ALL, {"account": account, "form": _FORM})]


def proposal(engine: Engine, account: str, stream: str) -> Kept | None:
    """One of them."""
    with engine.connect() as connection:
        row = connection.execute(_ONE, _key(account, stream)).one_or_none()
    return Kept(*row) if row else None


def begin(engine: Engine, account: str, stream: str, body: str) -> bool:
    """Begin one with a body in JSON; False where the account keeps too many."""
    with engine.connect() as connection:
        given = {**_key(account, stream), "body": body, "most": MOST_PROPOSALS}
        return connection.execute(_BEGIN, given).rowcount == 1


def save(engine: Engine, account: str, stream: str, body: str, revision: int) -> tuple[int, datetime] | None:
    """Save it over the revision that was seen; None where it was saved elsewhere meanwhile, or is gone."""
    with engine.connect() as connection:
        given = {**_key(account, stream), "body": body, "revision": revision}
        row = connection.execute(_SAVE, given).one_or_none()
    return (row.seen_version, row.updated_at) if row else None


def drop(engine: Engine, account: str, stream: str) -> None:
    """Forget it: it was sent, or given up."""
    with engine.connect() as connection:
        connection.execute(_DROP, _key(account, stream))


def people_named(engine: Engine, unit: str) -> list[tuple[str, str]]:
    """Everybody whom the register entered for a unit: stream and name, as far as it was not erased."""
    with engine.connect() as connection:
        return [(row.stream, row.name or "") for row in connection.execute(_PEOPLE, {"unit": unit})]


def appraising_units(engine: Engine) -> list[str]:
    """The codes of the units at which somebody appraises."""
    with engine.connect() as connection:
        return list(connection.scalars(_APPRAISING))


def _key(account: str, stream: str) -> dict[str, object]:
    return {"account": account, "form": _FORM, "stream": stream}
