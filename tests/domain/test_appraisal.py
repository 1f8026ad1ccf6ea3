"""What the rules settle, what they leave to the appraiser, and what the appraiser may not do."""

from dataclasses import replace
from datetime import date

import pytest

from domain.execution import Order
from domain.nomination import commands as nc
from domain.nomination import events as ne
from domain.nomination.claims import Claims, Initiative, InitiativeScope, Rating, TitleHeld
from domain.register.commands import RecordTitle
from domain.rules.assess import Finding, assess
from domain.rules.basis import Basis, Status
from domain.rules.criteria import Criterion
from domain.rules.criteria.initiatives import RecognisedInitiative
from domain.rules.criteria.judgement import Judgement
from domain.rules.criteria.service import ServiceMonths
from domain.rules.criteria.titles import ConsecutiveTitles, SameYearTitle
from domain.rules.facts import Facts
from domain.rules.library import packs
from domain.values import Answer, Authority, CandidateKind, Recommendation, Route, Verdict
from tests.domain.given import World, given
from tests.domain.office import (
    APPRAISER,
    LINE,
    LINE_2,
    NOW,
    OFFICE,
    REGISTRAR,
    YEAR,
    advice,
    appraisal,
    appraise,
    draft,
    line,
    receive,
    submit,
)

PACK = packs()["R2019"]
MET, NOT_MET, NEEDS_REVIEW = Verdict.MET, Verdict.NOT_MET, Verdict.NEEDS_REVIEW
CLAIMS = Claims(Rating.GOOD)


def title(award: str, year: int) -> TitleHeld:
    return TitleHeld(award, year, f"{year}/QĐ")


def basis(status: Status = Status.VERIFIED) -> Basis:
    return Basis(status, "LAW", "Luật", "Điều 1", "câu hỏi", "question")


def criteria(status: Status = Status.VERIFIED) -> tuple[Criterion, ...]:
    return (
        ServiceMonths("c", basis(status), minimum=10),
        SameYearTitle("c", basis(status), awards=("CSTDCS",)),
        ConsecutiveTitles("c", basis(status), awards=("CSTDCS",), count=3),
        RecognisedInitiative("c", basis(status), scope=InitiativeScope.SECTOR),
        Judgement("c", basis(status)),
    )


SERVICE, SAME_YEAR, CONSECUTIVE, INITIATIVE, JUDGEMENT = criteria()


def verdict(
    asked: Criterion,
    *,
    claims: Claims = CLAIMS,
    register: tuple[TitleHeld, ...] = (),
    together: tuple[str, ...] = (),
) -> Verdict:
    award = replace(PACK.award("LDTT"), criteria=(asked,))
    facts = Facts(
        date(YEAR, 12, 5),
        YEAR,
        Route.CIVIL,
        CandidateKind.INDIVIDUAL,
        claims,
        titles=register,
        sought_together=together,
    )
    (finding,) = assess(facts, award, PACK).findings
    assert finding == Finding(
        "c",
        asked.kind,
        finding.verdict,
        "Luật Điều 1",
        "LAW",
        "Điều 1",
        asked.status,
        "câu hỏi",
        "question",
        finding.used,
    )
    return finding.verdict


@pytest.mark.parametrize(
    ("months", "expected"), [(9, NOT_MET), (10, MET), (11, MET), (0, NOT_MET), (None, NEEDS_REVIEW)]
)
def test_service_is_met_from_ten_months(months: int | None, expected: Verdict) -> None:
    claims = replace(CLAIMS, service_months=months)
    assert verdict(SERVICE, claims=claims) is expected


@pytest.mark.parametrize(
    ("register", "together", "expected"),
    [
        ((), (), NOT_MET),
        ((title("CSTDCS", YEAR),), (), MET),
        ((title("CSTDCS", YEAR - 1),), (), NOT_MET),
        ((title("LDTT", YEAR),), (), NOT_MET),
        ((), ("CSTDCS",), MET),
        ((), ("LDTT",), NOT_MET),
    ],
)
def test_same_year_title_is_met_by_register_or_by_the_same_dossier(
    register: tuple[TitleHeld, ...], together: tuple[str, ...], expected: Verdict
) -> None:
    found = verdict(SAME_YEAR, register=register, together=together)
    assert found is expected


@pytest.mark.parametrize(
    ("registered", "claimed", "expected"),
    [
        ((2020, 2021, 2022), (), MET),
        ((2021, 2022), (2020,), NEEDS_REVIEW),
        ((), (2020, 2021, 2022), NEEDS_REVIEW),
        ((2021, 2022), (), NOT_MET),
        ((2019, 2021, 2022), (), NOT_MET),
        ((2021, 2022, 2023), (), NOT_MET),
    ],
)
def test_consecutive_titles_lie_directly_before_the_year(
    registered: tuple[int, ...], claimed: tuple[int, ...], expected: Verdict
) -> None:
    claims = replace(CLAIMS, titles=tuple(title("CSTDCS", year) for year in claimed))
    register = tuple(title("CSTDCS", year) for year in registered)
    found = verdict(CONSECUTIVE, claims=claims, register=register)
    assert found is expected


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (None, NOT_MET),
        (InitiativeScope.BASE, NOT_MET),
        (InitiativeScope.SECTOR, NEEDS_REVIEW),
        (InitiativeScope.NATION, NEEDS_REVIEW),
    ],
)
def test_initiative_that_only_the_unit_claims_reaches_far_enough_or_not(
    scope: InitiativeScope | None, expected: Verdict
) -> None:
    claims = replace(CLAIMS, initiative=Initiative(scope, "SK-1") if scope else None)
    assert verdict(INITIATIVE, claims=claims) is expected


def test_judgement_is_always_a_humans() -> None:
    assert verdict(JUDGEMENT) is NEEDS_REVIEW


@pytest.mark.parametrize("kind", range(len(criteria())))
@pytest.mark.parametrize("status", [status for status in Status if status is not Status.VERIFIED])
@pytest.mark.parametrize(
    "claims",
    [
        CLAIMS,
        Claims(Rating.EXCELLENT, service_months=120, initiative=Initiative(InitiativeScope.NATION, "SK-1")),
    ],
)
def test_unverified_parameter_only_ever_asks(kind: int, status: Status, claims: Claims) -> None:
    register = tuple(title("CSTDCS", year) for year in range(2019, 2024))
    assert verdict(criteria(status)[kind], claims=claims, register=register) is NEEDS_REVIEW


def test_only_a_verified_parameter_may_decide() -> None:
    assert [status for status in Status if status.may_decide] == [Status.VERIFIED]


# The act of appraisal


def received(*awards: str, months: int = 12) -> World:
    claims = Claims(Rating.GOOD, service_months=months)
    drafted = draft(*(line("cb-001", award, claims) for award in awards))
    return given(*OFFICE, drafted, submit(), receive()).world


def recorded(world: World, order: Order) -> ne.AppraisalRecorded:
    (event,) = given(world).when(order).events(order.stream)
    assert isinstance(event, ne.AppraisalRecorded)
    return event


def act(command: nc.RecordAppraisal, stream: str = LINE) -> Order:
    return Order(stream, command, APPRAISER, NOW)


def test_appraisal_records_the_findings_it_rests_on() -> None:
    event = recorded(received("LDTT"), appraise())
    assert [(finding.criterion, finding.verdict) for finding in event.findings] == [
        ("service_months", MET),
        ("tasks_done_well", NEEDS_REVIEW),
        ("no_discipline", MET),
        ("no_open_proceeding", MET),
        ("one_achievement", MET),
    ]
    assert event.facts is not None
    assert (event.pack, event.pack_hash) == (PACK.id, PACK.hash)
    assert assess(event.facts, PACK.award("LDTT"), PACK).findings == event.findings


def test_approval_against_a_failed_criterion_is_refused_with_the_parameters_source() -> None:
    answer = given(received("LDTT", months=9)).when(appraise()).refused("criterion_not_met")
    assert answer.refusal is not None
    assert answer.refusal.source == PACK.award("LDTT").criteria[0].source


def test_refusal_may_be_advised_where_a_criterion_failed() -> None:
    order = act(advice(Recommendation.REFUSE, "Chưa đủ 10 tháng"))
    event = recorded(received("LDTT", months=9), order)
    assert event.recommendation is Recommendation.REFUSE


@pytest.mark.parametrize("recommendation", [Recommendation.REFUSE, Recommendation.DOWNGRADE])
def test_other_advice_than_approval_needs_a_reason(recommendation: Recommendation) -> None:
    given(received("LDTT")).when(act(advice(recommendation, ""))).refused("reason_needed")


ANSWER = nc.ReviewAnswer("tasks_done_well", Answer.MET, "Có báo cáo")


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ((), "review_unanswered"),
        ((ANSWER, replace(ANSWER, criterion="service_months")), "review_unanswered"),
        ((replace(ANSWER, reason=""),), "reason_needed"),
        ((replace(ANSWER, answer=Answer.NOT_MET),), "criterion_not_met"),
    ],
)
def test_every_open_question_is_answered_with_a_reason(
    answers: tuple[nc.ReviewAnswer, ...], code: str
) -> None:
    command = replace(appraisal(), answers=answers)
    given(received("LDTT")).when(act(command)).refused(code)


@pytest.mark.parametrize(("award", "verified"), [("BANG_KHEN_VT", True), ("LDTT", False), ("CSTDCS", False)])
def test_verified_authority_binds_the_appraiser(award: str, *, verified: bool) -> None:
    other = Authority.LOCAL if PACK.award(award).authority.value is Authority.SUPREME else Authority.SUPREME
    stream = LINE if award == "LDTT" else LINE_2
    world = received("LDTT", award) if award != "LDTT" else received("LDTT")
    answer = given(world).when(appraise(stream, award, other))
    if verified:
        answer.refused("authority_conflict", award=award, expected=Authority.SUPREME, given=other)
    else:
        assert answer.accepted().nomination(stream).authority is other


def test_prerequisite_sought_in_the_same_dossier_makes_the_line_depend_on_it() -> None:
    event = recorded(received("LDTT", "CSTDCS"), appraise(LINE_2, "CSTDCS"))
    assert event.depends_on == ("LDTT",)


def test_prerequisite_on_the_register_leaves_the_line_independent() -> None:
    entered = Order("person-cb-001", RecordTitle(title("LDTT", YEAR)), REGISTRAR, NOW)
    event = recorded(given(received("LDTT", "CSTDCS"), entered).world, appraise(LINE_2, "CSTDCS"))
    assert event.facts is not None
    assert (event.depends_on, event.facts.titles) == ((), (title("LDTT", YEAR),))


def test_prerequisite_neither_held_nor_sought_is_not_met() -> None:
    given(received("CSTDCS")).when(appraise(LINE, "CSTDCS")).refused("criterion_not_met")


def test_local_settlement_of_a_higher_award_needs_a_reason() -> None:
    team = replace(line("tt-1", "CO_NGANH"), kind=CandidateKind.COLLECTIVE)
    world = given(*OFFICE, draft(team), submit(), receive()).world
    here = appraisal("CO_NGANH", Authority.LOCAL)
    given(world).when(act(here)).refused("authority_reason_needed", award="CO_NGANH")
    given(world).when(act(replace(here, reason="Được ủy quyền, CV 5/VKSTC"))).accepted()
    given(world).when(act(appraisal("CO_NGANH", Authority.SUPREME))).accepted()
