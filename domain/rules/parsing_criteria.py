"""From a pack's entry to its criterion: the kinds by name, each with its own members."""

from domain.nomination.claims import InitiativeScope
from domain.rules.basis import Basis
from domain.rules.criteria import Criterion
from domain.rules.criteria.conduct import (
    AccrualRestart,
    MembersUnderHold,
    NoDiscipline,
    NoOpenProceeding,
)
from domain.rules.criteria.initiatives import RecognisedInitiative
from domain.rules.criteria.judgement import Judgement, LaterText
from domain.rules.criteria.service import (
    LongAbsence,
    LongService,
    PositionYears,
    SectorService,
    Seniority,
    ServiceMonths,
)
from domain.rules.criteria.titles import (
    ConsecutiveTitles,
    NoSameYearTitle,
    OncePerPerson,
    OneAchievement,
    SameYearTitle,
    TitlesInWindow,
)
from domain.rules.criteria.units import OldUnitOpinion, TargetsExceeded, UnitStands
from domain.rules.facts import AbsenceCause
from domain.rules.reading import Entry, Flaw
from domain.values import CandidateKind, HoldGround, Route


def parse_criterion(entry: Entry, basis: Basis) -> Criterion:
    """The criterion of the entry's `kind`; raises `MalformedPackError` for a kind that is not known."""
    kind = entry.text("kind")
    whom = (
        entry.text("id"),
        basis,
        entry.choices("candidates", CandidateKind, tuple(CandidateKind)),
        entry.choices("routes", Route, tuple(Route)),
    )
    found = _of_service(kind, entry, whom) or _of_titles(kind, entry, whom) or _of_the_rest(kind, entry, whom)
    if found is None:
        raise entry.wrong(Flaw.WRONG_VALUE, f"'kind' is {kind!r}, which is no kind of criterion")
    return found


_Whom = tuple[str, Basis, tuple[CandidateKind, ...], tuple[Route, ...]]


def _of_service(kind: str, entry: Entry, whom: _Whom) -> Criterion | None:
    match kind:
        case "service_months":
            return ServiceMonths(*whom, minimum=entry.positive("minimum"))
        case "long_absence":
            return _long_absence(entry, whom)
        case "sector_service":
            return SectorService(
                *whom,
                years=entry.positive("years"),
                leader_years=entry.whole("leader_years", 0),
                own_years=entry.whole("own_years", 0),
            )
        case "long_service":
            rows = tuple(_row(row) for row in entry.entries("rows", required=True))
            if not rows:
                raise entry.wrong(Flaw.WRONG_VALUE, "'rows' is empty")
            return LongService(*whom, rows=rows)
        case "seniority":
            return Seniority(*whom, years=entry.positive("years"))
        case _:
            return None


def _long_absence(entry: Entry, whom: _Whom) -> LongAbsence:
    found = LongAbsence(
        *whom,
        from_months=entry.positive("from_months"),
        below_months=entry.positive("below_months"),
        excepted=entry.choices("excepted", AbsenceCause),
    )
    if found.below_months <= found.from_months:
        raise entry.wrong(Flaw.WRONG_VALUE, "'below_months' must be greater than 'from_months'")
    return found


def _row(entry: Entry) -> PositionYears:
    row = PositionYears(entry.text("position"), entry.positive("from_years"), entry.whole("below_years", 0))
    entry.closed()
    if row.below_years and row.below_years <= row.from_years:
        raise entry.wrong(Flaw.WRONG_VALUE, "'below_years' must be greater than 'from_years'")
    return row


def _of_titles(kind: str, entry: Entry, whom: _Whom) -> Criterion | None:
    match kind:
        case "same_year_title":
            return SameYearTitle(*whom, awards=_awards(entry))
        case "consecutive_titles":
            return ConsecutiveTitles(*whom, awards=_awards(entry), count=entry.positive("count"))
        case "titles_in_window":
            return _in_window(entry, whom)
        case "no_same_year_title":
            return NoSameYearTitle(*whom, awards=_awards(entry))
        case "once_per_person":
            return OncePerPerson(*whom, awards=_awards(entry))
        case "one_achievement":
            return OneAchievement(*whom)
        case _:
            return None


def _in_window(entry: Entry, whom: _Whom) -> TitlesInWindow:
    count, years = entry.positive("count"), entry.positive("window_years")
    return TitlesInWindow(*whom, awards=_awards(entry), count=count, window_years=years)


def _awards(entry: Entry) -> tuple[str, ...]:
    codes = entry.texts("awards")
    if not codes:
        raise entry.wrong(Flaw.WRONG_VALUE, "'awards' is empty")
    return codes


def _of_the_rest(kind: str, entry: Entry, whom: _Whom) -> Criterion | None:
    match kind:
        case "no_discipline":
            return NoDiscipline(*whom, conduct_once=entry.flag("conduct_once", default=False))
        case "no_open_proceeding":
            return NoOpenProceeding(*whom, grounds=entry.choices("grounds", HoldGround, tuple(HoldGround)))
        case "accrual_restart":
            return AccrualRestart(*whom, years=entry.positive("years"))
        case "members_under_hold":
            return MembersUnderHold(*whom)
        case "unit_stands":
            return UnitStands(*whom)
        case "old_unit_opinion":
            return OldUnitOpinion(*whom, months=entry.positive("months"))
        case "targets_exceeded":
            return TargetsExceeded(*whom)
        case "initiative":
            return _initiative(entry, whom)
        case "judgement":
            return Judgement(*whom)
        case "later_text":
            return LaterText(*whom, since=entry.day("since"))
        case _:
            return None


def _initiative(entry: Entry, whom: _Whom) -> RecognisedInitiative:
    return RecognisedInitiative(
        *whom,
        scope=entry.choice("scope", InitiativeScope),
        authors=entry.whole("authors", 0),
        window_years=entry.whole("window_years", 0),
        or_excellent=entry.flag("or_excellent", default=False),
    )
