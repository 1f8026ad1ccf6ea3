"""What is known of a candidate on a day: dates, codes and whole numbers, from the register and the unit's claims."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.nomination.claims import Claims, InitiativeScope, TitleHeld
from domain.refusal import Refusal
from domain.values import CandidateKind, HoldGround, Route
from domain.vocabulary import FIELDS
from domain.wording import Pair, Told

FIRST_YEAR = 1945
"""No title, unit or service is older than the state."""

_SERVICE: Pair = ("công tác", "service")
_POSITION: Pair = ("giữ chức vụ", "position held")
_DISCIPLINE: Pair = ("kỷ luật", "discipline")
_MATTER: Pair = ("vụ việc", "matter")


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
    for what, year in _years(facts):
        if not FIRST_YEAR <= year <= facts.as_of.year:
            raise _impossible(_of_year(what, year))
    for what, first, last in _stretches(facts):
        if last is not None and last < first:
            raise _impossible(_backwards(what, first, last))
    for what, day in _past_days(facts):
        if day > facts.as_of:
            raise _impossible(_ahead(what, day, facts.as_of))
    for what, figure, least in _figures(facts):
        if figure is not None and figure < least:
            raise _impossible(_too_small(what, figure, least))


def _impossible(what: Told) -> Refusal:
    return Refusal("impossible_facts", {"what": what})


def _of_year(what: Pair, year: int) -> Told:
    return Told(
        f"{what[0]} {year} (từ {FIRST_YEAR} đến năm nay)", f"{what[1]} {year} ({FIRST_YEAR} to this year)"
    )


def _backwards(what: Pair, first: date, last: date) -> Told:
    return Told(
        f"{what[0]} từ {first:%d/%m/%Y} mà đến {last:%d/%m/%Y}",
        f"{what[1]} from {first:%d/%m/%Y} and to {last:%d/%m/%Y}",
    )


def _ahead(what: Pair, day: date, as_of: date) -> Told:
    return Told(
        f"{what[0]} ngày {day:%d/%m/%Y}, sau ngày xét {as_of:%d/%m/%Y}",
        f"{what[1]} on {day:%d/%m/%Y}, after the day looked at, {as_of:%d/%m/%Y}",
    )


def _too_small(what: Pair, figure: int, least: int) -> Told:
    return Told(f"{what[0]} là {figure}, ít nhất {least}", f"{what[1]}: {figure}, at least {least}")


def _years(facts: Facts) -> Iterator[tuple[Pair, int]]:
    yield ("năm xét", "year assessed"), facts.year
    for title in facts.titles:
        yield ("danh hiệu của năm", "title of the year"), title.year


def _stretches(facts: Facts) -> Iterator[tuple[Pair, date, date | None]]:
    for period in facts.service:
        yield _SERVICE, period.first, period.last
    for post in facts.positions:
        yield _POSITION, post.first, post.last
    for absence in facts.absences:
        yield ("nghỉ", "away"), absence.first, absence.last
    for discipline in facts.disciplines:
        yield _DISCIPLINE, discipline.decided_on, discipline.ends_on
    for matter in facts.proceedings:
        yield _MATTER, matter.opened_on, matter.concluded_on
    for move in facts.transfers:
        yield ("ở đơn vị cũ", "in the former unit"), move.since, move.moved_on


def _past_days(facts: Facts) -> Iterator[tuple[Pair, date]]:
    for period in facts.service:
        yield _SERVICE, period.first
    for post in facts.positions:
        yield _POSITION, post.first
    for discipline in facts.disciplines:
        yield _DISCIPLINE, discipline.decided_on
    for matter in facts.proceedings:
        yield _MATTER, matter.opened_on
    for work in facts.initiatives:
        yield ("công nhận sáng kiến", "initiative recognised"), work.recognised_on


def _figures(facts: Facts) -> Iterator[tuple[Pair, int | None, int]]:
    """Figures with the least that each can be."""
    yield FIELDS["service_months"], facts.claims.service_months, 0
    yield FIELDS["targets_percent"], facts.claims.targets_percent, 0
    yield ("số thành viên đang bị xem xét", "members under hold"), facts.members_under_hold, 0
    for work in facts.initiatives:
        yield FIELDS["authors"], work.authors, 1
    for target in facts.targets:
        yield FIELDS["target"], target.target, 0
        yield FIELDS["result"], target.result, 0
