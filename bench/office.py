"""A made-up office (mô phỏng) with as many lines as a measurement needs, and the commands that bring them along."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.council.commands import EstablishCouncil, SeatMember
from domain.council.state import CouncilKind
from domain.dossier.commands import (
    AppraiseDossier,
    DraftDossier,
    LineAppraisal,
    LineDraft,
    ReceiveDossier,
    SubmitDossier,
)
from domain.ids import nomination_of
from domain.nomination.claims import Claims, Rating
from domain.nomination.commands import RecordAppraisal, ReviewAnswer
from domain.register.commands import RegisterUnit
from domain.rules.pack import Ballot, Level
from domain.session.commands import (
    CastBallot,
    CertifyTally,
    CloseVoting,
    ConveneSession,
    OpenVoting,
    RecordAttendance,
)
from domain.session.state import AdoptedRule, Channel, Choice, Mark
from domain.values import Actor, Answer, Authority, CandidateKind, Recommendation, Role, Route

UNIT = "VKS-BENCH"
MEMBERS = 9
COUNCIL = "council-bench"
_FOUNDED = date(2020, 1, 1)

LEADING = {0: Role.COUNCIL_CHAIR, 1: Role.COUNCIL_SECRETARY}
"""Who of the members presides and keeps the minutes."""

Send = Callable[[str, str, Any, Actor], object]
"""Carries a command: stream, name, the command, who."""


@dataclass(frozen=True, slots=True)
class Office:
    """One dossier and one session of the made-up unit, by a key that keeps runs apart."""

    key: str
    lines: int

    @property
    def dossier(self) -> str:
        """The dossier's stream."""
        return f"dossier-{self.key}"

    @property
    def session(self) -> str:
        """The session's stream."""
        return f"session-{self.key}"

    @property
    def nominations(self) -> tuple[str, ...]:
        """Every line's stream."""
        return tuple(nomination_of(self.dossier, number) for number in range(1, self.lines + 1))

    def receive(self, send: Send) -> None:
        """From nothing to received lines."""
        send(
            f"unit-{UNIT.lower()}",
            "register_unit",
            RegisterUnit("Đơn vị mô phỏng", "PROVINCE", Route.CIVIL),
            as_(Role.REGISTRAR),
        )
        _found(send)
        send(self.dossier, "draft_dossier", self._draft(), as_(Role.PROPOSING_OFFICER))
        send(self.dossier, "submit_dossier", SubmitDossier(), as_(Role.UNIT_HEAD))
        send(
            self.dossier,
            "receive_dossier",
            ReceiveDossier(date(2023, 12, 5), "Sổ công văn đến, mô phỏng"),
            as_(Role.RECEIVING_CLERK),
        )

    def vote(self, send: Send) -> None:
        """From received lines to a closed ballot."""
        send(self.dossier, "appraise_dossier", self._appraisals(), as_(Role.APPRAISER))
        send(self.session, "convene_session", self._convocation(), as_(Role.COUNCIL_SECRETARY))
        everyone = tuple(_member(number) for number in range(MEMBERS))
        send(
            self.session,
            "record_attendance",
            RecordAttendance(everyone, date(2023, 12, 20), "Biên bản phiên họp, mô phỏng"),
            as_(Role.COUNCIL_SECRETARY),
        )
        send(self.session, "open_voting", OpenVoting(), as_(Role.COUNCIL_CHAIR))
        for stream, name, ballot, member in self.ballots():
            send(stream, name, ballot, member)
        send(self.session, "close_voting", CloseVoting(), as_(Role.COUNCIL_CHAIR))

    def ballots(self) -> Iterator[tuple[str, str, CastBallot, Actor]]:
        """Every member's paper."""
        marks = tuple(Mark(nomination, Choice.APPROVE) for nomination in self.nominations)
        for number in range(MEMBERS):
            member = Actor(_member(number), Role.COUNCIL_MEMBER, UNIT)
            yield self.session, "cast_ballot", CastBallot(marks, Channel.IN_PERSON), member

    def certify(self, send: Send) -> None:
        """Record the tally on every line."""
        send(self.session, "certify_tally", CertifyTally(), as_(Role.COUNCIL_CHAIR))

    def _draft(self) -> DraftDossier:
        claims = Claims(Rating.GOOD, 24)
        lines = tuple(
            LineDraft(
                f"{self.key}-{n:04d}", f"Người {n} (mô phỏng)", CandidateKind.INDIVIDUAL, "LDTT", claims
            )
            for n in range(1, self.lines + 1)
        )
        return DraftDossier(
            UNIT, UNIT, Route.CIVIL, 2023, "Hồ sơ mô phỏng", "1/TTr", date(2023, 12, 1), lines
        )

    def _appraisals(self) -> AppraiseDossier:
        answer = ReviewAnswer("tasks_done_well", Answer.MET, "Đánh giá năm: tốt")
        appraisal = RecordAppraisal(Recommendation.APPROVE, Authority.LOCAL, (answer,))
        return AppraiseDossier(tuple(LineAppraisal(nomination, appraisal) for nomination in self.nominations))

    def _convocation(self) -> ConveneSession:
        rule = AdoptedRule("LDTT", Ballot.OPEN, 50, "Quy chế mô phỏng", written=True)
        return ConveneSession(
            COUNCIL,
            date(2023, 12, 20),
            self.nominations,
            2,
            3,
            "Quy chế mô phỏng",
            (rule,),
        )


def _found(send: Send) -> None:
    """The council of the made-up unit with its members."""
    founding = EstablishCouncil(UNIT, "Hội đồng mô phỏng", CouncilKind.COUNCIL, _FOUNDED, Level.LOCAL, "QĐ 1")
    send(COUNCIL, "establish_council", founding, as_(Role.REGISTRAR))
    for number in range(MEMBERS):
        role = LEADING.get(number, Role.COUNCIL_MEMBER)
        seat = SeatMember(_member(number), role, UNIT, _FOUNDED, "QĐ 1")
        send(COUNCIL, "seat_member", seat, as_(Role.REGISTRAR))


def as_(role: Role) -> Actor:
    """Somebody in that role of the made-up unit; the chair and the secretary are members."""
    seats = {role: number for number, role in LEADING.items()}
    person = _member(seats[role]) if role in seats else f"bench-{role.replace('_', '-')}"
    return Actor(person, role, UNIT)


def _member(number: int) -> str:
    return f"bench-member-{number}"
