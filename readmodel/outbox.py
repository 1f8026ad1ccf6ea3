"""What is owed to whom, read off the log: the leaves themselves are the outbox.

A round reads on from a kept position and writes the notices that follow in one transaction with the new position: so
nothing is left out and nothing is owed twice, whatever is killed when. A person's notices are gathered into one letter,
whose identity is fixed before it is sent for the first time.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Engine, text

from domain.rules.calendar import VIETNAM, civil_date
from domain.rules.library import calendar
from readmodel.awaited import AWAITED, CARRIER, GRANTS
from readmodel.transactions import transaction

CALENDAR: Final = "vn-1"
AT_ONCE: Final = 2_000
"""Leaves read in one transaction."""
_PAUSE: Final = timedelta(minutes=10)
"""At least so long lies between two letters to one person about single tasks."""

_WHERE: Final = text("SELECT position FROM outward_cursor WHERE name = 'notices' FOR UPDATE")
_HEAD: Final = text("SELECT size FROM log_head")
_MOVE: Final = text("UPDATE outward_cursor SET position = :after WHERE name = 'notices'")

# Deadlines are rung on lines and dossiers; people find a line's work under the stream that carries it. The actor stands
# at the head of every leaf: whoever brought a task about is not told of it.
_OWED: Final = text(rf"""
    WITH {GRANTS}, touched AS (
        SELECT DISTINCT ON (kind, stream) kind, stream, position, actor FROM (
            SELECT stream, position,
                   substring(encode(substring(bytes FOR 400), 'escape') FROM '"actor":\{{"id":"([^"]*)"') AS actor,
                   CASE WHEN name LIKE '%.deadline\_lapsed'
                        THEN convert_from(bytes, 'UTF8')::jsonb #>> '{{payload,rung}}' ELSE 'arrived' END AS kind
            FROM leaf WHERE position >= :first AND position < :after
        ) AS leaves ORDER BY kind, stream, position DESC
    ), task AS (
        SELECT touched.kind, touched.position, touched.actor,
               CASE WHEN touched.kind IN ('arrived', 'escalation') THEN queue.escalated_to END AS escalated_to,
               CASE WHEN touched.kind = 'arrived' THEN queue.stream ELSE {CARRIER} END AS stream,
               CASE WHEN touched.kind = 'arrived' THEN concat_ws('|', queue.step, queue.since, opened.version)
                    ELSE touched.position::text END AS occasion
        FROM touched JOIN work_queue AS queue ON queue.stream = touched.stream
        LEFT JOIN nomination AS line ON line.id = queue.stream
        LEFT JOIN LATERAL (
            SELECT max(leaf.version) AS version FROM leaf WHERE queue.kind = 'session'
            AND leaf.stream = queue.stream AND leaf.name IN ('session.voting_opened', 'session.voting_reopened')
        ) AS opened ON true
        WHERE NOT queue.closed AND (touched.kind <> 'arrived' OR queue.listed)
    )
    INSERT INTO notice (account, kind, stream, occasion, position)
    SELECT asked.account, task.kind, queue.stream, task.occasion, task.position
    FROM task JOIN (SELECT stream, role, people, barred, unit FROM work_queue) AS listed USING (stream)
    CROSS JOIN LATERAL (SELECT listed.*, task.escalated_to) AS queue
    CROSS JOIN LATERAL ({AWAITED}) AS asked (account)
    JOIN notice_setting AS wanted ON wanted.account = asked.account
    WHERE wanted.verified_at IS NOT NULL AND task.kind = ANY(wanted.kinds) AND asked.account <> task.actor
    ON CONFLICT DO NOTHING
""")  # noqa: S608 - constants of ours

_DROP: Final = text(f"""
    WITH {GRANTS}
    UPDATE notice SET dropped_at = :now WHERE letter IS NULL AND dropped_at IS NULL AND NOT (
        EXISTS (SELECT FROM notice_setting AS wanted WHERE wanted.account = notice.account
                AND wanted.verified_at IS NOT NULL AND notice.kind = ANY(wanted.kinds))
        AND EXISTS (SELECT FROM work_queue AS queue WHERE queue.stream = notice.stream AND NOT queue.closed
                    AND (notice.kind = 'escalation' OR notice.account IN ({AWAITED})))
    )
""")  # noqa: S608 - as above
_GATHER: Final = text("""
    WITH owed AS (
        SELECT account, kind, stream FROM notice WHERE letter IS NULL AND dropped_at IS NULL
        AND NOT EXISTS (SELECT FROM letter WHERE letter.account = notice.account AND letter.kind = 'tasks'
                        AND letter.made_at > :quiet_since)
    ), counted AS (
        SELECT account, jsonb_object_agg(kind, tasks) AS counts
        FROM (SELECT account, kind, count(DISTINCT stream) AS tasks FROM owed GROUP BY account, kind) AS kinds
        GROUP BY account
    ), placed AS (
        SELECT account, CASE
            WHEN count(DISTINCT stream) > 1 THEN '/viec-cua-toi'
            WHEN min(stream) LIKE 'nomination-%' THEN '/de-nghi/' || substr(min(stream), 12)
            WHEN min(stream) LIKE 'dossier-%' THEN '/ho-so/' || substr(min(stream), 9)
            ELSE '/viec-cua-toi' END AS place
        FROM owed GROUP BY account
    ), made AS (
        INSERT INTO letter (id, account, kind, address, language, counts, place, made_at, next_attempt_at)
        SELECT gen_random_uuid(), account, 'tasks', address, language, counts, place, :now, :now
        FROM counted JOIN placed USING (account) JOIN notice_setting USING (account)
        RETURNING id, account
    )
    UPDATE notice SET letter = made.id FROM made
    WHERE notice.account = made.account AND notice.letter IS NULL AND notice.dropped_at IS NULL
""")
_DIGEST: Final = text(f"""
    WITH {GRANTS}, ready AS (
        UPDATE notice_setting SET digested_on = :today
        WHERE verified_at IS NOT NULL AND digest = ANY(:digests) AND digest_at <= CAST(:clock AS time)
          AND (digested_on IS NULL OR digested_on < :today)
        RETURNING account, address, language
    ), carried AS (
        SELECT {CARRIER} AS stream, min(queue.due_at) AS due_at
        FROM work_queue AS queue LEFT JOIN nomination AS line ON line.id = queue.stream
        WHERE NOT queue.closed AND EXISTS (SELECT FROM ready) GROUP BY 1
    ), counted AS (
        SELECT asked.account, count(*) AS open, count(*) FILTER (WHERE carried.due_at < :now) AS late,
               count(*) FILTER (WHERE carried.due_at >= :now AND carried.due_at <= :soon) AS soon
        FROM carried JOIN work_queue AS queue USING (stream) CROSS JOIN LATERAL ({AWAITED}) AS asked (account)
        WHERE NOT queue.closed GROUP BY asked.account
    )
    INSERT INTO letter (id, account, kind, address, language, counts, place, made_at, next_attempt_at)
    SELECT gen_random_uuid(), account, 'digest', address, language,
           jsonb_build_object('open', open, 'late', late, 'soon', soon), '/viec-cua-toi', :now, :now
    FROM ready JOIN counted USING (account)
""")  # noqa: S608 - as above

_SOON_DAYS: Final = 3
"""Working days within which a digest calls a deadline near."""


def take_stock(engine: Engine, now: datetime, *, at_once: int = AT_ONCE) -> bool:
    """Derive what is owed, gather it into letters and make digests that are due; whether more of the log waits.

    One transaction, and one at a time: the cursor's row is locked first.
    """
    with transaction(engine) as connection:
        first: int = connection.execute(_WHERE).scalar_one()
        head: int = connection.execute(_HEAD).scalar_one()
        after = min(head, first + at_once)
        today = civil_date(now)
        if after > first:
            connection.execute(_OWED, {"first": first, "after": after, "today": today})
            connection.execute(_MOVE, {"after": after})
        connection.execute(_DROP, {"now": now, "today": today})
        connection.execute(_GATHER, {"now": now, "quiet_since": now - _PAUSE})
        _digest(connection, now)
    return after < head


def _digest(connection: Connection, now: datetime) -> None:
    """Count everything that is open, once on a working day for whoever wants it and after their time of the day."""
    days, today = calendar(CALENDAR), civil_date(now)
    if not days.is_working_day(today):
        return
    monday = today - timedelta(days=today.weekday())
    first_of_week = days.between(monday, today) == 1
    parameters: dict[str, Any] = {
        "now": now,
        "today": today,
        "clock": now.astimezone(VIETNAM).time(),
        "digests": ["daily", "weekly"] if first_of_week else ["daily"],
        "soon": days.due_at(now, _SOON_DAYS),
    }
    connection.execute(_DIGEST, parameters)
