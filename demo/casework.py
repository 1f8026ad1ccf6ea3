"""The path of a case, stage by stage: what each person sends through the HTTP API, and in which role.

A stage is planned from the case's papers and from what the API shows; every command has an id of its own, so a
stage that is run again changes nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from commandline.api import Acting, Api, Order, step_id
from demo.cases import Case
from demo.facts import Line, candidates, earlier_titles, lines
from demo.names import LABEL
from demo.people import Person, holder, members, seats
from demo.policies import appraise, count, must_step_aside, vote
from domain.council.commands import EstablishCouncil, SeatMember
from domain.council.state import CouncilKind
from domain.decision.commands import (
    ArchiveDecision,
    LineOutcome,
    PublishDecision,
    SettleOutcomes,
    SignDecision,
)
from domain.decision.state import Instrument
from domain.dossier.commands import (
    AppraiseDossier,
    DraftDossier,
    LineAppraisal,
    ReceiveDossier,
    SubmitDossier,
)
from domain.ids import PLURALS, Kind, stream_id
from domain.register.commands import RecordStrength, RecordTitle, RegisterPerson, RegisterUnit
from domain.rules.pack import Ballot
from domain.session.commands import (
    CastBallot,
    CertifyTally,
    CloseVoting,
    ConveneSession,
    DeclareRecusal,
    OpenVoting,
    RecordAttendance,
    RecordSecretCount,
    SecretCount,
)
from domain.session.state import AdoptedRule, Channel, Ground, Mark, Minutes, Participant
from domain.values import Outcome, Recommendation, Role
from store import codec

_INSTRUMENTS: Mapping[Outcome, tuple[Instrument, str]] = {
    Outcome.GRANTED: (Instrument.DECISION, "QĐ"),
    Outcome.FORWARDED: (Instrument.PRESENTATION, "TTr"),
    Outcome.REFUSED: (Instrument.NOTICE, "TB"),
}
"""Which paper an outcome is settled by, and how its number is marked."""

_FIRST_NUMBER = 201


@dataclass(frozen=True, slots=True)
class Job:
    """A command and who sends it; `lines` is how many lines it carries on."""

    by: str
    order: Order
    lines: int


@dataclass(frozen=True, slots=True)
class Stage:
    """One part of the path and how to plan it."""

    title: str
    plan: "Callable[[Casework], Sequence[Job]]"


class Casework:
    """A case on its way: its papers, its people, and what the API shows of it."""

    def __init__(self, case: Case, people: Sequence[Person], api: Api) -> None:
        self.case = case
        self.people = people
        self._api = api

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The papers."""
        return lines(self.case)

    @property
    def unit(self) -> str:
        """The unit that proposes and decides."""
        return self.case.unit.code

    def rows(self) -> dict[str, Mapping[str, Any]]:
        """The nominations of the dossier as the API shows them, by stream id."""
        dossier = stream_id(Kind.DOSSIER, self.case.dossier)
        return {row["id"]: row for row in self._api.pages("nominations", dossier=dossier)}

    def advice(self) -> dict[str, Recommendation]:
        """What the appraiser recommended on each line."""
        return {stream: Recommendation(row["recommendation"]) for stream, row in self.rows().items()}

    def voted(self) -> Iterator[tuple[Outcome, list[str]]]:
        """The lines by what the council resolved, one instrument each."""
        votes = {stream: Outcome(row["vote"]) for stream, row in self.rows().items()}
        for outcome in _INSTRUMENTS:
            chosen = [stream for stream, resolved in votes.items() if resolved is outcome]
            if chosen:
                yield outcome, chosen

    def job(self, role: Role, kind: Kind, key: str, command: object, lines_: int = 1) -> Job:
        """A command by the first person who holds the role."""
        return self.job_by(holder(self.people, role), role, kind, key, command, lines_)

    def job_by(  # noqa: PLR0913, PLR0917 - who, as what, where, what, how much
        self, person: Person, role: Role, kind: Kind, key: str, command: object, lines_: int = 1
    ) -> Job:
        """A command by a person in a role."""
        name = _dashed(type(command).__name__)
        encoded = codec.encode(command)
        command_id = step_id(self.case.case, kind, key, name, person.id, _distinction(command))
        order = Order(PLURALS[kind], key, name, encoded, command_id, Acting(role, person.unit))
        return Job(person.id, order, lines_)

    def dossier_job(self, role: Role, command: object) -> Job:
        """A command to the dossier as a whole."""
        return self.job(role, Kind.DOSSIER, self.case.dossier, command, len(self.lines))

    def session_job(self, role: Role, command: object) -> Job:
        """A command to the session as a whole."""
        return self.job(role, Kind.SESSION, self.case.session, command, len(self.lines))


def register(work: Casework) -> list[Job]:
    """The registrar enters the unit, its strength, and the earlier titles that are on paper."""
    case, unit = work.case, work.case.unit
    key = unit.code.lower()
    commands = [work.job(Role.REGISTRAR, Kind.UNIT, key, RegisterUnit(unit.name, unit.level, case.route))]
    if case.simulated.strength is not None:
        strength = RecordStrength(case.year, case.simulated.strength)
        commands.append(work.job(Role.REGISTRAR, Kind.UNIT, key, strength))
    for person in earlier_titles(candidates(case)):
        entry = RegisterPerson(person.name, unit.code)
        commands.append(work.job(Role.REGISTRAR, Kind.PERSON, person.id, entry))
        commands += [
            work.job(Role.REGISTRAR, Kind.PERSON, person.id, RecordTitle(title))
            for title in person.claims.titles
        ]
    return commands


def found(work: Casework) -> list[Job]:
    """The registrar enters the council and its members."""
    case, council = work.case, work.case.simulated.council
    since = council.founded
    founding = EstablishCouncil(
        work.unit, council.name, CouncilKind.COUNCIL, since.on, council.level, since.document
    )
    seating = [
        SeatMember(seat.member, seat.role, work.unit, since.on, since.document) for seat in seats(case)
    ]
    return [work.job(Role.REGISTRAR, Kind.COUNCIL, case.council, command) for command in (founding, *seating)]


def draft(work: Casework) -> list[Job]:
    """The officer draws up the dossier."""
    case, letter = work.case, work.case.simulated.letter
    command = DraftDossier(
        work.unit,
        work.unit,
        case.route,
        case.year,
        f"{case.title} {LABEL}",
        letter.number,
        letter.date,
        tuple(line.draft() for line in work.lines),
    )
    return [work.dossier_job(Role.PROPOSING_OFFICER, command)]


def submit(work: Casework) -> list[Job]:
    """The head of the unit signs and submits."""
    return [work.dossier_job(Role.UNIT_HEAD, SubmitDossier())]


def receive(work: Casework) -> list[Job]:
    """The clerk receives."""
    command = ReceiveDossier(work.case.received_on, f"Sổ công văn đến {LABEL}")
    return [work.dossier_job(Role.RECEIVING_CLERK, command)]


def appraise_lines(work: Casework) -> list[Job]:
    """The appraiser advises on every line, the earlier titles being those on the register."""
    appraisals = tuple(
        LineAppraisal(line.nomination, appraise(line, line.candidate.claims.titles)) for line in work.lines
    )
    return [work.dossier_job(Role.APPRAISER, AppraiseDossier(appraisals))]


def convene(work: Casework) -> list[Job]:
    """The secretary calls the council and notes who came; members step aside; the chair opens the vote."""
    case, council = work.case, work.case.simulated.council
    rules = {code: case.vote_rule(code) for code in case.proposed}
    call = ConveneSession(
        stream_id(Kind.COUNCIL, case.council),
        council.meets_on,
        tuple(line.nomination for line in work.lines),
        council.quorum.numerator,
        council.quorum.denominator,
        council.quorum.basis,
        tuple(
            AdoptedRule(code, rule.ballot, rule.pass_percent, rule.basis, written=True)
            for code, rule in rules.items()
        ),
    )
    present = tuple(seat.member for seat in seats(case) if seat.member not in council.absent)
    return [
        work.session_job(Role.COUNCIL_SECRETARY, call),
        work.session_job(Role.COUNCIL_SECRETARY, _attendance(present, council.meets_on)),
        *_recusals(work),
        work.session_job(Role.COUNCIL_CHAIR, OpenVoting()),
    ]


def _attendance(present: tuple[str, ...], sat_on: date) -> RecordAttendance:
    """The sitting of long ago is entered by the minutes of it."""
    return RecordAttendance(present, sat_on, f"Biên bản phiên họp ngày {sat_on:%d/%m/%Y} {LABEL}")


def _recusals(work: Casework) -> Iterator[Job]:
    for member in members(work.case):
        aside = tuple(line.nomination for line in work.lines if must_step_aside(member, line))
        if aside:
            command = DeclareRecusal(
                aside, Ground.KIN, f"Có quan hệ thân thích với người được đề nghị {LABEL}"
            )
            yield _by_member(work, member.id, command, len(aside))


def ballots(work: Casework) -> list[Job]:
    """Every member fills in one paper over the lines voted openly; who is away answers in writing."""
    advice = work.advice()
    open_lines = [line for line in work.lines if _ballot(work, line) is Ballot.OPEN]
    jobs = []
    for member in members(work.case):
        own = [line for line in open_lines if not must_step_aside(member, line)]
        marks = tuple(Mark(line.nomination, vote(member, line, advice[line.nomination])) for line in own)
        paper = CastBallot(marks, _channel(work, member.id))
        jobs.append(_by_member(work, member.id, paper, len(marks)))
    return jobs


def tally(work: Casework) -> list[Job]:
    """The chair closes; the secretary enters the secret count; the chair certifies."""
    jobs = [work.session_job(Role.COUNCIL_CHAIR, CloseVoting())]
    secret = [line for line in work.lines if _ballot(work, line) is Ballot.SECRET]
    if secret:
        advice, voters = work.advice(), members(work.case)
        counts = tuple(
            SecretCount(line.nomination, count(voters, line, advice[line.nomination])) for line in secret
        )
        _chair, first, second, *_others = (member.id for member in voters)
        everyone = tuple(Participant(member.id, _channel(work, member.id)) for member in voters)
        council = work.case.simulated.council
        minutes = Minutes(f"BB-{work.case.session} {LABEL}", council.meets_on)
        command = RecordSecretCount(counts, everyone, minutes, (first, second))
        jobs.append(work.session_job(Role.COUNCIL_SECRETARY, command))
    return [*jobs, work.session_job(Role.COUNCIL_CHAIR, CertifyTally())]


def settle(work: Casework) -> list[Job]:
    """The decider follows the council: one instrument for each kind of outcome."""
    session = stream_id(Kind.SESSION, work.case.session)
    return [
        work.job(
            Role.DECIDER,
            Kind.DECISION,
            _decision(work, outcome),
            SettleOutcomes(
                work.unit,
                session,
                _INSTRUMENTS[outcome][0],
                tuple(LineOutcome(stream, outcome, _reason(outcome)) for stream in chosen),
            ),
            len(chosen),
        )
        for outcome, chosen in work.voted()
    ]


def sign(work: Casework) -> list[Job]:
    """The decider signs under a number."""
    signing, signatory = work.case.simulated.signing, holder(work.people, Role.DECIDER)
    return [
        _on_instrument(
            work,
            Role.DECIDER,
            outcome,
            SignDecision(
                f"{number}/{_INSTRUMENTS[outcome][1]}-{signing.suffix} {LABEL}",
                signing.signed_on,
                signatory.name,
                f"Viện trưởng {LABEL}",
            ),
            len(chosen),
        )
        for number, (outcome, chosen) in enumerate(work.voted(), start=_FIRST_NUMBER)
    ]


def publish(work: Casework) -> list[Job]:
    """The publisher makes the instruments public."""
    command = PublishDecision(work.case.simulated.signing.published_on, f"Cổng thông tin điện tử {LABEL}")
    return [
        _on_instrument(work, Role.PUBLISHER, outcome, command, len(chosen))
        for outcome, chosen in work.voted()
    ]


def archive(work: Casework) -> list[Job]:
    """The clerk sends the papers to the archive."""
    command = ArchiveDecision(f"Hồ sơ lưu {work.case.case} {LABEL}")
    return [
        _on_instrument(work, Role.RECEIVING_CLERK, outcome, command, len(chosen))
        for outcome, chosen in work.voted()
    ]


STAGES: tuple[Stage, ...] = (
    Stage("Ghi dữ liệu đơn vị, danh hiệu cũ", register),
    Stage("Lập Hội đồng", found),
    Stage("Lập hồ sơ", draft),
    Stage("Ký trình", submit),
    Stage("Tiếp nhận", receive),
    Stage("Thẩm định", appraise_lines),
    Stage("Họp Hội đồng", convene),
    Stage("Biểu quyết", ballots),
    Stage("Kiểm phiếu", tally),
    Stage("Kết luận", settle),
    Stage("Ký", sign),
    Stage("Công bố", publish),
    Stage("Lưu trữ", archive),
)


def _channel(work: Casework, member: str) -> Channel:
    """Who is away answers in writing."""
    return Channel.WRITTEN if member in work.case.simulated.council.absent else Channel.IN_PERSON


def _ballot(work: Casework, line: Line) -> Ballot:
    return work.case.vote_rule(line.award.code).ballot


def _reason(outcome: Outcome) -> str:
    """What a notice of refusal tells."""
    return f"Không đủ số phiếu đồng ý của Hội đồng {LABEL}" if outcome is Outcome.REFUSED else ""


def _decision(work: Casework, outcome: Outcome) -> str:
    return f"{work.case.case}.{_INSTRUMENTS[outcome][0]}"


def _on_instrument(work: Casework, role: Role, outcome: Outcome, command: object, lines_: int) -> Job:
    return work.job(role, Kind.DECISION, _decision(work, outcome), command, lines_)


def _by_member(work: Casework, member: str, command: object, lines_: int) -> Job:
    person = next(person for person in work.people if person.id == member)
    return work.job_by(person, person.roles[0], Kind.SESSION, work.case.session, command, lines_)


def _dashed(class_name: str) -> str:
    """`RecordTitle` -> `record-title`."""
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in class_name).lstrip("-")


def _distinction(command: object) -> str:
    """What tells a command from another of the same name to the same stream."""
    match command:
        case RecordTitle(title=title):
            return str(title.year)
        case SeatMember(person=person):
            return person
        case _:
            return ""
