"""What an operator may do about work that is stuck: remind its owners, hand it to one of them, call paths back.

Each act is kept with its reason, and what follows from it is written in the same transaction. None of them moves a
case: only who must act can do that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Engine, text

from domain.rules.calendar import civil_date
from readmodel.awaited import AWAITED, GRANTS
from readmodel.transactions import transaction

Row = Mapping[str, Any]


class Act(StrEnum):
    """What was done."""

    NUDGE = "nudge"
    REASSIGN = "reassign"
    RECONCILE = "reconcile"


class Came(StrEnum):
    """What came of it."""

    DONE = "done"
    MOVED = "moved"
    """The task stands elsewhere by now."""
    ALREADY = "already"
    """It was reminded of today."""
    NOT_THEIRS = "not_theirs"
    """That person may not do it."""
    UNHEARD = "unheard"
    """Nobody who must act takes letters; they find the reminder nowhere but in their list."""


@dataclass(frozen=True, slots=True)
class Order:
    """What an operator asks for, and why; `stream` and `step` name the task as it was seen."""

    operator: str
    reason: str
    now: datetime
    stream: str = ""
    step: str = ""


_KEEP: Final = text("""
    INSERT INTO operator_act (day, account, act, stream, step, subject, reason)
    SELECT :today, :account, :act, :stream, :step, :subject, :reason
    WHERE :stream = '' OR EXISTS (SELECT FROM work_queue WHERE stream = :stream AND step = :step AND listed)
    ON CONFLICT DO NOTHING RETURNING id
""")
_STANDS: Final = text(
    "SELECT EXISTS (SELECT FROM work_queue WHERE stream = :stream AND step = :step AND listed)"
)
_TELL: Final = text(f"""
    WITH {GRANTS}, queue AS (SELECT * FROM work_queue WHERE stream = :stream)
    INSERT INTO notice (account, kind, stream, occasion, position)
    SELECT asked.account, :kind, queue.stream, :occasion, (SELECT size FROM log_head)
    FROM queue CROSS JOIN LATERAL ({AWAITED}) AS asked (account)
    JOIN notice_setting AS wanted ON wanted.account = asked.account
    WHERE wanted.verified_at IS NOT NULL AND :kind = ANY(wanted.kinds)
      AND (CAST(:only AS text) IS NULL OR asked.account = :only)
    ON CONFLICT DO NOTHING
""")  # noqa: S608 - constants of ours
_ABLE: Final = text(f"""
    WITH {GRANTS}
    SELECT queue.stream, account.id, account.name FROM work_queue AS queue
    CROSS JOIN LATERAL ({AWAITED}) AS asked (account) JOIN account ON account.id = asked.account
    WHERE queue.stream = ANY(CAST(:streams AS text[])) ORDER BY queue.stream, account.name, account.id
""")  # noqa: S608 - as above
_ASSIGN: Final = text("""
    INSERT INTO task_claim (stream, step, since, account, claimed_at)
    SELECT stream, step, coalesce(since, '-infinity'), :subject, :now FROM work_queue
    WHERE stream = :stream AND step = :step AND listed AND people IS NULL
    ON CONFLICT (stream, step, since) DO UPDATE SET account = EXCLUDED.account, claimed_at = EXCLUDED.claimed_at
""")
_HOLDER: Final = text("""
    SELECT claim.account FROM work_queue AS queue JOIN task_claim AS claim
        ON claim.stream = queue.stream AND claim.step = queue.step
        AND claim.since = coalesce(queue.since, '-infinity')
    WHERE queue.stream = :stream AND queue.step = :step AND queue.listed
""")
_LAST: Final = text("""
    SELECT act.id, act.acted_at, act.account, account.name, act.act, act.stream, act.step, act.subject,
           receiver.name AS subject_name, act.reason
    FROM operator_act AS act LEFT JOIN account ON account.id = act.account
    LEFT JOIN account AS receiver ON receiver.id = act.subject
    ORDER BY act.id DESC LIMIT :limit
""")


def able(engine: Engine, streams: list[str], now: datetime) -> dict[str, list[Row]]:
    """By stream, the accounts that may act on it: `id` and `name`."""
    found: dict[str, list[Row]] = {}
    with engine.connect() as connection:
        for row in connection.execute(_ABLE, {"streams": streams, "today": civil_date(now)}).mappings():
            found.setdefault(row["stream"], []).append(dict(row))
    return found


def nudge(engine: Engine, order: Order) -> Came:
    """Remind whoever must act, by a letter as well where they take them; once a day for each task."""
    with transaction(engine) as connection:
        act = _keep(connection, order, Act.NUDGE)
        if act is None:
            standing = connection.execute(_STANDS, {"stream": order.stream, "step": order.step}).scalar_one()
            return Came.ALREADY if standing else Came.MOVED
        told = _tell(connection, order, f"operator|{act}", "nudge")
    return Came.DONE if told else Came.UNHEARD


def reassign(engine: Engine, order: Order, receiver: str) -> Came:
    """Let one of those who may act look after the task; read again before it is called done."""
    possible = able(engine, [order.stream], order.now).get(order.stream, [])
    if receiver not in {row["id"] for row in possible}:
        return Came.NOT_THEIRS
    where = {"stream": order.stream, "step": order.step}
    with transaction(engine) as connection:
        given = connection.execute(_ASSIGN, {**where, "subject": receiver, "now": order.now}).rowcount
        act = _keep(connection, order, Act.REASSIGN, receiver) if given else None
        if act is not None:
            _tell(connection, order, f"operator|{act}", "arrived", receiver)
    with engine.connect() as connection:
        return Came.DONE if connection.scalar(_HOLDER, where) == receiver else Came.MOVED


def note_reconcile(engine: Engine, order: Order) -> None:
    """Keep that an operator called every open path back."""
    with engine.connect() as connection:
        _keep(connection, order, Act.RECONCILE)


def last_acts(engine: Engine, *, limit: int) -> list[Row]:
    """What operators did, latest first."""
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(_LAST, {"limit": limit}).mappings()]


def _keep(connection: Connection, order: Order, act: Act, subject: str = "") -> int | None:
    """The number of the act; None where its task moved on, or was reminded of today."""
    row = {"account": order.operator, "stream": order.stream, "step": order.step, "reason": order.reason}
    parameters = {**row, "act": act, "subject": subject, "today": civil_date(order.now)}
    found: int | None = connection.execute(_KEEP, parameters).scalar()
    return found


def _tell(connection: Connection, order: Order, occasion: str, kind: str, only: str | None = None) -> int:
    """Owe a notice to those who must act, or to one of them; how many take letters."""
    row = {"kind": kind, "stream": order.stream, "occasion": occasion, "only": only}
    return connection.execute(_TELL, {**row, "today": civil_date(order.now)}).rowcount
