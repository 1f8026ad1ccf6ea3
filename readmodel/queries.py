"""What people ask of the read model, each question a function that returns plain rows."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Engine, Select, TextClause, func, select, text

from readmodel.tables import ACCOUNT, DECISION, DOSSIER, NOMINATION, NOMINEE, SESSION, WORK_QUEUE

Row = Mapping[str, Any]

_RECEIPT = text("""
    SELECT fingerprint, body, position, recorded_at FROM receipt WHERE command_id = CAST(:command_id AS uuid)
""")
_CHECKPOINT = text("SELECT note FROM checkpoint WHERE size = :size")
_PEOPLE = text("""
    SELECT leaf.stream FROM leaf
    WHERE leaf.name = 'person.registered'
      AND lower(convert_from(leaf.bytes, 'UTF8')::jsonb -> 'payload' ->> 'unit') = lower(:unit)
    ORDER BY leaf.stream
""")
_UNIT_NAMES = text("""
    SELECT mentioned.code, leaf.bytes
    FROM (SELECT unit AS code FROM dossier UNION SELECT handled_by FROM dossier) AS mentioned
    JOIN leaf ON leaf.stream = 'unit-' || lower(mentioned.code) AND leaf.version = 1
""")


def open_streams(engine: Engine) -> list[str]:
    """Every stream that still waits for somebody, oldest first: those whose workflow must exist."""
    query = select(WORK_QUEUE.c.stream).where(~WORK_QUEUE.c.closed).order_by(WORK_QUEUE.c.since)
    with engine.connect() as connection:
        return list(connection.scalars(query))


def nominations(  # noqa: PLR0913 - each is a filter a person may set
    engine: Engine,
    *,
    dossier: str | None = None,
    session: str | None = None,
    step: str | None = None,
    award: str | None = None,
    outcome: str | None = None,
    after: str = "",
    limit: int = 200,
) -> list[Row]:
    """Nominations by id, filtered; `after` is the last id of the page before."""
    filters = {
        NOMINATION.c.dossier: dossier,
        NOMINATION.c.session: session,
        NOMINATION.c.step: step,
        NOMINATION.c.award: award,
        NOMINATION.c.outcome: outcome,
    }
    query = (
        select(NOMINATION, NOMINEE.c.name)
        .outerjoin(NOMINEE, NOMINEE.c.nomination == NOMINATION.c.id)
        .where(NOMINATION.c.id > after)
        .where(*(column == value for column, value in filters.items() if value is not None))
        .order_by(NOMINATION.c.id)
        .limit(limit)
    )
    return _all(engine, query)


def nomination(engine: Engine, stream: str) -> Row | None:
    """One nomination with its candidate's name and what it waits for."""
    query = (
        select(
            NOMINATION,
            NOMINEE.c.name,
            WORK_QUEUE.c.role,
            WORK_QUEUE.c.since,
            WORK_QUEUE.c.due_at,
            WORK_QUEUE.c.due_source,
            WORK_QUEUE.c.reckoning,
            WORK_QUEUE.c.lateness,
        )
        .outerjoin(NOMINEE, NOMINEE.c.nomination == NOMINATION.c.id)
        .outerjoin(WORK_QUEUE, WORK_QUEUE.c.stream == NOMINATION.c.id)
        .where(NOMINATION.c.id == stream)
    )
    return _one(engine, query)


def dossiers(engine: Engine) -> list[Row]:
    """Every dossier, newest year first."""
    return _all(engine, select(DOSSIER).order_by(DOSSIER.c.year.desc(), DOSSIER.c.id))


def dossier_page(engine: Engine, after: str = "", limit: int = 200) -> list[Row]:
    """A page of dossiers, newest year first; `after` is the cursor of the last row of the page before."""
    query = select(DOSSIER).order_by(DOSSIER.c.year.desc(), DOSSIER.c.id).limit(limit)
    if after:
        year, _mark, stream = after.partition("~")
        later = (DOSSIER.c.year == int(year)) & (DOSSIER.c.id > stream)
        query = query.where((DOSSIER.c.year < int(year)) | later)
    return _all(engine, query)


def dossier_cursor(row: Row) -> str:
    """Where the page after this row begins."""
    return f"{row['year']}~{row['id']}"


def dossier(engine: Engine, stream: str) -> Row | None:
    """One dossier."""
    return _one(engine, select(DOSSIER).where(DOSSIER.c.id == stream))


def session(engine: Engine, stream: str) -> Row | None:
    """One session."""
    return _one(engine, select(SESSION).where(SESSION.c.id == stream))


def decision(engine: Engine, stream: str) -> Row | None:
    """One instrument."""
    return _one(engine, select(DECISION).where(DECISION.c.id == stream))


def outcomes(engine: Engine, among: Iterable[str] | None = None) -> list[Row]:
    """How many lines of each dossier (or of those `among`) and award stand where, with the step and the outcome."""
    columns = (NOMINATION.c.dossier, NOMINATION.c.award, NOMINATION.c.step, NOMINATION.c.outcome)
    query = select(*columns, func.count().label("count")).group_by(*columns).order_by(*columns)
    if among is not None:
        query = query.where(NOMINATION.c.dossier.in_(sorted(among)))
    return _all(engine, query)


def receipt(engine: Engine, command_id: str) -> Row | None:
    """The recorded answer to a command: fingerprint of what was asked, body, first position, time of record."""
    return _one(engine, _RECEIPT.bindparams(command_id=command_id))


def checkpoint_note(engine: Engine, size: int) -> str | None:
    """The signed note of the checkpoint of that size."""
    with engine.connect() as connection:
        note: str | None = connection.scalar(_CHECKPOINT.bindparams(size=size))
    return note


def people(engine: Engine, unit: str) -> list[str]:
    """The streams of everybody whom the register entered for a unit, by its code in any case."""
    with engine.connect() as connection:
        return list(connection.scalars(_PEOPLE.bindparams(unit=unit)))


def handlers(engine: Engine, unit: str) -> list[str]:
    """The units that appraise the dossiers of a unit, by its code in any case."""
    query = select(DOSSIER.c.handled_by).where(func.lower(DOSSIER.c.unit) == unit.lower()).distinct()
    with engine.connect() as connection:
        return list(connection.scalars(query))


def unit_names(engine: Engine) -> dict[str, str]:
    """The names of the units that the rows mention, by unit code, as far as the register knows them."""
    with engine.connect() as connection:
        rows = connection.execute(_UNIT_NAMES).all()
    return {row.code: json.loads(row.bytes)["payload"]["name"] for row in rows}


def account_names(engine: Engine, ids: Iterable[str]) -> dict[str, str]:
    """The names of these people's accounts, by id, as far as they have one."""
    query = select(ACCOUNT.c.id, ACCOUNT.c.name).where(ACCOUNT.c.id.in_(sorted(set(ids))))
    with engine.connect() as connection:
        return {row.id: row.name for row in connection.execute(query)}


def _all(engine: Engine, query: Select[Any]) -> list[Row]:
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def _one(engine: Engine, query: Select[Any] | TextClause) -> Row | None:
    with engine.connect() as connection:
        row = connection.execute(query).mappings().one_or_none()
    return dict(row) if row is not None else None
