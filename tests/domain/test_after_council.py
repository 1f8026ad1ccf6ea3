"""After the council: the higher level's answer, notices, corrections, annulment with recovery, the simplified way."""

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest

from domain import context
from domain.decision import commands as dc
from domain.decision import events as de
from domain.decision.state import AnsweredLine, Instrument
from domain.execution import Order
from domain.nomination import commands as nc
from domain.nomination import events as ne
from domain.nomination.claims import TitleHeld
from domain.nomination.commands import Recovered
from domain.nomination.state import Step
from domain.register.state import PersonRecord
from domain.roll.state import Roll, Standing
from domain.rules.basis import Basis, Status
from domain.rules.library import packs
from domain.rules.pack import Procedure, ProcedureRule, RulePack
from domain.values import Authority, Outcome, Personal, Recommendation, Role, Track
from tests.domain.given import World, given
from tests.domain.office import (
    APPRAISER,
    APPROVE,
    CLERK,
    DECIDER,
    DECISION,
    LINE,
    LINE_2,
    NOW,
    TODAY,
    YEAR,
    acting,
    advice,
    annul,
    appraise,
    archive,
    at,
    certify,
    publish,
    settle,
    settling,
    sign,
    sitting,
)

DAY = timedelta(days=1)
FORWARDED = dc.LineOutcome(LINE, Outcome.FORWARDED)
PRESENTED = at(Step.RECEIVED).after(
    appraise(authority=Authority.SUPREME),
    *sitting((LINE, APPROVE)),
    certify(),
    settle(FORWARDED, instrument=Instrument.PRESENTATION),
    sign(number="12/TTr"),
)
GRANT, REFUSE = (
    dc.LineAnswer(LINE, Outcome.GRANTED),
    dc.LineAnswer(LINE, Outcome.REFUSED, "Chưa đủ tiêu chuẩn"),
)


def answering(*answers: dc.LineAnswer) -> dc.RecordAnswer:
    return dc.RecordAnswer("900/QĐ-TTg", TODAY, "Thủ tướng Chính phủ", answers or (GRANT,))


def answer(command: dc.RecordAnswer | None = None) -> Order:
    return Order(DECISION, command or answering(), CLERK, NOW)


def titles(world: World) -> tuple[TitleHeld, ...]:
    return world.state("person-cb-001", PersonRecord).titles


# The higher level's answer


def test_grant_from_above_is_a_title_of_the_register() -> None:
    fact = de.AnswerRecorded(
        "900/QĐ-TTg", TODAY, "Thủ tướng Chính phủ", (AnsweredLine(LINE, Outcome.GRANTED),)
    )
    world = given(PRESENTED).when(answer()).then(fact).world
    told = ne.NominationAnswered(DECISION, Outcome.GRANTED, "900/QĐ-TTg", Personal(""))
    assert world.streams[LINE][-1].event == told
    assert titles(world) == (TitleHeld("LDTT", YEAR, "900/QĐ-TTg"),)


def test_refusal_from_above_is_lost_on_the_roll_with_its_reason() -> None:
    world = given(PRESENTED).when(answer(answering(REFUSE))).accepted()
    assert world.nomination(LINE).answer is Outcome.REFUSED
    assert world.state("roll-vks-x.2023", Roll).entries[LINE].standing is Standing.LOST
    event = world.streams[LINE][-1].event
    assert isinstance(event, ne.NominationAnswered)
    assert event.reason == Personal("Chưa đủ tiêu chuẩn")
    assert "person-cb-001" not in world.streams


@pytest.mark.parametrize(
    "orders", [(), (publish(),), (publish(), archive())], ids=["signed", "published", "archived"]
)
def test_answer_may_come_once_the_presentation_is_signed(orders: tuple[Order, ...]) -> None:
    given(PRESENTED, *orders).when(answer()).accepted()


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (answering(dc.LineAnswer(LINE, Outcome.REFUSED)), "refusal_reason_needed"),
        (answering(dc.LineAnswer(LINE, Outcome.DOWNGRADED, "Hạ mức")), "wrong_answer"),
        (answering(dc.LineAnswer(LINE_2, Outcome.GRANTED)), "unknown_line"),
        (answering(GRANT, REFUSE), "line_listed_twice"),
        (replace(answering(), answers=()), "nothing_selected"),
        (replace(answering(), number=" "), "decision_number_needed"),
        (replace(answering(), answered_by=""), "signatory_needed"),
        (replace(answering(), answered_on=TODAY + DAY), "date_in_future"),
        (replace(answering(), answered_on=TODAY - DAY), "dates_out_of_order"),
    ],
)
def test_answer_with_a_mistake_is_refused(command: dc.RecordAnswer, code: str) -> None:
    given(PRESENTED).when(answer(command)).refused(code)


def test_line_is_answered_once() -> None:
    given(PRESENTED, answer()).when(answer(answering(REFUSE))).refused("answered_already", line=LINE)


def test_answer_belongs_to_a_presentation() -> None:
    given(at(Step.SIGNED)).when(answer()).refused("wrong_instrument")
    given(at(Step.DECIDED)).when(answer()).refused("out_of_order")


def test_award_granted_above_can_be_annulled_and_one_refused_cannot() -> None:
    given(PRESENTED, answer(answering(REFUSE))).when(annul()).refused("out_of_order")
    given(PRESENTED).when(annul()).refused("out_of_order")
    world = given(PRESENTED, answer()).when(annul()).accepted()
    assert titles(world) == ()


# Annulment and recovery


@pytest.mark.parametrize("ground", nc.AnnulmentGround)
def test_award_is_annulled_on_each_of_the_four_grounds(ground: nc.AnnulmentGround) -> None:
    command = nc.AnnulNomination(ground, "QĐ 90", "Theo kết luận")
    fact = ne.NominationAnnulled(ground, "QĐ 90", Personal("Theo kết luận"))
    given(at(Step.ARCHIVED)).when(Order(LINE, command, DECIDER, NOW)).then(fact)
    assert len(nc.AnnulmentGround) == 4


def recovery(thing: Recovered, amount: int = 0, document: str = "BB 7") -> Order:
    return Order(LINE, nc.RecordRecovery(thing, amount, document, TODAY), CLERK, NOW)


ANNULLED = at(Step.ANNULLED)


def test_object_and_money_are_taken_back_as_facts() -> None:
    fact = ne.RecoveryRecorded(Recovered.OBJECT, 0, "BB 7", TODAY)
    world = given(ANNULLED).when(recovery(Recovered.OBJECT)).then(fact).world
    world = world.after(recovery(Recovered.MONEY, 300_000), recovery(Recovered.MONEY, 402_000))
    sums = [
        entry.event.amount_vnd
        for entry in world.streams[LINE]
        if isinstance(entry.event, ne.RecoveryRecorded)
    ]
    assert sums == [0, 300_000, 402_000]
    given(world).when(recovery(Recovered.OBJECT)).refused("recovered_already")


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (recovery(Recovered.MONEY), "amount_mismatch"),
        (recovery(Recovered.MONEY, -1), "amount_mismatch"),
        (recovery(Recovered.OBJECT, 1), "amount_mismatch"),
        (recovery(Recovered.OBJECT, document=" "), "document_needed"),
        (
            Order(LINE, nc.RecordRecovery(Recovered.OBJECT, 0, "BB", TODAY + DAY), CLERK, NOW),
            "date_in_future",
        ),
        (replace(recovery(Recovered.OBJECT), actor=acting(CLERK, role=Role.APPRAISER)), "wrong_role"),
        (replace(recovery(Recovered.OBJECT), actor=acting(CLERK, unit="VKS-Z")), "wrong_unit"),
    ],
)
def test_recovery_with_a_mistake_is_refused(order: Order, code: str) -> None:
    given(ANNULLED).when(order).refused(code)


def test_nothing_is_taken_back_before_an_annulment() -> None:
    given(at(Step.ARCHIVED)).when(recovery(Recovered.OBJECT)).refused("out_of_order")


# Corrections


def correction(number: str = "124/QĐ-VKS", reason: str = "Ghi nhầm số") -> Order:
    command = dc.CorrectDecision(number, TODAY, "Nguyễn Văn A", "Viện trưởng", reason)
    return Order(DECISION, command, DECIDER, NOW)


def test_correction_is_a_fact_and_the_register_follows() -> None:
    fact = de.DecisionCorrected(
        "124/QĐ-VKS", TODAY, Personal("Nguyễn Văn A"), "Viện trưởng", Personal("Ghi nhầm số")
    )
    world = given(at(Step.ARCHIVED)).when(correction()).then(fact).world
    assert titles(world) == (TitleHeld("LDTT", YEAR, "124/QĐ-VKS"),)
    assert isinstance(world.streams[DECISION][1].event, de.DecisionSigned)


@pytest.mark.parametrize(
    ("order", "code"), [(correction(" "), "decision_number_needed"), (correction(reason=""), "reason_needed")]
)
def test_correction_with_a_mistake_is_refused(order: Order, code: str) -> None:
    given(at(Step.SIGNED)).when(order).refused(code)


def test_unsigned_instrument_has_nothing_to_correct() -> None:
    given(at(Step.DECIDED)).when(correction()).refused("out_of_order")


def test_correction_gives_no_title_back_to_an_annulled_line() -> None:
    world = given(at(Step.SIGNED), annul()).when(correction()).accepted()
    assert titles(world) == ()


# Unexpected achievements


@pytest.fixture
def _unexpected(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pack in which Lao động tiên tiến is an award for unexpected achievements."""
    monkeypatch.setattr(context, "packs", lambda: {"R2019": as_unexpected(Status.RECALLED)})


def as_unexpected(status: Status) -> RulePack:
    pack, basis = (
        packs()["R2019"],
        Basis(status, title="Luật", article="Điều 85", question="Có áp dụng không?"),
    )
    rule = ProcedureRule(Procedure.SIMPLIFIED, basis=basis)
    award = replace(pack.award("LDTT"), track=Track.UNEXPECTED, procedure=rule)
    return replace(pack, awards=MappingProxyType({**pack.awards, "LDTT": award}))


WITHOUT = dc.LineOutcome(LINE, Outcome.GRANTED, "Thành tích đột xuất, Điều 85")


def without_council(outcome: dc.LineOutcome) -> Order:
    return Order(DECISION, settling(outcome, session=""), DECIDER, NOW)


@pytest.mark.usefixtures("_unexpected")
def test_unexpected_award_is_decided_without_a_council() -> None:
    world = given(at(Step.APPRAISED), without_council(WITHOUT), sign()).world
    assert (world.nomination(LINE).step, world.nomination(LINE).session) == (Step.SIGNED, "")
    assert titles(world) == (TitleHeld("LDTT", YEAR, "123/QĐ-VKS"),)


@pytest.mark.usefixtures("_unexpected")
def test_unexpected_award_needs_the_basis_of_the_simplified_procedure() -> None:
    silent = without_council(replace(WITHOUT, reason=" "))
    answer = given(at(Step.APPRAISED)).when(silent).refused("simplified_basis_needed")
    assert answer.refusal is not None
    assert answer.refusal.items[0].source == "Luật Điều 85"


def test_verified_simplified_procedure_needs_no_basis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "packs", lambda: {"R2019": as_unexpected(Status.VERIFIED)})
    given(at(Step.APPRAISED)).when(without_council(replace(WITHOUT, reason=""))).accepted()


@pytest.mark.parametrize("procedure", [None, Procedure.NORMAL])
def test_unexpected_award_whose_rules_allow_no_simplified_procedure_goes_before_a_council(
    procedure: Procedure | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = as_unexpected(Status.VERIFIED)
    rule = ProcedureRule(procedure, basis=Basis(Status.VERIFIED)) if procedure else None
    award = replace(pack.award("LDTT"), procedure=rule)
    changed = replace(pack, awards=MappingProxyType({**pack.awards, "LDTT": award}))
    monkeypatch.setattr(context, "packs", lambda: {"R2019": changed})
    given(at(Step.APPRAISED)).when(without_council(WITHOUT)).refused("session_needed", line=LINE)


@pytest.mark.usefixtures("_unexpected")
def test_unexpected_award_is_still_appraised_first() -> None:
    given(at(Step.RECEIVED)).when(without_council(WITHOUT)).refused("out_of_order")


@pytest.mark.usefixtures("_unexpected")
def test_unexpected_award_that_the_appraiser_advised_against_needs_a_council() -> None:
    against = Order(LINE, advice(Recommendation.REFUSE, "Không xứng đáng"), APPRAISER, NOW)
    world = at(Step.RECEIVED).after(against)
    given(world).when(without_council(WITHOUT)).refused("not_recommended").because_of(LINE)


def test_award_for_merit_goes_before_a_council() -> None:
    given(at(Step.APPRAISED)).when(without_council(WITHOUT)).refused("session_needed", line=LINE)
