"""A year at a district procuracy: every event of the catalogue at least once, through the command handler."""

from dataclasses import replace
from datetime import date, datetime

from domain.deadline import Rung
from domain.decision import commands as dc
from domain.dossier import commands as sc
from domain.envelope import Receipt
from domain.execution import Order
from domain.ids import Kind, kind_of, nomination_of
from domain.nomination import commands as nc
from domain.nomination.claims import Claims, Initiative, InitiativeScope, Rating, TitleHeld
from domain.register import commands as rc
from domain.rules.pack import Ballot
from domain.rules.voting import Count
from domain.session import commands as vc
from domain.values import Answer, Authority, CandidateKind, Outcome, PaperFormat, Recommendation
from tests.domain.office import (
    APPRAISER,
    CHAIR,
    COUNCIL_UNIT,
    DOSSIER,
    ENGINE,
    HEAD,
    MEMBERS,
    NOW,
    OFFICE,
    OFFICER,
    REGISTRAR,
    SECRETARY,
    SESSION,
    adopted,
    annul,
    appraise,
    archive,
    attend,
    ballots,
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
    record_strength,
    recuse,
    release,
    reopen,
    return_line,
    settle,
    sign,
    submit,
    supplement,
    withdraw,
)
from tests.store.desk import Desk, register_person

ONE, TWO, GONE, HELD, TEAM, LATE = (nomination_of(DOSSIER, n) for n in range(1, 7))
TAKEN_BACK = "dossier-h-2023-b"
ADJOURNED = "session-2023-0"
LDTT = "LDTT"
_CLAIMS = Claims(
    Rating.EXCELLENT,
    service_months=24,
    initiative=Initiative(InitiativeScope.BASE, "SK 01"),
    titles=(TitleHeld(LDTT, 2022, "45/QĐ"),),
)


def play(desk: Desk) -> None:
    """The whole year."""
    _register(desk)
    _take_in(desk)
    _repair(desk)
    _appraise(desk)
    _adjourn(desk)
    _vote(desk)
    desk.given(
        settle(*(dc.LineOutcome(nomination, Outcome.GRANTED) for nomination in (ONE, TWO, TEAM))),
        sign(),
        publish(),
        archive(),
        annul(TWO),
    )


def _register(desk: Desk) -> None:
    title = rc.RecordTitle(TitleHeld(LDTT, 2022, "45/QĐ"))
    desk.given(
        *OFFICE,
        record_strength(40),
        record_strength(42),
        register_person("cb-001"),
        Order("person-cb-001", title, REGISTRAR, NOW),
    )


def _take_in(desk: Desk) -> None:
    team = sc.LineDraft("tt-1", "Phòng 1", CandidateKind.COLLECTIVE, "TTLDTT", Claims(Rating.GOOD))
    people = [line(f"cb-00{n}", claims=_CLAIMS if n == 1 else None) for n in range(1, 5)]
    desk.given(draft(*people, team, line("cb-006")))
    letter = sc.AttachPaper("submission_letter", "ab" * 32, 1_000, PaperFormat.PDF, "Tờ trình.pdf")
    report = sc.AttachPaper("achievement_report", "cd" * 32, 2_000, PaperFormat.DOCX, "Báo cáo.docx", ONE)
    for command in (letter, report, sc.DetachPaper(2, "Nhầm tệp")):
        desk.given(Order(DOSSIER, command, OFFICER, NOW))
    desk.given(submit())
    lapse(desk, Rung.REMINDER)
    desk.given(receive())
    desk.given(
        draft(line("cb-090"), dossier=TAKEN_BACK),
        Order(TAKEN_BACK, sc.WithdrawDossier("Đơn vị rút hồ sơ"), HEAD, NOW),
    )


def _repair(desk: Desk) -> None:
    reason = sc.ReturnLines((TWO, TEAM), "Thiếu báo cáo")
    desk.given(
        withdraw(GONE),
        hold(HELD),
        release(HELD),
        return_line(ONE),
        supplement(ONE, _CLAIMS),
        Order(DOSSIER, reason, APPRAISER, NOW),
        Order(DOSSIER, sc.SupplementLines((TWO, TEAM), "Đã bổ sung"), OFFICER, NOW),
    )
    desk.given(hold(LATE), release(LATE))
    lapse(desk, Rung.REMINDER)
    lapse(desk, Rung.OVERDUE)


def _appraise(desk: Desk) -> None:
    answers = (nc.ReviewAnswer("tasks_done_well", Answer.MET, "Đã kiểm tra"),)
    advice = nc.RecordAppraisal(Recommendation.APPROVE, Authority.LOCAL, answers)
    chosen = sc.AppraiseDossier((sc.LineAppraisal(TWO, advice), sc.LineAppraisal(TEAM, advice)))
    desk.given(appraise(ONE), appraise(HELD), Order(DOSSIER, chosen, APPRAISER, NOW))


def _adjourn(desk: Desk) -> None:
    desk.given(
        convene(convening((ONE, TWO)), session=ADJOURNED),
        Order(ADJOURNED, vc.AdjournSession("Mất điện"), CHAIR, NOW),
    )


def _vote(desk: Desk) -> None:
    """Lines one, two and held by open ballot, twice; the team in secret; held is postponed once more."""
    rules = (adopted(LDTT), adopted("TTLDTT", ballot=Ballot.SECRET))
    count = vc.SecretCount(TEAM, Count(approve=5))
    secret = in_secret(count, certifiers=("member-an", "member-binh"))
    voters = [voter for voter in MEMBERS if voter != "member-an"]
    papers = (*ballots((ONE, TWO, HELD), voters=voters), *ballots((ONE, TWO), voters=("member-an",)))
    desk.given(
        convene(convening((ONE, TWO, HELD, TEAM), rules)),
        attend(),
        recuse("member-an", HELD),
        open_voting(),
        *papers,
        close_voting(),
        reopen(LDTT),
        *papers,
        close_voting(),
        Order(SESSION, secret, SECRETARY, NOW),
        hold(HELD),
        certify(LDTT, "TTLDTT"),
    )


def voted(lines: int) -> tuple[Order, ...]:
    """The orders that bring a dossier of so many lines through the council; all are approved."""
    agenda = tuple(nomination_of(DOSSIER, n) for n in range(1, lines + 1))
    return (
        *OFFICE,
        draft(*(line(f"cb-{n:03d}") for n in range(1, lines + 1))),
        submit(),
        receive(),
        *(appraise(nomination) for nomination in agenda),
        convene(convening(agenda)),
        attend(),
        open_voting(),
        *ballots(agenda),
        close_voting(),
        certify(LDTT),
    )


def lapse(desk: Desk, rung: Rung) -> Receipt:
    """The calendar's order for that rung of the stream that the last order was for."""
    stream, progress = desk.receipts[-1].stream, desk.receipts[-1].progress
    assert progress is not None
    alarm = next(alarm for alarm in progress.alarms if alarm.rung == rung)
    due_at = datetime.fromisoformat(alarm.due_at)
    nomination = kind_of(stream) is Kind.NOMINATION
    command = nc.LapseDeadline(rung, due_at) if nomination else sc.LapseDossierDeadline(rung, due_at)
    desk.given(Order(stream, command, replace(ENGINE, unit=COUNCIL_UNIT), due_at))
    return desk.receipts[-1]


OTHER_DOSSIER = "dossier-h-2023-c"


def another_dossier(*candidates: str, dossier: str = OTHER_DOSSIER) -> Order:
    """A dossier beside the first, for these candidates."""
    return draft(*(line(candidate) for candidate in candidates), dossier=dossier)


def dated(order: Order, day: date) -> Order:
    """The same order, handed in on another day at nine in the morning."""
    return replace(order, accepted_at=NOW.replace(year=day.year, month=day.month, day=day.day))
