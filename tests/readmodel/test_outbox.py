"""Who is told what: read off the log once, never twice, and not at all of what is done by then."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from domain.deadline import Rung
from domain.execution import Order
from domain.ids import nomination_of
from domain.nomination.commands import LapseDeadline
from domain.progress import progress
from readmodel import outbox
from readmodel.outbox import take_stock
from readmodel.preferences import Digest, Kind, Preferences
from store.event_store import EventStore
from tests.domain.office import (
    APPRAISER,
    CHAIR,
    CLERK,
    DECIDER,
    DOSSIER,
    ENGINE,
    HEAD,
    LINE,
    LINE_2,
    MEMBERS,
    NOW,
    OFFICE,
    SECRETARY,
    SESSION,
    appraise,
    attend,
    ballots,
    close_voting,
    draft,
    line,
    open_voting,
    receive,
    recuse,
    reopen,
    submit,
)
from tests.readmodel.inboxes import (
    EVERYTHING,
    SECOND_APPRAISER,
    letters,
    listen,
    open_accounts,
    told,
)
from tests.readmodel.rows import convened
from tests.store.desk import Desk, ask

BOTH_APPRAISERS = {APPRAISER.id, SECOND_APPRAISER}


@pytest.fixture
def desk(engine: Engine) -> Desk:
    """A desk whose people all listen."""
    open_accounts(engine)
    listen(engine)
    return Desk(engine)


def rounds(engine: Engine, now: datetime = NOW) -> None:
    while take_stock(engine, now):
        pass


def ring(desk: Desk, stream: str, rung: Rung) -> None:
    """The calendar's order for that rung of a line."""
    shown = progress(stream, EventStore(desk.engine).load([stream])[stream])
    due_at = next(datetime.fromisoformat(alarm.due_at) for alarm in shown.alarms if alarm.rung == rung)
    desk.given(Order(stream, LapseDeadline(rung, due_at), ENGINE, due_at))


def test_a_task_that_arrives_is_told_to_everybody_who_may_do_it_and_to_nobody_else(desk: Desk) -> None:
    desk.given(*OFFICE, draft(line("cb-001"), line("cb-002")), submit(), receive())
    rounds(desk.engine)
    lines = {nomination_of(DOSSIER, 1), nomination_of(DOSSIER, 2)}
    assert told(desk.engine) == {(who, "arrived", of) for who in BOTH_APPRAISERS for of in lines}


def test_each_step_is_told_when_it_begins(desk: Desk) -> None:
    for order, expected in (
        (draft(line()), {(HEAD.id, "arrived", DOSSIER)}),
        (submit(), {(CLERK.id, "arrived", DOSSIER)}),
        (receive(), {(who, "arrived", LINE) for who in BOTH_APPRAISERS}),
    ):
        before = told(desk.engine)
        desk.given(*(OFFICE if not before else ()), order)
        rounds(desk.engine)
        assert told(desk.engine) - before == expected


def test_who_brought_the_task_about_is_not_told_of_it(desk: Desk) -> None:
    listen(desk.engine, [CLERK.id])
    ask(
        desk.engine,
        'UPDATE account SET grants = grants || \'[{"role": "appraiser", "unit": "VKS-X"}]\' WHERE id = :id',
        id=CLERK.id,
    )
    desk.given(*OFFICE, draft(line()), submit(), receive())
    rounds(desk.engine)
    assert {who for who, _kind, of in told(desk.engine) if of == LINE} == BOTH_APPRAISERS


def test_a_round_that_is_repeated_or_split_tells_nothing_twice(desk: Desk) -> None:
    desk.given(*convened(2))
    for _leaf in range(60):
        take_stock(desk.engine, NOW, at_once=1)
    small = told(desk.engine)
    ask(desk.engine, "UPDATE outward_cursor SET position = 0")
    rounds(desk.engine)
    assert told(desk.engine) == small
    assert ask(desk.engine, "SELECT position FROM outward_cursor") == ask(
        desk.engine, "SELECT size FROM log_head"
    )


def test_a_round_that_breaks_off_leaves_all_of_it_to_the_next(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.given(*OFFICE, draft(line()), submit())
    with monkeypatch.context() as broken:
        broken.setattr(outbox, "_GATHER", text("SELECT 1 / 0"))
        with pytest.raises(DBAPIError):
            take_stock(desk.engine, NOW)
    assert (told(desk.engine), letters(desk.engine)) == (set(), [])
    rounds(desk.engine)
    assert told(desk.engine) == {(CLERK.id, "arrived", DOSSIER)}


def test_what_is_done_before_the_round_is_not_told(desk: Desk) -> None:
    desk.given(*OFFICE, draft(line(), line("cb-002")), submit(), receive(), appraise(LINE))
    rounds(desk.engine)
    assert {of for who, _kind, of in told(desk.engine) if who in BOTH_APPRAISERS} == {LINE_2}


def test_reminder_overdue_and_escalation_reach_those_who_must_act_and_the_level_above(desk: Desk) -> None:
    desk.given(*OFFICE, draft(line()), submit(), receive())
    desk.given(appraise(LINE))
    rounds(desk.engine)
    arrived = told(desk.engine)
    for rung in Rung:
        ring(desk, LINE, rung)
    rounds(desk.engine)
    rung_of = {(kind, who) for who, kind, of in told(desk.engine) - arrived if of == LINE}
    assert {kind for kind, _who in rung_of} == {"reminder", "overdue", "escalation"}
    assert {who for kind, who in rung_of if kind == "reminder"} == {SECRETARY.id}
    above = {who for kind, who in rung_of if kind == "escalation"}
    assert above > {SECRETARY.id}


def test_a_deadline_of_a_line_before_the_council_is_told_once_for_its_session(desk: Desk) -> None:
    desk.given(*convened(2))
    rounds(desk.engine)
    before = told(desk.engine)
    for of in (LINE, LINE_2):
        ring(desk, of, Rung.REMINDER)
    rounds(desk.engine, NOW + timedelta(hours=1))
    new = told(desk.engine) - before
    assert {(kind, of) for _who, kind, of in new} == {("reminder", SESSION)}
    assert [row[2] for row in letters(desk.engine) if "reminder" in str(row[2])] == [{"reminder": 1}]


def test_a_vote_is_told_to_each_who_owes_a_ballot_and_again_when_it_is_opened_anew(desk: Desk) -> None:
    agenda = (LINE, LINE_2)
    desk.given(*convened(2), attend(), open_voting())
    rounds(desk.engine)
    voting = {who for who, _kind, of in told(desk.engine) if of == SESSION}
    assert set(MEMBERS) - {CHAIR.id} <= voting
    desk.given(*ballots(agenda), close_voting(), reopen("LDTT"))
    rounds(desk.engine)
    again = ask(
        desk.engine,
        "SELECT count(*) FROM notice WHERE stream = :of AND account = :who AND occasion LIKE 'voting%'",
        of=SESSION,
        who=MEMBERS[2],
    )
    assert again == [(2,)]


def test_who_stepped_aside_from_a_line_is_told_nothing_of_it(desk: Desk) -> None:
    desk.given(*convened(1), attend(), recuse(MEMBERS[2], LINE))
    ask(
        desk.engine,
        "UPDATE work_queue SET listed = true, people = :who WHERE stream = :of",
        of=LINE,
        who=list(MEMBERS),
    )
    rounds(desk.engine)
    assert {who for who, _kind, of in told(desk.engine) if of == LINE} == set(MEMBERS) - {
        MEMBERS[2],
        SECRETARY.id,
    }


def test_nobody_is_told_who_did_not_ask_or_whose_address_is_unproven(desk: Desk) -> None:
    only_overdue = replace(EVERYTHING, kinds=frozenset({Kind.OVERDUE}))
    listen(desk.engine, [APPRAISER.id], only_overdue)
    ask(desk.engine, "UPDATE notice_setting SET verified_at = NULL WHERE account = :id", id=SECOND_APPRAISER)
    desk.given(*OFFICE, draft(line()), submit(), receive())
    rounds(desk.engine)
    assert {who for who, _kind, of in told(desk.engine) if of == LINE} == set()


def test_one_act_over_many_lines_is_one_letter_with_one_link(desk: Desk) -> None:
    desk.given(*OFFICE, draft(*(line(f"cb-{n:03d}") for n in range(1, 31))), submit(), receive())
    rounds(desk.engine)
    assert letters(desk.engine) == [
        (who, "tasks", {"arrived": 30}, "/viec-cua-toi") for who in sorted(BOTH_APPRAISERS)
    ]


def test_letters_about_single_tasks_keep_ten_minutes_apart(desk: Desk) -> None:
    desk.given(*OFFICE, draft(line()))
    rounds(desk.engine)
    desk.given(submit())
    desk.given(draft(line("cb-009"), dossier="dossier-h-2023-z"))
    rounds(desk.engine, NOW + timedelta(minutes=1))
    assert [row[0] for row in letters(desk.engine)] == [HEAD.id, CLERK.id]
    rounds(desk.engine, NOW + timedelta(minutes=11))
    assert [row[0] for row in letters(desk.engine)] == [HEAD.id, CLERK.id, HEAD.id]


MORNING = datetime(2023, 11, 7, 0, 30, tzinfo=UTC)
"""07:30 on a Tuesday in Vietnam."""


def digests(engine: Engine) -> list[tuple[object, ...]]:
    return [row for row in letters(engine) if row[1] == "digest"]


def test_a_digest_counts_what_is_open_late_and_near_once_a_working_day(desk: Desk) -> None:
    listen(desk.engine, [APPRAISER.id, DECIDER.id], Preferences(kinds=frozenset(), digest=Digest.DAILY))
    desk.given(*OFFICE, draft(*(line(f"cb-{n:03d}") for n in range(1, 5))), submit(), receive())
    late, soon = nomination_of(DOSSIER, 1), nomination_of(DOSSIER, 2)
    ask(desk.engine, "UPDATE work_queue SET due_at = :at WHERE stream = :of", at=NOW, of=late)
    ask(
        desk.engine,
        "UPDATE work_queue SET due_at = :at WHERE stream = :of",
        at=MORNING + timedelta(days=2),
        of=soon,
    )
    rounds(desk.engine, MORNING - timedelta(minutes=1))
    assert digests(desk.engine) == []
    rounds(desk.engine, MORNING)
    rounds(desk.engine, MORNING + timedelta(hours=3))
    expected = (APPRAISER.id, "digest", {"open": 4, "late": 1, "soon": 1}, "/viec-cua-toi")
    assert digests(desk.engine) == [expected]
    rounds(desk.engine, MORNING + timedelta(days=1))
    assert len(digests(desk.engine)) == 2


@pytest.mark.parametrize(
    ("day", "digest", "sent"),
    [
        (datetime(2023, 11, 11, 2, 0, tzinfo=UTC), Digest.DAILY, False),  # a Saturday
        (datetime(2024, 2, 9, 2, 0, tzinfo=UTC), Digest.DAILY, False),  # Tết
        (datetime(2023, 11, 13, 2, 0, tzinfo=UTC), Digest.WEEKLY, True),  # a Monday
        (datetime(2023, 11, 14, 2, 0, tzinfo=UTC), Digest.WEEKLY, False),
        (datetime(2024, 1, 2, 2, 0, tzinfo=UTC), Digest.WEEKLY, True),  # the Tuesday after New Year's Day
        (datetime(2023, 11, 13, 2, 0, tzinfo=UTC), Digest.NONE, False),
    ],
)
def test_digests_keep_to_working_days_and_weekly_ones_to_the_first(
    desk: Desk, day: datetime, digest: Digest, *, sent: bool
) -> None:
    listen(desk.engine, [HEAD.id], Preferences(digest=digest))
    desk.given(*OFFICE, draft(line()))
    rounds(desk.engine, day)
    assert bool(digests(desk.engine)) is sent
