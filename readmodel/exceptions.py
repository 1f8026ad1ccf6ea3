"""What an auditor looks at first: what is late, held or stepped aside from, and what went otherwise than advised."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Engine, text

Row = Mapping[str, Any]

_MOST_QUICK_ACTS: Final = ("nomination.appraisal_recorded", "nomination.outcome_decided", "decision.signed")
"""Acts that weigh something: reading, concluding and signing take a person time."""

_QUESTIONS: Final = {
    "overdue": """
        SELECT stream, step, unit, role, since, due_at, lateness, count(*) OVER () AS total FROM work_queue
        WHERE NOT closed AND NOT held AND due_at < :now ORDER BY due_at, stream LIMIT :limit""",
    "holds": """
        SELECT nomination.id AS stream, nomination.step, nomination.unit, nomination.award, nomination.hold,
               nomination.updated_at AS since, count(*) OVER () AS total
        FROM nomination WHERE nomination.hold <> '' ORDER BY nomination.updated_at, nomination.id LIMIT :limit""",
    "recusals": """
        SELECT recusal.nomination AS stream, recusal.member, recusal.session, nomination.award, nomination.step,
               count(*) OVER () AS total
        FROM recusal JOIN nomination ON nomination.id = recusal.nomination
        ORDER BY recusal.session DESC, recusal.nomination, recusal.member LIMIT :limit""",
    "departures": """
        SELECT id AS stream, award, unit, recommendation, vote, outcome, step, count(*) OVER () AS total
        FROM nomination
        WHERE vote IS NOT NULL AND outcome IS NOT NULL AND outcome <> vote
           OR recommendation = 'refuse' AND coalesce(outcome, vote) IN ('granted', 'forwarded', 'downgraded')
           OR recommendation = 'approve' AND coalesce(outcome, vote) IN ('refused', 'downgraded')
        ORDER BY updated_at DESC, id LIMIT :limit""",
    "quick": """
        SELECT act.stream, act.position, act.name, act.recorded_at,
               floor(extract(epoch FROM act.recorded_at - before.recorded_at))::int AS seconds,
               count(*) OVER () AS total
        FROM leaf AS act JOIN leaf AS before ON before.stream = act.stream AND before.version = act.version - 1
        WHERE act.name = ANY(CAST(:names AS text[]))
          AND act.recorded_at - before.recorded_at < make_interval(secs => :seconds)
        ORDER BY act.position DESC LIMIT :limit""",
}


def exceptions(engine: Engine, now: datetime, *, quick_s: int, limit: int) -> dict[str, list[Row]]:
    """The rows of each question, at most `limit`; every row tells the `total`. `quick_s` is in seconds."""
    parameters = {"now": now, "limit": limit, "seconds": quick_s, "names": list(_MOST_QUICK_ACTS)}
    with engine.connect() as connection:
        return {
            name: [dict(row) for row in connection.execute(text(query), _of(query, parameters)).mappings()]
            for name, query in _QUESTIONS.items()
        }


def _of(query: str, parameters: Mapping[str, object]) -> dict[str, object]:
    """The parameters that the query names."""
    return {name: value for name, value in parameters.items() if f":{name}" in query}
