"""What is known of a session after folding its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from domain.council.state import CouncilKind
from domain.rules.pack import Ballot, Denominator
from domain.rules.voting import Count
from domain.values import Authority, CandidateKind, Role, Route


class Phase(StrEnum):
    """Where a session stands."""

    NONE = "none"
    CONVENED = "convened"
    VOTING = "voting"
    COUNTING = "counting"
    CERTIFIED = "certified"
    ADJOURNED = "adjourned"


class Choice(StrEnum):
    """What a member may mark beside a line."""

    APPROVE = "approve"
    REFUSE = "refuse"
    DOWNGRADE = "downgrade"
    ABSTAIN = "abstain"


class Channel(StrEnum):
    """How a ballot reached the council; an absent member answers in writing (NĐ 91/2017/NĐ-CP, Art. 45(8))."""

    IN_PERSON = "in_person"
    WRITTEN = "written"


class Ground(StrEnum):
    """Why a member may not vote on a line; the first four are detected, any may be declared."""

    OWN_NOMINATION = "own_nomination"
    OWN_COLLECTIVE = "own_collective"
    OWN_UNIT = "own_unit"
    PROPOSER = "proposer"
    SUPERIOR = "superior"
    KIN = "kin"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Seat:
    """A member's seat on the day of the sitting, with the unit and the collective that are the member's own."""

    member: str
    role: Role
    unit: str = ""
    collective: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A member who may not vote on a line, and why."""

    member: str
    nomination: str
    ground: Ground


@dataclass(frozen=True, slots=True)
class AdoptedRule:
    """The vote rule of an award in this session, and on what it rests.

    A recused member stays in the denominator unless `recused_leave` says otherwise; an absent member answers in
    writing only where `written` says so.
    """

    award: str
    ballot: Ballot
    pass_percent: int
    basis: str
    denominator: Denominator = Denominator.MEMBERS
    recused_leave: bool = False
    written: bool = False


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A nomination as the council sees it: pseudonymous, with what the appraiser advised.

    `voted_in` is the session of the council that voted on it before, if any.
    """

    nomination: str
    candidate: str
    kind: CandidateKind
    award: str
    route: Route
    year: int
    unit: str
    pack: str
    authority: Authority
    depends_on: tuple[str, ...]
    downgrade_to: str
    proposed_by: str = ""
    voted_in: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of a ballot paper."""

    nomination: str
    choice: Choice


@dataclass(frozen=True, slots=True)
class Participant:
    """Who handed in a secret paper, and how it came; never what was on it."""

    member: str
    channel: Channel


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of a count: number and date."""

    number: str
    dated_on: date


@dataclass(frozen=True, slots=True)
class Session:
    """The state of a session: `recusals` holds (member, nomination), `counted` the secret totals by line.

    `body` is the council's stream. `reopened` names the awards that alone are voted again; empty at the first
    vote, when all are. `written` are the members who answered in writing. `sat_on` and `late_entry_basis` are what
    the attendance says of the day.
    """

    phase: Phase = Phase.NONE
    unit: str = ""
    council: str = ""
    body: str = ""
    kind: CouncilKind = CouncilKind.COUNCIL
    standing_body: str = ""
    convened_by: str = ""
    meets_on: date | None = None
    seats: tuple[Seat, ...] = ()
    agenda: tuple[AgendaLine, ...] = ()
    rules: tuple[AdoptedRule, ...] = ()
    quorum: tuple[int, int] = (1, 1)
    present: frozenset[str] = frozenset()
    sat_on: date | None = None
    late_entry_basis: str = ""
    recusals: frozenset[tuple[str, str]] = frozenset()
    ballots: Mapping[str, tuple[Mark, ...]] = field(default_factory=lambda: MappingProxyType({}))
    written: frozenset[str] = frozenset()
    reopened: frozenset[str] = frozenset()
    postponed: frozenset[str] = frozenset()
    counted: Mapping[str, Count] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def closed(self) -> bool:
        """Whether the session's own work is done."""
        return self.phase in {Phase.CERTIFIED, Phase.ADJOURNED}

    @property
    def awaits(self) -> Role | None:
        """Who must act for the session to go on."""
        return {
            Phase.CONVENED: Role.COUNCIL_CHAIR,
            Phase.VOTING: Role.COUNCIL_MEMBER,
            Phase.COUNTING: Role.COUNCIL_CHAIR,
        }.get(self.phase)

    @property
    def awaited_unit(self) -> str:
        """The unit whose council sits."""
        return self.unit

    @property
    def members(self) -> frozenset[str]:
        """Who holds a seat."""
        return frozenset(seat.member for seat in self.seats)

    def rule_for(self, award: str) -> AdoptedRule:
        """The vote rule of an award on the agenda."""
        return next(rule for rule in self.rules if rule.award == award)

    def ballot_of(self, line: AgendaLine) -> Ballot:
        """How the line is voted."""
        return self.rule_for(line.award).ballot

    def open_lines(self, member: str) -> frozenset[str]:
        """The lines with an open ballot on which this member may vote."""
        return frozenset(
            line.nomination
            for line in self.agenda
            if self.ballot_of(line) is Ballot.OPEN
            and line.nomination not in self.postponed
            and (member, line.nomination) not in self.recusals
            and (not self.reopened or line.award in self.reopened)
        )

    def secret_lines(self) -> frozenset[str]:
        """The lines that are voted in secret."""
        return frozenset(
            line.nomination
            for line in self.agenda
            if self.ballot_of(line) is Ballot.SECRET and line.nomination not in self.postponed
        )


INITIAL = Session()
