"""What the law leaves to a human is asked, and the answer stands in the record with its reason."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.dossier import commands as sc
from domain.execution import Order
from domain.nomination import commands as nc
from domain.nomination import events as ne
from domain.rules.basis import Status
from domain.values import Answer, Authority, CandidateKind, Personal, Recommendation, Route, Verdict
from tests.domain.given import World, given
from tests.domain.office import (
    APPRAISER,
    APPROVE,
    CLERK,
    COUNCIL_UNIT,
    DOSSIER,
    HEAD,
    LINE,
    MEMBERS,
    NOW,
    OFFICE,
    OFFICER,
    SECRETARY,
    SESSION,
    UNIT,
    UNITS,
    appraisal,
    attendance,
    ballot,
    certify,
    close_voting,
    convene,
    convening,
    draft,
    line,
    open_voting,
    receive,
    submit,
)

# A later text that may be more favourable

TEXT = "more_favourable_text"
EVE, DAY = datetime(2026, 9, 30, 3, tzinfo=UTC), datetime(2026, 10, 1, 3, tzinfo=UTC)
"""Ten o'clock in Vietnam, the day before the law of 2026 is in force and the day itself."""


def received(on: date) -> World:
    """A line of 2026, received that day."""
    at = datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
    command = sc.DraftDossier(
        UNIT, COUNCIL_UNIT, Route.CIVIL, 2026, "Đề nghị khen thưởng 2026", "12/TTr", on, (line(),)
    )
    return given(
        *OFFICE,
        Order(DOSSIER, command, OFFICER, at),
        Order(DOSSIER, sc.SubmitDossier(), HEAD, at),
        Order(DOSSIER, sc.ReceiveDossier(on, "Sổ công văn đến"), CLERK, at),
    ).world


def appraised(at: datetime, **answers: Answer) -> Order:
    reviewed = tuple(nc.ReviewAnswer(name, answer, "Theo CV 9/VKSTC") for name, answer in answers.items())
    return Order(LINE, nc.RecordAppraisal(Recommendation.APPROVE, Authority.LOCAL, reviewed), APPRAISER, at)


BEFORE = received(date(2026, 9, 30))
WELL = {"tasks_done_well": Answer.MET}


def test_dossier_appraised_before_the_law_of_2026_is_not_asked() -> None:
    given(BEFORE).when(appraised(EVE, **WELL)).accepted()


def test_dossier_received_before_the_law_of_2026_is_asked_whether_it_is_more_favourable() -> None:
    given(BEFORE).when(appraised(DAY, **WELL)).refused("review_unanswered")
    (event,) = given(BEFORE).when(appraised(DAY, **WELL, **{TEXT: Answer.MET})).events(LINE)
    assert isinstance(event, ne.AppraisalRecorded)
    assert event.pack == "R2025"
    assert ne.AnsweredReview(TEXT, Answer.MET, Personal("Theo CV 9/VKSTC")) in event.answers
    (finding,) = [found for found in event.findings if found.criterion == TEXT]
    assert (finding.verdict, finding.used) == (Verdict.NEEDS_REVIEW, (("since", "2026-10-01"),))


def test_dossier_to_which_the_law_of_2026_is_more_favourable_is_not_approved_under_the_older_text() -> None:
    order = appraised(DAY, **WELL, **{TEXT: Answer.NOT_MET})
    given(BEFORE).when(order).refused("criterion_not_met")


def test_dossier_received_under_the_law_of_2026_is_not_asked() -> None:
    world = received(date(2026, 10, 1))
    (event,) = given(world).when(appraised(DAY, **WELL)).events(LINE)
    assert isinstance(event, ne.AppraisalRecorded)
    assert (event.pack, TEXT in {found.criterion for found in event.findings}) == ("R2026", False)


def test_line_appraised_before_the_law_of_2026_does_not_pass_a_later_vote_unasked() -> None:
    papers = (ballot(name, (LINE, APPROVE)) for name in MEMBERS)
    came = Order(SESSION, attendance(on=date(2026, 10, 1)), SECRETARY, DAY)
    sitting = (came, open_voting(), *papers, close_voting(), certify())
    *voting, certifying = (replace(order, accepted_at=DAY) for order in sitting)
    meeting = replace(convene(replace(convening(), meets_on=date(2026, 10, 1))), accepted_at=EVE)
    world = given(BEFORE, appraised(EVE, **WELL), meeting, *voting).world
    given(world).when(certifying).refused("appraisal_outdated").because_of(LINE)
    asked = appraised(DAY, **WELL, **{TEXT: Answer.MET})
    world = given(BEFORE, asked, replace(meeting, accepted_at=DAY), *voting).world
    given(world).when(certifying).accepted()


# The flag of the sector

FLAG = replace(line("tt-1", "CO_NGANH"), kind=CandidateKind.COLLECTIVE)
ADVICE = replace(appraisal("CO_NGANH", Authority.SUPREME), reason="Cờ của ngành do Viện trưởng quyết định")


@pytest.mark.parametrize("answer", Answer)
def test_agreement_of_four_fifths_of_the_cluster_is_asked_and_recorded(answer: Answer) -> None:
    """TT 01/2019/TT-VKSTC, Điều 20: verified, and yet for a person to establish."""
    world = given(*UNITS, draft(FLAG), submit(), receive()).world
    given(world).when(Order(LINE, replace(ADVICE, answers=()), APPRAISER, NOW)).refused("review_unanswered")
    advice = replace(ADVICE, answers=appraisal("CO_NGANH", answer=answer).answers)
    if answer is Answer.NOT_MET:
        given(world).when(Order(LINE, advice, APPRAISER, NOW)).refused("criterion_not_met")
        advice = replace(advice, recommendation=Recommendation.REFUSE, reason="62 % thành viên cụm nhất trí")
    (event,) = given(world).when(Order(LINE, advice, APPRAISER, NOW)).events(LINE)
    assert isinstance(event, ne.AppraisalRecorded)
    assert event.answers == (ne.AnsweredReview("cluster_leader", answer, Personal("Đã kiểm tra hồ sơ")),)
    (finding,) = [found for found in event.findings if found.criterion == "cluster_leader"]
    assert (finding.verdict, finding.status, finding.article) == (
        Verdict.NEEDS_REVIEW,
        Status.VERIFIED,
        "Điều 20",
    )
    assert "80 %" in finding.question
