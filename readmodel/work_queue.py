"""What waits for whom: the open work of a person's roles, and what waits for them by name, soonest deadline first.

A line whose step its dossier, session or instrument takes for all of them is not listed: that other stream is,
and of a session or an instrument the soonest deadline is that of its lines.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import DateTime, Engine, Select, cast, func, literal, select, true, tuple_

from readmodel.awaiting import ANYTHING, NEVER, Asked, Desks, Whose, claim_stands, soonest_line, waiting
from readmodel.tables import ACCOUNT, DOSSIER, NOMINATION, NOMINEE, TASK_CLAIM, WORK_QUEUE

Row = Mapping[str, Any]

MOST_COUNTED: Final = 1_000
"""As far as the tabs of an inbox count; beyond it they say so."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_INSTANT: Final = DateTime(timezone=True)


def work_queue(  # noqa: PLR0913 - each narrows the page
    engine: Engine, person: str, desks: Desks, *, asked: Asked = ANYTHING, limit: int = 200, after: str = ""
) -> list[Row]:
    """A page of what waits for that person in these roles; `after` is the cursor of the last row before it."""
    with engine.connect() as connection:
        found = connection.execute(_page(person, desks, asked, limit, after)).mappings()
        return [dict(row) for row in found]


def work_counts(engine: Engine, person: str, desks: Desks, now: datetime, soon: datetime) -> dict[str, int]:
    """How much waits: all, mine, group, overdue `now`, due before `soon`; each as far as `MOST_COUNTED`."""
    kinds = {
        "all": Asked(),
        "mine": Asked(Whose.MINE),
        "group": Asked(Whose.GROUP),
        "overdue": Asked(due_before=now),
        "soon": Asked(due_before=soon),
        "held": Asked(held=True),
    }
    counts = (_count(person, desks, asked).label(name) for name, asked in kinds.items())
    with engine.connect() as connection:
        return dict(connection.execute(select(*counts)).mappings().one())


def cursor(row: Row) -> str:
    """Where a row stands in the queue, for the page after it: `microseconds~stream`, without figure when undated.

    The deadline is kept, and not looked up again: the row may be done by then, and have another or none.
    """
    due_at = row["due_at"]
    return f"{(due_at - _EPOCH) // timedelta(microseconds=1) if due_at else ''}~{row['stream']}"


def _count(person: str, desks: Desks, asked: Asked) -> Any:  # noqa: ANN401 - a scalar subquery
    found = select(waiting(person, desks, asked, MOST_COUNTED)).limit(MOST_COUNTED).subquery()
    return select(func.count()).select_from(found).scalar_subquery()


def _page(person: str, desks: Desks, asked: Asked, limit: int, after: str) -> Select[Any]:
    queue = WORK_QUEUE.c
    found = waiting(person, desks, asked, limit, _place(after) if after else None)
    soonest = soonest_line()
    derived = {"due_at", "due_source", "reckoning", "lateness", "escalated_to", "award", "dossier"}
    return (
        select(
            *(column for column in queue if column.name not in derived),
            func.nullif(found.c.due_at, NEVER).label("due_at"),
            *(func.coalesce(soonest.c[name], queue[name]).label(name) for name in _CARRIED),
            *(func.nullif(queue[name], "").label(name) for name in ("award", "dossier")),
            NOMINATION.c.candidate,
            NOMINATION.c.candidate_kind,
            NOMINEE.c.name,
            DOSSIER.c.title,
            TASK_CLAIM.c.account.label("claimed_by"),
            TASK_CLAIM.c.claimed_at,
            ACCOUNT.c.name.label("claimed_name"),
        )
        .select_from(found)
        .join(WORK_QUEUE, queue.stream == found.c.stream)
        .outerjoin(soonest, true())
        .outerjoin(NOMINATION, NOMINATION.c.id == queue.stream)
        .outerjoin(NOMINEE, NOMINEE.c.nomination == queue.stream)
        .outerjoin(DOSSIER, DOSSIER.c.id == queue.dossier)
        .outerjoin(TASK_CLAIM, claim_stands())
        .outerjoin(ACCOUNT, ACCOUNT.c.id == TASK_CLAIM.c.account)
        .order_by(found.c.due_at, found.c.stream)
        .limit(limit)
    )


_CARRIED: Final = ("due_source", "reckoning", "lateness", "escalated_to")
"""What a session or an instrument takes from its soonest line."""


def _place(after: str) -> Any:  # noqa: ANN401 - a row value
    micros, _mark, stream = after.partition("~")
    due_at = cast(literal(_EPOCH + timedelta(microseconds=int(micros))), _INSTANT) if micros else NEVER
    return tuple_(due_at, literal(stream))
