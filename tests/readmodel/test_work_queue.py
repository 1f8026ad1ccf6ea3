"""What waits for whom: by role, by name, soonest deadline first, page after page."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from domain.decision.commands import LineOutcome
from domain.values import Outcome
from readmodel import queries
from readmodel.work_queue import Row, cursor, work_queue
from tests.domain.office import (
    CHAIR,
    COUNCIL_UNIT,
    DECISION,
    LINE,
    LINE_2,
    MEMBERS,
    NOW,
    OFFICE,
    SECRETARY,
    SESSION,
    UNIT,
    attend,
    ballots,
    close_voting,
    draft,
    hold,
    open_voting,
    receive,
    recuse,
    reopen,
    settle,
    submit,
)
from tests.readmodel.rows import SOON, convened, fill, waiting
from tests.store.desk import Desk, ask
from tests.store.scenario import voted

APPRAISERS = {COUNCIL_UNIT: ("appraiser",)}


def queue(engine: Engine, *, limit: int = 200, after: str = "") -> list[str]:
    rows = work_queue(engine, "nobody", APPRAISERS, limit=limit, after=after)
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
    both = work_queue(engine, "nobody", {COUNCIL_UNIT: ("appraiser", "receiving_clerk")})
    assert [row["stream"] for row in both] == ["nomination-clerk", "nomination-mine"]


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_work_queue_pages_hold_every_row_once_in_the_same_order(engine: Engine, limit: int) -> None:
    dues = [None, SOON + timedelta(days=2), SOON, None, SOON, SOON + timedelta(days=1, microseconds=1)]
    fill(engine, *(waiting(f"nomination-{n}", due) for n, due in enumerate(dues)))
    paged: list[Row] = []
    while page := work_queue(
        engine, "nobody", APPRAISERS, limit=limit, after=cursor(paged[-1]) if paged else ""
    ):
        paged += page
    assert [row["stream"] for row in paged] == [f"nomination-{n}" for n in (2, 4, 5, 1, 0, 3)]
    assert paged == work_queue(engine, "nobody", APPRAISERS)


def test_work_queue_page_after_work_that_was_done_meanwhile_leaves_nothing_out(engine: Engine) -> None:
    fill(engine, *(waiting(f"nomination-{n}", SOON + timedelta(days=n)) for n in range(4)))
    first = work_queue(engine, "nobody", APPRAISERS, limit=2)
    ask(engine, "UPDATE work_queue SET due_at = due_at + interval '1 year' WHERE stream = 'nomination-1'")
    ask(engine, "UPDATE work_queue SET closed = true WHERE stream = 'nomination-0'")
    assert queue(engine, after=cursor(first[-1])) == ["nomination-2", "nomination-3", "nomination-1"]


def test_work_queue_tells_who_is_proposed_for_what_until_when_and_why(engine: Engine) -> None:
    desk = Desk(engine)
    desk.given(*OFFICE, draft(), submit(), receive())
    progress = queries.nomination(engine, LINE)
    (row,) = work_queue(engine, "nobody", APPRAISERS)
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
    assert row["since"] == datetime(2023, 11, 3, 10, 0, tzinfo=UTC)
    assert (row["due_at"], row["due_source"]) == (progress["due_at"], progress["due_source"])
    assert row["due_at"] > NOW
    assert row["due_source"] != ""


# What a session or an instrument takes for many lines


def due(engine: Engine, stream: str, role: str) -> Row:
    rows = work_queue(engine, "nobody", {COUNCIL_UNIT: (role,)})
    return next(row for row in rows if row["stream"] == stream)


def soonest(engine: Engine, lines: tuple[str, ...]) -> datetime:
    dues = ask(engine, "SELECT due_at FROM work_queue WHERE stream = ANY(:lines)", lines=list(lines))
    first: datetime = min(when for (when,) in dues if when is not None)
    return first


def hasten(engine: Engine, stream: str) -> datetime:
    """Let a line be due long before the others, and overdue; returns when."""
    statement = """
        UPDATE work_queue SET due_at = due_at - interval '9 days', due_source = 'Quy chế', lateness = 'overdue'
        WHERE stream = :stream RETURNING due_at
    """
    ((when,),) = ask(engine, statement, stream=stream)
    assert isinstance(when, datetime)
    return when


def test_session_is_due_when_the_first_of_its_lines_is(engine: Engine) -> None:
    desk = Desk(engine)
    lines = (LINE, LINE_2)
    desk.given(*convened(2))
    assert due(engine, SESSION, "council_chair")["due_at"] == soonest(engine, lines)
    when = hasten(engine, LINE_2)
    row = due(engine, SESSION, "council_chair")
    assert (row["due_at"], row["due_source"], row["lateness"]) == (when, "Quy chế", "overdue")
    desk.given(hold(LINE_2))
    assert due(engine, SESSION, "council_chair")["due_at"] == soonest(engine, (LINE,)), (
        "a held line has no clock"
    )


def test_instrument_is_due_when_the_first_of_its_lines_is(engine: Engine) -> None:
    desk = Desk(engine)
    desk.given(
        *voted(3), settle(*(LineOutcome(nomination, Outcome.GRANTED) for nomination in (LINE, LINE_2)))
    )
    assert due(engine, DECISION, "decider")["due_at"] == soonest(engine, (LINE, LINE_2))
    assert due(engine, DECISION, "decider")["due_at"] == hasten(engine, LINE) + timedelta(days=9)
    assert due(engine, DECISION, "decider")["lateness"] == "overdue"


def test_session_due_soon_stands_before_a_line_due_later(engine: Engine) -> None:
    desk = Desk(engine)
    desk.given(*convened(1))
    fill(engine, waiting("nomination-later", NOW + timedelta(days=900), role="council_chair"))
    shown = work_queue(engine, "nobody", {COUNCIL_UNIT: ("council_chair",)})
    assert [row["stream"] for row in shown] == [SESSION, "nomination-later"]


# While a vote runs


def summoned(engine: Engine) -> set[str]:
    """Who finds the session among their tasks."""
    roles = {CHAIR.id: "council_chair", SECRETARY.id: "council_secretary"}
    found = {
        person: work_queue(engine, person, {COUNCIL_UNIT: (roles.get(person, "council_member"),)})
        for person in (*MEMBERS, "member-of-no-seat")
    }
    return {person for person, rows in found.items() if any(row["stream"] == SESSION for row in rows)}


def test_vote_waits_for_everybody_seated_who_owes_one_and_then_for_the_chair(engine: Engine) -> None:
    desk = Desk(engine)
    lines = (LINE, LINE_2)
    desk.given(*convened(2))
    assert summoned(engine) == {CHAIR.id}, "the chair opens"
    desk.given(attend(), recuse("member-an", LINE), open_voting())
    assert summoned(engine) == set(MEMBERS)
    owing = list(MEMBERS)
    for voter in MEMBERS:
        desk.given(*ballots((LINE_2,) if voter == "member-an" else lines, voters=(voter,)))
        owing.remove(voter)
        assert summoned(engine) == {*owing, CHAIR.id}, "the chair may close at any time"
    desk.given(close_voting())
    assert summoned(engine) == {CHAIR.id}
    desk.given(reopen("LDTT"))
    assert summoned(engine) == set(MEMBERS), "voted again"


def test_member_who_steps_aside_from_every_line_owes_nothing(engine: Engine) -> None:
    desk = Desk(engine)
    desk.given(*convened(1), attend(), recuse("member-chi", LINE), open_voting())
    assert summoned(engine) == set(MEMBERS) - {"member-chi"}


def test_vote_waits_for_a_member_by_name_whatever_their_other_roles(engine: Engine) -> None:
    desk = Desk(engine)
    desk.given(*convened(1), attend(), open_voting())
    (row,) = work_queue(engine, "member-an", {UNIT: ("unit_head",)})
    assert (row["stream"], row["role"]) == (SESSION, "council_member")
