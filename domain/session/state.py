"""What is known of a session after folding its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from domain.rules.pack import Ballot
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


@dataclass(frozen=True, slots=True)
class Seat:
    """A member's seat; a council has one chair and one secretary among its members."""

    member: str
    role: Role


@dataclass(frozen=True, slots=True)
class AdoptedRule:
    """The vote rule of an award in this session, and on what it rests."""

    award: str
    ballot: Ballot
    pass_percent: int
    basis: str


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A nomination as the council sees it: pseudonymous, with what the appraiser advised."""

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


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of a ballot paper."""

    nomination: str
    choice: Choice


@dataclass(frozen=True, slots=True)
class Session:
    """The state of a session: `recusals` holds (member, nomination), `counted` the secret totals by line.

    `reopened` names the awards that alone are voted again; empty at the first vote, when all are.
    """

    phase: Phase = Phase.NONE
    unit: str = ""
    council: str = ""
    seats: tuple[Seat, ...] = ()
    agenda: tuple[AgendaLine, ...] = ()
    rules: tuple[AdoptedRule, ...] = ()
    quorum: tuple[int, int] = (1, 1)
    present: frozenset[str] = frozenset()
    recusals: frozenset[tuple[str, str]] = frozenset()
    ballots: Mapping[str, tuple[Mark, ...]] = field(default_factory=lambda: MappingProxyType({}))
    secret_voters: frozenset[str] = frozenset()
    reopened: frozenset[str] = frozenset()
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

    def rule_for(self, award: str) -> AdoptedRule:
        """The vote rule of an award on the agenda."""
        return next(rule for rule in self.rules if rule.award == award)

    def open_lines(self, member: str) -> frozenset[str]:
        """The lines with an open ballot on which this member may vote."""
        return frozenset(
            line.nomination
            for line in self.agenda
            if self.rule_for(line.award).ballot is Ballot.OPEN
            and (member, line.nomination) not in self.recusals
            and (not self.reopened or line.award in self.reopened)
        )


INITIAL = Session()
