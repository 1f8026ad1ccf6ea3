"""What people ask of the read model, and the rows it answers with."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, insert

from domain.nomination.state import Step
from domain.session.state import Phase
from readmodel import queries
from readmodel.queries import Row
from readmodel.tables import WORK_QUEUE
from tests.domain.office import (
    COUNCIL_UNIT,
    DECISION,
    DOSSIER,
    LINE,
    LINE_2,
    LINE_3,
    NOW,
    SESSION,
    UNIT,
    UNITS,
    draft,
    line,
    receive,
    submit,
    withdraw,
)
from tests.store.desk import Desk
from tests.store.scenario import ADJOURNED, GONE, HELD, LATE, ONE, TAKEN_BACK, TEAM, TWO

SOON = datetime(2023, 11, 10, 10, 0, tzinfo=UTC)
APPRAISERS = ("appraiser",)


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
        "closed": False,
        "version": 1,
    }
    return {**row, "stream": stream, "due_at": due_at, **others}


def fill(engine: Engine, *rows: dict[str, object]) -> None:
    with engine.connect() as connection:
        connection.execute(insert(WORK_QUEUE), list(rows))


def queue(engine: Engine, *, limit: int = 200, after: str = "") -> list[str]:
    rows = queries.work_queue(engine, COUNCIL_UNIT, APPRAISERS, limit=limit, after=after)
    return [row["stream"] for row in rows]


def test_work_queue_puts_the_soonest_deadline_first_and_undated_work_last(engine: Engine) -> None:
    later = SOON + timedelta(days=1)
    fill(
        engine,
        waiting("nomination-a", None),
        waiting("nomination-b", later),
        waiting("nomination-z", SOON),
        waiting("nomination-c", later),
    )
    assert queue(engine) == ["nomination-z", "nomination-b", "nomination-c", "nomination-a"]


def test_work_queue_holds_only_open_work_of_the_unit_and_role(engine: Engine) -> None:
    fill(
        engine,
        waiting("nomination-mine", SOON),
        waiting("nomination-closed", SOON, closed=True),
        waiting("nomination-elsewhere", SOON, unit=UNIT),
        waiting("nomination-clerk", SOON, role="receiving_clerk"),
    )
    assert queue(engine) == ["nomination-mine"]
    both = queries.work_queue(engine, COUNCIL_UNIT, ("appraiser", "receiving_clerk"))
    assert [row["stream"] for row in both] == ["nomination-clerk", "nomination-mine"]


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_work_queue_pages_hold_every_row_once_in_the_same_order(engine: Engine, limit: int) -> None:
    dues = [None, SOON + timedelta(days=2), SOON, None, SOON, SOON + timedelta(days=1)]
    fill(engine, *(waiting(f"nomination-{n}", due) for n, due in enumerate(dues)))
    paged: list[str] = []
    while page := queue(engine, limit=limit, after=paged[-1] if paged else ""):
        paged += page
    assert paged == queue(engine) == [f"nomination-{n}" for n in (2, 4, 5, 1, 0, 3)]


def test_work_queue_tells_who_is_proposed_for_what_until_when_and_why(engine: Engine) -> None:
    desk = Desk(engine)
    desk.given(*UNITS, draft(), submit(), receive())
    progress = queries.nomination(engine, LINE)
    (row,) = queries.work_queue(engine, COUNCIL_UNIT, APPRAISERS)
    assert progress is not None
    shown = {name: row[name] for name in ("stream", "kind", "step", "role", "award", "candidate", "name")}
    assert shown == {
        "stream": LINE,
        "kind": "nomination",
        "step": "received",
        "role": "appraiser",
        "award": "LDTT",
        "candidate": "cb-001",
        "name": "Tên cb-001",
    }
    assert row["since"] == NOW
    assert (row["due_at"], row["due_source"]) == (progress["due_at"], progress["due_source"])
    assert row["due_at"] > NOW
    assert row["due_source"] != ""


def test_open_streams_are_those_that_wait_oldest_first(engine: Engine) -> None:
    fill(
        engine,
        waiting("nomination-b", SOON, since=NOW + timedelta(hours=1)),
        waiting("nomination-c", None, since=NOW),
        waiting("nomination-a", SOON, closed=True),
        waiting("session-a", None, since=None),
    )
    assert queries.open_streams(engine) == ["nomination-c", "nomination-b", "session-a"]


def test_open_streams_after_a_whole_year_are_those_not_done(year: Engine) -> None:
    assert set(queries.open_streams(year)) == {HELD, LATE}


def test_single_rows_show_where_each_stream_stands(year: Engine) -> None:
    nominations = {row["id"]: row["step"] for row in queries.nominations(year)}
    assert nominations == {
        ONE: Step.ARCHIVED,
        TWO: Step.ANNULLED,
        GONE: Step.WITHDRAWN,
        HELD: Step.APPRAISED,
        TEAM: Step.ARCHIVED,
        LATE: Step.RECEIVED,
        "nomination-h-2023-b.001": Step.WITHDRAWN,
    }
    session, adjourned = queries.session(year, SESSION), queries.session(year, ADJOURNED)
    assert session is not None
    assert adjourned is not None
    assert (session["phase"], session["members"], session["lines"]) == (Phase.CERTIFIED, 5, 4)
    assert adjourned["phase"] == Phase.ADJOURNED
    decision = queries.decision(year, DECISION)
    assert decision is not None
    assert (decision["stage"], decision["number"]) == ("archived", "123/QĐ-VKS")
    assert decision["signed_on"] == date(2023, 11, 6)
    assert [row["id"] for row in queries.dossiers(year)] == [DOSSIER, TAKEN_BACK]


@pytest.mark.parametrize("ask", [queries.nomination, queries.dossier, queries.session, queries.decision])
def test_question_about_an_unknown_stream_is_answered_with_nothing(
    year: Engine, ask: Callable[[Engine, str], Row | None]
) -> None:
    assert ask(year, "nomination-unknown") is None


def test_nominations_are_filtered_and_paged_by_id(engine: Engine) -> None:
    desk = Desk(engine)
    team = line("tt-1", "BANG_KHEN_VT")
    desk.given(*UNITS, draft(line("cb-001"), line("cb-002"), team), submit(), withdraw(LINE_2))

    def ids(**filters: Any) -> list[str]:  # noqa: ANN401 - whatever a person may set
        return [row["id"] for row in queries.nominations(engine, **filters)]

    assert ids() == [LINE, LINE_2, LINE_3]
    assert ids(limit=1, after=LINE) == [LINE_2]
    assert ids(award="LDTT") == [LINE, LINE_2]
    assert ids(step="withdrawn") == [LINE_2]
    assert ids(dossier=DOSSIER, award="LDTT", step="submitted") == [LINE]
    assert ids(session=SESSION) == []


def test_outcomes_count_lines_by_award_and_step(year: Engine) -> None:
    counted = [
        (row["award"], row["step"], row["outcome"], row["count"])
        for row in queries.outcomes(year)
        if row["dossier"] == DOSSIER
    ]
    assert sorted(counted, key=repr) == sorted(
        [
            ("LDTT", "archived", "granted", 1),
            ("LDTT", "annulled", "granted", 1),
            ("LDTT", "withdrawn", None, 1),
            ("LDTT", "appraised", None, 1),
            ("LDTT", "received", None, 1),
            ("TTLDTT", "archived", "granted", 1),
        ],
        key=repr,
    )
