"""Which open work waits for a person: a few short, ordered lists, each read off an index, then laid together.

A list is cut after as many rows as a page needs, so that the price of a page does not grow with what is open.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    all_,
    and_,
    any_,
    cast,
    exists,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    true,
    tuple_,
    union,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.sql.selectable import LateralFromClause, Subquery

from domain.ids import Kind
from domain.nomination.state import Step
from readmodel.aside import is_seen
from readmodel.tables import NOMINATION, NOMINEE, TASK_CLAIM, WORK_QUEUE

Desks = Mapping[str, Sequence[str]]
"""A person's roles by unit."""

NEVER: Final[ColumnElement[datetime]] = literal_column("'infinity'::timestamptz")
"""Spelled as the index spells it."""
_ALWAYS: Final[ColumnElement[datetime]] = literal_column("'-infinity'::timestamptz")
_ON_PAPER: Final = (Step.DECIDED, Step.SIGNED, Step.PUBLISHED)
"""Steps of a nomination that an instrument takes."""
_CARRIERS: Final = (Kind.SESSION, Kind.DECISION)
_QUEUE: Final = WORK_QUEUE.c
_ESCALATED: Final[ColumnElement[bool]] = literal_column("work_queue.escalated_to <> ''")
_CARRIER: Final[ColumnElement[bool]] = literal_column("work_queue.kind IN ('session', 'decision')")


class Whose(StrEnum):
    """Whose work is asked for."""

    ALL = "all"
    MINE = "mine"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the queue; an empty field asks nothing. Instants are aware UTC; `words` is a `tsquery`."""

    whose: Whose = Whose.ALL
    stream: str = ""
    award: str = ""
    unit: str = ""
    dossier: str = ""
    step: str = ""
    held: bool = False
    due_before: datetime | None = None
    words: str = ""


ANYTHING: Final = Asked()


@dataclass(frozen=True, slots=True)
class _List:
    """Open work that reaches a person in one way, and when each of it is due (infinity where undated)."""

    rows: Select[Any]
    due_at: ColumnElement[datetime]

    def where(self, *conditions: ColumnElement[bool]) -> "_List":
        """The list with these conditions."""
        return _List(self.rows.where(*conditions), self.due_at)


def waiting(person: str, desks: Desks, asked: Asked, limit: int, place: Any = None) -> Subquery:  # noqa: ANN401 - a row value
    """`stream` and `due_at` (infinity where undated) of what waits: of each list at most `limit` after `place`."""
    cut = [_cut(one, person, asked, limit, place) for one in _lists(person, desks, asked.whose)]
    return union(*cut).subquery("waiting")


def _cut(one: _List, person: str, asked: Asked, limit: int, place: Any) -> Select[Any]:  # noqa: ANN401 - a row value
    order = (one.due_at, _QUEUE.stream)
    rows = one.rows.where(*_filters(person, asked))
    if asked.due_before is not None:
        rows = rows.where(one.due_at < asked.due_before)
    if place is not None:
        rows = rows.where(tuple_(*order) > place)
    return select(rows.order_by(*order).limit(limit).subquery())


def _lists(person: str, desks: Desks, whose: Whose) -> Iterator[_List]:
    """By name, by role, as the role above, or what a session or an instrument carries; a row may be in several."""
    simple = _of(func.coalesce(_QUEUE.due_at, NEVER)).where(not_(_CARRIER))
    soonest = soonest_line()
    due_at = func.coalesce(_QUEUE.due_at, soonest.c.due_at, NEVER)
    carried = _of(due_at, soonest).where(_CARRIER)
    by_desk = _by_desk(desks, func.coalesce(soonest.c.escalated_to, _QUEUE.escalated_to))
    mine = _claimed_by(person)
    if whose is not Whose.GROUP:
        yield simple.where(_QUEUE.people.contains([person]))
        yield carried.where(literal(person) == any_(_QUEUE.people))
    if whose is Whose.MINE:
        yield simple.where(mine, _by_desk(desks, _QUEUE.escalated_to))
        yield carried.where(mine, by_desk)
        return
    others = [not_(mine)] if whose is Whose.GROUP else []
    for unit, role in ((unit, role) for unit, roles in desks.items() for role in roles):
        desk = simple.where(_QUEUE.unit == unit, *others)
        yield desk.where(_QUEUE.role == role, _QUEUE.people.is_(None))
        yield desk.where(_QUEUE.escalated_to == role, _ESCALATED)
    yield carried.where(by_desk, *others)


def _of(due_at: ColumnElement[datetime], soonest: LateralFromClause | None = None) -> _List:
    rows = select(_QUEUE.stream, due_at.label("due_at")).where(_QUEUE.listed)
    return _List(rows.outerjoin_from(WORK_QUEUE, soonest, true()) if soonest is not None else rows, due_at)


def soonest_line() -> LateralFromClause:
    """Of the open lines that a session or an instrument carries on, the one that is due first."""
    line, its = WORK_QUEUE.alias("line"), NOMINATION.alias("its")
    carried = or_(
        and_(its.c.session == _QUEUE.stream, its.c.step == Step.IN_COUNCIL),
        and_(its.c.decision == _QUEUE.stream, its.c.step.in_(_ON_PAPER)),
    )
    return (
        select(line.c.due_at, line.c.due_source, line.c.reckoning, line.c.lateness, line.c.escalated_to)
        .join(its, its.c.id == line.c.stream)
        .where(_QUEUE.kind.in_(_CARRIERS), carried)
        .where(~line.c.closed, line.c.due_at.is_not(None))
        .order_by(line.c.due_at, line.c.stream)
        .limit(1)
        .lateral("soonest")
    )


def claim_stands() -> ColumnElement[bool]:
    """Whether a claim is of the step at which the work stands: it lapses when the step moves."""
    claim = TASK_CLAIM.c
    return and_(
        claim.stream == _QUEUE.stream,
        claim.step == _QUEUE.step,
        claim.since == func.coalesce(_QUEUE.since, _ALWAYS),
    )


def _claimed_by(person: str) -> ColumnElement[bool]:
    return exists().where(claim_stands(), TASK_CLAIM.c.account == person).correlate(WORK_QUEUE)


def _by_desk(desks: Desks, escalated_to: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether it waits for one of these roles: where it names nobody, or as the role above."""
    by_role = (
        and_(
            _QUEUE.unit == unit,
            or_(and_(_QUEUE.people.is_(None), _QUEUE.role.in_(roles)), escalated_to.in_(roles)),
        )
        for unit, roles in desks.items()
    )
    return or_(literal(value=False), *by_role)


def _filters(person: str, asked: Asked) -> Iterator[ColumnElement[bool]]:
    yield or_(_QUEUE.barred.is_(None), literal(person) != all_(_QUEUE.barred))
    yield is_seen(_QUEUE.stream, person)
    for column, value in (
        (_QUEUE.stream, asked.stream),
        (_QUEUE.award, asked.award),
        (_QUEUE.from_unit, asked.unit),
        (_QUEUE.dossier, asked.dossier),
        (_QUEUE.step, asked.step),
    ):
        if value:
            yield column == value
    if asked.held:
        yield _QUEUE.held
    if asked.words:
        yield _found_by(asked.words)


def _found_by(words: str) -> ColumnElement[bool]:
    lexemes = func.array_to_tsvector(NOMINEE.c.words)
    return exists().where(NOMINEE.c.nomination == _QUEUE.stream, lexemes.op("@@")(cast(words, TSQUERY)))
