"""What the calendar owes a line: exact instants, stopped clocks, and rungs that come once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.deadline import Deadline, Rung
from domain.deciders import DECIDERS
from domain.decision import commands as dc
from domain.dossier import commands as sc
from domain.dossier import events as se
from domain.dossier.state import Dossier
from domain.execution import Order
from domain.ids import Kind
from domain.nomination import commands as nc
from domain.nomination import events as ne
from domain.nomination.state import Step
from domain.progress import progress
from domain.reckoning import Reckoning, reckon, spell
from domain.rules.calendar import civil_date
from domain.rules.library import packs
from domain.values import Role
from tests.domain.given import World, given
from tests.domain.office import (
    APPRAISER,
    CLERK,
    DECIDER,
    DECISION,
    DOSSIER,
    ENGINE,
    LINE,
    NOW,
    OFFICER,
    PUBLISHER,
    acting,
    at,
    await_opinion,
    hold,
    receive,
    record_opinion,
    release,
    return_line,
    submit,
    supplement,
    withdraw,
)

due = DECIDERS[Kind.NOMINATION].due
dossier_due = DECIDERS[Kind.DOSSIER].due
PACK = packs()["R2019"]
RECEIVED_SOURCE = f"{packs()['R2024A'].path['received'].source} (verified_secondary)"
TET_DAYS = (
    (8, "29 Tết"),
    (9, "Giao thừa Tết Nguyên Đán"),
    (12, "Mùng ba Tết Nguyên Đán"),
    (13, "Mùng bốn Tết Nguyên Đán"),
    (14, "Mùng năm Tết Nguyên Đán"),
)
TET = datetime(2024, 1, 15, 2, 0, tzinfo=UTC)
"""Monday 15 January 2024; Tết of Giáp Thìn closes the offices from 8 to 14 February."""


def office_end(year: int, month: int, day: int) -> datetime:
    """17:00 in Vietnam."""
    return datetime(year, month, day, 10, 0, tzinfo=UTC)


def instants(world: World) -> list[tuple[Rung, datetime, Role]]:
    return [(rung.rung, rung.due_at, rung.role) for rung in due(world.nomination(LINE))]


RECEIVED_AT_TET = given(at(Step.SUBMITTED), receive(at=TET, on=date(2024, 1, 15))).world


def test_appraisal_deadline_runs_in_working_days_across_tet() -> None:
    """Twenty, 25 and 30 working days after 15 January, five of them lost to Tết."""
    assert due(RECEIVED_AT_TET.nomination(LINE)) == (
        Deadline("received", Rung.REMINDER, office_end(2024, 2, 19), Role.APPRAISER, RECEIVED_SOURCE),
        Deadline("received", Rung.OVERDUE, office_end(2024, 2, 26), Role.APPRAISER, RECEIVED_SOURCE),
        Deadline("received", Rung.ESCALATION, office_end(2024, 3, 4), Role.COUNCIL_CHAIR, RECEIVED_SOURCE),
    )


def entered_on(day: date) -> World:
    """Received on 15 January 2024 and entered on that day."""
    late = receive(at=datetime(day.year, day.month, day.day, 3, 0, tzinfo=UTC), on=date(2024, 1, 15))
    return given(at(Step.SUBMITTED), late).world


@pytest.mark.parametrize("entered", [date(2024, 1, 15), date(2024, 1, 16), date(2024, 2, 19)])
def test_appraisal_is_counted_from_the_receipt_however_late_it_is_entered(entered: date) -> None:
    assert instants(entered_on(entered)) == instants(RECEIVED_AT_TET)


@pytest.mark.parametrize(
    ("entered", "left"),
    [
        (date(2024, 2, 26), 3),
        (date(2024, 2, 27), 2),
        (date(2024, 3, 4), 2),
        (date(2024, 3, 5), 1),
        (date(2024, 6, 3), 1),
    ],
)
def test_of_the_rungs_missed_before_the_entry_the_last_one_comes(entered: date, left: int) -> None:
    """The reminder fell on 19 February, the end on the 26th, the escalation on 4 March 2024."""
    assert instants(entered_on(entered)) == instants(RECEIVED_AT_TET)[-left:]
    assert progress(LINE, entered_on(entered).head(LINE)).due_at == "2024-02-26T10:00:00.000000Z"


def test_rungs_missed_before_the_entry_stay_silent_once_the_last_one_rang() -> None:
    entered = entered_on(date(2024, 6, 3))
    rung = given(entered).when(lapse(entered, Rung.ESCALATION, late=timedelta(days=100)))
    assert instants(rung.world) == []


def test_publication_and_archive_are_counted_from_the_papers_days() -> None:
    """Signed on Friday 3 November, published on the 8th; both are entered on the 10th."""
    friday = datetime(2023, 11, 10, 2, 0, tzinfo=UTC)
    signing = dc.SignDecision("123/QĐ-VKS", date(2023, 11, 3), "Nguyễn Văn A", "Viện trưởng")
    signed = given(at(Step.DECIDED), Order(DECISION, signing, DECIDER, friday)).world
    assert instants(signed)[1] == (Rung.OVERDUE, office_end(2023, 11, 17), Role.PUBLISHER)
    publishing = dc.PublishDecision(date(2023, 11, 8), "vks-x.gov.vn/123")
    published = given(signed, Order(DECISION, publishing, PUBLISHER, friday)).world
    assert instants(published)[1] == (Rung.OVERDUE, office_end(2023, 12, 20), Role.RECEIVING_CLERK)


def test_clerk_has_five_working_days_after_submission() -> None:
    """Submitted on Monday 6 November 2023: a weekend lies before the escalation."""
    world = given(at(Step.DRAFT), submit()).world
    state = world.state(DOSSIER, Dossier)
    assert [(rung.rung, rung.due_at, rung.role) for rung in dossier_due(state)] == [
        (Rung.REMINDER, office_end(2023, 11, 9), Role.RECEIVING_CLERK),
        (Rung.OVERDUE, office_end(2023, 11, 13), Role.RECEIVING_CLERK),
        (Rung.ESCALATION, office_end(2023, 11, 16), Role.APPRAISER),
    ]


@pytest.mark.parametrize(
    ("begun", "overdue"),
    [
        (datetime(2023, 11, 6, 16, 59, tzinfo=UTC), office_end(2023, 11, 13)),
        (datetime(2023, 11, 6, 17, 0, tzinfo=UTC), office_end(2023, 11, 14)),
        (datetime(2023, 11, 5, 17, 0, tzinfo=UTC), office_end(2023, 11, 13)),
        (datetime(2023, 11, 4, 2, 0, tzinfo=UTC), office_end(2023, 11, 10)),
    ],
)
def test_day_of_submission_is_vietnams_day(begun: datetime, overdue: datetime) -> None:
    """17:00 UTC is midnight in Vietnam: the count begins a day later."""
    state = given(at(Step.DRAFT), submit(at=begun)).world.state(DOSSIER, Dossier)
    assert dossier_due(state)[1].due_at == overdue


@pytest.mark.parametrize(
    "step", [Step.NONE, Step.DRAFT, Step.SUBMITTED, Step.ARCHIVED, Step.WITHDRAWN, Step.ANNULLED]
)
def test_nothing_is_due_before_receipt_or_after_the_end(step: Step) -> None:
    assert due(at(step).nomination(LINE)) == ()


@pytest.mark.parametrize("step", [Step(name) for name in PACK.path if name != "submitted"])
def test_every_open_step_has_its_ladder_soonest_first(step: Step) -> None:
    limit, found = PACK.path[step], due(at(step).nomination(LINE))
    assert [rung.rung for rung in found] == list(Rung)
    assert [rung.due_at for rung in found] == sorted({rung.due_at for rung in found})
    assert [rung.role for rung in found] == [limit.awaits, limit.awaits, limit.escalate_to]
    assert all(rung.due_at.utcoffset() == timedelta(0) for rung in found)


@pytest.mark.parametrize("step", [Step.NONE, Step.DRAFT, Step.RECEIVED, Step.WITHDRAWN])
def test_dossier_is_owed_nothing_unless_submitted(step: Step) -> None:
    assert dossier_due(at(step).state(DOSSIER, Dossier)) == ()


@pytest.mark.parametrize("kind", [Kind.SESSION, Kind.DECISION, Kind.PERSON, Kind.UNIT])
def test_other_streams_have_no_deadline(kind: Kind) -> None:
    assert DECIDERS[kind].due(DECIDERS[kind].initial) == ()


# Stopped clocks


def test_hold_stops_the_clock_and_release_lets_it_go_on() -> None:
    """Held on Thursday 18 January, released on Monday 4 March 2024: 27 working days that do not count."""
    held = given(RECEIVED_AT_TET, hold(at=TET + timedelta(days=3))).world
    assert due(held.nomination(LINE)) == ()
    later = datetime(2024, 3, 4, 2, 0, tzinfo=UTC)
    released = given(held, release(at=later)).world
    assert instants(released) == [
        (Rung.REMINDER, office_end(2024, 3, 27), Role.APPRAISER),
        (Rung.OVERDUE, office_end(2024, 4, 3), Role.APPRAISER),
        (Rung.ESCALATION, office_end(2024, 4, 10), Role.COUNCIL_CHAIR),
    ]


def test_clock_stands_while_another_bodys_opinion_is_awaited() -> None:
    """The same days as for a hold: asked on Thursday 18 January, answered on Monday 4 March 2024."""
    asked, answered = TET + timedelta(days=3), datetime(2024, 3, 4, 2, 0, tzinfo=UTC)
    waiting = given(RECEIVED_AT_TET, await_opinion(at=asked)).world
    assert due(waiting.nomination(LINE)) == ()
    held = given(RECEIVED_AT_TET, hold(at=asked), release(at=answered)).world
    assert instants(given(waiting, record_opinion(at=answered)).world) == instants(held)


@pytest.mark.parametrize("first_to_end", [record_opinion, release])
def test_clock_goes_on_when_neither_a_hold_nor_another_body_stops_it(
    first_to_end: Callable[..., Order],
) -> None:
    """Asked on Monday, held on Tuesday; whichever ends on Wednesday, the clock stands until the other has ended too."""
    day = timedelta(days=1)
    last_to_end = release if first_to_end is record_opinion else record_opinion
    stopped = given(
        RECEIVED_AT_TET, await_opinion(at=TET), hold(at=TET + day), first_to_end(at=TET + 2 * day)
    ).world
    assert due(stopped.nomination(LINE)) == ()
    resumed = given(stopped, last_to_end(at=TET + 3 * day)).world
    whole = given(RECEIVED_AT_TET, hold(at=TET), release(at=TET + 3 * day)).world
    assert instants(resumed) == instants(whole)


def test_hold_and_release_on_one_day_give_no_day_back() -> None:
    paused = given(RECEIVED_AT_TET, hold(at=TET), release(at=TET + timedelta(hours=3))).world
    assert instants(paused) == instants(RECEIVED_AT_TET)


def test_every_hold_gives_its_own_days_back() -> None:
    day = timedelta(days=1)
    once = given(RECEIVED_AT_TET, hold(at=TET), release(at=TET + day)).world
    twice = given(once, hold(at=TET + 2 * day), release(at=TET + 3 * day)).world
    assert [due_at for _rung, due_at, _role in instants(twice)] == [
        office_end(2024, 2, 21),
        office_end(2024, 2, 28),
        office_end(2024, 3, 6),
    ]


def test_rung_that_has_come_does_not_come_again_after_a_hold() -> None:
    warned = given(RECEIVED_AT_TET, lapse(RECEIVED_AT_TET, Rung.REMINDER)).world
    resumed = given(warned, hold(at=TET + timedelta(days=40)), release(at=TET + timedelta(days=41))).world
    assert [rung for rung, _due_at, _role in instants(resumed)] == [Rung.OVERDUE, Rung.ESCALATION]


def test_limit_tells_how_it_was_counted() -> None:
    held = given(RECEIVED_AT_TET, hold(at=TET + timedelta(days=3))).world
    released = given(held, release(at=datetime(2024, 1, 22, 2, 0, tzinfo=UTC))).world
    limit = DECIDERS[Kind.NOMINATION].limit(released.nomination(LINE))
    assert limit is not None
    reckoning = reckon(limit)
    assert reckoning == Reckoning(
        since=date(2024, 1, 15),
        working_days=25,
        due_on=date(2024, 2, 28),
        days_off=tuple((date(2024, 2, day), reason) for day, reason in TET_DAYS),
        days_worked=(),
        stops=((date(2024, 1, 18), date(2024, 1, 22)),),
        days_lost=2,
    )
    assert spell(reckoning) == (
        "25 ngày làm việc, tính từ sau ngày 15/01/2024; không tính thứ bảy, chủ nhật, 08/02/2024 (29 Tết), "
        "09/02/2024 (Giao thừa Tết Nguyên Đán), 12/02/2024 (Mùng ba Tết Nguyên Đán), "
        "13/02/2024 (Mùng bốn Tết Nguyên Đán), 14/02/2024 (Mùng năm Tết Nguyên Đán); "
        "đồng hồ dừng 2 ngày làm việc (18/01/2024 đến 22/01/2024)."
    )
    assert civil_date(due(released.nomination(LINE))[1].due_at) == reckoning.due_on


def test_swapped_saturday_is_told() -> None:
    begun = datetime(2024, 4, 26, 2, 0, tzinfo=UTC)
    received = given(at(Step.SUBMITTED), receive(at=begun, on=civil_date(begun))).world
    limit = DECIDERS[Kind.NOMINATION].limit(received.nomination(LINE))
    assert limit is not None
    assert (date(2024, 5, 4), "Làm bù") in reckon(limit).days_worked
    assert "có tính 04/05/2024 (làm bù)" in spell(reckon(limit))


def test_line_returned_before_receipt_has_the_limit_of_that_day_and_stops_the_clerks_clock() -> None:
    submitted = at(Step.SUBMITTED)
    clerk = dossier_due(submitted.state(DOSSIER, Dossier))
    away = given(submitted, Order(DOSSIER, sc.ReturnLines((LINE,), "Thiếu báo cáo"), CLERK, NOW)).world
    assert [rung.role for rung in due(away.nomination(LINE))] == [
        Role.PROPOSING_OFFICER,
        Role.PROPOSING_OFFICER,
        Role.UNIT_HEAD,
    ]
    assert dossier_due(away.state(DOSSIER, Dossier)) == ()
    back = Order(DOSSIER, sc.SupplementLines((LINE,), "Đã bổ sung"), OFFICER, NOW + timedelta(days=1))
    again = dossier_due(given(away, back).world.state(DOSSIER, Dossier))
    assert [rung.rung for rung in again] == [rung.rung for rung in clerk]
    assert [later.due_at > sooner.due_at for later, sooner in zip(again, clerk, strict=True)] == [True] * 3


def test_return_gives_the_unit_its_own_ladder_and_supplement_lets_the_appraisal_go_on() -> None:
    """Returned on Tuesday 16 January, back on Monday 4 March 2024: 29 working days that do not count."""
    later = TET + timedelta(days=1)
    returned = given(RECEIVED_AT_TET, return_line(at=later)).world
    assert [rung.role for rung in due(returned.nomination(LINE))] == [
        Role.PROPOSING_OFFICER,
        Role.PROPOSING_OFFICER,
        Role.UNIT_HEAD,
    ]
    mended = given(returned, supplement(at=datetime(2024, 3, 4, 2, 0, tzinfo=UTC))).world
    assert instants(mended)[0] == (Rung.REMINDER, office_end(2024, 3, 29), Role.APPRAISER)


def test_withdrawal_ends_the_ladder() -> None:
    assert due(given(RECEIVED_AT_TET, withdraw(at=TET)).world.nomination(LINE)) == ()


# The calendar's own command


def lapse(world: World, rung: Rung, *, late: timedelta = timedelta()) -> Order:
    """The engine's command for a rung, at its instant or later."""
    found = next(entry for entry in due(world.nomination(LINE)) if entry.rung is rung)
    return Order(LINE, nc.LapseDeadline(rung, found.due_at), ENGINE, found.due_at + late)


@pytest.mark.parametrize("rung", Rung)
@pytest.mark.parametrize("late", [timedelta(), timedelta(microseconds=1), timedelta(days=9)])
def test_rung_lapses_at_its_instant_and_is_owed_no_more(rung: Rung, late: timedelta) -> None:
    order = lapse(RECEIVED_AT_TET, rung, late=late)
    assert isinstance(order.command, nc.LapseDeadline)
    answer = given(RECEIVED_AT_TET).when(order)
    answer.then(ne.DeadlineLapsed(rung, order.command.due_at, RECEIVED_SOURCE))
    assert [entry for entry, _due_at, _role in instants(answer.world)] == [
        other for other in Rung if other is not rung
    ]


def test_rung_lapses_not_a_moment_early() -> None:
    early = lapse(RECEIVED_AT_TET, Rung.REMINDER, late=timedelta(microseconds=-1))
    given(RECEIVED_AT_TET).when(early).refused("deadline_moot")


def test_rung_lapses_only_once() -> None:
    order = lapse(RECEIVED_AT_TET, Rung.OVERDUE)
    given(RECEIVED_AT_TET, order).when(order).refused("deadline_moot")


@pytest.mark.parametrize(
    "meanwhile",
    [hold(at=TET), withdraw(at=TET), return_line(at=TET), await_opinion(at=TET)],
    ids=["held", "withdrawn", "returned", "asked"],
)
def test_rung_of_a_stopped_clock_is_moot(meanwhile: Order) -> None:
    order = lapse(RECEIVED_AT_TET, Rung.OVERDUE)
    given(RECEIVED_AT_TET, meanwhile).when(order).refused("deadline_moot")


def test_rung_at_another_instant_is_moot() -> None:
    command = nc.LapseDeadline(Rung.OVERDUE, TET)
    given(RECEIVED_AT_TET).when(Order(LINE, command, ENGINE, TET + timedelta(days=90))).refused(
        "deadline_moot"
    )


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ENGINE])
def test_only_the_engine_lapses_a_deadline(role: Role) -> None:
    order = lapse(RECEIVED_AT_TET, Rung.OVERDUE)
    by = acting(APPRAISER, role=role)
    given(RECEIVED_AT_TET).when(Order(LINE, order.command, by, order.accepted_at)).refused("wrong_role")
    dossier = Order(DOSSIER, sc.LapseDossierDeadline(Rung.OVERDUE, NOW), by, NOW)
    given(at(Step.SUBMITTED)).when(dossier).refused("wrong_role")


def test_dossier_rung_lapses_once_and_only_when_due() -> None:
    overdue = dossier_due(at(Step.SUBMITTED).state(DOSSIER, Dossier))[1]
    command = sc.LapseDossierDeadline(Rung.OVERDUE, overdue.due_at)
    early = Order(DOSSIER, command, ENGINE, overdue.due_at - timedelta(microseconds=1))
    given(at(Step.SUBMITTED)).when(early).refused("deadline_moot")
    punctual = Order(DOSSIER, command, ENGINE, overdue.due_at)
    lapsed = se.DossierDeadlineLapsed(Rung.OVERDUE, overdue.due_at, overdue.source)
    world = given(at(Step.SUBMITTED)).when(punctual).then(lapsed).world
    given(world).when(punctual).refused("deadline_moot")
    given(at(Step.RECEIVED)).when(punctual).refused("deadline_moot")


def test_lapsed_deadline_does_not_stop_the_work() -> None:
    world = given(RECEIVED_AT_TET, lapse(RECEIVED_AT_TET, Rung.ESCALATION)).world
    returned = return_line(at=TET + timedelta(days=60))
    assert given(world).when(returned).accepted().nomination(LINE).step is Step.RETURNED
