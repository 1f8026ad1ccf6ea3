"""What is known of a candidate on a day: dates, codes and whole numbers, from the register and the unit's claims."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.nomination.claims import Claims, InitiativeScope, TitleHeld
from domain.refusal import refuse_unless
from domain.values import CandidateKind, HoldGround, Route

FIRST_YEAR = 1945
"""No title, unit or service is older than the state."""


class ServiceKind(StrEnum):
    """What a stretch of a career was spent on; study, secondment and military service count as service."""

    PROCURACY = "procuracy"
    SECONDMENT = "secondment"
    STUDY = "study"
    MILITARY = "military"
    LEGAL_ELSEWHERE = "legal_elsewhere"


class AbsenceCause(StrEnum):
    """Why somebody was away from work."""

    MATERNITY = "maternity"
    INJURY_IN_DUTY = "injury_in_duty"
    STUDY = "study"
    ILLNESS = "illness"
    OTHER = "other"


class DisciplineGrade(StrEnum):
    """How heavy a discipline is: khiển trách is the lightest, and every grade counts from it up."""

    REPRIMAND = "reprimand"
    HEAVIER = "heavier"


@dataclass(frozen=True, slots=True)
class ServicePeriod:
    """A stretch of a career, both days included; `last` is None while it goes on."""

    kind: ServiceKind
    first: date
    last: date | None = None


@dataclass(frozen=True, slots=True)
class PositionHeld:
    """A position by its code, both days included; `leading` marks a post of leadership."""

    position: str
    first: date
    last: date | None = None
    leading: bool = False


@dataclass(frozen=True, slots=True)
class Absence:
    """Away from work, both days included."""

    cause: AbsenceCause
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Discipline:
    """A discipline for a conduct: when decided, when its period ends (None: not on record).

    `used_in` is the year in which the same conduct already cost a title (0: none).
    """

    conduct: str
    grade: DisciplineGrade
    decided_on: date
    ends_on: date | None = None
    used_in: int = 0


@dataclass(frozen=True, slots=True)
class Proceeding:
    """A matter that is or was being looked into; `concluded_on` is None while it is open."""

    id: str
    ground: HoldGround
    opened_on: date
    concluded_on: date | None = None

    def open_on(self, day: date) -> bool:
        """Whether nobody had concluded it by the end of that day."""
        return self.opened_on <= day and (self.concluded_on is None or day < self.concluded_on)


@dataclass(frozen=True, slots=True)
class Transfer:
    """Moved away from `unit`, where the person had been since `since`; `opinion` is that unit's paper."""

    unit: str
    since: date
    moved_on: date
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class RecognisedWork:
    """An initiative on the register: how far it reaches, when recognised, how many authors, its certificate."""

    id: str
    scope: InitiativeScope
    recognised_on: date
    authors: int = 1
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class TargetResult:
    """An approved target of a year and what was reached."""

    id: str
    year: int
    target: int
    result: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a verdict may rest on, as of a day; what the register does not hold is empty."""

    as_of: date
    year: int
    route: Route
    candidate: CandidateKind
    claims: Claims
    titles: tuple[TitleHeld, ...] = ()
    sought_together: tuple[str, ...] = ()
    service: tuple[ServicePeriod, ...] = ()
    positions: tuple[PositionHeld, ...] = ()
    absences: tuple[Absence, ...] = ()
    initiatives: tuple[RecognisedWork, ...] = ()
    disciplines: tuple[Discipline, ...] = ()
    proceedings: tuple[Proceeding, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    targets: tuple[TargetResult, ...] = ()
    dissolved_on: date | None = None
    successor: str = ""
    members_under_hold: int = 0

    @property
    def year_end(self) -> date:
        """The last day that counts for the year assessed: its end, or the day itself where that is earlier."""
        return min(self.as_of, date(self.year, 12, 31))


def check_facts(facts: Facts) -> None:
    """Refuse facts that cannot be: a stretch that ends before it begins, a past after the day, a figure too small."""
    years = [("year", facts.year), *((f"title {title.award}", title.year) for title in facts.titles)]
    for what, year in years:
        refuse_unless(FIRST_YEAR <= year <= facts.as_of.year, "impossible_facts", what=f"{what} {year}")
    for what, first, last in _stretches(facts):
        refuse_unless(last is None or first <= last, "impossible_facts", what=f"{what} {first} > {last}")
    for what, day in _past_days(facts):
        refuse_unless(day <= facts.as_of, "impossible_facts", what=f"{what} {day} > {facts.as_of}")
    for what, figure, least in _figures(facts):
        refuse_unless(figure is None or figure >= least, "impossible_facts", what=f"{what} {figure}")


def _stretches(facts: Facts) -> Iterator[tuple[str, date, date | None]]:
    yield from ((f"service {entry.kind}", entry.first, entry.last) for entry in facts.service)
    yield from ((f"position {entry.position}", entry.first, entry.last) for entry in facts.positions)
    yield from ((f"absence {entry.cause}", entry.first, entry.last) for entry in facts.absences)
    yield from (("discipline", entry.decided_on, entry.ends_on) for entry in facts.disciplines)
    yield from (("proceeding", entry.opened_on, entry.concluded_on) for entry in facts.proceedings)
    yield from (("transfer", entry.since, entry.moved_on) for entry in facts.transfers)


def _past_days(facts: Facts) -> Iterator[tuple[str, date]]:
    yield from ((f"service {entry.kind}", entry.first) for entry in facts.service)
    yield from ((f"position {entry.position}", entry.first) for entry in facts.positions)
    yield from (("discipline", entry.decided_on) for entry in facts.disciplines)
    yield from (("proceeding", entry.opened_on) for entry in facts.proceedings)
    yield from (("initiative", entry.recognised_on) for entry in facts.initiatives)


def _figures(facts: Facts) -> Iterator[tuple[str, int | None, int]]:
    """Figures with the least that each can be."""
    yield "service_months", facts.claims.service_months, 0
    yield "targets_percent", facts.claims.targets_percent, 0
    yield "members_under_hold", facts.members_under_hold, 0
    yield from ((f"authors of {entry.id}", entry.authors, 1) for entry in facts.initiatives)
    yield from ((f"target {entry.id}", entry.target, 0) for entry in facts.targets)
    yield from ((f"result {entry.id}", entry.result, 0) for entry in facts.targets)
