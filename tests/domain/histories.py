"""Random histories: a straight way of four lines with disturbances, for the properties to be tried on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from domain.deciders import DECIDERS
from domain.decision import commands as dc
from domain.decision.state import Instrument
from domain.dossier import commands as sc
from domain.execution import Change, Order
from domain.ids import kind_of, nomination_of
from domain.nomination import commands as nc
from domain.refusal import Refusal
from domain.register import commands as rc
from domain.rules.facts import Discipline, DisciplineGrade, ServiceKind, ServicePeriod
from domain.rules.pack import Ballot
from domain.rules.voting import Count
from domain.session import commands as vc
from domain.session.state import Ground
from domain.values import Answer, Authority, HoldGround, Outcome
from tests.domain.given import World
from tests.domain.office import (
    APPRAISER,
    APPROVE,
    CHAIR,
    CLERK,
    DECIDER,
    DECISION,
    DOSSIER,
    DOWNGRADE,
    ENGINE,
    HEAD,
    LINE,
    LINE_2,
    LINE_3,
    MEMBERS,
    NOW,
    OFFICE,
    OFFICER,
    PUBLISHER,
    REFUSE,
    REGISTRAR,
    SECRETARY,
    SESSION,
    TODAY,
    UNIT,
    adjourn,
    adopted,
    annul,
    appraisal,
    appraise,
    archive,
    attend,
    await_opinion,
    ballot,
    certify,
    close_voting,
    convene,
    convening,
    draft,
    hold,
    in_secret,
    line,
    open_voting,
    publish,
    receive,
    record_opinion,
    record_strength,
    recuse,
    release,
    reopen,
    return_line,
    settle,
    settling,
    sign,
    sitting,
    submit,
    supplement,
    withdraw,
    withdraw_dossier,
)

LINE_4 = nomination_of(DOSSIER, 4)
LINES = (LINE, LINE_2, LINE_3, LINE_4)
AWARDS = {LINE: "LDTT", LINE_2: "CSTDCS", LINE_3: "LDTT", LINE_4: "BANG_KHEN_VT"}
CANDIDATES = tuple(
    replace(actor, id=candidate)
    for candidate in ("cb-001", "cb-002", "member-an")
    for actor in (APPRAISER, DECIDER, CHAIR, CLERK)
)
"""The candidates in every role that acts on lines: nobody may act on their own."""
PEOPLE = (OFFICER, HEAD, CLERK, APPRAISER, SECRETARY, CHAIR, DECIDER, PUBLISHER, REGISTRAR, ENGINE)
RULES = (adopted("LDTT"), adopted("CSTDCS", percent=60), adopted("BANG_KHEN_VT", ballot=Ballot.SECRET))
OPEN_LINES = (LINE, LINE_2, LINE_3)
FOUR = draft(line("cb-001"), line("cb-001", "CSTDCS"), line("member-an"), line("cb-002", "BANG_KHEN_VT"))


def counted(approve: int) -> Order:
    counts = (vc.SecretCount(LINE_4, Count(approve=approve)),)
    return Order(SESSION, in_secret(*counts), CHAIR, NOW)


def paper(voter: str) -> Order:
    """A whole paper: the candidate among the members leaves out the own line."""
    marks = {LINE: APPROVE, LINE_2: DOWNGRADE, LINE_3: APPROVE}
    return ballot(
        voter, *((name, mark) for name, mark in marks.items() if (voter, name) != ("member-an", LINE_3))
    )


def appraise_all() -> Order:
    acts = tuple(
        sc.LineAppraisal(
            name, appraisal(AWARDS[name], Authority.SUPREME if name == LINE_4 else Authority.LOCAL)
        )
        for name in LINES
    )
    return Order(DOSSIER, sc.AppraiseDossier(acts), APPRAISER, NOW)


def settling_all() -> Order:
    return settle(dc.LineOutcome(LINE, Outcome.GRANTED, "Xứng đáng"))


def refusing() -> Order:
    outcome = dc.LineOutcome(LINE_2, Outcome.REFUSED, "Đã có danh hiệu thấp hơn")
    return Order(
        "decision-3", dc.SettleOutcomes("VKS-X", SESSION, Instrument.NOTICE, (outcome,)), DECIDER, NOW
    )


def forwarding() -> Order:
    command = dc.SettleOutcomes(
        "VKS-X",
        SESSION,
        Instrument.PRESENTATION,
        (dc.LineOutcome(LINE_4, Outcome.FORWARDED, "Trình cấp trên"),),
    )
    return Order("decision-2", command, DECIDER, NOW)


def recovering(name: str) -> Order:
    return Order(name, nc.RecordRecovery(nc.Recovered.OBJECT, 0, "BB 7", TODAY), CLERK, NOW)


def answering() -> Order:
    answers = (dc.LineAnswer(LINE_4, Outcome.GRANTED),)
    return Order("decision-2", dc.RecordAnswer("900/QĐ-TTg", TODAY, "Thủ tướng", answers), CLERK, NOW)


def correcting() -> Order:
    command = dc.CorrectDecision("124/QĐ-VKS", TODAY, "Nguyễn Văn A", "Viện trưởng", "Ghi nhầm số")
    return Order(DECISION, command, DECIDER, NOW)


def postponing(name: str) -> Order:
    return Order(SESSION, vc.PostponeLines((name,), "Chờ ý kiến"), CHAIR, NOW)


def conflicting(voter: str, name: str) -> Order:
    return Order(SESSION, vc.RecordConflict(voter, (name,), Ground.KIN, "Anh em"), SECRETARY, NOW)


def on_person(candidate: str, command: object) -> Order:
    return Order(f"person-{candidate}", command, REGISTRAR, NOW)


def conduct_of(candidate: str) -> tuple[Order, ...]:
    """What may come up about a candidate at any time."""
    return (
        on_person(candidate, rc.OpenProceeding("vv-1", HoldGround.COMPLAINT, TODAY, "CV 1")),
        on_person(candidate, rc.ConcludeProceeding("vv-1", TODAY, "KL 1")),
        on_person(candidate, rc.RecordDiscipline(Discipline("hv-1", DisciplineGrade.REPRIMAND, TODAY))),
        on_person(candidate, rc.RecordService(ServicePeriod(ServiceKind.PROCURACY, date(2023, 8, 1)))),
    )


def appraise_anew(name: str, *questions: str) -> Order:
    """The line appraised again, with what came up since weighed."""
    first = appraisal(AWARDS[name], Authority.SUPREME if name == LINE_4 else Authority.LOCAL)
    asked = tuple(nc.ReviewAnswer(question, Answer.MET, "Đã xem xét") for question in questions)
    return Order(name, replace(first, answers=(*first.answers, *asked)), APPRAISER, NOW)


CONDUCT: tuple[Order, ...] = (
    *conduct_of("cb-001"),
    *conduct_of("cb-002"),
    *(appraise_anew(name, "no_discipline") for name in LINES),
    *(appraise_anew(name, "no_open_proceeding") for name in LINES),
    Order(f"unit-{UNIT.lower()}", rc.DissolveUnit(TODAY, "VKS-I"), REGISTRAR, NOW),
)


def later_session() -> tuple[Order, ...]:
    """Another sitting, over what the first one left."""
    return (
        *sitting((LINE_2, APPROVE), rules=RULES, session="session-3"),
        certify("CSTDCS", session="session-3"),
        *sitting((LINE, APPROVE), rules=RULES, session="session-4"),
        certify("CSTDCS", session="session-4"),
    )


BEGINNING = (
    *OFFICE,
    *(
        on_person(candidate, rc.RegisterPerson(f"Tên {candidate}", UNIT))
        for candidate in ("cb-001", "cb-002")
    ),
)
SCRIPT: tuple[Order, ...] = (
    *BEGINNING,
    FOUR,
    submit(),
    receive(),
    appraise_all(),
    convene(convening(LINES, RULES)),
    attend(),
    open_voting(),
    *(paper(voter) for voter in MEMBERS),
    close_voting(),
    counted(4),
    certify("CSTDCS"),
    settling_all(),
    refusing(),
    forwarding(),
    sign(),
    publish(),
    archive(),
)
"""The straight way of four lines, in bulk where people act in bulk."""

LINE_ACTS = tuple(
    act(name)
    for name in LINES
    for act in (hold, release, withdraw, return_line, supplement, annul, await_opinion, record_opinion)
)
DISTURBANCES: tuple[Order, ...] = (
    *(appraise(name, AWARDS[name]) for name in LINES),
    *(ballot("member-an", (name, REFUSE)) for name in LINES),
    *(recuse(voter, LINE) for voter in MEMBERS),
    Order(DOSSIER, sc.ReturnLines(LINES, "Thiếu"), CLERK, NOW),
    Order(DOSSIER, sc.SupplementLines(LINES, "Đã bổ sung"), OFFICER, NOW),
    Order(SESSION, vc.AdjournSession(""), CHAIR, NOW),
    Order(LINE, nc.DecideOutcome(DECISION, Outcome.GRANTED, "Vượt biểu quyết"), DECIDER, NOW),
    Order(LINE, nc.RecordVote(SESSION, Outcome.GRANTED, 5, 0, 0, 0, 5), CHAIR, NOW),
    withdraw_dossier(),
    adjourn(),
    reopen("LDTT"),
    reopen("CSTDCS"),
    counted(6),
    counted(0),
    record_strength(20),
    convene(convening((LINE, LINE_3)), session="session-2"),
    settle(dc.LineOutcome(LINE_3, Outcome.GRANTED)),
    *(recovering(name) for name in (LINE, LINE_2)),
    answering(),
    correcting(),
    postponing(LINE),
    conflicting("member-binh", LINE_2),
    conflicting("member-chi", LINE_4),
    Order("decision-4", settling(dc.LineOutcome(LINE_2, Outcome.GRANTED, "Xứng đáng")), DECIDER, NOW),
    *later_session(),
    *CONDUCT,
    *SCRIPT,
)


@dataclass(frozen=True)
class Lapse:
    """The engine comes with the first rung that a line or the dossier still owes."""

    stream: str


Ask = Order | Lapse


@st.composite
def histories(pick: st.DrawFn) -> list[tuple[Ask, int]]:
    """The straight way up to some step, then with disturbances between its steps and a step left out at times.

    Each entry is what is asked and how many hours later. One seed is drawn, not every turn: drawn one by one,
    turns repeat each other so much that some events never come.
    """
    dice = pick(st.randoms(use_true_random=True))
    peaceful = len(BEGINNING) + dice.choice((-2, 2, 3, 4, 6, 6, 11, 12, 14, 16))
    asked: list[tuple[Ask, int]] = []
    for number, step in enumerate(SCRIPT):
        if number >= peaceful:
            asked += [
                (disturbance(dice), dice.choice((0, 1, 24, 600)))
                for _time in range(dice.choice((0, 1, 1, 2)))
            ]
        if number < peaceful or dice.randrange(30):
            asked.append((step, 1))
    return asked


def disturbance(dice: Random) -> Ask:
    """What came up about somebody, an act on a line, any other act, one by the wrong person, or the engine's."""
    match dice.randrange(6):
        case 5:
            return dice.choice(CONDUCT)
        case 0 | 1:
            return dice.choice(LINE_ACTS)
        case 2:
            return dice.choice(DISTURBANCES)
        case 3:
            return replace(dice.choice(LINE_ACTS + DISTURBANCES), actor=dice.choice((*PEOPLE, *CANDIDATES)))
        case _:
            return Lapse(dice.choice((*LINES, DOSSIER)))


def order_of(ask: Ask, world: World, accepted_at: datetime) -> Order | None:
    if isinstance(ask, Order):
        return replace(ask, accepted_at=accepted_at)
    found = DECIDERS[kind_of(ask.stream)].due(world.head(ask.stream).state)
    if not found:
        return None
    rung, due_at = found[0].rung, found[0].due_at
    command = (
        sc.LapseDossierDeadline(rung, due_at) if ask.stream == DOSSIER else nc.LapseDeadline(rung, due_at)
    )
    return Order(ask.stream, command, ENGINE, accepted_at)


def attempt(world: World, order: Order) -> tuple[Change, ...] | Refusal:
    try:
        return world.run(order)
    except Refusal as refusal:
        return refusal


def told(asked: list[tuple[Ask, int]]) -> Iterator[tuple[World, Order, tuple[Change, ...] | Refusal, World]]:
    """Every order with the world before it, the answer, and the world after it."""
    world, accepted_at = World(), NOW
    for ask, hours in asked:
        accepted_at += timedelta(hours=hours)
        order = order_of(ask, world, accepted_at)
        if order is None:
            continue
        answer = attempt(world, order)
        after = world if isinstance(answer, Refusal) else world.with_changes(order, answer)
        yield world, order, answer, after
        world = after


def everything(world: World) -> Iterator[tuple[str, Any]]:
    yield from ((stream, head.state) for stream, head in world.heads.items())
