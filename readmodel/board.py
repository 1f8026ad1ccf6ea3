"""How the work flows: what is open where and how old, where it is stuck and why, and how fast stages go by.

For whoever keeps the machine running: counts, codes, times and who of the office must act; nothing of a candidate.
Every question is one statement, whose price does not grow with what was archived.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Engine, text

from domain.rules.calendar import civil_date
from readmodel.awaited import AWAITED, CARRIER, GRANTS

Row = Mapping[str, Any]

LAST_LEAVES: Final = 100_000
"""How far back in the log the times of stages are taken from."""
_HELD_LONG: Final = timedelta(days=30)
"""A line held longer than that is looked at."""
_IDLE_LONG: Final = timedelta(days=30)
"""As is a task without a deadline that nobody touched for that long."""

STAGES: Final[Mapping[str, str]] = {
    "nomination.drafted": "draft",
    "nomination.submitted": "submitted",
    "nomination.received": "received",
    "nomination.returned": "returned",
    "nomination.supplemented": "supplemented",
    "nomination.appraisal_recorded": "appraised",
    "nomination.placed_on_agenda": "in_council",
    "nomination.vote_recorded": "voted",
    "nomination.outcome_decided": "decided",
    "nomination.signature_recorded": "signed",
    "nomination.publication_recorded": "published",
    "nomination.archival_recorded": "archived",
}
"""The facts that bring a line to a step."""

_FLOW: Final = text("""
    SELECT queue.step, count(*) AS lines, count(*) FILTER (WHERE queue.held) AS held,
           count(*) FILTER (WHERE queue.due_at < :now AND NOT queue.held) AS late,
           percentile_cont(0.5) WITHIN GROUP (
               ORDER BY extract(epoch FROM CAST(:now AS timestamptz) - coalesce(queue.since, line.updated_at)) / 86400
           ) AS median_days,
           max(extract(epoch FROM CAST(:now AS timestamptz) - coalesce(queue.since, line.updated_at)) / 86400)
               AS oldest_days
    FROM work_queue AS queue JOIN nomination AS line ON line.id = queue.stream
    WHERE queue.kind = 'nomination' AND NOT queue.closed GROUP BY queue.step
""")
_BACKLOG: Final = text("""
    SELECT unit, count(*) AS tasks, count(*) FILTER (WHERE due_at < :now AND NOT held) AS late,
           count(*) OVER () AS total
    FROM work_queue WHERE listed GROUP BY unit ORDER BY tasks DESC, unit LIMIT :limit
""")
_STAGE_TIMES: Final = text("""
    WITH reached AS (
        SELECT stream, name, recorded_at,
               lag(name) OVER line AS before, lag(recorded_at) OVER line AS since
        FROM leaf WHERE name = ANY(CAST(:names AS text[])) AND position >= (SELECT size FROM log_head) - :last
        WINDOW line AS (PARTITION BY stream ORDER BY version)
    )
    SELECT before AS name, count(*) AS lines,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM recorded_at - since) / 86400) AS median_days,
           percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM recorded_at - since) / 86400) AS slow_days
    FROM reached WHERE before IS NOT NULL GROUP BY before
""")
_THROUGHPUT: Final = text("""
    SELECT to_char(recorded_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM') AS month,
           count(*) FILTER (WHERE name = 'nomination.received') AS came,
           count(*) FILTER (WHERE name = 'nomination.publication_recorded') AS done
    FROM leaf WHERE name IN ('nomination.received', 'nomination.publication_recorded') AND recorded_at >= :since
    GROUP BY month ORDER BY month
""")
_STUCK: Final = text(f"""
    WITH {GRANTS}, carried AS (
        SELECT {CARRIER} AS stream, min(queue.due_at) FILTER (WHERE NOT queue.held) AS due_at,
               max(queue.escalated_to) AS escalated_to, count(*) FILTER (WHERE queue.kind = 'nomination') AS lines
        FROM work_queue AS queue LEFT JOIN nomination AS line ON line.id = queue.stream
        WHERE NOT queue.closed GROUP BY 1
    ), open AS (
        SELECT queue.stream, queue.kind, queue.step, queue.role, queue.people, queue.barred, queue.unit, queue.held,
               queue.since, carried.due_at, carried.escalated_to, carried.lines, line.updated_at
        FROM work_queue AS queue JOIN carried USING (stream) LEFT JOIN nomination AS line ON line.id = queue.stream
        WHERE queue.listed
    ), named AS (
        SELECT queue.*, CASE
            WHEN NOT EXISTS (SELECT FROM ({AWAITED}) AS asked (account) JOIN account ON account.id = asked.account)
                THEN 'nobody'
            WHEN queue.held AND queue.updated_at < :held_since THEN 'held'
            WHEN queue.held THEN NULL
            WHEN queue.escalated_to <> '' THEN 'escalated'
            WHEN queue.due_at < :now THEN 'overdue'
            WHEN queue.due_at IS NULL AND coalesce(queue.since, queue.updated_at) < :idle_since THEN 'idle'
        END AS cause FROM open AS queue
    )
    SELECT named.stream, named.kind, named.step, named.role, named.people, named.unit, named.since, named.due_at,
           named.escalated_to, named.lines, named.cause, claim.account AS claimed_by,
           (SELECT max(act.day) FROM operator_act AS act WHERE act.stream = named.stream AND act.act = 'nudge')
               AS nudged_on,
           count(*) OVER () AS total
    FROM named LEFT JOIN task_claim AS claim ON claim.stream = named.stream AND claim.step = named.step
        AND claim.since = coalesce(named.since, '-infinity')
    WHERE named.cause IS NOT NULL
    ORDER BY array_position(ARRAY['nobody', 'escalated', 'overdue', 'held', 'idle'], named.cause),
             named.due_at NULLS LAST, named.stream
    LIMIT :limit
""")  # noqa: S608 - constants of ours
_OPEN: Final = text("SELECT count(*) FROM work_queue WHERE NOT closed")


def flow(engine: Engine, now: datetime) -> dict[str, Row]:
    """By step: open lines, how many are late or held, and how many days they have stood there."""
    return {row["step"]: row for row in _rows(engine, _FLOW, {"now": now})}


def backlog(engine: Engine, now: datetime, *, limit: int) -> list[Row]:
    """By unit that must act: open tasks, and the late ones; the longest list first, each row with the `total`."""
    return _rows(engine, _BACKLOG, {"now": now, "limit": limit})


def stage_times(engine: Engine) -> dict[str, Row]:
    """By step: how long lines stood there, in days, of the last facts recorded: median and ninth decile."""
    found = _rows(engine, _STAGE_TIMES, {"names": list(STAGES), "last": LAST_LEAVES})
    return {STAGES[row["name"]]: row for row in found}


def throughput(engine: Engine, since: datetime) -> list[Row]:
    """By month in Vietnam (`YYYY-MM`): lines received and lines published."""
    return _rows(engine, _THROUGHPUT, {"since": since})


def stuck(engine: Engine, now: datetime, *, limit: int) -> list[Row]:
    """Tasks that do not move, with the cause, the gravest first; every row tells the `total`.

    The causes: `nobody` may act, `escalated`, `overdue`, `held` for long, `idle` for long without a deadline.
    """
    parameters = {
        "now": now,
        "today": civil_date(now),
        "held_since": now - _HELD_LONG,
        "idle_since": now - _IDLE_LONG,
        "limit": limit,
    }
    return _rows(engine, _STUCK, parameters)


def open_count(engine: Engine) -> int:
    """How many streams are open: each of them has a path."""
    with engine.connect() as connection:
        return int(connection.execute(_OPEN).scalar_one())


def _rows(engine: Engine, query: Any, parameters: Mapping[str, object]) -> list[Row]:  # noqa: ANN401 - a text clause
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(query, parameters).mappings()]
