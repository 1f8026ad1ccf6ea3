"""What comes up after the appraisal: the rules are asked again at every favourable step."""

from dataclasses import replace
from datetime import date

import pytest

from domain.decision import commands as dc
from domain.decision.state import Instrument
from domain.execution import Order
from domain.nomination import commands as nc
from domain.nomination.state import Step
from domain.register import commands as rc
from domain.rules.facts import Discipline, DisciplineGrade, ServiceKind, ServicePeriod
from domain.session import commands as vc
from domain.values import Answer, Authority, CandidateKind, HoldGround, Outcome, Recommendation
from tests.domain.given import World, given
from tests.domain.office import (
    APPRAISER,
    APPROVE,
    CHAIR,
    CLERK,
    DECISION,
    LINE,
    NOW,
    OFFICE,
    REGISTRAR,
    SESSION,
    TODAY,
    UNIT,
    adopted,
    advice,
    appraisal,
    appraise,
    at,
    certify,
    draft,
    hold,
    line,
    receive,
    register_unit,
    release,
    settle,
    sign,
    sitting,
    submit,
)


def on_person(command: object) -> Order:
    return Order("person-cb-001", command, REGISTRAR, NOW)


def opened(matter: str) -> Order:
    return on_person(rc.OpenProceeding(matter, HoldGround.COMPLAINT, TODAY, "CV 1"))


REGISTERED = on_person(rc.RegisterPerson("Trần Thị B", UNIT))
RULES = (adopted("TTLDTT"),)
CONCLUDED = on_person(rc.ConcludeProceeding("vv-1", TODAY, "KL 1"))
IMPOSED = on_person(rc.RecordDiscipline(Discipline("hv-1", DisciplineGrade.REPRIMAND, TODAY)))
RECRUITED = on_person(rc.RecordService(ServicePeriod(ServiceKind.PROCURACY, date(2023, 8, 1))))
CLOSED_BALLOT = at(Step.APPRAISED).after(*sitting((LINE, APPROVE)))
BEFORE = {
    "vote": (CLOSED_BALLOT, certify()),
    "settlement": (at(Step.VOTED), settle()),
    "signature": (at(Step.DECIDED), sign()),
}
PRESENTED = at(Step.RECEIVED).after(
    appraise(authority=Authority.SUPREME),
    *sitting((LINE, APPROVE)),
    certify(),
    settle(dc.LineOutcome(LINE, Outcome.FORWARDED), instrument=Instrument.PRESENTATION),
    sign(number="12/TTr"),
)
ANSWER = Order(
    DECISION,
    dc.RecordAnswer("900/QĐ", TODAY, "Viện trưởng", (dc.LineAnswer(LINE, Outcome.GRANTED),)),
    CLERK,
    NOW,
)


def appraise_again(*questions: str, authority: Authority = Authority.LOCAL) -> Order:
    """The line appraised anew, with these questions asked besides the usual ones."""
    first = appraisal(authority=authority)
    asked = tuple(nc.ReviewAnswer(question, Answer.MET, "Đã xem xét") for question in questions)
    return Order(LINE, replace(first, answers=(*first.answers, *asked)), APPRAISER, NOW)


@pytest.mark.parametrize(("world", "order"), BEFORE.values(), ids=BEFORE)
@pytest.mark.parametrize(
    ("since", "code"),
    [
        (IMPOSED, "appraisal_outdated"),
        (opened("vv-1"), "appraisal_outdated"),
        (RECRUITED, "criterion_not_met"),
    ],
    ids=["discipline", "proceeding", "service"],
)
def test_what_came_up_since_the_appraisal_stops_the_line(
    world: World, order: Order, since: Order, code: str
) -> None:
    given(world, REGISTERED, since).when(order).refused(code).because_of(LINE)


def test_refusal_cites_the_article_of_the_criterion() -> None:
    answer = given(at(Step.VOTED), RECRUITED).when(settle())
    assert answer.refusal is not None
    assert answer.refusal.source.startswith("TT 01/2019/TT-VKSTC")


@pytest.mark.parametrize("since", [IMPOSED, RECRUITED])
def test_grant_from_above_is_not_entered_for_who_is_no_longer_eligible(since: Order) -> None:
    given(PRESENTED, since).when(ANSWER).because_of(LINE)


def test_forwarded_line_is_appraised_anew_before_its_answer() -> None:
    again = appraise_again("no_discipline", authority=Authority.SUPREME)
    given(PRESENTED, IMPOSED, again).when(ANSWER).accepted()


@pytest.mark.parametrize(("step", "order"), [(Step.VOTED, settle()), (Step.DECIDED, sign())])
def test_line_appraised_anew_goes_on_from_where_it_stood(step: Step, order: Order) -> None:
    world = at(step).after(IMPOSED, appraise_again("no_discipline"))
    before, after = at(step).nomination(LINE), world.nomination(LINE)
    assert (after.step, after.clock, after.vote) == (step, before.clock, before.vote)
    given(world).when(order).accepted()


def test_postponed_line_is_appraised_anew_for_the_next_session() -> None:
    postponed = Order(SESSION, vc.PostponeLines((LINE,), "Chờ thẩm định lại"), CHAIR, NOW)
    world = CLOSED_BALLOT.after(IMPOSED, postponed, certify(), appraise_again("no_discipline"))
    again = world.after(*sitting((LINE, APPROVE), session="session-2"))
    given(again).when(certify(session="session-2")).accepted()


def test_authority_is_not_changed_after_the_vote() -> None:
    moved = appraise_again(authority=Authority.SUPREME)
    given(at(Step.VOTED)).when(moved).refused("authority_conflict", expected=Authority.LOCAL)


def test_matter_that_was_not_appraised_stops_the_line_though_another_was() -> None:
    world = at(Step.RECEIVED).after(REGISTERED, opened("vv-1"), appraise_again("no_open_proceeding"))
    voted = world.after(*sitting((LINE, APPROVE)), certify())
    given(voted).when(settle()).accepted()
    given(voted, opened("vv-2")).when(settle()).refused("appraisal_outdated", what="vụ việc mới")


def test_hold_stops_the_signature_until_the_matter_is_concluded_and_weighed() -> None:
    held = at(Step.DECIDED).after(REGISTERED, opened("vv-1"), hold(LINE))
    given(held).when(sign()).refused("held").because_of(LINE)
    world = held.after(CONCLUDED, release(LINE), appraise_again("no_open_proceeding"))
    given(world).when(sign()).accepted()


def test_line_that_is_refused_needs_no_new_appraisal() -> None:
    refused = dc.LineOutcome(LINE, Outcome.REFUSED, "Bị kỷ luật")
    given(at(Step.VOTED), IMPOSED).when(settle(refused, instrument=Instrument.NOTICE)).accepted()


def test_unit_that_was_dissolved_since_is_no_longer_eligible() -> None:
    team = replace(line("vks-q", "TTLDTT"), kind=CandidateKind.COLLECTIVE)
    world = World().after(*OFFICE, register_unit("VKS-Q"), draft(team), submit(), receive())
    dissolved = Order("unit-vks-q", rc.DissolveUnit(TODAY, "VKS-R"), REGISTRAR, NOW)
    closed = world.after(appraise(LINE, "TTLDTT"), *sitting((LINE, APPROVE), rules=RULES))
    given(closed, dissolved).when(certify()).refused("appraisal_outdated").because_of(LINE)
    given(closed, certify(), dissolved).when(settle()).refused("appraisal_outdated").because_of(LINE)


def test_line_the_council_granted_against_the_criteria_is_refused() -> None:
    """A recommendation to refuse carries no answer that the criterion is met."""
    denied = replace(
        advice(Recommendation.REFUSE, "Chưa hoàn thành"), answers=appraisal(answer=Answer.NOT_MET).answers
    )
    world = at(Step.RECEIVED).after(Order(LINE, denied, APPRAISER, NOW), *sitting((LINE, APPROVE)))
    given(world).when(certify()).refused("appraisal_outdated").because_of(LINE)
