"""Where the dossiers of a unit are: how many lines stand at which step, whom they wait for, and until when."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Engine, text

MOST_GROUPS: Final = 1_000

# A line that is not received yet waits with its dossier.
_WHERE = text("""
    SELECT dossier.id AS dossier, dossier.title, dossier.year, dossier.unit, dossier.step AS dossier_step,
           nomination.step, nomination.award, queue.role, queue.unit AS awaited_unit, min(queue.due_at) AS due_at,
           count(*) AS lines, bool_or(nomination.hold <> '') AS held, min(nomination.id) AS first_line,
           dossier.version
    FROM dossier JOIN nomination ON nomination.dossier = dossier.id
    LEFT JOIN work_queue AS queue ON NOT queue.closed AND queue.stream =
        CASE WHEN nomination.step IN ('draft', 'submitted') THEN dossier.id ELSE nomination.id END
    WHERE dossier.unit = ANY(:units) AND nomination.id <> ALL(CAST(:hidden AS text[]))
    GROUP BY dossier.id, nomination.step, nomination.award, queue.role, queue.unit
    ORDER BY dossier.year DESC, dossier.id DESC, min(queue.due_at) NULLS LAST LIMIT :most
""")


def whereabouts(engine: Engine, units: Sequence[str], hidden: Iterable[str] = ()) -> list[Mapping[str, Any]]:
    """The lines of these units' dossiers in groups that stand at the same place, newest year first; none `hidden`."""
    with engine.connect() as connection:
        asked = {"units": list(units), "hidden": sorted(hidden), "most": MOST_GROUPS}
        rows = connection.execute(_WHERE, asked).mappings()
        return [dict(row) for row in rows]
