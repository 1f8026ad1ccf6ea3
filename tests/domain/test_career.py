"""What the register takes of a career, of conduct and of units, and what an appraisal makes of it."""

from dataclasses import replace
from datetime import date

import pytest

from domain import context
from domain.execution import Order
from domain.nomination import commands as nc
from domain.nomination import events as ne
from domain.nomination.claims import Claims, InitiativeScope, Rating, TitleHeld
from domain.nomination.state import Step
from domain.refusals import sentences
from domain.register import commands as rc
from domain.register import events as re
from domain.register.state import PersonRecord, UnitRecord
from domain.rules.assess import assess
from domain.rules.facts import (
    Absence,
    AbsenceCause,
    Discipline,
    DisciplineGrade,
    PositionHeld,
    Proceeding,
    RecognisedWork,
    ServiceKind,
    ServicePeriod,
    TargetResult,
    Transfer,
)
from domain.rules.library import packs
from domain.rules.pack import RulePack
from domain.values import Authority, CandidateKind, HoldGround, Recommendation, Role, Track, Verdict
from tests.domain.given import World, given
from tests.domain.office import (
    APPRAISER,
    DECISION,
    LINE,
    NOW,
    REGISTRAR,
    UNIT,
    UNITS,
    YEAR,
    acting,
    adjourn,
    advice,
    appraise,
    at,
    attend,
    ballots,
    certify,
    close_voting,
    convene,
    draft,
    line,
    open_voting,
    receive,
    register_unit,
    settle,
    sign,
    submit,
)

PACK = packs()["R2019"]
PERSON, OWN_UNIT = "person-cb-001", "unit-vks-h"
EARLIER, LATER, COMING = date(2023, 3, 1), date(2023, 4, 1), date(2030, 1, 1)
OPENED = rc.OpenProceeding("vv-1", HoldGround.COMPLAINT, EARLIER, "CV 15/VKS")
CONCLUDED = rc.ConcludeProceeding("vv-1", LATER, "KL 20/VKS")


def on_person(command: rc.PersonCommand, role: Role = Role.REGISTRAR) -> Order:
    return Order(PERSON, command, acting(REGISTRAR, role=role), NOW)


def on_unit(command: rc.UnitCommand) -> Order:
    return Order(OWN_UNIT, command, REGISTRAR, NOW)


REGISTERED = on_person(rc.RegisterPerson("Trần Thị B", UNIT))
SERVICE = ServicePeriod(ServiceKind.PROCURACY, EARLIER)
POSITION = PositionHeld("head", EARLIER, None, leading=True)
ABSENCE = Absence(AbsenceCause.ILLNESS, EARLIER, LATER)
DISCIPLINE = Discipline("hv-1", DisciplineGrade.REPRIMAND, EARLIER)
TRANSFER = Transfer("VKS-CU", EARLIER, LATER)
WORK = RecognisedWork("sk-1", InitiativeScope.SECTOR, EARLIER, 1, "GCN-1")
ENTRIES: dict[str, tuple[rc.PersonCommand, object, rc.PersonCommand, object]] = {
    "service": (
        rc.RecordService(SERVICE),
        re.ServiceRecorded(SERVICE),
        rc.RecordService(replace(SERVICE, last=LATER)),
        (replace(SERVICE, last=LATER),),
    ),
    "positions": (
        rc.RecordPosition(POSITION),
        re.PositionRecorded(POSITION),
        rc.RecordPosition(replace(POSITION, last=LATER)),
        (replace(POSITION, last=LATER),),
    ),
    "absences": (
        rc.RecordAbsence(ABSENCE),
        re.AbsenceRecorded(ABSENCE),
        rc.RecordAbsence(replace(ABSENCE, last=EARLIER)),
        (replace(ABSENCE, last=EARLIER),),
    ),
    "disciplines": (
        rc.RecordDiscipline(DISCIPLINE),
        re.DisciplineRecorded(DISCIPLINE),
        rc.RecordDiscipline(replace(DISCIPLINE, ends_on=COMING, used_in=2022)),
        (replace(DISCIPLINE, ends_on=COMING, used_in=2022),),
    ),
    "transfers": (
        rc.RecordTransfer(TRANSFER),
        re.TransferRecorded(TRANSFER),
        rc.RecordTransfer(replace(TRANSFER, opinion="CV 3")),
        (replace(TRANSFER, opinion="CV 3"),),
    ),
    "initiatives": (
        rc.RecordInitiative(WORK),
        re.InitiativeRecorded(WORK),
        rc.RecordInitiative(replace(WORK, authors=2)),
        (replace(WORK, authors=2),),
    ),
}


@pytest.mark.parametrize("name", ENTRIES)
def test_career_fact_is_entered_once_and_corrected_by_a_later_entry(name: str) -> None:
    command, event, correction, corrected = ENTRIES[name]
    world = given(REGISTERED).when(on_person(command)).then(event).world
    given(world).when(on_person(command)).then()
    state = given(world, on_person(correction)).world.state(PERSON, PersonRecord)
    assert getattr(state, name) == corrected


@pytest.mark.parametrize("name", ENTRIES)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.REGISTRAR])
def test_career_fact_is_entered_by_the_registrar_only(name: str, role: Role) -> None:
    given(REGISTERED).when(on_person(ENTRIES[name][0], role)).refused("wrong_role", role=role)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (rc.RecordService(replace(SERVICE, first=COMING)), "date_in_future"),
        (rc.RecordService(replace(SERVICE, last=date(2023, 2, 28))), "dates_out_of_order"),
        (rc.RecordPosition(replace(POSITION, last=date(2023, 2, 28))), "dates_out_of_order"),
        (rc.RecordAbsence(replace(ABSENCE, last=date(2023, 2, 28))), "dates_out_of_order"),
        (rc.RecordDiscipline(replace(DISCIPLINE, decided_on=COMING)), "date_in_future"),
        (rc.RecordDiscipline(replace(DISCIPLINE, ends_on=date(2023, 2, 28))), "dates_out_of_order"),
        (rc.RecordTransfer(replace(TRANSFER, moved_on=date(2023, 2, 28))), "dates_out_of_order"),
        (rc.RecordInitiative(replace(WORK, recognised_on=COMING)), "date_in_future"),
        (rc.RecordInitiative(replace(WORK, authors=0)), "negative_count"),
        (replace(OPENED, opened_on=COMING), "date_in_future"),
        (replace(OPENED, document=" "), "document_needed"),
        (CONCLUDED, "no_open_proceeding"),
    ],
)
def test_entry_that_cannot_be_is_refused(command: rc.PersonCommand, code: str) -> None:
    given(REGISTERED).when(on_person(command)).refused(code)


def test_matter_is_opened_once_and_concluded_once_on_its_papers() -> None:
    opened = given(REGISTERED).when(on_person(OPENED))
    opened.then(re.ProceedingOpened("vv-1", HoldGround.COMPLAINT, EARLIER, "CV 15/VKS"))
    given(opened.world).when(on_person(OPENED)).refused("already_exists", stream="vv-1")
    early = replace(CONCLUDED, concluded_on=date(2023, 2, 28))
    given(opened.world).when(on_person(early)).refused("dates_out_of_order")
    given(opened.world).when(on_person(replace(CONCLUDED, document=""))).refused("document_needed")
    closed = given(opened.world).when(on_person(CONCLUDED))
    closed.then(re.ProceedingConcluded("vv-1", LATER, "KL 20/VKS"))
    given(closed.world).when(on_person(CONCLUDED)).refused("no_open_proceeding")
    state = closed.world.state(PERSON, PersonRecord)
    assert state.proceedings == (Proceeding("vv-1", HoldGround.COMPLAINT, EARLIER, LATER),)
    assert state.open_proceedings == ()


def test_unit_counts_its_members_under_hold_without_naming_them() -> None:
    second = replace(OPENED, id="vv-2")
    past = (register_unit(), REGISTERED)
    opened = given(*past).when(on_person(OPENED)).also(OWN_UNIT, re.MembersUnderHoldCounted(1))
    again = given(opened.world).when(on_person(second)).also(OWN_UNIT)
    one_left = given(again.world).when(on_person(CONCLUDED)).also(OWN_UNIT)
    last = replace(CONCLUDED, id="vv-2")
    cleared = given(one_left.world).when(on_person(last)).also(OWN_UNIT, re.MembersUnderHoldCounted(0))
    assert cleared.world.state(OWN_UNIT, UnitRecord).members_under_hold == 0


def test_unit_that_nobody_registered_keeps_no_count() -> None:
    given(REGISTERED).when(on_person(OPENED)).also(OWN_UNIT)


def test_unit_keeps_its_targets_by_year_and_is_dissolved_once() -> None:
    goal = TargetResult("ct-1", 2023, 100, 90)
    mended = replace(goal, result=110)
    world = given(register_unit()).when(on_unit(rc.RecordTarget(goal))).then(re.TargetRecorded(goal)).world
    given(world).when(on_unit(rc.RecordTarget(goal))).then()
    end = rc.DissolveUnit(date(2023, 7, 1), "VKS-KV-1")
    world = given(world, on_unit(rc.RecordTarget(mended)), on_unit(end)).world
    given(world).when(on_unit(end)).refused("unit_dissolved")
    state = world.state(OWN_UNIT, UnitRecord)
    assert (state.targets, state.dissolved_on, state.successor) == (
        (mended,),
        date(2023, 7, 1),
        "VKS-KV-1",
    )


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (rc.RecordTarget(TargetResult("ct-1", 2023, -1, 0)), "negative_count"),
        (rc.RecordTarget(TargetResult("ct-1", 2023, 1, -1)), "negative_count"),
        (rc.RecordTarget(TargetResult("ct-1", YEAR + 1, 1, 1)), "date_in_future"),
    ],
)
def test_target_that_cannot_be_is_refused(command: rc.UnitCommand, code: str) -> None:
    given(register_unit()).when(on_unit(command)).refused(code)
    given().when(on_unit(command)).refused("unknown_unit")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (rc.DissolveUnit(date(1944, 12, 31)), "impossible_facts"),
        (rc.DissolveUnit(date(2023, 7, 1), "Không phải mã"), "malformed_id"),
        (rc.DissolveUnit(date(2023, 7, 1), UNIT), "unit_succeeds_itself"),
    ],
)
def test_dissolution_that_cannot_be_is_refused(command: rc.UnitCommand, code: str) -> None:
    given(register_unit()).when(on_unit(command)).refused(code)


@pytest.mark.parametrize("day", [date(1945, 1, 1), date(2023, 7, 1)])
def test_unit_may_be_dissolved_without_a_successor(day: date) -> None:
    given(register_unit()).when(on_unit(rc.DissolveUnit(day))).then(re.UnitDissolved(day, ""))


def test_matter_about_somebody_who_is_not_registered_is_refused() -> None:
    """No unit would count them, and once they are registered the count would never be made good."""
    given(register_unit()).when(on_person(OPENED)).refused("unknown_person", person=PERSON)


# What an appraisal makes of it


def received(award: str = "LDTT", claims: Claims | None = None) -> World:
    told = claims or Claims(Rating.GOOD, service_months=12)
    return given(*UNITS, draft(line("cb-001", award, told)), submit(), receive()).world


@pytest.fixture
def holding(monkeypatch: pytest.MonkeyPatch) -> RulePack:
    """The pack of 2019 as if its rule on open matters had been read: what is open holds the line."""
    award, known = PACK.award("LDTT"), PACK.award("CSTDN").criteria[0].basis
    read = tuple(
        replace(entry, basis=replace(known, question=entry.question))
        if entry.id == "no_open_proceeding"
        else entry
        for entry in award.criteria
    )
    changed = replace(PACK, awards={**PACK.awards, "LDTT": replace(award, criteria=read)})
    monkeypatch.setattr(context, "packs", lambda: {"R2019": changed})
    return changed


@pytest.mark.parametrize("recommendation", Recommendation)
def test_line_of_somebody_about_whom_something_is_open_must_be_held(
    holding: RulePack, recommendation: Recommendation
) -> None:
    world = given(received(), REGISTERED, on_person(OPENED)).world
    order = Order(LINE, advice(recommendation, "Đang có đơn"), APPRAISER, NOW)
    answer = given(world).when(order).refused("hold_needed")
    assert answer.refusal is not None
    assert answer.refusal.source == holding.award("CSTDN").criteria[0].source
    vi, _en, source = sentences(answer.refusal)
    assert vi.startswith("Chưa được khen thưởng, phải tạm dừng xét dòng này: Không đang bị xem xét kỷ luật")
    assert source == "TT 01/2019/TT-VKSTC Điều 16"


@pytest.mark.usefixtures("holding")
def test_matter_opened_after_the_appraisal_stops_the_tally_until_the_line_is_held() -> None:
    voted = at(Step.IN_COUNCIL).after(attend(), open_voting(), *ballots(), close_voting())
    world = voted.after(REGISTERED, on_person(OPENED))
    given(world).when(certify()).refused("hold_needed").because_of(LINE)
    command = nc.HoldNomination(HoldGround.COMPLAINT, "CV 15/VKS", "Có đơn khiếu nại")
    held = world.after(Order(LINE, command, APPRAISER, NOW), certify())
    assert (held.nomination(LINE).step, held.nomination(LINE).vote) == (Step.APPRAISED, None)
    given(world.after(on_person(CONCLUDED))).when(certify()).accepted()


@pytest.mark.usefixtures("holding")
def test_conclusion_resumes_the_line() -> None:
    world = given(received(), REGISTERED, on_person(OPENED), on_person(CONCLUDED)).world
    (event,) = given(world).when(appraise()).events(LINE)
    assert isinstance(event, ne.AppraisalRecorded)
    found = {finding.criterion: (finding.verdict, finding.used) for finding in event.findings}
    assert found["no_open_proceeding"] == (Verdict.MET, (("concluded_on", "2023-04-01"),))


def asked(award: str, *criteria: str) -> str:
    """The questions of these conditions, as a refusal lists them."""
    questions = {one.id: one.question for one in packs()["R2019"].award(award).criteria}
    return "; ".join(questions[name] for name in criteria)


@pytest.mark.usefixtures("holding")
def test_line_that_fails_anyway_may_be_refused_while_something_is_open() -> None:
    world = given(received(claims=Claims(Rating.GOOD, service_months=9)), REGISTERED, on_person(OPENED)).world
    order = Order(LINE, advice(Recommendation.REFUSE, "Chưa đủ 10 tháng"), APPRAISER, NOW)
    given(world).when(order).accepted()


def test_open_matter_under_a_rule_not_read_asks_the_appraiser() -> None:
    world = given(received(), REGISTERED, on_person(OPENED)).world
    given(world).when(appraise()).refused("review_unanswered", criteria=asked("LDTT", "no_open_proceeding"))


def test_register_decides_where_the_unit_claims_otherwise() -> None:
    recruited = on_person(rc.RecordService(ServicePeriod(ServiceKind.PROCURACY, date(2023, 8, 1))))
    given(received(), REGISTERED, recruited).when(appraise()).refused("criterion_not_met")


def test_appraisal_can_be_reached_again_from_what_it_recorded() -> None:
    entered = [on_person(command) for command, *_rest in ENTRIES.values() if "Discipline" not in str(command)]
    world = given(received("CSTDN", Claims(Rating.GOOD)), REGISTERED, *entered).world
    command = nc.RecordAppraisal(Recommendation.REFUSE, Authority.SUPREME, (), "Chưa đủ ba năm")
    order = Order(LINE, command, APPRAISER, NOW)
    (event,) = given(world).when(order).events(LINE)
    assert isinstance(event, ne.AppraisalRecorded)
    assert event.facts is not None
    assert (event.facts.transfers, event.facts.initiatives) == ((TRANSFER,), (WORK,))
    again = assess(event.facts, packs()[event.pack].award("CSTDN"), packs()[event.pack])
    assert (again.pack_hash, again.findings) == (event.pack_hash, event.findings)


def test_collective_that_is_a_unit_brings_its_record() -> None:
    told = replace(line(UNIT.lower(), "TTLDXS", Claims(Rating.GOOD)), kind=CandidateKind.COLLECTIVE)
    goal, end = TargetResult("ct-1", YEAR, 100, 110), rc.DissolveUnit(date(2023, 7, 1), "VKS-KV-1")
    past = (*UNITS, draft(told), submit(), receive(), REGISTERED, on_person(OPENED))
    world = given(*past, on_unit(rc.RecordTarget(goal)), on_unit(end)).world
    command = nc.RecordAppraisal(Recommendation.REFUSE, Authority.LOCAL, (), "Đơn vị đã giải thể")
    answer = given(world).when(Order(LINE, command, APPRAISER, NOW)).refused("review_unanswered")
    assert answer.refusal is not None
    names = ("members_under_hold", "same_year_title", "targets_exceeded", "unit_stands")
    assert str(answer.refusal.facts["criteria"]) == asked("TTLDXS", *names)


def test_title_granted_here_keeps_its_achievement() -> None:
    claims = Claims(Rating.GOOD, service_months=12, achievement="tt-7")
    world = at(Step.VOTED)
    state = world.head(LINE).state
    claimed = replace(state, claims=claims, answered_met=state.answered_met | {"one_achievement"})
    heads = {**world.heads, LINE: replace(world.head(LINE), state=claimed)}
    signed = given(World(world.streams, heads), settle()).when(sign())
    signed.also(PERSON, re.TitleRecorded(TitleHeld("LDTT", YEAR, "123/QĐ-VKS", Track.MERIT, "tt-7")))
    assert signed.order.stream == DECISION


# The pack recorded at receipt


def change_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the pack of that id is no longer the one that was recorded."""
    monkeypatch.setattr(context, "packs", lambda: {"R2019": replace(PACK, hash="0" * 64)})


@pytest.mark.parametrize(
    ("step", "order"),
    [
        (Step.RECEIVED, appraise()),
        (Step.APPRAISED, convene()),
        (Step.VOTED, settle()),
    ],
)
def test_pack_that_changed_since_receipt_decides_nothing(
    step: Step, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = at(step)
    change_pack(monkeypatch)
    answer = given(world).when(order).refused("pack_changed", pack="R2019")
    assert answer.refusal is not None
    assert answer.refusal.facts["recorded"] == PACK.hash[:12]


def test_tally_under_a_changed_pack_is_refused_but_the_sitting_may_adjourn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = at(Step.IN_COUNCIL).after(attend(), open_voting(), *ballots(), close_voting())
    change_pack(monkeypatch)
    given(world).when(certify()).refused("pack_changed")
    given(world).when(adjourn()).accepted()


def test_line_can_still_be_held_under_a_changed_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    world = at(Step.RECEIVED)
    change_pack(monkeypatch)
    command = nc.HoldNomination(HoldGround.COMPLAINT, "CV 15/VKS", "Có đơn khiếu nại")
    given(world).when(Order(LINE, command, APPRAISER, NOW)).accepted()
