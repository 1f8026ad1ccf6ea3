"""Ballot papers: one for each member, complete, once; and the secret count, which knows no choice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.execution import Order
from domain.nomination.state import Step
from domain.rules.pack import Ballot
from domain.rules.voting import Count
from domain.session import commands as vc
from domain.session import events as ve
from domain.session.state import Channel, Choice, Ground, Mark, Minutes, Participant, Session
from domain.values import Personal
from tests.domain.given import given
from tests.domain.office import (
    ABSTAIN,
    APPROVE,
    LINE,
    LINE_2,
    MEMBERS,
    NOW,
    OFFICE,
    REFUSE,
    SECRETARY,
    SESSION,
    TODAY,
    adopted,
    appraise,
    at,
    attend,
    ballot,
    certify,
    close_voting,
    convene,
    convening,
    draft,
    in_secret,
    line,
    member,
    open_voting,
    receive,
    recuse,
    submit,
)

DAY = timedelta(days=1)
CONVENED = at(Step.IN_COUNCIL)
VOTING = CONVENED.after(attend(), open_voting())
SECRET_RULE = adopted("LDTT", ballot=Ballot.SECRET)
NO_COUNT = in_secret()


def test_ballot_is_a_fact_with_its_channel() -> None:
    cast = ve.BallotCast("member-an", Channel.IN_PERSON, (Mark(LINE, ABSTAIN),))
    given(VOTING).when(ballot("member-an", (LINE, ABSTAIN))).then(cast)


def test_ballot_of_a_stranger_is_refused() -> None:
    given(VOTING).when(ballot("passer-by", (LINE, APPROVE))).refused("not_seated")
    given(VOTING).when(recuse("passer-by")).refused("not_seated")


def test_ballot_twice_is_refused() -> None:
    once = ballot("member-an", (LINE, APPROVE))
    given(VOTING, once).when(once).refused("vote_already_cast")
    given(VOTING, once).when(ballot("member-an", (LINE, REFUSE))).refused("vote_already_cast")


def test_absent_member_may_only_answer_in_writing() -> None:
    voting = given(CONVENED, attend(*MEMBERS[:4]), open_voting()).world
    given(voting).when(ballot("member-chi", (LINE, APPROVE))).refused("member_absent", person="member-chi")
    written = ballot("member-chi", (LINE, APPROVE), channel=Channel.WRITTEN)
    given(voting).when(written).then(ve.BallotCast("member-chi", Channel.WRITTEN, (Mark(LINE, APPROVE),)))


TWO_LINES = given(
    *OFFICE, draft(line("cb-001"), line("cb-002")), submit(), receive(), appraise(LINE), appraise(LINE_2)
).world.after(convene(convening(agenda=(LINE, LINE_2))), attend(), open_voting())


@pytest.mark.parametrize(
    ("marks", "missing"),
    [
        ((), 2),
        (((LINE, APPROVE),), 1),
        (((LINE, APPROVE), (LINE, REFUSE)), 1),
        (((LINE, APPROVE), (LINE_2, APPROVE), (LINE_2, REFUSE)), 0),
        (((LINE, APPROVE), (LINE_2, APPROVE), ("nomination-other.001", APPROVE)), 0),
    ],
)
def test_ballot_answers_every_line_once(marks: tuple[tuple[str, Choice], ...], missing: int) -> None:
    given(TWO_LINES).when(ballot("member-an", *marks)).refused("ballot_incomplete", missing=missing)


# Recusal


def test_recused_member_votes_on_the_other_lines_only() -> None:
    world = given(TWO_LINES, recuse("member-an", LINE)).world
    given(world).when(ballot("member-an", (LINE, APPROVE), (LINE_2, APPROVE))).refused("recused")
    given(world).when(ballot("member-an", (LINE_2, APPROVE))).accepted()


def test_recusal_is_a_fact_with_its_reason() -> None:
    declared = ve.RecusalDeclared("member-an", (LINE,), Ground.KIN, Personal("Người thân của tôi"))
    given(VOTING).when(recuse("member-an")).then(declared)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (vc.DeclareRecusal((LINE,), Ground.OTHER, ""), "reason_needed"),
        (vc.DeclareRecusal((), Ground.KIN, "Người thân"), "nothing_selected"),
        (vc.DeclareRecusal(("nomination-other.001",), Ground.KIN, "Người thân"), "unknown_line"),
    ],
)
def test_recusal_with_a_mistake_is_refused(command: vc.DeclareRecusal, code: str) -> None:
    given(VOTING).when(Order(SESSION, command, member("member-an"), NOW)).refused(code)


def test_recusal_after_ones_ballot_is_refused() -> None:
    cast = ballot("member-an", (LINE, APPROVE))
    given(VOTING, cast).when(recuse("member-an")).refused("vote_already_cast")


def test_member_who_is_a_candidate_never_votes_on_the_own_line() -> None:
    own = line("member-an")
    past = (*OFFICE, draft(own, line("cb-002")), submit(), receive(), appraise(LINE), appraise(LINE_2))
    convened = given(*past, convene(convening(agenda=(LINE, LINE_2)))).world
    assert convened.state(SESSION, Session).recusals == {("member-an", LINE)}
    voting = convened.after(attend(), open_voting())
    given(voting).when(ballot("member-an", (LINE, APPROVE), (LINE_2, APPROVE))).refused("recused")
    given(voting).when(ballot("member-an", (LINE_2, APPROVE))).accepted()


# Secret votes

SECRET = given(at(Step.APPRAISED), convene(convening(rules=(SECRET_RULE,))), attend(), open_voting()).world
SECRET_COUNTING = SECRET.after(close_voting())


def counted(
    count: Count,
    participants: tuple[str, ...] = MEMBERS,
    certifiers: tuple[str, str] = ("member-chu", "member-thu"),
    stream: str = LINE,
) -> Order:
    command = in_secret(vc.SecretCount(stream, count), participants=participants, certifiers=certifiers)
    return Order(SESSION, command, SECRETARY, NOW)


def test_secret_line_takes_no_named_ballot() -> None:
    given(SECRET).when(ballot("member-an", (LINE, APPROVE))).refused("ballot_incomplete")


def test_secret_count_holds_totals_and_participants_never_a_choice() -> None:
    count = Count(approve=4, refuse=1)
    recorded = ve.SecretCountRecorded(
        (vc.SecretCount(LINE, count),),
        tuple(Participant(person, Channel.IN_PERSON) for person in MEMBERS),
        Minutes("BB 01", TODAY),
        ("member-chu", "member-thu"),
    )
    world = given(SECRET_COUNTING).when(counted(count)).then(recorded).world
    answer = given(world).when(certify())
    assert answer.accepted().nomination(LINE).step is Step.VOTED
    assert world.state(SESSION, Session).ballots == {}


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (counted(Count(approve=6)), "ballots_exceed_members"),
        (counted(Count(approve=5), MEMBERS[:4]), "ballots_exceed_members"),
        (counted(Count(approve=5, refuse=-1)), "negative_count"),
        (counted(Count(), (*MEMBERS, "member-an")), "participant_listed_twice"),
        (counted(Count(), stream=LINE_2), "secret_lines_mismatch"),
        (counted(Count(), ("passer-by",)), "attendance_unknown_person"),
        (counted(Count(), certifiers=("member-chu", "member-chu")), "certifiers_needed"),
        (counted(Count(), certifiers=("member-chu", "passer-by")), "attendance_unknown_person"),
        (Order(SESSION, NO_COUNT, SECRETARY, NOW), "secret_lines_mismatch"),
        (Order(SESSION, replace(NO_COUNT, minutes=Minutes(" ", TODAY)), SECRETARY, NOW), "minutes_needed"),
        (
            Order(SESSION, replace(NO_COUNT, minutes=Minutes("BB 01", TODAY - DAY)), SECRETARY, NOW),
            "dates_out_of_order",
        ),
        (
            Order(SESSION, replace(NO_COUNT, minutes=Minutes("BB 01", TODAY + DAY)), SECRETARY, NOW),
            "date_in_future",
        ),
    ],
)
def test_secret_count_that_cannot_be_is_refused(order: Order, code: str) -> None:
    given(SECRET_COUNTING).when(order).refused(code)


def test_recused_participant_has_no_secret_ballot_on_that_line() -> None:
    world = given(SECRET, recuse("member-an"), close_voting()).world
    given(world).when(counted(Count(approve=5))).refused("ballots_exceed_members", counted=5, eligible=4)
    given(world).when(counted(Count(approve=4))).accepted()


def test_secret_vote_without_a_count_cannot_be_certified() -> None:
    given(SECRET_COUNTING).when(certify()).refused("secret_count_missing", missing=1)
