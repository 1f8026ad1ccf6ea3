"""Who on the register will soon be eligible for what: chains, windows and time served, and what is still missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.nomination.claims import Claims, Rating, TitleHeld
from domain.nomination.known import facts_on
from domain.nomination.state import Candidate
from domain.register.state import PersonRecord, UnitRecord
from domain.rules.assess import finding_of, ruling_of
from domain.rules.criteria import Criterion
from domain.rules.criteria.conduct import AccrualRestart, NoOpenProceeding
from domain.rules.criteria.initiatives import RecognisedInitiative
from domain.rules.criteria.service import LongService, SectorService, Seniority
from domain.rules.criteria.titles import ConsecutiveTitles, SameYearTitle, TitlesInWindow
from domain.rules.facts import Facts
from domain.rules.pack import Award, RulePack
from domain.rules.sentences import sentences
from domain.telling import award_name
from domain.values import CandidateKind, Route, Verdict

_CHAINS = (ConsecutiveTitles, TitlesInWindow)
_TIMES = (SectorService, LongService, Seniority)
_GOOD_YEAR = Claims(Rating.GOOD)
"""Nothing is claimed yet: only what the register holds counts."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A condition in one Vietnamese sentence, with where it was read and how surely."""

    criterion: str
    sentence: str
    source: str
    instrument: str
    article: str
    status: str


@dataclass(frozen=True, slots=True)
class Prospect:
    """A person who can be eligible for an award of that year: what it rests on, and what is missing.

    `from_day` is the day on which the time served is enough, where that lies in the years looked at.
    """

    person: str
    award: str
    year: int
    rests_on: tuple[Ground, ...]
    missing: tuple[Ground, ...]
    from_day: date | None = None


def soon_eligible(
    people: Mapping[str, PersonRecord], route: Route, pack: RulePack, year: int
) -> tuple[Prospect, ...]:
    """Who can be eligible in `year`, or in the year after with what is won in `year`; by person, then award.

    Only awards that are earned over years are looked at. What a human judges is not said to be missing.
    """
    return tuple(
        prospect
        for person in sorted(people)
        for award in pack.awards.values()
        if (prospect := _Way(person, people[person], route, pack, award, year).prospect()) is not None
    )


@dataclass(frozen=True, slots=True)
class _Way:
    """One person's way to one award."""

    person: str
    record: PersonRecord
    route: Route
    pack: RulePack
    award: Award
    year: int

    def prospect(self) -> Prospect | None:
        """The earlier of the two years in which the award is within reach."""
        if CandidateKind.INDIVIDUAL not in self.award.candidates or self.route not in self.award.routes:
            return None
        criteria = self.award.criteria_for(CandidateKind.INDIVIDUAL, self.route)
        if not any(isinstance(criterion, _CHAINS + _TIMES) for criterion in criteria):
            return None
        found = (self._in(target, criteria) for target in (self.year, self.year + 1))
        return next((prospect for prospect in found if prospect is not None), None)

    def _in(self, target: int, criteria: tuple[Criterion, ...]) -> Prospect | None:
        """The prospect for one year; None where the award was won already or something cannot be made good."""
        if any((title.award, title.year) == (self.award.code, target) for title in self.record.titles):
            return None
        facts, missing = self._facts(date(target, 12, 31)), []
        for criterion in criteria:
            if _stands(criterion, facts):
                continue
            needed = self._needed(criterion, facts)
            if needed is None:
                return None
            missing.append(needed)
        earned = [criterion for criterion in criteria if isinstance(criterion, _CHAINS + _TIMES)]
        rests_on = tuple(_told(criterion, facts) for criterion in earned if _stands(criterion, facts))
        return Prospect(
            self.person, self.award.code, target, rests_on, tuple(missing), self._from_day(target, earned)
        )

    def _facts(self, day: date) -> Facts:
        track = self.award.track
        candidate = Candidate(
            self.person, CandidateKind.INDIVIDUAL, self.route, self.award.code, day.year, track
        )
        return facts_on(day, candidate, _GOOD_YEAR, (), self.pack, self.record, UnitRecord())

    def _needed(self, criterion: Criterion, facts: Facts) -> Ground | None:
        """What would make a condition good in time; None where nothing would."""
        match criterion:
            case ConsecutiveTitles() | TitlesInWindow():
                return self._title_needed(criterion, facts)
            case SameYearTitle():
                return _ground(criterion, f"cần {_one_of(criterion.awards)} năm {facts.year}")
            case RecognisedInitiative() | NoOpenProceeding() | AccrualRestart():
                reachable = ruling_of(criterion, facts).verdict is not Verdict.NOT_MET
                may_come = reachable or isinstance(criterion, RecognisedInitiative)
                return _told(criterion, facts) if may_come else None
            case _:
                return None

    def _title_needed(self, criterion: ConsecutiveTitles | TitlesInWindow, facts: Facts) -> Ground | None:
        """A title of the year looked at, where with it the chain or the window would hold."""
        hoped = TitleHeld(criterion.awards[0], self.year, "")
        if not _stands(criterion, replace(facts, titles=(*facts.titles, hoped))):
            return None
        held = sentences(finding_of(criterion, facts))[0]
        return _ground(criterion, f"cần {_one_of(criterion.awards)} năm {self.year} ({held})")

    def _from_day(self, target: int, earned: Sequence[Criterion]) -> date | None:
        """The first day of the years looked at on which all time served is enough; None where it was before."""
        times = [criterion for criterion in earned if isinstance(criterion, _TIMES)]
        first, last = date(self.year, 1, 1) - timedelta(days=1), date(target, 12, 31)
        if not times or self._all_stand(times, first):
            return None
        while last - first > timedelta(days=1):
            middle = first + (last - first) // 2
            first, last = (first, middle) if self._all_stand(times, middle) else (middle, last)
        return last

    def _all_stand(self, criteria: Sequence[Criterion], day: date) -> bool:
        facts = self._facts(day)
        return all(_stands(criterion, facts) for criterion in criteria)


def _stands(criterion: Criterion, facts: Facts) -> bool:
    """Whether the figures meet a condition; what only a human or this year's claims can tell is no obstacle yet."""
    ruling = ruling_of(criterion, facts)
    watched = (*_CHAINS, *_TIMES, RecognisedInitiative, AccrualRestart)
    asked_later = ruling.verdict is Verdict.NEEDS_REVIEW and not isinstance(criterion, watched)
    return ruling.verdict is Verdict.MET or asked_later


def _told(criterion: Criterion, facts: Facts) -> Ground:
    return _ground(criterion, sentences(finding_of(criterion, facts))[0])


def _ground(criterion: Criterion, sentence: str) -> Ground:
    basis = criterion.basis
    return Ground(criterion.id, sentence, basis.source, basis.instrument, basis.article, basis.status)


def _one_of(awards: tuple[str, ...]) -> str:
    return " hoặc ".join(award_name(award)[0] for award in awards)
