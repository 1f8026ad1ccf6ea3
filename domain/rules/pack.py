"""A rule pack: the parameters in force on the day of receipt."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.refusal import Refusal
from domain.rules.basis import Basis, Status
from domain.rules.criteria import Criterion
from domain.rules.criteria.titles import (
    ConsecutiveTitles,
    OncePerPerson,
    SameYearTitle,
    TitlesInWindow,
)
from domain.values import Authority, CandidateKind, Role, Route, Track


class Ballot(StrEnum):
    """How a vote is taken."""

    OPEN = "open"
    SECRET = "secret"  # noqa: S105 - a kind of ballot


class Denominator(StrEnum):
    """Of whom a share of votes is taken: all members, those who took part, or the papers cast on the line."""

    MEMBERS = "members"
    PRESENT = "present"
    VALID = "valid"


class AbsentVote(StrEnum):
    """How an absent member takes part."""

    WRITTEN = "written"
    NONE = "none"


class Level(StrEnum):
    """Which level an award belongs to."""

    LOCAL = "local"
    SECTOR = "sector"
    STATE = "state"


class Procedure(StrEnum):
    """Which way a nomination goes."""

    NORMAL = "normal"
    SIMPLIFIED = "simplified"


class Decider(StrEnum):
    """Who signs the award."""

    UNIT_HEAD = "unit_head"
    PROVINCIAL_CHIEF = "provincial_chief"
    SUPREME_CHIEF = "supreme_chief"
    COMMANDER = "commander"
    GENERAL_POLITICAL_DEPARTMENT = "general_political_department"
    DEFENCE_MINISTER = "defence_minister"
    PRIME_MINISTER = "prime_minister"
    PRESIDENT = "president"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value of the law with what it rests on."""

    basis: Basis

    @property
    def status(self) -> Status:
        """How surely it is known."""
        return self.basis.status

    @property
    def source(self) -> str:
        """Where it was read."""
        return self.basis.source


class CountedOver(StrEnum):
    """Over whom a cap is counted: each proposing unit by itself, or all that the deciding level decides on."""

    PROPOSING_UNIT = "proposing_unit"
    DECIDING_LEVEL = "deciding_level"


@dataclass(frozen=True, slots=True)
class CapScope(Parameter):
    """Over whom a cap is counted."""

    value: CountedOver


_SCOPE_NOT_STATED = Basis(
    Status.UNKNOWN,
    question="Tỷ lệ này tính trong từng đơn vị đề nghị, hay trong tất cả các đơn vị do cấp này quyết định?",
    question_en="Is this share taken within each proposing unit, or of all units that this level decides on?",
)


@dataclass(frozen=True, slots=True)
class Cap(Parameter):
    """At most `percent` of a population: the holders of `of`, or the strength where `of` is empty.

    Where no verified `scope` says over whom, it is counted both ways.
    """

    route: Route
    percent: int
    of: tuple[str, ...]
    minimum: int
    scope: CapScope | None = None

    @property
    def scope_basis(self) -> Basis:
        """What its scope rests on; the question where the pack says nothing of it."""
        return self.scope.basis if self.scope else _SCOPE_NOT_STATED

    @property
    def readings(self) -> tuple[CountedOver, ...]:
        """Over whom it may have to be counted."""
        known = self.scope is not None and self.scope.status.may_decide
        return (self.scope.value,) if known and self.scope else tuple(CountedOver)


@dataclass(frozen=True, slots=True)
class Quorum(Parameter):
    """The share of members that must be present."""

    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class VoteRule(Parameter):
    """The share of votes that a line needs, in whole percent of its denominator.

    A recused member leaves the denominator only where `recused_leave` says so.
    """

    ballot: Ballot
    pass_percent: int
    denominator: Denominator = Denominator.MEMBERS
    absent: AbsentVote = AbsentVote.WRITTEN
    recused_leave: bool = False
    quorum: Quorum | None = None


@dataclass(frozen=True, slots=True)
class AuthorityRule(Parameter):
    """Which level settles an award here, and who signs it in the end where that is known."""

    value: Authority
    decider: Decider | None = None


@dataclass(frozen=True, slots=True)
class ProcedureRule(Parameter):
    """Which way the nominations of an award go."""

    value: Procedure


@dataclass(frozen=True, slots=True)
class Paper(Parameter):
    """A paper that the dossier must hold."""

    id: str
    name: str
    candidates: tuple[CandidateKind, ...] = tuple(CandidateKind)


@dataclass(frozen=True, slots=True)
class PublicComment(Parameter):
    """The list is public for at least `min_working_days` before the council of `level` may sit."""

    min_working_days: int
    level: Level


@dataclass(frozen=True, slots=True)
class Prize(Parameter):
    """The prize in tenths of the base salary: 45 is 4.5 times."""

    tenths: int


@dataclass(frozen=True, slots=True)
class Provision(Parameter):
    """A provision that no calculator applies: a transitional rule, a principle, an open question."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Award:
    """A title or form of commendation. `outsiders`: people from outside the sector may receive it."""

    code: str
    name: str
    name_en: str
    track: Track
    level: Level
    candidates: tuple[CandidateKind, ...]
    routes: tuple[Route, ...]
    authority: AuthorityRule
    criteria: tuple[Criterion, ...] = ()
    caps: tuple[Cap, ...] = ()
    vote: VoteRule | None = None
    papers: tuple[Paper, ...] = ()
    procedure: ProcedureRule | None = None
    public_comment: PublicComment | None = None
    prize: Prize | None = None
    downgrade_to: str = ""
    outsiders: bool = False

    def cap_for(self, route: Route) -> Cap | None:
        """The cap on this route, if the pack knows one."""
        return next((cap for cap in self.caps if cap.route is route), None)

    def criteria_for(self, candidate: CandidateKind, route: Route) -> tuple[Criterion, ...]:
        """The conditions that such a candidate on that route must meet."""
        return tuple(entry for entry in self.criteria if entry.concerns(candidate, route))

    @property
    def once_per_person(self) -> bool:
        """Whether nobody may receive it twice."""
        return any(isinstance(entry, OncePerPerson) for entry in self.criteria)

    @property
    def prerequisites(self) -> tuple[str, ...]:
        """The awards that must come before this one."""
        return tuple(
            code
            for entry in self.criteria
            if isinstance(entry, SameYearTitle | ConsecutiveTitles | TitlesInWindow)
            for code in entry.awards
        )


@dataclass(frozen=True, slots=True)
class StepLimit(Parameter):
    """Who acts at a step and how long they have, in working days; and when they are reminded and overtaken."""

    step: str
    awaits: Role
    limit_days: int
    remind_before_days: int
    escalate_after_days: int
    escalate_to: Role


@dataclass(frozen=True, slots=True)
class RulePack:
    """The rules of one regime. `hash` is the SHA-256 of the file's bytes."""

    id: str
    title: str
    hash: str
    received_from: date
    received_to: date | None
    calendar: str
    instruments: Mapping[str, str]
    awards: Mapping[str, Award]
    path: Mapping[str, StepLimit]
    provisions: tuple[Provision, ...] = ()

    def award(self, code: str) -> Award:
        """The award of that code; refuses an unknown one."""
        if code not in self.awards:
            raise Refusal("unknown_award", {"award": code})
        return self.awards[code]

    def covers(self, received_on: date) -> bool:
        """Whether a dossier received that day falls under this pack."""
        return self.received_from <= received_on and (
            self.received_to is None or received_on <= self.received_to
        )
