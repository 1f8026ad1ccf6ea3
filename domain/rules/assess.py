"""Assess a nomination: what the rules can settle of each criterion, and what a human must answer."""

from dataclasses import dataclass
from typing import assert_never

from domain.rules.criteria import Criterion, conduct, initiatives, judgement, service, titles, units
from domain.rules.criteria.ruling import Ruling, Used, review
from domain.rules.facts import Facts, check_facts
from domain.rules.pack import Award, RulePack
from domain.values import Verdict
from domain.wording import Told

QUESTION_UNTOLD = "the question stands in the record in Vietnamese only"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one criterion came to: the facts used, where the rule was read, and the question left to a human."""

    criterion: str
    kind: str
    verdict: Verdict
    source: str
    instrument: str
    article: str
    status: str
    question: str
    question_en: str
    used: Used

    @property
    def asked(self) -> Told:
        """The question in both languages; what was recorded before questions were in English has none in it."""
        return Told(self.question, self.question_en or QUESTION_UNTOLD)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The findings of one award under one pack: the same facts and the same hash give the same findings."""

    award: str
    pack: str
    pack_hash: str
    findings: tuple[Finding, ...]

    def with_verdict(self, verdict: Verdict) -> tuple[Finding, ...]:
        """The findings that came to this."""
        return tuple(finding for finding in self.findings if finding.verdict is verdict)


def assess(facts: Facts, award: Award, pack: RulePack) -> Assessment:
    """One finding for each criterion that concerns such a candidate; refuses impossible facts.

    A criterion whose parameter was not verified never settles anything by itself: it needs review, unless it is
    an exclusion with nothing on record to exclude for, because then the parameter was not used.
    """
    findings = tuple(finding_from(*one) for one in rule(facts, award))
    return Assessment(award.code, pack.id, pack.hash, findings)


def rule(facts: Facts, award: Award) -> tuple[tuple[Criterion, Ruling], ...]:
    """What each criterion that concerns such a candidate comes to; refuses impossible facts.

    Whoever needs no more than the verdicts is spared the findings: a replay tells of few of them.
    """
    check_facts(facts)
    concerning = award.criteria_for(facts.candidate, facts.route)
    return tuple((one, ruling_of(one, facts, outsiders=award.outsiders)) for one in concerning)


def finding_of(criterion: Criterion, facts: Facts, *, outsiders: bool = False) -> Finding:
    """What one criterion comes to; an unverified parameter that was used asks a human."""
    return finding_from(criterion, ruling_of(criterion, facts, outsiders=outsiders))


def finding_from(criterion: Criterion, ruling: Ruling) -> Finding:
    """The finding that a ruling amounts to, with all that people need to check it."""
    basis = criterion.basis
    return Finding(
        criterion.id,
        criterion.kind,
        verdict_of(criterion, ruling),
        basis.source,
        basis.instrument,
        basis.article,
        basis.status,
        basis.question,
        basis.question_en,
        ruling.used,
    )


def verdict_of(criterion: Criterion, ruling: Ruling) -> Verdict:
    """The ruling's own verdict where the parameter may decide or was not used; else a human is asked."""
    decides = ruling.idle or criterion.basis.status.may_decide
    return ruling.verdict if decides else Verdict.NEEDS_REVIEW


def ruling_of(criterion: Criterion, facts: Facts, *, outsiders: bool = False) -> Ruling:
    """What the figures come to, as if every parameter were verified; `outsiders` may have the award too.

    One arm for each kind, so that the type checker finds a kind without a function.
    """
    match criterion:
        case service.ServiceMonths():
            return service.service_months(criterion, facts)
        case service.LongAbsence():
            return service.long_absence(criterion, facts)
        case service.SectorService():
            return service.sector_service(criterion, facts, outsiders=outsiders)
        case service.LongService():
            return service.long_service(criterion, facts)
        case service.Seniority():
            return service.seniority(criterion, facts)
        case titles.SameYearTitle():
            return titles.same_year_title(criterion, facts)
        case titles.ConsecutiveTitles():
            return titles.consecutive_titles(criterion, facts)
        case titles.TitlesInWindow():
            return titles.titles_in_window(criterion, facts)
        case titles.NoSameYearTitle():
            return titles.no_same_year_title(criterion, facts)
        case titles.OncePerPerson():
            return titles.once_per_person(criterion, facts)
        case titles.OneAchievement():
            return titles.one_achievement(criterion, facts)
        case conduct.NoDiscipline():
            return conduct.no_discipline(criterion, facts)
        case conduct.NoOpenProceeding():
            return conduct.no_open_proceeding(criterion, facts)
        case conduct.AccrualRestart():
            return conduct.accrual_restart(criterion, facts)
        case conduct.MembersUnderHold():
            return conduct.members_under_hold(criterion, facts)
        case units.UnitStands():
            return units.unit_stands(criterion, facts)
        case units.OldUnitOpinion():
            return units.old_unit_opinion(criterion, facts)
        case units.TargetsExceeded():
            return units.targets_exceeded(criterion, facts)
        case initiatives.RecognisedInitiative():
            return initiatives.recognised_initiative(criterion, facts)
        case judgement.Judgement():
            return review()
        case judgement.LaterText():
            return judgement.later_text(criterion, facts)
        case _:
            assert_never(criterion)
