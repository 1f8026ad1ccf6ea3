"""Which lines are hidden from a person: those they stepped aside from, and those of whoever they act for today.

A delegate works in the principal's place, so that what the principal may not see would reach them by that way.
"""

from typing import Final

from sqlalchemy import ColumnElement, Engine, Select, bindparam, column, literal, or_, select, text

from domain.nomination.state import Step
from readmodel.tables import NOMINATION, RECUSAL

_PUBLISHED: Final = (Step.PUBLISHED, Step.ARCHIVED)
_PRINCIPALS: Final = text(r"""
    SELECT substr(made.stream, length('delegation-') + 1) AS principal
    FROM leaf AS made, LATERAL (SELECT convert_from(made.bytes, 'UTF8')\:\:jsonb -> 'payload' AS payload) AS told,
         LATERAL (SELECT (clock_timestamp() AT TIME ZONE 'Asia/Ho_Chi_Minh')\:\:date AS day) AS today
    WHERE made.name = 'delegation.work_delegated'
      AND substring(encode(made.bytes, 'escape') FROM '"delegate":"([a-z0-9.-]+)"') = :delegate
      AND today.day BETWEEN (payload ->> 'starts_on')\:\:date AND (payload ->> 'ends_on')\:\:date
      AND NOT EXISTS (
          SELECT FROM leaf AS over WHERE over.stream = made.stream AND over.name = 'delegation.ended'
          AND convert_from(over.bytes, 'UTF8')\:\:jsonb #> '{payload,delegation}' = payload -> 'delegation')
""")
"""Spelled as the index `leaf_delegate` spells it."""


def concealed(engine: Engine, person: str, *, own: bool = False) -> frozenset[str]:
    """The lines of which this person sees nothing until they are published; `own` leaves out those of principals."""
    with engine.connect() as connection:
        return frozenset(connection.scalars(_lines(person, own=own)))


def is_seen(stream: ColumnElement[str], person: str) -> ColumnElement[bool]:
    """Whether a stream is none of these lines; they are looked up once, however many rows are asked about."""
    return stream.not_in(_lines(person))


def _lines(person: str, *, own: bool = False) -> Select[tuple[str]]:
    members = RECUSAL.c.member == literal(person)
    if not own:
        principals = _PRINCIPALS.bindparams(bindparam("delegate", person)).columns(column("principal"))
        members = or_(members, RECUSAL.c.member.in_(select(principals.subquery().c.principal)))
    return (
        select(RECUSAL.c.nomination)
        .join(NOMINATION, NOMINATION.c.id == RECUSAL.c.nomination)
        .where(members, NOMINATION.c.step.not_in(_PUBLISHED))
    )
