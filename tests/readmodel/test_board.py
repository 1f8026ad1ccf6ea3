"""Where work stands, why it is stuck, and what an operator can do about it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from domain.ids import nomination_of
from readmodel import board, remedies
from readmodel.outbox import take_stock
from readmodel.remedies import Came, Order
from tests.domain.office import (
    APPRAISER,
    DOSSIER,
    LINE,
    LINE_2,
    NOW,
    OFFICE,
    SESSION,
    appraise,
    attend,
    draft,
    hold,
    line,
    open_voting,
    receive,
    submit,
)
from tests.readmodel.inboxes import SECOND_APPRAISER, letters, listen, open_accounts, told
from tests.readmodel.rows import convened
from tests.store.desk import Desk, ask

LATER = NOW + timedelta(days=100)
OPERATOR = "operator-van"


@pytest.fixture
def desk(engine: Engine) -> Desk:
    """Two received lines, and accounts for everybody."""
    open_accounts(engine)
    made = Desk(engine)
    made.given(*OFFICE, draft(line("cb-001"), line("cb-002")), submit(), receive())
    return made


def order(step: str = "received", stream: str = LINE, *, now: datetime = NOW) -> Order:
    return Order(OPERATOR, "Sắp đến kỳ họp", now, stream, step)


def causes(engine: Engine, now: datetime = NOW) -> dict[str, str]:
    return {row["stream"]: row["cause"] for row in board.stuck(engine, now, limit=50)}


def test_flow_counts_what_stands_where_and_how_long(desk: Desk) -> None:
    desk.given(appraise(LINE))
    shown = board.flow(desk.engine, NOW + timedelta(days=10))
    assert {step: (row["lines"], row["late"], row["held"]) for step, row in shown.items()} == {
        "received": (1, 0, 0),
        "appraised": (1, 0, 0),
    }
    assert int(shown["appraised"]["median_days"]) == 10
    assert {row["late"] for row in board.flow(desk.engine, LATER).values()} == {1}


def test_held_lines_are_not_late(desk: Desk) -> None:
    desk.given(hold(LINE))
    row = board.flow(desk.engine, LATER)["received"]
    assert (row["lines"], row["late"], row["held"]) == (2, 1, 1)


def test_stuck_tells_the_gravest_cause_of_each_task_and_leaves_out_what_moves(desk: Desk) -> None:
    assert causes(desk.engine) == {}
    desk.given(hold(LINE))
    assert causes(desk.engine, LATER) == {LINE: "held", LINE_2: "overdue"}
    ask(desk.engine, "UPDATE work_queue SET escalated_to = 'council_chair' WHERE stream = :of", of=LINE_2)
    assert causes(desk.engine, LATER) == {LINE: "held", LINE_2: "escalated"}
    ask(desk.engine, "UPDATE account SET grants = '[]'")
    assert causes(desk.engine) == {LINE: "nobody", LINE_2: "nobody"}


def test_a_grant_that_ended_is_nobodys(desk: Desk) -> None:
    ask(
        desk.engine,
        "UPDATE account SET grants = jsonb_set(grants, '{0,to}', '\"2023-11-05\"') WHERE id LIKE 'appraiser-%'",
    )
    assert causes(desk.engine) == {LINE: "nobody", LINE_2: "nobody"}


def test_lines_before_the_council_are_stuck_as_their_session(engine: Engine) -> None:
    open_accounts(engine)
    Desk(engine).given(*convened(2), attend(), open_voting())
    (row,) = board.stuck(engine, LATER, limit=50)
    assert (row["stream"], row["cause"], row["lines"]) == (SESSION, "overdue", 2)
    assert row["people"]


def test_backlog_is_by_the_unit_that_must_act(desk: Desk) -> None:
    desk.given(draft(line("cb-050"), dossier="dossier-h-2023-x"))
    rows = board.backlog(desk.engine, LATER, limit=10)
    assert [(row["unit"], row["tasks"], row["late"]) for row in rows] == [("VKS-X", 2, 2), ("VKS-H", 1, 0)]


def test_times_and_throughput_come_from_the_log(year: Engine) -> None:
    times = board.stage_times(year)
    assert set(times) >= {"draft", "submitted", "received", "returned", "appraised", "signed"}
    assert all(row["median_days"] <= row["slow_days"] for row in times.values())
    months = board.throughput(year, datetime(2020, 1, 1, tzinfo=UTC))
    received = ask(year, "SELECT count(*) FROM leaf WHERE name = 'nomination.received'")[0][0]
    published = ask(year, "SELECT count(*) FROM leaf WHERE name = 'nomination.publication_recorded'")[0][0]
    assert (sum(row["came"] for row in months), sum(row["done"] for row in months)) == (received, published)
    assert min(received, published) > 0


def test_nothing_of_a_candidate_is_on_the_board(desk: Desk) -> None:
    desk.given(hold(LINE))
    seen = str((board.stuck(desk.engine, LATER, limit=50), board.flow(desk.engine, LATER)))
    names = [
        row[0] for row in ask(desk.engine, "SELECT name FROM nominee UNION SELECT candidate FROM nomination")
    ]
    assert names
    assert [name for name in names if name in seen] == []


def test_nudge_reaches_whoever_must_act_once_a_day(desk: Desk) -> None:
    listen(desk.engine, [APPRAISER.id])
    take_stock(desk.engine, NOW)
    before = told(desk.engine)
    assert remedies.nudge(desk.engine, order()) is Came.DONE
    assert remedies.nudge(desk.engine, order()) is Came.ALREADY
    assert told(desk.engine) - before == {(APPRAISER.id, "nudge", LINE)}
    take_stock(desk.engine, NOW + timedelta(hours=1))
    assert letters(desk.engine)[-1][2] == {"nudge": 1}
    assert remedies.nudge(desk.engine, order(now=NOW + timedelta(days=1))) is Came.DONE
    kept = ask(desk.engine, "SELECT account, act, stream, step, reason FROM operator_act ORDER BY id")
    assert kept == [(OPERATOR, "nudge", LINE, "received", "Sắp đến kỳ họp")] * 2


def test_nudge_that_nobody_hears_says_so_and_one_of_a_moved_task_does_nothing(desk: Desk) -> None:
    assert remedies.nudge(desk.engine, order()) is Came.UNHEARD
    desk.given(appraise(LINE_2))
    assert remedies.nudge(desk.engine, order(stream=LINE_2)) is Came.MOVED
    assert len(ask(desk.engine, "SELECT FROM operator_act")) == 1


def test_reassign_gives_the_task_to_one_who_may_and_tells_them(desk: Desk) -> None:
    listen(desk.engine)
    take_stock(desk.engine, NOW)
    ask(desk.engine, "UPDATE notice SET dropped_at = now()")
    assert remedies.reassign(desk.engine, order(), SECOND_APPRAISER) is Came.DONE
    assert ask(desk.engine, "SELECT stream, step, account FROM task_claim") == [
        (LINE, "received", SECOND_APPRAISER)
    ]
    assert told(desk.engine) == {(SECOND_APPRAISER, "arrived", LINE)}
    assert remedies.reassign(desk.engine, order(), APPRAISER.id) is Came.DONE
    assert ask(desk.engine, "SELECT account FROM task_claim") == [(APPRAISER.id,)]
    rows = remedies.last_acts(desk.engine, limit=10)
    assert [(row["act"], row["subject"]) for row in rows] == [
        ("reassign", APPRAISER.id),
        ("reassign", SECOND_APPRAISER),
    ]


@pytest.mark.parametrize("receiver", ["clerk-hoa", "nobody-at-all", ""])
def test_reassign_to_somebody_who_may_not_is_refused(desk: Desk, receiver: str) -> None:
    assert remedies.reassign(desk.engine, order(), receiver) is Came.NOT_THEIRS
    assert ask(desk.engine, "SELECT account FROM task_claim") == []


def test_reassign_of_what_has_moved_changes_nothing(desk: Desk) -> None:
    assert remedies.reassign(desk.engine, order(step="supplemented"), SECOND_APPRAISER) is Came.MOVED
    assert ask(desk.engine, "SELECT FROM operator_act") == []


def test_able_names_everybody_who_may_act_and_nobody_barred(desk: Desk) -> None:
    both = {APPRAISER.id, SECOND_APPRAISER}
    of = [LINE, nomination_of(DOSSIER, 2)]
    found = remedies.able(desk.engine, of, NOW)
    assert {stream: {row["id"] for row in rows} for stream, rows in found.items()} == dict.fromkeys(of, both)
    ask(desk.engine, "UPDATE work_queue SET barred = :who WHERE stream = :of", who=[APPRAISER.id], of=LINE)
    assert {row["id"] for row in remedies.able(desk.engine, [LINE], NOW)[LINE]} == {SECOND_APPRAISER}
