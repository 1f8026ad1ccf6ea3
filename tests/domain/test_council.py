"""Councils as bodies: who sits when, who prepares, what conflicts, and two councils one after the other."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.council import commands as cc
from domain.council import events as ce
from domain.council.state import Council, CouncilKind
from domain.execution import Order
from domain.nomination.state import Step
from domain.rules.pack import Level
from domain.session import commands as vc
from domain.session import events as ve
from domain.session.state import (
    Conflict,
    Ground,
    Session,
)
from domain.values import Actor, CandidateKind, Personal, Role
from tests.domain.given import given
from tests.domain.office import (
    APPROVE,
    CHAIR,
    COUNCIL,
    COUNCIL_UNIT,
    FOUNDED,
    LINE,
    LINE_2,
    MEMBERS,
    NOW,
    OFFICE,
    OFFICER,
    REGISTRAR,
    SECRETARY,
    SESSION,
    TODAY,
    UNIT,
    UNITS,
    acting,
    adopted,
    appraise,
    at,
    attend,
    attendance,
    ballot,
    close_voting,
    convene,
    convened,
    convening,
    draft,
    line,
    open_voting,
    people,
    receive,
    recuse,
    submit,
)

DAY = timedelta(days=1)
BODY = given(*OFFICE).world


def asked(command: object, by: Actor = REGISTRAR) -> Order:
    return Order(COUNCIL, command, by, NOW)


def seat(person: str, since: date, role: Role = Role.COUNCIL_MEMBER) -> Order:
    return asked(cc.SeatMember(person, role, COUNCIL_UNIT, since, "QĐ 2"))


def end(person: str, last: date) -> Order:
    return asked(cc.EndSeat(person, last, "QĐ 3"))


# Members and their periods


def test_seat_is_held_from_its_first_day_to_its_last() -> None:
    world = BODY.after(end("member-an", TODAY), seat("member-moi", TODAY + DAY))
    council = world.state(COUNCIL, Council)
    sitting_on = {day: {m.person for m in council.seated_on(day)} for day in (TODAY, TODAY + DAY)}
    assert sitting_on[TODAY] == set(MEMBERS)
    assert sitting_on[TODAY + DAY] == {*MEMBERS, "member-moi"} - {"member-an"}


def test_session_takes_the_members_of_its_day() -> None:
    changed = (end("member-an", TODAY - DAY), seat("member-moi", TODAY))
    world = at(Step.APPRAISED).after(*changed, convene())
    assert {entry.member for entry in convened(world).seats} == {*MEMBERS, "member-moi"} - {"member-an"}


def test_seat_is_given_back_after_an_interval() -> None:
    given(BODY, end("member-an", TODAY)).when(seat("member-an", TODAY)).refused("seat_taken_twice")
    given(BODY, end("member-an", TODAY)).when(seat("member-an", TODAY + DAY)).accepted()


AGAIN = cc.EstablishCouncil(COUNCIL_UNIT, "Lại", CouncilKind.COUNCIL, TODAY, Level.LOCAL, "QĐ")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (cc.SeatMember("member-an", Role.COUNCIL_MEMBER, UNIT, TODAY, "QĐ"), "seat_taken_twice"),
        (cc.SeatMember("member-x", Role.DECIDER, UNIT, TODAY, "QĐ"), "no_seat_for_role"),
        (cc.SeatMember("member-x", Role.COUNCIL_MEMBER, UNIT, FOUNDED - DAY, "QĐ"), "dates_out_of_order"),
        (cc.SeatMember("member-x", Role.COUNCIL_MEMBER, UNIT, TODAY, " "), "document_needed"),
        (cc.SeatMember("Not An Id", Role.COUNCIL_MEMBER, UNIT, TODAY, "QĐ"), "malformed_id"),
        (cc.EndSeat("member-x", TODAY, "QĐ"), "seat_not_held"),
        (cc.EndSeat("member-an", FOUNDED - DAY, "QĐ"), "dates_out_of_order"),
        (AGAIN, "already_exists"),
        (cc.DissolveCouncil(FOUNDED - DAY, "QĐ"), "dates_out_of_order"),
        (cc.AppointStandingBody("V16", FOUNDED - DAY, "QĐ"), "dates_out_of_order"),
    ],
)
def test_mistake_about_a_council_is_refused(command: object, code: str) -> None:
    given(BODY).when(asked(command)).refused(code)


def test_council_that_follows_itself_is_refused() -> None:
    command = replace(AGAIN, follows="council-y")
    given(BODY).when(Order("council-y", command, REGISTRAR, NOW)).refused("council_follows_itself")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.REGISTRAR])
def test_council_is_kept_by_its_registrar(role: Role) -> None:
    command = cc.DissolveCouncil(TODAY, "QĐ")
    given(BODY).when(asked(command, acting(REGISTRAR, role=role))).refused("wrong_role")
    given(BODY).when(asked(command, acting(REGISTRAR, unit="VKS-Z"))).refused("wrong_unit")


def test_council_nobody_established_is_unknown() -> None:
    given(*UNITS).when(asked(cc.DissolveCouncil(TODAY, "QĐ"))).refused("unknown_stream")


def test_dissolved_council_sits_no_more() -> None:
    world = at(Step.APPRAISED).after(asked(cc.DissolveCouncil(TODAY, "QĐ 9")))
    given(world).when(convene()).refused("council_not_in_office")
    given(world).when(convene(replace(convening(), meets_on=TODAY - DAY))).accepted()
    given(world).when(seat("member-x", TODAY)).refused("council_dissolved")


def test_council_needs_exactly_one_chair() -> None:
    second = seat("member-moi", TODAY, Role.COUNCIL_CHAIR)
    given(at(Step.APPRAISED), second).when(convene()).refused("one_chair_needed", chairs=2)
    given(at(Step.APPRAISED), end("member-chu", TODAY - DAY)).when(convene()).refused(
        "one_chair_needed", chairs=0
    )


# The standing body


V16, BUREAU = "V16", "VAN-PHONG"
BEFORE, CHANGE = date(2023, 2, 28), date(2023, 3, 1)
PREPARED = at(Step.APPRAISED).after(
    asked(cc.AppointStandingBody(V16, FOUNDED, "QĐ 1")),
    asked(cc.AppointStandingBody(BUREAU, CHANGE, "QĐ 4")),
)


def test_standing_body_serves_until_the_day_before_the_next() -> None:
    council = PREPARED.state(COUNCIL, Council)
    days = (FOUNDED - DAY, FOUNDED, BEFORE, CHANGE, TODAY)
    assert [council.body_on(day) for day in days] == ["", V16, V16, BUREAU, BUREAU]


@pytest.mark.parametrize(
    ("day", "unit", "allowed"),
    [(BEFORE, V16, True), (BEFORE, BUREAU, False), (CHANGE, V16, False), (CHANGE, BUREAU, True)],
)
def test_standing_body_of_the_day_convenes(day: date, unit: str, *, allowed: bool) -> None:
    secretary = Actor("secretary-x", Role.COUNCIL_SECRETARY, unit)
    order = Order(SESSION, replace(convening(), meets_on=day), secretary, NOW)
    answer = given(PREPARED).when(order)
    if not allowed:
        answer.refused("wrong_unit")
        return
    assert convened(answer.accepted()).standing_body == unit
    presence = Order(SESSION, attendance(on=day), secretary, NOW)
    given(answer.world).when(presence).accepted()


# Who presides

CONVENED = at(Step.IN_COUNCIL)


@pytest.mark.parametrize(
    "command",
    [
        attendance(),
        vc.AdjournSession("Mất điện"),
        vc.PostponeLines((LINE,), "Chờ ý kiến"),
        vc.RecordConflict("member-an", (LINE,), Ground.KIN, "Anh em"),
    ],
)
@pytest.mark.parametrize("role", [Role.COUNCIL_CHAIR, Role.COUNCIL_SECRETARY])
def test_chair_or_secretary_of_another_council_does_not_preside(command: object, role: Role) -> None:
    stranger = Actor("somebody-else", role, COUNCIL_UNIT)
    given(CONVENED).when(Order(SESSION, command, stranger, NOW)).refused("not_presiding")
    ordinary = Actor("member-an", role, COUNCIL_UNIT)
    given(CONVENED).when(Order(SESSION, command, ordinary, NOW)).refused("not_presiding")
    holder = CHAIR if role is Role.COUNCIL_CHAIR else SECRETARY
    given(CONVENED).when(Order(SESSION, command, holder, NOW)).accepted()


def test_secretary_who_convened_presides_without_a_seat() -> None:
    clerk = Actor("clerk-x", Role.COUNCIL_SECRETARY, COUNCIL_UNIT)
    world = at(Step.APPRAISED).after(Order(SESSION, convening(), clerk, NOW))
    given(world).when(Order(SESSION, attendance(), clerk, NOW)).accepted()


def test_chair_of_another_council_certifies_nothing() -> None:
    counting = CONVENED.after(attend(), open_voting(), close_voting())
    stranger = Actor("somebody-else", Role.COUNCIL_CHAIR, COUNCIL_UNIT)
    given(counting).when(Order(SESSION, vc.CertifyTally(), stranger, NOW)).refused("not_presiding")


def test_chair_votes_like_any_member() -> None:
    world = CONVENED.after(attend(), open_voting())
    order = Order(SESSION, ballot("member-chu", (LINE, APPROVE)).command, CHAIR, NOW)
    assert given(world).when(order).accepted().state(SESSION, Session).ballots.keys() == {"member-chu"}


# Conflicts


def test_own_nomination_is_detected_with_its_ground() -> None:
    world = people("member-an").after(convene())
    assert convened(world).detected == (Conflict("member-an", LINE, Ground.OWN_NOMINATION),)


def test_proposer_among_the_members_is_detected() -> None:
    world = people("cb-001").after(seat(OFFICER.id, FOUNDED), convene())
    assert convened(world).detected == (Conflict(OFFICER.id, LINE, Ground.PROPOSER),)


def test_member_of_the_proposing_unit_is_detected_but_not_in_the_councils_own_unit() -> None:
    from_there = asked(cc.SeatMember("member-h", Role.COUNCIL_MEMBER, UNIT, FOUNDED, "QĐ"))
    world = people("cb-001").after(from_there, convene())
    assert convened(world).detected == (Conflict("member-h", LINE, Ground.OWN_UNIT),)
    assert convened(at(Step.IN_COUNCIL)).detected == ()


def test_leader_of_the_collective_proposed_is_detected() -> None:
    team = replace(line("tt-1", "TTLDTT"), kind=CandidateKind.COLLECTIVE)
    leader = asked(cc.SeatMember("member-tt", Role.COUNCIL_MEMBER, COUNCIL_UNIT, FOUNDED, "QĐ", "tt-1"))
    world = given(*OFFICE, leader, draft(team), submit(), receive(), appraise(LINE, "TTLDTT")).world
    world = world.after(convene(convening(rules=(adopted("TTLDTT"),))))
    assert convened(world).detected == (Conflict("member-tt", LINE, Ground.OWN_COLLECTIVE),)


def test_recorded_conflict_binds_a_member_who_did_not_declare_it() -> None:
    command = vc.RecordConflict("member-an", (LINE,), Ground.SUPERIOR, "Thủ trưởng trực tiếp")
    fact = ve.ConflictRecorded("member-an", (LINE,), Ground.SUPERIOR, Personal("Thủ trưởng trực tiếp"))
    world = given(CONVENED).when(Order(SESSION, command, SECRETARY, NOW)).then(fact).world
    voting = world.after(attend(), open_voting())
    given(voting).when(ballot("member-an", (LINE, APPROVE))).refused("recused")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (vc.RecordConflict("passer-by", (LINE,), Ground.KIN, "Anh em"), "attendance_unknown_person"),
        (vc.RecordConflict("member-an", (), Ground.KIN, "Anh em"), "nothing_selected"),
        (vc.RecordConflict("member-an", (LINE_2,), Ground.KIN, "Anh em"), "unknown_line"),
        *((vc.RecordConflict("member-an", (LINE,), ground, " "), "reason_needed") for ground in Ground),
        (vc.PostponeLines((LINE,), ""), "reason_needed"),
        (vc.PostponeLines((), "Chờ"), "nothing_selected"),
        (vc.PostponeLines((LINE_2,), "Chờ"), "unknown_line"),
    ],
)
def test_act_of_the_chair_with_a_mistake_is_refused(command: object, code: str) -> None:
    given(CONVENED).when(Order(SESSION, command, CHAIR, NOW)).refused(code)


def test_no_command_takes_a_conflict_back() -> None:
    """Whatever a session is asked after that, the pair stays."""
    world = people("member-an", "cb-002").after(
        convene(convening(agenda=(LINE, LINE_2))), recuse("member-an", LINE_2)
    )
    both = {("member-an", LINE), ("member-an", LINE_2)}
    reopened = world.after(
        attend(),
        open_voting(),
        close_voting(),
        Order(SESSION, vc.ReopenVoting(("LDTT",), "Biểu quyết lại"), CHAIR, NOW),
    )
    assert world.state(SESSION, Session).recusals == reopened.state(SESSION, Session).recusals == both


def test_member_may_still_step_aside_from_lines_that_are_voted_again() -> None:
    world = CONVENED.after(attend(), open_voting(), ballot("member-an", (LINE, APPROVE)), close_voting())
    again = world.after(Order(SESSION, vc.ReopenVoting(("LDTT",), "Biểu quyết lại"), CHAIR, NOW))
    given(again).when(recuse("member-an")).accepted()


def test_council_path_is_recorded_fact_by_fact() -> None:
    founded, first, *_others = (entry.event for entry in BODY.streams[COUNCIL])
    assert founded == ce.CouncilEstablished(
        COUNCIL_UNIT, "Hội đồng TĐKT", CouncilKind.COUNCIL, Level.LOCAL, "", FOUNDED, "QĐ 1"
    )
    assert first == ce.MemberSeated("member-chu", Role.COUNCIL_CHAIR, COUNCIL_UNIT, "", FOUNDED, "QĐ 1")
    given(BODY).when(end("member-an", TODAY)).then(ce.SeatEnded("member-an", TODAY, "QĐ 3"))
