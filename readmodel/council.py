"""What the council's pages ask: sessions, their lines, what waits for a sitting, a settlement or a signature."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Engine,
    Select,
    Text,
    TextClause,
    and_,
    cast,
    delete,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert

from domain.decision.state import Stage
from domain.nomination.state import Step
from domain.values import Outcome
from readmodel.tables import ACCOUNT, DECISION, LIVE_LINE, NOMINATION, NOMINEE, SESSION

Row = Mapping[str, Any]

MOST_LINES = 2_000
"""Lines told of at once: twice what an agenda or an instrument may hold."""

_LATEST = text("""
    SELECT DISTINCT ON (leaf.stream) leaf.stream, leaf.bytes, disclosure.value AS reason
    FROM leaf LEFT JOIN disclosure
        ON disclosure.position = leaf.position AND disclosure.pointer = '/reason'
    WHERE leaf.stream = ANY(:streams) AND leaf.name = :name
    ORDER BY leaf.stream, leaf.version DESC
""")
_COUNCILS = text("""
    SELECT stream, bytes FROM leaf WHERE name = 'council.established' ORDER BY position
""")
_COMMENTS = text("""
    SELECT stream, bytes FROM leaf WHERE name = 'comment.opened' ORDER BY position DESC LIMIT 500
""")


def sessions(engine: Engine, person: str, units: Iterable[str] | None, limit: int = 200) -> list[Row]:
    """The sessions in which a person takes part, or of these units; of all where `units` is None. Latest first."""
    query = select(SESSION).order_by(SESSION.c.meets_on.desc().nulls_last(), SESSION.c.id).limit(limit)
    if units is not None:
        named = sorted(units)
        query = query.where(
            or_(
                SESSION.c.taking_part.op("@>")(cast([person], ARRAY(Text))),
                SESSION.c.unit.in_(named),
                SESSION.c.standing_body.in_(named),
            )
        )
    return _all(engine, query)


def lines_of(engine: Engine, streams: Iterable[str]) -> dict[str, Row]:
    """These lines with the names of who is proposed, by id."""
    rows = _all(engine, _lines().where(NOMINATION.c.id.in_(sorted(streams))))
    return {row["id"]: row for row in rows}


def for_agenda(engine: Engine, units: Iterable[str]) -> list[Row]:
    """The lines that may be put before a council of these units: appraised, or sent up by the council below."""
    step = NOMINATION.c.step
    sent_up = and_(step == Step.VOTED, NOMINATION.c.vote == Outcome.FORWARDED)
    return _waiting(engine, units, or_(step == Step.APPRAISED, sent_up))


def for_settlement(engine: Engine, units: Iterable[str]) -> list[Row]:
    """The lines that a decider of these units may settle: voted, or appraised for who needs no vote."""
    return _waiting(engine, units, NOMINATION.c.step.in_((Step.VOTED, Step.APPRAISED)))


def before_council(engine: Engine, units: Iterable[str]) -> list[Row]:
    """The lines of these units that may be made public for comment: received, and not before a council yet."""
    steps = (Step.RECEIVED, Step.SUPPLEMENTED, Step.APPRAISED)
    return _waiting(engine, units, NOMINATION.c.step.in_(steps))


def _waiting(engine: Engine, units: Iterable[str], stands: ColumnElement[bool]) -> list[Row]:
    query = (
        _lines()
        .where(NOMINATION.c.handled_by.in_(sorted(set(units))), NOMINATION.c.hold == "", stands)
        .order_by(NOMINATION.c.session, NOMINATION.c.unit, NOMINATION.c.award, NOMINATION.c.id)
        .limit(MOST_LINES)
    )
    return _all(engine, query)


def instruments(engine: Engine, units: Iterable[str], stages: Sequence[Stage]) -> list[Row]:
    """The instruments of these units at these stages, latest first."""
    query = (
        select(DECISION)
        .where(DECISION.c.unit.in_(sorted(set(units))), DECISION.c.stage.in_(stages))
        .order_by(DECISION.c.updated_at.desc(), DECISION.c.id)
        .limit(500)
    )
    return _all(engine, query)


def latest(engine: Engine, streams: Iterable[str], name: str) -> dict[str, Row]:
    """The last fact of that name on each stream: its payload, with the reason where it is still disclosed."""
    with engine.connect() as connection:
        rows = connection.execute(_LATEST, {"streams": sorted(streams), "name": name}).all()
    return {row.stream: {**json.loads(row.bytes)["payload"], "reason": row.reason or ""} for row in rows}


def councils(engine: Engine) -> list[Row]:
    """Every council as it was established, oldest first."""
    return _told(engine, _COUNCILS)


def comment_periods(engine: Engine) -> list[Row]:
    """The comment periods as they were opened, latest first."""
    return _told(engine, _COMMENTS)


def _told(engine: Engine, query: TextClause) -> list[Row]:
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    return [{"id": row.stream, **json.loads(row.bytes)["payload"]} for row in rows]


def people_with_accounts(engine: Engine) -> list[Row]:
    """Everybody who may sign in, by name: ids and names."""
    return _all(engine, select(ACCOUNT.c.id, ACCOUNT.c.name).order_by(ACCOUNT.c.name, ACCOUNT.c.id))


# The line under discussion: a mark for those in the room, and no evidence


def live_line(engine: Engine, session: str) -> str:
    """The line under discussion, or nothing."""
    with engine.connect() as connection:
        found = connection.scalar(select(LIVE_LINE.c.nomination).where(LIVE_LINE.c.session == session))
    return found or ""


def mark_live(engine: Engine, session: str, nomination: str, by: str) -> None:
    """Mark the line under discussion, or none where it is empty."""
    mark = {"nomination": nomination, "marked_by": by, "marked_at": func.clock_timestamp()}
    statement = insert(LIVE_LINE).values(session=session, **mark)
    with engine.begin() as connection:
        if nomination:
            connection.execute(statement.on_conflict_do_update(index_elements=["session"], set_=mark))
        else:
            connection.execute(delete(LIVE_LINE).where(LIVE_LINE.c.session == session))


def _lines() -> Select[Any]:
    return select(NOMINATION, NOMINEE.c.name).outerjoin(NOMINEE, NOMINEE.c.nomination == NOMINATION.c.id)


def _all(engine: Engine, query: Select[Any]) -> list[Row]:
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]
