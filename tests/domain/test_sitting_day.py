"""The day of a sitting: it is stated by who came, entered late by a paper only, and moved by a notice."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.council import commands as cc
from domain.execution import Order
from domain.nomination.state import Step
from domain.session import commands as vc
from domain.session import events as ve
from domain.session.check import check, streams_around
from domain.session.evolve import evolve
from domain.session.finding import Moment
from domain.session.minutes import minutes
from domain.session.state import INITIAL, Conflict, Ground, Phase, Seat, Session
from domain.values import Actor, Role
from tests.domain.given import World, given
from tests.domain.office import (
    CHAIR,
    COUNCIL,
    COUNCIL_UNIT,
    FOUNDED,
    LINE,
    MEMBERS,
    NOW,
    REGISTRAR,
    SECRETARY,
    SESSION,
    TODAY,
    adjourn,
    at,
    attend,
    attendance,
    ballots,
    close_voting,
    convene,
    open_voting,
)

DAY = timedelta(days=1)
CONVENED = at(Step.IN_COUNCIL)
PAPER = "Biên bản ngày 06/11/2023"


def later(command: object, days: int = 1) -> Order:
    return Order(SESSION, command, CHAIR, NOW + days * DAY)


def move(day: date = TODAY + DAY, document: str = "TB 12", reason: str = "Chủ tịch đi công tác") -> Order:
    return Order(SESSION, vc.RescheduleSession(day, document, reason), SECRETARY, NOW)


# Who came, and when


@pytest.mark.parametrize("day", [TODAY - DAY, TODAY + DAY, FOUNDED])
def test_attendance_of_another_day_than_that_of_the_sitting_is_refused(day: date) -> None:
    given(CONVENED).when(Order(SESSION, attendance(on=day), SECRETARY, NOW)).refused("sat_on_another_day")


@pytest.mark.parametrize(("days", "basis", "kept"), [(0, "", ""), (0, PAPER, ""), (1, PAPER, PAPER)])
def test_attendance_keeps_its_basis_where_it_is_entered_late(days: int, basis: str, kept: str) -> None:
    order = later(attendance(basis=basis), days)
    given(CONVENED).when(order).then(ve.AttendanceRecorded(MEMBERS, TODAY, kept))


@pytest.mark.parametrize("basis", ["", "  "])
def test_attendance_entered_late_without_a_basis_is_refused(basis: str) -> None:
    given(CONVENED).when(later(attendance(basis=basis))).refused("sitting_entered_late")


def test_vote_is_opened_on_a_later_day_only_where_the_attendance_states_a_basis() -> None:
    came = given(CONVENED, attend()).world
    given(came).when(later(vc.OpenVoting())).refused("sitting_entered_late")
    given(came, later(attendance(basis=PAPER))).when(later(vc.OpenVoting())).accepted()
    once = given(CONVENED, later(attendance(*MEMBERS[:4], basis=PAPER))).world
    given(once).when(later(attendance(*MEMBERS[4:], basis=""))).accepted()


# Moved by a notice


def seat(person: str, since: date) -> Order:
    command = cc.SeatMember(person, Role.COUNCIL_MEMBER, COUNCIL_UNIT, since, "QĐ 2", "tt-1")
    return Order(COUNCIL, command, REGISTRAR, NOW)


def test_moved_sitting_has_the_members_of_its_new_day_and_nobody_there_yet() -> None:
    world = at(Step.APPRAISED).after(seat("member-moi", TODAY + DAY), convene())
    before = world.state(SESSION, Session)
    moved = world.after(attend(), move()).state(SESSION, Session)
    assert moved == replace(
        before,
        meets_on=TODAY + DAY,
        seats=(*before.seats, Seat("member-moi", Role.COUNCIL_MEMBER, COUNCIL_UNIT, "tt-1")),
    )


def test_move_detects_the_conflicts_of_the_new_members() -> None:
    newcomer = seat("cb-001", TODAY + DAY)
    world = at(Step.APPRAISED).after(newcomer, convene())
    event = world.after(move()).streams[SESSION][-1].event
    assert isinstance(event, ve.SessionRescheduled)
    assert event.detected == (Conflict("cb-001", LINE, Ground.OWN_NOMINATION),)
    assert ("cb-001", LINE) in world.after(move()).state(SESSION, Session).recusals


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (move(TODAY), "same_day"),
        (move(document=" "), "document_needed"),
        (move(reason=""), "reason_needed"),
        (move(FOUNDED - DAY), "council_not_in_office"),
        (move(date(1990, 1, 1)), "dates_out_of_order"),
        (replace(move(), actor=Actor("kẻ lạ", Role.COUNCIL_SECRETARY, COUNCIL_UNIT)), "not_presiding"),
        (replace(move(), actor=Actor("member-an", Role.COUNCIL_MEMBER, COUNCIL_UNIT)), "wrong_role"),
    ],
)
def test_move_that_does_not_hold_is_refused(order: Order, code: str) -> None:
    given(CONVENED).when(order).refused(code)


@pytest.mark.parametrize(
    "done", [(attend(), open_voting()), (attend(), open_voting(), *ballots(), close_voting())]
)
def test_sitting_that_votes_is_moved_no_more(done: tuple[Order, ...]) -> None:
    given(CONVENED, *done).when(move()).refused("out_of_order")


def test_adjourned_sitting_is_moved_no_more() -> None:
    given(CONVENED, adjourn()).when(move()).refused("out_of_order", step=Phase.ADJOURNED)


# Recomputed


def moments(world: World) -> list[Moment]:
    state, found = INITIAL, list[Moment]()
    for recorded in world.streams[SESSION]:
        event = recorded.event
        assert isinstance(event, ve.SessionEvent)
        around = {stream: world.head(stream).state for stream in streams_around(state, event)}
        found.append(Moment(event, recorded.meta, around))
        state = evolve(state, event, recorded.meta)
    return found


MOVED = moments(given(CONVENED, move(), later(attendance(on=TODAY + DAY))).world)


def failing(found: list[Moment]) -> list[str]:
    return [
        failure.sentence_en
        for checked in check(found)
        for failure in checked.failures
        if "appraised" not in failure.sentence_en
    ]


def test_moved_sitting_stands_and_its_minutes_are_of_the_new_day() -> None:
    assert failing(MOVED) == []
    told = minutes(MOVED)
    assert told is not None
    assert (told.meets_on, told.present) == (TODAY + DAY, MEMBERS)


def _forged(**fields: object) -> list[Moment]:
    event = MOVED[1].event
    assert isinstance(event, ve.SessionRescheduled)
    return [MOVED[0], replace(MOVED[1], event=replace(event, **fields)), *MOVED[2:]]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"document": ""}, "the sitting was moved by no notice"),
        ({"seats": ()}, f"the seats after the move are not those of {COUNCIL} on {TODAY + DAY}"),
        ({"standing_body": "V99"}, f"the seats after the move are not those of {COUNCIL} on {TODAY + DAY}"),
        ({"meets_on": TODAY}, f"the attendance is of {TODAY + DAY}, the sitting of {TODAY}"),
    ],
)
def test_forged_move_is_told(fields: dict[str, object], sentence: str) -> None:
    assert sentence in failing(_forged(**fields))
