"""Rows of the work queue, written by hand or brought about."""

from datetime import UTC, datetime

from sqlalchemy import Engine, insert

from domain.execution import Order
from domain.ids import nomination_of
from readmodel.projector import TOGETHER
from readmodel.tables import WORK_QUEUE
from tests.domain.office import (
    COUNCIL_UNIT,
    DOSSIER,
    NOW,
    OFFICE,
    UNIT,
    appraise,
    convene,
    convening,
    draft,
    line,
    receive,
    submit,
)

SOON = datetime(2023, 11, 10, 10, 0, tzinfo=UTC)


def waiting(stream: str, due_at: datetime | None, **others: object) -> dict[str, object]:
    """A row of the work queue: open, for the appraisers, since `NOW`."""
    row = {
        "kind": "nomination",
        "step": "received",
        "role": "appraiser",
        "unit": COUNCIL_UNIT,
        "since": NOW,
        "due_source": "",
        "lateness": "",
        "held": False,
        "award": "LDTT",
        "dossier": "dossier-a",
        "from_unit": UNIT,
        "barred": None,
        "closed": False,
        "version": 1,
    }
    made = {**row, "stream": stream, "due_at": due_at, **others}
    carried = made["kind"] == "nomination" and made["step"] in TOGETHER and not made["held"]
    return {**made, "listed": not made["closed"] and not carried}


def fill(engine: Engine, *rows: dict[str, object]) -> None:
    """Write them."""
    with engine.connect() as connection:
        connection.execute(insert(WORK_QUEUE), list(rows))


def convened(lines: int) -> tuple[Order, ...]:
    """The orders that bring a dossier of so many lines before the council."""
    agenda = tuple(nomination_of(DOSSIER, number) for number in range(1, lines + 1))
    return (
        *OFFICE,
        draft(*(line(f"cb-{number:03d}") for number in range(1, lines + 1))),
        submit(),
        receive(),
        *(appraise(nomination) for nomination in agenda),
        convene(convening(agenda)),
    )
