"""What waits for whom: the open work of a person's roles, and what waits for them by name, soonest deadline first.

A line whose step its dossier, session or instrument takes for all of them is not listed: that other stream is,
and of a session or an instrument the soonest deadline is that of its lines.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    Engine,
    Select,
    Text,
    and_,
    any_,
    cast,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.sql.selectable import LateralFromClause

from domain.ids import Kind
from domain.nomination.state import Step
from readmodel.tables import NOMINATION, NOMINEE, WORK_QUEUE

Row = Mapping[str, Any]
Desks = Mapping[str, Sequence[str]]
"""A person's roles by unit."""

_TOGETHER: Final = (
    Step.DRAFT,
    Step.SUBMITTED,
    Step.IN_COUNCIL,
    Step.DECIDED,
    Step.SIGNED,
    Step.PUBLISHED,
)
"""Steps of a nomination that another stream takes for many lines at once."""
_ON_PAPER: Final = (Step.DECIDED, Step.SIGNED, Step.PUBLISHED)
"""Those of them that an instrument takes."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_INSTANT: Final = DateTime(timezone=True)
_NEVER: Final = cast(literal("infinity"), _INSTANT)


def work_queue(engine: Engine, person: str, desks: Desks, *, limit: int = 200, after: str = "") -> list[Row]:
    """A page of what waits for that person in these roles; `after` is the cursor of the last row before it."""
    with engine.connect() as connection:
        found = connection.execute(_page(person, desks, limit, after)).mappings()
        return [dict(row) for row in found]


def cursor(row: Row) -> str:
    """Where a row stands in the queue, for the page after it: `microseconds~stream`, without figure when undated.

    The deadline is kept, and not looked up again: the row may be done by then, and have another or none.
    """
    due_at = row["due_at"]
    return f"{(due_at - _EPOCH) // timedelta(microseconds=1) if due_at else ''}~{row['stream']}"


def _page(person: str, desks: Desks, limit: int, after: str) -> Select[Any]:
    queue = WORK_QUEUE.c
    soonest = _soonest_line()
    due_at = func.coalesce(queue.due_at, soonest.c.due_at).label("due_at")
    order = (func.coalesce(due_at, _NEVER), queue.stream)
    escalated_to = func.coalesce(soonest.c.escalated_to, queue.escalated_to)
    derived = {"due_at", "due_source", "reckoning", "lateness", "escalated_to"}
    query = (
        select(
            *(column for column in queue if column.name not in derived),
            due_at,
            func.coalesce(soonest.c.due_source, queue.due_source).label("due_source"),
            func.coalesce(soonest.c.reckoning, queue.reckoning).label("reckoning"),
            func.coalesce(soonest.c.lateness, queue.lateness).label("lateness"),
            escalated_to.label("escalated_to"),
            NOMINATION.c.award,
            NOMINATION.c.candidate,
            NOMINEE.c.name,
            NOMINATION.c.dossier,
        )
        .select_from(WORK_QUEUE)
        .outerjoin(soonest, true())
        .outerjoin(NOMINATION, NOMINATION.c.id == queue.stream)
        .outerjoin(NOMINEE, NOMINEE.c.nomination == queue.stream)
        .where(~queue.closed, _awaited(person, desks, escalated_to))
        .where(or_(queue.kind != Kind.NOMINATION, queue.held, queue.step.not_in(_TOGETHER)))
        .order_by(*order)
        .limit(limit)
    )
    return query.where(tuple_(*order) > _place(after)) if after else query


def _soonest_line() -> LateralFromClause:
    """Of the open lines that a session or an instrument carries on, the one that is due first."""
    line, its = WORK_QUEUE.alias("line"), NOMINATION.alias("its")
    stream = WORK_QUEUE.c.stream
    carried = or_(
        and_(its.c.session == stream, its.c.step == Step.IN_COUNCIL),
        and_(its.c.decision == stream, its.c.step.in_(_ON_PAPER)),
    )
    return (
        select(line.c.due_at, line.c.due_source, line.c.reckoning, line.c.lateness, line.c.escalated_to)
        .join(its, its.c.id == line.c.stream)
        .where(WORK_QUEUE.c.kind.in_((Kind.SESSION, Kind.DECISION)), carried)
        .where(~line.c.closed, line.c.due_at.is_not(None))
        .order_by(line.c.due_at, line.c.stream)
        .limit(1)
        .lateral("soonest")
    )


def _awaited(person: str, desks: Desks, escalated_to: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a row waits for that person: by name, by role where it names nobody, or as the role above."""
    queue = WORK_QUEUE.c
    by_desk = (
        and_(
            queue.unit == unit,
            or_(and_(queue.people.is_(None), queue.role.in_(roles)), escalated_to.in_(roles)),
        )
        for unit, roles in desks.items()
    )
    return or_(literal(person) == any_(cast(queue.people, ARRAY(Text))), *by_desk)


def _place(after: str) -> Any:  # noqa: ANN401 - a row value
    micros, _mark, stream = after.partition("~")
    due_at = cast(literal(_EPOCH + timedelta(microseconds=int(micros))), _INSTANT) if micros else _NEVER
    return tuple_(due_at, literal(stream))
