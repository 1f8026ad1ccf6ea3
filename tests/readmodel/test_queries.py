"""What people ask of the read model, and the rows it answers with."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from domain.nomination.state import Step
from domain.session.state import Phase
from readmodel import queries
from readmodel.queries import Row
from tests.domain.office import (
    DECISION,
    DOSSIER,
    LINE,
    LINE_2,
    LINE_3,
    NOW,
    SESSION,
    UNITS,
    draft,
    line,
    submit,
    withdraw,
)
from tests.readmodel.rows import SOON, fill, waiting
from tests.store.desk import Desk
from tests.store.scenario import ADJOURNED, GONE, HELD, LATE, ONE, TAKEN_BACK, TEAM, TWO


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
