"""The people, papers and orders of the tests: a district procuracy VKS-H proposes, VKS-X appraises and decides."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache

from domain.council import commands as cc
from domain.council.state import CouncilKind
from domain.decision import commands as dc
from domain.decision.state import Instrument
from domain.dossier import commands as sc
from domain.execution import Order
from domain.ids import nomination_of
from domain.nomination import commands as nc
from domain.nomination.claims import Claims, Rating
from domain.nomination.state import Step
from domain.register import commands as rc
from domain.rules.pack import Ballot, Level
from domain.session import commands as vc
from domain.session import events as ve
from domain.session.state import AdoptedRule, Channel, Choice, Ground, Mark, Minutes, Participant, Seat
from domain.values import (
    Actor,
    Answer,
    Authority,
    CandidateKind,
    HoldGround,
    Outcome,
    Recommendation,
    Role,
    Route,
)
from tests.domain.given import World

NOW = datetime(2023, 11, 6, 2, 0, tzinfo=UTC)
"""Monday 6 November 2023, nine in the morning in Vietnam."""

TODAY = date(2023, 11, 6)
YEAR = 2023
UNIT, COUNCIL_UNIT = "VKS-H", "VKS-X"

OFFICER = Actor("officer-lan", Role.PROPOSING_OFFICER, UNIT)
HEAD = Actor("head-hung", Role.UNIT_HEAD, UNIT)
CLERK = Actor("clerk-hoa", Role.RECEIVING_CLERK, COUNCIL_UNIT)
APPRAISER = Actor("appraiser-minh", Role.APPRAISER, COUNCIL_UNIT)
SECRETARY = Actor("member-thu", Role.COUNCIL_SECRETARY, COUNCIL_UNIT)
CHAIR = Actor("member-chu", Role.COUNCIL_CHAIR, COUNCIL_UNIT)
DECIDER = Actor("decider-vien", Role.DECIDER, COUNCIL_UNIT)
PUBLISHER = Actor("publisher-mai", Role.PUBLISHER, COUNCIL_UNIT)
REGISTRAR = Actor("registrar-tam", Role.REGISTRAR, COUNCIL_UNIT)
ENGINE = Actor("engine", Role.ENGINE, COUNCIL_UNIT)
MEMBERS = ("member-chu", "member-thu", "member-an", "member-binh", "member-chi")
SEATS = (
    Seat("member-chu", Role.COUNCIL_CHAIR, COUNCIL_UNIT),
    Seat("member-thu", Role.COUNCIL_SECRETARY, COUNCIL_UNIT),
    *(Seat(member, Role.COUNCIL_MEMBER, COUNCIL_UNIT) for member in MEMBERS[2:]),
)
FOUNDED = date(2020, 1, 1)

COUNCIL = "council-x"
DOSSIER, SESSION, DECISION = "dossier-h-2023", "session-2023-1", "decision-2023-1"
LINE = nomination_of(DOSSIER, 1)
LINE_2 = nomination_of(DOSSIER, 2)
LINE_3 = nomination_of(DOSSIER, 3)
RECEIVED_ON = date(2023, 11, 3)

APPROVE, REFUSE, DOWNGRADE, ABSTAIN = Choice.APPROVE, Choice.REFUSE, Choice.DOWNGRADE, Choice.ABSTAIN
QUESTIONS = {
    "LDTT": ("tasks_done_well",),
    "CSTDCS": ("initiative",),
    "BANG_KHEN_VT": ("merit",),
    "DVQT": ("targets_exceeded",),
    "DVTT": ("tasks_done_well",),
    "TTLDTT": ("tasks_done_well",),
    "CO_NGANH": ("cluster_leader",),
    "TTLDXS": ("same_year_title", "targets_exceeded"),
}
"""What the rules of 2019 leave to the appraiser of each award."""


def member(name: str) -> Actor:
    return Actor(name, Role.COUNCIL_MEMBER, COUNCIL_UNIT)


def acting(actor: Actor, *, role: Role | None = None, unit: str | None = None) -> Actor:
    """The same person in another role or for another unit."""
    return Actor(actor.id, role or actor.role, unit or actor.unit)


def line(candidate: str = "cb-001", award: str = "LDTT", claims: Claims | None = None) -> sc.LineDraft:
    stated = claims or Claims(Rating.GOOD, service_months=12)
    return sc.LineDraft(candidate, f"Tên {candidate}", CandidateKind.INDIVIDUAL, award, stated)


# The register


def register_unit(unit: str = UNIT, route: Route = Route.CIVIL) -> Order:
    command = rc.RegisterUnit(f"Viện kiểm sát {unit}", "district", route)
    return Order(f"unit-{unit.lower()}", command, REGISTRAR, NOW)


def record_strength(people: int, *, year: int = YEAR, unit: str = UNIT) -> Order:
    return Order(f"unit-{unit.lower()}", rc.RecordStrength(year, people), REGISTRAR, NOW)


# The council


def establish(  # noqa: PLR0913 - a council has many sides
    *seats: Seat,
    council: str = COUNCIL,
    kind: CouncilKind = CouncilKind.COUNCIL,
    follows: str = "",
    name: str = "Hội đồng TĐKT",
    since: date = FOUNDED,
    level: Level = Level.LOCAL,
) -> tuple[Order, ...]:
    """A council with these seats, all held since it was established."""
    founding = cc.EstablishCouncil(COUNCIL_UNIT, name, kind, since, level, "QĐ 1", follows)
    seating = (
        cc.SeatMember(seat.member, seat.role, seat.unit, since, "QĐ 1", seat.collective) for seat in seats
    )
    return tuple(Order(council, command, REGISTRAR, NOW) for command in (founding, *seating))


UNITS = (register_unit(UNIT), register_unit(COUNCIL_UNIT))
OFFICE = (*UNITS, *establish(*SEATS))
"""The units and the council, before anything is proposed."""


# The dossier


def draft(
    *lines: sc.LineDraft, dossier: str = DOSSIER, route: Route = Route.CIVIL, by: Actor = OFFICER
) -> Order:
    letter_date = date(2023, 10, 30)
    command = sc.DraftDossier(
        UNIT, COUNCIL_UNIT, route, YEAR, "Đề nghị khen thưởng 2023", "12/TTr", letter_date, lines or (line(),)
    )
    return Order(dossier, command, by, NOW)


def submit(*, dossier: str = DOSSIER, at: datetime = NOW) -> Order:
    return Order(dossier, sc.SubmitDossier(), HEAD, at)


def receive(*, dossier: str = DOSSIER, at: datetime = NOW, on: date = RECEIVED_ON) -> Order:
    return Order(dossier, sc.ReceiveDossier(on, "Sổ công văn đến"), CLERK, at)


def withdraw_dossier() -> Order:
    return Order(DOSSIER, sc.WithdrawDossier("Đơn vị rút"), HEAD, NOW)


# The nomination


def appraisal(
    award: str = "LDTT", authority: Authority = Authority.LOCAL, answer: Answer = Answer.MET
) -> nc.RecordAppraisal:
    """The advice to approve, with every question of the award answered."""
    answers = tuple(nc.ReviewAnswer(question, answer, "Đã kiểm tra hồ sơ") for question in QUESTIONS[award])
    return nc.RecordAppraisal(Recommendation.APPROVE, authority, answers)


def advice(recommendation: Recommendation, reason: str, award: str = "LDTT") -> nc.RecordAppraisal:
    """Other advice than to approve."""
    answers = appraisal(award).answers
    return nc.RecordAppraisal(recommendation, Authority.LOCAL, answers, reason)


def appraise(
    nomination: str = LINE,
    award: str = "LDTT",
    authority: Authority = Authority.LOCAL,
    *,
    by: Actor = APPRAISER,
) -> Order:
    return Order(nomination, appraisal(award, authority), by, NOW)


def return_line(nomination: str = LINE, *, at: datetime = NOW) -> Order:
    return Order(nomination, nc.ReturnNomination("Thiếu báo cáo thành tích"), APPRAISER, at)


def supplement(nomination: str = LINE, claims: Claims | None = None, *, at: datetime = NOW) -> Order:
    return Order(nomination, nc.SupplementNomination("Đã bổ sung báo cáo", claims), OFFICER, at)


def hold(nomination: str = LINE, *, at: datetime = NOW) -> Order:
    command = nc.HoldNomination(HoldGround.COMPLAINT, "CV 15/VKS", "Có đơn khiếu nại")
    return Order(nomination, command, APPRAISER, at)


def release(nomination: str = LINE, *, at: datetime = NOW) -> Order:
    return Order(nomination, nc.ReleaseHold("KL 16/VKS", "Khiếu nại không có cơ sở"), APPRAISER, at)


def await_opinion(nomination: str = LINE, *, at: datetime = NOW) -> Order:
    command = nc.AwaitOpinion("Công an tỉnh X", "CV 20/VKS", "Xác minh nơi cư trú")
    return Order(nomination, command, APPRAISER, at)


def record_opinion(nomination: str = LINE, *, at: datetime = NOW) -> Order:
    return Order(nomination, nc.RecordOpinion("CV 77/CAT", "Không có vi phạm"), APPRAISER, at)


def withdraw(nomination: str = LINE, *, at: datetime = NOW) -> Order:
    return Order(nomination, nc.WithdrawNomination("Đơn vị rút đề nghị"), HEAD, at)


def annul(nomination: str = LINE) -> Order:
    command = nc.AnnulNomination(nc.AnnulmentGround.FORGED_PAPERS, "QĐ 90", "Giấy tờ giả")
    return Order(nomination, command, DECIDER, NOW)


# The session


def adopted(award: str, *, ballot: Ballot = Ballot.OPEN, percent: int = 80) -> AdoptedRule:
    return AdoptedRule(award, ballot, percent, "Quy chế Hội đồng, biểu quyết đầu phiên", written=True)


def convening(
    agenda: tuple[str, ...] = (LINE,),
    rules: tuple[AdoptedRule, ...] = (adopted("LDTT"),),
    quorum: tuple[int, int] = (2, 3),
    council: str = COUNCIL,
) -> vc.ConveneSession:
    return vc.ConveneSession(council, TODAY, agenda, *quorum, "Quy chế Hội đồng Điều 5", rules)


def convene(command: vc.ConveneSession | None = None, *, session: str = SESSION) -> Order:
    return Order(session, command or convening(), SECRETARY, NOW)


def attend(*present: str, session: str = SESSION) -> Order:
    return Order(session, attendance(*present), SECRETARY, NOW)


def attendance(*present: str, on: date = TODAY, basis: str = "Biên bản phiên họp") -> vc.RecordAttendance:
    return vc.RecordAttendance(present or MEMBERS, on, basis)


def open_voting(*, session: str = SESSION) -> Order:
    return Order(session, vc.OpenVoting(), CHAIR, NOW)


def close_voting(*, session: str = SESSION) -> Order:
    return Order(session, vc.CloseVoting(), CHAIR, NOW)


def ballot(
    voter: str,
    *marks: tuple[str, Choice],
    channel: Channel = Channel.IN_PERSON,
    session: str = SESSION,
) -> Order:
    paper = tuple(Mark(nomination, choice) for nomination, choice in marks)
    return Order(session, vc.CastBallot(paper, channel), member(voter), NOW)


def ballots(
    lines: Iterable[str] = (LINE,),
    choice: Choice = APPROVE,
    voters: Iterable[str] = MEMBERS,
    session: str = SESSION,
) -> tuple[Order, ...]:
    """The same choice on every line by every voter."""
    marks = tuple((nomination, choice) for nomination in lines)
    return tuple(ballot(voter, *marks, session=session) for voter in voters)


def recuse(voter: str, *nominations: str) -> Order:
    command = vc.DeclareRecusal(nominations or (LINE,), Ground.KIN, "Người thân của tôi")
    return Order(SESSION, command, member(voter), NOW)


def in_secret(
    *counts: vc.SecretCount,
    participants: Iterable[str] = MEMBERS,
    channel: Channel = Channel.IN_PERSON,
    certifiers: tuple[str, str] = ("member-chu", "member-thu"),
) -> vc.RecordSecretCount:
    """The count of a secret vote in which these took part, with its minutes."""
    voters = tuple(Participant(person, channel) for person in participants)
    return vc.RecordSecretCount(counts, voters, Minutes("BB 01", TODAY), certifiers)


def certify(*confirmed: str, session: str = SESSION) -> Order:
    """The chair certifies, confirming the caps of these awards."""
    confirmations = tuple(vc.CapConfirmation(award, "Đã đối chiếu danh sách") for award in confirmed)
    return Order(session, vc.CertifyTally(confirmations), CHAIR, NOW)


def reopen(*awards: str) -> Order:
    return Order(SESSION, vc.ReopenVoting(awards or ("LDTT",), "Biểu quyết lại"), CHAIR, NOW)


def adjourn() -> Order:
    return Order(SESSION, vc.AdjournSession("Mất điện"), CHAIR, NOW)


def sitting(
    *marks: tuple[str, Choice],
    rules: tuple[AdoptedRule, ...] = (adopted("LDTT"),),
    session: str = SESSION,
    council: str = COUNCIL,
) -> tuple[Order, ...]:
    """A whole session up to its closed ballot, in which every member marks the same."""
    agenda = tuple(nomination for nomination, _choice in marks)
    return (
        convene(convening(agenda, rules, council=council), session=session),
        attend(session=session),
        open_voting(session=session),
        *(ballot(voter, *marks, session=session) for voter in MEMBERS),
        close_voting(session=session),
    )


def convened(world: World, session: str = SESSION) -> ve.SessionConvened:
    """The convocation as it was recorded."""
    event = world.streams[session][0].event
    assert isinstance(event, ve.SessionConvened)
    return event


def people(*candidates: str) -> World:
    """Lines of these candidates, appraised."""
    world = World().after(*OFFICE, draft(*(line(candidate) for candidate in candidates)), submit(), receive())
    streams = [nomination_of(DOSSIER, n) for n in range(1, len(candidates) + 1)]
    return world.after(*(appraise(stream) for stream in streams))


# The decision


def settling(
    *outcomes: dc.LineOutcome, instrument: Instrument = Instrument.DECISION, session: str = SESSION
) -> dc.SettleOutcomes:
    chosen = outcomes or (dc.LineOutcome(LINE, Outcome.GRANTED),)
    return dc.SettleOutcomes(COUNCIL_UNIT, session, instrument, chosen)


def settle(*outcomes: dc.LineOutcome, instrument: Instrument = Instrument.DECISION) -> Order:
    return Order(DECISION, settling(*outcomes, instrument=instrument), DECIDER, NOW)


def sign(*, decision: str = DECISION, number: str = "123/QĐ-VKS") -> Order:
    command = dc.SignDecision(number, TODAY, "Nguyễn Văn A", "Viện trưởng")
    return Order(decision, command, DECIDER, NOW)


def publish(*, decision: str = DECISION) -> Order:
    return Order(decision, dc.PublishDecision(TODAY, "vks-x.gov.vn/123"), PUBLISHER, NOW)


def archive(*, decision: str = DECISION) -> Order:
    return Order(decision, dc.ArchiveDecision("HS-2023-123"), CLERK, NOW)


# How far along

_STAGES: tuple[tuple[Step, tuple[Order, ...]], ...] = (
    (Step.NONE, OFFICE),
    (Step.DRAFT, (draft(),)),
    (Step.SUBMITTED, (submit(),)),
    (Step.RECEIVED, (receive(),)),
    (Step.APPRAISED, (appraise(),)),
    (Step.IN_COUNCIL, (convene(),)),
    (Step.VOTED, (attend(), open_voting(), *ballots(), close_voting(), certify())),
    (Step.DECIDED, (settle(),)),
    (Step.SIGNED, (sign(),)),
    (Step.PUBLISHED, (publish(),)),
    (Step.ARCHIVED, (archive(),)),
)
_ASIDE: dict[Step, tuple[Step, tuple[Order, ...]]] = {
    Step.RETURNED: (Step.RECEIVED, (return_line(),)),
    Step.SUPPLEMENTED: (Step.RECEIVED, (return_line(), supplement())),
    Step.WITHDRAWN: (Step.RECEIVED, (withdraw(),)),
    Step.ANNULLED: (Step.SIGNED, (annul(),)),
}


@cache
def at(step: Step) -> World:
    """The world in which the one line of the dossier has come to that step."""
    if step in _ASIDE:
        before, orders = _ASIDE[step]
        return at(before).after(*orders)
    world = World()
    for name, orders in _STAGES:
        world = world.after(*orders)
        if name is step:
            break
    return world
